"""How many requests got an answer within seven days, of all those that could have had one."""

from datetime import date, timedelta

import polars as pl

from reperes.facts.factset import FactSet
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share those answered within `parameters.days`; too little data under `minimum.requests`."""
    asked = r.asked(facts, as_of)
    scope = s.heard(asked, definition)
    if isinstance(scope, Measure):
        return scope
    week = timedelta(days=definition.parameters["days"])
    opened = scope.opened(asked)
    # Of the last ones, to count those already answered and not the others would flatter.
    old = opened.filter("read", pl.col("opened_at") <= asked.until - week)
    if (why := s.ended_by_nobody_known(definition, old)) is not None:
        return definition.unmeasured(Outcome.NOT_MEASURED, why, items=old.height, window=scope.window)
    soon = (r.to_answer() <= week).fill_null(value=False)
    told = old.filter(soon | (r.followed() >= week)).with_columns(soon.alias("soon"))
    if told.height < definition.minimum["requests"]:
        return s.too_little(definition, told.height, "requests", scope.window)
    answered = told.filter("soon")
    details = {
        "answered": answered.height,
        **_of(told, r.OUTSIDER, "outsiders"),
        **_of(told, r.MEMBER, "members"),
        "by_maintainer": int(answered.get_column("answered_by_member").sum()),
        "left_out": opened.height - told.height,
        **s.left_out(asked, scope),
    }
    return definition.measured(
        answered.height / told.height,
        items=told.height,
        window=scope.window,
        citations=s.cite(asked, scope, told.height, "opened in the window and followed for 7 days"),
        details=details,
    )


def _of(told: pl.DataFrame, side: str, name: str) -> dict[str, float]:
    """Return the counts of one side, nothing when nobody is on it."""
    rows = r.of_side(told, side)
    if rows.is_empty():
        return {}
    return {f"{name}_answered": int(rows.get_column("soon").sum()), name: rows.height}
