"""What an identifier means, as `reperes explain` says it."""

import difflib
import html
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reperes import readings
from reperes.errors import Message, UsageError
from reperes.i18n import N_, Language, translate
from reperes.indicators import definitions
from reperes.indicators.definition import Definition
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.knowledge.terms import Term, load_terms
from reperes.readings.definition import Definition as ReadingDefinition
from reperes.report.advice import explain as advice
from reperes.report.catalogues import sections as catalogue_sections
from reperes.report.formats import unit_name
from reperes.report.statements import word
from reperes.report.wording import of
from reperes.sources.catalogues.standing import Standing
from reperes.subject.names import folded


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title and its sections (heading, paragraphs), said in one language."""

    id: str
    kind: str
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


_MOST_TYPED = 200
"""Characters of what was typed that are compared: the time it takes grows with them."""

StandingOf = Callable[[Catalogue], Standing]
"""Where a catalogue stands on this machine."""


def explain(identifier: str, language: Language, here: StandingOf | None = None) -> Explanation:
    """Return the explanation of an identifier or of a title, in either language, case and accents aside.

    `here` tells how a catalogue stands on this machine; without it, nothing is said of that. Raises
    UsageError, with the nearest identifiers, when the identifier is not known.
    """
    known, terms, made, others = definitions(), load_terms(), readings.definitions(), advice.items()
    names = _names()
    exact = any(identifier in kind for kind in (known, terms, made, others))
    found = identifier if exact else names.get(folded(identifier), "")
    if found in made:
        return _reading(made[found], language)
    if found in known:
        return _indicator(known[found], language)
    if found in catalogues():
        return _catalogue(catalogues()[found], language, here)
    if found in others:
        item = others[found]
        label = of(item.label, language)
        return Explanation(found, advice.kind(item), label, _filled(advice.sections(item, language)))
    if found in terms:
        return _term(terms[found], language)
    raise UsageError(
        what=Message(N_("{id} is not an identifier known here."), {"id": identifier}),
        why=Message(
            N_(
                "It must be the one of a reading, an indicator, a modality, a rule of law, a catalogue or a "
                "term."
            )
        ),
        do=Message(
            N_("Near it: {near}. `reperes explain --list` shows them all."),
            {"near": ", ".join(near(identifier)) or "–"},
        ),
    )


def near(typed: str) -> tuple[str, ...]:
    """Return the identifiers whose names are nearest to what was typed, three at most."""
    names = _names()
    close = difflib.get_close_matches(folded(typed[:_MOST_TYPED]), names, n=6, cutoff=0.5)
    return tuple(dict.fromkeys(names[name] for name in close))[:3]


def everything(language: Language) -> list[tuple[str, str]]:
    """Return every identifier with its name: readings, indicators, modalities, law, catalogues, terms."""
    return [(name, of(item.label, language)) for name, item in _items().items()]


def _items() -> "dict[str, Definition | Term | ReadingDefinition | advice.Item | Catalogue]":
    return {**readings.definitions(), **definitions(), **advice.items(), **catalogues(), **load_terms()}


def _names() -> dict[str, str]:
    """Return the identifier by each of its names; a name that two share is of the first, a reading."""
    names: dict[str, str] = {}
    for identifier, item in _items().items():
        for name in (identifier, item.label.fr, item.label.en):
            names.setdefault(folded(name), identifier)
            names.setdefault(folded(name.partition(" (")[0]), identifier)
    return names


def _indicator(definition: Definition, language: Language) -> Explanation:
    def say(text: str, **args: object) -> str:
        return translate(language, text, **args)

    window = (
        say(N_("{n} months up to the day observed"), n=definition.window_months)
        if definition.window_months
        else say(N_("the whole history"))
    )
    see = [
        *(f"CHAOSS: {name}" for name in definition.see.chaoss),
        *(f"floss-criteria: {name}" for name in definition.see.floss_criteria),
        *definition.see.sources,
    ]
    minimum = [f"{name}: {value}" for name, value in definition.minimum.items()]
    parameters = [f"{name}: {value:g}" for name, value in definition.parameters.items()]
    sections = (
        (say(N_("Question")), [getattr(definition.question, language)]),
        (say(N_("Method")), [getattr(definition.method, language)]),
        (say(N_("What is counted")), [getattr(definition.filter, language), window]),
        (say(N_("Limits")), [getattr(definition.limits, language)]),
        (say(N_("Minimum data")), minimum),
        (say(N_("Parameters")), parameters),
        (say(N_("Unit")), [unit_name(definition.unit, language)]),
        (say(N_("Version of the method")), [definition.method_id, definition.lifecycle]),
        (say(N_("Elsewhere")), see),
    )
    label = getattr(definition.label, language)
    return Explanation(definition.id, "indicator", label, _filled(sections))


def _reading(definition: ReadingDefinition, language: Language) -> Explanation:
    def say(text: str) -> str:
        return translate(language, text)

    label = {name: of(one.label, language) for name, one in definition.values.items()}
    values = [
        f"{label[name]} ({name}): {of(one.means, language).strip()} [{one.source}]"
        for name, one in definition.values.items()
    ]
    beside = [
        f"{of(one.label, language)} ({name}): {of(one.means, language).strip()}"
        for name, one in definition.companions.items()
    ]
    asked = [of(one.text, language).strip() for one in definition.questions.values()]
    see = [f"floss-criteria: {name}" for name in definition.see.floss_criteria]
    sections = (
        (say(N_("Question")), [of(definition.question, language)]),
        (say(N_("Values")), values),
        (say(N_("Beside the value")), beside),
        (say(N_("Where it looks")), [of(definition.places, language).strip()]),
        (say(N_("Method")), [of(definition.method, language).strip()]),
        (say(N_("What counts")), list(_counts(definition, language))),
        (say(N_("Limits")), [of(definition.limits, language).strip()]),
        (say(N_("Questions it may leave")), asked),
        (say(N_("Version of the method")), [f"{definition.id}/{definition.version}", definition.lifecycle]),
        (say(N_("Elsewhere")), [*(f"CHAOSS: {name}" for name in definition.see.chaoss), *see]),
    )
    return Explanation(definition.id, "reading", of(definition.label, language), _filled(sections))


def _counts(definition: ReadingDefinition, language: Language) -> Iterator[str]:
    """Yield each piece of evidence: what it weighs, for or against which value, and what it says."""
    weights = {"formal": N_("formal"), "strong": N_("strong"), "weak": N_("weak")}
    for one in definition.evidence.values():
        value = one.value or one.denies or ""
        about = word(definition, value, language) if value else ""
        text = N_("against {value}") if one.denies else N_("for {value}")
        side = translate(language, text, value=about) if about else ""
        told = ", ".join(part for part in (translate(language, weights[one.weight]), side) if part)
        yield f"{of(one.says, language).strip()} ({told})"


def _catalogue(catalogue: Catalogue, language: Language, here: StandingOf | None) -> Explanation:
    standing = None if here is None else here(catalogue)
    said = catalogue_sections(catalogue, language, standing)
    return Explanation(catalogue.id, "catalogue", of(catalogue.label, language), _filled(said))


def _term(term: Term, language: Language) -> Explanation:
    sections = (
        (translate(language, N_("Meaning")), [getattr(term.definition, language)]),
        (translate(language, N_("Source")), [term.source]),
        (translate(language, N_("See also")), list(term.see)),
    )
    return Explanation(term.id, "term", getattr(term.label, language), _filled(sections))


def _filled(sections: Iterable[tuple[str, list[str]]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((heading, tuple(paragraphs)) for heading, paragraphs in sections if paragraphs)


def render(explanation: Explanation, language: Language, format_: str) -> str:
    """Return the explanation as `text`, `json`, `markdown` or `html`."""
    if format_ == "json":
        sections = [
            {"heading": heading, "paragraphs": list(texts)} for heading, texts in explanation.sections
        ]
        content = {
            "schema": "reperes/explanation/1",
            "id": explanation.id,
            "kind": explanation.kind,
            "title": explanation.title,
            "sections": sections,
        }
        return json.dumps(content, ensure_ascii=False, indent=1)
    if format_ == "html":
        return _html(explanation, language)
    mark = "#" if format_ == "markdown" else ""
    beside = "" if folded(explanation.title) == folded(explanation.id) else f" ({explanation.id})"
    lines = [f"{mark} {explanation.title}{beside}".strip()]
    for heading, paragraphs in explanation.sections:
        lines += ["", f"{mark * 2} {heading}".strip(), ""]
        indent = "" if mark else "  "
        lines += [indent + paragraph for paragraph in paragraphs] if not mark else ["\n\n".join(paragraphs)]
    return "\n".join(lines)


def _html(explanation: Explanation, language: Language) -> str:
    parts = [
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(explanation.title)} – Repères</title>",
        "<style>body{font:1rem/1.6 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}</style>",
        f"<main><h1>{html.escape(explanation.title)}</h1><p><code>{html.escape(explanation.id)}</code></p>",
    ]
    for heading, paragraphs in explanation.sections:
        parts.append(f"<h2>{html.escape(heading)}</h2>")
        parts += [f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs]
    return "\n".join([*parts, "</main></html>"])
