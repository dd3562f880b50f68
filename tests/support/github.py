"""GitHub as it publishes itself: GraphQL executed against its own schema, and REST, both by pages.

A field that is not in the schema is an error, as there. Accounts are invented.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import graphql
import pytest

from support.web import HOST, READ_AT, Heard, Said, Site, as_json, serving

SCHEMA = Path(sys.prefix) / "node" / "node_modules" / "@octokit" / "graphql-schema" / "schema.json"
PROJECT = "collectif/registre"
NOON = time(12, tzinfo=UTC)
_WITH_FIELDS = (graphql.GraphQLObjectType, graphql.GraphQLInterfaceType)


@cache
def schema() -> graphql.GraphQLSchema:
    """Return GitHub's published schema; the test is skipped where npm could not install it."""
    if not SCHEMA.is_file():
        pytest.skip("GitHub's published schema is not installed: `make test` brings it from the npm registry")
    return graphql.build_client_schema(json.loads(SCHEMA.read_text(encoding="utf-8")), assume_valid=True)


def cost(query: str, variables: Mapping[str, Any]) -> int:
    """Return the points of a query, by the documented rule.

    The requests that fill each connection, its parents being full, over a hundred, rounded, one at least.
    """
    requests: list[int] = []

    def visit(kind: graphql.GraphQLOutputType | None, nodes: Any, times: int) -> None:
        named = graphql.get_named_type(kind) if kind else None
        for node in nodes.selections if nodes else ():
            if isinstance(node, graphql.InlineFragmentNode):
                on = schema().type_map[node.type_condition.name.value] if node.type_condition else named
                visit(on, node.selection_set, times)  # type: ignore[arg-type]  # a type that has fields
            elif isinstance(node, graphql.FieldNode) and isinstance(named, _WITH_FIELDS):
                known = named.fields.get(node.name.value)
                if known is None:  # __typename
                    continue
                connection = graphql.get_named_type(known.type).name.endswith("Connection")
                if connection:
                    requests.append(times)
                visit(
                    known.type, node.selection_set, times * _limit(node, variables) if connection else times
                )

    [operation] = graphql.parse(query).definitions
    assert isinstance(operation, graphql.OperationDefinitionNode)
    visit(schema().query_type, operation.selection_set, 1)
    return max(1, round(sum(requests) / 100))


def _limit(node: graphql.FieldNode, variables: Mapping[str, Any]) -> int:
    for argument in node.arguments or ():
        if argument.name.value in {"first", "last"}:
            value = argument.value
            if isinstance(value, graphql.VariableNode):
                return int(variables[value.name.value])
            assert isinstance(value, graphql.IntValueNode)
            return int(value.value)
    return 1


def moment(day: str | datetime | None) -> datetime | None:
    """Return noon of a day written `2026-03-01`."""
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(date.fromisoformat(day), NOON)


@dataclass
class Event:
    """A comment, a review or a closing."""

    kind: str
    on: str | datetime
    by: str | None
    association: str = "NONE"
    pushes: bool = False


@dataclass
class Request:
    """An issue (`change` false) or a pull request."""

    number: int
    opened: str | datetime
    by: str | None = "zoe"
    association: str = "NONE"
    change: bool = False
    closed: str | datetime | None = None
    merged: str | datetime | None = None
    merged_by: str | None = None
    updated: str | datetime | None = None
    events: Sequence[Event] = ()
    labels: Sequence[str] = ()

    @property
    def last(self) -> datetime:
        found = [self.updated, self.opened, self.closed, *(event.on for event in self.events)]
        return max(at for one in found if (at := moment(one)) is not None)


