"""From identities to persons: what leaves the room is a number, a pseudonym, a kind and an affiliation."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final

import polars as pl

from reperes.facts.history import INSTANT, SCHEMA
from reperes.people.aliases import Doubt
from reperes.people.identities import Identities
from reperes.people.organisations import Kind, Organisation, Organisations
from reperes.people.persons import Persons, gather
from reperes.people.portrait import halves, vocabulary

LEAST_PERSONS = 3
"""Persons who share a domain that `knowledge/` does not know, for it to be an organisation."""

LEAST_NAMESAKES = 10
"""The same, when the domain bears the name of one of them: a family's, or a founder's."""

LEAST_LETTERS = 4
"""Letters of a word of a name, to be looked for in a domain."""

DIGITS = 16
"""Hexadecimal digits of a pseudonym."""

_STEPS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "code": pl.UInt32,
    "start": INSTANT,
    "organisation": pl.UInt32,
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Resolution:
    """Who is who in a history.

    people
        `SCHEMA["people"]`; the row is the person, in the order first seen.
    organisations
        `SCHEMA["organisations"]`: those that an address of the history speaks for.
    person
        UInt32: the row of `people` of each identity code.
    doubts
        What was decided on thin evidence, counted.
    """

    people: pl.DataFrame
    organisations: pl.DataFrame
    person: pl.Series
    doubts: tuple[Doubt, ...]
    _undated: pl.Series = field(repr=False)
    _dated: pl.DataFrame = field(repr=False)

    def __repr__(self) -> str:
        return (
            f"<Resolution: {len(self.person)} identities, {self.people.height} people, "
            f"{self.organisations.height} organisations, {len(self.doubts)} kinds of doubts>"
        )

    def affiliation(self, codes: pl.Series, at: pl.Series) -> pl.Series:
        """Return the row of `organisations`, or null, for identities at some instants.

        `codes`: UInt32; `at`: Datetime("us", "UTC"), null when not known. The raw address decides: people
        change employers.
        """
        found = self._undated.gather(codes).rename("affiliation")
        if self._dated.is_empty():
            return found
        dated = (
            pl.DataFrame({"code": codes, "at": at})
            .with_row_index("row")
            .filter(pl.col("at").is_not_null())
            .join(self._dated, on="code", maintain_order="left_right")
            .filter(pl.col("start").is_null() | (pl.col("start") <= pl.col("at")))
            .unique("row", keep="last", maintain_order=True)  # steps are in order of time
        )
        return found.scatter(dated.get_column("row"), dated.get_column("organisation"))


Listed = Callable[[Collection[str]], Mapping[str, Kind]]
"""From domains to the kind of body that a list gives each to; those that it does not tell are left out."""


def none_listed(_: Collection[str]) -> Mapping[str, Kind]:
    """Return nothing: no list was taken."""
    return {}


def resolve(
    identities: Identities,
    key: bytes,
    organisations: Organisations,
    *,
    use_mailmap: bool = True,
    public: Listed = none_listed,
) -> Resolution:
    """Return who is who; `key` makes the pseudonyms.

    Without `use_mailmap`, the mapped halves of the identities are not looked at. `public` tells the kind of
    body of a domain, among those that `knowledge/` does not know.
    """
    both = [halves(written) for written in identities.written()]
    persons = gather([mapped if use_mailmap else raw for raw, mapped in both])
    domains = [_domain(address) for (_, address), _ in both]
    names, undated, dated = _affiliations(
        domains, persons, organisations, _listed(domains, organisations, public)
    )
    return Resolution(
        people=pl.DataFrame(
            {
                "pseudonym": [_pseudonym(key, name) for name in persons.canonical],
                "kind": ["bot" if bot else "human" for bot in persons.bots],
            },
            schema=dict(SCHEMA["people"]),
        ),
        organisations=pl.DataFrame(list(names.items()), schema=dict(SCHEMA["organisations"]), orient="row"),
        person=pl.Series("person", persons.of, dtype=pl.UInt32),
        doubts=persons.doubts,
        _undated=undated,
        _dated=dated,
    )


def _domain(address: str) -> str:
    """Return the domain of an address, empty for one that nobody reads, which does not tell who writes."""
    local, _, domain = address.casefold().rpartition("@")
    return domain if local and local not in vocabulary().silent_local_parts else ""


def _pseudonym(key: bytes, canonical: str) -> str:
    return hmac.new(key, canonical.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:DIGITS]


def _listed(domains: Sequence[str], organisations: Organisations, public: Listed) -> dict[str, Organisation]:
    """Return the domains that are under one given to a public body, nearest first, with that body.

    A list has no name for it: it bears that of the domain.
    """
    above: dict[str, list[str]] = {}
    for domain in set(domains):
        registered = None if organisations.knows(domain) else organisations.registrable(domain)
        if registered is not None and not organisations.knows(registered):
            labels = domain.split(".")
            last = len(labels) - registered.count(".")
            above[domain] = [".".join(labels[at:]) for at in range(last)]
    held = public({one for parts in above.values() for one in parts})
    found = {domain: next((one for one in parts if one in held), None) for domain, parts in above.items()}
    return {
        domain: Organisation(one, one, held[one], None) for domain, one in found.items() if one is not None
    }


def _affiliations(
    domains: Sequence[str],
    persons: Persons,
    organisations: Organisations,
    listed: Mapping[str, Organisation],
) -> tuple[dict[str, str], pl.Series, pl.DataFrame]:
    """Return the kinds of the organisations by identifier, and which one each identity code stands for.

    That is: a row or null when the day is not known or does not matter, and steps in time where it does.
    """
    shared = _shared(domains, persons, organisations)
    kinds: dict[str, str] = {}
    rows: dict[str, int] = {}

    def row(organisation: Organisation | None) -> int | None:
        if organisation is None:
            return None
        kinds.setdefault(organisation.id, organisation.kind)
        return rows.setdefault(organisation.id, len(rows))

    undated: list[int | None] = []
    steps: list[tuple[int, datetime | None, int | None]] = []
    timelines = {domain: organisations.timeline(domain) for domain in set(domains)}
    for code, domain in enumerate(domains):
        timeline = timelines[domain]
        if domain in listed:
            undated.append(row(listed[domain]))
        elif domain in shared:
            kinds.setdefault(shared[domain], "unidentified")
            undated.append(rows.setdefault(shared[domain], len(rows)))
        elif len(timeline) == 1:
            undated.append(row(timeline[0][1]))
        else:
            undated.append(row(organisations.of(domain, None)))
            steps += [(code, _midnight(start), row(found)) for start, found in timeline]
    dated = pl.DataFrame(steps, schema=_STEPS, orient="row")
    return kinds, pl.Series(undated, dtype=pl.UInt32), dated


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)


def _shared(domains: Sequence[str], persons: Persons, organisations: Organisations) -> dict[str, str]:
    """Return the domains that enough persons share for them to be an organisation's, with its identifier.

    Only humans with a full name count, and a name only once: one person with three logins on a domain of
    their own must not come out as an organisation.
    """
    registered: dict[str, str] = {}
    users: dict[str, set[str]] = defaultdict(set)
    for domain in set(domains):
        name = None if organisations.knows(domain) else organisations.registrable(domain)
        if name is not None and not organisations.knows(name):
            registered[domain] = name
    for domain, person in zip(domains, persons.of, strict=True):
        full = persons.names[person]
        if domain in registered and full is not None and not persons.bots[person]:
            users[registered[domain]].add(full)
    enough = {name for name, names in users.items() if len(names) >= _least(name, names)}
    return {domain: name for domain, name in registered.items() if name in enough}


def _least(domain: str, names: Iterable[str]) -> int:
    label = "".join(mark for mark in domain.partition(".")[0] if mark.isalnum())
    namesake = any(len(word) >= LEAST_LETTERS and word in label for name in names for word in name.split())
    return LEAST_NAMESAKES if namesake else LEAST_PERSONS
