"""Licences, agreements, paid editions and governance, as they came and went."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from reperes.facts.citation import Citation, ContentCitation, QueryCitation, Window, swhid
from reperes.facts.fact import Absent
from reperes.facts.schema import LICENCE_HISTORY
from reperes.indicators import changes as ch
from reperes.indicators.organisations import IDENTIFIED, by_organisation
from reperes.indicators.windows import before_last, last, months_before
from reperes.readings.judge import Clue, conclude
from reperes.readings.model import Confidence, Piece, Reading, Weight, unknown
from reperes.readings.seen import Seen
from reperes.readings.trajectory.events import Event, events
from reperes.readings.trajectory.licence_changes import Change, changes, unread

_SHA1_DIGITS = 40
# What opens or closes in part: by what became of the licences, and between which states.
_PARTLY = {
    ("added", "closed"): "licence_closed_added",
    ("added", "opened"): "licence_opened_added",
    ("removed", "closed"): "licence_closed_removed",
    ("removed", "opened"): "licence_opened_removed",
    ("replaced", "closed"): "licence_closed_partly",
    ("replaced", "opened"): "licence_opened_partly",
}
_NAMES = {
    ("agreement", True): "agreement_added",
    ("agreement", False): "agreement_removed",
    ("certificate", True): "certificate_added",
    ("governance", True): "governance_added",
    ("governance", False): "governance_removed",
    ("conduct", True): "conduct_added",
    ("edition", True): "edition_added",
    ("edition", False): "edition_removed",
}


@dataclass(frozen=True, slots=True)
class _Dated:
    """A clue and its day: whether the value rests on it, and whether it is an event to list."""

    day: date
    clue: Clue
    counts: bool
    listed: bool = True


def read(seen: Seen) -> Reading:
    """List what happened; conclude from what happened lately."""
    definition = seen.definition
    if seen.history is None:
        return unknown(definition.id, definition.ask("plans"), companions={"events": ()})
    licences = seen.facts.value(LICENCE_HISTORY)
    dated = [*_documents(seen), *_people(seen)]
    if not isinstance(licences, Absent):
        dated += _licences(seen, changes(licences))
    dated.sort(key=lambda one: one.day, reverse=True)
    listed = tuple(one.clue.piece for one in dated if one.listed)
    counted = [one.clue for one in dated if one.counts and one.clue.value is not None]
    if not counted:
        read = not isinstance(licences, Absent) and not unread(licences, _start(seen))
        return _nothing(seen, listed, licences_known=read)
    found = conclude(counted, tuple(definition.values))
    asked = "rights" if found.value != "opening" else "plans"
    sure = found.confidence is Confidence.ESTABLISHED
    return Reading(
        definition.id,
        found.value,
        found.confidence,
        found.support,
        found.against,
        () if sure and found.value == "opening" else (definition.ask(asked),),
        {"events": listed},
    )


def _nothing(seen: Seen, listed: tuple[Piece, ...], *, licences_known: bool) -> Reading:
    """Return what is said when nothing counts: steady if every place was read over a time that matters."""
    definition = seen.definition
    old_enough = ch.months_lived(seen.facts, seen.as_of) >= definition.thresholds["least_months"]
    if not licences_known or not old_enough:
        return unknown(definition.id, definition.ask("plans"), companions={"events": listed})
    at = ch.until(seen.facts, seen.as_of)
    start = max(_start(seen), at[0].date())
    cited = seen.count(
        "commits that change the licence, add or remove agreements, paid editions, governance documents",
        0,
        Window(start, seen.as_of),
    )
    piece = definition.piece("nothing_seen", cited, day=start.isoformat())
    return Reading(definition.id, "steady", Confidence.LIKELY, (piece,), companions={"events": listed})


def _start(seen: Seen) -> date:
    return months_before(seen.as_of, int(12 * seen.definition.thresholds["years"]))


def _began(seen: Seen) -> date:
    """Return the day when the beginnings of the project are over."""
    at = ch.until(seen.facts, seen.as_of)
    first: date = seen.as_of if at.is_empty() else at[0].date()
    return months_before(first, -int(seen.definition.thresholds["beginnings"]))


def _licences(seen: Seen, found: tuple[Change, ...]) -> Iterator[_Dated]:
    """Yield every change; the last one of the period stands for all when they do not undo one another."""
    start = _start(seen)
    lately = [one for one in found if start <= one.day <= seen.as_of]
    net = _net(lately)
    for one in found:
        if one.day <= seen.as_of:
            yield _Dated(one.day, _licence_clue(seen, one, _name(one)), counts=False)
    if net is None or not net.step:
        return
    if net in lately:
        yield _Dated(net.day, _licence_clue(seen, net, _name(net)), counts=True, listed=False)
    else:
        name = "licences_opened" if net.step > 0 else "licences_closed"
        clue = _licence_clue(seen, net, name, since=lately[0].day)
        yield _Dated(net.day, clue, counts=True, listed=False)


def _net(lately: list[Change]) -> Change | None:
    """Return the change that stands for all of a period, made of the first and of the last when none does."""
    if not lately:
        return None
    first, final = lately[0], lately[-1]
    turn = next((one for one in reversed(lately) if one.step), final)
    if (turn.was, turn.became) == (first.was, final.became):
        return turn
    return replace(final, before=first.before, was=first.was)


def _name(change: Change) -> str:
    if not change.step:
        return "licence_changed"
    direction = "opened" if change.step > 0 else "closed"
    if "partly" in {change.was, change.became}:
        return _PARTLY[change.way, direction]
    return "licence_opened" if change.step > 0 else "licence_closed"


def _licence_clue(seen: Seen, change: Change, name: str, since: date | None = None) -> Clue:
    """Return the clue of a change; from one end of a period to the other, it is formal when it is whole."""
    told = {
        "before": change.before,
        "after": change.after,
        "added": change.added,
        "removed": change.removed,
    }
    weight = Weight.STRONG if since is not None and "partly" in {change.was, change.became} else None
    return seen.definition.clue(
        name,
        _content(seen, change),
        root="licence",
        weight=weight,
        path=change.path,
        day=change.day.isoformat(),
        since=None if since is None else since.isoformat(),
        **{key: " + ".join(ids) for key, ids in told.items()},
    )


def _content(seen: Seen, change: Change) -> Citation:
    if change.blob is None or len(change.blob) != _SHA1_DIGITS:
        return QueryCitation("git", f"git show {change.commit}:{change.path}", None, 1)
    path = change.path.encode("utf-8", "surrogateescape")
    return ContentCitation(swhid(change.blob, path=path, revision=change.commit, origin=seen.origin))


def _documents(seen: Seen) -> Iterator[_Dated]:
    after = max(_start(seen), _began(seen))
    found = [event for event in seen.facts.derive(events) if event.day <= seen.as_of]
    # What came and went in the period changed nothing.
    passing = {event.kind for event in found if event.came and event.day >= after} & {
        event.kind for event in found if not event.came
    }
    for event in found:
        if (event.kind, event.came) not in _NAMES:
            continue
        counts = event.day >= after and event.kind not in passing
        yield _Dated(event.day, _event_clue(seen, event), counts)


def _event_clue(seen: Seen, event: Event) -> Clue:
    name = "licensed_edition_added" if event.licensed and event.came else _NAMES[event.kind, event.came]
    verb = "adds" if event.came else "removes"
    query = seen.count(f"first commit that {verb} {event.path}", 1, Window(event.day, event.day))
    opened = seen.cite_path(event.path) if event.came else ()
    return seen.definition.clue(
        name, *opened, query, root=event.kind, path=event.path, day=event.day.isoformat()
    )


def _people(seen: Seen) -> Iterator[_Dated]:
    limits, lost = seen.definition.thresholds, seen.measures.get("core_loss")
    year = months_before(seen.as_of, 12)
    if lost is not None and lost.value is not None and lost.value >= limits["core_loss"]:
        cited = seen.indicator("core_loss")
        clue = seen.definition.clue(
            "core_gone", cited, root="people", day=year.isoformat(), share=lost.value, size=lost.items or 0
        )
        yield _Dated(year, clue, counts=False)
    now, then = (_leading(seen, window(seen.as_of, 24)) for window in (last, before_last))
    if now and then and now[0] != then[0]:
        day = months_before(seen.as_of, 24)
        cited = seen.indicator("organisational_diversity")
        clue = seen.definition.clue(
            "lead_changed", cited, root="organisations", day=day.isoformat(), before=then[1], after=now[1]
        )
        yield _Dated(day, clue, counts=False)


def _leading(seen: Seen, window: Window) -> tuple[int, str] | None:
    """Return the organisation, and its kind, that makes a large part of all the contributions of a window."""
    rows = by_organisation(seen.facts, window)
    whole = int(rows.get_column("contributions").sum())
    named = rows.filter(pl.col("kind").is_in(IDENTIFIED)).head(1)
    if named.is_empty() or named.item(0, "contributions") < seen.definition.thresholds["leading"] * whole:
        return None
    return named.item(0, "affiliation"), named.item(0, "kind")
