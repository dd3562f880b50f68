"""The list of what the support market gave back."""

from datetime import date

import pytest

from reperes.facts.catalogue import Entry, Party
from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers.contributions_marche_support import PAGE, read
from support.catalogues import body, samples

MARKDOWN = """---
title: Liste des commits
date: 2022-01-18
---

| Entreprise      | Outil       | Date     | Sujet de la contribution | Référence communautaire |
|-----------------|-------------|----------|--------------------------|-------------------------|
| Atelier/Fabrique | Registre ::NG | 04/01/21 | Un sujet | [commit](https://gitlab.example.org/a/registre/-/issues/2) |
| Fabrique        | Registre::NG | 15/03/21 | Un autre | [commit](https://gitlab.example.org/a/registre/-/commit/1234) [commit](https://github.com/b/registre/pull/5) |
| Atelier         | Cahier      | bientôt  | Sans adresse             |                         |
| Atelier         |             | 01/01/22 | Sans outil               |                         |
"""  # noqa: E501 - a table has one line a row


def rows(*commits: str, day: str = "04/01/21") -> Taken:
    row = {"company": "Atelier", "software": "Registre", "date": day, "commits": list(commits)}
    return read(body({"contributions": [row]}))


def test_a_table_gives_one_record_for_each_software() -> None:
    taken = read(MARKDOWN.encode())
    assert taken.entries == [
        Entry(
            id="registre-ng",
            name="Registre ::NG",
            url=PAGE,
            names=("Registre::NG",),
            given_to=("https://gitlab.example.org/a/registre", "https://github.com/b/registre"),
            parties=(Party("Atelier", "author", "company"), Party("Fabrique", "author", "company")),
            dated=date(2021, 3, 15),
        ),
        Entry(id="cahier", name="Cahier", url=PAGE, parties=(Party("Atelier", "author", "company"),)),
    ]
    assert (taken.rows, dict(taken.skipped)) == (4, {"contributions.software: string_too_short": 1})
    assert taken.dated is None


@pytest.mark.parametrize(
    ("commit", "repository"),
    [
        ("https://git.example.org/core/+/442e01de35", "https://git.example.org/core"),
        ("https://cgit.example.org/suite/core/commit/?id=2b58", "https://cgit.example.org/suite/core"),
        ("https://github.com/atelier/registre/issues/37566", "https://github.com/atelier/registre"),
    ],
)
def test_pages_of_a_repository_tell_it(commit: str, repository: str) -> None:
    [entry] = rows(commit, commit).entries
    assert (entry.given_to, entry.repositories) == ((repository,), ())


@pytest.mark.parametrize(
    "commit",
    [
        "https://gerrit.example.org/c/core/+/136832",
        "https://tracker.example.org/p/registre/patches/53/",
        "https://bugs.example.org/show_bug.cgi?id=12",
        "https://github.com/atelier",
        "https://ada:secret@github.com/atelier/registre/pull/5",
        "ftp://exemple.example/a/b",
        "pas une adresse",
        "",
    ],
)
def test_pages_of_anything_else_tell_none(commit: str) -> None:
    [entry] = rows(commit).entries
    assert entry.repositories == ()


@pytest.mark.parametrize("written", ["31/02/21", "2021-01-04", "4/1/21", ""])
def test_a_day_that_is_none_is_not_told(written: str) -> None:
    [entry] = rows(day=written).entries
    assert entry.dated is None


def test_a_mail_address_never_comes_out() -> None:
    row = {"company": "Atelier/ada@ville.example", "software": "Registre"}
    taken = read(body({"contributions": [row, row | {"software": "ada@ville.example"}]}))
    assert [one.parties for one in taken.entries] == [(Party("Atelier", "author", "company"),)]
    assert dict(taken.skipped) == {"contributions.software: empty": 1}


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "contributions: no table"),
        (b"| Nom |\n|--|\n| a |\n", "contributions: no table"),
        (b"| Entreprise | Logiciel |\n|--|--|\n| a | b |\n", "contributions.software: missing"),
        (b'{"contributions": {}}', "contributions: no list"),
        (b"{}", "contributions: missing"),
    ],
)
def test_another_shape_is_refused(content: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as error:
        read(content)
    assert error.value.detail == detail


def test_the_sample_is_read_without_loss() -> None:
    file = samples() / "marche_support_contributions.json"
    if not file.exists():
        pytest.skip("The samples are not beside this checkout.")
    taken = read(file.read_bytes())
    assert (taken.rows, dict(taken.skipped), taken.dated) == (46, {}, date(2025, 5, 28))
    found = {one.id: one for one in taken.entries}
    assert list(found) == [
        *("libreoffice", "lemonldap-ng", "collabora-online", "gnucobol", "nextcloud", "qgis", "thunderbird")
    ]
    assert found["libreoffice"].given_to == ("https://git.libreoffice.org/core",)
    assert [one.name for one in found["libreoffice"].parties] == ["Arawa", "Collabora"]
    assert found["libreoffice"].dated == date(2024, 9, 25)
    assert found["gnucobol"].given_to == ()
