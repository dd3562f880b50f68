"""What a reading says: a conclusion, how sure it is, the evidence for and against, what it leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from reperes.facts.citation import Citation


class Confidence(StrEnum):
    """Contract 4.2: `readings.<id>.confidence`."""

    ESTABLISHED = "established"
    LIKELY = "likely"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


class Weight(StrEnum):
    """What a piece of evidence weighs.

    FORMAL is a declaration made to settle the very question (a licence text, the field of a standard file):
    it is `strong` in contract 4.2, and one that nothing contradicts is enough to establish. STRONG needs a
    second one, independent. WEAK only makes likely.
    """

    FORMAL = "formal"
    STRONG = "strong"
    WEAK = "weak"

    @property
    def contract(self) -> str:
        """Return the weight as contract 4.2 writes it."""
        return "weak" if self is Weight.WEAK else "strong"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: a message of the definition that made it, and what opens it.

    `message` is `<reading>.<name>`; `args` are its placeholders, plain values: a string that the definition
    knows as a word is said in the reader's language.
    """

    message: str
    weight: Weight
    args: Mapping[str, object] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask the project; `id` is `<reading>.<name>`, `settles` the readings it settles."""

    id: str
    settles: tuple[str, ...]
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says instead, why, in which role and when. The machine's answer stays beside it."""

    value: Any
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. `value` is None when unknown or contradicted, or when the reading has no sum (vitality).

    `companions` are the other fields of contract 4.2: plain values, pieces, citations, quotations, readings,
    and lists or mappings of them.
    """

    id: str
    value: Any
    confidence: Confidence
    support: tuple[Piece, ...] = ()
    against: tuple[Piece, ...] = ()
    questions: tuple[Question, ...] = ()
    companions: Mapping[str, Any] = field(default_factory=dict)
    correction: Correction | None = None

    @property
    def settled(self) -> Any:
        """Return the value to work with: the corrected one when a person corrected it."""
        return self.value if self.correction is None else self.correction.value

    @property
    def is_established(self) -> bool:
        """Return whether the value may be relied on; what a person states is."""
        return self.correction is not None or self.confidence is Confidence.ESTABLISHED


def unknown(reading: str, *questions: Question, companions: Mapping[str, Any] | None = None) -> Reading:
    """Return the reading of what could not be read."""
    return Reading(reading, None, Confidence.UNKNOWN, questions=tuple(questions), companions=companions or {})
