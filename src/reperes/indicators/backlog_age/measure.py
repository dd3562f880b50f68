"""How many of the requests that wait have waited for more than a year."""

from datetime import date, timedelta

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Citation, QueryCitation, WebCitation, Window
from reperes.facts.factset import FactSet
from reperes.facts.forge import Counters, ForgeRepository, Requests
from reperes.facts.schema import FORGE, REQUESTS
from reperes.i18n import N_
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.windows import months_before, within

_COUNTED = "issues and change requests open on the forge, of bots too, as it counts them"
_RECENT = "issues and change requests opened in the window and still open, of bots too"


def measure(facts: FactSet, as_of: date, definition: Definition) -> Measure:
    """Take those opened in the last year away from all; too little data under `minimum.open_requests`."""
    forge, told = facts.require(FORGE), facts.require(REQUESTS)
    day = forge.read_at.date()
    year = Window(months_before(day, definition.window_months or 12), day)
    total = _open(forge.counters)
    why = _why_not(forge, told, as_of, year)
    if why is not None or total is None:
        why = why or Message(N_("The forge does not tell how many issues and change requests are open."))
        return definition.unmeasured(Outcome.NOT_MEASURED, why)
    if total < definition.minimum["open_requests"]:
        return s.too_little(definition, total, "open_requests", Window(day, day))
    still = pl.col("closed_at").is_null() & pl.col("merged_at").is_null()
    recent = told.requests.filter(still, within("opened_at", year)).height
    if recent > total:
        text = N_(
            "The figures disagree: {recent} recent requests are open, and the forge counts {total} in all."
        )
        return definition.unmeasured(Outcome.NOT_MEASURED, Message(text, {"recent": recent, "total": total}))
    return definition.measured(
        (total - recent) / total,
        items=total,
        window=Window(day, day),
        citations=_cite(facts, told, total, recent, year),
        details={"open": total, "open_over_year": total - recent},
    )


def _open(counters: Counters) -> int | None:
    if counters.open_issues is None or counters.open_changes is None:
        return None
    return counters.open_issues + counters.open_changes


def _why_not(forge: ForgeRepository, told: Requests, as_of: date, year: Window) -> Message | None:
    """Return why what the forge counts cannot be parted by age."""
    if as_of < year.end:
        text = N_("The forge tells what is open on {day}, which is later than the day observed.")
        return Message(text, {"day": year.end.isoformat()})
    if abs(told.read_at - forge.read_at) > timedelta(days=1):
        return Message(N_("The requests were not read on the day when the forge counted them."))
    since = [told.issues_since, told.changes_since]
    if any(day is None or (year.start is not None and day > year.start) for day in since):
        return Message(N_("The issues and the change requests could not both be read a year back."))
    return None


def _cite(facts: FactSet, told: Requests, total: int, recent: int, year: Window) -> tuple[Citation, ...]:
    forge, requests = facts.fact(FORGE), facts.fact(REQUESTS)
    queries = [
        QueryCitation(fact.provenance.source, filter_, window, count)
        for fact, filter_, window, count in (
            (forge, _COUNTED, Window(year.end, year.end), total),
            (requests, _RECENT, year, recent),
        )
        if fact is not None
    ]
    pages = [url for url in (told.issues_url, told.changes_url) if url]
    return (*queries, *(WebCitation(url, told.read_at.date()) for url in pages))
