"""Pages of issues or of merge requests, by GraphQL: as long as the instance bears, oldest notes first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.sources.forges.gitlab import queries, rest
from reperes.sources.forges.gitlab.ask import CostlyError, Question
from reperes.sources.forges.gitlab.items import Reader, backwards
from reperes.sources.forges.lenient import get, page_of, rows, text
from reperes.sources.forges.model import Item, Kind, Plan
from reperes.sources.http import errors
from reperes.sources.http.client import Client

PAGE = 50
LEAST = 5
_TOO_MUCH = (
    CostlyError,
    errors.BrokenError,
    errors.LateError,
    errors.LostError,
    errors.NotKeptError,  # a replay finds the size that was answered in the same way
)

Ask = Callable[[Question, Mapping[str, Any]], Mapping[str, Any]]
"""From a question and its variables to the project; raises NotSpokenError or HttpError."""


class ClosedError(Exception):
    """The project takes no request of this kind from whoever asks."""


@dataclass(slots=True)
class Pages:
    """The pages that a plan wants of one kind."""

    client: Client
    host: str
    ask: Ask
    reader: Reader
    kind: Kind
    plan: Plan
    size: int = PAGE
    partial: bool = False

    def __iter__(self) -> Iterator[list[Item]]:
        """Yield pages, the newest first. Raises NotSpokenError, ClosedError, HttpError."""
        changed = self.plan.after is not None
        make = queries.issues if self.kind == "issue" else queries.changes
        question = Question(self.client, make(changed=changed))
        since = rest.written(self.plan.after or self.plan.since)
        seen: set[str | None] = {None}
        cursor: str | None = None
        while True:
            page = self._page(question, {"cursor": cursor, "since": since})
            if question.oldest == "first" and any(
                backwards(node, "first") for node in rows(get(page, "nodes"))
            ):
                question.oldest = "last"
                continue
            nodes = page_of(get(page, "nodes"), self.host, "GraphQL")
            made = (self.reader.item(self.kind, node, question.oldest) for node in rows(nodes))
            items = [item for item in made if item is not None]
            self.partial = question.partial
            if len(items) < len(nodes):  # since when all are there could not be told any more
                raise errors.malformed(self.host, "GraphQL")
            yield items
            if get(page, "pageInfo", "hasNextPage") is False:
                return
            cursor = text(get(page, "pageInfo", "endCursor"))
            if cursor in seen:  # or not told: whether there are others is not known
                raise errors.malformed(self.host, "GraphQL")
            seen.add(cursor)

    def _page(self, question: Question, asked: Mapping[str, Any]) -> Any:
        enabled, name = (
            ("issuesEnabled", "issues") if self.kind == "issue" else ("mergeRequestsEnabled", "mergeRequests")
        )
        while True:
            try:
                project = self.ask(question, {**asked, "size": self.size})
            except _TOO_MUCH:
                if self.size <= LEAST:
                    raise
                self.size = max(LEAST, self.size // 2)
                continue
            if project.get(enabled) is False:
                raise ClosedError
            page = project.get(name)
            if not isinstance(get(page, "nodes"), list):  # that none is told does not say that there is none
                raise errors.malformed(self.host, "GraphQL")
            return page


def closed(kind: Kind) -> Limit:
    """Return why a kind of request is not read."""
    texts = {
        "issue": N_("Issues are turned off on the forge, or kept for members."),
        "change": N_("Change requests are turned off on the forge, or kept for members."),
    }
    return Limit(Reason.REFUSED, Message(texts[kind]))
