"""How many changes touch tests."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.facts.schema import TREE
from reperes.i18n import N_
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.paths import classify, measure_share
from reperes.indicators.windows import last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the commits of the last `window_months`; too little data under `minimum.commits`.

    Not applicable when no file of the tree has the extension of a programming language.
    """
    entries = facts.require(TREE).entries.filter(pl.col("mode").str.starts_with("100"))
    if not classify(entries.get_column("path")).get_column("source").any():
        reason = Message(N_("The repository holds no program file."))
        window = last(as_of, definition.window_months or 12)
        return definition.unmeasured(Outcome.NOT_APPLICABLE, reason, window=window)
    return measure_share(facts, as_of, definition, "tests")
