"""What the API gives is what the command line writes: held to the published schemas, in both languages."""

import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from pytest_django import DjangoAssertNumQueries

from reperes.i18n import Language
from reperes_web import kept
from reperes_web.api.profiles import EXAMPLE
from reperes_web.models import Content, Correction, Observation, Profile, Role
from support.web_api import ORIGIN, bearer, member

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parents[3] / "docs" / "schema"


def holds(name: str, document: Any) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)


def sent(client: Client, path: str, body: object, headers: dict[str, str]) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def test_an_observation_is_given_as_it_is_kept(client: Client, observation: Observation) -> None:
    key = bearer(member("lectrice", Role.READER))
    found = client.get(f"/api/v1/observations/{observation.pk}", headers=key)
    assert found["Content-Type"] == "application/json; charset=utf-8"
    assert found["Content-Language"] == "en"
    assert found["Cache-Control"] == "no-store"
    assert found.json() == kept.data(observation, Language.EN)
    holds("observation-1", found.json())
    assert found.json()["subject"]["repositories"][0]["origin"] == ORIGIN
    french = client.get(f"/api/v1/observations/{observation.pk}?lang=fr", headers=key)
    assert french["Content-Language"] == "fr"
    assert french.json() == kept.data(observation, Language.FR) != found.json()


def test_one_line_of_an_observation(client: Client, observation: Observation) -> None:
    key = bearer(member("lectrice", Role.READER))
    found = client.get("/api/v1/observations?q=REGISTRE&openness=open", headers=key).json()
    assert found["count"] == 1
    row = found["items"][0]
    assert row == {
        "id": observation.pk,
        "project": observation.project_id,
        "name": "registre",
        "address": ORIGIN,
        "as_of": "2026-11-23",
        "observed_at": "2026-11-23T12:00:00Z",
        "generator": observation.generator,
        "head": observation.head,
        "nature": observation.nature,
        "licence": "EUPL-1.2",
        "openness": "open",
        "governance": observation.governance,
        "lifecycle": observation.lifecycle,
        "absence_factor": observation.absence_factor,
        "url": f"/api/v1/observations/{observation.pk}",
    }
    for query in ("q=autre", "openness=not-open", "since=2026-11-24", "project=999999"):
        assert client.get(f"/api/v1/observations?{query}", headers=key).json()["count"] == 0
    assert client.get("/api/v1/observations?page=2", headers=key).json() == {"items": [], "count": 1}


def test_projects_are_given_as_the_list_shows_them(
    client: Client, observation: Observation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = bearer(member("lectrice", Role.READER))
    with django_assert_num_queries(7):  # the key, its use, the membership; which, these, how many, their own
        found = client.get("/api/v1/projects?sort=observations&order=desc", headers=key).json()
    project = found["items"][0]
    assert (found["count"], project["observations"], project["latest"]["id"]) == (1, 1, observation.pk)
    assert client.get(f"/api/v1/projects/{project['id']}", headers=key).json() == project
    assert client.get(project["corrections"], headers=key).json() == {"items": [], "count": 0}


def test_an_advice_from_readings_stated_by_hand(client: Client) -> None:
    key = bearer(member("lectrice", Role.READER))
    asked = {
        "readings": {"licence": "AGPL-3.0-or-later", "legal_home": "association"},
        "administration": EXAMPLE,
        "as_of": "2026-11-23",
    }
    found = sent(client, "advice", asked, key)
    assert found.status_code == 200, found.content
    document = found.json()
    holds("advice-1", document)
    assert (document["as_of"], document["administration"]) == ("2026-11-23", "Ville d’Exemple")
    assert document["readings"]["legal_home"] == {
        "value": "association",
        "confidence": "established",
        "corrected": False,
    }
    before = sent(client, "advice", {**asked, "as_of": "2026-03-01"}, key).json()
    assert before["as_of"] == "2026-03-01"
    assert before["recommendations"] != document["recommendations"]


def test_an_advice_uses_what_the_team_corrected(client: Client, observation: Observation) -> None:
    editor = member("rédactrice", Role.EDITOR, function="Juriste")
    key = bearer(editor)
    profile = sent(client, "profiles", EXAMPLE, key).json()
    asked = {
        "observation": observation.pk,
        "profile": profile["id"],
        "as_of": "2026-11-23",
        "answers": {"adhesion.statutes": "yes"},
        "purchase": {"object": "services", "amount_eur_ht": 45000},
    }
    plain = sent(client, "advice", asked, key).json()
    holds("advice-1", plain)
    assert plain["subject"] == "registre"
    assert plain["readings"]["legal_home"]["corrected"] is False
    said = {"reading": "legal_home", "value": "association", "reason": "Statuts du 12 mars 2026."}
    place = f"projects/{observation.project_id}/corrections"
    assert sent(client, place, said, key).status_code == 201
    corrected = sent(client, "advice", asked, key).json()
    holds("advice-1", corrected)
    assert corrected["readings"]["legal_home"] == {
        "value": "association",
        "confidence": plain["readings"]["legal_home"]["confidence"],
        "corrected": True,
    }
    other = bearer(member("ailleurs", Role.EDITOR))
    theirs = {**asked, "administration": EXAMPLE}
    for name in ("profile", "answers", "purchase"):
        del theirs[name]
    assert sent(client, "advice", theirs, other).json()["readings"]["legal_home"]["corrected"] is False


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "It takes either `observation` or `readings`, and not both."),
        ({"readings": {}, "observation": 1}, "It takes either `observation` or `readings`, and not both."),
        ({"readings": {}}, "It takes either `profile` or `administration`, and not both."),
        ({"readings": {"nope": 1}, "administration": EXAMPLE}, "`nope` is not a reading."),
        ({"readings": {}, "administration": {"name": "A"}}, "`kind` is missing."),
        (
            {"readings": {}, "administration": EXAMPLE, "answers": {}},
            "`purchase` and `answers` stand beside `profile` only.",
        ),
        ({"readings": {}, "administration": EXAMPLE, "as_of": 20261123}, "`as_of` is not as it must be."),
    ],
)
def test_an_advice_that_cannot_be_made_says_why(client: Client, asked: object, why: str) -> None:
    found = sent(client, "advice", asked, bearer(member("lectrice", Role.READER)))
    assert found.status_code == 400
    assert found.json()["why"] == why
    assert set(found.json()) == {"what", "why", "do"}


