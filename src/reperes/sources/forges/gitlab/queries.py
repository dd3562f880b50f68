"""What GitLab is asked, with the parts that an older version may lack.

`<name>` is a field that can be done without; `<name|text>` a longer part, left out where `name` is unknown to
the instance; `<one,other|text>` one left out where either is. Parts may hold parts. `%notes` is which notes:
`first: 20` or `last: 20`, the oldest ones (see `pages`).
"""

import re
from collections.abc import Collection

NOTES = 20
_PART = re.compile(r"<(\w+(?:,\w+)*)(?:\|([^<>]*))?>")
_NAMES = re.compile(r"<(\w+(?:,\w+)*)[|>]")

# The score stays in the archive with the answer: it tells how far from the limit a question was.
_COST = "<queryComplexity,score,limit|queryComplexity { score limit }>"

OVERVIEW = f"""query($path: ID!) {{
  project(fullPath: $path) {{
    fullPath <webUrl> <createdAt> <visibility>
    <archived> <starCount> <forksCount> <issuesEnabled> <mergeRequestsEnabled>
    <issuesAccessLevel,stringValue|issuesAccessLevel {{ stringValue }}>
    <mergeRequestsAccessLevel,stringValue|mergeRequestsAccessLevel {{ stringValue }}>
    <issueStatusCounts,opened,closed|issueStatusCounts {{ opened closed }}>
    <mergeRequests,count,state|openChanges: mergeRequests(state: opened) {{ count }}
    mergedChanges: mergeRequests(state: merged) {{ count }}
    closedChanges: mergeRequests(state: closed) {{ count }}>
    <namespace|namespace {{ fullPath }}>
    <group,fullName|group {{ fullName }}>
    <repository,rootRef|repository {{ rootRef }}>
    <releases,tagName,releasedAt,sort|releases(first: 100, sort: RELEASED_AT_DESC) {{
      <count> nodes {{ tagName releasedAt <upcomingRelease> }}
    }}>
  }}
  {_COST}
}}"""

_PEOPLE = "author { username <bot> }"
_NOTES = f"""notes(%notes) {{
        nodes {{ createdAt system <systemNoteIconName> <maxAccessLevelOfAuthor> %place {_PEOPLE} }}
        pageInfo {{ hasNextPage hasPreviousPage }}
      }}"""
_COMMON = f"iid createdAt updatedAt state <closedAt> {_PEOPLE} <labels|labels {{ nodes {{ title }} }}>"


def _page(enabled: str, connection: str, fields: str, *, changed: bool) -> str:
    order, argument = ("UPDATED_DESC", "updatedAfter") if changed else ("CREATED_DESC", "createdAfter")
    return f"""query($path: ID!, $size: Int!, $cursor: String<{argument}|, $since: Time>) {{
  project(fullPath: $path) {{
    <{enabled}>
    {connection}(sort: {order}, first: $size, after: $cursor<{argument}|, {argument}: $since>) {{
      nodes {{ {fields} }}
      pageInfo {{ hasNextPage endCursor }}
    }}
  }}
  {_COST}
}}"""


def issues(*, changed: bool) -> str:
    """Return what asks for a page of issues: the last opened, or the last changed."""
    return _page("issuesEnabled", "issues", f"{_COMMON} {_NOTES.replace('%place', '')}", changed=changed)


def changes(*, changed: bool) -> str:
    """Return what asks for a page of merge requests: the last opened, or the last changed."""
    fields = f"{_COMMON} <mergedAt> <mergeUser|mergeUser {{ username <bot> }}>"
    notes = _NOTES.replace("%place", "<position,positionType|position { positionType }>")
    return _page("mergeRequestsEnabled", "mergeRequests", f"{fields} {notes}", changed=changed)


def optional(template: str) -> frozenset[str]:
    """Return the names of the parts that can be done without."""
    return frozenset(name for names in _NAMES.findall(template) for name in names.split(","))


def without(template: str, lacking: Collection[str]) -> str:
    """Return the query, less the parts that the instance lacks."""

    def part(found: re.Match[str]) -> str:
        names, text = found[1], found[2]
        return "" if any(name in lacking for name in names.split(",")) else text or names

    count = 1
    while count:
        template, count = _PART.subn(part, template)
    return template
