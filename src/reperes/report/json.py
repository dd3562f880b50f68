"""The observation as data: contract 4.2, whose schema is `docs/schema/observation-1.schema.json`."""

import json
from collections.abc import Iterator
from typing import Any

from reperes.facts.documents import Documents, Structured
from reperes.facts.fact import Absent
from reperes.facts.schema import DECLARATIONS, DOCUMENTS, REPOSITORY
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure
from reperes.observation import Absence, Observation
from reperes.report import forge, looked_in
from reperes.report.json_types import escaped, plain
from reperes.report.readings_json import citation, reading, window

SCHEMA = "reperes/observation/1"


def render(observation: Observation, language: Language) -> str:
    """Return the observation in JSON, indented; its sentences, and they alone, depend on the language."""
    return (
        escaped(json.dumps(document(observation, language), ensure_ascii=False, indent=2, allow_nan=False))
        + "\n"
    )


def document(observation: Observation, language: Language) -> dict[str, Any]:
    """Return the observation as JSON types.

    `documents` and `declarations` are null when they could not be read, empty when none was found; `forge`
    is when it did not answer.
    """
    facts, known = observation.facts, definitions()
    documents, declarations = facts.value(DOCUMENTS), facts.value(DECLARATIONS)
    return {
        name: plain(value)
        for name, value in {
            "schema": SCHEMA,
            "as_of": observation.as_of.isoformat(),
            "generator": observation.generator,
            "subject": _subject(observation),
            "indicators": {
                measure.indicator: _indicator(measure, known[measure.indicator], language)
                for measure in observation.measures
            },
            "readings": {made.id: reading(made, language) for made in observation.readings},
            "documents": None if isinstance(documents, Absent) else [*_documents(documents)],
            "declarations": None
            if isinstance(declarations, Absent)
            else [_declaration(item, language) for item in declarations.items],
            "forge": forge.as_data(observation),
            "catalogues": looked_in.as_data(observation),
            "asked": forge.spent_as_data(observation),
            "absences": [_absence(absence, language) for absence in observation.absences],
        }.items()
    }


def _subject(observation: Observation) -> dict[str, Any]:
    repository = observation.facts.value(REPOSITORY)
    repositories = []
    if not isinstance(repository, Absent):
        repositories.append(
            {"origin": repository.origin, "head": repository.head, "branch": repository.branch}
        )
    return {"input": observation.input, "name": observation.name, "repositories": repositories}


def _indicator(measure: Measure, definition: Definition, language: Language) -> dict[str, Any]:
    return {
        "outcome": measure.outcome.value,
        "value": measure.value,
        "unit": definition.unit,
        "window": window(measure.window),
        "items": measure.items,
        "filter": getattr(definition.filter, language.value).strip(),
        "method": definition.method_id,
        "citations": [citation(cited) for cited in measure.citations],
        "reason": None if measure.reason is None else measure.reason.text(language),
        "breakdown": [
            {"key": part.key, "count": part.count, "share": part.share} for part in measure.breakdown
        ],
        "series": [
            {"period": point.period, "value": point.value, "complete": point.complete}
            for point in measure.series
        ],
        "details": measure.details,
    }


def _documents(documents: Documents) -> Iterator[dict[str, Any]]:
    for item in documents.items:
        found: dict[str, Any] = {"kind": item.kind.value, "path": item.path}
        if item.entries is not None:
            found["entries"] = item.entries
        yield found | {"citation": citation(documents.cite(item))}


def _declaration(item: Structured, language: Language) -> dict[str, Any]:
    problems = [problem.text(language) for problem in item.problems]
    return {"format": item.format, "path": item.path, "fields": item.fields, "problems": problems}


def _absence(absence: Absence, language: Language) -> dict[str, Any]:
    return {
        "source": absence.source,
        "reason": absence.reason.value,
        "text": absence.message.text(language),
        "fact": absence.fact,
    }
