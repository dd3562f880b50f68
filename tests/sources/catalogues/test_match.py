"""Which records are a project's own, which only bear its name, which are surely another's."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from reperes.facts.catalogue import Entry, Found, Identifier
from reperes.sources.catalogues.match import MOST_BY_NAME, entries_of, found_in, holders_in, rests_on
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import Taken
from reperes.sources.catalogues.snapshots import Meta, Snapshot, Snapshots
from support.asked import HERE, project
from support.web import READ_AT

ELSEWHERE = "https://forge.example.org/autre/autre"
MIRROR = "https://mirror.example.net/atelier/registre"


def entry(number: int, name: str = "Registre", **more: Any) -> Entry:
    return Entry(id=str(number), name=name, url=f"https://sill.example.org/{number}", **more)


def snapshot(home: Path, *entries: Entry) -> Snapshot:
    meta = Meta("sill", None, "etalab-2.0", READ_AT, "0" * 64, 1, len(entries), len(entries), {})
    return Snapshots(home).write(meta, Taken(entries=list(entries)))


def pairs(found: tuple[Found, ...]) -> list[tuple[str, str]]:
    return [(one.entry.id, one.rests) for one in found]


def known(**more: Any) -> Project:
    return project(names=("registre",), **more)


def test_the_address_tells_and_names_are_not_looked_at(tmp_path: Path) -> None:
    held = snapshot(
        tmp_path,
        entry(1, "Autre nom", repositories=(f"http://{HERE.title()}.git",)),
        entry(2),
        entry(3, "Encore", repositories=(ELSEWHERE,)),
    )
    assert pairs(found_in(held, known())) == [("1", "repository")]


def test_a_package_and_an_identifier_tell_too(tmp_path: Path) -> None:
    held = snapshot(
        tmp_path,
        entry(1, "A", packages=("pkg:npm/registre@4.2.0",)),
        entry(2, "B", identifiers=(Identifier("wikidata", "Q900"),)),
        entry(3, "C", packages=("pkg:npm/autre",)),
    )
    about = known(packages=("pkg:npm/registre",), identifiers=("wikidata:Q900",), typed="pkg:npm/registre")
    assert pairs(found_in(held, about)) == [("2", "identifier"), ("1", "package")]


def test_a_package_that_the_project_only_declares_is_a_question(tmp_path: Path) -> None:
    held = snapshot(tmp_path, entry(1, "A", packages=("pkg:npm/registre",)))
    assert pairs(found_in(held, known(packages=("pkg:npm/registre",)))) == [("1", "name")]


def test_what_was_given_to_the_repository_is_found_whatever_its_name(tmp_path: Path) -> None:
    held = snapshot(tmp_path, entry(1, "A", given_to=(f"https://{HERE}",)), entry(2))
    assert pairs(found_in(held, known())) == [("1", "contribution")]


def test_the_number_of_the_catalogue_itself_tells(tmp_path: Path) -> None:
    held = snapshot(tmp_path, entry(233, "Autrement nommé"))
    assert pairs(found_in(held, known(identifiers=("sill:233",)))) == [("233", "identifier")]


def test_a_package_of_another_address_is_a_question(tmp_path: Path) -> None:
    told: dict[str, Any] = {"packages": ("pkg:npm/registre",)}
    held = snapshot(tmp_path, entry(1, "A", repositories=(MIRROR,), **told))
    assert pairs(found_in(held, known(packages=("pkg:npm/registre",)))) == [("1", "name")]


def test_a_package_of_another_project_of_the_forge_is_a_question_too(tmp_path: Path) -> None:
    held = snapshot(tmp_path, entry(1, "A", repositories=(ELSEWHERE,), packages=("pkg:npm/registre",)))
    for about in (known(packages=("pkg:npm/registre",)), known(packages=("pkg:npm/registre",), typed="x")):
        assert pairs(found_in(held, about)) == [("1", "name")]


def test_by_name_alone_it_is_a_question(tmp_path: Path) -> None:
    held = snapshot(
        tmp_path,
        entry(1, "Régistre"),
        entry(2, "X", names=("REGISTRE",)),
        entry(3, repositories=(ELSEWHERE,)),
        entry(4, repositories=(MIRROR,)),
        entry(5, "Registre national"),
    )
    assert pairs(found_in(held, known())) == [(str(number), "name") for number in (1, 2, 3, 4)]
    # Where each record is of one repository, one that bears the name on the same forge is another project.
    of_repositories = found_in(held, known(), of_repositories=True)
    assert pairs(of_repositories) == [("1", "name"), ("2", "name"), ("4", "name")]


def test_of_a_name_that_many_bear_the_first_are_shown(tmp_path: Path) -> None:
    held = snapshot(tmp_path, *(entry(number) for number in range(MOST_BY_NAME + 2)))
    assert pairs(found_in(held, known())) == [(str(number), "name") for number in range(MOST_BY_NAME)]


def test_a_project_that_nothing_tells_finds_nothing(tmp_path: Path) -> None:
    held = snapshot(tmp_path, entry(1, repositories=(f"https://{HERE}",)))
    assert found_in(held, Project(None)) == ()


def test_the_nearest_account_that_is_known_holds_the_project(tmp_path: Path) -> None:
    held = snapshot(
        tmp_path,
        entry(1, "Groupe", accounts=("Forge.example.org/Atelier",)),
        entry(2, "Équipe", accounts=("forge.example.org/atelier/equipe",)),
        entry(3, "Forge", accounts=("forge.example.org",)),
    )
    near = known(accounts=("forge.example.org/atelier/equipe", "forge.example.org/atelier"))
    assert pairs(holders_in(held, near)) == [("2", "account")]
    assert pairs(holders_in(held, replace(near, accounts=("forge.example.org/atelier",)))) == [
        ("1", "account")
    ]
    assert pairs(holders_in(held, replace(near, accounts=("forge.example.org/x",)))) == [("3", "forge")]
    assert holders_in(held, Project(None)) == ()


def test_what_ties_an_answer_to_a_project() -> None:
    about = known(packages=("pkg:npm/registre",), identifiers=("wikidata:Q900",))
    own, other = {"repositories": (f"https://{HERE}",)}, {"repositories": (ELSEWHERE,)}
    packaged: dict[str, Any] = {"packages": ("pkg:npm/registre@1",)}
    called: dict[str, Any] = {"identifiers": (Identifier("wikidata", "Q900"),)}
    assert rests_on(entry(1, "X", **own), about) == "repository"
    assert rests_on(entry(1, "X", **called), about) == "identifier"
    assert rests_on(entry(1, "X", **called, **other), about) == "name"
    assert rests_on(entry(1, "X", **packaged), about) == "name"
    assert rests_on(entry(1, "X", **packaged), replace(about, typed="pkg:npm/registre")) == "package"
    assert rests_on(entry(1, "X", **packaged, **other), about) == "name"
    assert rests_on(entry(1), about) == "name"
    assert rests_on(entry(1, "X"), about) is None


def test_what_rests_on_the_name_alone_is_not_the_projects_own() -> None:
    found = (Found(entry(1), "name"), Found(entry(2), "package"))
    assert [one.id for one in entries_of(found)] == ["2"]
