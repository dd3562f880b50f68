"""Every folder of readings says what it must, in both languages; the table of the contract is whole."""

import re
from collections.abc import Iterator

import pytest

from reperes import indicators
from reperes.knowledge.terms import load_terms
from reperes.readings import definitions
from reperes.readings.definition import Definition
from reperes.readings.signals import compiled

CONTRACT = {
    *("resource", "licence", "nature", "governance", "legal_home", "economic_model", "lifecycle"),
    *("trajectory", "vitality", "community", "ecosystem", "contribution_terms", "needs"),
}
# What strangers' bytes must not meet: a repetition of a repetition, whose time may explode.
NESTED = re.compile(r"\([^()]*[+*][^()]*\)[+*]")


def texts(definition: Definition, language: str) -> Iterator[str]:
    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            if set(value) == {"fr", "en"}:
                yield value[language]
            else:
                for inner in value.values():
                    yield from walk(inner)

    yield from walk(definition.model_dump(mode="json"))


def test_the_table_of_the_contract_is_whole() -> None:
    assert set(definitions()) == CONTRACT


def test_identifiers_are_unique_across_kinds() -> None:
    kinds = (set(definitions()), set(indicators.definitions()), set(load_terms()))
    assert [a & b for i, a in enumerate(kinds) for b in kinds[i + 1 :]] == [set(), set(), set()]


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_a_definition_is_written_with_care(name: str) -> None:
    definition = definitions()[name]
    french = list(texts(definition, "fr"))
    assert [text for text in french if "'" in text] == []
    assert [
        text
        for text in (*french, *texts(definition, "en"))
        if text != text.strip("\n ") + "" and text.startswith(" ")
    ] == []
    assert [ask.text.fr for ask in definition.questions.values() if "?" not in ask.text.fr] == []
    assert set(definition.after) <= CONTRACT


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_patterns_are_small_letters_that_compile_and_cannot_explode(name: str) -> None:
    for one in definitions()[name].evidence.values():
        for pattern in (*one.patterns, *one.unless):
            assert re.sub(r"\\[A-Z]", "", pattern) == re.sub(r"\\[A-Z]", "", pattern).lower(), pattern
            assert not NESTED.search(pattern), pattern
            compiled(pattern)
