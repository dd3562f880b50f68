"""Items whose source code is at the project's address, and the organisations they name."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from reperes.facts.catalogue import Found, Party
from reperes.sources.catalogues.readers.wikidata import kind_of
from support.asked import HERE, asked, project
from support.web import as_json, serving

CODE = f"https://{HERE}"
ENTITY = "http://www.wikidata.org/entity/"
DIRECT = "http://www.wikidata.org/prop/direct/"


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def literal(value: str, language: str = "fr") -> dict[str, str]:
    return {"type": "literal", "value": value, "xml:lang": language}


def row(told: str = "", value: str = "", label: str = "", class_: str = "", **more: Any) -> dict[str, Any]:
    """Return a binding: a property, its value, its label, one of its classes."""
    known: dict[str, Any] = {
        "item": uri(f"{ENTITY}Q900"),
        "itemLabel": literal("Registre"),
        "code": uri(CODE),
    }
    if told:
        known |= {"property": uri(f"{DIRECT}{told}"), "value": uri(value)}
        known["valueLabel"] = literal(label or value.rpartition("/")[2])
    if class_:
        known["class"] = uri(f"{ENTITY}{class_}")
    return known | more


def answer(*rows: object) -> dict[str, Any]:
    return {"head": {"vars": ["item", "itemLabel"]}, "results": {"bindings": list(rows)}}


def found_for(tmp_path: Path, *rows: object) -> tuple[Found, ...]:
    with serving() as site:
        site.routes["/sparql"] = as_json(answer(*rows))
        return asked("wikidata", site, tmp_path, at="/sparql")


def test_organisations_licence_and_site_are_told(tmp_path: Path) -> None:
    (found,) = found_for(
        tmp_path,
        row("P178", f"{ENTITY}Q10", "Atelier libre", "Q783794"),
        row("P178", f"{ENTITY}Q10", "Atelier libre", "Q18388277"),
        row("P126", f"{ENTITY}Q11", "Fondation d’exemple", "Q157031"),
        row("P126", f"{ENTITY}Q11", "Fondation d’exemple", "Q163740"),
        row("P859", f"{ENTITY}Q12", "Ministère d’exemple", "Q192350"),
        row("P8324", f"{ENTITY}Q13", "Université d’exemple", "Q3918"),
        row("P178", f"{ENTITY}Q14", "Communauté du registre", "Q77777"),
        row("P275", f"{ENTITY}Q1", "EUPL-1.2"),
        row("P275", f"{ENTITY}Q2", "MIT"),
        row("P856", "https://registre.example.org/"),
    )
    entry = found.entry
    assert (found.rests, entry.id, entry.name) == ("repository", "Q900", "Registre")
    assert (entry.url, entry.repositories) == ("https://www.wikidata.org/wiki/Q900", (CODE,))
    assert (entry.licence, entry.website) == ("EUPL-1.2, MIT", "https://registre.example.org/")
    assert [(one.name, one.part, one.kind) for one in entry.parties] == [
        ("Atelier libre", "author", "company"),
        ("Fondation d’exemple", "steward", "foundation"),
        ("Ministère d’exemple", "funder", "public-body"),
        ("Université d’exemple", "funder", "university"),
        ("Communauté du registre", "author", None),
    ]
    assert entry.parties[0] == Party(
        "Atelier libre", "author", "company", "https://www.wikidata.org/wiki/Q10"
    )


def test_humans_do_not_come_out_nor_what_nothing_classes(tmp_path: Path) -> None:
    (found,) = found_for(
        tmp_path,
        row("P178", f"{ENTITY}Q20", "Camille Quidam", "Q5"),
        row("P178", f"{ENTITY}Q21", "Dominique Quidam"),
        row("P178", f"{ENTITY}Q22", "Alex Quidam", "Q783794"),
        row("P178", f"{ENTITY}Q22", "Alex Quidam", "Q5"),
        row("P126", f"{ENTITY}Q23", "", "Q783794"),
        row("P126", "http://www.wikidata.org/.well-known/genid/0a1b", "Quidam", "Q783794"),
    )
    assert found.entry.parties == ()
    assert "Quidam" not in repr(found)


def test_what_is_asked_holds_every_way_to_write_the_address(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/sparql"] = as_json(answer())
        about = project(origin="https://forge.example.org/Atelier/Registre.git")
        assert asked("wikidata", site, tmp_path, about, "/sparql") == ()
        (heard,) = site.heard
    query = parse_qs(urlsplit(heard.path).query)
    assert query["format"] == ["json"]
    asked_for = re.findall(r"<([^>]*)>", query["query"][0])
    assert asked_for[:6] == [
        "https://forge.example.org/Atelier/Registre",
        "https://forge.example.org/Atelier/Registre/",
        "https://forge.example.org/Atelier/Registre.git",
        "http://forge.example.org/Atelier/Registre",
        "http://forge.example.org/Atelier/Registre/",
        "http://forge.example.org/Atelier/Registre.git",
    ]
    assert asked_for[6:] == [one.lower() for one in asked_for[:6]]
    assert "FILTER NOT EXISTS { ?value wdt:P31 wd:Q5 . }" in query["query"][0]


@pytest.mark.parametrize("sign", ['"', "<", ">", "\\", "{", "}", "|", "^", "`", "\n", "é", " "])
def test_no_sign_of_an_address_ends_it_in_the_query(tmp_path: Path, sign: str) -> None:
    with serving() as site:
        site.routes["/sparql"] = as_json(answer())
        about = project(origin=f"https://forge.example.org/a/b{sign}c")
        asked("wikidata", site, tmp_path, about, "/sparql")
        query = parse_qs(urlsplit(site.heard[0].path).query)["query"][0]
    inside = query[query.index("{ <") + 2 : query.index("}", query.index("{ <"))]
    assert all(re.fullmatch(r"<https?://[!-;=?-\[\]_a-z~]+>", one) for one in inside.split())
    assert query.count("{") == query.count("}")


def test_a_project_without_address_asks_nothing(tmp_path: Path) -> None:
    with serving() as site:
        assert asked("wikidata", site, tmp_path, project(origin=None, places=())) == ()
        assert site.heard == []


def test_an_item_of_another_address_is_left_out(tmp_path: Path) -> None:
    assert found_for(tmp_path, row(code=uri("https://forge.example.org/autre/autre"))) == ()


def test_an_item_without_label_bears_its_identifier(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, row("P275", f"{ENTITY}Q1", "Q1", itemLabel=literal("Q900")))
    assert (found.entry.name, found.entry.licence) == ("Q900", None)


def test_a_row_that_does_not_fit_is_left_out(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, row(), row(item={"value": 3}))
    assert found.entry.id == "Q900"


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        ({"Q783794", "Q4830453"}, "company"),
        ({"Q157031", "Q163740"}, "foundation"),
        ({"Q3918", "Q327333"}, "university"),
        ({"Q783794", "Q163740"}, None),
        ({"Q43229"}, None),
        (set(), None),
    ],
)
def test_classes_that_differ_tell_no_kind(classes: set[str], kind: str | None) -> None:
    assert kind_of(classes) == kind
