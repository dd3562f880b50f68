"""The words for what the code names: families, outcomes, organisations, sources, documents, values."""

import re
from collections.abc import Mapping
from datetime import date

from reperes.errors import Message
from reperes.facts.documents import DocumentKind
from reperes.i18n import N_, Language, translate
from reperes.indicators.definition import Definition, Family
from reperes.indicators.measure import Measure, Outcome
from reperes.knowledge.catalogue import catalogues, names
from reperes.knowledge.terms import Text
from reperes.report.formats import day, number, plain, with_unit
from reperes.report.safe import safe
from reperes.sources.documents.vocabulary import vocabulary

FAMILIES: Mapping[Family, str] = {
    Family.ACTIVITY: N_("Activity"),
    Family.PEOPLE: N_("The people who contribute"),
    Family.RESILIENCE: N_("Resilience: what if someone left?"),
    Family.ORGANISATIONS: N_("The organisations behind the contributions"),
    Family.RELEASES: N_("Releases"),
    Family.RESPONSIVENESS: N_("How requests are answered"),
    Family.PROCESS: N_("How changes are taken in"),
    Family.QUALITY: N_("Tests, documentation and automation"),
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.TOO_LITTLE_DATA: N_("Too little data to tell."),
    Outcome.NOT_MEASURED: N_("Not measured."),
    Outcome.NOT_APPLICABLE: N_("Does not apply here."),
}

UNKNOWN = "unknown"

ORGANISATIONS: Mapping[str, str] = {
    "public-body": N_("Public bodies"),
    "research": N_("Research and higher education"),
    "company": N_("Companies"),
    "foundation": N_("Foundations"),
    "association": N_("Associations"),
    "unidentified": N_("Organisations not identified"),
    UNKNOWN: N_("Organisation unknown"),
}

_SOURCES: Mapping[str, str] = {
    "git": N_("The repository (git)"),
    "documents": N_("The documents of the repository"),
    "people": N_("The people and their organisations"),
    "forge": N_("The forge: requests, answers, reviews"),
    "catalogue": N_("The catalogues of software and of public bodies"),
}

_SOFTWARE = {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo"}
_INT_WITH_SEPARATOR = 10_000

_PERHAPS = re.compile(r"\[([^\]]*)\]")
_NAME = re.compile(r"{(\w+)}")


def of(text: Text, language: Language) -> str:
    """Return the text of a definition in a language."""
    return text.fr if language is Language.FR else text.en


def say(message: Message, language: Language) -> str:
    """Return the sentence, fit to be shown; long numbers and a `day` are as the language writes them."""
    args = {key: _argument(key, value, language) for key, value in message.args.items()}
    return safe(Message(message.msgid, args).text(language))


def _argument(key: str, value: object, language: Language) -> object:
    if type(value) is int and value >= _INT_WITH_SEPARATOR:
        return number(value, language)
    if key == "catalogue" and value in names():
        return of(catalogues()[str(value)].within, language)
    if key == "day" and isinstance(value, str):
        try:
            return day(date.fromisoformat(value), language)
        except ValueError:
            return value
    return value


def source(name: str, language: Language) -> str:
    """Return what a source is, in words; its own name stays beside when it tells more."""
    room, _, precise = name.partition(".")
    if room not in _SOURCES:
        return safe(name)
    words = translate(language, _SOURCES[room])
    tells = precise and room != "catalogue"  # several lack for one reason, which is said once
    return f"{words} ({_SOFTWARE.get(precise, safe(precise))})" if tells else words


def kind(of_document: DocumentKind, language: Language) -> str:
    """Return what a kind of document is for, as inside a sentence."""
    label = vocabulary().rule(of_document).label
    return label.fr if language is Language.FR else label.en


def part(key: str, definition: Definition, language: Language) -> str:
    """Return the name of a part of a breakdown."""
    if key in definition.details:
        return of(definition.details[key], language)
    if key in ORGANISATIONS:
        return translate(language, ORGANISATIONS[key])
    return safe(key, limit=80)


def sentence(measure: Measure, definition: Definition, language: Language) -> str:
    """Return what a measured value says, or the reason why there is none.

    What the definition writes between square brackets is said only where the measure has every detail in it.
    """
    if measure.value is None:
        outcome = translate(language, OUTCOMES[measure.outcome])
        return outcome if measure.reason is None else f"{outcome} {say(measure.reason, language)}"
    apart = {0.0: definition.says_none, 1.0: definition.says_one}.get(float(measure.value))
    values = dict.fromkeys(definition.details, "–")
    values |= {name: number(value, language) for name, value in measure.details.items()}
    values["value"] = plain(measure.value, definition.unit, language)
    values["figure"] = with_unit(measure.value, definition.unit, language)
    values["items"] = number(measure.items or 0, language)
    start = None if measure.window is None else measure.window.start
    values["start"] = "–" if start is None else day(start, language)

    def perhaps(found: re.Match[str]) -> str:
        return found[1] if set(_NAME.findall(found[1])) <= measure.details.keys() else ""

    return _PERHAPS.sub(perhaps, of(apart or definition.says, language)).format_map(values)
