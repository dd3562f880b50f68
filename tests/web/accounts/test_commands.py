import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from reperes_web.management.commands import account as command
from reperes_web.models import Account, Membership, Team
from support.people import PASSWORD

pytestmark = pytest.mark.django_db


def made(*words: str) -> str:
    out = StringIO()
    call_command("account", *words, stdout=out)
    return out.getvalue()


def test_the_first_account_manages_its_team_and_gets_a_link(anybody: Client) -> None:
    told = made(
        "marie", "--email", "marie@exemple.fr", "--team", "Ville", "--at", "https://reperes.exemple.fr/"
    )
    assert told.startswith(
        "marie: made\nTo choose the password, once, within 3 days: https://reperes.exemple.fr/mot-de-passe/"
    )
    joined = Membership.objects.get()
    assert (joined.team.name, joined.account.email, joined.role) == ("Ville", "marie@exemple.fr", "manager")
    assert not joined.account.has_usable_password()
    where = anybody.get(re.findall(r"https://reperes\.exemple\.fr(\S+)", told)[0])["Location"]
    anybody.post(where, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert Client().login(username="marie", password=PASSWORD)


def test_again_for_an_account_and_a_team_that_are_there() -> None:
    made("marie", "--team", "Ville")
    made("paul", "--team", "Ville", "--role", "reader")
    assert made("marie").startswith("marie: there already\n")
    assert Account.objects.count() == 2
    assert [one.role for one in Team.objects.get().memberships.order_by("pk")] == ["manager", "reader"]


def test_the_address_of_an_account_is_changed_here() -> None:
    made("marie", "--email", "marie@exemple.fr")
    made("paul")
    made("paul", "--email", "paul@exemple.fr")
    for email, told in (("Marie@exemple.fr", "another account has the address Marie@"), ("paul", "valid")):
        with pytest.raises(CommandError, match=told):
            made("paul", "--email", email)
    assert [one.email for one in Account.objects.order_by("pk")] == ["marie@exemple.fr", "paul@exemple.fr"]


def answers(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    left = list(typed)
    monkeypatch.setattr(command, "getpass", lambda _: left.pop(0))


def test_the_password_may_be_typed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, PASSWORD, PASSWORD)
    assert made("marie", "--ask") == "marie: made\n"
    assert Client().login(username="marie", password=PASSWORD)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((PASSWORD, "other"), "the two are not the same: nothing was changed"),
        (("short", "short"), "12"),
    ],
)
def test_a_password_that_will_not_do_makes_nothing(
    typed: tuple[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, *typed)
    with pytest.raises(CommandError, match=told):
        made("marie", "--ask", "--team", "Ville")
    assert not Account.objects.exists()
    assert not Team.objects.exists()


def test_no_option_takes_a_password() -> None:
    with pytest.raises(CommandError, match="unrecognized arguments: --password"):
        made("marie", "--password", PASSWORD)


def test_what_cannot_be_done_is_told() -> None:
    Account.objects.create_user("signed", subject="7b0e")
    with pytest.raises(CommandError, match="signed signs in at the provider: it has no password here"):
        made("signed")
    Team.objects.create(name="Ville")
    Team.objects.create(name="Ville")
    with pytest.raises(CommandError, match="several teams are called Ville"):
        made("marie", "--team", "Ville")
    with pytest.raises(CommandError):
        made("not a name!")
    assert [one.username for one in Account.objects.all()] == ["signed"]


def test_the_address_is_guessed_from_the_settings(settings: Settings) -> None:
    assert "http://testserver:8000/mot-de-passe/" in made("marie")
    settings.ALLOWED_HOSTS = [".exemple.fr"]
    settings.HTTPS = True
    assert "https://exemple.fr/mot-de-passe/" in made("marie")
