"""Gathering identities into persons, humans apart from bots."""

from collections.abc import Sequence
from dataclasses import dataclass

from reperes.people.aliases import Doubt
from reperes.people.bots import is_bot
from reperes.people.evidence import find_aliases, find_same_bots
from reperes.people.portrait import Portrait, draw


@dataclass(frozen=True, slots=True, repr=False)
class Persons:
    """Persons, numbered in the order first seen. For the people room only.

    of
        The person of each identity.
    canonical
        Of each person, the identity that its pseudonym stands for: the first in alphabetical order.
    bots
        Whether each person is a bot.
    names
        Of each person, a full name in normal form, None when it has none.
    """

    of: tuple[int, ...]
    canonical: tuple[str, ...]
    bots: tuple[bool, ...]
    names: tuple[str | None, ...]
    doubts: tuple[Doubt, ...]

    def __repr__(self) -> str:
        return f"<Persons: {len(self.canonical)} of {len(self.of)} identities>"


def gather(identities: Sequence[tuple[str, str]]) -> Persons:
    """Return the persons behind identities, each a name and an address."""
    rows: dict[tuple[str, str], int] = {}
    portraits: list[Portrait] = []
    row_of = []
    for name, address in identities:
        portrait = draw(name, address)
        row = rows.setdefault((portrait.name, portrait.address), len(portraits))
        if row == len(portraits):
            portraits.append(portrait)
        row_of.append(row)
    bots = [is_bot(one.name, one.address) for one in portraits]
    groups, doubts = _groups(portraits, bots)
    numbers: dict[int, int] = {}
    members: list[list[Portrait]] = []
    for row, portrait in enumerate(portraits):
        if numbers.setdefault(groups[row], len(members)) == len(members):
            members.append([])
        members[numbers[groups[row]]].append(portrait)
    kinds = dict(zip(groups, bots, strict=True))
    return Persons(
        of=tuple(numbers[groups[row]] for row in row_of),
        canonical=tuple(min(f"{one.name}<{one.address}>" for one in person) for person in members),
        bots=tuple(kinds[group] for group in numbers),
        names=tuple(min((key for one in person for key in one.keys), default=None) for person in members),
        doubts=doubts,
    )


def _groups(portraits: Sequence[Portrait], bots: Sequence[bool]) -> tuple[list[int], tuple[Doubt, ...]]:
    """Return the group of each portrait: the row of one of its members. A bot is never a human's alias."""
    groups = list(range(len(portraits)))
    doubts: tuple[Doubt, ...] = ()
    for find, wanted in ((find_aliases, False), (find_same_bots, True)):
        rows = [row for row, bot in enumerate(bots) if bot is wanted]
        found = find([portraits[row] for row in rows])
        for place, row in enumerate(rows):
            groups[row] = rows[found.group(place)]
        doubts += found.doubts()
    return groups, doubts
