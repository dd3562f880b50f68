"""How long a change waits before somebody else takes it in."""

from datetime import date

import polars as pl

from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.indicators.changes import others
from reperes.indicators.contributions import cite, too_little
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import last, within

FILTER = (
    "commits of the observed branch, without merges, written by one person and committed by another; "
    "by committer date"
)


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Take the median, in days, over commits integrated in the window; too little under `minimum.commits`."""
    window = last(as_of, definition.window_months or 12)
    integrated = facts.derive(others).filter("committer").get_column("commit")
    # A clock that is wrong makes negative delays: nobody integrates before the change is written.
    delay = (pl.col("committed_at") - pl.col("authored_at")).dt.total_seconds().clip(lower_bound=0)
    items, median = (
        facts.require(HISTORY)
        .commits[integrated]
        .filter(within("committed_at", window))
        .select(pl.len(), delay.median().alias("median"))
        .row(0)
    )
    if items < definition.minimum["commits"]:
        return too_little(definition, items, "commits", window)
    return definition.measured(
        median / 86400, items=items, window=window, citations=cite(window, items, FILTER)
    )
