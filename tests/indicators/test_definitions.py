import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from reperes.facts.schema import KEYS
from reperes.indicators import definitions, measure_all
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Outcome
from reperes.knowledge.terms import Text
from support.history import history, of_history, without_history
from support.indicators import AS_OF

FLOSS_CRITERIA = {
    "Communities/Activities/code-contributions",
    "Communities/Activities/issue-response-time",
    "Communities/Activities/last-commit",
    "Communities/Activities/ratio-pr",
    "Usability/Distributions/releases-presence",
    "Communities/Activities/last-release",
    "Communities/People/enterprises",
    "Communities/Activities/release-number",
    "Communities/Resilience/devs-elephant-factor",
    "Communities/Notoriety/new-contributors",
    "Communities/People/contributors-evolution",
    "Communities/People/inac-contributors",
    "Communities/People/last-contributors",
    "Communities/People/occ-contributors",
    "Communities/Processes/ci-cd",
    "Communities/Processes/community-integration",
    "Communities/Processes/contribution-process",
    "Communities/Processes/issues",
    "Communities/Processes/pr",
    "Communities/Processes/pr-refused",
    "Communities/Resilience/burstiness",
    "Communities/Resilience/core-maintainer-departure",
    "Communities/Resilience/core-maintainers",
    "Communities/Resilience/devs-bus-factor",
    "Technical/Tests/tests",
    "Technical/Tests/tests-ci",
}
"""The identifiers that we name, of DINUM's `floss-criteria` (Licence Ouverte 2.0, 2026-06-09)."""

ROOM = files("reperes.indicators")
SHARED = "".join(file.read_text("utf-8") for file in ROOM.iterdir() if file.name.endswith(".py"))

each = pytest.mark.parametrize("definition", definitions().values(), ids=definitions().keys())


def texts(definition: Definition) -> Iterator[tuple[str, Text]]:
    for name in ("label", "question", "says", "says_one", "says_none", "method", "filter", "limits"):
        text = getattr(definition, name)
        if text is not None:
            yield name, text
    yield from definition.details.items()


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)", text))


def test_a_folder_is_an_indicator_of_that_name() -> None:
    folders = {folder.name for folder in ROOM.iterdir() if (folder / "definition.yaml").is_file()}
    assert set(definitions()) == folders
    assert all((ROOM / name / "measure.py").is_file() for name in folders)


@each
def test_both_languages_say_something_and_not_the_same(definition: Definition) -> None:
    same = [name for name, text in texts(definition) if text.fr == text.en]
    assert same == []


@each
def test_french_is_typeset(definition: Definition) -> None:
    wrong = [name for name, text in texts(definition) if re.search(r"'|\w[;:!?](\s|$)|\"", text.fr)]
    assert wrong == []


@each
def test_sentences_end(definition: Definition) -> None:
    for name in ("says", "says_one", "says_none", "method", "limits"):
        text = getattr(definition, name)
        assert text is None or (text.fr[-1], text.en[-1]) == (".", ".")
    assert (definition.question.fr[-2:], definition.question.en[-1]) == (" ?", "?")


@each
def test_the_value_is_said(definition: Definition) -> None:
    for said in (definition.says.fr, definition.says.en):
        assert {"value", "figure"} & placeholders(said)
        assert placeholders(said) <= {"value", "figure", "start", "items", *definition.details}
    for apart in (definition.says_one, definition.says_none):
        assert apart is None or placeholders(apart.fr + apart.en) <= {
            *("start", "items"),
            *definition.details,
        }


@each
def test_criteria_exist(definition: Definition) -> None:
    assert set(definition.see.floss_criteria) <= FLOSS_CRITERIA


def test_no_criterion_is_kept_for_nothing() -> None:
    assert {name for item in definitions().values() for name in item.see.floss_criteria} == FLOSS_CRITERIA


@each
def test_facts_read_exist(definition: Definition) -> None:
    assert set(definition.reads) <= set(KEYS)


@each
def test_every_minimum_and_parameter_is_used(definition: Definition) -> None:
    code = SHARED + (ROOM / definition.id / "measure.py").read_text("utf-8")
    unused = [key for key in (*definition.minimum, *definition.parameters) if f'"{key}"' not in code]
    assert unused == []


def test_without_history_what_reads_it_is_not_measured() -> None:
    got = {measure.indicator: measure.outcome for measure in measure_all(without_history(), AS_OF)}
    assert list(got) == list(definitions())
    reads = [name for name, item in definitions().items() if "git.history" in item.reads]
    assert {got[name] for name in reads} == {Outcome.NOT_MEASURED}


def test_an_empty_history_measures_nothing_and_breaks_nothing() -> None:
    got = list(measure_all(of_history(history([])), AS_OF))
    assert [measure.indicator for measure in got if measure.outcome is Outcome.MEASURED] == []
    assert [measure.indicator for measure in got if measure.reason is None] == []
