"""Year on year retention, after LFX Insights' on quarters: who of last year's people is there this year."""

from datetime import date

from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.indicators import contributions as c
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import before_last, last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the people of the first half of the window; too little data under `minimum.people`."""
    months = (definition.window_months or 24) // 2
    older, newer = before_last(as_of, months), last(as_of, months)
    before, after = c.within_window(facts, older), c.within_window(facts, newer)
    people = before.select("person").unique()
    if people.height < definition.minimum["people"]:
        return c.too_little(definition, people.height, "people", older)
    kept = people.join(after, on="person", how="semi").height
    return definition.measured(
        kept / people.height,
        items=people.height,
        window=Window(older.start, newer.end),
        citations=c.cite(older, before.height) + c.cite(newer, after.height),
    )
