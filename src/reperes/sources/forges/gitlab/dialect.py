"""One project of a GitLab instance."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.facts.forge import ForgeRepository
from reperes.i18n import N_
from reperes.people.accounts import Accounts
from reperes.sources.forges.gitlab import rest, state
from reperes.sources.forges.gitlab.ask import CostlyError, NotSpokenError, Question
from reperes.sources.forges.gitlab.items import Reader
from reperes.sources.forges.gitlab.pages import ClosedError, Pages, closed
from reperes.sources.forges.gitlab.queries import OVERVIEW
from reperes.sources.forges.lenient import get, text
from reperes.sources.forges.model import Found, Item, Kind, Plan, Walk, distinct, in_part, walk
from reperes.sources.forges.place import Place
from reperes.sources.http import errors
from reperes.sources.http.client import Client


class GitLab:
    """Asks GraphQL; REST for what only it tells, and where an instance does not speak the other."""

    def __init__(self, client: Client, place: Place, accounts: Accounts, read_at: datetime) -> None:
        self._client = client
        self._accounts = accounts
        self._read_at = read_at
        self._place = place
        self._moved_from: str | None = None
        self.issues_url = f"{place.url}/-/issues"
        self.changes_url = f"{place.url}/-/merge_requests"

    def repository(self) -> ForgeRepository:
        """Return the state of the repository."""
        node: Mapping[str, Any] = {}
        with suppress(NotSpokenError, CostlyError):
            node = self._project(Question(self._client, OVERVIEW, in_part=True), {})
        if node:
            told = self._more()
        else:
            told = rest.project(self._client, self._place)
            self._follow(told)
            node = self._released()
        return state.repository(
            node, told, self._place, self._read_at, moved_from=self._moved_from, version=self._version()
        )

    def requests(self, plan: Plan) -> Found:
        """Return the issues and change requests that the plan wants."""
        # Each time from nothing: a replay asks the same questions, whatever was asked before them.
        reader = Reader(self._accounts, self._read_at)
        limits: list[Limit] = []
        issues, changes = (self._walk(kind, plan, reader, limits) for kind in _KINDS)
        return Found(
            replace(issues, items=reader.stood(issues.items)),
            replace(changes, items=reader.stood(changes.items)),
            distinct(limits),
        )

    def _walk(self, kind: Kind, plan: Plan, reader: Reader, limits: list[Limit]) -> Walk:
        pages = Pages(self._client, self._place.host, self._project, reader, kind, plan)
        try:
            found = walk(pages, plan, kind)
        except ClosedError:
            return Walk((), None, (closed(kind),))
        except NotSpokenError:
            found = walk(self._plainly(kind, plan, reader), plan, kind)
            if found.items:
                limits.append(_unanswered())
        if pages.partial:
            limits.append(in_part(self._place.host))
        return replace(found, whole=found.whole and not pages.partial)

    def _plainly(self, kind: Kind, plan: Plan, reader: Reader) -> Iterator[list[Item]]:
        for page in rest.pages(self._client, self._place, kind, plan):
            items = (reader.item(kind, node) for node in page)
            yield [item for item in items if item is not None]

    def _project(self, question: Question, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what GraphQL answers of the project, wherever it moved to.

        Raises NotSpokenError, or HttpError: NothingThereError when there is none that may be seen.
        """
        found = question.ask(self._place, variables)
        if found is None:
            # GraphQL knows a project by its name of today only; REST, by those it had.
            if not self._follow(rest.project(self._client, self._place)):
                raise NotSpokenError
            found = question.ask(self._place, variables)
        if found is None:
            raise errors.refused(self._place.host, 404)
        return found

    def _follow(self, told: Mapping[str, Any]) -> bool:
        """Go where REST says that the project is; return whether that is elsewhere."""
        path = text(told.get("path_with_namespace"))
        if path is None or path.casefold() == self._place.project.casefold():
            return False
        self._moved_from = self._moved_from or self._place.url
        self._place = Place(self._place.web, path)
        self.issues_url = f"{self._place.url}/-/issues"
        self.changes_url = f"{self._place.url}/-/merge_requests"
        return True

    def _more(self) -> Mapping[str, Any]:
        """Return what only REST tells; nothing when it does not."""
        try:
            return rest.project(self._client, self._place)
        except errors.HttpError:
            return {}

    def _released(self) -> Mapping[str, Any]:
        """Return the releases as GraphQL would tell them; nothing when REST does not."""
        try:
            nodes, count = rest.releases(self._client, self._place)
        except errors.HttpError:
            return {}
        return {"releases": {"nodes": nodes, "count": count}}

    def _version(self) -> str | None:
        """Return the version of the instance, which it tells to whom it knows."""
        address = f"{self._place.web}/api/v4/version"
        if not self._client.has_token(address):
            return None
        try:
            return text(get(self._client.get(address).json(), "version"))
        except errors.HttpError:
            return None


_KINDS: tuple[Kind, Kind] = ("issue", "change")


def _unanswered() -> Limit:
    words = N_("This version of GitLab tells issues and change requests, but not what was answered to them.")
    return Limit(Reason.NOT_SUPPORTED, Message(words))
