"""On how few members half of the answers, reviews and merges rest."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.contributions import per_person, smallest_half
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.windows import months_before, within

_GIVEN = ("comment", "review", "merge")


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count the fewest members who reach half; too little data under `minimum.handlings` of theirs."""
    asked = r.asked(facts, as_of)
    scope = s.heard(asked, definition)
    if isinstance(scope, Measure):
        return scope
    opened = scope.opened(asked)
    everybody = asked.deeds.filter(pl.col("deed").is_in(_GIVEN), within("at", scope.window)).join(
        opened.filter("read"), on="request", how="semi"
    )
    given = r.of_side(everybody, r.MEMBER)
    # Where a forge does not say who is a member, those it shows none of may be most of them.
    unknown = everybody.get_column("side").null_count()
    if unknown > definition.parameters["unknown_share"] * everybody.height:
        text = N_(
            "The forge does not tell who is a member of the project: for {n} answers, reviews and merges of "
            "{total}, that is not known."
        )
        why = Message(text, {"n": unknown, "total": everybody.height})
        return definition.unmeasured(Outcome.NOT_MEASURED, why, items=given.height, window=scope.window)
    if given.height < definition.minimum["handlings"]:
        return s.too_little(definition, given.height, "handlings", scope.window)
    counts = per_person(given)
    monthly = opened.height / _months(scope.window, definition)
    return definition.measured(
        smallest_half(counts),
        items=given.height,
        window=scope.window,
        citations=s.cite(
            asked,
            scope,
            given.height,
            "opened in the window: comments, reviews, merges by members, of others",
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
