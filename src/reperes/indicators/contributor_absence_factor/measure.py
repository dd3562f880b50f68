"""CHAOSS, Contributor Absence Factor: the smallest number of people who reach half of the contributions."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators import contributions as c
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count people, in the last `window_months`; too little data under `minimum.contributions`."""
    window = last(as_of, definition.window_months or 12)
    counts = c.per_person(c.within_window(facts, window))
    if sum(counts) < definition.minimum["contributions"]:
        return c.too_little(definition, sum(counts), "contributions", window)
    return definition.measured(
        c.smallest_half(counts), items=sum(counts), window=window, citations=c.cite(window, sum(counts))
    )
