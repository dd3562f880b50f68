"""How many people take in, or vouch for, the work of others."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators.changes import FILTER, changes_within, others
from reperes.indicators.contributions import cite, too_little
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.reviews import by_robots, out_of_sight
from reperes.indicators.windows import last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count people with a trace on a commit of others in the window, unless robots integrated most.

    Too little data under `minimum.commits`.
    """
    window = last(as_of, definition.window_months or 12)
    commits = changes_within(facts, window)
    if commits.height < definition.minimum["commits"]:
        return too_little(definition, commits.height, "commits", window)
    traces = facts.derive(others).join(commits, on="commit", how="semi")
    details = {"commits_with_trace": traces.get_column("commit").n_unique()}
    reason = out_of_sight(definition, by_robots(facts, commits), commits.height)
    if reason is not None:
        return definition.unmeasured(
            Outcome.NOT_MEASURED, reason, items=commits.height, window=window, details=details
        )
    return definition.measured(
        traces.get_column("person").n_unique(),
        items=commits.height,
        window=window,
        citations=cite(window, commits.height, FILTER),
        details=details,
    )
