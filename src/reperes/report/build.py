"""From an observation to what every report shows: the choices are made here, and none in the renderers."""

import shlex
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from reperes.facts.citation import ContentCitation
from reperes.facts.documents import Document, DocumentKind
from reperes.facts.documents import Documents as Found
from reperes.facts.fact import Absent
from reperes.facts.schema import DOCUMENTS, REPOSITORY
from reperes.i18n import N_, Language, translate
from reperes.indicators import definitions
from reperes.indicators.definition import Definition
from reperes.indicators.definition import Family as FamilyId
from reperes.indicators.measure import Measure
from reperes.observation import Observation
from reperes.report import declared, figures, forge, looked_in, wording
from reperes.report.conclusions import chapters
from reperes.report.evidence import evidence, window_text
from reperes.report.formats import day, number, period, with_unit
from reperes.report.links import archive_link, web_link
from reperes.report.safe import safe
from reperes.report.short import ABSENCE_FACTOR, short
from reperes.report.view import (
    Documents,
    Family,
    File,
    Gap,
    Indicator,
    Kind,
    Labels,
    Link,
    Report,
    Table,
)

_FILES = 3
_AGE, _OLD = "release_age", 730


def build(observation: Observation, language: Language) -> Report:
    """Return the report of an observation, said in a language."""
    known = definitions()
    title = translate(language, N_("Observation of {name}"), name=safe(observation.name, limit=120))
    declarations, others = declared.declarations(observation.facts, language)
    nothing = translate(
        language, N_("No structured file describing the project was found in the places read.")
    )
    return Report(
        language=language.value,
        title=title,
        origin=_origin(observation),
        subtitle=translate(language, N_("As it was on {day}"), day=day(observation.as_of, language)),
        labels=_labels(language),
        short=short(observation, known, language),
        chapters=chapters(observation, language),
        families=tuple(_families(observation, known, language)),
        documents=_documents(observation, language),
        forge=forge.declaration(observation, language),
        catalogues=looked_in.declaration(observation, language),
        declarations=declarations,
        more_declarations=others,
        no_declaration=None if declarations else nothing,
        absences=tuple(
            dict.fromkeys(  # one trouble may take several facts away
                (wording.source(absence.source, language), wording.say(absence.message, language))
                for absence in observation.absences
            )
        ),
        no_absence=translate(language, N_("Nothing that was asked for was out of reach.")),
        commands=tuple(_commands(observation, language)),
        notes=(*_notes(observation, language), *forge.asked(observation, language)),
        footer=translate(
            language,
            N_(
                "Made by {generator}. It gives no mark to the project: "
                "it says what was seen, and what is not known."
            ),
            generator=safe(observation.generator),
        ),
    )


def _origin(observation: Observation) -> Link | None:
    repository = observation.facts.value(REPOSITORY)
    href = None if isinstance(repository, Absent) else web_link(repository.origin)
    return Link(safe(href), href) if href else None


def _families(
    observation: Observation, known: Mapping[str, Definition], language: Language
) -> Iterator[Family]:
    drawn = figures.charts({measure.indicator: measure for measure in observation.measures}, known, language)
    for family in FamilyId:
        measures = [m for m in observation.measures if known[m.indicator].family is family]
        if not measures:
            continue
        shown = {
            m.indicator: indicator(
                m, known[m.indicator], language, tables=m.indicator not in drawn, as_of=observation.as_of
            )
            for m in measures
        }
        yield Family(
            id=family.value,
            title=translate(language, wording.FAMILIES[family]),
            charts=tuple(drawn[name] for name in shown if name in drawn),
            indicators=tuple(shown[m.indicator] for m in measures if m.value is not None),
            gaps=_gaps([shown[m.indicator] for m in measures if m.value is None]),
        )


def _gaps(without_value: list[Indicator]) -> tuple[Gap, ...]:
    ordered = sorted(without_value, key=lambda item: item.sentence)
    return tuple(
        Gap(sentence, tuple(group)) for sentence, group in groupby(ordered, lambda item: item.sentence)
    )


