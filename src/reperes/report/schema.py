"""The JSON Schema of an observation (contract 4.2).

`python -m reperes.report.schema > docs/schema/observation-1.schema.json` writes it; a test holds the file to
it. What the contract fixes is closed; a reading may have other companions than those it lists.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from reperes.facts.documents import DocumentKind
from reperes.facts.fact import Reason
from reperes.facts.forge import Counters
from reperes.indicators.measure import Outcome

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_KNOWN_OR_NOT = ("yes", "no", "unknown")


def schema() -> Schema:
    """Return the schema, in draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "reperes/observation/1",
        "description": "What Repères saw of one project on one day, with the citations that open it.",
        **closed(
            {
                "schema": {"const": "reperes/observation/1"},
                "as_of": DAY,
                "generator": TEXT,
                "subject": ref("subject"),
                "indicators": {
                    "type": "object",
                    "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
                    "additionalProperties": ref("indicator"),
                },
                "readings": ref("readings"),
                "absences": items(ref("absence")),
            },
            {
                "documents": or_null(items(ref("document"))),
                "declarations": or_null(items(ref("declaration"))),
                "forge": or_null(ref("forge")),
                "catalogues": items(ref("catalogue")),
                "asked": ref("asked"),
            },
        ),
        "$defs": {**_indicators(), **_citations(), **_readings(), **_read(), **_forge()},
    }


def ref(name: str) -> Schema:
    """Return a reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def closed(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """Return an object with these keys and no other."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def items(of: Schema) -> Schema:
    """Return a list."""
    return {"type": "array", "items": of}


def one_of(values: Iterable[str | None]) -> Schema:
    """Return an enumeration."""
    return {"enum": list(values)}


def or_null(of: Schema) -> Schema:
    """Return the schema, or null."""
    return {"anyOf": [of, {"type": "null"}]}


def _forge() -> dict[str, Schema]:
    told, yes_or_no = or_null(TEXT), or_null({"type": "boolean"})
    flags = ("archived", "mirror", "fork", "issues_enabled", "changes_enabled", "discussions_enabled")
    texts = ("version", "moved_from", "mirror_of", "fork_of", "default_branch", "licence")
    counters = (field.name for field in fields(Counters))
    owner = {
        "kind": one_of(("organisation", "person", None)),
        "name": told,
        "verified_domain": yes_or_no,
        "website": told,
        "repositories": or_null(COUNT),
    }
    state = {
        "forge": one_of(("github", "gitlab", "forgejo")),
        "url": TEXT,
        "read_on": DAY,
        "archived_on": or_null(DAY),
        "created_on": or_null(DAY),
        **dict.fromkeys(flags, yes_or_no),
        **dict.fromkeys(texts, told),
        "counters": closed(dict.fromkeys(counters, or_null(COUNT))),
        "last_release": or_null(closed({"tag": TEXT, "published_on": DAY})),
        "owner": closed(owner),
        "funding": or_null(items(TEXT)),
    }
    catalogue = {
        **dict.fromkeys(("catalogue", "url"), TEXT),
        "day": or_null(DAY),
        "taken_on": DAY,
        "checksum": told,
        **dict.fromkeys(("records", "skipped"), or_null(COUNT)),
        **dict.fromkeys(("found", "by_name"), COUNT),
        "old": yes_or_no,
    }
    host = {"host": TEXT, **dict.fromkeys(("requests", "received", "points", "again"), COUNT)}
    return {
        "forge": closed(state),
        "catalogue": closed(catalogue),
        "asked": closed({"proxy": told, "hosts": items(closed(host))}),
    }


