"""The advice as data, held to the published schemas and to contract 4.3."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from reperes.i18n import Language
from reperes.modalities.library import modalities
from reperes.report.advice import render
from reperes.report.advice.json import document
from reperes.report.advice.law import render as law_of
from reperes.report.advice.schema import PUBLISHED
from reperes.report.advice.schema import advice as schema
from support.advice import AS_OF, ASSOCIATION, COMMUNE, MEANS, PURCHASE, STATE, advice

FOLDER = Path(__file__).parents[3] / "docs" / "schema"
FULL = {
    **COMMUNE,
    "means": MEANS,
    "purchase": PURCHASE,
    "relation": "critical-dependency",
    "goals": ["durability"],
}
VALID = Draft202012Validator(schema(), format_checker=FormatChecker())


def data(**more: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(render(advice(**more), Language.FR, "json"))
    return made


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schemas_are_those_of_the_code(name: str) -> None:
    written = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(written)
    assert written == PUBLISHED[name]()


@pytest.mark.parametrize("ours", [COMMUNE, FULL, STATE, {"name": "X", "kind": "hospital"}])
@pytest.mark.parametrize(
    "readings", [{}, ASSOCIATION, {"legal_home": "none"}, {"licence": "BUSL-1.1", "legal_home": "company"}]
)
@pytest.mark.parametrize("language", Language)
def test_every_advice_is_as_its_schema_says(ours: Any, readings: Any, language: Language) -> None:
    written = json.loads(render(advice(ours, readings), language, "json"))
    assert [error.message for error in VALID.iter_errors(written)] == []


def test_the_schema_refuses_what_is_no_verdict_and_what_is_not_told() -> None:
    written = data()
    written["recommendations"][0]["verdict"] = "recommended"
    written["recommendations"][1]["score"] = 3
    del written["posture"]["leaving"]
    wrong = sorted(error.json_path for error in VALID.iter_errors(written))
    assert wrong == ["$.posture", "$.recommendations[0].verdict", "$.recommendations[1]"]


def test_each_modality_is_judged_once_and_ranked() -> None:
    made = data()["recommendations"]
    assert sorted(one["modality"] for one in made) == sorted(modalities())
    assert [one["rank"] for one in made] == list(range(1, len(made) + 1))


def test_a_threshold_bears_its_reference_and_its_days() -> None:
    made = {one["modality"]: one for one in data(ours=FULL)["recommendations"]}
    held = {one["id"]: one for one in made["commande-sous-seuil"]["parameters"]}
    found = held["commande_publique/seuil_dispense_fournitures_services"]
    assert {
        key: found[key] for key in ("value", "unit", "from", "to", "reference", "checked_on", "text")
    } == {
        "value": 60000,
        "unit": "EUR_HT",
        "from": "2026-04-01",
        "to": None,
        "reference": "Décret n° 2025-1386 du 29 décembre 2025",
        "checked_on": "2026-11-23",
        "text": "60\u202f000 € HT",
    }
    assert found["references"] == [
        {
            "title": "Décret n° 2025-1386 du 29 décembre 2025",
            "journal_officiel": "2025-12-30",
            "url": None,
        }
    ]
    assert found["applies_to"] == "consultations engagées à compter de cette date"


def test_a_reason_cites_what_it_rests_on_and_can_be_said_again_in_the_other_language() -> None:
    made = advice(FULL)
    french, english = document(made, Language.FR), document(made, Language.EN)
    for one, other in zip(french["recommendations"], english["recommendations"], strict=True):
        assert [reason["message"] for reason in one["reasons"]] == [
            reason["message"] for reason in other["reasons"]
        ]
        assert [reason["args"] for reason in one["reasons"]] == [
            reason["args"] for reason in other["reasons"]
        ]
    told = {reason["message"]: reason for one in french["recommendations"] for reason in one["reasons"]}
    assert told["adhesion.home.association"]["citations"] == [{"kind": "reading", "id": "legal_home"}]


def test_the_law_is_as_its_schema_says() -> None:
    written = json.loads(law_of(AS_OF, Language.FR, "json"))
    assert [
        error.message for error in Draft202012Validator(PUBLISHED["law-1.schema.json"]()).iter_errors(written)
    ] == []
    assert written["stale"] is False


def test_marks_that_would_fool_a_reader_are_written_out() -> None:
    written = render(advice({**COMMUNE, "name": "Ville\u202eelliV\x9b"}), Language.FR, "json")
    assert "\u202e" not in written
    assert json.loads(written)["administration"] == "Ville\u202eelliV\x9b"
