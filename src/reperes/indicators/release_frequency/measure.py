"""CHAOSS, Release Frequency: on how many days of the window a release was tagged."""

from datetime import date

from reperes.facts.factset import FactSet
from reperes.indicators.changes import by_year
from reperes.indicators.contributions import cite
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.indicators.releases import FILTER, Kind, none_found, until
from reperes.indicators.windows import last


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count days in the last `window_months`; not measured when no tag ever looked like a version."""
    final, early = (until(facts, as_of, kind) for kind in (Kind.RELEASE, Kind.PRE_RELEASE))
    if final.is_empty() and early.is_empty():
        return none_found(definition, as_of)
    window = last(as_of, definition.window_months or 12)
    recent, recent_early = (days.filter(days >= window.start) for days in (final, early))
    return definition.measured(
        recent.n_unique(),
        items=len(recent),
        window=window,
        citations=cite(window, len(recent), FILTER),
        series=by_year(final.unique(), as_of),
        details={"pre_releases": recent_early.n_unique()},
    )
