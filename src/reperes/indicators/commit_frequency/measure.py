"""CHAOSS, Code Changes Commits, by month."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators import changes as ch
from reperes.indicators.contributions import cite
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count commits a month, over the window or since the first commit when it is more recent."""
    months = definition.window_months or 12
    window = last(as_of, months)
    lived = ch.months_lived(facts, as_of)
    if lived < definition.minimum["months"]:
        return ch.too_young(definition, lived, window)
    found = ch.changes_within(facts, window).height
    at = ch.until(facts, as_of)
    over = (
        months if lived >= months else ((as_of - at[0].date()).days + 1) / definition.parameters["month_days"]
    )
    return definition.measured(
        found / over,
        items=found,
        window=window,
        citations=cite(window, found, ch.FILTER),
        series=ch.by_month(at, as_of, int(definition.parameters["series_months"])),
    )
