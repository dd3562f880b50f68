"""The lists of the beneficiaries of both markets."""

from datetime import date

import pytest

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.reader import ShapeError
from reperes.sources.catalogues.readers.beneficiaires_marches import PAGE, read
from support.catalogues import body, samples

MARKDOWN = """---
title: Bénéficiaires des marchés interministériels support et expertise logiciels libres
date: 2022-01-18
---

- Une page

## Liste des bénéficiaires du marché interministériel support logiciels libres

- Le Conseil des exemples\x20
- Les ministères français
- Agence de l'exemple (ADE)

## Liste des bénéficiaires du marché interministériel expertise logiciels libres

- L’Agence de l'exemple (ADE)
- Réseau Exemple : *uniquement sur le lot Cahier*
- ada@ville.example
"""


def entry(market: str, slug: str, name: str, *names: str, what: str | None = None) -> Entry:
    return Entry(
        id=f"{market}/{slug}",
        name=name,
        url=PAGE,
        names=names,
        what=what,
        kind="public-body",
        lots=(market,),
    )


def test_a_page_gives_one_record_for_each_body_and_market() -> None:
    taken = read(MARKDOWN.encode())
    support, expertise = "marche-support", "marche-expertise"
    agency = "Agence de l'exemple"
    assert taken.entries == [
        entry(support, "le-conseil-des-exemples", "Le Conseil des exemples", "Conseil des exemples"),
        entry(support, "les-ministeres-francais", "Les ministères français", "ministères français"),
        entry(support, "agence-de-l-exemple", agency, "ADE"),
        entry(expertise, "l-agence-de-l-exemple", f"L’{agency}", agency, "ADE"),
        entry(expertise, "reseau-exemple", "Réseau Exemple", what="uniquement sur le lot Cahier"),
    ]
    assert (taken.rows, dict(taken.skipped), taken.dated) == (6, {"bodies.name: empty": 1}, None)


def test_a_list_of_neither_market_or_of_both_is_left() -> None:
    lists = {"marché support": ["Un", 2], "marché d’autre chose": ["Deux"], "support et expertise": ["Trois"]}
    taken = read(body({"lists": lists}))
    assert [one.name for one in taken.entries] == ["Un"]
    assert dict(taken.skipped) == {"bodies.name: string_type": 1}


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "bodies: no list"),
        (b"## Liste\n\n- Le Conseil\n", "bodies: no list"),
        (b"{}", "lists: missing"),
        (b'{"lists": []}', "lists: no block"),
        (b'{"lists": {"support": "Un"}}', "lists: no list"),
        (b'{"lists": {}}', "bodies: no list"),
    ],
)
def test_another_shape_is_refused(content: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as error:
        read(content)
    assert error.value.detail == detail


def test_the_sample_is_read_without_loss() -> None:
    file = samples() / "marche_beneficiaires.json"
    if not file.exists():
        pytest.skip("The samples are not beside this checkout.")
    taken = read(file.read_bytes())
    lots = [one.lots for one in taken.entries]
    assert (lots.count(("marche-support",)), lots.count(("marche-expertise",))) == (12, 9)
    assert (dict(taken.skipped), taken.dated) == ({}, date(2025, 4, 9))
    found = {one.id: one for one in taken.entries}
    assert found["marche-support/agence-du-numerique-en-sante"].names == ("ANS",)
    assert found["marche-expertise/reseau-canope"].what == "uniquement sur le lot Moodle"
