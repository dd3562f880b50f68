"""Which records of several catalogues are one project."""

from collections import Counter
from collections.abc import Sequence


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
