"""What the beginning of a report takes from the readings: conclusions, what is unsettled, what to ask."""

from collections.abc import Iterator
from itertools import islice

from reperes.facts.citation import WebCitation
from reperes.i18n import N_, Language, translate
from reperes.observation import Observation
from reperes.readings import definitions
from reperes.readings.model import Confidence, Piece, Reading
from reperes.report.conclusions import CONFIDENCES, value
from reperes.report.links import web_link
from reperes.report.safe import safe
from reperes.report.statements import piece_text, question_text, value_text, word
from reperes.report.view import Link, Step
from reperes.report.wording import of

_LINES = (
    ("nature", "licence"),
    ("governance", "legal_home"),
    ("economic_model", "lifecycle"),
    ("contribution_terms",),
)
_MAIN = tuple(name for line in _LINES for name in line)
_QUESTIONS = 2
_PARTS = 3


def conclusions(observation: Observation, language: Language) -> Iterator[str]:
    """Yield the main conclusions, two a line, each with how sure it is."""
    for line in _LINES:
        said = [
            _one(reading, language) for reading in _made(observation, line) if reading.settled is not None
        ]
        if said:
            yield " ".join(said)


def answers(observation: Observation, language: Language) -> Iterator[str]:
    """Yield how requests are answered, where a forge told it."""
    vitality = observation.reading("vitality")
    point = None if vitality is None else vitality.companions.get("items", {}).get("responsiveness")
    if isinstance(point, Reading) and point.value is not None:
        yield piece_text(point.support[0], language)


def users(observation: Observation, language: Language) -> Iterator[str]:
    """Yield how many bodies declare using it, by the catalogue that counts most of them."""
    told = _around(observation, "support", "users_listed")
    if told:
        yield piece_text(max(told, key=_counted), language)


def _counted(piece: Piece) -> int:
    count = piece.args.get("count")
    return count if isinstance(count, int) else 0


def to_call(observation: Observation, language: Language) -> Iterator[Step]:
    """Yield the body to call first: a peer that declares using it, and accepts to be called if any."""
    for piece in _around(observation, "feedback", "accepts_contact", "declares_use")[:1]:
        text = N_("{sentence} Ask what works, what lacks, and who helps.")
        cited = piece.citations[0] if piece.citations else None
        href = web_link(cited.url) if isinstance(cited, WebCitation) else None
        link = Link(safe(href), href) if href else None
        yield Step(translate(language, text, sentence=piece_text(piece, language)), link)


def _around(observation: Observation, where: str, *names: str) -> list[Piece]:
    """Return the pieces of the reading of the ecosystem of these names, in its support or a companion."""
    reading = observation.reading("ecosystem")
    if reading is None:
        return []
    pieces = reading.support if where == "support" else reading.companions.get(where, ())
    wanted = {f"ecosystem.{name}" for name in names}
    return [one for one in pieces if isinstance(one, Piece) and one.message in wanted]


def unsettled(observation: Observation, language: Language) -> Iterator[tuple[int, str]]:
    """Yield what could not be settled, with its gravity: what is contradicted, then what is unknown."""
    made = list(_made(observation, _MAIN))
    for confidence, text in (
        (Confidence.CONTRADICTED, N_("Strong evidence disagrees on: {labels}.")),
        (Confidence.UNKNOWN, N_("Nothing that was read settles: {labels}.")),
    ):
        labels = [
            of(definitions()[one.id].label, language).lower()
            for one in made
            if one.confidence is confidence and one.correction is None
        ]
        if labels:
            yield 1, translate(language, text, labels=", ".join(labels))


def asked(observation: Observation, language: Language) -> Iterator[Step]:
    """Yield the first questions that the main readings leave, each once."""
    made = (one for one in _made(observation, _MAIN) if one.correction is None)
    questions = dict.fromkeys(
        question_text(question, language)
        for reading in sorted(made, key=lambda one: one.value is not None)
        for question in reading.questions[:1]
    )
    for question in islice(questions, _QUESTIONS):
        yield Step(translate(language, N_("Ask the project: “{question}”"), question=safe(question)))


def _made(observation: Observation, names: tuple[str, ...]) -> Iterator[Reading]:
    for name in names:
        if (reading := observation.reading(name)) is not None:
            yield reading


def _one(reading: Reading, language: Language) -> str:
    definition = definitions()[reading.id]
    said = value(reading, definition, language) or ""
    openness = reading.companions.get("openness")
    if openness in {"open", "not-open"}:
        said = f"{said}, {word(definition, openness, language)}"
    if parts := [one["path"] for one in reading.companions.get("exceptions", ()) if one.get("path")]:
        shown = ", ".join(safe(part, limit=40) for part in parts[:_PARTS])
        text = N_("{value}, but for {parts}") if len(parts) <= _PARTS else N_("{value}, but for {parts}…")
        said = translate(language, text, value=said, parts=shown)
    sure = translate(language, CONFIDENCES[reading.confidence])
    if reading.correction is not None:
        said, sure = (
            value_text(definition, reading.settled, language),
            translate(language, N_("corrected by a person")),
        )
    text = N_("{label}: {value} ({confidence}).")
    return translate(language, text, label=of(definition.label, language), value=said, confidence=sure)
