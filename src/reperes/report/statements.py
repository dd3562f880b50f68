"""The sentences of readings: pieces of evidence and questions, in the language of the reader."""

from collections.abc import Mapping
from datetime import date

from reperes.i18n import N_, Language, translate
from reperes.knowledge.catalogue import catalogues, names
from reperes.readings import definitions
from reperes.readings.definition import Definition
from reperes.readings.model import Piece, Question
from reperes.report.formats import day, number, percent, with_unit
from reperes.report.safe import safe
from reperes.report.wording import of

_LENGTH = 160

# Words of the contract that several readings use; a definition may say its own instead.
_COMMON: Mapping[str, str] = {
    "yes": N_("yes"),
    "no": N_("no"),
    "partial": N_("in part"),
    "unknown": N_("unknown"),
    "none": N_("none"),
    "name": N_("name"),
    "kind": N_("kind"),
    "path": N_("place"),
    "value": N_("what"),
    "address": N_("address"),
    "involvement": N_("part taken"),
    "where": N_("where"),
    "public-body": N_("public body"),
    "company": N_("company"),
    "foundation": N_("foundation"),
    "association": N_("association"),
    "university": N_("university"),
    "person": N_("one person"),
    "one person": N_("one person"),
    "undated": N_("an unknown day"),
}


def piece_text(piece: Piece, language: Language) -> str:
    """Return what a piece of evidence says."""
    name, _, message = piece.message.partition(".")
    definition = definitions()[name]
    return _said(of(definition.evidence[message].says, language), piece.args, definition, language)


def question_text(question: Question, language: Language) -> str:
    """Return a question as it may be sent to the project."""
    name, _, asked = question.id.partition(".")
    definition = definitions()[name]
    return _said(of(definition.questions[asked].text, language), question.args, definition, language)


def value_text(definition: Definition, value: object, language: Language) -> str:
    """Return a value in words: its label when it has one; of a map of needs, those that are told."""
    if isinstance(value, Mapping):
        value = [key for key, state in value.items() if state != "none-seen"]
    if isinstance(value, list | tuple):
        return ", ".join(value_text(definition, one, language) for one in value)
    return word(definition, value, language)


def word(definition: Definition, value: object, language: Language) -> str:
    """Return the word of a definition for a technical value, the value itself when it has none."""
    text = str(value)
    if text in definition.values:
        return of(definition.values[text].label, language)
    if text in definition.words:
        return of(definition.words[text], language)
    if text in _COMMON:
        return translate(language, _COMMON[text])
    if text in names():
        return of(catalogues()[text].within, language)
    return safe(text, limit=_LENGTH)


def _said(text: str, args: Mapping[str, object], definition: Definition, language: Language) -> str:
    return text.strip().format_map(
        {key: _argument(key, value, definition, language) for key, value in args.items()}
    )


def _figure(key: str, value: float, language: Language) -> str:
    if key.endswith("delay"):
        return with_unit(value, "days", language)
    return percent(value, language) if key.endswith("share") else number(value, language)


def _argument(key: str, value: object, definition: Definition, language: Language) -> str:
    """Return a placeholder in words: a known word is said, a day is written out.

    `…share` is a percentage; `…delay`, days, is said with its unit.
    """
    if isinstance(value, bool):
        return word(definition, str(value).lower(), language)
    if isinstance(value, int | float):
        return _figure(key, value, language)
    if isinstance(value, list | tuple):
        return ", ".join(word(definition, one, language) for one in value)
    text = str(value)
    if key.endswith(("day", "since", "until")):
        try:
            return day(date.fromisoformat(text), language)
        except ValueError:
            return word(definition, text, language)
    return word(definition, text, language)
