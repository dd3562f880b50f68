"""CHAOSS, Organizational Diversity: how many known organisations contribute, and the share of each kind."""

from datetime import date

import polars as pl

from reperes.facts.factset import FactSet
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.organisations import IDENTIFIED, KINDS, measure_organisations


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count organisations, in the last `window_months`; too little data under `minimum.contributions`."""
    return measure_organisations(facts, as_of, definition, _identified, {kind: kind for kind in KINDS})


def _identified(counted: pl.DataFrame) -> float:
    return counted.filter(pl.col("kind").is_in(IDENTIFIED)).height
