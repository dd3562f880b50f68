"""Which records of several catalogues are one project."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Record:
    """A record, with the keys that its snapshot holds for it: places, identifiers and names as compared.

    `given`: the places to which the record tells that something was given.
    """

    snapshot: Snapshot
    entry: Entry
    places: tuple[str, ...]
    identifiers: tuple[str, ...]
    names: tuple[str, ...]
    given: tuple[str, ...] = ()


class Groups:
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


def records_of(snapshot: Snapshot) -> list[Record]:
    """Return every record of a snapshot. Raises SnapshotError."""
    by_row: dict[str, dict[int, list[str]]] = {}
    for kind in ("repository", "identifier", "name", "contribution"):
        by_row[kind] = defaultdict(list)
        for value, row in snapshot.keys(kind):
            by_row[kind][row].append(value)
    return [
        Record(
            snapshot,
            entry,
            places=tuple(by_row["repository"].get(row, ())),
            identifiers=tuple(by_row["identifier"].get(row, ())),
            names=tuple(by_row["name"].get(row, ())),
            given=tuple(by_row["contribution"].get(row, ())),
        )
        for row, entry in enumerate(snapshot.entries())
    ]


def merged(records: Sequence[Record]) -> list[list[Record]]:
    """Return the records of each project: those that share an identifier, then those that share a place.

    Two records of one catalogue are two projects: several may live at one address. Among those of another
    catalogue that could be either's, the one that bears the same name is. What was given to a place is of
    the project there that bears the same name.
    """
    groups = Groups([record.snapshot.meta.catalogue for record in records])
    for keys in ([one.identifiers for one in records], [one.places for one in records]):
        for ranks in _sharing(keys):
            groups.join_named(ranks, [records[rank].names[:1] for rank in ranks])
            groups.join(ranks)
    for ranks in _sharing([(*one.places, *one.given) for one in records]):
        groups.join_named(ranks, [records[rank].names[:1] for rank in ranks])
    found: dict[int, list[Record]] = defaultdict(list)
    for rank, record in enumerate(records):
        found[groups.root(rank)].append(record)
    return list(found.values())


def _sharing(keys: Iterable[Iterable[str]]) -> Iterator[list[int]]:
    """Yield the ranks that have a key in common, two at least."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for rank, own in enumerate(keys):
        for key in own:
            sharing[key].append(rank)
    yield from (ranks for ranks in sharing.values() if len(ranks) > 1)
