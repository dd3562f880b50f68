"""What an advice is: contract 4.3. Every sentence is a message of a definition, with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reperes.facts.citation import Citation
from reperes.law import Dated, Parameter
from reperes.modalities.given import Given
from reperes.readings.model import Question


class Verdict(StrEnum):
    """DESIGN 2, from the best to the worst."""

    FITS = "fits"
    POSSIBLE = "possible"
    TO_VERIFY = "to-verify"
    EXCLUDED = "excluded"


class Effect(StrEnum):
    """What a reason does to the verdict."""

    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: the identifier of its text, what fills it, what it rests on.

    `message` is `<modality>.<table>.<row>`, `<modality>.<part>.<rank>`, or `advice.<name>` for those of
    `knowledge/advice.yaml`. Values of `args` are plain; an amount is `{"value": …, "unit": …}`.
    """

    message: str
    args: Mapping[str, object] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for or against, or something not known; `decides` when the verdict hangs on it."""

    effect: Effect
    said: Said
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A check of a modality, and our answer; None when it was not given."""

    id: str
    said: Said
    answer: bool | None


@dataclass(frozen=True, slots=True)
class Used:
    """A parameter as it holds for the case; `dated` is None when no value is known at the date."""

    parameter: Parameter
    dated: Dated | None


@dataclass(frozen=True, slots=True)
class Approval:
    """Whose agreement has to be obtained."""

    who: str
    said: Said


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One modality judged.

    `order` says in words why it stands where it does; `days` are those to mind; `args` fill the sentences of
    its definition.
    """

    modality: str
    verdict: Verdict
    rank: int
    role: str
    reasons: tuple[Reason, ...]
    order: tuple[Said, ...]
    parameters: tuple[Used, ...]
    checks: tuple[Asked, ...]
    approvals: tuple[Approval, ...]
    steps: tuple[Said, ...]
    papers: tuple[Said, ...]
    ours: tuple[Said, ...]
    theirs: tuple[Said, ...]
    pitfalls: tuple[Said, ...]
    days: tuple[Said, ...]
    questions: tuple[Question, ...]
    args: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Posture:
    """The role to take, why, what it asks of both sides, what to avoid, how it may change."""

    role: str
    why: tuple[Said, ...]
    ours: tuple[Said, ...]
    theirs: tuple[Said, ...]
    avoid: tuple[Said, ...]
    may_become: tuple[str, ...]
    leaving: Said


@dataclass(frozen=True, slots=True)
class Advice:
    """The modalities judged for one project and one administration at one date.

    `notes` say what the advice takes for granted: corrected readings, answers that no check asks for.
    `readings` are those it was made from.
    """

    as_of: date
    administration: str
    subject: str | None
    questions: tuple[Question, ...]
    notes: tuple[Said, ...]
    posture: Posture
    recommendations: tuple[Recommendation, ...]
    readings: Mapping[str, Given]
