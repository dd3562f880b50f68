"""Looking for a project by its name in all the snapshots at once; what several catalogues know is one hit."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from heapq import nsmallest
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from reperes.facts.catalogue import Entry, Part
from reperes.i18n import N_
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues.groups import Record, merged, records_of
from reperes.sources.catalogues.places import folded, place
from reperes.sources.catalogues.snapshots import SnapshotError, Snapshots

Closeness = Literal["address", "exact", "words", "beginning", "near", "described"]
"""How a project answers what was typed, the closest first: it is at that address; its name is it; it holds
its words; it holds words that begin so; it is nearly it; only what describes the project holds its words."""
CLOSENESS: tuple[Closeness, ...] = ("address", "exact", "words", "beginning", "near", "described")

BROUGHT = N_("{day} (when the file was brought: its own day is not known)")
"""The day of a snapshot whose own is not known."""
MOST_TYPED = 120
"""Characters of what is typed that are looked for, unless a name is exactly that."""
_NEAR = 0.75
_SHORT, _NEAR_OF_SHORT = 5, 0.82
"""A word of so few letters is near another one only past this: a letter makes another word of it."""
_MOST_NEAR = 50
_SHORTEST = 3
_PAGE = re.compile(r"https?://(\S+)", re.IGNORECASE)
_SHORTEST_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Known:
    """One record of a catalogue: its identifier there, the day whose state it tells, the page that opens it.

    `repositories`: the addresses that it gives; `removed`: the catalogue withdrew it; `undated`: the day is
    that on which a file was brought by hand, which does not tell its own.
    """

    catalogue: str
    id: str
    day: date
    url: str
    repositories: tuple[str, ...] = ()
    removed: bool = False
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """A catalogue that was looked in, as it was on a day; `undated` as in `Known`."""

    catalogue: str
    day: date
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A project that catalogues know.

    `repositories`: its addresses as they write them, each place once; `users`, `providers` and
    `contributors`: how many organisations they name, None when they name none, which is not « none ».
    """

    name: str
    closeness: Closeness
    known: tuple[Known, ...]
    repositories: tuple[str, ...] = ()
    what: str | None = None
    licence: str | None = None
    users: int | None = None
    providers: int | None = None
    contributors: int | None = None


