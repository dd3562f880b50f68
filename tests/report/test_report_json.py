import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from reperes.errors import Message
from reperes.facts.citation import ContentCitation, ReferenceCitation, WebCitation, Window
from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.fact import Reason
from reperes.facts.schema import KEYS
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome, Point, Share
from reperes.observation import Absence, Observation
from reperes.report import render
from reperes.report.readings_json import citation
from reperes.report.schema import schema
from support.observations import (
    FACTOR,
    HEAD,
    HOSTILE,
    ORIGIN,
    document,
    empty,
    measured,
    observation,
    unmeasured,
)

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "observation-1.schema.json"
SCHEMA = json.loads(PUBLISHED.read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def read(seen: Observation, language: Language = Language.EN) -> dict[str, Any]:
    data = json.loads(render(seen, language, "json"))
    VALIDATOR.validate(data)
    assert isinstance(data, dict)
    return data


def test_the_published_schema_is_the_one_of_the_code() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert schema() == SCHEMA


def test_contract_to_the_letter() -> None:
    data = read(
        observation(
            measures=[measured(FACTOR, 2)], absences=[Absence("forge.github", Reason.OFFLINE, Message("x"))]
        )
    )
    assert {
        key: data[key] for key in ("schema", "as_of", "generator", "subject", "readings", "absences")
    } == {
        "schema": "reperes/observation/1",
        "as_of": "2026-11-23",
        "generator": "reperes 0.1.0",
        "subject": {
            "input": ORIGIN,
            "name": "registre",
            "repositories": [{"origin": ORIGIN, "head": HEAD, "branch": "main"}],
        },
        "readings": {},
        "absences": [{"source": "forge.github", "reason": "offline", "text": "x", "fact": None}],
    }
    window = {"from": "2025-11-23", "to": "2026-11-23"}
    assert data["indicators"] == {
        FACTOR: {
            "outcome": "measured",
            "value": 2,
            "unit": "people",
            "window": window,
            "items": 2475,
            "filter": definitions()[FACTOR].filter.en,
            "method": f"{FACTOR}/1",
            "citations": [
                {"kind": "query", "source": "git", "filter": "commits", "window": window, "count": 2475}
            ],
            "reason": None,
            "breakdown": [],
            "series": [],
            "details": {},
        }
    }


def test_the_language_changes_sentences_only() -> None:
    seen = observation(measures=[measured(FACTOR, 2)])
    assert read(seen, Language.FR)["indicators"][FACTOR]["filter"] == definitions()[FACTOR].filter.fr
    french, english = (read(seen, language) for language in Language)
    for data in (french, english):
        del data["indicators"][FACTOR]["filter"]
    assert french == english


@pytest.mark.parametrize("outcome", [Outcome.TOO_LITTLE_DATA, Outcome.NOT_MEASURED, Outcome.NOT_APPLICABLE])
def test_without_a_value(outcome: Outcome) -> None:
    found = read(observation(measures=[unmeasured(FACTOR, outcome, items=3)]))["indicators"][FACTOR]
    assert (found["outcome"], found["value"], found["window"], found["items"], found["reason"]) == (
        outcome.value,
        None,
        None,
        3,
        "3 found, at least 10 are needed.",
    )


def test_numbers_have_four_decimals_at_most() -> None:
    measure = measured(
        FACTOR,
        1 / 3,
        breakdown=(Share("unknown", 2, 2 / 3),),
        series=(Point("2026-11", 4.0, complete=False),),
        details={"days": 1.00004},
    )
    found = read(observation(measures=[measure]))["indicators"][FACTOR]
    assert found["value"] == 0.3333
    assert found["breakdown"] == [{"key": "unknown", "count": 2, "share": 0.6667}]
    assert found["series"] == [{"period": "2026-11", "value": 4, "complete": False}]
    assert found["details"] == {"days": 1}
    assert isinstance(found["series"][0]["value"], int)


def test_citations() -> None:
    content = ContentCitation("swh:1:cnt:" + "a" * 40, "We vote.")
    assert citation(content) == {"kind": "content", "swhid": "swh:1:cnt:" + "a" * 40, "quote": "We vote."}
    assert citation(WebCitation("https://example.org", date(2026, 1, 2))) == {
        "kind": "web",
        "url": "https://example.org",
        "retrieved_on": "2026-01-02",
        "quote": None,
    }
    assert citation(ReferenceCitation("indicator", FACTOR)) == {"kind": "indicator", "id": FACTOR}


def test_a_window_may_go_back_to_the_first_commit() -> None:
    measure = definitions()[FACTOR].measured(2, items=9, window=Window(None, date(2026, 11, 23)))
    found = read(observation(measures=[measure]))["indicators"][FACTOR]
    assert found["window"] == {"from": None, "to": "2026-11-23"}


def test_documents_and_declarations() -> None:
    declared = Structured("publiccode.yml", "publiccode.yml", {"name": "R", "n": 2}, (Message("No date."),))
    authors = document(DocumentKind.AUTHORS, "AUTHORS", None, entries=12)
    data = read(observation(documents=[authors], declarations=[declared]))
    assert data["documents"] == [
        {
            "kind": "authors",
            "path": "AUTHORS",
            "entries": 12,
            "citation": {
                "kind": "content",
                "swhid": f"swh:1:cnt:{'a' * 40};origin={ORIGIN};anchor=swh:1:rev:{HEAD};path=/AUTHORS",
                "quote": None,
            },
        }
    ]
    assert data["declarations"] == [
        {
            "format": "publiccode.yml",
            "path": "publiccode.yml",
            "fields": {"name": "R", "n": 2},
            "problems": ["No date."],
        }
    ]


def test_none_found_is_not_the_same_as_not_read() -> None:
    assert (read(observation())["documents"], read(observation())["declarations"]) == ([], [])
    unread = read(observation(documents=None))
    assert (unread["documents"], unread["declarations"]) == (None, None)


def test_an_empty_repository() -> None:
    data = read(empty())
    assert data["subject"]["repositories"] == []
    assert {found["outcome"] for found in data["indicators"].values()} == {"not-measured"}
    assert [absence["reason"] for absence in data["absences"]] == ["empty"] * len(KEYS)


def test_hostile_strings_encode_and_obey_no_terminal() -> None:
    seen = observation(
        name=HOSTILE,
        typed=HOSTILE,
        branch=HOSTILE,
        documents=[document(DocumentKind.README, HOSTILE)],
        declarations=[Structured("x", HOSTILE, {HOSTILE: [HOSTILE, {"a": float("inf")}]})],
    )
    text = render(seen, Language.FR, "json")
    text.encode()
    assert not set(text) & set("\x1b\x9b\u202e")
    data = read(seen)
    assert data["subject"]["name"] == HOSTILE.replace("\udce9", "\\xe9")
    assert data["declarations"][0]["fields"][data["subject"]["name"]][1] == {"a": None}


@settings(max_examples=50)
@given(
    st.text(alphabet=st.characters()),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    ),
)
def test_whatever_is_declared_gives_valid_data(path: str, value: object) -> None:
    seen = observation(declarations=[Structured("x", path, {"value": value})])
    render(seen, Language.FR, "json").encode()
    read(seen)


