"""When two addresses are the same place, and two names the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.sources.catalogues.places import account, folded, package, place

HERE = "forge.example.org/atelier/registre"
# No page of a forge begins so: those that do are nobody’s repository.
WORD = st.from_regex(r"x[a-z0-9]{0,8}", fullmatch=True)
PATHS = st.tuples(WORD, WORD).map("/".join)


@pytest.mark.parametrize(
    "url",
    [
        "https://forge.example.org/atelier/registre",
        "http://forge.example.org/Atelier/Registre",
        "https://forge.example.org/atelier/registre.git",
        "https://forge.example.org/atelier/registre.git/",
        "git@forge.example.org:atelier/registre.git",
        "git+https://forge.example.org/atelier/registre",
        "https://forge.example.org:443/atelier/registre/",
    ],
)
def test_one_place_however_it_is_written(url: str) -> None:
    assert place(url) == HERE


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://github.com/atelier/registre/tree/main/src", "github.com/atelier/registre"),
        ("https://gitlab.com/etat/atelier/registre/-/issues/12", "gitlab.com/etat/atelier/registre"),
        ("https://github.com/atelier", None),
        ("https://registre.example.org/", None),
        ("registre", None),
        ("./registre", None),
        ("pkg:npm/registre", None),
        ("", None),
        ("https://ada:secret@forge.example.org/a/b", None),
    ],
)
def test_a_page_is_of_its_repository_and_the_rest_is_no_place(url: str, found: str | None) -> None:
    assert place(url) == found


@given(st.text(max_size=60) | PATHS.map("https://github.com/{}".format))
def test_any_text_is_a_place_or_none_and_a_place_is_its_own(url: str) -> None:
    found = place(url)
    if found is not None:
        assert found == found.lower()
        assert place(f"https://{found}") == found


@given(PATHS, st.sampled_from(["https://", "http://", "git+https://"]), st.sampled_from(["", ".git", "/"]))
def test_neither_protocol_nor_case_nor_end_makes_another_place(path: str, start: str, end: str) -> None:
    assert place(f"{start}codeberg.org/{path.upper()}{end}") == f"codeberg.org/{path}"


def test_accounts_are_told_from_the_nearest() -> None:
    url = "https://gitlab.com/etat/Atelier/registre.git"
    assert account(url) == ("gitlab.com/etat/atelier", "gitlab.com/etat")
    assert account("https://github.com/atelier/registre") == ("github.com/atelier",)
    assert account("registre") == ()


@pytest.mark.parametrize(
    ("purl", "found"),
    [
        ("pkg:npm/%40atelier/registre@1.2.0?arch=x#sub", "pkg:npm/%40atelier/registre"),
        ("pkg:PyPI/Registre_Lib", "pkg:pypi/registre-lib"),
        ("pkg:cargo/registre", "pkg:cargo/registre"),
        ("registre", None),
        ("pkg:npm", None),
        ("", None),
    ],
)
def test_a_package_without_its_version(purl: str, found: str | None) -> None:
    assert package(purl) == found


@given(st.text(max_size=40) | st.text(max_size=20).map("pkg:npm/{}".format))
def test_any_text_is_a_package_or_none(purl: str) -> None:
    found = package(purl)
    assert found is None or package(found) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("L’Œuvre — Édition_2", "l oeuvre edition 2"),
        ("  Démarches-Simplifiées ", "demarches simplifiees"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁle", "file"),
        ("C++", "c++"),
        ("…", ""),
    ],
)
def test_a_name_is_its_letters_and_digits(name: str, found: str) -> None:
    assert folded(name) == found


@given(st.text())
def test_folding_twice_folds_no_more_and_case_makes_no_difference(name: str) -> None:
    once = folded(name)
    assert folded(once) == once
    assert once == once.strip()
    assert "  " not in once
    assert folded(f" {name}-") == once


@given(st.text(st.characters(codec="latin-1")))
def test_no_capital_makes_another_name(name: str) -> None:
    assert folded(name.upper()) == folded(name.lower())
