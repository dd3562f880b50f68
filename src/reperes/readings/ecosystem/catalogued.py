"""What catalogues say around the project: who uses it, who provides services, what depends on it."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from reperes.facts.catalogue import Listing, Party
from reperes.facts.citation import QueryCitation, Window
from reperes.knowledge.catalogue import catalogues
from reperes.readings.ecosystem.actors import PUBLIC
from reperes.readings.listed import Record, given, namesakes, parties, records, withdrawn
from reperes.readings.model import Piece, Question, Weight
from reperes.readings.named import known
from reperes.readings.seen import Seen
from reperes.readings.stewardship import plain

_MOST = 8
"""Bodies that one could call, and software alike, that are named: more would not be read."""
_MOST_QUESTIONS = 3


def support(seen: Seen) -> Iterator[Piece]:
    """Yield how many bodies catalogues tie to the project, then which ones hold it, under which name."""
    piece = seen.definition.piece
    for name, part in (("users_listed", "user"), ("providers_listed", "provider")):
        for record in records(seen):
            if count := sum(1 for _ in parties(record, part)):
                yield piece(name, record.cite(), count=count, **record.said)
    for record in records(seen):
        if catalogues()[record.listing.catalogue].holds != "organisations":
            yield piece("in_catalogue", record.cite(), rests=record.rests, **record.said)
        copies = record.entry.copies
        if copies is not None and copies.first is not None:
            days = {
                "first_day": copies.first.isoformat(),
                "last_day": (copies.last or copies.first).isoformat(),
            }
            yield piece("copied", record.cite(), **{**record.said, **days})
    yield from _namesakes(seen)
    yield from _nowhere(seen)


def against(seen: Seen) -> Iterator[Piece]:
    """Yield that a catalogue withdrew the project, or does not put it in the support market."""
    for record in withdrawn(seen):
        removed = record.entry.removed
        on = None if removed is None or removed.on is None else removed.on.isoformat()
        cited = record.cite(None if removed is None else removed.reason)
        name = "withdrawn" if on else "withdrawn_some_day"
        yield seen.definition.piece(name, cited, removed_day=on or "", **record.said)
    every = [*records(seen), *namesakes(seen)]
    is_named = any(one.entry.support_contract and one.entry.removed is None for one in every)
    for record in records(seen):
        if record.entry.support_contract is False:
            name = "support_market_disputed" if is_named else "out_of_support_market"
            yield seen.definition.piece(name, record.cite(), **record.said)


def _namesakes(seen: Seen) -> Iterator[Piece]:
    for record in namesakes(seen):
        yield seen.definition.piece("same_name", record.cite(), **record.said)


def _nowhere(seen: Seen) -> Iterator[Piece]:
    """Yield the catalogues of software looked in at the project's address, and where nothing was found."""
    empty = {
        name: listing
        for name, listing in seen.listings.items()
        if seen.origin and not listing.found and name in seen.definition.lists["of_software"]
    }
    old = {name for name, one in empty.items() if _is_old(one, seen.as_of)}
    for message, chosen in (("not_found_in", empty.keys() - old), ("not_found_in_old", old)):
        names = [name for name in empty if name in chosen]
        if names:
            cited = (
                QueryCitation(
                    f"catalogue.{name}",
                    f"records at {seen.origin}",
                    Window(empty[name].day, empty[name].day),
                    0,
                )
                for name in names
            )
            yield seen.definition.piece(message, *cited, catalogues=names)


def _is_old(listing: Listing, on: date) -> bool:
    return listing.undated or catalogues()[listing.catalogue].is_old(listing.day, on)


def reuses(seen: Seen) -> Iterator[Piece]:
    """Yield what depends on the packages of the project, and the software that catalogues hold for alike."""
    for record in records(seen):
        for one in record.entry.reuse:
            counts = (("repositories_depend", one.repositories), ("packages_depend", one.packages))
            for name, count in counts:
                if count is not None:
                    cited = record.cite()
                    yield seen.definition.piece(name, cited, package=one.package, count=count, **record.said)
        if record.entry.similar:
            names = list(record.entry.similar[:_MOST])
            yield seen.definition.piece("similar", record.cite(), names=names, **record.said)


def public_support(seen: Seen) -> Iterator[Piece]:
    """Yield what the State's own lists do for the project."""
    piece = seen.definition.piece
    for record in records(seen):
        entry = record.entry
        if entry.public_service:
            yield piece("public_service", record.cite(), **record.said)
        if entry.support_contract:
            yield piece("in_support_market", record.cite(), **record.said)
        if record.rests == "account" and entry.kind == PUBLIC:
            weight = Weight.WEAK if record.is_old(seen.as_of) else None
            yield piece("public_account", record.cite(), weight=weight, **record.said)
    for record in (*records(seen), *given(seen)):
        if record.listing.catalogue in seen.definition.lists["of_fixes"]:
            names = sorted({one.name for one in parties(record, "author")}) or ["unknown"]
            yield piece("fixes_given_back", record.cite(), names=names, **record.said)


def feedback(seen: Seen) -> Iterator[Piece]:
    """Yield the public bodies that a catalogue gives for users, those that accept to be contacted first."""
    found = [
        (record, party)
        for record in records(seen)
        for party in parties(record, "user")
        if party.kind in {PUBLIC, "university"}
    ]
    found.sort(key=lambda pair: (-(pair[1].contacts or 0), -(pair[1].users or 0), pair[1].name))
    told: set[str] = set()
    for record, party in found:
        body = same_body(party.name)
        if body not in told and len(told) < _MOST:
            told.add(body)
            yield _to_call(seen, record, party)
    for record in records(seen):
        if record.entry.contact:
            yield seen.definition.piece("contact", record.cite(record.entry.contact), **record.said)


def same_body(name: str) -> str:
    """Return what two ways of writing the name of one body share, as far as it is known."""
    steward = known(name)
    return plain(name if steward is None else steward.name)


def _to_call(seen: Seen, record: Record, party: Party) -> Piece:
    name = "accepts_contact" if party.contacts else "declares_use"
    return seen.definition.piece(name, record.cite(), body=party.name, contacts=party.contacts, **record.said)


def questions(seen: Seen) -> Iterator[Question]:
    """Yield whether a record that bears the name is the project's own."""
    sure = {plain(record.entry.name) for record in records(seen)}
    told = [record for record in namesakes(seen) if plain(record.entry.name) not in sure]
    for name, group in groupby(told[:_MOST_QUESTIONS], key=lambda one: one.entry.name):
        first = next(group)
        yield seen.definition.ask(
            "is_it_this_one", entry=name, catalogue=first.listing.catalogue, address=first.entry.url
        )


def listed(seen: Seen) -> Iterator[dict[str, object]]:
    """Yield the rows of the companion `listed`: each record, and what ties it to the project."""
    for record in (*records(seen), *withdrawn(seen), *namesakes(seen)):
        entry = record.entry
        yield {
            "catalogue": record.listing.catalogue,
            "name": entry.name,
            "on": None if record.day is None else record.day.isoformat(),
            "rests": record.rests,
            # Of a namesake, it would be said of another.
            "support_contract": None if record.rests == "name" else entry.support_contract,
            "lots": ", ".join(entry.lots) or None,
            "withdrawn": entry.removed is not None,
            "citation": record.cite(),
        }
