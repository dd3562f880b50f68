"""The catalogue of Developers Italia, page after page."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reperes.errors import UnreachableError
from reperes.facts.catalogue import Entry, Party, Removed
from reperes.knowledge.catalogue import catalogues
from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers.developers_italia import next_page, read
from reperes.sources.catalogues.snapshots import Snapshots
from reperes.sources.catalogues.take import Taking
from support.catalogues import TAKEN_AT, body, without
from support.web import Heard, Said, as_json, client, serving

FIRST = "https://api.example.org/v1/software?page%5Bsize%5D=100"
ID = "c353756e-8597-4e46-a99b-7da2e141603b"
YAML = """publiccodeYmlVersion: "0.5.0"
name: Registro
url: https://github.com/comune-esempio/registro
landingURL: https://registro.example.org
usedBy: [Comune di Esempio, Regione Esempio, Comune di Esempio]
fundedBy:
  - {name: Agenzia Esempio, uri: "urn:x-italian-pa:esempio"}
organisation: {uri: "urn:x-italian-pa:c_a000", name: Comune di Esempio}
legal: {license: AGPL-3.0-or-later, mainCopyrightOwner: Comune di Esempio, repoOwner: Ada Esempio}
description:
  it: {localisedName: Registro, shortDescription: Tiene un registro}
  en: {localisedName: The Register, shortDescription: Keeps a register (ada@comune.example)}
