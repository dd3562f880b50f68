"""GitHub with a token: GraphQL, by pages of a hundred, halved where the server cannot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reperes.facts.fact import Limit
from reperes.facts.forge import ForgeRepository
from reperes.people.accounts import Accounts
from reperes.sources.forges.github import read
from reperes.sources.forges.github.queries import CHANGED_ISSUES, CHANGES, ISSUES, OVERVIEW, PAGE
from reperes.sources.forges.lenient import get, instant, number, page_of, rows, text
from reperes.sources.forges.model import Found, Item, Kind, Plan, Walk, distinct, in_part, walk
from reperes.sources.forges.place import Place
from reperes.sources.http import errors
from reperes.sources.http.client import Client

_KINDS: tuple[Kind, Kind] = ("issue", "change")
_LEAST_PAGE = 10
_A_MINUTE = timedelta(seconds=60)


class GitHub:
    """One project, asked by GraphQL. `api`: the address that takes the questions."""

    def __init__(
        self, client: Client, place: Place, accounts: Accounts, read_at: datetime, *, api: str
    ) -> None:
        self._client = client
        self._place = place
        self._accounts = accounts
        self._read_at = read_at
        self._api = api
        self._size = PAGE
        self._limits: list[Limit] = []
        self.issues_url = f"{place.url}/issues"
        self.changes_url = f"{place.url}/pulls"

    def repository(self) -> ForgeRepository:
        """Return the state of the repository."""
        node = get(self._asked(OVERVIEW, {}), "repository")
        found = read.repository(node, self._place.url, self._read_at)
        self.issues_url, self.changes_url = f"{found.url}/issues", f"{found.url}/pulls"
        return found

    def requests(self, plan: Plan) -> Found:
        """Return the issues and change requests that the plan wants."""
        issues, changes = (self._walk(kind, plan) for kind in _KINDS)
        return Found(issues, changes, distinct(self._limits))

    def _walk(self, kind: Kind, plan: Plan) -> Walk:
        before = len(self._limits)
        found = walk(self._pages(kind, plan), plan, kind)
        # Where a part is missing, another reading may not begin here.
        return replace(found, whole=found.whole and len(self._limits) == before)

    def _pages(self, kind: Kind, plan: Plan) -> Iterator[Sequence[Item]]:
        cursor: str | None = None
        seen: set[str | None] = {None}
        order = "CREATED_AT" if plan.after is None else "UPDATED_AT"
        while True:
            asked: dict[str, Any] = {"cursor": cursor, "order": order}
            if kind == "issue" and plan.after is not None:
                asked["after"] = plan.after.isoformat()
            page = get(self._page(_query(kind, plan), asked), "repository", "page")
            nodes = page_of(get(page, "nodes"), self._place.host, "GraphQL")
            made = (read.item(self._accounts, kind, node, self._read_at) for node in rows(nodes))
            found = [item for item in made if item is not None]
            if len(found) < len(nodes):  # since when all are there could not be told any more
                raise errors.malformed(self._place.host, "GraphQL")
            yield found
            if get(page, "pageInfo", "hasNextPage") is False:
                return
            cursor = text(get(page, "pageInfo", "endCursor"))
            if cursor in seen:  # or not told: whether there are others is not known
                raise errors.malformed(self._place.host, "GraphQL")
            seen.add(cursor)

    def _page(self, query: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask for a page, a smaller one when the server cannot make it: it may be too long a question.

        A replay finds the size that was answered in the same way.
        """
        while True:
            try:
                return self._asked(query, {**asked, "size": self._size})
            except (errors.BrokenError, errors.LateError, errors.NotKeptError):
                if self._size <= _LEAST_PAGE:
                    raise
                self._size //= 2

    def _asked(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the data of an answer that holds a repository; HttpError otherwise."""
        owner, _, name = self._place.project.partition("/")
        body = {"query": query, "variables": {"owner": owner, "name": name, **variables}}
        answer = self._client.post_json(self._api, body)
        told = answer.json()
        data, troubles = get(told, "data"), list(rows(get(told, "errors")))
        cost = number(get(data, "rateLimit", "cost"))
        if cost is not None:
            self._client.count_points(self._api, cost)
        if isinstance(get(data, "repository"), Mapping):
            if troubles:
                self._limits.append(in_part(answer.host))
            found: Mapping[str, Any] = data
            return found
        raise self._trouble(answer.host, data, troubles)

    def _trouble(self, host: str, data: Any, troubles: Sequence[Mapping[str, Any]]) -> errors.HttpError:
        """Return what the errors of a 200 mean. Their own words may quote anything: they are not repeated."""
        kinds = {str(trouble.get("type") or get(trouble, "extensions", "code") or "") for trouble in troubles}
        if "RATE_LIMITED" in kinds:
            until = instant(get(data, "rateLimit", "resetAt"))
            return errors.limited(host, until or self._read_at + _A_MINUTE)
        if "NOT_FOUND" in kinds:
            return errors.refused(host, 404)
        if kinds & {"FORBIDDEN", "INSUFFICIENT_SCOPES", "SAML_FAILURE"}:
            return errors.refused(host, 403)
        if any(
            "went wrong" in str(one.get("message")) or "timeout" in str(one.get("message"))
            for one in troubles
        ):
            return errors.broken(host, 200, None)
        return errors.malformed(host, "GraphQL")


def _query(kind: Kind, plan: Plan) -> str:
    if kind == "change":
        return CHANGES
    return ISSUES if plan.after is None else CHANGED_ISSUES
