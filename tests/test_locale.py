"""The French catalogue: complete, true to its placeholders, written as French is."""

import re
from functools import cache
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from support.cli import run

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "src" / "reperes" / "locale" / "fr" / "LC_MESSAGES" / "reperes.po"
# As `make messages` does: Click says its own sentences through our catalogue.
COLLECTED = (ROOT / "src", Path(click.__file__).parent)
SAME_IN_BOTH = {
    *("Catalogue", "Catalogues", "Page", "{catalogue}, {day}"),
    *("API", "Corrections", "Nature", "Observations", "{n} s", "{value} point", "{value} points"),
    "association",
    "Associations",
    "Commits",
    "Condition",
    "Description",
    "Licence",
    "Organisations",
    "Question",
    "Source",
    "Sources",
    "Verdict",
    "Version",
    "{amount} €",
    "{value} commit",
    "{value} commits",
    "{value} contribution",
    "{value} contributions",
    "{value} organisation",
    "{value} organisations",
    "%(prog)s, version %(version)s",
}

Forms = tuple[str, ...]


@cache
def collected() -> set[Forms]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel types it not
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    found = [
        forms(message)
        for room in COLLECTED
        for _, _, message, _, _ in extract_from_dir(room, methods, options, keywords=keywords)
    ]
    assert len(found) > 400  # both places were read
    return set(found)


def forms(message: str | list[str] | Forms) -> Forms:
    return (message,) if isinstance(message, str) else tuple(message)


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="fr", abort_invalid=True)


def translated() -> dict[Forms, Forms]:
    return {forms(message.id): forms(message.string or "") for message in catalogue() if message.id}


def pairs() -> list[tuple[str, str]]:
    return [
        pair
        for english, french in translated().items()
        for pair in zip(english, french, strict=True)
        if all(pair)
    ]


def placeholders(text: str) -> list[str]:
    named = [(name, conversion) for _, name, _, conversion in Formatter().parse(text) if name is not None]
    return sorted([f"{name}!{conversion}" for name, conversion in named] + re.findall(r"%\(\w+\)s", text))


def test_every_sentence_is_said_in_french_and_no_other() -> None:
    said = {english for english, french in translated().items() if all(french)}
    assert said - collected() == set(), "obsolete: `make messages` removes them"
    assert collected() - said == set(), "to translate: `make messages` adds them"


def test_nothing_is_fuzzy_nor_kept_aside() -> None:
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []
    assert list(catalogue().obsolete) == []


def test_the_tool_that_compiles_finds_no_fault() -> None:
    assert [(message.id, errors) for message, errors in catalogue().check()] == []


def test_french_has_two_forms_and_zero_is_singular() -> None:
    assert (catalogue().num_plurals, catalogue().plural_expr) == (2, "(n > 1)")


def test_placeholders_are_the_same_on_both_sides() -> None:
    assert [pair for pair in pairs() if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_french_is_not_english_left_as_it_was() -> None:
    assert {english for english, french in pairs() if english == french} == SAME_IN_BOTH


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (r"\w'\w", "typewriter apostrophe"),
        (r"(?<!\s)[;?!»]", "sign glued to its word"),
        (r"«(?!\s)", "quotation mark glued to its word"),
        (r"\w:(\s|$)", "colon glued to its word"),
        (r"[“”]|\.\.\.", "English sign"),
        (r"[ \t]$|  ", "stray space"),
    ],
)
def test_french_follows_its_own_typography(fault: str, shown: str) -> None:
    def bare(french: str) -> str:
        # What is quoted, or stands for a value, is written as it is.
        return re.sub(r"« [^»]* »|\{[^}]*\}|`[^`]*`", "x", french)

    assert [french for _, french in pairs() if re.search(fault, bare(french))] == [], shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--help"], "Utilisation : reperes "),
        (["--help"], "Afficher ce message et s’arrêter."),
        (["observe"], "Erreur : il manque l’argument 'SUBJECT'."),
        (["frobnicate"], "Erreur : la commande 'frobnicate' n’existe pas."),
        (["doctor", "--nope"], "Erreur : l’option '--nope' n’existe pas."),
        (["doctor", "one", "two"], "Erreur : arguments en trop (one two)"),
    ],
)
def test_the_command_line_itself_speaks_french(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run(tmp_path, *arguments, locale="fr_FR.UTF-8")
    assert said in done.out + done.err
