"""CHAOSS, Contributors: how many people contributed in the window."""

from datetime import date

import polars as pl

from reperes.facts.factset import FactSet
from reperes.indicators.cohorts import count_people
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count people who contributed in the last `window_months`."""
    return count_people(facts, as_of, definition, lambda _: pl.lit(value=True))
