"""How many of the people who contributed in the window had done so before."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators.cohorts import arrived, by_calendar_year, count_people
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count people active in the last `window_months` whose first contribution is older."""
    series = by_calendar_year(facts, as_of, new=False)
    return count_people(facts, as_of, definition, lambda window: ~arrived(window), series=series)
