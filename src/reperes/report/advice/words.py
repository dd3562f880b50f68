"""The sentences of an advice, in the language of the reader."""

import string
from collections.abc import Mapping
from datetime import date

from reperes.i18n import N_, Language
from reperes.knowledge.terms import Text
from reperes.law import Dated, Unit, law
from reperes.modalities.model import Said
from reperes.modalities.texts import sentences, text_of
from reperes.modalities.vocabulary import NEEDS
from reperes.readings import definitions
from reperes.readings.model import Question
from reperes.report.formats import day, number
from reperes.report.safe import safe
from reperes.report.statements import question_text, word
from reperes.report.wording import of

_LENGTH = 160
SECONDARY = N_("(seen in secondary sources only)")
BLANKS = ("legal_home", "licence", "body", "amount", "budget", "days", "population", "needs", "goals")
"""What a case fills in; outside of any, each is told by its name."""


def said(one: Said, language: Language) -> str:
    """Return a sentence of an advice."""
    return _filled(one.message, one.args, language)


def label(family: str, name: str, language: Language) -> str:
    """Return the word of `knowledge/advice.yaml` for a technical value, the value itself when it has none."""
    text = sentences().words.get(family, {}).get(name)
    return safe(name, limit=_LENGTH) if text is None else of(text, language)


def asked(question: Question, language: Language) -> str:
    """Return a question, of a reading or of the profile."""
    ours = sentences().questions.get(question.id.removeprefix("advice."))
    if ours is not None:
        return of(ours, language).strip()
    return question_text(question, language)


def value(dated: Dated, unit: Unit, language: Language) -> str:
    """Return a value of law in words."""
    held = dated.value
    if isinstance(held, Text):
        return of(held, language).strip()
    if unit is Unit.YES_NO:
        return word(definitions()["licence"], "yes" if held else "no", language)
    if isinstance(held, tuple):
        return ", ".join(label("body", one, language) for one in held)
    return amount(held, unit.value, language)


def amount(held: object, unit: str, language: Language) -> str:
    """Return a number with its unit, a day written out."""
    if isinstance(held, date):
        return day(held, language)
    if unit == Unit.MONTH_DAY.value:
        month, day_ = str(held).split("-")
        return day(date(2000, int(month), int(day_)), language).rsplit(" ", 1)[0]
    if unit == Unit.DATE.value:
        return day(date.fromisoformat(str(held)), language)
    shown = number(held, language) if isinstance(held, int | float) else safe(str(held), limit=_LENGTH)
    units = sentences().words["unit"]
    return of(units.get(f"{unit}_ONE", units[unit]) if held == 1 else units[unit], language).format(
        value=shown
    )


def _filled(message: str, args: Mapping[str, object], language: Language) -> str:
    text = of(text_of(message), language).strip()
    wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return text.format_map({key: _argument(key, args[key], args, language) for key in wanted})


def _argument(key: str, given: object, args: Mapping[str, object], language: Language) -> str:
    if given is None or given == []:
        return label("unknown", "unknown", language)
    if isinstance(given, Mapping):
        return _nested(given, args, language)
    if isinstance(given, list | tuple):
        return ", ".join(_argument(key, one, args, language) for one in given)
    if isinstance(given, int | float):
        return number(given, language)
    return _word(key, str(given), language)


def _nested(given: Mapping[str, object], args: Mapping[str, object], language: Language) -> str:
    if "message" in given:
        return _filled(str(given["message"]), args, language)
    if "parameter" in given:
        return of(law()[str(given["parameter"])].label, language)
    if "rule" in given:
        return f"[{of(law()[str(given['rule'])].label, language)}]"
    if "blank" in given:
        return f"[{label('blank', str(given['blank']), language)}]"
    if "reading" in given:
        return of(definitions()[str(given["reading"])].label, language)
    return amount(given["value"], str(given["unit"]), language)


def _word(key: str, given: str, language: Language) -> str:
    if key.endswith("_day"):
        return day(date.fromisoformat(given), language)
    if key in {"legal_home", "licence"}:
        return word(definitions()[key], given, language)
    if key == "needs" and given in NEEDS:
        return word(definitions()["needs"], given, language)
    return label(key, given, language)