def indicator(
    measure: Measure, definition: Definition, language: Language, *, tables: bool, as_of: date
) -> Indicator:
    """Return one indicator, and all it takes to check it; the tables, unless a chart shows them."""
    shown: list[Table] = []
    if tables and measure.breakdown:
        shown.append(figures.breakdown_table(measure, definition, language))
    if tables and figures.tells(measure.series):
        shown.append(figures.series_table(measure, definition, language))
    label = wording.of(definition.label, language)
    figure = None if measure.value is None else _figure(measure.value, measure, definition, language, as_of)
    line = translate(language, N_("{label}: {figure}"), label=label, figure=figure)
    return Indicator(
        id=measure.indicator,
        label=label,
        sentence=wording.sentence(measure, definition, language),
        figure=figure,
        line=None if figure is None else line,
        details=tuple(_details(measure, definition, language)),
        evidence=tuple(evidence(citation, language) for citation in measure.citations),
        tables=tuple(shown),
    )


def _figure(value: float, measure: Measure, definition: Definition, language: Language, as_of: date) -> str:
    old = measure.indicator == _AGE and _OLD < value < as_of.toordinal()
    since = as_of - timedelta(days=value) if old else as_of
    text = (
        N_("{figure} ({month}; items counted: {items})") if old else N_("{figure} (items counted: {items})")
    )
    return translate(
        language,
        text,
        month=period(f"{since:%Y-%m}", language),
        figure=with_unit(value, definition.unit, language),
        items=number(measure.items or 0, language),
    )


def _details(measure: Measure, definition: Definition, language: Language) -> Iterator[tuple[str, str]]:
    yield translate(language, N_("Question")), wording.of(definition.question, language)
    yield translate(language, N_("Method")), wording.of(definition.method, language).strip()
    yield translate(language, N_("What is counted")), wording.of(definition.filter, language).strip()
    if measure.window is not None:
        yield translate(language, N_("Period")), window_text(measure.window, language)
    if measure.items is not None:
        yield translate(language, N_("Items counted")), number(measure.items, language)
    for name, value in measure.details.items():
        label = definition.details.get(name)
        yield wording.of(label, language) if label else safe(name), number(value, language, 2)
    yield translate(language, N_("Limits")), wording.of(definition.limits, language).strip()
    yield translate(language, N_("Version of the method")), definition.method_id


def _documents(observation: Observation, language: Language) -> Documents:
    found = observation.facts.value(DOCUMENTS)
    if isinstance(found, Absent):
        why = wording.say(found.message, language)
        return Documents(translate(language, N_("The documents could not be read. {why}"), why=why), (), None)
    kinds = [kind for kind in DocumentKind if found.of(kind)]
    missing = [kind for kind in DocumentKind if kind not in kinds and kind is not DocumentKind.DOCS_PAGE]
    labels = ", ".join(wording.kind(kind, language) for kind in missing)
    not_found = N_(
        "Not found in the places read (the root of the repository and its usual folders): {kinds}. "
        "They may exist elsewhere: ask the project."
    )
    return Documents(
        sentence=translate(
            language,
            N_("Documents that speak of the project, found at revision {revision}: {count}."),
            revision=safe(found.revision[:12]),
            count=number(len(found.items), language),
        ),
        kinds=tuple(_kind(found, kind, language) for kind in kinds),
        missing=translate(language, not_found, kinds=labels) if missing else None,
    )


def _kind(found: Found, kind: DocumentKind, language: Language) -> Kind:
    documents = sorted(found.of(kind), key=lambda document: document.path.count("/"))
    left = len(documents) - _FILES
    more = translate(language, N_("Others of the same kind: {count}."), count=number(left, language))
    label = wording.kind(kind, language)
    return Kind(
        label=label[:1].upper() + label[1:],
        files=tuple(_file(found, document, language) for document in documents[:_FILES]),
        more=more if left > 0 else None,
    )


