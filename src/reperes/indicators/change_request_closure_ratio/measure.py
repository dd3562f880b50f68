"""CHAOSS, Change Request Closure Ratio, of a cohort: how many change requests were settled."""

from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome

_MERGED = pl.col("merged_at").is_not_null()
_BY = pl.col("ended").fill_null("")
_PARTS = {
    "merged": _MERGED,
    "closed": ~_MERGED & (_BY == r.BY_ANOTHER),
    "withdrawn": ~_MERGED & (_BY == r.BY_AUTHOR),
    "closed_by_bot": ~_MERGED & (_BY == r.BY_BOT),
    "ended_unknown": ~_MERGED & (_BY == r.BY_NOBODY_KNOWN),
    "waiting": pl.col("ended").is_null(),
}
_SETTLED = _PARTS["merged"] | _PARTS["closed"]


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Share those opened over `parameters.last_days` ago; too little data under the minima."""
    asked = r.asked(facts, as_of)
    scope = s.scope(asked, definition, s.CHANGES)
    if isinstance(scope, Message):
        return definition.unmeasured(Outcome.NOT_MEASURED, scope)
    cohort = scope.until_days_before(int(definition.parameters["last_days"]))
    opened = cohort.opened(asked)
    if opened.height < definition.minimum["changes"]:
        return s.too_little(definition, opened.height, "changes", cohort.window)
    parts = {name: opened.filter(part).height for name, part in _PARTS.items()}
    unknown = parts["ended_unknown"]
    if unknown > definition.parameters["unknown_share"] * opened.height:
        text = N_(
            "{n} change requests of {total} were closed without the forge telling by whom: whether that was "
            "a decision is not known."
        )
        why = Message(text, {"n": unknown, "total": opened.height})
        return definition.unmeasured(
            Outcome.NOT_MEASURED, why, items=opened.height - unknown, window=cohort.window, details=parts
        )
    # What its author took back asked for no decision.
    asking = opened.filter(~_PARTS["withdrawn"], ~_PARTS["ended_unknown"])
    if asking.height < definition.minimum["changes_to_settle"]:
        return s.too_little(definition, asking.height, "changes_to_settle", cohort.window)
    settled = asking.filter(_SETTLED)
    outsiders = r.of_side(asking, r.OUTSIDER).height
    apart = {"outsiders_settled": r.of_side(settled, r.OUTSIDER).height, "outsiders": outsiders}
    return definition.measured(
        settled.height / asking.height,
        items=asking.height,
        window=cohort.window,
        citations=s.cite(
            asked,
            cohort,
            asking.height,
            "opened in the window, not closed by their author or by nobody known",
        ),
        details={**parts, **(apart if outsiders else {})},
    )
