import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from pytest_django import Settings

from reperes_web.accounts import members, personal
from reperes_web.models import (
    Account,
    Addition,
    Advice,
    Correction,
    Membership,
    Observation,
    Profile,
    Project,
    Run,
    Team,
    Token,
)
from support.people import PASSWORD, World

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def written(asked: World, who: str) -> Account:
    """Have somebody write one of each thing."""
    author, team = asked.accounts[who], asked.team
    project = Project.objects.create(key="https://forge.example.org/a/b", name="b")
    seen = Observation.objects.create(
        project=project, as_of=DAY, observed_at=MOMENT, generator="reperes 0.1.0"
    )
    profile = Profile.objects.create(team=team, author=author, fields={"name": "Ville d’Exemple"})
    said: dict[str, Any] = {
        "team": team,
        "author": author,
        "project": project,
        "signed": "juriste",
        "on": DAY,
    }
    Correction.objects.create(**said, reading="legal_home", value="association", reason="Statuts lus")
    Addition.objects.create(**said, reading="needs", value="review", quote="Help wanted", seen_on=DAY)
    Advice.objects.create(
        team=team, author=author, observation=seen, profile=profile, as_of=DAY, fields={"a": 1}
    )
    Run.objects.create(
        subject=project.key, key=project.key, as_of=DAY, asked_by=author, state="done", observation=seen
    )
    Token.objects.create(
        account=author, team=team, name="tableau", digest="d" * 64, start="rep_d", expires_on=DAY
    )
    return author


def test_all_that_is_kept_is_given(asked: World) -> None:
    author = written(asked, "editor")
    author.first_name, author.email = "Marie", "marie@exemple.fr"
    author.save()
    Profile.objects.create(team=asked.team, author=asked.accounts["manager"], fields={"name": "of another"})
    answer = asked.browser("editor").get("/compte/donnees.json")
    assert answer["Content-Disposition"] == 'attachment; filename="reperes-account.json"'
    told = json.loads(answer.content)
    moments = {"created_at", "joined", "last_sign_in", "asked_at"}
    assert without(told, moments) == {
        "schema": "reperes/account/1",
        "account": {
            "username": "editor",
            "first_name": "Marie",
            "last_name": "",
            "email": "marie@exemple.fr",
            "provider_subject": None,
            "invited_by": "Ville d’Exemple",
        },
        "teams": [{"team": "Ville d’Exemple", "role": "editor", "function": ""}],
        "runs": [{"subject": "https://forge.example.org/a/b", "as_of": "2026-11-23", "state": "done"}],
        "profiles": [{"team": "Ville d’Exemple", "fields": {"name": "Ville d’Exemple"}}],
        "corrections": [
            {
                "team": "Ville d’Exemple",
                "project": "https://forge.example.org/a/b",
                "reading": "legal_home",
                "signed": "juriste",
                "on": "2026-11-23",
                "withdrawn_on": None,
                "value": "association",
                "reason": "Statuts lus",
            }
        ],
        "additions": [
            {
                "team": "Ville d’Exemple",
                "project": "https://forge.example.org/a/b",
                "reading": "needs",
                "signed": "juriste",
                "on": "2026-11-23",
                "withdrawn_on": None,
                "value": "review",
                "against": False,
                "quote": "Help wanted",
                "url": "",
                "seen_on": "2026-11-23",
            }
        ],
        "advice": [
            {
                "team": "Ville d’Exemple",
                "project": "https://forge.example.org/a/b",
                "as_of": "2026-11-23",
                "fields": {"a": 1},
            }
        ],
        "elsewhere": {"profiles": 0, "corrections": 0, "additions": 0, "advice": 0},
        "tokens": [
            {
                "team": "Ville d’Exemple",
                "name": "tableau",
                "start": "rep_d",
                "reads_only": True,
                "used_at": None,
                "expires_on": "2026-11-23",
            }
        ],
    }
    body = answer.content.decode()
    assert "d" * 64 not in body
    assert author.password not in body
    assert "of another" not in body


def test_what_was_written_for_a_team_that_one_left_is_only_counted(asked: World) -> None:
    author = written(asked, "editor")
    asked.other.memberships.create(account=author)
    Profile.objects.create(team=asked.other, author=author, fields={"name": "Hôpital"})
    members.remove(asked.membership("editor"))
    body = asked.browser("editor").get("/compte/donnees.json").content.decode()
    told = json.loads(body)
    assert told["elsewhere"] == {"profiles": 1, "corrections": 1, "additions": 1, "advice": 1}
    assert [one["fields"] for one in told["profiles"]] == [{"name": "Hôpital"}]
    assert (told["corrections"], told["additions"], told["advice"], told["tokens"]) == ([], [], [], [])
    assert "Statuts lus" not in body
    assert "Help wanted" not in body


def without(told: Any, names: set[str]) -> Any:
    if isinstance(told, dict):
        return {name: without(value, names) for name, value in told.items() if name not in names}
    return [without(one, names) for one in told] if isinstance(told, list) else told


def test_every_table_that_names_an_account_is_given_and_erased() -> None:
    """A table added one day has to be told in the export, the privacy page and here."""
    relations = [one for one in Account._meta.get_fields(include_hidden=True) if one.one_to_many]
    tied = {str(one.related_model._meta.object_name) for one in relations}  # type: ignore[union-attr]
    assert tied - {"Account_groups", "Account_user_permissions"} == {
        *("Membership", "Token", "Run", "Profile", "Correction", "Addition", "Advice")
    }


