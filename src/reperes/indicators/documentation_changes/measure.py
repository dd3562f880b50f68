"""How many changes touch documentation."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.paths import measure_share


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the commits of the last `window_months`; too little data under `minimum.commits`."""
    return measure_share(facts, as_of, definition, "documentation")
