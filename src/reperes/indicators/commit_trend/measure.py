"""How the number of commits changed from one year to the next."""

from datetime import date

from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.indicators import changes as ch
from reperes.indicators.contributions import cite, too_little
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import before_last, last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Compare the two halves of the window: (after - before) / before, -0.25 is a quarter less."""
    months = (definition.window_months or 24) // 2
    older, newer = before_last(as_of, months), last(as_of, months)
    window = Window(older.start, newer.end)
    lived = ch.months_lived(facts, as_of)
    if lived < definition.minimum["months"]:
        return ch.too_young(definition, lived, window)
    before, after = ch.changes_within(facts, older).height, ch.changes_within(facts, newer).height
    if before < definition.minimum["commits"]:
        return too_little(definition, before, "commits", older)
    return definition.measured(
        (after - before) / before,
        items=before + after,
        window=window,
        citations=cite(older, before, ch.FILTER) + cite(newer, after, ch.FILTER),
        series=ch.by_year(ch.until(facts, as_of), as_of),
    )
