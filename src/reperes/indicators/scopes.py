"""What can be looked at of the requests of a forge: which kinds, over which window, and how it is cited."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Citation, QueryCitation, WebCitation, Window
from reperes.i18n import N_
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome, Share
from reperes.indicators.requests import BY_NOBODY_KNOWN, Asked
from reperes.indicators.windows import months_before, within

BOTH = ("issue", "change")
ISSUES, CHANGES = ("issue",), ("change",)

_NAMES = {"issue": "issues", "change": "change requests"}
_ONLY_WHERE_THERE_ARE = frozenset({"unread", "withdrawn", "closed_by_bot", "ended_unknown"})

_UNREAD = {
    BOTH: N_("Neither the issues nor the change requests could be read."),
    ISSUES: N_("The issues could not be read."),
    CHANGES: N_("The change requests could not be read."),
}
_TOO_FEW = {
    "requests": N_("Requests found in the period looked at: {found}; at least {minimum} are needed."),
    "answers": N_("Requests answered in the period looked at: {found}; at least {minimum} are needed."),
    "changes": N_("Change requests found in the period looked at: {found}; at least {minimum} are needed."),
    "changes_to_settle": N_(
        "Change requests that others could settle in the period looked at: {found}; "
        "at least {minimum} are needed."
    ),
    "merges": N_(
        "Merges by a known account found in the period looked at: {found}; at least {minimum} are needed."
    ),
    "open_requests": N_("Requests open on the forge: {found}; at least {minimum} are needed."),
    "handlings": N_(
        "Answers, reviews and merges by members of the project found in the period looked at: {found}; "
        "at least {minimum} are needed."
    ),
    "people": N_("People found in the period looked at: {found}; at least {minimum} are needed."),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: a window, and kinds of requests.

    `unread` are the kinds that could not be read; `left_out` those read, or answered as far as can be seen,
    over too short a time to be taken with the others.
    """

    kinds: tuple[str, ...]
    unread: tuple[str, ...]
    window: Window
    left_out: tuple[str, ...] = ()

    def until_days_before(self, days: int) -> "Scope":
        """Return the same, ended `days` earlier: what was opened last had no time to be dealt with."""
        window = Window(self.window.start, self.window.end - timedelta(days=days))
        return Scope(self.kinds, self.unread, window, self.left_out)

    def opened(self, asked: Asked) -> pl.DataFrame:
        """Return the requests of these kinds opened in the window."""
        return asked.requests.filter(pl.col("kind").is_in(self.kinds), within("opened_at", self.window))


def scope(asked: Asked, definition: Definition, kinds: tuple[str, ...] = BOTH) -> Scope | Message:
    """Return what can be looked at of the last `window_months`, or why nothing can.

    The window begins where all the kinds that could be read were: to mix spans would favour one of them.
    """
    told = asked.told
    days = {"issue": told.issues_since, "change": told.changes_since}
    since = {kind: day for kind in kinds if (day := days[kind]) is not None}
    if not since:
        return Message(_UNREAD[kinds])
    wanted = months_before(asked.as_of, definition.window_months or 12)
    end = min(asked.as_of, told.read_at.date())
    if wanted > end:
        text = N_("The requests were read on {day}: before the period looked at.")
        return Message(text, {"day": end.isoformat()})
    start = max(wanted, *since.values())
    if start > end:
        text = N_("The requests could be read back to {day} only: after the period looked at.")
        return Message(text, {"day": start.isoformat()})
    return Scope(tuple(since), tuple(kind for kind in kinds if kind not in since), Window(start, end))


def heard(asked: Asked, definition: Definition) -> Scope | Measure:
    """Return what can be looked at of the answers of the last `window_months`, or why nothing can.

    Of both kinds, of issues alone and of change requests alone, each over the longest window in which
    `parameters.unread_share` at most of the requests of each kind were not read, whichever holds most
    requests that were. To leave out those not read from a longer one would favour those that nobody
    commented, which some forges tell without being asked. Nothing under `parameters.shortest_days`, nor under
    `minimum.requests`.
    """
    wholes = [scope(asked, definition, kinds) for kinds in (BOTH, ISSUES, CHANGES)]
    usable = [one for one in wholes if isinstance(one, Scope)]
    if not usable:
        first = wholes[0]
        why = first if isinstance(first, Message) else Message(_UNREAD[BOTH])
        return definition.unmeasured(Outcome.NOT_MEASURED, why)
    found = [kept for one in usable if (kept := _longest(asked, one, definition)) is not None]
    best = max(found, key=lambda one: _read(one.opened(asked)), default=None)
    opened = pl.concat([one.opened(asked) for one in usable]).unique("request")
    minimum, read = definition.minimum.get("requests", 0), 0 if best is None else _read(best.opened(asked))
    window = usable[0].window if best is None else best.window
    if opened.height < minimum:
        return too_little(definition, opened.height, "requests", window)
    if best is None or read < minimum or (not read and opened.height):
        text = N_("The answers could be read for {read} requests of {total}.")
        why = Message(text, {"read": _read(opened), "total": opened.height})
        return definition.unmeasured(Outcome.NOT_MEASURED, why, items=_read(opened), window=window)
    missing = tuple(kind for kind in BOTH if kind not in best.kinds)
    told = {"issue": asked.told.issues_since, "change": asked.told.changes_since}
    return Scope(
        best.kinds,
        tuple(kind for kind in missing if told[kind] is None),
        best.window,
        tuple(kind for kind in missing if told[kind] is not None),
    )


