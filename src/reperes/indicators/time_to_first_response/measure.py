"""CHAOSS, Time to First Response: the median, those who still wait counted in."""

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators import requests as r
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome

_UP_TO = {"day": 1, "week": 7, "month": 30}


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Estimate the median; not measured when it is not reached, too little data under `minimum.requests`."""
    asked = r.asked(facts, as_of)
    scope = r.scope(asked, definition)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    opened = asked.opened(scope)
    if (few := r.too_few_read(definition, opened, scope.window)) is not None:
        return few
    read = opened.filter("read")
    parts = _parts(read)
    details = _details(definition, opened, read, parts)
    median = r.waiting(read).median
    if median is None:
        text = N_(
            "More than half of the requests have had no answer that can be seen: {answered} answered of {n}."
        )
        return definition.unmeasured(
            Outcome.NOT_MEASURED,
            Message(text, {"answered": int(details["answered"]), "n": read.height}),
            items=read.height,
            window=scope.window,
            breakdown=r.shares(parts),
            details=details,
        )
    return definition.measured(
        median,
        items=read.height,
        window=scope.window,
        citations=r.cite(asked, scope, read.height, "opened in the window, whose answers were read"),
        breakdown=r.shares(parts),
        details=details,
    )


def _parts(read: pl.DataFrame) -> dict[str, int]:
    """Return how many requests were answered in each span of time, and how many were not."""
    answered = read.select(time=r.to_answer(), cut="cut")
    times = answered.get_column("time").drop_nulls()
    parts, before = {}, 0
    for key, most in _UP_TO.items():
        reached = int((times <= timedelta(days=most)).sum())
        parts[key] = reached - before
        before = reached
    none = answered.filter(pl.col("time").is_null())
    cut = int(none.get_column("cut").sum())
    return {**parts, "later": len(times) - before, "unanswered": none.height - cut, "unread": cut}


def _details(
    definition: Definition, opened: pl.DataFrame, read: pl.DataFrame, parts: Mapping[str, int]
) -> dict[str, float]:
    groups = {
        "outsiders": r.of_side(read, r.OUTSIDER),
        "members": r.of_side(read, r.MEMBER),
        "issues": read.filter(pl.col("kind") == "issue"),
        "changes": read.filter(pl.col("kind") == "change"),
    }
    medians = {
        key: median
        for key, group in groups.items()
        if group.height >= definition.minimum["requests_of_a_group"]
        and (median := r.waiting(group).median) is not None
    }
    answered = int(read.get_column("answered_at").is_not_null().sum())
    more = {"left_out": opened.height - read.height} if opened.height > read.height else {}
    return {**medians, "answered": answered, "unanswered": parts["unanswered"], **more}
