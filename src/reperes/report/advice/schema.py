"""The JSON Schemas of an advice, of the law and of a profile (contracts 4.3 and 4.4).

`python -m reperes.report.advice.schema FOLDER` writes them; a test holds the files to them.
"""

import json
import sys
from pathlib import Path
from typing import Any

from reperes.law import Unit
from reperes.modalities.profile import Administration
from reperes.modalities.vocabulary import ROLES
from reperes.report.schema import DAY, NUMBER, TEXT, Schema, closed, items, one_of, or_null, ref

_VERDICTS = ("fits", "possible", "to-verify", "excluded")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_IDENTIFIER: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}


def advice() -> Schema:
    """Return the schema of `advise --format json`, in draft 2020-12."""
    return {
        "$schema": _DRAFT,
        "title": "reperes/advice/1",
        "description": "Which forms of cooperation fit, for one project and one administration at one date.",
        **closed(
            {
                "schema": {"const": "reperes/advice/1"},
                "as_of": DAY,
                "administration": TEXT,
                "subject": or_null(TEXT),
                "disclaimer": TEXT,
                "questions": items(ref("question")),
                "notes": items(ref("piece")),
                "posture": _posture(),
                "readings": {"type": "object", "additionalProperties": ref("reading")},
                "recommendations": items(ref("recommendation")),
            }
        ),
        "$defs": {**_shared(), "recommendation": _recommendation()},
    }


def law() -> Schema:
    """Return the schema of `law --format json`."""
    return {
        "$schema": _DRAFT,
        "title": "reperes/law/1",
        "description": "The parameters of law as they were on a day.",
        **closed(
            {
                "schema": {"const": "reperes/law/1"},
                "as_of": DAY,
                "stale": {"type": "boolean"},
                "parameters": items(ref("parameter")),
            }
        ),
        "$defs": {"parameter": _parameter()},
    }


def profile() -> Schema:
    """Return the schema of the profile of an administration."""
    return {
        "$schema": _DRAFT,
        **Administration.model_json_schema(mode="validation"),
        "title": "reperes/profile/1",
    }


def _shared() -> dict[str, Schema]:
    piece: dict[str, Schema] = {
        "message": TEXT,
        "args": {"type": "object"},
        "text": TEXT,
        "weight": one_of(("strong", "weak")),
        "citations": items(ref("citation")),
    }
    return {
        "citation": {
            "oneOf": [
                closed({"kind": one_of(("reading", "parameter")), "id": TEXT}),
                closed({"kind": {"const": "web"}, "url": TEXT, "retrieved_on": DAY, "quote": or_null(TEXT)}),
            ]
        },
        "piece": closed(piece),
        "reason": closed(
            {"effect": one_of(("for", "against", "unknown")), "decides": {"type": "boolean"}, **piece}
        ),
        "question": closed({"id": TEXT, "text": TEXT, "settles": items(TEXT)}),
        "commitments": closed({"ours": items(TEXT), "theirs": items(TEXT)}),
        "reading": closed(
            {
                "value": {},
                "confidence": one_of(("established", "likely", "contradicted", "unknown")),
                "corrected": {"type": "boolean"},
            }
        ),
        "parameter": _parameter(),
        "role": one_of(ROLES),
    }


def _posture() -> Schema:
    return closed(
        {
            "role": ref("role"),
            "why": items(ref("piece")),
            "commitments": ref("commitments"),
            "avoid": items(ref("piece")),
            "may_become": items(ref("role")),
            "leaving": TEXT,
        }
    )


def _parameter() -> Schema:
    return closed(
        {
            "id": {"type": "string", "pattern": "^[a-z_]+/[a-z0-9_/]+$"},
            "label": TEXT,
            "value": {},
            "text": or_null(TEXT),
            "unit": one_of(tuple(Unit)),
            "from": or_null(DAY),
            "to": or_null(DAY),
            "reference": or_null(TEXT),
            "references": items(
                closed({"title": TEXT, "journal_officiel": or_null(DAY), "url": or_null(TEXT)})
            ),
            "applies_to": or_null(TEXT),
            "checked_on": DAY,
            "seen": or_null(one_of(("official", "secondary"))),
        }
    )


def _recommendation() -> Schema:
    check = closed(
        {
            "id": TEXT,
            "question": TEXT,
            "answer": one_of(("yes", "no", "unknown")),
            "citations": items(ref("citation")),
        }
    )
    return closed(
        {
            "modality": _IDENTIFIER,
            "label": TEXT,
            "family": one_of(("code-and-data", "money", "other")),
            "direction": one_of(("give", "receive")),
            "verdict": one_of(_VERDICTS),
            "rank": {"type": "integer", "minimum": 1},
            "order": items(ref("piece")),
            "reasons": items(ref("reason")),
            "parameters": items(ref("parameter")),
            "checks": items(check),
            "questions": items(TEXT),
            "role": ref("role"),
            "approvals": items(closed({"who": TEXT, "text": TEXT})),
            "steps": items(TEXT),
            "papers": items(TEXT),
            "commitments": ref("commitments"),
            "typical_delay": TEXT,
            "power": TEXT,
            "precedents": items(_precedent()),
            "resources": items(_resource()),
            "warnings": items(ref("piece")),
            "sources": items(TEXT),
        }
    )


def _precedent() -> Schema:
    amount = closed(
        {
            "amount": NUMBER,
            "unit": one_of(("EUR", "EUR_PER_YEAR")),
            "years": or_null(TEXT),
            "note": or_null(TEXT),
        }
    )
    return closed(
        {
            "id": _IDENTIFIER,
            **dict.fromkeys(("text", "years", "from", "to", "vehicle", "content"), TEXT),
            "amounts": items(amount),
            "note": or_null(TEXT),
            "sources": items(TEXT),
            "citation": closed({"kind": {"const": "precedent"}, "id": _IDENTIFIER}),
        }
    )


def _resource() -> Schema:
    return closed(
        {"id": _IDENTIFIER, "text": TEXT, "url": or_null(TEXT), "publisher": TEXT, "checked_on": DAY}
    )


PUBLISHED: dict[str, Any] = {
    "advice-1.schema.json": advice,
    "law-1.schema.json": law,
    "profile-1.schema.json": profile,
}


def main() -> None:
    """Write the schemas in the folder named on the command line."""
    for name, schema in PUBLISHED.items():
        text = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