def left_out(asked: Asked, scope: Scope) -> dict[str, int]:
    """Return how many requests of the other kind are not looked at, their answers being unread."""
    names = {"issue": "issues_left_out", "change": "changes_left_out"}
    rows = asked.requests.filter(within("opened_at", scope.window))
    return {
        name: rows.filter(pl.col("kind") == kind).height
        for kind, name in names.items()
        if kind not in scope.kinds and not rows.filter(pl.col("kind") == kind).is_empty()
    }


def _read(opened: pl.DataFrame) -> int:
    return int(opened.get_column("read").sum())


def _longest(asked: Asked, whole: Scope, definition: Definition) -> Scope | None:
    """Return the longest end of a scope in which nearly all the answers to each kind were read."""
    first, last = whole.window.start or whole.window.end, whole.window.end
    shortest = min(timedelta(days=definition.parameters["shortest_days"] - 1), last - first)
    opened = whole.opened(asked).select("kind", pl.col("opened_at").dt.date().alias("day"), "read")
    tallies = [_Tally.of(opened.filter(pl.col("kind") == kind)) for kind in whole.kinds]
    # The share falls only where a day with a request that was not read is left behind.
    after = {day + timedelta(days=1) for day in opened.filter(~pl.col("read")).get_column("day").to_list()}
    for start in sorted({first, *after}):
        if last - start < shortest:
            return None
        if all(tally.unread_share(start) <= definition.parameters["unread_share"] for tally in tallies):
            return Scope(whole.kinds, whole.unread, Window(start, last))
    return None


@dataclass(frozen=True, slots=True)
class _Tally:
    """The days of opening, going up; `unread[i]`: how many from the one at `i` on were not read."""

    days: tuple[date, ...]
    unread: tuple[int, ...]

    @classmethod
    def of(cls, opened: pl.DataFrame) -> "_Tally":
        backwards = [not read for read in reversed(opened.get_column("read").to_list())]
        unread = reversed(list(accumulate(backwards, initial=0)))
        return cls(tuple(opened.get_column("day").to_list()), tuple(unread))

    def unread_share(self, start: date) -> float:
        rank = bisect_left(self.days, start)
        return self.unread[rank] / max(len(self.days) - rank, 1)


def cite(asked: Asked, scope: Scope, count: int, what: str) -> tuple[Citation, ...]:
    """Return the citations of a count of `what`, with the pages where people see the requests."""
    unread = "".join(f"; the {_NAMES[kind]} could not be read" for kind in scope.unread)
    unread += "".join(
        f"; the {_NAMES[kind]}, or the answers to them, could not be read for as long, and are left out"
        for kind in scope.left_out
    )
    filter_ = f"{_named(scope.kinds)}, {what}, without those of bots{unread}"
    pages = {"issue": asked.told.issues_url, "change": asked.told.changes_url}
    return (
        QueryCitation(asked.source, filter_, scope.window, count),
        *(WebCitation(pages[kind], asked.told.read_at.date()) for kind in scope.kinds if pages[kind]),
    )


def _named(kinds: Iterable[str]) -> str:
    return " and ".join(_NAMES[kind] for kind in kinds)


def too_little(definition: Definition, found: int, items: str, window: Window) -> Measure:
    """Return the answer of an indicator that found fewer `items` than its definition's minimum of them."""
    # A cohort that ends before it begins has no day.
    lasted = window if window.start is None or window.start <= window.end else None
    reason = too_few(definition, found, items)
    return definition.unmeasured(Outcome.TOO_LITTLE_DATA, reason, items=found, window=lasted)


def too_few(definition: Definition, found: int, items: str) -> Message:
    """Return the sentence that says so."""
    return Message(_TOO_FEW[items], {"found": found, "minimum": definition.minimum[items]})


def ended_unknown() -> pl.Expr:
    """Return whether a request was closed or merged by nobody known, without an answer that can be seen."""
    return (pl.col("ended") == BY_NOBODY_KNOWN).fill_null(value=False) & pl.col("answered_at").is_null()


def ended_by_nobody_known(definition: Definition, read: pl.DataFrame) -> Message | None:
    """Return why nothing is said of the answers where more than `parameters.unknown_share` ended so."""
    ended = read.filter(ended_unknown()).height
    if ended <= definition.parameters["unknown_share"] * read.height:
        return None
    text = N_(
        "{n} requests of {total} were closed or merged without the forge telling by whom, and without an "
        "answer that can be seen: whether they got one is not known."
    )
    return Message(text, {"n": ended, "total": read.height})


def shares(parts: Mapping[str, int]) -> tuple[Share, ...]:
    """Return the parts of a whole, in order; some are shown only where there are any."""
    whole = sum(parts.values())
    kept = {key: count for key, count in parts.items() if count or key not in _ONLY_WHERE_THERE_ARE}
    return tuple(Share(key, count, count / whole if whole else 0.0) for key, count in kept.items())