class Index:
    """The newest snapshot of each catalogue of software, read once, to be searched many times.

    `looked`: the catalogues that it holds, with the day of each; `unread`: those whose snapshot cannot be
    read; `later`: those whose snapshots are all of after the day or the moment; `never`: those never taken.
    """

    def __init__(self, records: Iterable[Record], looked: Iterable[Looked] = ()) -> None:
        self.looked = tuple(looked)
        self.unread: tuple[str, ...] = ()
        self.later: tuple[str, ...] = ()
        self.never: tuple[str, ...] = ()
        self._projects = merged(list(records))

    @classmethod
    def load(
        cls,
        snapshots: Snapshots,
        off: frozenset[str] = frozenset(),
        *,
        on: date | None = None,
        before: datetime | None = None,
    ) -> "Index":
        """Return the index of the snapshots of a data folder, without catalogues that are `off`.

        With `on` or `before`, of those whose day is no later than `on`, taken no later than `before`.
        """
        records: list[Record] = []
        looked: list[Looked] = []
        unread: list[str] = []
        later: list[str] = []
        never: list[str] = []
        for name, catalogue in catalogues().items():
            if catalogue.way != "whole" or catalogue.holds != "software" or name in off:
                continue
            snapshot = snapshots.latest(name, on=on, before=before)
            if snapshot is None:
                kept = later if snapshots.all(name) else never
                (unread if snapshots.are_damaged(name) else kept).append(name)
                continue
            try:
                records += records_of(snapshot)
            except SnapshotError:
                unread.append(name)
                continue
            looked.append(Looked(name, snapshot.meta.day, snapshot.meta.undated))
        index = cls(records, looked)
        index.unread, index.later, index.never = tuple(unread), tuple(later), tuple(never)
        return index

    def bearing(self, name: str) -> list[Hit]:
        """Return every project that bears exactly this name, case and accents aside."""
        typed = folded(name)
        ranked = self._ranked(typed, dict.fromkeys(self._bearers.get(typed, ()), 0))
        return [_hit(self._projects[rank], "exact") for rank in ranked]

    def search(self, words: str, most: int = 20) -> list[Hit]:
        """Return at most so many projects, the closest first; for an address, those that are there."""
        if is_address(words):
            placed = self._placed.get(_address(words), ())
            return [_hit(self._projects[rank], "address") for rank in placed[:most]]
        typed = folded(words)
        found: dict[int, int] = {}
        if not typed:
            return []
        for level, ranks in enumerate(self._levels(typed), start=1):
            for rank in ranks:
                found.setdefault(rank, level)
            if len(found) >= most:
                break
        ranked = self._ranked(typed, found, most)
        return [_hit(self._projects[rank], CLOSENESS[found[rank]]) for rank in ranked]

    def _levels(self, typed: str) -> Iterator[Iterable[int]]:
        """Yield the projects of each closeness; a nearer one may come again among the farther."""
        yield self._bearers.get(typed, ())
        typed = typed[:MOST_TYPED]
        words = typed.split()
        yield _all(self._named.whole(word) for word in words)
        yield _all(self._named.begun(word) for word in words)
        near = _all(self._named.near(word) for word in words)
        yield near | self._nearly(typed)
        telling = [word for word in words if len(word) >= _SHORTEST]
        yield _all(self._described.either(word) for word in telling)

    def _nearly(self, typed: str) -> set[int]:
        """Return the projects whose name, blanks aside, is nearly what was typed."""
        names, ranks = self._compact
        close = process.extract(
            typed.replace(" ", ""),
            names,
            scorer=OSA.normalized_similarity,
            score_cutoff=_NEAR,
            limit=_MOST_NEAR,
        )
        bare = len(typed) > _SHORT
        return {rank for name, _, at in close if bare or name[0] == typed[0] for rank in ranks[at]}

    def _ranked(self, typed: str, found: dict[int, int], most: int | None = None) -> list[int]:
        """Return the first projects: by closeness, by likeness, then those that more catalogues know."""

        def order(rank: int) -> tuple[object, ...]:
            names, own = self._called[rank]
            likeness = max((fuzz.ratio(start, name) for name in names), default=0.0)
            return found[rank], typed not in own, -likeness, -len(self._projects[rank]), names, rank

        start = typed[:MOST_TYPED]
        return nsmallest(len(found) if most is None else most, found, key=order)

    @cached_property
    def _called(self) -> list[tuple[tuple[str, ...], frozenset[str]]]:
        """Return the names of each project, and those that its records give first."""
        return [
            (
                tuple(name for record in records for name in record.names),
                frozenset(record.names[0] for record in records if record.names),
            )
            for records in self._projects
        ]

    @cached_property
    def _bearers(self) -> dict[str, tuple[int, ...]]:
        bearers: dict[str, dict[int, None]] = defaultdict(dict)
        for rank, records in enumerate(self._projects):
            for record in records:
                for name in record.names:
                    bearers[name][rank] = None
        return {name: tuple(ranks) for name, ranks in bearers.items()}

    @cached_property
    def _placed(self) -> dict[str, tuple[int, ...]]:
        placed: dict[str, dict[int, None]] = defaultdict(dict)
        for rank, records in enumerate(self._projects):
            for record in records:
                for where in record.places:
                    placed[where][rank] = None
                if record.entry.website:
                    placed[_address(record.entry.website)][rank] = None
        return {where: tuple(ranks) for where, ranks in placed.items()}

    @cached_property
    def _compact(self) -> tuple[list[str], list[tuple[int, ...]]]:
        return [name.replace(" ", "") for name in self._bearers], list(self._bearers.values())

    @cached_property
    def _named(self) -> "_Words":
        return _Words((name.split(), ranks) for name, ranks in self._bearers.items())

    @cached_property
    def _described(self) -> "_Words":
        told = (
            (f"{' '.join(record.names)} {folded(record.entry.what or '')}".split(), (rank,))
            for rank, records in enumerate(self._projects)
            for record in records
        )
        return _Words(told)