maintenance:
  type: contract
  contractors:
    - {name: Fornitore SPA, email: ada@fornitore.example, website: https://fornitore.example}
    - {name: Ada Esempio, website: https://ada.example, until: 2019-01-01}
  contacts:
    - {name: Ada Esempio, email: ada@comune.example, phone: "+39 000", affiliation: Comune di Esempio}
"""
ROW: dict[str, Any] = {
    "id": ID,
    "url": "https://github.com/comune-esempio/registro",
    "aliases": ["https://gitlab.com/comune-esempio/registro"],
    "publiccodeYml": YAML,
    "active": True,
    "vitality": "90,100,94,12",
    "createdAt": "2022-06-07T14:56:23Z",
    "updatedAt": "2026-06-07T14:56:23Z",
}


def rows(*content: object) -> Taken:
    return read(body({"data": list(content), "links": {"prev": None, "next": None}}))


def test_a_row_is_read_through_its_publiccode() -> None:
    taken = rows(ROW)
    assert taken.entries == [
        Entry(
            id=ID,
            name="Registro",
            url=f"https://api.developers.italia.it/v1/software/{ID}",
            names=("The Register",),
            what="Keeps a register (…)",
            repositories=(
                *("https://github.com/comune-esempio/registro", "https://gitlab.com/comune-esempio/registro"),
            ),
            website="https://registro.example.org",
            licence="AGPL-3.0-or-later",
            parties=(
                Party("Comune di Esempio", "steward", "public-body"),
                Party("Comune di Esempio", "user"),
                Party("Regione Esempio", "user"),
                Party("Agenzia Esempio", "funder", "public-body"),
                Party("Fornitore SPA", "provider", None, "https://fornitore.example"),
            ),
            dated=date(2026, 6, 7),
        )
    ]
    assert (taken.rows, taken.persons, dict(taken.skipped)) == (1, 3, {})
    assert "ada" not in repr(taken).lower()


def test_a_row_that_says_the_least() -> None:
    row = without(ROW, "aliases", "active", "updatedAt") | {"publiccodeYml": "name: Registro\n"}
    taken = rows(row)
    assert taken.entries == [
        Entry(
            id=ID,
            name="Registro",
            url=f"https://api.developers.italia.it/v1/software/{ID}",
            repositories=("https://github.com/comune-esempio/registro",),
        )
    ]


def test_what_the_catalogue_withdrew_is_told() -> None:
    [entry] = rows(ROW | {"active": False}).entries
    assert entry.removed == Removed(None, None)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"publiccodeYml": "-"}, "software.publiccodeYml: unreadable"),
        ({"publiccodeYml": "a: ["}, "software.publiccodeYml: unreadable"),
        ({"publiccodeYml": "url: https://a.example"}, "software.publiccodeYml.name: missing"),
        ({"publiccodeYml": "name: ada@comune.example"}, "software.publiccodeYml.name: missing"),
        ({"url": "git@github.com:a/b.git", "aliases": []}, "software.publiccodeYml.name: missing"),
        ({"publiccodeYml": {"name": "Registro"}}, "software.publiccodeYml: string_type"),
        ({"aliases": "https://a.example/b/c"}, "software.aliases: list_type"),
        ({"id": "../../x"}, "software.id: string_pattern_mismatch"),
    ],
)
def test_a_row_that_does_not_fit_is_counted(more: dict[str, object], reason: str) -> None:
    taken = rows(ROW, ROW | more)
    assert len(taken.entries) == 1
    assert dict(taken.skipped) == {reason: 1}


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"[]", "data: missing"),
        (b'{"data": {}}', "software: no list"),
        (b'{"data": [1]}', "software: model_type"),
        (b"<html>", "JSONDecodeError"),
    ],
)
def test_another_shape_is_refused(content: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as error:
        read(content)
    assert error.value.detail == detail


def test_the_next_page_is_where_the_api_says() -> None:
    told = "?page[after]=WyIyMDIyIl0%3D&page[size]=100"
    following = next_page(body({"data": [], "links": {"prev": None, "next": told}}), FIRST)
    assert (
        following == "https://api.example.org/v1/software?page%5Bafter%5D=WyIyMDIyIl0%3D&page%5Bsize%5D=100"
    )
    assert next_page(body({"data": [], "links": {"prev": told, "next": None}}), FIRST) is None
    assert next_page(body({"data": [], "links": {}}), FIRST) is None


@pytest.mark.parametrize(
    "told", ["WyIyMDIyIl0=", "https://elsewhere.example/?a", "//elsewhere.example", 3, ["?a"]]
)
def test_a_next_page_of_another_shape_is_refused(told: object) -> None:
    with pytest.raises(ShapeError) as error:
        next_page(body({"data": [], "links": {"next": told}}), FIRST)
    assert error.value.detail == "links.next"


def numbered(n: int) -> dict[str, object]:
    name = f"https://github.com/comune-esempio/registro-{n}"
    return ROW | {"id": f"{n}", "url": name, "aliases": [], "publiccodeYml": f"name: Registro {n}\n"}


def page(heard: Heard) -> Said:
    """Answer as the API does: two rows a page, three pages, a cursor."""
    cursor = heard.path.partition("page%5Bafter%5D=")[2].partition("&")[0]
    n = int(cursor or 0)
    following = f"?page[after]={n + 1}&page[size]=2" if n < 2 else None
    return as_json(
        {"data": [numbered(2 * n), numbered(2 * n + 1)], "links": {"prev": None, "next": following}}
    )


def test_all_pages_are_taken(tmp_path: Path) -> None:
    with serving() as site, client(tmp_path) as http:
        site.routes["/v1/software"] = page
        taking = Taking(http, Snapshots(tmp_path), TAKEN_AT)
        outcome = taking.update(catalogues()["developers-italia"], site.url("/v1/software?page%5Bsize%5D=2"))
        paths = [heard.path for heard in site.heard]
    assert [one.name for one in outcome.snapshot.entries()] == [f"Registro {n}" for n in range(6)]
    assert paths == [
        "/v1/software?page%5Bsize%5D=2",
        "/v1/software?page%5Bafter%5D=1&page%5Bsize%5D=2",
        "/v1/software?page%5Bafter%5D=2&page%5Bsize%5D=2",
    ]


def test_pages_that_turn_in_a_circle_are_not_taken(tmp_path: Path) -> None:
    with serving() as site, client(tmp_path) as http:
        site.routes["/v1/software"] = as_json({"data": [ROW], "links": {"next": "?page[after]=1"}})
        taking = Taking(http, Snapshots(tmp_path), TAKEN_AT)
        with pytest.raises(UnreachableError):
            taking.update(catalogues()["developers-italia"], site.url("/v1/software"))
    assert Snapshots(tmp_path).all("developers-italia") == []
