"""CHAOSS, New Contributors: how many people contributed for the first time in the window."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators.cohorts import arrived, by_calendar_year, count_people
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count people whose first contribution of the whole history falls in the last `window_months`."""
    series = by_calendar_year(facts, as_of, new=True)
    return count_people(facts, as_of, definition, arrived, series=series)
