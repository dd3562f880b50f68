"""How many requests got an answer within seven days, of all those that could have had one."""

from datetime import date, timedelta

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.indicators import requests as r
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share those answered within `parameters.days`; too little data under `minimum.requests`."""
    asked = r.asked(facts, as_of)
    scope = r.scope(asked, definition)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    week = timedelta(days=definition.parameters["days"])
    opened = asked.opened(scope)
    # Of the last ones, to count those already answered and not the others would flatter.
    old = opened.filter(pl.col("opened_at") <= asked.until - week)
    soon = (r.to_answer() <= week).fill_null(value=False)
    told = old.filter("read", soon | (r.followed() >= week)).with_columns(soon.alias("soon"))
    if told.height < definition.minimum["requests"]:
        few = r.too_few_read(definition, old, scope.window)
        return few or r.too_little(definition, told.height, "requests", scope.window)
    answered = told.filter("soon")
    details = {
        "answered": answered.height,
        **_of(told, r.OUTSIDER, "outsiders"),
        **_of(told, r.MEMBER, "members"),
        "by_maintainer": int(answered.get_column("answered_by_member").sum()),
        "left_out": opened.height - told.height,
    }
    return definition.measured(
        answered.height / told.height,
        items=told.height,
        window=scope.window,
        citations=r.cite(asked, scope, told.height, "opened in the window and followed for 7 days"),
        details=details,
    )


def _of(told: pl.DataFrame, side: str, name: str) -> dict[str, float]:
    """Return the counts of one side, nothing when nobody is on it."""
    rows = r.of_side(told, side)
    if rows.is_empty():
        return {}
    return {f"{name}_answered": int(rows.get_column("soon").sum()), name: rows.height}