def test_profiles_are_held_to_their_contract(client: Client) -> None:
    key = bearer(member("rédactrice", Role.EDITOR))
    told = {
        **EXAMPLE,
        "population": "220 000",
        "central_authority": False,
        "market_beneficiary": ["marche-support"],
    }
    made = sent(client, "profiles", told, key)
    assert made.status_code == 201
    kept_ = made.json()
    assert made["Location"] == f"/api/v1/profiles/{kept_['id']}"
    holds("profile-1", kept_["profile"])
    assert kept_["profile"]["population"] == 220000
    assert kept_["profile"]["market_beneficiary"] == {"marche-support": "yes"}
    assert kept_["profile"]["central_authority"] == "no"
    again = client.put(
        made["Location"], {"name": "Autre", "kind": "hospital"}, content_type="application/json", headers=key
    )
    assert again.json()["profile"] == {"name": "Autre", "kind": "hospital"}
    assert client.get("/api/v1/profiles", headers=key).json()["items"] == [again.json()]
    assert client.delete(made["Location"], headers=key).status_code == 204
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "A", "kind": "commune"}, "`kind` cannot be 'commune'."),
        (
            {"name": "A", "kind": "state", "purchase": {}},
            "`purchase` goes with one advice, not with a profile.",
        ),
        (
            {"name": "A", "kind": "state", "answers": {}},
            "`answers` goes with one advice, not with a profile.",
        ),
    ],
)
def test_a_profile_that_is_wrong_is_not_kept(client: Client, fields: object, why: str) -> None:
    found = sent(client, "profiles", fields, bearer(member("rédactrice", Role.EDITOR)))
    assert found.status_code == 400
    assert found.json()["why"].startswith(why)
    assert not Profile.objects.exists()


def test_the_law_and_what_words_mean_are_for_anybody(client: Client) -> None:
    law = client.get("/api/v1/law?as_of=2026-05-01&lang=en")
    holds("law-1", law.json())
    assert law.json()["as_of"] == "2026-05-01"
    by_id = {one["id"]: one for one in law.json()["parameters"]}
    rule = "commande_publique/seuil_dispense_fournitures_services"
    assert by_id[rule]["value"] == 60000
    listed = client.get("/api/v1/modalities", headers={"Accept-Language": "fr"}).json()
    assert listed["count"] == len(listed["items"]) == 22
    one = next(item for item in listed["items"] if item["id"] == "adhesion")
    told = client.get(f"/api/v1/explain/{one['id']}", headers={"Accept-Language": "fr"}).json()
    assert (told["schema"], told["kind"], told["title"]) == (
        "reperes/explanation/1",
        "modality",
        one["label"],
    )
    assert client.get(f"/api/v1/explain/{rule}").json()["kind"] == "parameter"
    missing = client.get("/api/v1/explain/nothing-like-it?lang=en")
    assert missing.status_code == 404
    assert missing.json()["what"] == "nothing-like-it is not an identifier known here."


