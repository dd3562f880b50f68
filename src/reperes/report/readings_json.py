"""Readings as data: contract 4.2."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from reperes.facts.citation import (
    Citation,
    ContentCitation,
    QueryCitation,
    ReferenceCitation,
    WebCitation,
    Window,
)
from reperes.i18n import Language
from reperes.readings.model import Correction, Piece, Question, Reading
from reperes.report.statements import piece_text, question_text


def citation(cited: Citation) -> dict[str, Any]:
    """Return a citation as contract 4.2 writes it."""
    written = {"kind": cited.kind, **asdict(cited)}
    for name, value in written.items():
        if isinstance(value, date):
            written[name] = value.isoformat()
    if isinstance(cited, QueryCitation):
        written["window"] = window(cited.window)
    return written


def window(of: Window | None) -> dict[str, str | None] | None:
    """Return a window as contract 4.2 writes it."""
    if of is None:
        return None
    return {"from": None if of.start is None else of.start.isoformat(), "to": of.end.isoformat()}


def reading(made: Reading, language: Language) -> dict[str, Any]:
    """Return a reading, its companions beside its value."""
    return {
        "value": written(made.value, language),
        "confidence": made.confidence.value,
        "support": written(made.support, language),
        "against": written(made.against, language),
        "questions": written(made.questions, language),
        "correction": written(made.correction, language),
        **{name: written(value, language) for name, value in made.companions.items()},
    }


def written(value: object, language: Language) -> Any:
    """Return a companion in JSON types."""
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value, language)
    return value


def _piece(made: Piece, language: Language) -> dict[str, Any]:
    return {
        "message": made.message,
        "args": dict(made.args),
        "text": piece_text(made, language),
        "weight": made.weight.contract,
        "citations": [citation(cited) for cited in made.citations],
    }


def _question(made: Question, language: Language) -> dict[str, Any]:
    return {"id": made.id, "text": question_text(made, language), "settles": [*made.settles]}


def _correction(made: Correction, language: Language) -> dict[str, Any]:
    value = written(made.value, language)
    return {"value": value, "reason": made.reason, "by": made.by, "on": made.on.isoformat()}


def _list(values: list[object], language: Language) -> list[Any]:
    return [written(value, language) for value in values]


def _mapping(values: Mapping[str, object], language: Language) -> dict[str, Any]:
    return {str(key): written(value, language) for key, value in values.items()}


_WRITERS: dict[type | tuple[type, ...], Callable[[Any, Language], Any]] = {
    Reading: reading,
    Piece: _piece,
    Question: _question,
    Correction: _correction,
    (ContentCitation, WebCitation, QueryCitation, ReferenceCitation): lambda cited, _: citation(cited),
    Mapping: _mapping,
    (list, tuple): _list,
    date: lambda day, _: day.isoformat(),
}
