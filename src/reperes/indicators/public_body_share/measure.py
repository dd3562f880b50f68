"""The share of contributions made by people who write from a public body, research apart."""

from datetime import date

import polars as pl

from reperes.facts.factset import FactSet
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.organisations import IDENTIFIED, UNIDENTIFIED, UNKNOWN, measure_organisations

_PUBLIC, _RESEARCH = "public-body", "research"
_PARTS = {
    _PUBLIC: _PUBLIC,
    _RESEARCH: _RESEARCH,
    **{kind: "other-organisation" for kind in IDENTIFIED if kind not in {_PUBLIC, _RESEARCH}},
    UNIDENTIFIED: UNIDENTIFIED,
    UNKNOWN: UNKNOWN,
}


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share contributions, in the last `window_months`; too little data under `minimum.contributions`."""
    return measure_organisations(facts, as_of, definition, _share, _PARTS)


def _share(counted: pl.DataFrame) -> float:
    public = counted.filter(pl.col("kind") == _PUBLIC).get_column("contributions").sum()
    return int(public) / int(counted.get_column("contributions").sum())
