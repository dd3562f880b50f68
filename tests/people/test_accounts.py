"""The accounts of a forge: numbers come out, names stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.people.accounts import Accounts

KEY = b"k" * 32


def test_an_account_has_one_number_however_it_is_written() -> None:
    accounts = Accounts(KEY, "forge.example.org")
    assert [accounts.row(login) for login in ("Zoe", "ada", " zoe ", "ADA")] == [0, 1, 0, 1]
    people = accounts.people()
    assert people.get_column("kind").to_list() == ["human", "human"]
    assert people.get_column("pseudonym").n_unique() == 2
    assert "zoe" not in str(people.to_dicts())
    assert repr(accounts) == "<Accounts: 2>"


@pytest.mark.parametrize("login", [None, "", "  ", "ghost", "Ghost", 7, {"login": "zoe"}])
def test_nobody_known_has_no_number(login: object) -> None:
    assert Accounts(KEY, "forge").row(login) is None


def test_a_bot_is_one_by_what_the_forge_says_or_by_its_name() -> None:
    accounts = Accounts(KEY, "forge")
    assert [
        accounts.row("zoe"),
        accounts.row("renovate[bot]"),
        accounts.row("helper"),
        accounts.row("ci-bot"),
    ] == [*range(4)]
    assert accounts.people().get_column("kind").to_list() == ["human", "bot", "human", "bot"]


def test_an_application_is_one_account_however_it_is_written_and_no_person() -> None:
    accounts = Accounts(KEY, "forge")
    assert accounts.row("helper", bot=True) == accounts.row("helper[bot]") == 0
    assert accounts.row("helper") == 1
    assert accounts.people().get_column("kind").to_list() == ["bot", "human"]


def test_pseudonyms_hold_on_one_machine_and_one_forge() -> None:
    def pseudonym(key: bytes, host: str) -> str:
        accounts = Accounts(key, host)
        accounts.row("zoe")
        return str(accounts.people().item(0, "pseudonym"))

    assert pseudonym(KEY, "a") == pseudonym(KEY, "a")
    assert len({pseudonym(KEY, "a"), pseudonym(KEY, "b"), pseudonym(b"other" * 8, "a")}) == 3


@given(st.text())
def test_any_login_will_do(login: str) -> None:
    accounts = Accounts(KEY, "forge")
    accounts.row(login)
    accounts.people()