@pytest.mark.parametrize(
    "reading",
    [
        {"value": "digital-commons", "confidence": "sure", "support": [], "against": [], "questions": []},
        {"value": "digital-commons", "confidence": "unknown", "support": [], "against": [], "questions": []},
        {"value": "commons", "confidence": "likely", "support": [], "against": [], "questions": []},
        {"value": None, "confidence": "unknown", "support": [], "questions": []},
        {"value": None, "confidence": "unknown", "support": [{"text": "x"}], "against": [], "questions": []},
    ],
)
def test_the_schema_refuses_wrong_readings(reading: dict[str, Any]) -> None:
    data = read(observation())
    data["readings"] = {"nature": reading}
    with pytest.raises(ValidationError):
        VALIDATOR.validate(data)


def test_the_schema_takes_the_readings_of_the_contract() -> None:
    piece = {
        "message": "open_licence",
        "args": {"licence": "EUPL-1.2"},
        "text": "…",
        "weight": "strong",
        "citations": [{"kind": "reading", "id": "licence"}],
    }
    data = read(observation())
    data["readings"] = {
        "nature": {
            "value": "digital-commons",
            "confidence": "likely",
            "support": [piece],
            "against": [],
            "questions": [{"id": "who", "text": "?", "settles": ["legal_home"]}],
            "correction": {"value": "open-source", "reason": "…", "by": "agent", "on": "2026-11-23"},
            "commons_tests": {
                "open_licence": "yes",
                "collective_production": "yes",
                "shared_governance_rules": "unknown",
                "positioned_as_commons": "no",
            },
        }
    }
    VALIDATOR.validate(data)


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": "23/11/2026"},
        {"schema": "reperes/observation/2"},
        {"absences": [{"source": "git", "reason": "because"}]},
        {"score": 12},
        {"indicators": {FACTOR: {}}},
    ],
)
def test_the_schema_is_strict(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(read(observation()) | change)
