"""The CNLL's directory."""

import json

import pytest

from reperes.facts.catalogue import Entry, Identifier, Party
from reperes.sources.catalogues.reader import ShapeError
from reperes.sources.catalogues.readers import cnll_annuaire
from support.catalogues import SIREN, body, cnll_row, samples, without


def test_a_row_is_read_whole() -> None:
    taken = cnll_annuaire.read(body([cnll_row()]))
    page = f"https://annuaire.cnll.fr/societes/{SIREN}"
    assert taken.entries == [
        Entry(
            id="233",
            name="Registre",
            url="https://annuaire.cnll.fr/",
            identifiers=(Identifier("sill", "233"),),
            parties=(Party("Atelier Libre", "provider", "company", page, SIREN),),
        )
    ]
    assert (taken.rows, taken.persons, dict(taken.skipped)) == (1, 0, {})


def test_a_number_that_is_none_leaves_the_company() -> None:
    companies = [
        {"nom": "Sans numéro", "siren": None, "url": "https://annuaire.cnll.fr/societes/None"},
        {"nom": "Faux numéro", "siren": "732829321", "url": "https://annuaire.cnll.fr/societes/732829321"},
        {"nom": "ada@exemple.fr", "siren": SIREN, "url": ""},
        {"siren": SIREN},
    ]
    taken = cnll_annuaire.read(body([cnll_row(prestataires=companies)]))
    assert taken.entries[0].parties == (
        Party("Sans numéro", "provider", "company"),
        Party("Faux numéro", "provider", "company"),
    )
    assert (taken.persons, dict(taken.skipped)) == (1, {"provider.nom: missing": 1})


def test_rows_that_do_not_fit_are_counted() -> None:
    rows = [cnll_row(), cnll_row(sill_id=2), cnll_row(sill_id="233"), cnll_row(sill_id=3, prestataires={})]
    taken = cnll_annuaire.read(body(rows))
    assert len(taken.entries) == 3
    assert dict(taken.skipped) == {"software.sill_id: int_type": 1, "provider: no list": 1}
    with pytest.raises(ShapeError, match=r"software\.prestataires: missing"):
        cnll_annuaire.read(body([without(cnll_row(), "prestataires")]))


def test_the_rows_of_tests_have_the_fields_of_the_sample() -> None:
    file = samples() / "comptoir_cnll_shape.json"
    if not file.exists():
        pytest.skip("the samples are not beside this checkout")
    [shape] = json.loads(file.read_bytes())["cnll"]
    assert set(cnll_row()) == set(shape)
    assert set(cnll_row()["prestataires"][0]) == set(shape["prestataires"][0])
