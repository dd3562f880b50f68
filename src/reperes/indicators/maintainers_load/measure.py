"""On how few people half of the answers, reviews and merges rest."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.indicators import requests as r
from reperes.indicators.contributions import per_person, smallest_half
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.windows import months_before, within

_GIVEN = ("comment", "review", "merge")


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count the fewest people who reach half; too little data under `minimum.handlings`."""
    asked = r.asked(facts, as_of)
    scope = r.scope(asked, definition)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    opened = asked.opened(scope)
    read = opened.filter("read")
    given = asked.deeds.filter(pl.col("deed").is_in(_GIVEN), within("at", scope.window)).join(
        read, on="request", how="semi"
    )
    if given.height < definition.minimum["handlings"]:
        if 2 * read.height < opened.height:
            why = r.answers_read(opened)
            return definition.unmeasured(Outcome.NOT_MEASURED, why, items=given.height, window=scope.window)
        return r.too_little(definition, given.height, "handlings", scope.window)
    counts = per_person(given)
    monthly = opened.height / _months(scope.window, definition)
    return definition.measured(
        smallest_half(counts),
        items=given.height,
        window=scope.window,
        citations=r.cite(
            asked, scope, given.height, "opened in the window: comments, reviews, merges of others"
        ),
        details={
            "people": len(counts),
            "requests_a_month": monthly,
            "per_person": monthly / len(counts),
        },
    )


def _months(window: Window, definition: Definition) -> float:
    months = definition.window_months or 12
    start = window.start or window.end
    if start == months_before(window.end, months):
        return months
    return ((window.end - start).days + 1) / definition.parameters["month_days"]
