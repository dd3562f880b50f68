"""The modalities of the contract, and what they name."""

from importlib.resources import files

import pytest

from reperes import indicators, readings
from reperes.knowledge.catalogue import catalogues
from reperes.knowledge.loader import KnowledgeError
from reperes.knowledge.terms import load_terms
from reperes.law import law
from reperes.modalities.definition import Modality
from reperes.modalities.evidence import precedents, resources
from reperes.modalities.library import _check, modalities

CONTRACT = (
    "contribution-directe · marche-support · marche-expertise · guichets · commande-sous-seuil · marche-dedie"
    " · achat-innovant · centrale-ou-groupement · cooperation-public-public · transfert-ou-delegation"
    " · adhesion · subvention · convention-partenariat · don · contribution-en-nature · mise-a-disposition"
    " · analyse-securite · structure-commune · fonds-de-concours · appel-a-communs · visibilite"
    " · prix-via-fondation"
)
EACH = pytest.mark.parametrize("modality", modalities().values(), ids=[*modalities()])


def test_every_modality_of_the_contract_is_there_and_no_other() -> None:
    assert set(modalities()) == set(CONTRACT.split(" · "))
    assert len(modalities()) == 22


@EACH
def test_what_a_modality_names_is_there(modality: Modality) -> None:
    assert set(modality.precedents) - set(precedents()) == set()
    assert set(modality.resources) - set(resources()) == set()
    named = {name for names in modality.parameters.values() for name in names}
    assert named - set(law().parameters) == set()


@EACH
def test_a_modality_shows_where_it_was_read(modality: Modality) -> None:
    assert [one for one in modality.sources if not one.strip()] == []
    assert modality.resources != ()


@EACH
def test_a_modality_is_judged_on_the_means_it_takes(modality: Modality) -> None:
    assert [table.id for table in modality.match][-1] == "means"


@pytest.mark.parametrize("what", ["precedent", "resource", "parameter"])
def test_a_name_that_is_not_there_is_refused(what: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        _check("don", ["a", "c", "b"], ["a"], what)
    assert str(error.value) == f"don: no such {what}: b, c"


def test_identifiers_are_unique_across_kinds() -> None:
    from reperes.modalities.vocabulary import ROLES

    # Each catalogue is a resource too, and explained as a catalogue.
    own = {file.name.removesuffix(".yaml") for file in (files("reperes.knowledge") / "resources").iterdir()}
    assert own & set(catalogues()) == set()
    kinds = [
        set(modalities()), set(law().parameters), set(precedents()), set(resources()),
        {f"role-{name}" for name in ROLES},
        set(readings.definitions()), set(indicators.definitions()), set(load_terms()),
    ]  # fmt: skip
    assert [a & b for at, a in enumerate(kinds) for b in kinds[at + 1 :] if a & b] == []
