"""How many changes bear the trace of somebody else than their author."""

from datetime import date

import polars as pl

from reperes.facts.factset import FactSet
from reperes.indicators.changes import FILTER, changes_within, others
from reperes.indicators.contributions import cite, too_little
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome, Share
from reperes.indicators.reviews import by_robots, out_of_sight
from reperes.indicators.windows import last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the commits of the window, unless robots integrated most; too little under `minimum.commits`."""
    window = last(as_of, definition.window_months or 12)
    commits = changes_within(facts, window)
    items = commits.height
    if items < definition.minimum["commits"]:
        return too_little(definition, items, "commits", window)
    traces = facts.derive(others).join(commits, on="commit", how="semi")
    seen = traces.group_by("commit").agg(pl.col("committer").any())
    committed = int(seen.get_column("committer").sum())
    robots = by_robots(facts, commits)
    parts = {
        "other_committer": committed,
        "trailer_only": seen.height - committed,
        "robot_committer": robots,
        "no_trace": items - seen.height - robots,
    }
    shares = tuple(Share(key, count, count / items) for key, count in parts.items())
    if (reason := out_of_sight(definition, robots, items)) is not None:
        return definition.unmeasured(
            Outcome.NOT_MEASURED, reason, items=items, window=window, breakdown=shares
        )
    return definition.measured(
        seen.height / items,
        items=items,
        window=window,
        citations=cite(window, items, FILTER),
        breakdown=shares,
    )
