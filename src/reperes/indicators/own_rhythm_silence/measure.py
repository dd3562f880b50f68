"""How unusual the present silence is, for this project."""

from datetime import date

import polars as pl

from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.indicators.contributions import cite, contributions, too_little
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.windows import months_before

FILTER = "days on which a person wrote, merged or integrated a commit of the observed branch"


def active_days(facts: FactSet) -> pl.Series:
    """Return the days (UTC), in order, on which a person wrote, merged or integrated a commit."""
    history = facts.require(HISTORY)
    human = history.people.get_column("kind") == "human"
    by_human, into = (human.gather(history.commits.get_column(name)) for name in ("author", "committer"))
    written = history.commits.get_column("authored_at").filter(by_human)
    integrated = history.commits.get_column("committed_at").filter(by_human | into)
    co_written = facts.derive(contributions).get_column("at")
    instants = pl.concat([series.rename("day") for series in (written, integrated, co_written)])
    return instants.dt.date().drop_nulls().unique().sort()


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Weigh the gaps of the window, which ends where the silence begins; too little under `minimum.gaps`.

    The value is 1 for any silence under `parameters.least_days`.
    """
    days = facts.derive(active_days)
    days = days.filter(days <= as_of)
    if days.is_empty():
        return too_little(definition, 0, "gaps", None)
    latest: date = days[-1]
    window = Window(months_before(latest, definition.window_months or 60), latest)
    days = days.filter(days >= window.start)
    gaps: list[int] = days.diff().drop_nulls().dt.total_days().to_list()
    silence = (as_of - latest).days
    if len(gaps) < definition.minimum["gaps"]:
        details = {"silence_days": silence}
        return too_little(definition, len(gaps), "gaps", window, details)
    as_long = [gap for gap in gaps if gap >= silence]
    short = silence < definition.parameters["least_days"]
    return definition.measured(
        1 if short else sum(as_long) / sum(gaps),
        items=len(gaps),
        window=window,
        citations=cite(window, len(days), FILTER),
        details={"silence_days": silence, "longest_gap_days": max(gaps), "gaps_as_long": len(as_long)},
    )
