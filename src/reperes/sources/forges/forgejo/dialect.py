"""One project of a Forgejo or a Gitea, asked by REST.

What is relied upon below (orders, filters, counts) was read in the source of both. Closing is told without
who closed; the dates of a request are whole seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.facts.forge import ForgeRepository
from reperes.i18n import N_
from reperes.people.accounts import Accounts
from reperes.sources.forges.forgejo.api import Api
from reperes.sources.forges.forgejo.comments import Comments
from reperes.sources.forges.forgejo.read import Reader
from reperes.sources.forges.forgejo.repository import asked, elsewhere, repository
from reperes.sources.forges.forgejo.reviews import reviewed
from reperes.sources.forges.lenient import get, rows
from reperes.sources.forges.model import Found, Item, Kind, Plan, Walk, walk
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from reperes.sources.http.errors import NothingThereError

_ENABLED: Mapping[Kind, str] = {"issue": "has_issues", "change": "has_pull_requests"}


class Forgejo:
    """One project. The state of its repository is asked once, and tells where the project is now."""

    def __init__(self, client: Client, place: Place, accounts: Accounts, read_at: datetime) -> None:
        self._api = Api(client, place)
        self._asked_for = place
        self._accounts = accounts
        self._read_at = read_at
        self._known: Mapping[str, Any] | None = None
        self.issues_url = f"{place.url}/issues"
        self.changes_url = f"{place.url}/pulls"

    def repository(self) -> ForgeRepository:
        """Return the state of the repository."""
        found = repository(self._api, self._told(), self._asked_for, self._read_at)
        self.issues_url, self.changes_url = f"{found.url}/issues", f"{found.url}/pulls"
        return found

    def requests(self, plan: Plan) -> Found:
        """Return the issues and change requests that the plan wants."""
        told = self._told()
        if plan.after is not None:
            plan = replace(plan, after=plan.after.replace(microsecond=0))
        reader = Reader(self._accounts, get(told, "owner", "login"))
        issues, changes = self._walk(reader, "issue", plan), self._walk(reader, "change", plan)
        comments = Comments(self._api, reader, self._read_at, plan.after)
        start = _start(reader, (*issues.items, *changes.items), plan)
        if start is not None:
            comments.read(start)
        issues, changes = (_joined(walked, comments) for walked in (issues, changes))
        return Found(issues, reviewed(self._api, reader, comments, changes), tuple(comments.limits))

    def _told(self) -> Mapping[str, Any]:
        if self._known is None:
            self._known = asked(self._api)
        return self._known

    def _walk(self, reader: Reader, kind: Kind, plan: Plan) -> Walk:
        told = self._told()
        if kind == "issue" and elsewhere(told):
            text = N_("This project keeps its issues on another tracker: they were not read.")
            return Walk(limits=(Limit(Reason.NOT_SUPPORTED, Message(text)),))
        if told.get(_ENABLED[kind]) is False:
            return Walk((), plan.since.date())
        found = walk(self._pages(reader, kind, plan), plan, kind)
        if kind == "issue" and plan.after is not None and (found.cut or not found.whole) and found.items:
            # Issues come by opening, even those that changed: it tells since when all those opened are here.
            oldest = min(item.opened_at for item in found.items).date() + timedelta(days=1)
            return replace(found, since=max(oldest, plan.since.date()))
        return found

    def _pages(self, reader: Reader, kind: Kind, plan: Plan) -> Iterator[Sequence[Item]]:
        path, query = _query(kind, plan)
        read = False
        try:
            for content in self._api.pages(path, **query):
                read = True
                items = (reader.item(kind, told) for told in rows(content))
                yield [item for item in items if item is not None]
        except NothingThereError:
            # So answers a project without issues, or without change requests, where it does not say that it
            # has some.
            if read or self._told().get(_ENABLED[kind]) is True:
                raise


def _joined(walked: Walk, comments: Comments) -> Walk:
    items = tuple(comments.joined(item) for item in walked.items)
    return replace(walked, items=items, whole=walked.whole and not comments.failed)


def _query(kind: Kind, plan: Plan) -> tuple[str, dict[str, str]]:
    """Return where the requests are, the newest first; only a list by last change stops at one."""
    if kind == "change":
        return "/pulls", {"state": "all"} | ({"sort": "recentupdate"} if plan.after else {})
    since = {"since": f"{plan.after:%Y-%m-%dT%H:%M:%SZ}"} if plan.after else {}
    return "/issues", {"state": "all", "type": "issues"} | since


def _start(reader: Reader, items: Sequence[Item], plan: Plan) -> datetime | None:
    """Return since when comments are wanted, None when no request has any."""
    discussed = [item.opened_at for item in items if reader.counts.get(item.number) != 0]
    return (plan.after or min(discussed)) if discussed else None
