"""How pieces of evidence make a conclusion (DESIGN §2): one rule for every reading.

Established: one formal declaration that nothing strong contradicts, or two strong pieces from independent
places. Likely: less than that, or strong evidence that outweighs what is against it; a formal declaration
outweighs what is not formal. Contradicted: strong evidence for two values, and neither outweighs the other.
Unknown: nothing, or hints that something strong speaks against.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reperes.readings.model import Confidence, Piece, Weight

_POINTS = {Weight.FORMAL: 6, Weight.STRONG: 3, Weight.WEAK: 1}
_OUTWEIGHS = 2


@dataclass(frozen=True, slots=True)
class Clue:
    """A piece of evidence for a value, or against one.

    `root` names what it comes from (a document, the history, a register): two pieces of one root are not
    independent, and count once.
    """

    piece: Piece
    value: str | None
    denies: str | None
    root: str

    def weighing(self, weight: Weight) -> "Clue":
        """Return the same clue with another weight."""
        return replace(self, piece=replace(self.piece, weight=weight))


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A value and what holds it, what is against it."""

    value: str | None
    confidence: Confidence
    support: tuple[Piece, ...] = ()
    against: tuple[Piece, ...] = ()


NOTHING = Conclusion(None, Confidence.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Case:
    """What there is for one value: the heaviest piece of each root, and what denies it."""

    value: str
    roots: dict[str, Weight]
    denials: dict[str, Weight]

    @property
    def points(self) -> int:
        return sum(_POINTS[weight] for weight in self.roots.values()) - sum(
            _POINTS[weight] for weight in self.denials.values()
        )

    @property
    def formal(self) -> bool:
        return Weight.FORMAL in self.roots.values()

    @property
    def strong(self) -> int:
        return sum(weight is not Weight.WEAK for weight in self.roots.values())

    @property
    def denied(self) -> bool:
        return any(weight is not Weight.WEAK for weight in self.denials.values())


def conclude(clues: Sequence[Clue], order: Sequence[str]) -> Conclusion:
    """Return the value that the evidence speaks for; `order` decides between equals, first wins."""
    cases = [_case(value, clues) for value in order]
    held = [case for case in cases if case.roots]
    if not held:
        return NOTHING
    best = max(held, key=lambda case: (case.points, -order.index(case.value)))
    if best.points <= 0:
        against = tuple(clue.piece for clue in clues if clue.denies == best.value)
        strong = best.strong and best.denied
        confidence = Confidence.CONTRADICTED if strong else Confidence.UNKNOWN
        return Conclusion(None, confidence, _for(best.value, clues), against)
    rivals = [case for case in held if case is not best and case.strong]
    strongest = max((rival.points for rival in rivals), default=0)
    against = tuple(
        clue.piece for clue in clues if clue.denies == best.value or clue.value not in {None, best.value}
    )
    support = _for(best.value, clues)
    outweighed = best.points >= _OUTWEIGHS * strongest
    if rivals and not outweighed and (not best.formal or any(rival.formal for rival in rivals)):
        confidence = Confidence.CONTRADICTED if best.strong else Confidence.UNKNOWN
        return Conclusion(None, confidence, support, against)
    sure = (best.formal or best.strong > 1) and not rivals and not best.denied
    return Conclusion(best.value, Confidence.ESTABLISHED if sure else Confidence.LIKELY, support, against)


def _case(value: str, clues: Sequence[Clue]) -> _Case:
    roots: dict[str, Weight] = {}
    denials: dict[str, Weight] = {}
    for clue in clues:
        for said, into in ((clue.value, roots), (clue.denies, denials)):
            if said == value:
                into[clue.root] = max(into.get(clue.root, Weight.WEAK), clue.piece.weight, key=_rank)
    return _Case(value, roots, denials)


def _rank(weight: Weight) -> int:
    return _POINTS[weight]


def _for(value: str, clues: Sequence[Clue]) -> tuple[Piece, ...]:
    found = [clue.piece for clue in clues if clue.value == value]
    return tuple(sorted(found, key=lambda piece: -_POINTS[piece.weight]))
