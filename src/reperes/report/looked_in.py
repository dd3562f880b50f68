"""Which catalogues were looked in, or asked, on which day, and how many records were found."""

from collections.abc import Iterator
from typing import Any

from reperes.facts.catalogue import Listing
from reperes.facts.fact import Absent, Reason
from reperes.facts.schema import CATALOGUES
from reperes.i18n import N_, Language, translate
from reperes.knowledge.catalogue import catalogues
from reperes.observation import Observation
from reperes.report.formats import day, number
from reperes.report.view import Declaration, Table
from reperes.report.wording import of


def _told(observation: Observation) -> Iterator[tuple[str, Listing, bool]]:
    """Yield the catalogues that could be read, and whether what they say is old or no longer kept up."""
    for name, key in CATALOGUES.items():
        fact = observation.facts.fact(key)
        if fact is None or isinstance(fact.value, Absent) or fact.value.day > observation.as_of:
            continue
        # A list of bodies tells something of a project only where one of them holds it.
        if fact.value.found or catalogues()[name].holds in {"software", "facts"}:
            old = any(limit.reason is Reason.STALE for limit in fact.limits)
            yield name, fact.value, old


def declaration(observation: Observation, language: Language) -> Declaration | None:
    """Return what was looked in, as a table; None when nothing was."""
    rows = tuple(_row(name, listing, language, old=old) for name, listing, old in _told(observation))
    if not rows:
        return None
    title = translate(language, N_("Catalogues looked in"))
    headers = (translate(language, N_("Catalogue")), translate(language, N_("What was found in it")))
    return Declaration(title, Table(title, headers, rows, numbers_from=2), None, ())


def _row(name: str, listing: Listing, language: Language, *, old: bool) -> tuple[str, str]:
    text = N_("as it was on {day}; of the project: {found} of {total} records")
    if listing.total is None:
        text = N_("asked about the project on {day}: {found} found")
    said = translate(
        language,
        text,
        day=day(listing.day, language),
        found=number(len(listing.sure), language),
        total=number(listing.total or 0, language),
    )
    if by_name := len(listing.by_name):
        more = N_("{said}; by its name alone: {count}")
        said = translate(language, more, said=said, count=number(by_name, language))
    if old:
        said = translate(language, N_("{said}; old, or no longer kept up"), said=said)
    return of(catalogues()[name].label, language), said


def as_data(observation: Observation) -> list[dict[str, Any]]:
    """Return the catalogues that were looked in, as JSON types."""
    return [
        {
            "catalogue": name,
            "day": listing.day.isoformat(),
            "taken_on": listing.taken_at.date().isoformat(),
            "url": listing.url,
            "checksum": listing.checksum,
            "records": listing.total,
            "found": len(listing.sure),
            "by_name": len(listing.by_name),
            "old": old,
        }
        for name, listing, old in _told(observation)
    ]