def test_erasing_keeps_what_was_written_for_others_without_an_author(asked: World) -> None:
    author = written(asked, "editor")
    other_browser, browser = asked.browser("editor"), asked.browser("editor")
    assert browser.post("/compte/effacer/").status_code == 400
    assert Account.objects.filter(pk=author.pk).exists()
    answer = browser.post("/compte/effacer/", {"sure": "on"}, follow=True)
    assert "Your account was erased." in answer.content.decode()
    assert SESSION_KEY not in browser.session
    assert not Account.objects.filter(pk=author.pk).exists()
    for kept in (Profile, Correction, Addition, Advice):
        assert [(one.author, one.team) for one in kept.objects.all()] == [(None, asked.team)]
    assert Correction.objects.get().signed == "juriste"
    assert Run.objects.get().asked_by is None
    assert not Token.objects.exists()
    assert not Membership.objects.filter(account_id=author.pk).exists()
    assert other_browser.get("/compte/")["Location"].startswith("/connexion/")
    assert str(author.pk) not in [one.get_decoded().get(SESSION_KEY) for one in Session.objects.all()]


def test_sessions_are_looked_for_before_others_wait(asked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.browser("editor")
    within: list[bool] = []
    decoded = Session.get_decoded

    def spied(one: Session) -> Any:
        # The test itself is a transaction: one more is that of the erasure.
        within.append(len(connection.savepoint_ids) > 0)
        return decoded(one)

    monkeypatch.setattr(Session, "get_decoded", spied)
    personal.erase(asked.accounts["editor"])
    assert within == [False]
    assert not Session.objects.exists()


def test_the_last_manager_is_not_erased(asked: World) -> None:
    Membership.objects.filter(account__username="second").delete()
    browser = asked.browser("manager")
    assert (
        "You are the only manager of teams with other members."
        in browser.get("/compte/effacer/").content.decode()
    )
    answer = browser.post("/compte/effacer/", {"sure": "on"})
    assert answer.status_code == 400
    assert "It is the only manager of Ville d’Exemple." in answer.content.decode()
    assert Account.objects.filter(pk=asked.accounts["manager"].pk).exists()
    assert asked.team.memberships.count() == 3


def test_a_team_of_one_goes_with_its_member(asked: World) -> None:
    page = asked.browser("stranger").get("/compte/effacer/").content.decode()
    assert "You are the only member of these teams" in page
    assert "<li>Hôpital</li>" in page
    asked.browser("stranger").post("/compte/effacer/", {"sure": "on"})
    assert [one.name for one in Team.objects.all()] == ["Ville d’Exemple"]


def test_the_name_is_changed_and_nobody_takes_the_address_of_another(
    asked: World, settings: Settings
) -> None:
    settings.CONTACT = "reperes@exemple.fr"
    browser = asked.browser("reader")
    page = browser.get("/compte/").content.decode()
    assert 'name="email"' not in page
    assert "No e-mail address of yours is known." in page
    browser.post("/compte/", {"first_name": "Rémi", "last_name": "Roux", "email": "director@exemple.fr"})
    now = Account.objects.get(username="reader")
    assert (now.shown, now.email, now.is_superuser) == ("Rémi Roux", "", False)
    Account.objects.filter(pk=now.pk).update(email="remi@exemple.fr")
    page = browser.get("/compte/").content.decode()
    assert "<p>E-mail address: remi@exemple.fr</p>" in page
    assert "ask whoever runs this service. reperes@exemple.fr</p>" in page


def test_a_changed_password_ends_other_sessions(asked: World) -> None:
    elsewhere, browser = asked.browser("reader"), asked.browser("reader")
    fields = {
        "old_password": PASSWORD,
        "new_password1": "Another-horse-9",
        "new_password2": "Another-horse-9",
    }
    assert browser.post("/compte/mot-de-passe/", {**fields, "old_password": "wrong"}).status_code == 400
    assert browser.post("/compte/mot-de-passe/", fields)["Location"] == "/compte/"
    assert browser.get("/compte/").status_code == 200
    assert elsewhere.get("/compte/").status_code == 302
    assert Client().login(username="reader", password="Another-horse-9")


def test_what_is_kept_is_told_to_everybody(anybody: Client, settings: Settings) -> None:
    settings.CONTACT = "dpo@exemple.fr"
    settings.KEEP_RUNS_DAYS = 77
    settings.KEEP_ACCOUNTS_MONTHS = 0
    page = anybody.get("/donnees-personnelles/").content.decode()
    assert "<strong>dpo@exemple.fr</strong>" in page
    assert "Deleted 77 days later; the observation itself stays" in page
    assert "Until you erase it.</dd>" in page
    assert "Of what your provider tells" not in page
    settings.CONTACT = ""
    settings.KEEP_ACCOUNTS_MONTHS = 24
    page = anybody.get("/donnees-personnelles/").content.decode()
    assert "ask whoever runs this service; they have not told an address here." in page
    assert "until nobody has signed in with it for 24 months." in page


def test_the_page_tells_every_field_of_an_account() -> None:
    """A field added one day has to be told on the privacy page, and here."""
    assert {field.name for field in Account._meta.fields} == {
        *("id", "password", "last_login", "is_superuser", "username", "first_name", "last_name", "email"),
        *("is_staff", "is_active", "date_joined", "subject", "made_by"),
    }
