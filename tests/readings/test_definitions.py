"""Every folder of readings says what it must, in both languages; the table of the contract is whole."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reperes import indicators, readings
from reperes.knowledge.terms import load_terms
from reperes.readings import definitions
from reperes.readings.definition import Definition
from reperes.readings.signals import compiled

CONTRACT = {
    *("resource", "licence", "nature", "governance", "legal_home", "economic_model", "lifecycle"),
    *("trajectory", "vitality", "community", "ecosystem", "contribution_terms", "needs"),
}
# What strangers' bytes must not meet: a repetition of a repetition, whose time may explode.
COMMON = {
    *("request", "requests", "standard", "specification", "governance", "engine", "apache", "mozilla"),
    *("github", "google", "solid", "people", "docs", "publiccode.yml", "datasets", "monitor", "list"),
    *("schema", "brackets", "server", "validator", "countries", "italia", "elastic"),
}
"""Names of labelled projects or owners that are words of the language, or of a standard."""
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
    assert [text for text in (*french, *texts(definition, "en")) if text.rstrip("\n") != text.strip()] == []
    assert [ask.text.fr for ask in definition.questions.values() if "?" not in ask.text.fr] == []
    assert set(definition.after) <= CONTRACT


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_patterns_are_small_letters_that_compile_and_cannot_explode(name: str) -> None:
    for one in definitions()[name].evidence.values():
        for pattern in (*one.patterns, *one.unless):
            assert re.sub(r"\\[A-Z]", "", pattern) == re.sub(r"\\[A-Z]", "", pattern).lower(), pattern
            assert not NESTED.search(pattern), pattern
            compiled(pattern)


def sources(name: str) -> str:
    """Return the code that may make the pieces of a reading: its folder, and what readings share."""
    room = Path(readings.__file__).parent
    files = [*(room / name).rglob("*.py"), *room.glob("*.py")]
    return "\n".join(file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_what_a_definition_holds_is_used(name: str) -> None:
    definition, code = definitions()[name], sources(name)
    # A name may be made of parts: `allows_` and the name of a model.
    joined = set(re.findall(r"f\"([a-z_]+_)\{", code)) | set(re.findall(r"f\"\{[^}]+\}(_[a-z_]+)\"", code))
    held = [*definition.evidence, *definition.questions, *definition.thresholds, *definition.lists]
    unused = [
        one
        for one in held
        if f'"{one}"' not in code and not any(one.startswith(part) or one.endswith(part) for part in joined)
    ]
    assert unused == []


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_no_rule_names_a_project(name: str) -> None:
    labels = json.loads((Path(__file__).parents[2] / "benchmarks" / "labels.json").read_text("utf-8"))
    parts = {part.lower() for row in labels for part in row["repo"].split("/") if len(part) > 5}
    words = set(re.findall(r"[a-z0-9][a-z0-9._-]+", sources(name).lower()))
    for one in definitions()[name].evidence.values():
        words |= set(re.findall(r"[a-z0-9][a-z0-9._-]+", " ".join((*one.patterns, *one.unless))))
    assert words & parts - COMMON == set()
