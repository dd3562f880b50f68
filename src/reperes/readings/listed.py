"""What catalogues say of the project, as readings use it: cited by the page of the record, and its day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reperes.facts.catalogue import Entry, LegalForm, Listing, Party, Rests
from reperes.facts.citation import WebCitation
from reperes.knowledge.catalogue import catalogues
from reperes.readings.seen import Seen
from reperes.subject.names import folded

REGISTER = "recherche-entreprises"
_OWN = frozenset({"repository", "package", "identifier", "account", "forge"})
"""What ties a record to the project itself, or to who holds it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a catalogue, with what ties it to the project."""

    listing: Listing
    entry: Entry
    rests: Rests

    @property
    def day(self) -> date | None:
        """The day whose state it tells: its own where each record has one; None when nothing tells it."""
        if self.listing.undated:
            return None
        if not catalogues()[self.listing.catalogue].rows_dated:
            return self.listing.day
        return None if self.entry.dated is None else min(self.entry.dated, self.listing.day)

    @property
    def said(self) -> dict[str, Any]:
        """Return the placeholders that every sentence about a record has: `catalogue`, `day`, `entry`."""
        day = "undated" if self.day is None else self.day.isoformat()
        return {"catalogue": self.listing.catalogue, "day": day, "entry": self.entry.name}

    def is_old(self, on: date) -> bool:
        """Return whether what it says is old on a day, not kept up then, or of a day that is not known."""
        return self.day is None or catalogues()[self.listing.catalogue].is_old(self.day, on)

    def cite(self, quote: str | None = None) -> WebCitation:
        """Return the citation of the page of the record, as it was on its day."""
        return WebCitation(self.entry.url, self.day or self.listing.day, quote)


def records(seen: Seen, *names: str) -> Iterator[Record]:
    """Yield the records that are surely the project's own, of these catalogues, or of all of them.

    Those of the register of organisations are of bodies, and found by name: they are not among them. Nor are
    those that were withdrawn: they tell no more than that.
    """
    for record in _own(seen):
        if record.entry.removed is None and (not names or record.listing.catalogue in names):
            yield record


def of_domain(seen: Seen, domain: str) -> tuple[WebCitation, ...]:
    """Return the citation of the list that tells whose a domain is, none when no list does."""
    return tuple(
        Record(listing, one.entry, one.rests).cite()
        for listing in seen.listings.values()
        for one in listing.found
        if one.rests == "domain" and domain in one.entry.domains
    )


def withdrawn(seen: Seen) -> Iterator[Record]:
    """Yield the records that are surely the project's own, and that their catalogue withdrew."""
    return (record for record in _own(seen) if record.entry.removed is not None)


def _own(seen: Seen) -> Iterator[Record]:
    for name, listing in seen.listings.items():
        if name != REGISTER:
            yield from (Record(listing, one.entry, one.rests) for one in listing.found if one.rests in _OWN)


def given(seen: Seen) -> Iterator[Record]:
    """Yield the records of what was given to the repository: they may bear the name of something else."""
    for listing in seen.listings.values():
        found = (one for one in listing.found if one.rests == "contribution")
        yield from (Record(listing, one.entry, one.rests) for one in found)


def namesakes(seen: Seen) -> Iterator[Record]:
    """Yield the records that bear the name of the project, and that nothing else ties to it."""
    for name, listing in seen.listings.items():
        if name != REGISTER:
            yield from (Record(listing, entry, "name") for entry in listing.by_name)


def parties(record: Record, *parts: str) -> Iterator[Party]:
    """Yield the organisations that a record ties to the project by one of these parts."""
    return (one for one in record.entry.parties if one.part in parts)


@dataclass(frozen=True, slots=True)
class Number:
    """A registration number, and what it rests on: a `catalogue` gives it to that very body, or its `name`.

    `legal` is what the register says, when it was the one to give it.
    """

    identifier: str
    rests: str
    name: str
    citation: WebCitation
    catalogue: str
    legal: LegalForm | None = None


def number_of_body(seen: Seen, name: str | None) -> Number | None:
    """Return the number under which a register knows a body of that name; None when none, or several, do."""
    if not name:
        return None
    wanted = folded(name)
    given: dict[str, Number] = {}
    for record in records(seen):
        catalogue = record.listing.catalogue
        for party in record.entry.parties:
            if party.siren is not None and folded(party.name) == wanted:
                # Of a provider or a user, it is the number of a body that bears the name.
                rests = "catalogue" if party.part == "steward" else "name"
                number = Number(party.siren, rests, party.name, record.cite(), catalogue)
                first = given.setdefault(party.siren, number)
                if first.rests == "name":
                    given[party.siren] = number if rests == "catalogue" else first
    if given:
        return next(iter(given.values())) if len(given) == 1 else None
    listing = seen.listings.get(REGISTER)
    found = [one.entry for one in (listing.found if listing else ()) if _bears(one.entry, wanted)]
    if listing is None or len(found) != 1 or found[0].legal is None:
        return None
    entry, legal = found[0], found[0].legal
    cited = WebCitation(entry.url, listing.day)
    return Number(legal.siren, "name", entry.name, cited, REGISTER, legal)


def _bears(entry: Entry, wanted: str) -> bool:
    return any(folded(one) == wanted for one in (entry.name, *entry.names))


def by_category(legal: LegalForm, lists: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the value whose list holds the longest beginning of a legal category; None when none does."""
    held = [
        (len(start), value)
        for value, starts in lists.items()
        for start in starts
        if legal.category.startswith(start)
    ]
    return max(held)[1].replace("_", "-") if held else None
