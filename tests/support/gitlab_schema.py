"""The few types of GitLab's GraphQL that are asked for, by version, and what a question costs there."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import graphql

SCHEMA = """
scalar Time
enum Sort { CREATED_DESC UPDATED_DESC }
enum ReleaseSort { RELEASED_AT_DESC }
enum MergeRequestState { opened merged closed locked all }
type Query {
  project(fullPath: ID!): Project
  queryComplexity: QueryComplexity #2022
}
type QueryComplexity { score: Int limit: Int }
type Level { stringValue: String }
type Project {
  fullPath: ID! webUrl: String createdAt: Time visibility: String
  archived: Boolean starCount: Int! forksCount: Int!
  issuesEnabled: Boolean mergeRequestsEnabled: Boolean
  issuesAccessLevel: Level #2024
  mergeRequestsAccessLevel: Level #2024
  issueStatusCounts: StatusCounts
  namespace: Namespace
  group: Group
  repository: Repository
  releases(first: Int, sort: ReleaseSort): ReleaseConnection
  issues(first: Int, after: String, sort: Sort, createdAfter: Time, updatedAfter: Time): IssueConnection
  mergeRequests(first: Int, after: String, sort: Sort, state: MergeRequestState
    createdAfter: Time updatedAfter: Time #2022
  ): MergeRequestConnection
}
type StatusCounts { opened: Int closed: Int }
type Namespace { fullPath: ID! }
type Group { fullName: String! }
type Repository { rootRef: String }
type ReleaseConnection { count: Int! nodes: [Release] }
type Release { tagName: String releasedAt: Time upcomingRelease: Boolean }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String }
type User { username: String! bot: Boolean! }
type LabelConnection { nodes: [Label] }
type Label { title: String! }
type IssueConnection { count: Int! nodes: [Issue] pageInfo: PageInfo! }
type Issue {
  iid: ID! createdAt: Time! updatedAt: Time! state: String! closedAt: Time author: User
  labels: LabelConnection notes(first: Int, last: Int): NoteConnection!
}
type MergeRequestConnection { count: Int! nodes: [MergeRequest] pageInfo: PageInfo! }
type MergeRequest {
  iid: String! createdAt: Time! updatedAt: Time! state: String! mergedAt: Time mergeUser: User author: User
  closedAt: Time #2024
  labels: LabelConnection notes(first: Int, last: Int): NoteConnection!
}
type NoteConnection { nodes: [Note] pageInfo: PageInfo! }
type Position { positionType: String! }
type Note {
  createdAt: Time! system: Boolean! systemNoteIconName: String author: User position: Position
  maxAccessLevelOfAuthor: String #2022
}
"""
_DEAR = {("MergeRequest", "mergedAt"), ("MergeRequest", "closedAt"), ("MergeRequest", "labels")}
_RESOLVED = {"project", "issues", "mergeRequests", "releases", "issueStatusCounts"}
_GITALY = {"rootRef"}
_PAGED = {"issues", "mergeRequests", "releases", "notes"}


@cache
def schema(year: int) -> graphql.GraphQLSchema:
    """Return what a version of that year knows: a line that ends with a later year is not in it."""
    lines = [line for line in SCHEMA.splitlines() if int((re.findall(r"#(\d+)$", line) or ["0"])[0]) <= year]
    return graphql.build_schema("\n".join(lines))


def in_its_words(message: str) -> str:
    """Say as graphql-ruby does what graphql-core found."""
    unknown = re.match(r"Cannot query field '(\w+)' on type '(\w+)'", message)
    if unknown:
        return f"Field '{unknown[1]}' doesn't exist on type '{unknown[2]}'"
    refused = re.match(r"Unknown argument '(\w+)' on field '(?:\w+\.)?(\w+)'", message)
    return f"Field '{refused[2]}' doesn't accept argument '{refused[1]}'" if refused else message


def price(
    known: graphql.GraphQLSchema, query: graphql.DocumentNode, variables: Mapping[str, Any], year: int
) -> int:
    """Return the complexity of a query, by GitLab's rule.

    A field costs 1, a few 5, one more where it reads git, and what is under it. A field with a resolver costs
    1 beyond what is under it, 1 more when sorted; where it is a connection, all that is multiplied by
    1 + 0.01 × the length of the page (100 when not told). `notes` is a plain field until 2024.
    """

    def given(node: graphql.FieldNode, name: str) -> int | None:
        for argument in node.arguments or ():
            if argument.name.value == name:
                value = graphql.value_from_ast_untyped(argument.value, dict(variables))
                return value if isinstance(value, int) else 1
        return None

    def of(owner: Any, node: graphql.FieldNode) -> int:
        name = node.name.value
        inner = graphql.get_named_type(owner.fields[name].type)
        under = 0 if node.selection_set is None else all_of(inner, node.selection_set)
        under += name in _GITALY
        if name not in _RESOLVED | ({"notes"} if year >= 2024 else set()):
            return under + (
                5 if (owner.name, name) in _DEAR or (owner.name, name) == ("Issue", "labels") else 1
            )
        own = under + 1 + (given(node, "sort") is not None)
        page = min(given(node, "first") or given(node, "last") or 100, 100) if name in _PAGED else 0
        return int(own + own * 0.01 * page)

    def all_of(owner: Any, selection: graphql.SelectionSetNode) -> int:
        return sum(of(owner, node) for node in selection.selections if isinstance(node, graphql.FieldNode))

    [operation] = query.definitions
    assert isinstance(operation, graphql.OperationDefinitionNode)
    return all_of(known.query_type, operation.selection_set)