@dataclass
class GitHub:
    """One project. `trouble`, when given, may answer instead of the server.

    `longest`: of its pages, by REST; `late`: by how many its counters are.
    """

    requests: list[Request] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    owner: dict[str, Any] = field(default_factory=lambda: {"__typename": "User", "login": "zoe"})
    trouble: Callable[[Heard, int], Said | None] = lambda _heard, _count: None
    points: int = 0
    asked: int = 0
    longest: int = 100
    late: int = 0
    site: Site = field(default_factory=Site)
    host: str = HOST

    @property
    def page(self) -> str:
        return self.site.url(f"/{PROJECT}", self.host)

    def of(self, *, change: bool) -> list[Request]:
        return [request for request in self.requests if request.change is change]

    def graphql(self, heard: Heard) -> Said:
        self.asked += 1
        told = self.trouble(heard, self.asked)
        if told is not None:
            return told
        body = json.loads(heard.body)
        self.points += cost(body["query"], body["variables"])
        done = graphql.graphql_sync(
            schema(), body["query"], root_value=self._root(body), variable_values=body["variables"]
        )
        content: dict[str, Any] = {"data": done.data}
        if done.errors:
            content["errors"] = [
                {"message": error.message, **(error.extensions or {})} for error in done.errors
            ]
        return as_json(content)

    def _root(self, body: Mapping[str, Any]) -> dict[str, Any]:
        reset = (READ_AT + timedelta(hours=1)).isoformat()
        spent = {"cost": cost(body["query"], body["variables"]), "remaining": 4000, "resetAt": reset}
        return {"rateLimit": lambda _info, **_: spent, "repository": self._repository}

    def _repository(self, _info: Any, owner: str, name: str, **_: Any) -> dict[str, Any]:
        if f"{owner}/{name}" not in {PROJECT, "ancien/nom"}:
            raise graphql.GraphQLError("Could not resolve to a Repository.", extensions={"type": "NOT_FOUND"})
        issues, changes = self.of(change=False), self.of(change=True)
        return {
            "nameWithOwner": PROJECT,
            "url": self.page,
            "createdAt": "2019-03-04T12:00:00Z",
            "isPrivate": False,
            "isArchived": False,
            "isMirror": False,
            "isFork": False,
            "hasIssuesEnabled": True,
            "hasDiscussionsEnabled": False,
            "defaultBranchRef": {"name": "main"},
            "licenseInfo": {"spdxId": "EUPL-1.2"},
            "fundingLinks": [{"url": "https://opencollective.com/registre"}],
            "owner": self.owner,
            "issues": _connection(issues, changes=False, late=self.late),
            "pullRequests": _connection(changes, changes=True, late=self.late),
            "releases": {
                "totalCount": 1,
                "nodes": [
                    {
                        "tagName": "v1",
                        "publishedAt": "2026-02-01T12:00:00Z",
                        "isPrerelease": False,
                        "isDraft": False,
                    }
                ],
            },
            "forkCount": 7,
            "stargazerCount": 90,
            **self.state,
        }

    def rest(self, heard: Heard) -> Said:
        self.asked += 1
        told = self.trouble(heard, self.asked)
        if told is not None:
            return told
        parts = urlsplit(heard.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/orgs/"):
            return as_json(
                {
                    "name": "Le Collectif",
                    "is_verified": True,
                    "blog": "https://collectif.example",
                    "public_repos": 12,
                }
            )
        if parts.path == "/search/issues":
            return as_json({"total_count": len(self._open(change=True)), "incomplete_results": False})
        what = parts.path.removeprefix(f"/repos/{PROJECT}")
        if what in {"", "/releases"}:
            return as_json(self._state() if what == "" else self._releases())
        if what in {"/issues", "/issues/comments", "/pulls/comments"}:
            plain = [self._plain(one) for one in self.requests]
            return self._paged(heard, asked, plain if what == "/issues" else list(self._remarks(what)))
        return Said(b'{"message": "Not Found"}', 404)

    @staticmethod
    def _releases() -> list[dict[str, Any]]:
        return [{"tag_name": "v1", "published_at": "2026-02-01T12:00:00Z", "prerelease": False}]

    def _open(self, *, change: bool) -> list[Request]:
        return [one for one in self.of(change=change) if one.closed is None and one.merged is None]

    def _state(self) -> dict[str, Any]:
        organisation = self.owner["__typename"] == "Organization"
        return {
            "full_name": PROJECT,
            "html_url": self.page,
            "private": False,
            "archived": False,
            "fork": False,
            "has_issues": True,
            "has_discussions": False,
            "default_branch": "main",
            "license": {"spdx_id": "EUPL-1.2"},
            "created_at": "2019-03-04T12:00:00Z",
            "forks_count": 7,
            "stargazers_count": 90,
            "open_issues_count": len(self._open(change=True)) + len(self._open(change=False)),
            "owner": {"login": self.owner["login"], "type": "Organization" if organisation else "User"},
            **self.state,
        }

    def _plain(self, one: Request) -> dict[str, Any]:
        told = {
            "number": one.number,
            "created_at": _written(one.opened),
            "updated_at": _written(one.last),
            "closed_at": _written(one.closed or one.merged),
            "user": _user(one.by),
            "author_association": one.association,
            "labels": [{"name": name} for name in one.labels],
            "comments": sum(event.kind == "comment" for event in one.events),
        }
        return told | ({"pull_request": {"merged_at": _written(one.merged)}} if one.change else {})

    def _remarks(self, what: str) -> Iterator[dict[str, Any]]:
        kind, about = (
            ("comment", "issue_url") if what == "/issues/comments" else ("remark", "pull_request_url")
        )
        for one in self.requests:
            for event in one.events:
                if event.kind == kind:
                    yield {
                        about: f"https://api.github.com/repos/{PROJECT}/issues/{one.number}",
                        "created_at": _written(event.on),
                        "updated_at": _written(event.on),
                        "user": _user(event.by),
                        "author_association": event.association,
                    }

    def _paged(self, heard: Heard, asked: Mapping[str, str], rows: list[dict[str, Any]]) -> Said:
        key = "updated_at" if asked.get("sort") == "updated" else "created_at"
        rows = [row for row in rows if row["updated_at"] >= asked.get("since", "")]
        rows.sort(key=lambda row: str(row[key]), reverse=asked.get("direction") == "desc")
        size, page = min(int(asked.get("per_page", 30)), self.longest), int(asked.get("page", 1))
        found = as_json(rows[(page - 1) * size : page * size])
        if len(rows) > page * size:
            again = heard.path.partition("&page=")[0]
            found.headers["Link"] = f'<{again}&page={page + 1}>; rel="next"'
        return found


def _written(at: str | datetime | None) -> str | None:
    found = moment(at)
    return None if found is None else f"{found:%Y-%m-%dT%H:%M:%SZ}"


def _user(login: str | None) -> dict[str, str] | None:
    return None if login is None else {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"}


def _actor(login: str | None) -> dict[str, str] | None:
    if login is None:
        return None
    # GraphQL writes the login of an application bare; REST, with its mark.
    kind = "Bot" if login.endswith("[bot]") else "User"
    return {"__typename": kind, "login": login.removesuffix("[bot]")}


def _node(one: Request) -> dict[str, Any]:
    return {
        "number": one.number,
        "createdAt": _written(one.opened),
        "updatedAt": _written(one.last),
        "closedAt": _written(one.closed or one.merged),
        "mergedAt": _written(one.merged),
        "authorAssociation": one.association,
        "author": _actor(one.by),
        "mergedBy": _actor(one.merged_by),
        "labels": lambda _info, **_: {"nodes": [{"name": name} for name in one.labels]},
        "timelineItems": lambda _info, first, **_: {
            "pageInfo": {"hasNextPage": len(one.events) > first},
            "nodes": [_event(event) for event in one.events[:first]],
        },
    }


def _event(event: Event) -> dict[str, Any]:
    names = {"comment": "IssueComment", "review": "PullRequestReview", "closed": "ClosedEvent"}
    return {
        "__typename": names[event.kind],
        "createdAt": _written(event.on),
        "submittedAt": _written(event.on),
        "author": _actor(event.by),
        "actor": _actor(event.by),
        "authorAssociation": event.association,
        "authorCanPushToRepository": event.pushes,
    }


def _connection(requests: Sequence[Request], *, changes: bool, late: int) -> Callable[..., dict[str, Any]]:
    def resolve(_info: Any, **asked: Any) -> dict[str, Any]:
        found = list(requests)
        states = asked.get("states")
        if states:
            found = [one for one in found if _status(one) in states]
        since = (asked.get("filterBy") or {}).get("since")
        if since and not changes:
            found = [one for one in found if one.last >= datetime.fromisoformat(since)]
        by_change = (asked.get("orderBy") or {}).get("field") == "UPDATED_AT"
        found.sort(key=lambda one: (one.last if by_change else moment(one.opened), one.number), reverse=True)
        start, size = int(asked.get("after") or 0), asked.get("first") or 0
        return {
            "totalCount": max(len(found) - late, 0),
            "pageInfo": {"hasNextPage": len(found) > start + size, "endCursor": str(start + size)},
            "nodes": [_node(one) for one in found[start : start + size]],
        }

    return resolve


def _status(one: Request) -> str:
    if one.merged is not None:
        return "MERGED"
    return "OPEN" if one.closed is None else "CLOSED"


@contextmanager
def github(*requests: Request, **settings: Any) -> Iterator[GitHub]:
    """Serve a project over HTTP."""
    with serving() as site:
        served = GitHub(list(requests), site=site, **settings)
        site.routes["/graphql"] = served.graphql
        site.otherwise = served.rest
        yield served
