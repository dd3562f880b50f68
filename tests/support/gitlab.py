"""GitLab as its documentation and its source describe it: GraphQL with its price, REST, pages, old versions.

GraphQL is executed by graphql-core against the few types that are asked for; what a version lacks is an error
in GitLab's words. No package publishes its schema, nor its REST description, to hold these shapes against.
Accounts and projects are invented.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import graphql

from support.gitlab_schema import in_its_words, price, schema
from support.web import READ_AT, Heard, Said, Site, as_json, moved, serving

PROJECT = "atelier/registre"
FORMER = "vieux/registre"
_RANK = "7"


def ago(days: float) -> datetime:
    return READ_AT - timedelta(days=days)


def written(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


@dataclass
class Note:
    """`level`: the highest role of its author in the project, None for none."""

    on: datetime
    by: str | None
    level: str | None = None
    icon: str | None = None
    on_code: bool = False

    @property
    def system(self) -> bool:
        return self.icon is not None


@dataclass
class Request:
    """An issue, or a merge request when `change`."""

    number: int
    opened: datetime
    by: str | None = "zoe"
    change: bool = False
    closed: datetime | None = None
    merged: datetime | None = None
    merged_by: str | None = None
    updated: datetime | None = None
    notes: Sequence[Note] = ()
    labels: Sequence[str] = ()

    @property
    def last(self) -> datetime:
        found = [self.updated, self.opened, self.closed, self.merged, *(note.on for note in self.notes)]
        return max(at for at in found if at is not None)

    @property
    def state(self) -> str:
        if self.merged is not None:
            return "merged"
        return "opened" if self.closed is None else "closed"


@dataclass
class GitLab:
    """One project of an instance of `year`; `limit` is the highest price of a question.

    `trouble`, when given, may answer instead. `graphql_told`, `rest_told`: what to say over the true state.
    """

    requests: list[Request] = field(default_factory=list)
    year: int = 2026
    limit: int = 200
    graphql: bool = True
    group: bool = True
    graphql_told: dict[str, Any] = field(default_factory=dict)
    rest_told: dict[str, Any] = field(default_factory=dict)
    releases: list[dict[str, Any]] = field(default_factory=list)
    trouble: Callable[[Heard, int], Said | None] = lambda _heard, _count: None
    public: bool = True
    site: Site = field(default_factory=Site)
    scores: list[int] = field(default_factory=list)
    asked: int = 0

    def answer(self, heard: Heard) -> Said:
        self.asked += 1
        told = self.trouble(heard, self.asked)
        if told is not None:
            return told
        if heard.path == "/api/graphql":
            return self._graphql(json.loads(heard.body)) if self.graphql else Said(status=404)
        return _Rest(self, heard).said()

    def _graphql(self, body: Mapping[str, Any]) -> Said:
        known, query = schema(self.year), graphql.parse(body["query"])
        wrong = graphql.validate(known, query)
        if wrong:
            return as_json({"errors": [{"message": in_its_words(error.message)} for error in wrong]})
        score = price(known, query, body["variables"], self.year)
        self.scores.append(score)
        if score > self.limit:
            words = f"Query has complexity of {score}, which exceeds max complexity of {self.limit}"
            return as_json({"errors": [{"message": words}]})
        root = {"project": self._project, "queryComplexity": {"score": score, "limit": self.limit}}
        done = graphql.execute(known, query, root_value=root, variable_values=body["variables"])
        assert isinstance(done, graphql.ExecutionResult)
        assert not done.errors, done.errors
        return as_json({"data": done.data})

    def of(self, *, change: bool) -> list[Request]:
        return [one for one in self.requests if one.change is change]

    def _project(self, _info: Any, fullPath: str) -> dict[str, Any] | None:  # noqa: N803 - GitLab's name
        if not self.public or fullPath.casefold() != PROJECT:
            return None
        group, _, _ = PROJECT.partition("/")
        return {
            "fullPath": PROJECT,
            "webUrl": f"{self.site.url()}{PROJECT}",
            "createdAt": "2019-03-04T12:00:00Z",
            "visibility": "public",
            "archived": False,
            "starCount": 9,
            "forksCount": 2,
            "issuesEnabled": True,
            "mergeRequestsEnabled": True,
            "issuesAccessLevel": {"stringValue": "ENABLED"},
            "mergeRequestsAccessLevel": {"stringValue": "ENABLED"},
            "issueStatusCounts": {
                state: sum(one.state == state for one in self.of(change=False))
                for state in ("opened", "closed")
            },
            "namespace": {"fullPath": group},
            "group": {"fullName": "L’Atelier / Commun"} if self.group else None,
            "repository": {"rootRef": "main"},
            "releases": lambda _info, **_: {"count": len(self.releases), "nodes": self.releases},
            "issues": self._connection(change=False),
            "mergeRequests": self._connection(change=True),
            **self.graphql_told,
        }

    def _connection(self, *, change: bool) -> Callable[..., dict[str, Any]]:
        def resolve(_info: Any, **asked: Any) -> dict[str, Any]:
            key = _last if asked.get("sort") == "UPDATED_DESC" else _opened
            found = sorted(self.of(change=change), key=key, reverse=True)
            for name, of in (("createdAfter", _opened), ("updatedAfter", _last)):
                if asked.get(name):
                    found = [one for one in found if of(one)[0] >= datetime.fromisoformat(asked[name])]
            if asked.get("state"):
                found = [one for one in found if one.state == asked["state"]]
            if asked.get("after"):
                at, number = json.loads(asked["after"])
                found = [one for one in found if key(one) < (datetime.fromisoformat(at), number)]
            count, page = len(found), found[: asked.get("first") or 100]
            end = json.dumps([key(page[-1])[0].isoformat(), page[-1].number]) if page else None
            edges = {"hasNextPage": count > len(page), "hasPreviousPage": False, "endCursor": end}
            return {"count": count, "nodes": [self._node(one) for one in page], "pageInfo": edges}

        return resolve

    def _node(self, one: Request) -> dict[str, Any]:
        return {
            "iid": str(one.number),
            "createdAt": written(one.opened),
            "updatedAt": written(one.last),
            "state": one.state,
            "closedAt": written(one.closed),
            "mergedAt": written(one.merged),
            "mergeUser": _user(one.merged_by) if one.merged_by else None,
            "author": _user(one.by),
            "labels": {"nodes": [{"title": title} for title in one.labels]},
            "notes": lambda _info, **asked: self._notes(one, **asked),
        }

    def _notes(self, one: Request, first: int | None = None, last: int | None = None) -> dict[str, Any]:
        """Give the notes in the order of the version: the newest first, before they had one of their own."""
        notes = sorted(one.notes, key=lambda note: note.on, reverse=self.year < 2024)
        page = notes[:first] if last is None else notes[-last:]
        edges = {
            "hasNextPage": last is None and len(page) < len(notes),
            "hasPreviousPage": last is not None and len(page) < len(notes),
        }
        return {"nodes": [_note(note) for note in page], "pageInfo": edges}


def _opened(one: Request) -> tuple[datetime, int]:
    return one.opened, one.number


def _last(one: Request) -> tuple[datetime, int]:
    return one.last, one.number


def _user(login: str | None) -> dict[str, Any]:
    return {"username": login or "ghost", "bot": login is not None and login.endswith("-automaton")}


def _note(note: Note) -> dict[str, Any]:
    return {
        "createdAt": written(note.on),
        "system": note.system,
        "systemNoteIconName": note.icon,
        "author": _user(note.by),
        "position": {"positionType": "text"} if note.on_code else None,
        "maxAccessLevelOfAuthor": note.level,
    }


@dataclass
class _Rest:
    """One question to the REST interface, from someone who is not logged in."""

    served: GitLab
    heard: Heard

    def said(self) -> Said:
        parts = urlsplit(self.heard.path)
        _, _, rest = parts.path.partition("/api/v4/projects/")
        project, _, what = rest.partition("/")
        path = unquote(project).casefold()
        if not self.served.public or path not in {PROJECT, FORMER, _RANK}:
            return Said(b'{"message":"404 Project Not Found"}', 404)
        if path == FORMER:
            return moved(f"{self.served.site.url()}api/v4/projects/{_RANK}{'/' if what else ''}{what}", 301)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if what in {"issues", "merge_requests"}:
            return self._listed(asked, change=what == "merge_requests")
        if what == "releases":
            return as_json(
                [_release(one) for one in self.served.releases], X_Total=str(len(self.served.releases))
            )
        return as_json(self._state(asked)) if what == "" else Said(status=404)

    def _state(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Return what those who are not logged in are told: neither state nor features."""
        group, _, name = PROJECT.partition("/")
        licence = {"license": {"key": "eupl-1.2", "name": "European Union Public License 1.2"}}
        return {
            "id": int(_RANK),
            "name": name.title(),
            "name_with_namespace": f"L’Atelier / {name.title()}",
            "path": name,
            "path_with_namespace": PROJECT,
            "created_at": "2019-03-04T12:00:00.000Z",
            "default_branch": "main",
            "web_url": f"{self.served.site.url()}{PROJECT}",
            "forks_count": 2,
            "star_count": 9,
            "namespace": {
                "name": "L’Atelier",
                "kind": "group" if self.served.group else "user",
                "full_path": group,
            },
            **(licence if "license" in asked else {}),
            **self.served.rest_told,
        }

    def _listed(self, asked: Mapping[str, str], *, change: bool) -> Said:
        key = _last if asked["order_by"] == "updated_at" else _opened
        after = asked.get("updated_after") or asked.get("created_after")
        found = sorted(self.served.of(change=change), key=key, reverse=asked["sort"] == "desc")
        found = [one for one in found if after is None or key(one)[0] >= datetime.fromisoformat(after)]
        size, page = int(asked["per_page"]), int(asked["page"])
        said = as_json([_row(one) for one in found[(page - 1) * size : page * size]])
        if len(found) > page * size:
            again = self.heard.path.replace(f"page={page}", f"page={page + 1}")
            said.headers["Link"] = f'<{self.served.site.url()}{again[1:]}>; rel="next"'
        return said


def _release(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "tag_name": one["tagName"],
        "released_at": one["releasedAt"],
        "upcoming_release": one["upcomingRelease"],
    }


def _row(one: Request) -> dict[str, Any]:
    merger = {"username": one.merged_by} if one.merged_by else None
    return {
        "iid": one.number,
        "created_at": written(one.opened),
        "updated_at": written(one.last),
        "closed_at": written(one.closed),
        "state": one.state,
        "author": {"username": one.by or "ghost"},
        "closed_by": {"username": "anna"} if one.closed else None,
        "labels": list(one.labels),
        "user_notes_count": sum(not note.system for note in one.notes),
        **(
            {"merged_at": written(one.merged), "merged_by": merger, "merge_user": merger}
            if one.change
            else {}
        ),
    }


@contextmanager
def gitlab(*requests: Request, **settings: Any) -> Iterator[GitLab]:
    """Serve a project over HTTP."""
    with serving() as site:
        served = GitLab(list(requests), site=site, **settings)
        site.otherwise = served.answer
        yield served