def _file(found: Found, document: Document, language: Language) -> File:
    note = None
    if document.entries is not None:
        text = N_("entries counted, names not kept: {count}")
        if document.entries:
            note = translate(language, text, count=number(document.entries, language))
    elif document.text is None:
        note = translate(language, N_("found, but its content was not read"))
    elif document.truncated:
        note = translate(language, N_("only its beginning was read"))
    return File(safe(document.path, limit=200), note, evidence(found.cite(document), language))


def _commands(observation: Observation, language: Language) -> Iterator[tuple[str, str]]:
    again = f"reperes observe {shlex.quote(safe(observation.input))}{_as_asked(observation)}"
    yield (
        translate(language, N_("What an indicator means, how it is counted, its limits")),
        (f"reperes explain {ABSENCE_FACTOR}"),
    )
    yield translate(language, N_("Every proof, beneath each sentence")), f"{again} --details"
    yield (
        translate(language, N_("A page to open in a browser or to send")),
        (f"{again} --format html -o observation.html"),
    )
    yield (
        translate(language, N_("The same data for a program, with all the proofs")),
        f"{again} --format json",
    )


def _as_asked(observation: Observation) -> str:
    """Return the options that make the same observation again, from what was answered to this one."""
    repository = observation.facts.value(REPOSITORY)
    origin = None if isinstance(repository, Absent) else repository.origin
    local = "://" not in observation.input
    parts = [f"--origin {shlex.quote(safe(origin))}"] if origin is not None and local else []
    parts.append(f"--as-of {observation.as_of.isoformat()}")
    parts += ["--replay"] if observation.spent.by_host else []
    return "".join(f" {part}" for part in parts)


def _notes(observation: Observation, language: Language) -> Iterator[str]:
    text = N_(
        "If the command `reperes` is not found, type its path (in the folder of Repères: .venv/bin/reperes)."
    )
    yield translate(language, text)
    found = observation.facts.value(DOCUMENTS)
    cited = () if isinstance(found, Absent) else [found.cite(item) for item in found.items]
    if any(isinstance(one, ContentCitation) and archive_link(one.swhid) for one in cited):
        text = N_(
            "A link to archive.softwareheritage.org opens only if Software Heritage has archived the "
            "project; on a local copy, `git show REVISION:PATH` shows the same file."
        )
        yield translate(language, text)


def _labels(language: Language) -> Labels:
    def say(text: str) -> str:
        return translate(language, text)

    return Labels(
        short=say(N_("In short")),
        what=say(N_("What it is")),
        uncertain=say(N_("What is uncertain")),
        next=say(N_("Three things to do next")),
        conclusions=say(N_("What is understood of it")),
        conclusions_intro=say(
            N_(
                "Each conclusion says how sure it is, what speaks for it and against it. "
                "“Established” rests on a formal declaration or on two independent strong proofs; "
                "what is not known is a question to ask."
            )
        ),
        for_=say(N_("For")),
        against=say(N_("Against")),
        ask=say(N_("To ask the project")),
        figures=say(N_("What was measured")),
        figures_intro=say(
            N_("Each figure is to be read with the project’s own rhythm in mind, not against other projects.")
        ),
        documents=say(N_("What was read")),
        forge=say(N_("What the forge says of it")),
        forge_intro=say(N_("As the forge told it on the day it was asked, whatever the day observed.")),
        catalogues=say(N_("Which catalogues were looked in")),
        catalogues_intro=say(
            N_("What is not in a catalogue is unknown, not absent; a record found by its name is a question.")
        ),
        declarations=say(N_("What the project declares in structured files")),
        declarations_intro=say(N_("The project’s own words: they were read, not checked.")),
        unknown=say(N_("What is not known, and why")),
        evidence=say(N_("How to open the evidence")),
        contents=say(N_("Contents")),
        skip=say(N_("Go to the content")),
        proof=say(N_("How it is known")),
        opens=say(N_("Where it opens for good")),
        quote=say(N_("Quoted lines")),
        values=say(N_("Values of the chart")),
        problems=say(N_("What could not be taken from this file")),
        source=say(N_("Where")),
        why=say(N_("What is missing, and why")),
    )
