"""The directory of what is known: everything is in it, and leads somewhere that exists."""

import pytest

from reperes.i18n import Language
from reperes.report.directory import KINDS, entries, of_kind, related, search
from reperes.report.explanation import everything, explain, near


@pytest.mark.parametrize("language", list(Language))
def test_all_that_is_explained_is_in_it_under_the_same_name_and_kind(language: Language) -> None:
    found = entries(language)
    assert {name: one.title for name, one in found.items()} == dict(everything(language))
    sample = [next(name for name, one in found.items() if one.kind == kind) for kind in KINDS]
    assert [explain(name, language).kind for name in sample] == list(KINDS)


def test_the_kinds_share_everything_out_and_groups_are_in_words() -> None:
    listed = [one.id for kind in KINDS for _, members in of_kind(kind, Language.EN) for one in members]
    assert sorted(listed) == sorted(entries(Language.EN))
    assert [group for group, _ in of_kind("modality", Language.FR)] != [""]
    assert "commande_publique" not in [group for group, _ in of_kind("parameter", Language.FR)]
    assert [group for group, _ in of_kind("term", Language.FR)] == [""]


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        of_kind("person", Language.FR)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "typed", ["seuil dispense", "  DISPENSE, seuil ", "under which competition is required"]
)
def test_all_the_words_are_looked_for_in_both_languages(typed: str, language: Language) -> None:
    assert "commande_publique/seuil_dispense_fournitures_services" in [
        one.id for one in search(typed, language)
    ]


def test_what_begins_with_the_words_comes_first() -> None:
    assert search("subvention", Language.FR)[0].id == "subvention"


@pytest.mark.parametrize("typed", ["", "   ", "???", "zzzz"])
def test_nothing_finds_nothing(typed: str) -> None:
    assert search(typed, Language.FR) == []


@pytest.mark.parametrize(
    ("identifier", "heading", "leads"),
    [
        ("subvention", "The role it goes with", "role-supporter"),
        ("subvention", "Where it was done", "dinum-ow2"),
        ("subvention", "Official pages", "guide-cooperer"),
        ("sill", "Forms of cooperation that use it", "marche-support"),
        ("subvention/de_minimis", "Forms of cooperation that use it", "subvention"),
        ("role-partner", "Roles it may become", "role-supporter"),
        ("nature", "Conclusions it uses", "licence"),
        ("governance", "Conclusions that use it", "legal_home"),
        ("truck_factor", "Words of the glossary that name it", "truck-factor"),
    ],
)
def test_an_entry_leads_to_others(identifier: str, heading: str, leads: str) -> None:
    found = {one.heading: [name for name, _ in one.entries] for one in related(identifier, Language.EN)}
    assert leads in found[heading]


def test_what_two_words_say_of_each_other_is_told_once() -> None:
    assert "Words of the glossary that name it" not in [one.heading for one in related("dco", Language.EN)]
    assert related("nobody", Language.EN) == []


def test_the_nearest_are_identifiers() -> None:
    assert near("facteur camoin")[0] == "truck_factor"
    assert near("é" * 100_000) == ()