class _Words:
    """Which projects have a word."""

    def __init__(self, told: Iterable[tuple[Iterable[str], Iterable[int]]]) -> None:
        self._having: dict[str, set[int]] = defaultdict(set)
        for words, ranks in told:
            for word in words:
                self._having[word].update(ranks)
        self._sorted = sorted(self._having)

    def whole(self, word: str) -> set[int]:
        """Return the projects that have this word."""
        return self._having.get(word, set())

    def begun(self, word: str) -> set[int]:
        """Return the projects that have a word that begins so, itself among them."""
        first = bisect_left(self._sorted, word)
        found: set[int] = set()
        for one in self._sorted[first:]:
            if not one.startswith(word):
                break
            found |= self._having[one]
        return found

    def near(self, word: str) -> set[int]:
        """Return the projects that have a word like it: a letter in four may be wrong, fewer in a short."""
        cutoff = _NEAR_OF_SHORT if len(word) <= _SHORT else _NEAR
        close = process.extract(
            word, self._sorted, scorer=OSA.normalized_similarity, score_cutoff=cutoff, limit=_MOST_NEAR
        )
        return {rank for one, _, _ in close for rank in self._having[one]}

    def either(self, word: str) -> set[int]:
        """Return the projects that have this word, or one that begins so when it is long enough to tell."""
        return self.begun(word) if len(word) >= _SHORTEST_BEGINNING else self.whole(word)


def is_address(words: str) -> bool:
    """Return whether what was typed is an address, not words: of a repository, or of a page."""
    typed = words.strip()
    return bool(_PAGE.fullmatch(typed)) or (len(typed) <= MOST_TYPED and place(typed) is not None)


def _address(url: str) -> str:
    """Return what tells an address from any other: the place of a repository, else the page, bare."""
    return place(url) or _PAGE.sub(r"\1", url.strip().lower()).rstrip("/")


def _all(sets: Iterable[set[int]]) -> set[int]:
    """Return what is in every set; nothing when there is none."""
    held = list(sets)
    return set.intersection(*held) if held else set()


def _hit(records: Sequence[Record], closeness: Closeness) -> Hit:
    entries = [record.entry for record in records]
    return Hit(
        # Where a record has no name, its catalogue gives its number instead.
        name=next((one.entry.name for one in records if one.names), entries[0].name),
        closeness=closeness,
        known=tuple(_known(record) for record in records),
        repositories=_repositories(entries),
        what=next((one.what for one in entries if one.what), None),
        licence=next((one.licence for one in entries if one.licence), None),
        users=_count(entries, "user"),
        providers=_count(entries, "provider"),
        contributors=_count(entries, "author"),
    )


def _known(record: Record) -> Known:
    meta, entry = record.snapshot.meta, record.entry
    given = _repositories([entry])
    return Known(
        meta.catalogue,
        entry.id,
        meta.day,
        entry.url,
        given,
        removed=entry.removed is not None,
        undated=meta.undated,
    )


def _repositories(entries: Iterable[Entry]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for entry in entries:
        for url in entry.repositories:
            where = place(url)
            if where is not None:
                found.setdefault(where, url)
    return tuple(found.values())


def _count(entries: Iterable[Entry], part: Part) -> int | None:
    """Return how many organisations take this part; those of one name, or of one number, are one."""
    named: dict[str, None] = {}
    numbers: set[str] = set()
    for entry in entries:
        for party in entry.parties:
            if party.part != part or (party.siren is not None and party.siren in numbers):
                continue
            numbers |= {party.siren} if party.siren else set()
            named[folded(party.name)] = None
    return len(named) or None
