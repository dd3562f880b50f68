"""What is read of the project, laid out in the order of the guidance: values, for and against, questions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from reperes.facts.citation import (
    Citation,
    ContentCitation,
    QueryCitation,
    ReferenceCitation,
    WebCitation,
)
from reperes.i18n import N_, Language, translate
from reperes.observation import Observation
from reperes.readings import definitions
from reperes.readings.definition import Definition, Theme
from reperes.readings.model import Confidence, Correction, Piece, Reading
from reperes.report.evidence import evidence
from reperes.report.formats import clauses, day
from reperes.report.safe import safe
from reperes.report.statements import piece_text, question_text, value_text, word
from reperes.report.view import Aspect, Chapter, Evidence, Sentence, Square, Statement, Table
from reperes.report.wording import of

THEMES: Mapping[Theme, str] = {
    Theme.NATURE: N_("What it is"),
    Theme.GOVERNANCE: N_("Who decides, who contributes, how alive it is"),
    Theme.COMMUNITY: N_("How its community talks and welcomes"),
    Theme.ECOSYSTEM: N_("Who surrounds it"),
    Theme.ECONOMY: N_("What it lives on"),
    Theme.CONTRIBUTING: N_("Contributing: on which terms, to what need"),
}
CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.ESTABLISHED: N_("established"),
    Confidence.LIKELY: N_("likely"),
    Confidence.CONTRADICTED: N_("contradicted: strong evidence disagrees"),
    Confidence.UNKNOWN: N_("unknown"),
}
_DATE = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_MOST = 5
_ROWS = 24
_CITATIONS = (ContentCitation, WebCitation, QueryCitation, ReferenceCitation)


def chapters(observation: Observation, language: Language) -> tuple[Chapter, ...]:
    """Return the readings by chapter of the guidance; none when none was made."""
    known = definitions()
    made = [(known[reading.id], reading) for reading in observation.readings]
    asked: set[str] = set()
    return tuple(
        Chapter(
            id=theme.value,
            title=translate(language, THEMES[theme]),
            statements=tuple(
                _once(statement(reading, definition, language), asked) for definition, reading in group
            ),
        )
        for theme, group in groupby(made, key=lambda pair: pair[0].theme)
    )


def _once(made: Statement, asked: set[str]) -> Statement:
    """Return a statement without the questions that were asked already: each is sent once."""

    def fresh(questions: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(dict.fromkeys(one for one in questions if one not in asked))
        asked.update(kept)
        return kept

    aspects = tuple(replace(aspect, questions=fresh(aspect.questions)) for aspect in made.aspects)
    return replace(made, aspects=aspects, questions=fresh(made.questions))


def statement(reading: Reading, definition: Definition, language: Language) -> Statement:
    """Return one reading in words."""
    return Statement(
        id=reading.id,
        label=of(definition.label, language),
        value=value(reading, definition, language),
        confidence=translate(language, CONFIDENCES[reading.confidence]),
        mark=reading.confidence.value,
        correction=(
            None if reading.correction is None else correction_text(reading.correction, definition, language)
        ),
        support=tuple(_sentences(reading.support, language)),
        against=tuple(_sentences(reading.against, language)),
        questions=tuple(safe(question_text(one, language)) for one in reading.questions),
        aspects=tuple(_aspects(reading, definition, language)),
        square=_square(reading, definition, language),
    )


def value(reading: Reading, definition: Definition, language: Language) -> str | None:
    """Return the value in words; None for a reading that has no sum, whose aspects say everything."""
    if reading.value is None:
        nothing = reading.confidence in {Confidence.UNKNOWN, Confidence.CONTRADICTED}
        return of(definition.unknown, language) if nothing and not reading.companions.get("items") else None
    if isinstance(reading.value, Mapping):
        return None
    return value_text(definition, reading.value, language)


def correction_text(made: Correction, definition: Definition, language: Language) -> str:
    """Return what a person says of a reading, why, who and when."""
    return translate(
        language,
        N_("Corrected on {day} by {by}: {value}. Reason: {reason}"),
        day=day(made.on, language),
        by=safe(made.by, limit=80),
        value=of(definition.unknown, language)
        if made.value is None
        else value_text(definition, made.value, language),
        reason=safe(made.reason, limit=400),
    )


def _sentences(pieces: tuple[Piece, ...], language: Language) -> Iterator[Sentence]:
    told: dict[str, Sentence] = {}
    for one in (sentence(piece, language) for piece in pieces):
        # Several places of a file may say the same thing: it reads once, and opens on all of them.
        before = told.get(one.text, one)
        cited = tuple(dict.fromkeys(before.evidence + one.evidence))
        told[one.text] = replace(before, weak=before.weak and one.weak, evidence=cited)
    yield from list(told.values())[:_MOST]
    if len(told) > _MOST:
        left = translate(language, N_("Others of the same sort: {count}."), count=len(told) - _MOST)
        yield Sentence(left, weak=True)


def sentence(piece: Piece, language: Language) -> Sentence:
    """Return a piece of evidence in words, with what opens it."""
    cited = tuple(evidence(one, language) for one in piece.citations)
    return Sentence(safe(piece_text(piece, language)), piece.weight.contract == "weak", cited)


def _aspects(reading: Reading, definition: Definition, language: Language) -> Iterator[Aspect]:
    if isinstance(reading.value, Mapping):
        yield from _map(reading.value, definition, language)
    for name, content in reading.companions.items():
        label = definition.companions.get(name)
        if content in (None, [], (), {}) or (label is not None and not label.shown):
            continue
        title = of(label.label, language) if label else safe(name)
        said = _under(name, content, definition) if isinstance(content, str) else content
        yield from _aspect(title, said, definition, language)


def _map(values: Mapping[str, object], definition: Definition, language: Language) -> Iterator[Aspect]:
    """Yield the keys that share a value together: a map of needs reads as a few lines."""
    by_value: dict[str, list[str]] = {}
    for key, one in values.items():
        by_value.setdefault(word(definition, one, language), []).append(word(definition, key, language))
    for said, keys in by_value.items():
        yield Aspect(said[:1].upper() + said[1:], ", ".join(keys))


def _aspect(title: str, content: Any, definition: Definition, language: Language) -> Iterator[Aspect]:
    if isinstance(content, Mapping):
        yield from _mapping(title, content, definition, language)
    elif isinstance(content, list | tuple):
        yield from _list(title, list(content), definition, language)
    elif isinstance(content, Piece):
        yield Aspect(title, None, (sentence(content, language),))
    elif isinstance(content, _CITATIONS):
        yield Aspect(title, None, evidence=(evidence(content, language),))
    else:
        said = _yes_or_no(content, language) if isinstance(content, bool) else content
        yield Aspect(title, _day(said, language) or word(definition, said, language))


def _day(content: object, language: Language) -> str | None:
    """Return a date in words, None for anything else."""
    if not isinstance(content, str) or not _DATE.fullmatch(content):
        return None
    return day(date.fromisoformat(content), language)


def _yes_or_no(content: object, language: Language) -> str:
    return translate(language, N_("yes") if content else N_("no"))


def _mapping(
    title: str, content: Mapping[str, Any], definition: Definition, language: Language
) -> Iterator[Aspect]:
    readings = {key: one for key, one in content.items() if isinstance(one, Reading)}
    for key, one in readings.items():
        said = value_text(definition, one.value, language) if one.value is not None else None
        shown = said or of(definition.unknown, language)
        sure = translate(language, CONFIDENCES[one.confidence])
        yield Aspect(
            word(definition, key, language),
            shown if said is None else f"{shown} ({sure})",
            (*_sentences(one.support, language), *_sentences(one.against, language)),
            questions=tuple(safe(question_text(ask, language)) for ask in one.questions),
        )
    if readings:
        return
    plain = {key: one for key, one in content.items() if not isinstance(one, _CITATIONS) and one is not None}
    cited = tuple(evidence(one, language) for one in content.values() if isinstance(one, _CITATIONS))
    if len(plain) == 1 and cited:
        yield Aspect(title, word(definition, next(iter(plain.values())), language), evidence=cited)
        return
    named = (
        f"{word(definition, key, language)} : {word(definition, _under(key, one, definition), language)}"
        for key, one in plain.items()
    )
    said = clauses(named, language)
    yield Aspect(title, said.replace(" : ", ": ") if language is Language.EN else said, evidence=cited)


def _list(title: str, content: list[Any], definition: Definition, language: Language) -> Iterator[Aspect]:
    if all(isinstance(one, Piece) for one in content):
        yield Aspect(title, None, tuple(_sentences(tuple(content), language)))
    elif all(isinstance(one, _CITATIONS) for one in content):
        yield Aspect(title, None, evidence=tuple(evidence(one, language) for one in content[:_MOST]))
    elif all(isinstance(one, Mapping) for one in content):
        yield _table(title, content, definition, language)
    else:
        yield Aspect(title, value_text(definition, content, language))


def _table(
    title: str, content: list[Mapping[str, Any]], definition: Definition, language: Language
) -> Aspect:
    """Return a list of records as a table, with the citations of its rows beneath."""
    columns = [
        key
        for key in dict.fromkeys(key for one in content for key in one)
        if not any(isinstance(one.get(key), (*_CITATIONS, list, tuple)) for one in content)
    ]
    rows = tuple(
        tuple(_cell(_under(key, one.get(key), definition), definition, language) for key in columns)
        for one in content[:_ROWS]
    )
    headers = tuple(word(definition, key, language) for key in columns)
    cited = [cited for one in content[:_ROWS] for cited in _cited(one)]
    caption = title
    if len(content) > _ROWS:
        caption = translate(
            language, N_("{title} (the first {n} of {all})"), title=title, n=_ROWS, all=len(content)
        )
    table = Table(caption, headers, rows, numbers_from=len(columns))
    return Aspect(title, None, table=table, evidence=_unique(cited, language))


def _under(key: str, value: object, definition: Definition) -> object:
    """Return the value as the definition words it under that key: « name » may be a field or a value."""
    precise = f"{key}={value}"
    return precise if precise in definition.words else value


def _cell(value: object, definition: Definition, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _yes_or_no(value, language)
    return _day(value, language) or word(definition, value, language)


def _cited(record: Mapping[str, Any]) -> Iterator[Citation]:
    for one in record.values():
        if isinstance(one, _CITATIONS):
            yield one
        elif isinstance(one, list | tuple):
            yield from (cited for cited in one[:2] if isinstance(cited, _CITATIONS))


def _unique(cited: list[Citation], language: Language) -> tuple[Evidence, ...]:
    return tuple(evidence(one, language) for one in list(dict.fromkeys(cited))[:_ROWS])


def _square(reading: Reading, definition: Definition, language: Language) -> Square | None:
    """Return the position on DINUM's square, for the reading that has one and when both sides are known."""
    governance = reading.companions.get("governance_openness")
    economy = reading.companions.get("economy")
    if governance is None or economy is None:
        return None
    if governance == "unknown" or economy == "unknown":
        return None  # a place in the square would be a guess
    here = translate(language, N_("this project"))
    cells = tuple(
        (here if (row, column) == (economy, governance) else "", (row, column) == (economy, governance))
        for row in ("shared", "captured")
        for column in ("open", "closed")
    )
    return Square(
        id=f"{reading.id}-square",
        title=translate(language, N_("Governance and economy")),
        description=translate(
            language,
            N_("Governance: {governance}. Economy: {economy}."),
            governance=word(definition, governance, language),
            economy=word(definition, economy, language),
        ),
        columns=(translate(language, N_("Open governance")), translate(language, N_("Closed governance"))),
        rows=(translate(language, N_("Shared economy")), translate(language, N_("Captured economy"))),
        cells=cells,
    )
