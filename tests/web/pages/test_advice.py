"""The advice: a profile asked for once, verdicts, checks that change them, another day, a comparison."""

import json
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import validate

from reperes_web.models import Advice, Observation, Profile, Role
from support.application import account, kept_observation, signed_in

pytestmark = pytest.mark.django_db

PROFILE = {
    "name": "Ville d’Exemple",
    "kind": "local-authority",
    "level": "commune",
    "population": "220 000",
    "marche_support": "no",
}
CASE = {
    "relation": "critical-dependency",
    "goals": ["durability", "security"],
    "budget_eur": "15 000,50",
    "agent_days": "20",
    "object": "services",
    "amount_eur_ht": "45 000",
    "duration_months": "24",
    "consultation_on": "2026-12-01",
}


@pytest.fixture
def observation(tmp_path: Path) -> Observation:
    return kept_observation(tmp_path)


@pytest.fixture
def editor() -> Client:
    return signed_in(account("editor", Role.EDITOR))


@pytest.fixture
def advice(editor: Client, observation: Observation) -> Advice:
    editor.post("/administration/", PROFILE)
    editor.post(f"/observations/{observation.pk}/conseil/", CASE)
    return Advice.objects.get()


def test_the_profile_is_kept_and_what_is_not_answered_is_not_written(editor: Client) -> None:
    answer = editor.post("/administration/?next=/observations/7/conseil/", PROFILE)
    assert answer["Location"] == "/observations/7/conseil/"
    assert Profile.objects.get().fields == {
        "name": "Ville d’Exemple",
        "kind": "local-authority",
        "level": "commune",
        "population": "220 000",
    }
    page = editor.get("/administration/").content.decode()
    assert 'value="220 000"' in page


@pytest.mark.parametrize("after", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)"])
def test_one_is_sent_nowhere_else(editor: Client, after: str) -> None:
    assert editor.post("/administration/", PROFILE | {"next": after})["Location"] == "/administration/"


def test_what_the_engine_refuses_is_said(editor: Client) -> None:
    answer = editor.post("/administration/", PROFILE | {"population": "many"})
    assert answer.status_code == 400
    assert "Write a whole number, 0 or more" in answer.content.decode()
    assert Profile.objects.count() == 0


def test_who_we_are_is_asked_first(editor: Client, observation: Observation) -> None:
    url = f"/observations/{observation.pk}/conseil/"
    assert "First, say who you are" in editor.get(url).content.decode()
    assert editor.post(url, CASE).status_code == 200
    assert Advice.objects.count() == 0


def test_an_advice_holds_the_whole_profile(advice: Advice) -> None:
    assert advice.fields["means"] == {"budget_eur": "15 000,50", "agent_days": "20"}
    assert advice.fields["purchase"] == {
        "object": "services",
        "amount_eur_ht": "45 000",
        "duration_months": "24",
        "consultation_on": "2026-12-01",
    }
    assert advice.fields["population"] == "220 000"


def test_the_page_says_verdicts_posture_and_thresholds(editor: Client, advice: Advice) -> None:
    page = editor.get(f"/conseils/{advice.pk}/").content.decode()
    for part in (
        "How to cooperate with example",
        "For Ville d’Exemple, under the law of",
        "Role and posture",
    ):
        assert part in page
    assert page.count('<article class="reading ') == 22
    assert 'id="modality-commande-sous-seuil"' in page
    assert "€60,000 before tax" in page


def test_another_day_is_another_law(editor: Client, advice: Advice) -> None:
    assert editor.post(f"/conseils/{advice.pk}/date/", {"as_of": "2025-11-01"}).status_code == 302
    advice.refresh_from_db()
    advice.fields["purchase"].pop("consultation_on")
    advice.save()
    page = editor.get(f"/conseils/{advice.pk}/").content.decode()
    assert "under the law of 1 November 2025" in page
    assert "€40,000 before tax" in page
    assert editor.post(f"/conseils/{advice.pk}/date/", {"as_of": "0001-01-01"}).status_code == 400


