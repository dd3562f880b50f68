"""The Comptoir du Libre."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.catalogue import Entry, Identifier, Party
from reperes.sources.catalogues.reader import ShapeError, Taken
from reperes.sources.catalogues.readers import comptoir_du_libre
from support.catalogues import body, comptoir_export, comptoir_party, comptoir_software, samples, without


def read(*rows: object, **more: Any) -> Taken:
    return comptoir_du_libre.read(body(comptoir_export(*rows, **more)))


def linked(**links: object) -> dict[str, Any]:
    row = comptoir_software()
    row["external_resources"] |= links
    return row


def test_a_row_is_read_whole() -> None:
    taken = read(comptoir_software())
    assert taken.entries == [
        Entry(
            id="461",
            name="Registre",
            url="https://comptoir-du-libre.org/fr/softwares/461",
            repositories=("https://forge.example.org/atelier/registre",),
            website="https://registre.example.org/",
            licence="EUPL",
            dated=date(2026, 1, 17),
        )
    ]
    assert (taken.rows, taken.persons, dict(taken.skipped)) == (1, 0, {})
    assert taken.dated == date(2026, 11, 18)


def test_what_each_party_is_comes_from_its_type() -> None:
    users = [
        comptoir_party("Ville", "Administration", 1, "https://ville.example.fr"),
        comptoir_party("Libre Asso", "Association", 2, ""),
        comptoir_party("Ada Exemple", "Person", 3),
        comptoir_party("Coopérative", "Cooperative", 4),
        comptoir_party("ada@exemple.fr", "Company", 5),
        without(comptoir_party("Sans type"), "type"),
    ]
    provider = comptoir_party("Obeyre", "Company", 580, "https://obeyre.example.org")
    taken = read(comptoir_software(users=users, providers=[provider, provider]))
    page = "https://comptoir-du-libre.org/fr/users/"
    assert taken.entries[0].parties == (
        Party("Ville", "user", "public-body", "https://ville.example.fr"),
        Party("Libre Asso", "user", "association", f"{page}2"),
        Party("Coopérative", "user", None, f"{page}4"),
        Party("Obeyre", "provider", "company", "https://obeyre.example.org"),
    )
    assert (taken.persons, dict(taken.skipped)) == (2, {"user.type: missing": 1})
    assert "Ada" not in repr(taken)


def test_links_to_other_catalogues() -> None:
    row = linked(
        wikidata={"id": "Q42", "url": "https://www.wikidata.org/wiki/Q42", "data": "…"},
        sill={"id": 233, "url": "https://code.gouv.fr/sill/detail?id=233", "i18n_url": {}},
        cnll={"url": "https://annuaire.cnll.fr/solutions/12"},
        framalibre={"slug": "registre", "url": "https://framalibre.org/notices/registre.html"},
    )
    assert read(row).entries[0].identifiers == (
        Identifier("sill", "233"),
        Identifier("wikidata", "Q42"),
        Identifier("cnll-solution", "12"),
        Identifier("framalibre", "registre"),
    )


@pytest.mark.parametrize(
    "links",
    [
        {"wikidata": {"id": "registre"}, "sill": {"id": "233"}, "cnll": {"url": "https://cnll.fr/"}},
        {"wikidata": {"id": 42}, "sill": {"id": True}, "framalibre": {"slug": "/"}},
        {"wikidata": None, "sill": {}, "cnll": [], "framalibre": {"slug": None}},
    ],
)
def test_links_that_are_none(links: dict[str, Any]) -> None:
    assert read(linked(**links)).entries[0].identifiers == ()


def test_what_is_not_told_stays_unknown() -> None:
    row = without(linked(website="", repository=None), "url", "licence", "modified")
    assert read(row).entries == [Entry("461", "Registre", "https://comptoir-du-libre.org/fr/softwares/461")]
    assert read(row, date_of_export="1763435402000").dated is None
    assert comptoir_du_libre.read(body({"softwares": [row]})).dated is None


def test_rows_that_do_not_fit_are_counted() -> None:
    wrong = [comptoir_software(id=None), without(comptoir_software(), "external_resources"), 3]
    taken = read(*[comptoir_software(id=rank) for rank in (1, 2, 3)], *wrong)
    assert [entry.id for entry in taken.entries] == ["1", "2", "3"]
    assert dict(taken.skipped) == {
        "software.id: int_type": 1,
        "software.external_resources: missing": 1,
        "software: model_type": 1,
    }


def test_another_shape() -> None:
    with pytest.raises(ShapeError, match="softwares: missing"):
        comptoir_du_libre.read(body({"logiciels": []}))
    with pytest.raises(ShapeError, match=r"software\.users: missing"):
        read(without(comptoir_software(), "users"))


def test_the_rows_of_tests_have_the_fields_of_the_sample() -> None:
    file = samples() / "comptoir_cnll_shape.json"
    if not file.exists():
        pytest.skip("the samples are not beside this checkout")
    shape = json.loads(file.read_bytes())["comptoir"]
    [row] = shape["softwares"]
    assert set(comptoir_export()) == set(shape)
    assert set(comptoir_software()) == set(row)
    assert set(comptoir_software()["external_resources"]) == set(row["external_resources"])
    assert set(comptoir_party("Ville")) == set(row["users"][0]) == set(row["providers"][0])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(comptoir_software())), VALUES, max_size=4))
def test_whatever_is_in_a_row_it_is_read_or_counted(changes: dict[str, Any]) -> None:
    taken = read(comptoir_software(id=1), comptoir_software(**changes))
    assert len(taken.entries) == 2 or taken.skipped.total() >= 1
