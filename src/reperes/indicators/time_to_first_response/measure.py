"""CHAOSS, Time to First Response: the median, those who still wait counted in."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.survival import Survival

_UP_TO = {"day": 1, "week": 7, "month": 30}


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Estimate the median, where it may be relied on; too little data under the minima."""
    asked = r.asked(facts, as_of)
    scope = s.heard(asked, definition)
    if isinstance(scope, Measure):
        return scope
    opened = scope.opened(asked)
    read = opened.filter("read")
    parts, curve = _parts(read), r.waiting(read)
    details = _details(definition, opened, read, parts) | s.left_out(asked, scope)
    why = _why_not(definition, read, curve)
    if why is not None:
        return definition.unmeasured(
            *why, items=read.height, window=scope.window, breakdown=s.shares(parts), details=details
        )
    return definition.measured(
        curve.median or 0.0,
        items=read.height,
        window=scope.window,
        citations=s.cite(asked, scope, read.height, "opened in the window, whose answers were read"),
        breakdown=s.shares(parts),
        details=details,
    )


def _why_not(definition: Definition, read: pl.DataFrame, curve: Survival) -> tuple[Outcome, Message] | None:
    """Return why there is no median to rely on."""
    if (unknown := s.ended_by_nobody_known(definition, read)) is not None:
        return Outcome.NOT_MEASURED, unknown
    answered = _answered(read)
    if curve.median is None:
        text = N_(
            "More than half of the requests have had no answer that can be seen: {answered} answered of {n}."
        )
        return Outcome.NOT_MEASURED, Message(text, {"answered": answered, "n": read.height})
    if answered < definition.minimum["answers"]:
        return Outcome.TOO_LITTLE_DATA, s.too_few(definition, answered, "answers")
    if curve.waiting_at_median < definition.minimum["followed"]:
        text = N_(
            "Too few requests could be followed until half of them were answered: {n}, and at least "
            "{minimum} are needed."
        )
        minimum = definition.minimum["followed"]
        return Outcome.NOT_MEASURED, Message(text, {"n": curve.waiting_at_median, "minimum": minimum})
    return None


def _answered(read: pl.DataFrame) -> int:
    return int(read.get_column("answered_at").is_not_null().sum())


def _parts(read: pl.DataFrame) -> dict[str, int]:
    """Return how many requests were answered in each span of time, and what is known of the others."""
    times = read.select(time=r.to_answer()).get_column("time").drop_nulls()
    parts, before = {}, 0
    for key, most in _UP_TO.items():
        reached = int((times <= timedelta(days=most)).sum())
        parts[key] = reached - before
        before = reached
    none = read.filter(pl.col("answered_at").is_null())
    # Closed by another, but after what was read: that answer is not seen either.
    cut = pl.col("cut") | (pl.col("ended") == r.BY_ANOTHER).fill_null(value=False)
    ended = none.filter(~cut).get_column("ended")
    return {
        **parts,
        "later": len(times) - before,
        "unanswered": ended.null_count(),
        "withdrawn": int((ended == r.BY_AUTHOR).sum()),
        "closed_by_bot": int((ended == r.BY_BOT).sum()),
        "ended_unknown": int((ended == r.BY_NOBODY_KNOWN).sum()),
        "unread": none.filter(cut).height,
    }


def _details(
    definition: Definition, opened: pl.DataFrame, read: pl.DataFrame, parts: Mapping[str, int]
) -> dict[str, float]:
    groups = {
        "outsiders": r.of_side(read, r.OUTSIDER),
        "members": r.of_side(read, r.MEMBER),
        "issues": read.filter(pl.col("kind") == "issue"),
        "changes": read.filter(pl.col("kind") == "change"),
    }
    curves = {key: r.waiting(group) for key, group in groups.items()}
    medians = {
        key: curve.median
        for key, curve in curves.items()
        if curve.median is not None and _why_not(definition, groups[key], curve) is None
    }
    more = {"left_out": opened.height - read.height} if opened.height > read.height else {}
    return {**medians, "answered": _answered(read), "unanswered": parts["unanswered"], **more}