def test_an_answer_changes_the_verdict_at_once(editor: Client, advice: Advice) -> None:
    check = "subvention.initiated_by_beneficiary"
    url = f"/conseils/{advice.pk}/reponses/"
    answer = editor.post(url, {f"check-{check}": "no"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert '<article class="reading excluded" id="modality-subvention"' in page
    advice.refresh_from_db()
    assert advice.fields["answers"] == {check: "no"}
    assert editor.post(url, {f"check-{check}": ""}).status_code == 302
    advice.refresh_from_db()
    assert advice.fields["answers"] == {}
    page = editor.get(f"/conseils/{advice.pk}/").content.decode()
    assert '<article class="reading excluded" id="modality-subvention"' not in page


def test_what_no_check_asks_is_not_kept(editor: Client, advice: Advice) -> None:
    editor.post(f"/conseils/{advice.pk}/reponses/", {"check-made.up": "yes", "other": "x"})
    advice.refresh_from_db()
    assert advice.fields["answers"] == {}


def test_two_forms_side_by_side(editor: Client, advice: Advice) -> None:
    url = f"/conseils/{advice.pk}/comparer/"
    assert "<table" not in editor.get(url).content.decode()
    page = editor.get(url, {"a": "adhesion", "b": "subvention"}).content.decode()
    assert page.count('<th scope="row">') == 16
    assert "side by side" in page
    assert editor.get(url, {"a": "<script>", "b": "subvention"}).status_code == 200


@pytest.mark.parametrize(("extension", "kind"), [("html", "text/html"), ("md", "text/markdown")])
def test_files_are_to_be_kept(editor: Client, advice: Advice, extension: str, kind: str) -> None:
    answer = editor.get(f"/conseils/{advice.pk}/fichier.{extension}")
    assert answer["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Ville d’Exemple" in answer.content.decode()


def test_data_follow_the_published_schemas(editor: Client, advice: Advice) -> None:
    schemas = Path(__file__).parents[3] / "docs" / "schema"
    for url, schema in (
        (f"/conseils/{advice.pk}/fichier.json", "advice-1.schema.json"),
        (f"/observations/{advice.observation_id}/fichier.json", "observation-1.schema.json"),
    ):
        validate(editor.get(url).json(), json.loads((schemas / schema).read_text(encoding="utf-8")))


def test_what_is_sought_may_change(editor: Client, advice: Advice) -> None:
    url = f"/conseils/{advice.pk}/modifier/"
    assert 'value="45 000"' in editor.get(url).content.decode()
    assert editor.post(url, {"relation": "user"}).status_code == 302
    advice.refresh_from_db()
    assert advice.fields == {
        "name": "Ville d’Exemple",
        "kind": "local-authority",
        "level": "commune",
        "population": "220 000",
        "relation": "user",
    }


def test_other_teams_and_readers(advice: Advice) -> None:
    stranger = signed_in(account("stranger", Role.MANAGER))
    reader = signed_in(account("reader", Role.READER, advice.team))
    for url in ("", "comparer/", "fichier.json", "modifier/"):
        assert stranger.get(f"/conseils/{advice.pk}/{url}").status_code == 404
    for url in ("", "comparer/", "fichier.json"):
        assert reader.get(f"/conseils/{advice.pk}/{url}").status_code == 200
    for url in ("reponses/", "date/", "modifier/", "supprimer/"):
        assert reader.post(f"/conseils/{advice.pk}/{url}", {"as_of": "2026-01-01"}).status_code == 403
        assert stranger.post(f"/conseils/{advice.pk}/{url}", {"as_of": "2026-01-01"}).status_code == 404
    assert Advice.objects.count() == 1


def test_an_advice_is_deleted(editor: Client, advice: Advice) -> None:
    assert editor.post(f"/conseils/{advice.pk}/supprimer/").status_code == 302
    assert Advice.objects.count() == 0
