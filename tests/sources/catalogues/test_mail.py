"""Which addresses of catalogues may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.sources.catalogues.mail import role, unmailed


@pytest.mark.parametrize(
    "address",
    [
        "contact@ville.example",
        "Contact@Ville.example",
        " opensource@ville.example ",
        "logiciels-libres@ville.example",
        "dsi.contact@ville.example",
        "contact-ville@ville.example",
        "equipe_code@ville.example",
        "codes-sources@ville.example",
    ],
)
def test_the_address_of_a_role_is_kept(address: str) -> None:
    assert role(address) == address.strip().lower()


@pytest.mark.parametrize(
    "address",
    [
        "ada.exemple@ville.example",
        "exemple@exemple.example",
        "ada@ville.example",
        "contact.ada@ville.example",
        "aexemple@ville.example",
        "ada-info@ville.example",
        "de@ville.example",
        "contact",
        "contact@ville",
        "contact@ville.example, ada@ville.example",
        "Ada <contact@ville.example>",
        "contact@" + "a" * 300 + ".example",
        "",
        None,
        12,
    ],
)
def test_any_other_address_is_not(address: object) -> None:
    assert role(address) is None


def test_words_that_hold_an_at_sign_are_left_and_counted() -> None:
    line = "Écrire à ada@ville.example ou à @ada, sur la forge"
    assert unmailed(line) == ("Écrire à … ou à … sur la forge", 2)
    assert unmailed("Rien à cacher") == ("Rien à cacher", 0)
    assert unmailed(None) == (None, 0)


@given(st.text())
def test_no_at_sign_ever_comes_out(line: str) -> None:
    shown, hidden = unmailed(line)
    assert shown is not None
    assert "@" not in shown
    assert (hidden == 0) == (shown == line)
