"""CHAOSS, Elephant Factor: the smallest number of organisations that reach half of all contributions."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators.contributions import smallest_half
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.organisations import IDENTIFIED, UNIDENTIFIED, UNKNOWN, measure_organisations

_PARTS = {**dict.fromkeys(IDENTIFIED, "identified"), UNIDENTIFIED: UNIDENTIFIED, UNKNOWN: UNKNOWN}


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count organisations, in the last `window_months`; too little data under `minimum.contributions`.

    Half is that of all the contributions, unknown ones too: whomever these belong to, fewer organisations
    may reach half, never more.
    """
    return measure_organisations(facts, as_of, definition, _factor, _PARTS)


def _factor(counted: pl.DataFrame) -> float | Message:
    whole = int(counted.get_column("contributions").sum())
    known = counted.filter(pl.col("kind").is_in(IDENTIFIED)).get_column("contributions").to_list()
    factor = smallest_half(known, whole=whole)
    if factor:
        return factor
    return Message(
        N_("The known organisations together make {percent}% of the contributions: less than half."),
        {"percent": 100 * sum(known) // whole},
    )
