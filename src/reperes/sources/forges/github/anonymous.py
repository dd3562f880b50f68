"""GitHub without a token: what REST tells to anyone, within sixty requests an hour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.facts.forge import Counters, ForgeRepository, Owner
from reperes.i18n import N_
from reperes.people.accounts import Accounts
from reperes.sources.forges.comments import Comments, joined
from reperes.sources.forges.github.read import licence, released, standing
from reperes.sources.forges.labels import meanings
from reperes.sources.forges.lenient import address, get, instant, number, rows, text, truth
from reperes.sources.forges.model import Answer, Found, Item, Kind, Plan, Walk, walk
from reperes.sources.forges.place import Place
from reperes.sources.http.answer import Answer as Page
from reperes.sources.http.client import Client
from reperes.sources.http.errors import HttpError, NothingThereError

PAGES = 5
"""Pages of a hundred that are read of requests, and of comments: an hour's quota serves a few projects."""

_ACCEPT = "application/vnd.github+json"
_VERSION = {"X-GitHub-Api-Version": "2022-11-28"}
_WORDLESS = N_(
    "Without a token, GitHub does not tell reviews without a comment, nor who merged. Make one at {page}, "
    "without giving it any right, and write the line “{host} TOKEN” in {path}."
)


class AnonymousGitHub:
    """One project, asked by REST. `api`: the address under which `/repos` is."""

    def __init__(
        self, client: Client, place: Place, accounts: Accounts, read_at: datetime, *, api: str, tokens: str
    ) -> None:
        self._client = client
        self._place = place
        self._accounts = accounts
        self._read_at = read_at
        self._api = api
        self._tokens = tokens
        self.issues_url = f"{place.url}/issues"
        self.changes_url = f"{place.url}/pulls"

    def repository(self) -> ForgeRepository:
        """Return the state of the repository."""
        told, asked = self._json(self._of_project("")), self._place.url
        url = address(get(told, "html_url")) or self._place.url
        named = text(get(told, "full_name"))
        if named is not None and named.count("/") == 1:
            self._place = Place(self._place.web, named)
        self.issues_url, self.changes_url = f"{url}/issues", f"{url}/pulls"
        releases = self._if_told(self._of_project("/releases?per_page=100"))
        return ForgeRepository(
            forge="github",
            version=None,
            url=url,
            read_at=self._read_at,
            moved_from=asked if url.casefold() != asked.casefold() else None,
            archived=truth(get(told, "archived")),
            mirror_of=address(get(told, "mirror_url")),
            fork=truth(get(told, "fork")),
            fork_of=address(get(told, "parent", "html_url")),
            issues_enabled=truth(get(told, "has_issues")),
            discussions_enabled=truth(get(told, "has_discussions")),
            default_branch=text(get(told, "default_branch")),
            licence=licence(get(told, "license", "spdx_id")),
            created_at=instant(get(told, "created_at")),
            counters=self._counters(told),
            owner=self._owner(told),
            releases=None
            if releases is None
            else tuple(released(releases, "tag_name", "published_at", "prerelease", "draft")),
        )

    def requests(self, plan: Plan) -> Found:
        """Return the issues and change requests that the plan wants."""
        plan = replace(plan, most=min(plan.most, PAGES * 100))
        counts: dict[int, int] = {}
        both = walk(self._both(plan, counts), plan, "both")
        comments = self._comments("/issues/comments", "issue_url", "comment", plan)
        remarks = self._comments("/pulls/comments", "pull_request_url", "review", plan)
        items = joined(both.items, (comments, remarks), counts, after=plan.after, read_at=self._read_at)
        host = self._api.partition("://")[2].partition("/")[0]
        told = {"page": f"{self._place.web}/settings/tokens", "host": host, "path": self._tokens}
        limit = Limit(Reason.NO_TOKEN, Message(_WORDLESS, told))
        limits = (*both.limits, limit)
        return Found(_only(both, items, "issue"), _only(both, items, "change"), limits)

    def _both(self, plan: Plan, counts: dict[int, int]) -> Iterator[Sequence[Item]]:
        order = "created" if plan.after is None else "updated"
        since = "" if plan.after is None else f"&since={plan.after:%Y-%m-%dT%H:%M:%SZ}"
        asked = f"state=all&per_page=100&sort={order}&direction=desc"
        try:
            first = self._got(f"/issues?{asked}{since}")
        except NothingThereError:  # issues are turned off: the list of both kinds is too
            first = self._got(f"/pulls?{asked}")
        for page in self._pages(first, PAGES + 1):
            found = [item for node in page if (item := self._item(node)) is not None]
            counts |= {rank: said for node in page for rank, said in _counts(node)}
            yield found

    def _item(self, node: Mapping[str, Any]) -> Item | None:
        rank, opened = number(node.get("number")), instant(node.get("created_at"))
        if rank is None or opened is None:
            return None
        change = isinstance(node.get("pull_request"), Mapping) or "head" in node
        return Item(
            kind="change" if change else "issue",
            number=rank,
            opened_at=opened,
            updated_at=instant(node.get("updated_at")) or opened,
            seen_until=opened,
            author=self._account(node.get("user")),
            standing=standing(node.get("author_association")),
            closed_at=instant(node.get("closed_at")),
            merged_at=instant(node.get("merged_at") or get(node, "pull_request", "merged_at")),
            closed_by=self._account(node.get("closed_by")),
            labels=meanings(label.get("name") for label in rows(node.get("labels"))),
        )

    def _comments(self, path: str, about: str, kind: str, plan: Plan) -> Comments:
        start = plan.after or plan.since
        asked = f"{path}?sort=created&direction=desc&per_page=100&since={start:%Y-%m-%dT%H:%M:%SZ}"
        found = Comments(start)
        oldest: datetime | None = None
        try:
            first = self._got(asked)
            for count, page in enumerate(self._pages(first, PAGES + 1), 1):
                for node in page:
                    at = instant(node.get("created_at"))
                    rank = number((text(node.get(about)) or "").rpartition("/")[2])
                    if at is None or rank is None:
                        continue
                    oldest = at if oldest is None else min(oldest, at)
                    who = self._account(node.get("user"))
                    said = standing(node.get("author_association"))
                    found.add(rank, Answer("review" if kind == "review" else "comment", at, who, said))
                if oldest is not None and oldest < start:
                    break
                if count == PAGES and len(page) == 100:
                    found.since = oldest
                    break
        except HttpError:
            found.since = oldest
        return found

    def _account(self, user: Any) -> int | None:
        return self._accounts.row(get(user, "login"), bot=get(user, "type") == "Bot")

    def _counters(self, told: Any) -> Counters:
        both = number(get(told, "open_issues_count"))
        query = quote(f"repo:{self._place.project} type:pr state:open", safe=":")
        found = self._if_told(f"{self._api}/search/issues?per_page=1&q={query}")
        whole = get(found, "incomplete_results") is False
        changes = number(get(found, "total_count")) if whole else None
        return Counters(
            open_issues=None if both is None or changes is None else max(both - changes, 0),
            open_changes=changes,
            forks=number(get(told, "forks_count")),
            stars=number(get(told, "stargazers_count")),
        )

    def _owner(self, told: Any) -> Owner:
        kind, login = get(told, "owner", "type"), text(get(told, "owner", "login"))
        if kind == "User":
            return Owner("person")
        if kind != "Organization" or login is None:
            return Owner(None)
        about = self._if_told(f"{self._api}/orgs/{quote(login, safe='')}")
        return Owner(
            "organisation",
            name=text(get(about, "name")) or login,
            verified_domain=truth(get(about, "is_verified")),
            website=address(get(about, "blog")),
            repositories=number(get(about, "public_repos")),
        )

    def _of_project(self, path: str) -> str:
        return f"{self._api}/repos/{quote(self._place.project, safe='/')}{path}"

    def _got(self, path: str) -> Page:
        return self._client.get(self._of_project(path), accept=_ACCEPT, headers=_VERSION)

    def _json(self, url: str) -> Any:
        return self._client.get(url, accept=_ACCEPT, headers=_VERSION).json()

    def _if_told(self, url: str) -> Any:
        """Return an answer that may be missing without anything else being lost."""
        try:
            return self._json(url)
        except HttpError:
            return None

    def _pages(self, first: Page, most: int) -> Iterator[list[Mapping[str, Any]]]:
        """Yield pages by the `Link` header, at most so many."""
        answer = first
        for _ in range(most):
            yield list(rows(answer.json()))
            if answer.next_page is None:
                return
            answer = self._client.get(answer.next_page, accept=_ACCEPT, headers=_VERSION)


def _counts(node: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield how many comments an issue has; of a change request, remarks on the code are not in the count."""
    rank, said = number(node.get("number")), number(node.get("comments"))
    if rank is not None and said is not None and not isinstance(node.get("pull_request"), Mapping):
        yield rank, said


def _only(both: Walk, items: Sequence[Item], kind: Kind) -> Walk:
    return replace(both, items=tuple(item for item in items if item.kind == kind), limits=())
