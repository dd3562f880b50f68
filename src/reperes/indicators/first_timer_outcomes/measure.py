"""What became of the first change request of those who proposed one for the first time."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.windows import months_before, within


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the first change requests that were merged; too little data under `minimum.people`."""
    asked = r.asked(facts, as_of)
    scope = s.scope(asked, definition, s.CHANGES)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    before = int(definition.parameters["before_months"])
    since = asked.told.changes_since or as_of
    if since > months_before(as_of, (definition.window_months or 12) + before):
        text = N_("The change requests could be read back to {day} only: who was new cannot be told.")
        why = Message(text, {"day": since.isoformat()})
        return definition.unmeasured(Outcome.NOT_MEASURED, why)
    cohort = scope.until_days_before(int(definition.parameters["last_days"]))
    changes = asked.requests.filter(pl.col("kind") == "change", pl.col("author").is_not_null())
    # Dates tell who is new: where the forge tells no standing, somebody new is no less so.
    firsts = changes.unique("author", keep="first", maintain_order=True).filter(
        pl.col("side").ne_missing(r.MEMBER), within("opened_at", cohort.window)
    )
    if firsts.height < definition.minimum["people"]:
        return s.too_little(definition, firsts.height, "people", cohort.window)
    parts = _parts(firsts)
    return definition.measured(
        parts["merged"] / firsts.height,
        items=firsts.height,
        window=Window(cohort.window.start, scope.window.end),
        citations=s.cite(
            asked,
            cohort,
            firsts.height,
            "the first one of each person who is no member, opened in the window",
        ),
        breakdown=s.shares(parts),
    )


def _parts(firsts: pl.DataFrame) -> dict[str, int]:
    merged = pl.col("merged_at").is_not_null()
    declined = ~merged & pl.col("closed_at").is_not_null()
    waiting = ~merged & ~declined
    answered = pl.col("answered_at").is_not_null()
    counts = firsts.select(
        merged=merged.sum(),
        declined=declined.sum(),
        waiting_answered=(waiting & answered).sum(),
        waiting_unanswered=(waiting & ~answered & ~pl.col("cut")).sum(),
        unread=(waiting & ~answered & pl.col("cut")).sum(),
    )
    return {name: int(counts.item(0, name)) for name in counts.columns}
