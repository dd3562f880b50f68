"""Two modalities side by side: what each says of the same matters."""

from collections.abc import Iterator
from dataclasses import dataclass

from reperes.i18n import N_, Language, translate
from reperes.report.advice.view import Card, Reason


@dataclass(frozen=True, slots=True)
class Cell:
    """What one modality says of a matter: a sentence, reasons, or lines; nothing when it says nothing."""

    text: str = ""
    reasons: tuple[Reason, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One matter, and a cell for each modality."""

    matter: str
    cells: tuple[Cell, Cell]


@dataclass(frozen=True, slots=True)
class Versus:
    """The comparison of two modalities."""

    caption: str
    cards: tuple[Card, Card]
    rows: tuple[Row, ...]


def versus(one: Card, other: Card, language: Language) -> Versus:
    """Return two modalities of one advice, matter by matter."""
    caption = translate(language, N_("{one} and {other}, side by side"), one=one.label, other=other.label)
    return Versus(caption, (one, other), tuple(_rows(one, other, language)))


def _rows(one: Card, other: Card, language: Language) -> Iterator[Row]:
    def say(text: str) -> str:
        return translate(language, text)

    yield Row(say(N_("Verdict")), (Cell(one.verdict), Cell(other.verdict)))
    yield Row(say(N_("What it is")), (Cell(one.what), Cell(other.what)))
    yield Row(say(N_("Reasons")), (Cell(reasons=one.reasons), Cell(reasons=other.reasons)))
    yield Row(say(N_("How long it takes")), (Cell(one.delay), Cell(other.delay)))
    for title in dict.fromkeys(part.title for card in (one, other) for part in card.parts):
        yield Row(title, (_part(one, title), _part(other, title)))
    yield Row(say(N_("The law it rests on")), (_law(one), _law(other)))
    yield Row(say(N_("Mind")), (Cell(reasons=one.warnings), Cell(reasons=other.warnings)))


def _part(card: Card, title: str) -> Cell:
    return Cell(lines=next((part.items for part in card.parts if part.title == title), ()))


def _law(card: Card) -> Cell:
    """Return the rules with their value and since when, as the table of the modality has them."""
    if card.law is None:
        return Cell()
    return Cell(lines=tuple(" — ".join(told for told in row[:3] if told != "–") for row in card.law.rows))
