"""Words of the glossary, marked where they are used."""

import re

import pytest
from django.utils.translation import override

from reperes.knowledge.terms import load_terms
from reperes_web.terms import defined, glossed


def marked(text: str, seen: set[str] | None = None, language: str = "fr") -> list[tuple[str, str]]:
    """Return the terms marked in a text, with the word as it stands there."""
    with override(language):
        found = str(glossed(text, set() if seen is None else seen))
    return re.findall(r'popovertarget="term-([a-z-]+)"[^>]*>([^<]+)</button>', found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Des commits sur la forge.", [("commit", "commits"), ("forge", "forge")]),
        ("DÉPÔTS et dépôt", [("repository", "DÉPÔTS")]),
        ("Deux communs numériques", [("digital-commons", "communs numériques")]),
        ("les organismes\u00a0publics", [("public-body", "organismes\u00a0publics")]),
        ("l’openwashing", [("openwashing", "openwashing")]),
        ("un MAPA, pas un mapa", [("adapted-procedure", "MAPA")]),
        ("le CLA et le DCO", [("cla", "CLA"), ("dco", "DCO")]),
        ("à l’issue du vote", []),
        ("une forgerie, un commitment", []),
    ],
)
def test_words_in_the_plural_in_capitals_and_within_a_sentence(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert marked(text) == expected


def test_the_longest_name_wins() -> None:
    assert marked("sur la branche par défaut") == [("default-branch", "branche par défaut")]
    assert marked("une licence permissive") == [("permissive-licence", "licence permissive")]


def test_english_has_its_own_words_and_plurals() -> None:
    assert marked("two public bodies, a repository", language="en") == [
        ("public-body", "public bodies"),
        ("repository", "repository"),
    ]


def test_each_word_is_marked_once_for_a_page() -> None:
    seen: set[str] = set()
    assert marked("un commit, des commits", seen) == [("commit", "commit")]
    assert marked("encore un commit", seen) == []
    assert seen == {"commit"}
    assert marked("encore un commit") == [("commit", "commit")]


@pytest.mark.parametrize(
    "word", ["fait", "absence", "observation", "verdict", "licence", "branche", "lecture"]
)
def test_words_of_every_day_are_not_marked(word: str) -> None:
    assert marked(f"Une {word} du projet") == []
    assert not any(one.in_place for one in load_terms().values() if one.label.fr == word)


def test_what_surrounds_is_escaped() -> None:
    with override("fr"):
        found = str(glossed('<script>alert("commit")</script> & <b>forge</b>'))
    assert "<script>" not in found
    assert "<b>" not in found
    assert found.startswith("&lt;script&gt;alert(&#34;<button type=")
    assert found.endswith("forge</button>&lt;/b&gt;")


def test_a_definition_is_said_with_its_source_in_the_order_of_the_glossary() -> None:
    with override("en"):
        found = defined({"forge", "commit", "nothing"})
    assert [one.id for one in found] == ["commit", "forge"]
    assert found[0].definition == load_terms()["commit"].definition.en
    assert found[0].source == load_terms()["commit"].source
