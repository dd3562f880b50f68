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
        answers = dict.fromkeys((*self.answers, *newer.answers))
        return replace(
            newer,
            seen_until=self.seen_until if gap else max(self.seen_until, newer.seen_until),
            answers=tuple(sorted(answers, key=lambda one: one.at)),
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
    the plan wants.
    """

    items: tuple[Item, ...] = ()
    since: date | None = None
    limits: tuple[Limit, ...] = ()
    whole: bool = True
    cut: bool = False


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
    before there were too many, is kept.
    """
    items: dict[int, Item] = {}
    limits: list[Limit] = []
    whole, cut = True, False
    try:
        for page in pages:
            wanted = [item for item in page if _moment(item, plan) >= (plan.after or plan.since)]
            items |= {item.number: item for item in wanted}
            if len(items) >= plan.most:
                cut = True
                limits.append(_too_many(kind, len(items)))
                break
            if len(wanted) < len(page):
                break
    except HttpError as error:
        whole = False
        if not items:
            return Walk((), None, (Limit(error.reason, error.why),), whole=False)
        limits.append(Limit(error.reason, error.why))
    kept = tuple(item for item in items.values() if item.opened_at >= plan.since)
    since = _reach(items.values(), plan, ended=whole and not cut)
    return Walk(kept, since, tuple(limits), whole, cut)


def _moment(item: Item, plan: Plan) -> datetime:
    return item.opened_at if plan.after is None else item.updated_at


def _reach(items: Iterable[Item], plan: Plan, *, ended: bool) -> date:
    """Return the day since which all that was opened is there."""
    if ended:
        return plan.since.date()
    oldest = min(_moment(item, plan) for item in items)
    # Of the day of the last one read, others may be missing.
    return oldest.date() + timedelta(days=1)


def _too_many(kind: Kind | Literal["both"], count: int) -> Limit:
    texts = {
        "both": N_("More requests than are read at once: only the last {n} opened were, of both kinds."),
        "issue": N_("More issues than are read at once: only the last {n} opened were."),
        "change": N_("More change requests than are read at once: only the last {n} opened were."),
    }
    return Limit(Reason.TOO_MANY, Message(texts[kind], {"n": count}))


def distinct(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Return limits, each once, in order."""
    found: list[Limit] = []
    for limit in limits:
        if limit not in found:
            found.append(limit)
    return tuple(found)
