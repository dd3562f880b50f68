"""Groups of identities that are one person, and what each kind of evidence is worth.

The confidences follow what `benchmarks/aliases.py` measures: docs/en/people.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reperes.people.groups import Groups
from reperes.people.portrait import Portrait

THRESHOLD = 0.9
"""Below it, identities stay apart, and a `Doubt` says so."""

THIN = 0.97
"""Below it, a merge is told as a `Doubt` too."""


class Rule(StrEnum):
    """Why identities may be one person."""

    SAME = "same-identity"
    ACCOUNT = "forge-account"
    ADDRESS = "address"
    NAME = "full-name"
    LOGIN = "login"
    NAME_AS_LOGIN = "name-as-login"
    INITIAL_AS_LOGIN = "initial-as-login"
    TWO_NAMES = "one-address-two-names"
    COMMON_NAME = "common-name"
    INITIALS = "different-initials"
    AMBIGUOUS_LOGIN = "ambiguous-login"
    PEOPLE_AT_ADDRESS = "shared-address"


CONFIDENCE = {
    Rule.SAME: 1.0,
    Rule.ACCOUNT: 0.99,
    Rule.ADDRESS: 0.99,
    Rule.NAME: 0.98,
    Rule.LOGIN: 0.92,
    Rule.NAME_AS_LOGIN: 0.9,
    Rule.INITIAL_AS_LOGIN: 0.9,
    Rule.TWO_NAMES: 0.9,
    Rule.COMMON_NAME: 0.8,
    Rule.INITIALS: 0.5,
    Rule.AMBIGUOUS_LOGIN: 0.5,
    Rule.PEOPLE_AT_ADDRESS: 0.3,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Merges made, or refused, on thin evidence: how many cases, between how many groups of identities."""

    kind: Rule
    confidence: float
    merged: bool
    cases: int
    identities: int


class Aliases:
    """Groups of portraits that are one person, by union of what each rule proposes."""

    def __init__(self, portraits: Sequence[Portrait]) -> None:
        self.portraits = portraits
        self.links: list[tuple[int, int, Rule]] = []
        self._groups = Groups(len(portraits))
        self._cases: Counter[Rule] = Counter()
        self._identities: Counter[Rule] = Counter()

    def __repr__(self) -> str:
        return f"<Aliases of {len(self.portraits)} identities>"

    def group(self, member: int) -> int:
        """Return the number of the group of a portrait: that of one of its members."""
        return self._groups.of(member)

    def propose(self, members: Iterable[int], rule: Rule) -> None:
        """Make one group of these portraits if the rule is worth it; count the case when it is thin."""
        first, *others = {self.group(member): member for member in members}.values()
        if not others:
            return
        self._cases[rule] += 1
        self._identities[rule] += 1 + len(others)
        if CONFIDENCE[rule] >= THRESHOLD:
            for other in others:
                self.links.append((first, other, rule))
                self._groups.join(first, other)

    def doubts(self) -> tuple[Doubt, ...]:
        """Return what was decided on thin evidence."""
        return tuple(
            Doubt(rule, CONFIDENCE[rule], CONFIDENCE[rule] >= THRESHOLD, cases, self._identities[rule])
            for rule, cases in sorted(self._cases.items())
            if CONFIDENCE[rule] < THIN
        )
