"""Looking for a project by its name in all the snapshots at once; what several catalogues know is one hit."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from reperes.facts.catalogue import Entry, Part
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues.places import folded, place
from reperes.sources.catalogues.snapshots import Snapshot, SnapshotError, Snapshots

Closeness = Literal["exact", "words", "beginning", "near", "described"]
"""How a name answers what was typed, the closest first: it is it; it holds its words; it holds words that
begin so; it is nearly it; only what describes the project holds its words."""
CLOSENESS: tuple[Closeness, ...] = ("exact", "words", "beginning", "near", "described")

MOST_TYPED = 120
"""Characters of what is typed that are looked for, unless a name is exactly that."""
_NEAR = 0.75
_MOST_NEAR = 50
_SHORTEST = 3
_SHORTEST_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Known:
    """One record of a catalogue: its identifier there, the day whose state it tells, the page that opens it.

    `repositories`: the addresses that it gives; `removed`: the catalogue withdrew it.
    """

    catalogue: str
    id: str
    day: date
    url: str
    repositories: tuple[str, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A project that catalogues know.

    `repositories`: its addresses as they write them, each place once; `users` and `providers`: how many
    organisations they name, None when they name none, which is not « none ».
    """

    name: str
    closeness: Closeness
    known: tuple[Known, ...]
    repositories: tuple[str, ...] = ()
    what: str | None = None
    licence: str | None = None
    users: int | None = None
    providers: int | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    """A record, with the keys that its snapshot holds for it: places, identifiers and names as compared."""

    snapshot: Snapshot
    entry: Entry
    places: tuple[str, ...]
    identifiers: tuple[str, ...]
    names: tuple[str, ...]


class Index:
    """The newest snapshot of each catalogue of software, read once, to be searched many times.

    `looked`: the catalogues that it holds, with the day of each; `unread`: those whose snapshot cannot be
    read.
    """

    def __init__(self, records: Iterable[_Record], looked: Iterable[tuple[str, date]] = ()) -> None:
        self.looked = tuple(looked)
        self.unread: tuple[str, ...] = ()
        self._projects = _merged(list(records))

    @classmethod
    def load(cls, snapshots: Snapshots, off: frozenset[str] = frozenset()) -> "Index":
        """Return the index of the snapshots of a data folder, without catalogues that are `off`."""
        records: list[_Record] = []
        looked, unread = [], []
        for name, catalogue in catalogues().items():
            if catalogue.way != "whole" or catalogue.holds != "software" or name in off:
                continue
            snapshot = snapshots.latest(name)
            if snapshot is None:
                continue
            try:
                records += _records(snapshot)
            except SnapshotError:
                unread.append(name)
                continue
            looked.append((name, snapshot.meta.day))
        index = cls(records, looked)
        index.unread = tuple(unread)
        return index

    def bearing(self, name: str) -> list[Hit]:
        """Return every project that bears exactly this name, case and accents aside."""
        typed = folded(name)
        ranked = self._ranked(typed, dict.fromkeys(self._bearers.get(typed, ()), 0))
        return [_hit(self._projects[rank], "exact") for rank in ranked]

    def search(self, words: str, most: int = 20) -> list[Hit]:
        """Return at most so many projects, the closest first."""
        typed = folded(words)
        found: dict[int, int] = {}
        if not typed:
            return []
        for level, ranks in enumerate(self._levels(typed)):
            for rank in ranks:
                found.setdefault(rank, level)
            if len(found) >= most:
                break
        return [
            _hit(self._projects[rank], CLOSENESS[found[rank]]) for rank in self._ranked(typed, found)[:most]
        ]

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
        return {rank for _, _, at in close for rank in ranks[at]}

    def _ranked(self, typed: str, found: dict[int, int]) -> list[int]:
        """Return projects in order: by closeness, by likeness, then those that more catalogues know."""

        def order(rank: int) -> tuple[object, ...]:
            records = self._projects[rank]
            names = [name for record in records for name in record.names]
            likeness = max((fuzz.ratio(typed[:MOST_TYPED], name) for name in names), default=0.0)
            own = typed in {record.names[0] for record in records if record.names}
            return found[rank], not own, -likeness, -len(records), names, rank

        return sorted(found, key=order)

    @cached_property
    def _bearers(self) -> dict[str, tuple[int, ...]]:
        bearers: dict[str, dict[int, None]] = defaultdict(dict)
        for rank, records in enumerate(self._projects):
            for record in records:
                for name in record.names:
                    bearers[name][rank] = None
        return {name: tuple(ranks) for name, ranks in bearers.items()}

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
        """Return the projects that have a word like this one: a letter in four may be wrong."""
        close = process.extract(
            word, self._sorted, scorer=OSA.normalized_similarity, score_cutoff=_NEAR, limit=_MOST_NEAR
        )
        return {rank for one, _, _ in close for rank in self._having[one]}

    def either(self, word: str) -> set[int]:
        """Return the projects that have this word, or one that begins so when it is long enough to tell."""
        return self.begun(word) if len(word) >= _SHORTEST_BEGINNING else self.whole(word)