def _indicators() -> dict[str, Schema]:
    indicator = closed(
        {
            "outcome": one_of(Outcome),
            "value": or_null(NUMBER),
            "unit": TEXT,
            "window": or_null(ref("window")),
            "items": or_null(COUNT),
            "filter": TEXT,
            "method": {"type": "string", "pattern": "^[a-z][a-z0-9_]*/[1-9][0-9]*$"},
            "citations": items(ref("citation")),
        },
        {
            "reason": or_null(TEXT),
            "breakdown": items(closed({"key": TEXT, "count": COUNT, "share": NUMBER})),
            "series": items(
                closed(
                    {"period": {"type": "string", "pattern": r"^\d{4}(-\d{2})?$"}, "value": NUMBER},
                    {"complete": {"type": "boolean"}},
                )
            ),
            "details": {"type": "object", "additionalProperties": NUMBER},
        },
    )
    indicator["if"] = {"properties": {"outcome": {"const": Outcome.MEASURED.value}}}
    indicator["then"] = {"properties": {"value": NUMBER}}
    indicator["else"] = {"properties": {"value": {"type": "null"}}}
    return {
        "subject": closed({"input": TEXT, "name": TEXT, "repositories": items(ref("repository"))}),
        "repository": closed(
            {
                "origin": or_null(TEXT),
                "head": {"type": "string", "pattern": "^[0-9a-f]{40}([0-9a-f]{24})?$"},
                "branch": or_null(TEXT),
            }
        ),
        "window": closed({"from": or_null(DAY), "to": DAY}),
        "indicator": indicator,
    }


def _citations() -> dict[str, Schema]:
    quote = {"quote": or_null(TEXT)}
    content = {"type": "string", "pattern": "^swh:1:cnt:[0-9a-f]{40}(;[a-z]+=[^;]*)*$"}
    return {
        "content": closed({"kind": {"const": "content"}, "swhid": content, **quote}),
        "web": closed({"kind": {"const": "web"}, "url": TEXT, "retrieved_on": DAY, **quote}),
        "query": closed(
            {
                "kind": {"const": "query"},
                "source": TEXT,
                "filter": TEXT,
                "window": or_null(ref("window")),
                "count": COUNT,
            }
        ),
        "reference": closed({"kind": one_of(("reading", "indicator", "parameter", "precedent")), "id": TEXT}),
        "citation": {"oneOf": [ref("content"), ref("web"), ref("query"), ref("reference")]},
    }


def _read() -> dict[str, Schema]:
    return {
        "absence": closed({"source": TEXT, "reason": one_of(Reason)}, {"text": TEXT, "fact": or_null(TEXT)}),
        "document": closed(
            {"kind": one_of(DocumentKind), "path": TEXT, "citation": ref("citation")}, {"entries": COUNT}
        ),
        "declaration": closed(
            {"format": TEXT, "path": TEXT, "fields": {"type": "object"}, "problems": items(TEXT)}
        ),
    }


def _readings() -> dict[str, Schema]:
    correction = closed({"value": {}, "reason": TEXT, "by": TEXT, "on": DAY})
    reading: Schema = {
        "type": "object",
        "required": ["value", "confidence", "support", "against", "questions"],
        "properties": {
            "value": {},
            "confidence": one_of(("established", "likely", "contradicted", "unknown")),
            "support": items(ref("piece")),
            "against": items(ref("piece")),
            "questions": items(ref("question")),
            "correction": or_null(correction),
        },
        "if": {"properties": {"confidence": one_of(("contradicted", "unknown"))}},
        "then": {"properties": {"value": {"type": "null"}}},
    }
    piece = closed(
        {
            "message": TEXT,
            "args": {"type": "object"},
            "text": TEXT,
            "weight": one_of(("strong", "weak")),
            "citations": items(ref("citation")),
        }
    )
    return {
        "piece": piece,
        "question": closed({"id": TEXT, "text": TEXT, "settles": items(TEXT)}),
        "reading": reading,
        "readings": {
            "type": "object",
            "properties": {
                name: {"allOf": [ref("reading"), {"properties": companions}]}
                for name, companions in _COMPANIONS.items()
            },
            "additionalProperties": ref("reading"),
        },
    }


def _words(*values: str) -> Schema:
    return or_null(one_of(values))


_NULL: Schema = {"type": "null"}
_NEEDS = (
    *("documentation", "tests", "maintenance", "review", "funding", "governance", "security"),
    *("translation", "accessibility", "hosting", "visibility"),
)
_PLACE = or_null(closed({"where": TEXT, "citation": ref("citation")}))