def test_a_correction_stands_until_another_or_until_withdrawn(
    client: Client, observation: Observation
) -> None:
    key = bearer(member("rédactrice", Role.EDITOR, function="Juriste"))
    place = f"projects/{observation.project_id}/corrections"
    said = {"reading": "governance", "value": "association-led", "reason": "Statuts"}
    first = sent(client, place, said, key).json()
    assert (first["signed"], first["value"], first["withdrawn_on"]) == (
        "Juriste, Équipe de rédactrice",
        "association-led",
        None,
    )
    second = sent(client, place, {**said, "value": "unknown"}, key).json()
    assert second["value"] is None
    listed = client.get(f"/api/v1/{place}", headers=key).json()["items"]
    assert [(one["id"], one["withdrawn_on"] is None) for one in listed] == [
        (second["id"], True),
        (first["id"], False),
    ]
    seen = client.get(f"/api/v1/observations/{observation.pk}", headers=key).json()["readings"]
    assert (seen["governance"]["correction"]["value"], seen["governance"]["correction"]["by"]) == (
        None,
        "Juriste, Équipe de rédactrice",
    )
    other = bearer(member("autre", Role.EDITOR))
    theirs = client.get(f"/api/v1/observations/{observation.pk}", headers=other).json()["readings"]
    assert theirs["governance"]["correction"] is None
    done = sent(client, f"{place}/{second['id']}/withdraw", None, key)
    assert done.json()["withdrawn_by"] == "Juriste, Équipe de rédactrice"
    again = sent(client, f"{place}/{second['id']}/withdraw", None, key)
    assert (again.status_code, again.json()["what"]) == (409, "This was withdrawn already.")
    assert Correction.objects.filter(withdrawn_on__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        ("corrections", {"reading": "governance", "value": "kings", "reason": "x"}, "`governance` cannot be"),
        ("corrections", {"reading": "nope", "value": "x", "reason": "x"}, "`nope` is not a reading"),
        (
            "corrections",
            {"reading": "vitality", "value": "x", "reason": "x"},
            "`vitality`: this reading has",
        ),
        ("corrections", {"reading": "governance", "value": "consortium"}, "`reason` is missing."),
        ("additions", {"value": "unknown"}, "Evidence speaks of a value"),
        ("additions", {"url": "javascript:alert(1)"}, "`url` is no address of the web."),
        ("additions", {"seen_on": "2999-01-01"}, "`seen_on` is still to come."),
        ("additions", {"seen_on": "20261120"}, "`seen_on` is not as it must be."),
    ],
)
def test_what_is_said_of_a_reading_is_held_to_its_definition(
    client: Client, observation: Observation, kind: str, fields: dict[str, str], why: str
) -> None:
    evidence = {
        "reading": "governance",
        "value": "association-led",
        "quote": "Elected each year.",
        "seen_on": "2026-11-20",
    }
    asked = {**evidence, **fields} if kind == "additions" else fields
    key = bearer(member("rédactrice", Role.EDITOR))
    found = sent(client, f"projects/{observation.project_id}/{kind}", asked, key)
    assert found.status_code == 400
    assert found.json()["why"].startswith(why)


def test_evidence_is_kept_signed_and_withdrawn(client: Client, observation: Observation) -> None:
    key = bearer(member("rédactrice", Role.EDITOR))
    place = f"projects/{observation.project_id}/additions"
    asked = {
        "reading": "needs",
        "value": "funding",
        "against": True,
        "quote": "We have what we need.",
        "url": "https://example.org/news",
        "seen_on": "2026-11-20",
    }
    made = sent(client, place, asked, key)
    assert made.status_code == 201
    assert {name: made.json()[name] for name in asked} == asked
    plain = {"reading": "community", "quote": "A forum.", "seen_on": "2026-11-20"}
    assert sent(client, place, plain, key).json()["value"] == ""
    assert sent(client, f"{place}/{made.json()['id']}/withdraw", None, key).json()["withdrawn_on"] is not None
    assert client.get(f"/api/v1/{place}", headers=key).json()["count"] == 2


def test_what_is_said_through_the_api_counts_as_from_a_page(client: Client, observation: Observation) -> None:
    """The readings made with former corrections are forgotten; the evidence added weighs in the advice."""
    editor = member("rédactrice", Role.EDITOR)
    key = bearer(editor)
    contents = ((Content.DATA, "en", zlib.compress(b"{}")),)
    place = f"projects/{observation.project_id}"
    said = {"reading": "lifecycle", "value": "archived", "reason": "Annonce"}
    kept.write(observation, contents, editor.team)
    made = sent(client, f"{place}/corrections", said, key).json()
    assert not Content.objects.filter(team=editor.team).exists()
    kept.write(observation, contents, editor.team)
    sent(client, f"{place}/corrections/{made['id']}/withdraw", None, key)
    assert not Content.objects.filter(team=editor.team).exists()

    asked = {"observation": observation.pk, "administration": EXAMPLE, "as_of": "2026-11-23"}
    before = sent(client, "advice", asked, key).json()
    told = {"value": "person", "confidence": "likely", "corrected": False}
    assert before["readings"]["legal_home"] == told
    evidence = {"reading": "legal_home", "value": "association", "quote": "Loi 1901", "seen_on": "2026-11-20"}
    added = sent(client, f"{place}/additions", evidence, key).json()
    after = sent(client, "advice", asked, key).json()
    holds("advice-1", after)
    assert after["readings"]["legal_home"] == {**told, "value": None, "confidence": "contradicted"}
    assert after["notes"] != before["notes"]
    sent(client, f"{place}/additions/{added['id']}/withdraw", None, key)
    assert sent(client, "advice", asked, key).json() == before
