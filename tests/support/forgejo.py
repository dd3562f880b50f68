"""A Forgejo on the loopback, as far as a reader sees it: filters, orders, pages, counts and refusals.

Its shapes are those of the published description (`test_forgejo_shapes.py` holds them against it); its orders
and filters, those of the source of Gitea and Forgejo.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from support.web import READ_AT, Heard, Said, Site, as_json, moved

NEVER = "1970-01-01T00:00:00Z"
_REVIEWS = re.compile(r"/pulls/(\d+)/reviews")

Row = dict[str, Any]


def ago(days: float) -> datetime:
    return READ_AT - timedelta(days=days)


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def user(login: str, rank: int = 7) -> Row:
    return {
        "id": rank,
        "login": login,
        "login_name": "",
        "source_id": 0,
        "full_name": f"The holder of {login}",
        "email": f"{login}@noreply.example.org",
        "avatar_url": "",
        "html_url": f"https://forge.example.org/{login}",
        "language": "",
        "is_admin": False,
        "last_login": "0001-01-01T00:00:00Z",
        "created": "2020-01-01T00:00:00Z",
        "restricted": False,
        "active": False,
        "prohibit_login": False,
        "location": "",
        "pronouns": "",
        "website": "",
        "description": "",
        "visibility": "public",
        "followers_count": 0,
        "following_count": 0,
        "starred_repos_count": 0,
    }


GHOST = user("Ghost", -1)


def _request(kind: str, number: int, opened: datetime, by: Row, labels: tuple[str, ...]) -> Row:
    return {
        "id": 1000 + number,
        "url": f"https://forge.example.org/api/v1/repos/atelier/guichet/issues/{number}",
        "html_url": f"https://forge.example.org/atelier/guichet/{kind}/{number}",
        "number": number,
        "user": by,
        "title": "A title",
        "body": "A body",
        "labels": [
            {
                "id": rank,
                "name": name,
                "exclusive": False,
                "is_archived": False,
                "color": "ee0701",
                "description": "",
                "url": "",
            }
            for rank, name in enumerate(labels)
        ],
        "milestone": None,
        "assignee": None,
        "assignees": None,
        "state": "open",
        "is_locked": False,
        "comments": 0,
        "created_at": written(opened),
        "updated_at": written(opened),
        "closed_at": None,
        "due_date": None,
        "pin_order": 0,
    }


def issue(number: int, opened: datetime, by: Row, *labels: str, **other: Any) -> Row:
    told = _request("issues", number, opened, by, labels)
    return told | {"original_author": "", "original_author_id": 0, "ref": "", "pull_request": None} | other


def pull(number: int, opened: datetime, by: Row, *labels: str, **other: Any) -> Row:
    told = _request("pulls", number, opened, by, labels)
    more = {
        "draft": False,
        "mergeable": True,
        "merged": False,
        "merged_at": None,
        "merge_commit_sha": None,
        "merged_by": None,
        "requested_reviewers": None,
        "review_comments": 0,
        "allow_maintainer_edit": False,
        "merge_base": "",
        "flow": 0,
    }
    return told | more | other


def release(tag: str, published: datetime, **other: Any) -> Row:
    return {
        "id": 1,
        "tag_name": tag,
        "target_commitish": "main",
        "name": tag,
        "body": "",
        "draft": False,
        "prerelease": False,
        "created_at": written(published),
        "published_at": written(published),
        "author": user("ida"),
        "assets": [],
        **other,
    }


def organisation(**other: Any) -> Row:
    return {
        "id": 3,
        "name": "atelier",
        "username": "atelier",
        "full_name": "Atelier des communs",
        "email": "",
        "avatar_url": "",
        "description": "",
        "website": "https://atelier.example.org/",
        "location": "",
        "visibility": "public",
        "repo_admin_change_team_access": False,
        **other,
    }


def repository(**other: Any) -> Row:
    return {
        "id": 12,
        "owner": user("atelier", 3),
        "name": "guichet",
        "full_name": "atelier/guichet",
        "html_url": "https://forge.example.org/atelier/guichet",
        "description": "",
        "empty": False,
        "private": False,
        "fork": False,
        "parent": None,
        "template": False,
        "mirror": False,
        "original_url": "",
        "default_branch": "main",
        "archived": False,
        "archived_at": NEVER,
        "created_at": "2021-03-04T05:06:07+01:00",
        "updated_at": "2026-11-01T00:00:00Z",
        "stars_count": 41,
        "forks_count": 5,
        "watchers_count": 6,
        "open_issues_count": 12,
        "open_pr_counter": 3,
        "release_counter": 9,
        "has_issues": True,
        "internal_tracker": {
            "enable_time_tracker": True,
            "allow_only_contributors_to_track_time": True,
            "enable_issue_dependencies": True,
        },
        "has_pull_requests": True,
        "has_releases": True,
        "has_wiki": False,
        "internal": False,
        "object_format_name": "sha1",
        "topics": [],
        **other,
    }


@dataclass
class Forgejo:
    """A forge with one project.

    `cap`: the longest page it gives; `counts`: whether it writes `X-Total-Count` and `Link`; `before`: what
    to answer instead, where it answers something.
    """

    site: Site
    cap: int = 50
    counts: bool = True
    version: str | None = "11.0.3+gitea-1.22.0"
    project: Row = field(default_factory=repository)
    organisation: Row | None = field(default_factory=organisation)
    issues: list[Row] = field(default_factory=list)
    pulls: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    reviews: dict[int, list[Row]] = field(default_factory=dict)
    releases: list[Row] = field(default_factory=list)
    before: Callable[[str, dict[str, str]], Said | None] = lambda _path, _asked: None

    def __post_init__(self) -> None:
        self.site.otherwise = self._said

    @property
    def asked(self) -> list[str]:
        """The addresses heard, from the project on."""
        return [heard.path.removeprefix("/api/v1/repos/atelier/guichet") for heard in self.site.heard]

    def comment(self, on: Row, at: datetime, by: Row, **other: Any) -> Row:
        """Add a comment to a request, which counts it."""
        kind = "pull_request_url" if "merged" in on else "issue_url"
        told = {
            "id": len(self.comments) + 1,
            "html_url": f"{on['html_url']}#issuecomment-{len(self.comments) + 1}",
            "pull_request_url": "",
            "issue_url": "",
            kind: on["html_url"],
            "user": by,
            "original_author": "",
            "original_author_id": 0,
            "body": "A body",
            "assets": [],
            "created_at": written(at),
            "updated_at": written(at),
            **other,
        }
        self.comments.append(told)
        on["comments"] += 1
        on["updated_at"] = max(on["updated_at"], written(at))
        return told

    def review(self, on: Row, at: datetime, by: Row, state: str = "APPROVED", **other: Any) -> Row:
        """Add a review to a change request; bare ones are not counted by all versions."""
        told = {
            "id": 1,
            "user": by,
            "team": None,
            "state": state,
            "body": "",
            "commit_id": "",
            "stale": False,
            "official": False,
            "dismissed": False,
            "comments_count": 0,
            "submitted_at": written(at),
            "updated_at": written(at),
            "html_url": on["html_url"],
            "pull_request_url": on["html_url"],
            **other,
        }
        self.reviews.setdefault(on["number"], []).append(told)
        return told

    def _said(self, heard: Heard) -> Said:
        parts = urlsplit(heard.path)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        path = parts.path.removeprefix("/api/v1")
        said = self.before(path, asked)
        if said is not None:
            return said
        owner, _, name = self.project["full_name"].partition("/")
        under = path.removeprefix(f"/repos/{owner}/{name}")
        if path == "/version":
            return as_json({"version": self.version}) if self.version else Said(status=404)
        if path == f"/orgs/{owner}":
            return as_json(self.organisation) if self.organisation else Said(status=404)
        if under == path:
            return Said(status=404)
        return self._of_project(under, asked, parts.path)

    def _of_project(self, under: str, asked: dict[str, str], path: str) -> Said:
        reviews = _REVIEWS.fullmatch(under)
        if reviews is not None:
            return self._page(self.reviews.get(int(reviews[1]), []), asked, path, link=False)
        if under == "/issues/comments":
            return self._page(_filtered(_by(self.comments, "created_at"), asked), asked, path, link=False)
        if under == "/issues":
            return self._listed(asked, path)
        if under == "/pulls":
            order = "updated_at" if asked.get("sort") == "recentupdate" else "created_at"
            return self._page(_newest(_in_state(self.pulls, asked), order), asked, path)
        if under == "/releases":
            return self._page(_newest(self.releases), asked, path)
        return as_json(self._counted()) if not under else Said(status=404)

    def _counted(self) -> Row:
        """Return the project, which counts as open those that it lists so, at least."""
        told = dict(self.project)
        for name, rows in (("open_issues_count", self.issues), ("open_pr_counter", self.pulls)):
            if isinstance(told.get(name), int):
                told[name] = max(told[name], sum(row.get("state") == "open" for row in rows))
        return told

    def _listed(self, asked: dict[str, str], path: str) -> Said:
        """List issues, pull requests being some, as long as they may be read."""
        wanted = asked.get("type", "")
        if wanted == "issues" and self.project.get("has_issues") is False:
            return Said(status=404)
        rows = {"issues": self.issues, "pulls": self.pulls}.get(wanted, [*self.issues, *self.pulls])
        return self._page(_filtered(_newest(_in_state(rows, asked)), asked), asked, path)

    def _page(self, rows: list[Row], asked: dict[str, str], path: str, *, link: bool = True) -> Said:
        size = min(int(asked.get("limit", 30)), self.cap)
        page = max(int(asked.get("page", 1)), 1)
        headers = {}
        if self.counts:
            headers["X-Total-Count"] = str(len(rows))
            if link and page * size < len(rows):
                headers["Link"] = f'<{path}?{urlencode(asked | {"page": str(page + 1)})}>; rel="next"'
        return as_json(rows[(page - 1) * size : page * size], **headers)


def page_said(end: str, page: int, said: Said) -> Callable[[str, dict[str, str]], Said | None]:
    """Answer one page of one list otherwise; `end`: that of its path."""
    return lambda path, asked: said if path.endswith(end) and asked.get("page") == str(page) else None


def renamed(path: str, asked: dict[str, str]) -> Said | None:
    """Answer as the forge of a project that was `vieux/nom`: the same address, under its name of now."""
    if not path.startswith("/repos/vieux/nom"):
        return None
    query = f"?{urlencode(asked)}" if asked else ""
    return moved(f"/api/v1/repos/atelier/guichet{path.removeprefix('/repos/vieux/nom')}{query}", 307)


def _by(rows: list[Row], name: str) -> list[Row]:
    return sorted(rows, key=lambda row: (row[name], row["id"]))


def _newest(rows: list[Row], name: str = "created_at") -> list[Row]:
    return _by(rows, name)[::-1]


def _in_state(rows: list[Row], asked: dict[str, str]) -> list[Row]:
    state = asked.get("state", "open")
    return [row for row in rows if state in {row["state"], "all"}]


def _filtered(rows: list[Row], asked: dict[str, str]) -> list[Row]:
    since = datetime.fromisoformat(asked.get("since", NEVER))
    before = datetime.fromisoformat(asked.get("before", "9999-01-01T00:00:00Z"))
    changed = [datetime.fromisoformat(row["updated_at"]).astimezone(UTC) for row in rows]
    return [row for row, moment in zip(rows, changed, strict=True) if since <= moment <= before]
