"""Keys to the API, as one makes and revokes them in the pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reperes_web.accounts import tokens
from reperes_web.models import Membership, Role, Token
from support.web_api import bearer, member

pytestmark = pytest.mark.django_db
PLACE = "/compte/jetons/"


@pytest.fixture
def editor(client: Client) -> Membership:
    made = member("rédactrice", Role.EDITOR)
    client.force_login(made.account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return made


def test_a_key_is_shown_once_and_opens_the_api(client: Client, editor: Membership) -> None:
    made = client.post(PLACE, {"name": "Nightly export", "days": "365", "writes": "on"})
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    found = re.search(r'value="(rep_[\w-]{43})" readonly', made.content.decode())
    assert found is not None
    text = found[1]
    held = Token.objects.get()
    assert (held.account, held.team, held.name, held.reads_only) == (
        editor.account,
        editor.team,
        "Nightly export",
        False,
    )
    assert held.expires_on == timezone.now().date() + timedelta(days=365)
    listed = client.get(PLACE).content.decode()
    assert text[:12] in listed
    assert text not in listed
    answer = Client().get("/api/v1/observations", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 200


def test_a_revoked_key_opens_nothing(client: Client, editor: Membership) -> None:
    key = bearer(editor)
    held = Token.objects.get()
    answer = client.post(f"{PLACE}{held.pk}/revoquer/", follow=True)
    assert "The key “test” was revoked: it opens nothing any more." in answer.content.decode()
    assert not Token.objects.exists()
    assert Client().get("/api/v1/observations", headers=key).status_code == 401


def test_nobody_revokes_or_sees_the_key_of_another(client: Client, editor: Membership) -> None:
    other = member("collègue", Role.MANAGER, editor.team)
    bearer(other)
    held = Token.objects.get()
    assert client.post(f"{PLACE}{held.pk}/revoquer/").status_code == 404
    assert held.start not in client.get(PLACE).content.decode()
    assert Token.objects.count() == 1


def test_revoking_is_no_mere_link(client: Client, editor: Membership) -> None:
    bearer(editor)
    assert client.get(f"{PLACE}{Token.objects.get().pk}/revoquer/").status_code == 405
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [{}, {"name": "", "days": "90"}, {"name": "x", "days": "3650"}, {"name": "x" * 81, "days": "90"}],
)
@pytest.mark.usefixtures("editor")
def test_what_is_wrong_makes_no_key(client: Client, fields: dict[str, str]) -> None:
    answer = client.post(PLACE, fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Token.objects.exists()


def test_a_reader_makes_a_key_that_reads(client: Client, editor: Membership) -> None:
    editor.role = Role.READER
    editor.save()
    refused = client.post(PLACE, {"name": "x", "days": "30", "writes": "on"})
    assert refused.status_code == 400
    assert "A reader of this team may not write" in refused.content.decode()
    assert client.post(PLACE, {"name": "x", "days": "30"}).status_code == 200
    assert Token.objects.get().reads_only


def test_an_account_has_so_many_keys_and_no_more(client: Client, editor: Membership) -> None:
    for _ in range(tokens.MOST):
        bearer(editor)
    answer = client.post(PLACE, {"name": "x", "days": "30"})
    assert answer.status_code == 400
    assert "You have 20 keys, which is the most" in answer.content.decode()
    assert Token.objects.count() == tokens.MOST


def test_a_key_needs_a_team(client: Client, editor: Membership) -> None:
    editor.delete()
    answer = client.post(PLACE, {"name": "x", "days": "30"})
    assert answer.status_code == 400
    assert "A key acts in a team, and this account is in none" in answer.content.decode()


def test_it_is_for_whoever_has_an_account(client: Client) -> None:
    for answer in (client.get(PLACE), client.post(PLACE), client.post(f"{PLACE}1/revoquer/")):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/connexion/?next=")