# The table of contract 4.2: for each reading its values, then its companions.
_COMPANIONS: dict[str, dict[str, Schema]] = {
    "resource": {"value": _words("software", "data", "specification", "documentation", "other")},
    "licence": {
        "value": or_null(TEXT),
        "openness": one_of(("open", "not-open", "unknown")),
        "state_list": or_null({"type": "boolean"}),
        "copyleft": or_null(one_of(("none", "weak", "strong", "network"))),
        "exceptions": items({"type": "object", "required": ["path", "value"]}),
        "contradictions": items(ref("piece")),
        "conditions": items(ref("piece")),
    },
    "nature": {
        "value": _words("free-software", "open-source", "digital-commons", "not-open"),
        "commons_tests": closed(
            {
                name: one_of(_KNOWN_OR_NOT)
                for name in (
                    "open_licence",
                    "collective_production",
                    "shared_governance_rules",
                    "positioned_as_commons",
                )
            }
        ),
        "governance_openness": one_of(("open", "closed", "unknown")),
        "economy": one_of(("shared", "captured", "unknown")),
        "capture_points": items(ref("piece")),
    },
    "governance": {
        "value": _words(
            *("foundation-hosted", "association-led", "public-body-led", "company-led", "consortium"),
            *("community-led", "individual-led"),
        ),
        "documented": one_of(("yes", "partial", "no", "unknown")),
        "documents": items(ref("citation")),
        "steward": or_null({"type": "object", "required": ["name", "kind"]}),
        **{name: items(ref("piece")) for name in ("decides", "joins", "refuses")},
    },
    "legal_home": {
        "value": _words(
            *("none", "person", "company", "association", "foundation", "public-body", "gip"),
            *("cooperative", "fiscal-host"),
        ),
        "name": or_null(TEXT),
        "identifier": or_null(TEXT),
        "identifier_rests": or_null(one_of(("text", "catalogue", "name"))),
    },
    "economic_model": {
        "value": or_null(
            items(
                one_of(
                    (
                        *("volunteer", "donations", "membership-fees", "foundation-funded"),
                        *("pooled-by-users", "in-house-public", "support-services", "open-core"),
                        *("dual-licence", "delayed-open", "hosting-saas", "public-funding", "research"),
                        "corporate-sponsored",
                    )
                )
            )
        ),
        "engagements": items(ref("piece")),
    },
    "lifecycle": {
        "value": _words("active", "maintenance", "declining", "dormant", "archived"),
        "since": or_null(TEXT),
    },
    "trajectory": {"value": _words("opening", "closing", "steady"), "events": items(ref("piece"))},
    "vitality": {
        "value": _NULL,
        "items": {
            "type": "object",
            "propertyNames": one_of(
                (
                    *("frequency_and_quality", "retention", "diversity", "responsiveness"),
                    "clarity_of_decisions",
                )
            ),
            "additionalProperties": ref("reading"),
        },
    },
    "community": {
        "value": _NULL,
        "channels": items({"type": "object", "required": ["kind", "address", "citation"]}),
        "languages": items(TEXT),
        "welcome": items(ref("piece")),
    },
    "ecosystem": {
        "value": _NULL,
        "actors": items(
            {
                "type": "object",
                "required": ["name", "kind", "involvement", "citations"],
                "properties": {
                    "kind": one_of(("public-body", "company", "foundation", "association", "university")),
                    "involvement": one_of(("author", "steward", "funder", "user", "provider", "host")),
                    "citations": items(ref("citation")),
                },
            }
        ),
        **{name: items(ref("piece")) for name in ("reuses", "public_support", "feedback")},
        "listed": items(
            closed(
                {
                    **dict.fromkeys(("catalogue", "name"), TEXT),
                    "on": or_null(DAY),
                    "rests": one_of(("repository", "package", "identifier", "account", "forge", "name")),
                    "support_contract": or_null({"type": "boolean"}),
                    "lots": or_null(TEXT),
                    "withdrawn": {"type": "boolean"},
                    "citation": ref("citation"),
                }
            )
        ),
    },
    "contribution_terms": {
        "value": _words("none", "dco", "cla", "dco+cla", "copyright-assignment"),
        "cla_kind": or_null(one_of(("individual", "corporate", "both", "unknown"))),
        "relicensing": or_null({"type": "boolean"}),
        **dict.fromkeys(("guide", "code_of_conduct", "security_policy"), _PLACE),
    },
    "needs": {
        "value": or_null(
            {
                "type": "object",
                "propertyNames": one_of(_NEEDS),
                "additionalProperties": one_of(("stated", "inferred", "none-seen")),
            }
        ),
    },
}


def main() -> None:
    """Write the schema on the standard output."""
    json.dump(schema(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
