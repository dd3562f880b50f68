"""What every form of an advice shows, already said in one language: the renderers only lay it out."""

from dataclasses import dataclass

from reperes.report.view import Bars, Link, Table


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence with its sign (+, − or ?), and what opens it.

    `opens`: for each proof, the identifier that `reperes explain` knows, or the address of a page.
    """

    sign: str
    text: str
    proofs: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A question to ourselves, and the answer; `id` is where a profile answers it, `given` as it does."""

    question: str
    answer: str
    id: str = ""
    given: bool | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A titled list: steps, papers, commitments…; `numbered` when the order matters."""

    title: str
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One modality: verdict, reasons, checks, then what there is to do.

    `reasons` are those that decide, `others` the rest; an `in_brief` card is one line unless all is asked.
    """

    id: str
    label: str
    verdict: str
    mark: str
    why: str
    family: str
    what: str
    order: str
    in_brief: bool
    reasons: tuple[Reason, ...]
    others: tuple[Reason, ...]
    checks: tuple[Check, ...]
    warnings: tuple[Reason, ...]
    parts: tuple[Part, ...]
    delay: str
    law: Table | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The modalities of one verdict, and what that verdict means."""

    mark: str
    title: str
    means: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Posture:
    """The role proposed."""

    role: str
    what: str
    why: tuple[Reason, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The titles and words around the content."""

    short: str
    questions: str
    questions_intro: str
    posture: str
    overview: str
    checks: str
    checks_intro: str
    readings: str
    notes: str
    warnings: str
    delay: str
    order: str
    more: str
    calendar: str
    answers: str
    answers_intro: str
    rests: str
    skip: str
    contents: str


@dataclass(frozen=True, slots=True)
class AdviceReport:
    """A whole advice.

    `questions_first` when the evidence is thin: the advice then begins with them. `calendar` are the days to
    mind, whatever the modality; `answers` the lines of a profile that answer the checks.
    """

    language: str
    title: str
    subtitle: str
    disclaimer: str
    labels: Labels
    short: tuple[str, ...]
    questions: tuple[str, ...]
    questions_first: bool
    posture: Posture
    overview: Table
    ladder: Bars | None
    groups: tuple[Group, ...]
    calendar: tuple[Reason, ...]
    answers: tuple[str, ...]
    readings: Table
    notes: tuple[str, ...]
    footer: str
