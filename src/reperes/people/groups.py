"""Disjoint sets of numbers."""


class Groups:
    """The numbers 0, 1, … in groups; alone at first."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def of(self, member: int) -> int:
        """Return the number of a member's group: that of one of its members."""
        parent = self._parent
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of two members."""
        self._parent[self.of(other)] = self.of(one)
