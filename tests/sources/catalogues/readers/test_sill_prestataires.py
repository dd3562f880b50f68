"""The merged file of the SILL's providers."""

import json

import pytest

from reperes.facts.catalogue import Entry, Identifier, Party
from reperes.sources.catalogues.reader import ShapeError
from reperes.sources.catalogues.readers import sill_prestataires
from reperes.sources.catalogues.snapshots import keys_of
from support.catalogues import SIREN, body, samples, sill_prestataires_row, without


def test_a_row_is_read_whole() -> None:
    taken = sill_prestataires.read(body([sill_prestataires_row()]))
    assert taken.entries == [
        Entry(
            id="233",
            name="233",
            url="https://code.gouv.fr/sill/detail?id=233",
            identifiers=(Identifier("sill", "233"),),
            parties=(Party("Atelier Libre", "provider", "company", "https://atelier.example.org", SIREN),),
        )
    ]
    assert (taken.rows, taken.persons, dict(taken.skipped)) == (1, 0, {})


def test_a_number_is_no_name_to_be_found_by() -> None:
    [entry] = sill_prestataires.read(body([sill_prestataires_row()])).entries
    assert list(keys_of(entry)) == [("identifier", "sill:233")]


def test_what_a_provider_is_is_told_by_the_cnll_only() -> None:
    desk = "https://comptoir-du-libre.org/fr/users/580"
    providers = [
        {"nom": "Obeyre", "cdl_url": desk},
        {"nom": "Atelier", "website": "atelier.example.org", "siren": "123456789"},
        {"nom": "ada@exemple.fr"},
        {"nom": 3},
    ]
    taken = sill_prestataires.read(body([sill_prestataires_row(prestataires=providers)]))
    assert taken.entries[0].parties == (Party("Obeyre", "provider", None, desk), Party("Atelier", "provider"))
    assert (taken.persons, dict(taken.skipped)) == (1, {"provider.nom: string_type": 1})


def test_renamed_fields_are_another_shape() -> None:
    with pytest.raises(ShapeError, match=r"software\.sill_id: missing"):
        sill_prestataires.read(body([without(sill_prestataires_row(), "sill_id")]))


def test_the_rows_of_tests_have_the_fields_of_the_sample() -> None:
    file = samples() / "comptoir_cnll_shape.json"
    if not file.exists():
        pytest.skip("the samples are not beside this checkout")
    [shape] = json.loads(file.read_bytes())["sill_prestataires"]
    assert set(sill_prestataires_row()) == set(shape)
    assert set(sill_prestataires_row()["prestataires"][0]) == set(shape["prestataires"][0])
