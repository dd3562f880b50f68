"""OSS Compass v2, core contributors, retention: of the core of the year before, those who are core again."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators.cohorts import measure_turnover
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the core of the first half of the window; too little under the minima there."""
    return measure_turnover(facts, as_of, definition, "retained")
