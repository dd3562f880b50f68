"""GitHub without a token: what REST tells to anyone, within sixty requests an hour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.facts.forge import Counters, ForgeRepository, Owner
from reperes.i18n import N_
from reperes.people.accounts import Accounts
from reperes.sources.forges.github.comments import Comments, joined
from reperes.sources.forges.github.read import guessed, released, standing
from reperes.sources.forges.labels import meanings
from reperes.sources.forges.lenient import (
    address,
    get,
    instant,
    name,
    number,
    page,
    page_of,
    rank,
    rows,
    text,
    truth,
)
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
    "Without a token, GitHub does not tell where to give, who merged or closed, nor reviews without a "
    "comment. Make one at {page}, without giving it any right, and write the line “{host} TOKEN” in the file "
    "`tokens` of the data folder (`reperes doctor` tells where)."
)


class AnonymousGitHub:
    """One project, asked by REST. `api`: the address under which `/repos` is."""

    def __init__(
        self, client: Client, place: Place, accounts: Accounts, read_at: datetime, *, api: str
    ) -> None:
        self._client = client
        self._place = place
        self._accounts = accounts
        self._read_at = read_at
        self._api = api
        self.issues_url = f"{place.url}/issues"
        self.changes_url = f"{place.url}/pulls"

    def repository(self) -> ForgeRepository:
        """Return the state of the repository."""
        told, asked = self._json(self._of_project("")), self._place.url
        url = page(get(told, "html_url"), asked)
        named = text(get(told, "full_name"))
        if named is not None and named.count("/") == 1:
            self._place = Place(self._place.web, named)
        self.issues_url, self.changes_url = f"{url}/issues", f"{url}/pulls"
        releases = self._if_told(self._of_project("/releases?per_page=100"))
        parent = get(told, "parent")
        return ForgeRepository(
            forge="github",
            version=None,
            url=url,
            read_at=self._read_at,
            moved_from=asked if url.casefold() != asked.casefold() else None,
            private=truth(get(told, "private")),
            archived=truth(get(told, "archived")),
            mirror_of=address(get(told, "mirror_url")),
            fork=truth(get(told, "fork")),
            fork_of=address(get(parent, "html_url"))
            if get(parent, "owner", "type") == "Organization"
            else None,
            issues_enabled=truth(get(told, "has_issues")),
            discussions_enabled=truth(get(told, "has_discussions")),
            default_branch=name(get(told, "default_branch")),
            licence=guessed(get(told, "license", "spdx_id")),
            created_at=instant(get(told, "created_at")),
            counters=self._counters(told),
            owner=self._owner(told),
            releases=tuple(released(releases, "tag_name", "published_at", "prerelease", "draft"))
            if isinstance(releases, list)
            else None,
        )

    def requests(self, plan: Plan) -> Found:
        """Return the issues and change requests that the plan wants."""
        plan = replace(plan, most=min(plan.most, PAGES * 100))
        counts: dict[int, int] = {}
        both = walk(self._both(plan, counts), plan, "both")
        limits = list(both.limits)
        read = [
            self._comments("/issues/comments", "issue_url", "comment", plan, limits),
            self._comments("/pulls/comments", "pull_request_url", "review", plan, limits),
        ]
        failed = len(limits) > len(both.limits)
        kinds = self._accounts.people()["kind"].to_list()
        items = joined(both.items, read, counts, kinds, after=plan.after, read_at=self._read_at)
        both = replace(both, items=items, whole=both.whole and not failed)
        host = self._api.partition("://")[2].partition("/")[0]
        told = {"page": f"{self._place.web}/settings/tokens", "host": host}
        limits.append(Limit(Reason.NO_TOKEN, Message(_WORDLESS, told)))
        return Found(_only(both, "issue"), _only(both, "change"), tuple(limits))

    def _both(self, plan: Plan, counts: dict[int, int]) -> Iterator[Sequence[Item]]:
        order = "created" if plan.after is None else "updated"
        since = "" if plan.after is None else f"&since={plan.after:%Y-%m-%dT%H:%M:%SZ}"
        asked = f"state=all&per_page=100&sort={order}&direction=desc"
        try:
            first = self._got(f"/issues?{asked}{since}")
        except NothingThereError:  # issues are turned off: the list of both kinds is too
            first = self._got(f"/pulls?{asked}")
        for answer in self._pages(first):
            told = list(rows(page_of(answer.json(), answer.host)))
            counts |= {ranked: said for node in told for ranked, said in _counts(node)}
            yield [item for node in told if (item := self._item(node)) is not None]

    def _item(self, node: Mapping[str, Any]) -> Item | None:
        ranked, opened = rank(node.get("number")), instant(node.get("created_at"))
        if ranked is None or opened is None:
            return None
        change = isinstance(node.get("pull_request"), Mapping) or "head" in node
        return Item(
            kind="change" if change else "issue",
            number=ranked,
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

    def _comments(
        self, path: str, about: str, kind: Literal["comment", "review"], plan: Plan, limits: list[Limit]
    ) -> Comments:
        """Read the last comments of the repository; a page that is not had adds to `limits`."""
        start = plan.after or plan.since
        asked = f"{path}?sort=created&direction=desc&per_page=100&since={start:%Y-%m-%dT%H:%M:%SZ}"
        found = Comments(None)
        try:
            for count, answer in enumerate(self._pages(self._got(asked)), 1):
                for node in rows(page_of(answer.json(), answer.host)):
                    self._keep(found, node, about, kind)
                if answer.next_page is None or (found.since is not None and found.since < start):
                    found.since = start
                    return found
                if count == PAGES:
                    return found
        except HttpError as error:
            limits.append(Limit(error.reason, error.why))
        return found

    def _keep(
        self, found: Comments, node: Mapping[str, Any], about: str, kind: Literal["comment", "review"]
    ) -> None:
        at = instant(node.get("created_at"))
        ranked = rank((text(node.get(about)) or "").rpartition("/")[2])
        if at is not None and ranked is not None:
            found.since = at if found.since is None else min(found.since, at)
            who = self._account(node.get("user"))
            found.add(ranked, Answer(kind, at, who, standing(node.get("author_association"))))

    def _account(self, user: Any) -> int | None:
        return self._accounts.row(get(user, "login"), bot=get(user, "type") == "Bot")

    def _counters(self, told: Any) -> Counters:
        both = number(get(told, "open_issues_count"))
        query = quote(f"repo:{self._place.project} type:pr state:open", safe=":")
        found = self._if_told(f"{self._api}/search/issues?per_page=1&q={query}")
        whole = get(found, "incomplete_results") is False
        changes = number(get(found, "total_count")) if whole else None
        # Counted at two moments by two services: where they disagree, nothing is known of issues.
        issues = None if both is None or changes is None or both < changes else both - changes
        return Counters(
            open_issues=issues,
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
            name=name(get(about, "name")) or name(login),
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

    def _pages(self, first: Page) -> Iterator[Page]:
        """Yield pages by the `Link` header, to the last one."""
        answer = first
        while True:
            yield answer
            further = answer.next_page
            if further is None:
                return
            answer = self._client.get(further, accept=_ACCEPT, headers=_VERSION)


def _counts(node: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield how many comments an issue has; of a change request, remarks on the code are not in the count."""
    ranked, said = rank(node.get("number")), number(node.get("comments"))
    if ranked is not None and said is not None and not isinstance(node.get("pull_request"), Mapping):
        yield ranked, said


def _only(both: Walk, kind: Kind) -> Walk:
    return replace(both, items=tuple(item for item in both.items if item.kind == kind), limits=())