def _all(sets: Iterable[set[int]]) -> set[int]:
    """Return what is in every set; nothing when there is none."""
    held = list(sets)
    return set.intersection(*held) if held else set()


def _records(snapshot: Snapshot) -> list[_Record]:
    """Return every record of a snapshot. Raises SnapshotError."""
    by_row: dict[str, dict[int, list[str]]] = {}
    for kind in ("repository", "identifier", "name"):
        by_row[kind] = defaultdict(list)
        for value, row in snapshot.keys(kind):
            by_row[kind][row].append(value)
    return [
        _Record(
            snapshot,
            entry,
            places=tuple(by_row["repository"].get(row, ())),
            identifiers=tuple(by_row["identifier"].get(row, ())),
            names=tuple(by_row["name"].get(row, ())),
        )
        for row, entry in enumerate(snapshot.entries())
    ]


def _merged(records: Sequence[_Record]) -> list[list[_Record]]:
    """Return the records of each project: those that share an identifier, then those that share a place.

    Two records of one catalogue are two projects: several may live at one address. Among those of another
    catalogue that could be either's, the one that bears the same name is.
    """
    groups = _Groups([record.snapshot.meta.catalogue for record in records])
    for keys in ([one.identifiers for one in records], [one.places for one in records]):
        sharing: dict[str, list[int]] = defaultdict(list)
        for rank, own in enumerate(keys):
            for key in own:
                sharing[key].append(rank)
        for ranks in sharing.values():
            if len(ranks) > 1:
                groups.join_named(ranks, [records[rank].names[:1] for rank in ranks])
                groups.join(ranks)
    found: dict[int, list[_Record]] = defaultdict(list)
    for rank, record in enumerate(records):
        found[groups.root(rank)].append(record)
    return list(found.values())


class _Groups:
    """Sets of records that grow together, no two of one catalogue in the same."""

    def __init__(self, catalogue_of: Sequence[str]) -> None:
        self._parent = list(range(len(catalogue_of)))
        self._holding = [{name} for name in catalogue_of]

    def root(self, rank: int) -> int:
        """Return what tells the set of a record from any other."""
        while self._parent[rank] != rank:
            self._parent[rank] = self._parent[self._parent[rank]]
            rank = self._parent[rank]
        return rank

    def join(self, ranks: Sequence[int]) -> None:
        """Put records in the set of the first that can hold them."""
        roots: list[int] = []
        for rank in ranks:
            root = self.root(rank)
            if root in roots:
                continue
            fitting = next((one for one in roots if self._holding[one].isdisjoint(self._holding[root])), None)
            if fitting is None:
                roots.append(root)
                continue
            self._parent[root] = fitting
            self._holding[fitting] |= self._holding[root]

    def join_named(self, ranks: Sequence[int], names: Sequence[tuple[str, ...]]) -> None:
        """Put together those of the records that bear one name."""
        for name, count in Counter(names).items():
            if count > 1 and name:
                self.join([rank for rank, own in zip(ranks, names, strict=True) if own == name])


def _hit(records: Sequence[_Record], closeness: Closeness) -> Hit:
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
    )


def _known(record: _Record) -> Known:
    meta, entry = record.snapshot.meta, record.entry
    given = _repositories([entry])
    return Known(meta.catalogue, entry.id, meta.day, entry.url, given, removed=entry.removed is not None)


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
