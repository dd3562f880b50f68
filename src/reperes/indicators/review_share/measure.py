"""How many changes bear the trace of somebody else than their author."""

from datetime import date

import polars as pl

from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.indicators.changes import FILTER, changes_within, others
from reperes.indicators.contributions import cite, too_little
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Share
from reperes.indicators.windows import last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share the commits of the window; too little data under `minimum.commits`."""
    window = last(as_of, definition.window_months or 12)
    commits = changes_within(facts, window)
    items = commits.height
    if items < definition.minimum["commits"]:
        return too_little(definition, items, "commits", window)
    traces = facts.derive(others).join(commits, on="commit", how="semi")
    seen = traces.group_by("commit").agg(pl.col("committer").any())
    committed = int(seen.get_column("committer").sum())
    unseen = commits.join(seen, on="commit", how="anti").get_column("commit")
    history = facts.require(HISTORY)
    hands = history.people.get_column("kind").gather(history.commits.get_column("committer").gather(unseen))
    robots = int((hands == "bot").sum())
    parts = {
        "other_committer": committed,
        "trailer_only": seen.height - committed,
        "robot_committer": robots,
        "no_trace": len(unseen) - robots,
    }
    return definition.measured(
        seen.height / items,
        items=items,
        window=window,
        citations=cite(window, items, FILTER),
        breakdown=tuple(Share(key, count, count / items) for key, count in parts.items()),
    )
