"""How many days ago the last release was tagged."""

from datetime import date

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators.contributions import cite
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.releases import FILTER, Kind, none_found, until


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Count days up to `as_of`; not measured when no tag looks like a release."""
    final, early = (until(facts, as_of, kind) for kind in (Kind.RELEASE, Kind.PRE_RELEASE))
    window = Window(None, as_of)
    details = {} if early.is_empty() else {"pre_release_days": (as_of - early[-1]).days}
    if not final.is_empty():
        age = (as_of - final[-1]).days
        found = len(final)
        return definition.measured(
            age, items=found, window=window, citations=cite(window, found, FILTER), details=details
        )
    if early.is_empty():
        return none_found(definition, as_of)
    reason = Message(
        N_("Every dated tag that looks like a version number is that of a pre-release ({count} tags)."),
        {"count": len(early)},
    )
    return definition.unmeasured(Outcome.NOT_MEASURED, reason, items=0, window=window, details=details)
