"""CHAOSS, Change Request Closure Ratio, of a cohort: how many change requests were settled."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.indicators import requests as r
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share those opened over `parameters.last_days` ago; too little data under `minimum.changes`."""
    asked = r.asked(facts, as_of)
    scope = r.scope(asked, definition, r.CHANGES)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    cohort = scope.until_days_before(int(definition.parameters["last_days"]))
    opened = asked.opened(cohort)
    if opened.height < definition.minimum["changes"]:
        return r.too_little(definition, opened.height, "changes", cohort.window)
    settled = opened.filter(pl.max_horizontal("closed_at", "merged_at").is_not_null())
    outsiders = r.of_side(opened, r.OUTSIDER).height
    apart = {"outsiders_closed": r.of_side(settled, r.OUTSIDER).height, "outsiders": outsiders}
    return definition.measured(
        settled.height / opened.height,
        items=opened.height,
        window=cohort.window,
        citations=r.cite(asked, cohort, opened.height, "opened in the window"),
        details={"closed": settled.height, **(apart if outsiders else {})},
    )
