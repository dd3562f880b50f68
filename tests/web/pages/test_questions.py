"""The message to the project, on its page."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from reperes_web.models import Observation, Profile, Team
from support.kept import kept, member, two

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def address(client: Client, tmp_path: Path) -> str:
    client.force_login(member())
    seen: Observation = kept(two(tmp_path)[1])
    return f"/observations/{seen.pk}/questions/"


def page(client: Client, address: str, **fields: str | list[str]) -> str:
    answer = client.get(address, fields, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def message(shown: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", shown, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def test_the_first_question_of_each_part_is_chosen(client: Client, address: str) -> None:
    shown = page(client, address)
    chosen, listed = shown.count('name="q" value="') - shown.count("> <span>"), shown.count("<legend>")
    assert chosen == 0
    parts = listed - 1  # the first legend is that of the languages
    assert len(re.findall(r'name="q" value="\d+" checked', shown)) == parts
    assert f"\n{parts}. " in message(shown)
    assert f"\n{parts + 1}. " not in message(shown)


def test_the_questions_chosen_and_they_alone_are_asked(client: Client, address: str) -> None:
    shown = page(client, address, choix="1", q=["1", "3", "999", "x"])
    assert re.findall(r"^(\d+)\. ", message(shown), re.MULTILINE) == ["1", "2"]
    assert re.findall(r'name="q" value="(\d+)" checked', shown) == ["1", "3"]


def test_none_chosen_is_told(client: Client, address: str) -> None:
    shown = page(client, address, choix="1")
    assert "choose one at least" in shown
    assert "<textarea" not in shown


def test_the_language_of_the_message_is_not_that_of_the_page(client: Client, address: str) -> None:
    shown = page(client, address, langue="fr")
    assert '<html lang="en">' in shown
    assert message(shown).startswith("Bonjour,")
    assert re.search(r'<textarea id="text" readonly lang="fr"', shown)
    assert message(page(client, address, langue="xx")).startswith("Hello,")


def test_who_writes_is_the_profile_of_the_team_or_what_is_typed(client: Client, address: str) -> None:
    assert "[name of our administration]" in message(page(client, address))
    Profile.objects.create(team=Team.objects.get(), fields={"name": "Ville d’Exemple"})
    assert "We work for Ville d’Exemple," in message(page(client, address))
    typed = '"><script>alert(1)</script>'
    shown = page(client, address, nom=typed)
    assert "<script>alert" not in shown
    assert typed in message(shown)


def test_the_mail_link_has_no_recipient(client: Client, address: str) -> None:
    short = page(client, address, choix="1", q="1", langue="en")
    (link,) = re.findall(r'href="(mailto:[^"]*)"', short)
    assert link.startswith(
        "mailto:?subject=Some%20questions%20about%20registre&amp;body=Hello%2C%0D%0A%0D%0A"
    )
    long = page(client, address, choix="1", q=[str(n) for n in range(30)])
    assert re.findall(r'href="(mailto:[^"]*)"', long) == [
        "mailto:?subject=Some%20questions%20about%20registre"
    ]
    assert "too long" in long


def test_it_is_downloaded_as_chosen(client: Client, address: str) -> None:
    shown = page(client, address, choix="1", q="1", langue="fr")
    found = re.search(r'href="([^"]*format=txt)"', shown)
    assert found is not None
    answer = client.get(unescape(found[1]))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="questions-registre.txt"'
    assert answer.content.decode() == "Quelques questions sur registre\n\n" + message(shown)


def test_it_asks_for_an_account(client: Client, address: str) -> None:
    client.logout()
    assert client.get(address)["Location"].startswith("/connexion/")
