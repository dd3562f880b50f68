"""CHAOSS, Change Request Acceptance Ratio: of the change requests closed, how many were merged."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.windows import within


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share those closed in the last `window_months`; too little data under `minimum.changes`."""
    asked = r.asked(facts, as_of)
    scope = s.scope(asked, definition, s.CHANGES)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    closed = (
        asked.requests.filter(pl.col("kind") == "change")
        .with_columns(pl.max_horizontal("closed_at", "merged_at").alias("ended_at"))
        .filter(within("ended_at", scope.window))
    )
    if closed.height < definition.minimum["changes"]:
        return s.too_little(definition, closed.height, "changes", scope.window)
    merged = closed.filter(pl.col("merged_at").is_not_null())
    outsiders = r.of_side(closed, r.OUTSIDER).height
    apart = {"outsiders_merged": r.of_side(merged, r.OUTSIDER).height, "outsiders": outsiders}
    return definition.measured(
        merged.height / closed.height,
        items=closed.height,
        window=scope.window,
        citations=s.cite(asked, scope, closed.height, "closed in the window"),
        details={"merged": merged.height, **(apart if outsiders else {})},
    )
