"""What every dialect gives: items read, how far back, and what is missing.

No login is here: an account is a number that `people.accounts` gave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.facts.forge import ForgeRepository
from reperes.i18n import N_
from reperes.sources.http.errors import HttpError

Kind = Literal["issue", "change"]
Standing = Literal["member", "outsider", "first-timer"]

_ASTRAY = 5
MOST = 1000
"""Issues, and change requests, that are read at most: the last ones opened."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A comment or a review."""

    kind: Literal["comment", "review"]
    at: datetime
    person: int | None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An issue or a change request; see `reperes.facts.forge.Requests` for the fields it shares.

    `updated_at`: when the forge last saw it change. `answers` are those between `answers_from` and
    `seen_until`, None being the opening. `labels`: values of `LABEL`.
    """

    kind: Kind
    number: int
    opened_at: datetime
    updated_at: datetime
    seen_until: datetime
    author: int | None = None
    standing: Standing | None = None
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    closed_by: int | None = None
    merged_by: int | None = None
    answers: tuple[Answer, ...] = ()
    answers_from: datetime | None = None
    labels: tuple[str, ...] = ()

    def renewed(self, newer: "Item") -> "Item":
        """Return the item as read later, with the answers of both, as far as there is no gap between them."""
        gap = newer.answers_from is not None and newer.answers_from > self.seen_until
        if newer.answers_from is None and newer.seen_until >= self.seen_until:
            return newer  # it was read again from its opening
        # Where someone stands may have changed: the same answer is not another one.
        answers = {(one.kind, one.at, one.person): one for one in (*self.answers, *newer.answers)}
        return replace(
            newer,
            seen_until=self.seen_until if gap else max(self.seen_until, newer.seen_until),
            answers=tuple(sorted(answers.values(), key=lambda one: one.at)),
            answers_from=self.answers_from,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted: all that was opened since `since`, aware, in UTC.

    When `after` is given, only what changed since that moment: the rest is known. `most`: of each kind.
    """

    since: datetime
    after: datetime | None = None
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Walk:
    """What was read of one kind.

    `since`: every one opened since that day is here (or, where the plan says `after`, every one that
    changed); None when nothing could be read. `whole`: nothing failed on the way; `cut`: there were more than
    the plan wants; `changed_too_much`: so were there of those that changed since a former reading.
    """

    items: tuple[Item, ...] = ()
    since: date | None = None
    limits: tuple[Limit, ...] = ()
    whole: bool = True
    cut: bool = False
    changed_too_much: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of both kinds; `limits` hold for the two."""

    issues: Walk
    changes: Walk
    limits: tuple[Limit, ...] = field(default=())


class Dialect(Protocol):
    """One way to ask. Methods raise HttpError only where nothing at all could be read."""

    issues_url: str
    changes_url: str

    def repository(self) -> ForgeRepository:
        """Return the state of the repository."""

    def requests(self, plan: Plan) -> Found:
        """Return the issues and change requests that the plan wants."""


def walk(pages: Iterable[Sequence[Item]], plan: Plan, kind: Kind | Literal["both"]) -> Walk:
    """Read pages of items, newest first, until the plan is carried out.

    Newest by opening, or by last change where the plan says `after`. What was read before a page failed, or
    before there were too many, is kept. A few may come out of order (those that are pinned); where more do,
    how far back all were read cannot be told.
    """
    found = _Found()
    try:
        for page in pages:
            found.take(page, plan)
            if len(found.items) >= plan.most:
                found.cut = True
                found.limits.append(_too_many(kind, len(found.items)))
                break
            before = page and _moment(page[-1], plan) < (plan.after or plan.since)
            # Out of order, what is wanted may still come after what is not.
            if before and found.astray <= _ASTRAY:
                break
    except HttpError as error:
        found.whole = False
        found.limits.append(Limit(error.reason, error.why))
    return found.walk(plan)


@dataclass(slots=True)
class _Found:
    """What pages gave. `last`: the moment of the last item; `astray`: how many came out of order."""

    items: dict[tuple[Kind, int], Item] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)
    whole: bool = True
    cut: bool = False
    last: datetime | None = None
    astray: int = 0

    def take(self, page: Sequence[Item], plan: Plan) -> None:
        for item in page:
            moment = _moment(item, plan)
            self.astray += self.last is not None and moment > self.last
            self.last = moment
            if moment >= (plan.after or plan.since):
                self.items[item.kind, item.number] = item

    def walk(self, plan: Plan) -> Walk:
        kept = tuple(item for item in self.items.values() if item.opened_at >= plan.since)
        if self.whole and not self.cut:
            return Walk(kept, plan.since.date(), tuple(self.limits))
        since = None
        if self.items and self.astray <= _ASTRAY:
            # Of the day of the last one read, others may be missing.
            oldest = min(_moment(item, plan) for item in self.items.values())
            since = oldest.date() + timedelta(days=1)
        return Walk(kept if since else (), since, tuple(self.limits), self.whole, self.cut)


def _moment(item: Item, plan: Plan) -> datetime:
    return item.opened_at if plan.after is None else item.updated_at


def _too_many(kind: Kind | Literal["both"], count: int) -> Limit:
    texts = {
        "both": N_("Only the last {n} requests opened were read, of both kinds: there may be others."),
        "issue": N_("Only the last {n} issues opened were read: there may be others."),
        "change": N_("Only the last {n} change requests opened were read: there may be others."),
    }
    return Limit(Reason.TOO_MANY, Message(texts[kind], {"n": count}))


def distinct(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Return limits, each once, in order."""
    found: list[Limit] = []
    for limit in limits:
        if limit not in found:
            found.append(limit)
    return tuple(found)


def in_part(host: str) -> Limit:
    """Return that some of an answer is missing, as its errors tell."""
    text = N_("{host} answered in part only: some of what was asked is missing.")
    return Limit(Reason.MALFORMED, Message(text, {"host": host}))
