"""The questions, held against GitHub's published schema by the tests.

What one costs: the requests it takes to fill every connection, each supposed full, over a hundred, rounded,
one at least (GitHub Docs, « Rate limits and query limits for the GraphQL API »). Comments and reviews come in
one connection, the time line: two would double the price.
"""

PAGE = 100
EVENTS = 12
"""The first comments, reviews and closings of one request: the first answer is nearly always among them."""

OVERVIEW = """
query($owner: String!, $name: String!) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    nameWithOwner url createdAt isPrivate
    isArchived archivedAt isMirror mirrorUrl isFork parent { url owner { __typename } }
    hasIssuesEnabled hasDiscussionsEnabled
    defaultBranchRef { name }
    licenseInfo { spdxId }
    fundingLinks { url }
    owner {
      __typename
      ... on Organization { login name isVerified websiteUrl repositories(privacy: PUBLIC) { totalCount } }
    }
    openIssues: issues(states: OPEN) { totalCount }
    closedIssues: issues(states: CLOSED) { totalCount }
    openChanges: pullRequests(states: OPEN) { totalCount }
    mergedChanges: pullRequests(states: MERGED) { totalCount }
    closedChanges: pullRequests(states: CLOSED) { totalCount }
    releases(first: 100, orderBy: {field: CREATED_AT, direction: DESC}) {
      totalCount nodes { tagName publishedAt isPrerelease isDraft }
    }
    forkCount stargazerCount
  }
}
"""

_ACTOR = "{ __typename login }"

_ISSUES = f"""
query($owner: String!, $name: String!, $size: Int!, $cursor: String, $order: IssueOrderField!%declared) {{
  rateLimit {{ cost remaining resetAt }}
  repository(owner: $owner, name: $name) {{
    page: issues(first: $size, after: $cursor, orderBy: {{field: $order, direction: DESC}}%filter) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        number createdAt updatedAt closedAt authorAssociation
        author {_ACTOR}
        labels(first: 10) {{ nodes {{ name }} }}
        timelineItems(first: {EVENTS}, itemTypes: [ISSUE_COMMENT, CLOSED_EVENT]) {{
          pageInfo {{ hasNextPage }}
          nodes {{
            __typename
            ... on IssueComment {{ createdAt authorAssociation author {_ACTOR} }}
            ... on ClosedEvent {{ createdAt actor {_ACTOR} }}
          }}
        }}
      }}
    }}
  }}
}}
"""

ISSUES = _ISSUES.replace("%declared", "").replace("%filter", "")
CHANGED_ISSUES = _ISSUES.replace("%declared", ", $after: DateTime!").replace(
    "%filter", ", filterBy: {since: $after}"
)

CHANGES = f"""
query($owner: String!, $name: String!, $size: Int!, $cursor: String, $order: IssueOrderField!) {{
  rateLimit {{ cost remaining resetAt }}
  repository(owner: $owner, name: $name) {{
    page: pullRequests(first: $size, after: $cursor, orderBy: {{field: $order, direction: DESC}}) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        number createdAt updatedAt closedAt mergedAt authorAssociation
        author {_ACTOR}
        mergedBy {_ACTOR}
        timelineItems(first: {EVENTS}, itemTypes: [ISSUE_COMMENT, PULL_REQUEST_REVIEW, CLOSED_EVENT]) {{
          pageInfo {{ hasNextPage }}
          nodes {{
            __typename
            ... on IssueComment {{ createdAt authorAssociation author {_ACTOR} }}
            ... on PullRequestReview {{
              submittedAt authorAssociation authorCanPushToRepository author {_ACTOR}
            }}
            ... on ClosedEvent {{ createdAt actor {_ACTOR} }}
          }}
        }}
      }}
    }}
  }}
}}
"""
