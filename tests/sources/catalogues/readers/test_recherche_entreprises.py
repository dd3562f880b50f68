"""The register of organisations, asked by the name of those that hold a project."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from reperes.facts.catalogue import Found, LegalForm
from reperes.sources.catalogues.places import folded
from support.asked import asked, project
from support.catalogues import SIREN, samples
from support.web import Heard, Said, as_json, serving

OTHER = "356000000"


def unit(name: str = "ATELIER DU REGISTRE", siren: str = SIREN, **more: Any) -> dict[str, Any]:
    """Return a result as `minimal=true&include=complements` gives it."""
    known: dict[str, Any] = {
        "siren": siren,
        "nom_complet": name,
        "nom_raison_sociale": name,
        "sigle": None,
        "nombre_etablissements": 3,
        "activite_principale": "62.01Z",
        "etat_administratif": "A",
        "nature_juridique": "9220",
        "statut_diffusion": "O",
        "complements": {
            "collectivite_territoriale": None,
            "est_association": True,
            "est_administration": False,
            "est_entrepreneur_individuel": False,
            "identifiant_association": "W751234567",
        },
    }
    return known | more


def page(*units: object) -> Said:
    return as_json(
        {"results": list(units), "total_results": len(units), "page": 1, "per_page": 5, "total_pages": 1}
    )


def found_for(
    tmp_path: Path, *units: object, holders: tuple[str, ...] = ("Atelier du registre",)
) -> list[Found]:
    with serving() as site:
        site.routes["/search"] = page(*units)
        return list(asked("recherche-entreprises", site, tmp_path, project(holders=holders)))


def test_an_association_is_told_with_its_numbers_and_by_name_alone(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, unit())
    assert found.rests == "name"
    assert (found.entry.id, found.entry.name) == (SIREN, "ATELIER DU REGISTRE")
    assert found.entry.url == f"https://annuaire-entreprises.data.gouv.fr/entreprise/{SIREN}"
    assert found.entry.legal == LegalForm(
        siren=SIREN, category="9220", rna="W751234567", active=True, is_association=True
    )


def test_what_is_asked_holds_the_name_and_leaves_people_out(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/search"] = page()
        holders = ("Mairie d’Évry & Cie", "ab", "L" * 121, "Deux", "Trois", "Quatre")
        assert asked("recherche-entreprises", site, tmp_path, project(holders=holders)) == ()
        queries = [parse_qs(urlsplit(one.path).query) for one in site.heard]
    assert [one["q"] for one in queries] == [["Mairie d’Évry & Cie"], ["Deux"], ["Trois"]]
    assert {(*one["minimal"], *one["include"], *one["per_page"]) for one in queries} == {
        ("true", "complements", "5")
    }


def test_no_holder_asks_nothing(tmp_path: Path) -> None:
    with serving() as site:
        assert asked("recherche-entreprises", site, tmp_path) == ()
        assert site.heard == []


@pytest.mark.parametrize(
    "named",
    [
        {"nom_complet": "ATELIER DU REGISTRE (LE REGISTRE) (ADR)", "nom_raison_sociale": None},
        {"nom_complet": "AUTRE", "nom_raison_sociale": "Atelier du Régistre"},
        {"nom_complet": "AUTRE", "nom_raison_sociale": None, "sigle": "Atelier-du-registre"},
    ],
)
def test_any_of_its_names_will_do_whatever_case_and_accents(tmp_path: Path, named: dict[str, Any]) -> None:
    assert [one.entry.id for one in found_for(tmp_path, unit(**named))] == [SIREN]


def test_another_name_is_another_organisation(tmp_path: Path) -> None:
    assert found_for(tmp_path, unit("ATELIER DU REGISTRE ET FILS"), unit("ATELIER", OTHER)) == []


def test_several_active_ones_tell_nothing(tmp_path: Path) -> None:
    assert found_for(tmp_path, unit(), unit(siren=OTHER)) == []


def test_the_active_one_is_told_before_one_that_ceased(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, unit(siren=OTHER, etat_administratif="C"), unit())
    assert found.entry.id == SIREN


def test_one_that_ceased_is_told_as_such(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, unit(etat_administratif="C"))
    assert found.entry.legal is not None
    assert found.entry.legal.active is False


def test_what_is_not_told_stays_unknown(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, unit(etat_administratif=None, complements=None))
    assert found.entry.legal == LegalForm(siren=SIREN, category="9220")


def test_a_flag_that_is_not_exhaustive_says_yes_or_nothing(tmp_path: Path) -> None:
    (no,) = found_for(tmp_path, unit(complements={"est_administration": False, "est_association": False}))
    (yes,) = found_for(tmp_path, unit(nature_juridique="7210", complements={"est_administration": True}))
    assert no.entry.legal is not None
    assert yes.entry.legal is not None
    assert (no.entry.legal.is_public, no.entry.legal.is_association) == (None, False)
    assert (yes.entry.legal.is_public, yes.entry.legal.is_association) == (True, None)


@pytest.mark.parametrize(
    "changed",
    [
        {"nature_juridique": "1000"},
        {"nature_juridique": None},
        {"statut_diffusion": "P"},
        {"statut_diffusion": None},
        {"siren": "732829321"},
        {"siren": "000000000"},
    ],
)
def test_natural_persons_and_those_who_object_are_left_out(tmp_path: Path, changed: dict[str, Any]) -> None:
    assert found_for(tmp_path, unit(**changed)) == []


def test_people_that_are_sent_all_the_same_do_not_come_out(tmp_path: Path) -> None:
    person = {"nom": "QUIDAM", "prenoms": "CAMILLE", "annee_de_naissance": "1970"}
    told = unit(
        dirigeants=[person],
        complements={"collectivite_territoriale": {"elus": [person]}, "est_association": True},
    )
    assert "QUIDAM" not in repr(found_for(tmp_path, told))


@pytest.mark.parametrize("category", ["9300", "5710", "4110", "9900", "6220"])
def test_the_category_is_given_as_it_is_and_no_kind_is_made_of_it(tmp_path: Path, category: str) -> None:
    (found,) = found_for(tmp_path, unit(nature_juridique=category))
    assert found.entry.legal is not None
    assert (found.entry.legal.category, found.entry.kind) == (category, None)


def test_the_other_names_of_the_register_are_told(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, unit(nom_complet="LE REGISTRE (ATELIER DU REGISTRE)", sigle="ADR"))
    assert (found.entry.name, found.entry.names) == ("ATELIER DU REGISTRE", ("LE REGISTRE", "ADR"))


def test_one_row_that_does_not_fit_costs_itself_alone(tmp_path: Path) -> None:
    (found,) = found_for(tmp_path, unit(siren=OTHER, etat_administratif="?"), unit())
    assert found.entry.id == SIREN


def test_one_organisation_under_two_names_is_told_once(tmp_path: Path) -> None:
    with serving() as site:

        def search(heard: Heard) -> Said:
            del heard
            return page(unit(sigle="ADR"))

        site.routes["/search"] = search
        found = asked(
            "recherche-entreprises", site, tmp_path, project(holders=("Atelier du registre", "ADR"))
        )
    assert [one.entry.id for one in found] == [SIREN]


def test_the_documented_sample_is_read(tmp_path: Path) -> None:
    file = samples() / "recherche_entreprises_sample.json"
    if not file.exists():
        pytest.skip("the samples are not beside this checkout")
    sample = json.loads(file.read_bytes())
    (result,) = sample["results"]
    (found,) = found_for(tmp_path, result, holders=(result["nom_raison_sociale"],))
    assert folded(found.entry.name) == folded(result["nom_complet"])
    assert found.entry.legal == LegalForm(
        siren="356000000", category="5510", active=True, is_association=False
    )
