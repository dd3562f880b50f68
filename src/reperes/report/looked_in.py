"""Which catalogues were looked in, or asked, on which day, what was found, and which were not."""

from collections.abc import Iterator
from typing import Any

from reperes.facts.catalogue import Listing
from reperes.facts.fact import Absent
from reperes.facts.schema import CATALOGUES
from reperes.i18n import N_, Language, translate
from reperes.knowledge.catalogue import catalogues
from reperes.observation import Observation
from reperes.report.formats import clauses, day, number
from reperes.report.view import Declaration, Table
from reperes.report.wording import of


def _told(observation: Observation) -> Iterator[tuple[str, Listing]]:
    """Yield the catalogues that could be read, as they were on the day observed or before."""
    for name, key in CATALOGUES.items():
        value = observation.facts.value(key)
        if not isinstance(value, Absent) and value.day <= observation.as_of and _is_of_projects(name):
            yield name, value


def _is_of_projects(name: str) -> bool:
    return catalogues()[name].holds != "bodies"


def _is_old(name: str, listing: Listing, observation: Observation) -> bool | None:
    """Return whether what it says is old or no longer kept up; None when nothing tells it."""
    if listing.undated:
        return True if catalogues()[name].ended_on(observation.as_of) else None
    return catalogues()[name].is_old(listing.day, observation.as_of)


def declaration(observation: Observation, language: Language) -> Declaration | None:
    """Return what was looked in, as a table, and what was not; None when no catalogue was."""
    rows = tuple(_row(name, listing, observation, language) for name, listing in _told(observation))
    if not rows:
        return None
    title = translate(language, N_("Catalogues looked in"))
    headers = (translate(language, N_("Catalogue")), translate(language, N_("What was found in it")))
    return Declaration(
        title, Table(title, headers, rows, numbers_from=2), _left_out(observation, language), ()
    )


def _left_out(observation: Observation, language: Language) -> str | None:
    looked = {name for name, _ in _told(observation)}
    left = [
        of(one.label, language)
        for name, one in catalogues().items()
        if name not in looked and _is_of_projects(name)
    ]
    if not left:
        return None
    return translate(language, N_("Not looked in: {names}."), names=", ".join(left))


def _row(name: str, listing: Listing, observation: Observation, language: Language) -> tuple[str, str]:
    def say(text: str, **args: object) -> str:
        return translate(language, text, **args)

    when = day(listing.day, language)
    if listing.total is None:
        state = say(N_("asked about the project on {day}"), day=when)
    elif listing.undated:
        state = say(N_("brought on {day}, of a day that the file does not tell"), day=when)
    else:
        state = say(N_("as it was on {day}"), day=when)
    parts = [state, _found(name, listing, language)]
    if listing.by_name:
        parts.append(say(N_("by its name alone: {count}"), count=number(len(listing.by_name), language)))
    if listing.skipped:
        parts.append(say(N_("rows left out: {count}"), count=number(listing.skipped, language)))
    if _is_old(name, listing, observation):
        parts.append(say(N_("old, or no longer kept up")))
    return of(catalogues()[name].label, language), clauses(parts, language)


def _found(name: str, listing: Listing, language: Language) -> str:
    count = number(len(listing.sure), language)
    if listing.total is None:
        return translate(language, N_("found: {count}"), count=count)
    total = number(listing.total, language)
    text = N_("records of the project: {count} of {total}")
    if catalogues()[name].holds == "organisations":
        text = N_("records of who holds it: {count} of {total}")
    if catalogues()[name].holds == "domains":
        text = N_("domains that sign contributions: {count} of {total}")
    return translate(language, text, count=count, total=total)


def as_data(observation: Observation) -> list[dict[str, Any]]:
    """Return the catalogues that were looked in, as JSON types; `day` and `old` are null when not known."""
    return [
        {
            "catalogue": name,
            "day": None if listing.undated else listing.day.isoformat(),
            "taken_on": listing.taken_at.date().isoformat(),
            "url": listing.url,
            "checksum": listing.checksum,
            "records": listing.total,
            "skipped": listing.skipped,
            "found": len(listing.sure),
            "by_name": len(listing.by_name),
            "old": _is_old(name, listing, observation),
        }
        for name, listing in _told(observation)
    ]
