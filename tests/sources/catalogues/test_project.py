"""What a project is known by, from its own facts."""

from collections.abc import Mapping
from typing import Any

import pytest

from reperes.errors import Message
from reperes.facts.catalogue import Entry, Identifier
from reperes.facts.documents import Declarations, Structured
from reperes.facts.fact import Absent, Fact, Provenance, Reason
from reperes.facts.factset import FactSet
from reperes.facts.forge import ForgeRepository, Owner
from reperes.facts.repository import Repository
from reperes.facts.schema import DECLARATIONS, FORGE, REPOSITORY
from reperes.sources.catalogues.project import Project, project_of
from support.web import READ_AT

ORIGIN = "https://forge.example.org/Atelier/equipe/registre.git"
PLACE = "forge.example.org/atelier/equipe/registre"
_PROVENANCE = Provenance("git", ".", None, READ_AT, "git.describe/1")


def declared(format_: str, path: str = "", **fields: object) -> Structured:
    return Structured(format_, path or format_, fields)


def facts(*items: Structured, origin: str | None = ORIGIN, forge: ForgeRepository | None = None) -> FactSet:
    repository = Repository(origin, "a" * 40, "a" * 40, "main", None, ())
    known: list[Fact[Any]] = [
        Fact(REPOSITORY.name, repository, _PROVENANCE),
        Fact(DECLARATIONS.name, Declarations(items), _PROVENANCE),
    ]
    if forge is not None:
        known.append(Fact(FORGE.name, forge, _PROVENANCE))
    return FactSet(known)


def test_an_address_gives_a_place_and_accounts() -> None:
    found = project_of(facts(), "Le Registre")
    assert found == Project(
        ORIGIN,
        places=(PLACE,),
        accounts=("forge.example.org/atelier/equipe", "forge.example.org/atelier"),
        names=("le registre",),
    )


def test_nothing_at_all_is_nothing_told() -> None:
    absent = Absent(Reason.NO_ORIGIN, Message("x"))
    assert project_of(FactSet([Fact(REPOSITORY.name, absent, _PROVENANCE)]), "x") == Project(None)


def test_the_forge_tells_where_it_was_and_which_organisation_holds_it() -> None:
    moved = ForgeRepository(
        "gitlab",
        None,
        "https://forge.example.org/nouvel/registre",
        READ_AT,
        moved_from="https://forge.example.org/atelier/equipe/registre",
        owner=Owner("organisation", "Atelier du registre"),
    )
    found = project_of(facts(forge=moved), "registre")
    assert found.places == (PLACE, "forge.example.org/nouvel/registre")
    assert found.holders == ("Atelier du registre",)
    assert "forge.example.org/nouvel" in found.accounts


@pytest.mark.parametrize("owner", [Owner("person"), Owner(None, "Camille Quidam"), Owner("organisation")])
def test_a_person_holds_nothing_that_is_asked_about(owner: Owner) -> None:
    forge = ForgeRepository("github", None, f"https://{PLACE}", READ_AT, owner=owner)
    assert project_of(facts(forge=forge), "registre").holders == ()


def test_manifests_at_the_root_give_packages() -> None:
    found = project_of(
        facts(
            declared("package.json", name="@atelier/registre"),
            declared("pyproject.toml", name="registre"),
            declared("setup.cfg", name="registre"),
            declared("Cargo.toml", name="registre"),
            declared("composer.json", name="atelier/registre"),
            declared("package.json", "site/package.json", name="site-du-registre"),
            declared("pom.xml", name="registre"),
        ),
        "registre",
        "pkg:npm/%40atelier/registre@4.2.0?x=y",
    )
    assert found.packages == (
        "pkg:npm/%40atelier/registre",
        "pkg:pypi/registre",
        "pkg:cargo/registre",
        "pkg:composer/atelier/registre",
    )


@pytest.mark.parametrize(
    "fields", [{"name": "registre", "private": True}, {"name": 3}, {"name": ""}, {}, {"name": ["registre"]}]
)
def test_what_is_not_published_is_no_package(fields: Mapping[str, Any]) -> None:
    assert project_of(facts(declared("package.json", **fields)), "registre").packages == ()


def test_names_and_owners_that_it_gives_itself() -> None:
    found = project_of(
        facts(
            declared(
                "publiccode.yml",
                name="Régistre des actes",
                legal={"mainCopyrightOwner": "Ville d’Exemple", "repoOwner": "Ville d’Exemple"},
                organisation={"name": "Atelier", "uri": "urn:x"},
            ),
            declared("codemeta", "codemeta.json", name="REGISTRE"),
            declared("publiccode.yml", "exemple/publiccode.yml", name="Un exemple"),
        ),
        "x",
    )
    assert found.names == ("registre des actes", "registre")
    assert found.holders == ("Ville d’Exemple", "Atelier")


@pytest.mark.parametrize(
    ("told", "collectives"),
    [
        ("registre", ("registre",)),
        (["Registre", "https://opencollective.com/autre/"], ("registre", "autre")),
        ([], ()),
        (" ", ()),
        (3, ()),
        (None, ()),
    ],
)
def test_the_collectives_that_it_names(told: object, collectives: tuple[str, ...]) -> None:
    item = declared("FUNDING.yml", ".github/FUNDING.yml", open_collective=told)
    assert project_of(facts(item), "registre").collectives == collectives


def test_what_records_tell_is_added_once() -> None:
    entry = Entry("233", "Registre", "https://x", identifiers=(Identifier("wikidata", "Q900"),))
    once = Project(None).knowing([entry], "sill")
    assert once.identifiers == ("sill:233", "wikidata:Q900")
    assert once.knowing([entry], "sill") == once
