"""The advice as data: contract 4.3, whose schema is `docs/schema/advice-1.schema.json`."""

import json
from datetime import date
from typing import Any

from reperes.i18n import Language
from reperes.knowledge.terms import Text
from reperes.law import Dated, Unit
from reperes.law.model import Reference
from reperes.modalities.evidence import Precedent, Resource, precedents, resources
from reperes.modalities.given import Given
from reperes.modalities.library import modalities
from reperes.modalities.model import Advice, Approval, Asked, Posture, Reason, Recommendation, Said, Used
from reperes.modalities.texts import sentences
from reperes.report.advice import words
from reperes.report.json_types import escaped, plain
from reperes.report.readings_json import citation
from reperes.report.wording import of

SCHEMA = "reperes/advice/1"


def render(advice: Advice, language: Language) -> str:
    """Return the advice in JSON, indented; its sentences, and they alone, depend on the language."""
    return (
        escaped(json.dumps(plain(document(advice, language)), ensure_ascii=False, indent=2, allow_nan=False))
        + "\n"
    )


def document(advice: Advice, language: Language) -> dict[str, Any]:
    """Return the advice as JSON types."""
    return {
        "schema": SCHEMA,
        "as_of": advice.as_of.isoformat(),
        "administration": advice.administration,
        "subject": advice.subject,
        "disclaimer": of(sentences().disclaimer, language).strip(),
        "questions": [
            {"id": one.id, "text": words.asked(one, language), "settles": [*one.settles]}
            for one in advice.questions
        ],
        "notes": [_piece(one, language) for one in advice.notes],
        "posture": _posture(advice.posture, language),
        "readings": {name: _reading(one) for name, one in advice.readings.items()},
        "recommendations": [_recommendation(one, language) for one in advice.recommendations],
    }


def _reading(one: Given) -> dict[str, Any]:
    return {"value": one.value, "confidence": one.confidence.value, "corrected": one.is_corrected}


def _piece(one: Said, language: Language) -> dict[str, Any]:
    return {
        "message": one.message,
        "args": dict(one.args),
        "text": words.said(one, language),
        "weight": "weak" if one.weak else "strong",
        "citations": [citation(cited) for cited in one.citations],
    }


def _posture(made: Posture, language: Language) -> dict[str, Any]:
    return {
        "role": made.role,
        "why": [_piece(one, language) for one in made.why],
        "commitments": {
            "ours": [words.said(one, language) for one in made.ours],
            "theirs": [words.said(one, language) for one in made.theirs],
        },
        "avoid": [_piece(one, language) for one in made.avoid],
        "may_become": [*made.may_become],
        "leaving": words.said(made.leaving, language),
    }


def _recommendation(made: Recommendation, language: Language) -> dict[str, Any]:
    modality = modalities()[made.modality]
    return {
        "modality": made.modality,
        "label": of(modality.label, language),
        "family": modality.family,
        "direction": modality.direction,
        "verdict": made.verdict.value,
        "rank": made.rank,
        "order": [_piece(one, language) for one in made.order],
        "reasons": [_reason(one, language) for one in made.reasons],
        "parameters": [parameter(one, language) for one in made.parameters],
        "checks": [_check(one, language) for one in made.checks],
        "questions": [one.id for one in made.questions],
        "role": made.role,
        "approvals": [_approval(one, language) for one in made.approvals],
        "steps": [words.said(one, language) for one in made.steps],
        "papers": [words.said(one, language) for one in made.papers],
        "commitments": {
            "ours": [words.said(one, language) for one in made.ours],
            "theirs": [words.said(one, language) for one in made.theirs],
        },
        "typical_delay": words.said(Said(f"{made.modality}.delay", made.args), language),
        "power": words.said(Said(f"{made.modality}.power", made.args), language),
        "precedents": [_precedent(precedents()[one], language) for one in modality.precedents],
        "resources": [_resource(resources()[one], language) for one in modality.resources],
        "warnings": [_piece(one, language) for one in (*made.pitfalls, *made.days)],
        "sources": [*modality.sources],
    }


def _reason(made: Reason, language: Language) -> dict[str, Any]:
    return {"effect": made.effect.value, "decides": made.decides, **_piece(made.said, language)}


def _check(made: Asked, language: Language) -> dict[str, Any]:
    return {
        "id": made.id,
        "question": words.said(made.said, language),
        "answer": {True: "yes", False: "no", None: "unknown"}[made.answer],
        "citations": [citation(cited) for cited in made.said.citations],
    }


def _approval(made: Approval, language: Language) -> dict[str, Any]:
    return {"who": made.who, "text": words.said(made.said, language)}


def parameter(made: Used, language: Language) -> dict[str, Any]:
    """Return a parameter of law as contract 4.3 writes it."""
    rule, dated = made.parameter, made.dated
    value = None if dated is None else dated.value
    references = [] if dated is None else [one.title for one in dated.reference]
    return {
        "id": rule.id,
        "label": of(rule.label, language),
        "value": of(value, language).strip() if isinstance(value, Text) else _typed(value),
        "text": None if dated is None else words.value(dated, Unit(rule.unit), language),
        "unit": rule.unit.value,
        "from": None if dated is None or dated.start is None else dated.start.isoformat(),
        "to": None if dated is None or dated.end is None else dated.end.isoformat(),
        "reference": "; ".join(references) or None,
        "references": [] if dated is None else [_reference(one) for one in dated.reference],
        "applies_to": None if dated is None else _applies_to(dated, language),
        "checked_on": rule.checked_on.isoformat(),
        "seen": None if dated is None else dated.seen,
    }


def _reference(one: Reference) -> dict[str, Any]:
    published = None if one.journal_officiel is None else one.journal_officiel.isoformat()
    return {"title": one.title, "journal_officiel": published, "url": one.url}


def _applies_to(dated: Dated, language: Language) -> str | None:
    told = dated.applies_to
    return of(told, language) if isinstance(told, Text) else told


def _typed(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else [*value] if isinstance(value, tuple) else value


def _precedent(one: Precedent, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": of(one.label, language),
        "years": one.years,
        "from": of(one.giver, language),
        "to": of(one.receiver, language),
        "vehicle": of(one.vehicle, language),
        "amounts": [
            {
                "amount": each.amount,
                "unit": each.unit,
                "years": each.years,
                "note": None if each.note is None else of(each.note, language),
            }
            for each in one.amounts
        ],
        "content": of(one.content, language).strip(),
        "note": None if one.note is None else of(one.note, language).strip(),
        "sources": [*one.sources],
        "citation": {"kind": "precedent", "id": one.id},
    }


def _resource(one: Resource, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": of(one.label, language),
        "url": one.url,
        "publisher": one.publisher,
        "checked_on": one.checked_on.isoformat(),
    }
