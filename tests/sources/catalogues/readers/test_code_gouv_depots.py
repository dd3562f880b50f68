"""The repositories of public bodies."""

from datetime import date
from typing import Any

import pytest

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers.code_gouv_depots import read
from support.catalogues import body, without

URL = "https://github.com/Atelier-Public/Registre"
OLD: dict[str, Any] = {
    "id": 167,
    "name": "Registre",
    "organization_name": "Atelier-Public",
    "platform": "GitHub",
    "repository_url": URL,
    "description": "Tient un registre",
    "default_branch": "main",
    "is_fork": False,
    "is_archived": False,
    "creation_date": "2018-12-01T20:00:55Z",
    "last_update": "2024-06-01T20:00:55Z",
    "last_modification": "2024-05-01T20:00:55Z",
    "homepage": "https://registre.example.org",
    "stars_count": 4,
    "forks_count": 1,
    "license": "MIT License",
    "open_issues_count": 0,
    "language": "Python",
    "topics": "registre,archives",
    "software_heritage_exists": True,
    "software_heritage_url": None,
}
NEW: dict[str, Any] = {
    "awesome-score": 1100,
    "archived": False,
    "contributing": True,
    "description": "Tient un registre",
    "forks_count": 1,
    "full_name": "Atelier-Public/Registre",
    "fork": False,
    "language": "Python",
    "license": "mit",
    "repo_name": "Registre",
    "owner": "https://github.com/atelier-public",
    "platform": "github.com",
    "publiccode": False,
    "template": False,
    "updated_at": "2025-08-01T10:00:00.000Z",
    "id": URL,
}
LETTERS: dict[str, Any] = {
    "a": 1100,
    "a?": True,
    "d": "",
    "fn": "Atelier-Public/Registre",
    "f?": True,
    "li": "",
    "n": "Registre",
    "o": "https://github.com/atelier-public",
    "p": "github.com",
    "u": "",
}
ENTRY = Entry(
    id="github.com/atelier-public/registre",
    name="Registre",
    url=URL,
    what="Tient un registre",
    repositories=(URL,),
    website="https://registre.example.org",
    licence="MIT License",
    archived=False,
    dated=date(2024, 6, 1),
)


def rows(*content: object) -> Taken:
    return read(body(list(content)))


def test_a_row_of_all_json() -> None:
    taken = rows(OLD)
    assert taken.entries == [ENTRY]
    assert (taken.rows, taken.persons, dict(taken.skipped)) == (1, 0, {})


def test_a_row_of_its_successor() -> None:
    [entry] = rows(NEW).entries
    assert (entry.id, entry.name, entry.licence, entry.dated) == (
        ENTRY.id,
        "Registre",
        "mit",
        date(2025, 8, 1),
    )


def test_who_holds_the_account_and_that_it_serves_the_public_are_not_told() -> None:
    # The account of a public body may hold what others write; its name is that of an account, not its own.
    for row in (OLD, NEW, LETTERS):
        [entry] = rows(row).entries
        assert (entry.parties, entry.public_service) == ((), None)


def test_a_row_of_letters_where_an_empty_text_is_not_known() -> None:
    [entry] = rows(LETTERS).entries
    assert (entry.id, entry.url, entry.what, entry.licence, entry.dated) == (ENTRY.id, URL, None, None, None)
    assert (entry.archived, entry.public_service) == (True, None)


def test_what_a_forge_does_not_tell_stays_unknown() -> None:
    unknown = dict.fromkeys(("is_fork", "is_archived", "license", "homepage", "description", "last_update"))
    [entry] = rows(OLD | unknown | {"repository_url": "https://gitlab.example.org/a/b/registre"}).entries
    assert (entry.public_service, entry.archived, entry.licence, entry.website) == (None, None, None, None)
    assert (entry.what, entry.dated) == (None, None)


def test_a_mail_address_never_comes_out() -> None:
    taken = rows(OLD | {"description": "Par ada@ville.example", "organization_name": "ada@ville.example"})
    assert (taken.entries[0].what, taken.entries[0].parties, taken.persons) == ("Par …", (), 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (without(OLD, "name"), "repositories.repo_name: missing"),
        (OLD | {"is_archived": "non"}, "repositories.is_archived: bool_type"),
        (OLD | {"repository_url": "github.com/a/b"}, "repositories.repository_url: address"),
        (OLD | {"repository_url": "https://github.com/a"}, "repositories.repository_url: address"),
        (without(OLD, "repository_url"), "repositories.id: string_type"),
        (None, "repositories: model_type"),
    ],
)
def test_a_row_that_does_not_fit_is_counted(row: object, reason: str) -> None:
    taken = rows(OLD, row)
    assert taken.entries == [ENTRY]
    assert list(taken.skipped.values()) == [1]
    assert list(taken.skipped) == [reason]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"{}", "repositories: no list"),
        (b"[1]", "repositories: model_type"),
        (b'[{"nom": "a"}]', "repositories.repo_name: missing"),
        (b"", "JSONDecodeError"),
    ],
)
def test_another_shape_is_refused(content: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as error:
        read(content)
    assert error.value.detail == detail
