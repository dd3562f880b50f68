"""Every sentence that an advice may say is written in both languages, with the same blanks to fill."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import reperes
from reperes.knowledge.terms import Text
from reperes.licences.flows import rules
from reperes.modalities.definition import PLACEHOLDERS, Modality
from reperes.modalities.library import modalities
from reperes.modalities.roles import postures, roles
from reperes.modalities.texts import sentences, text_of
from reperes.readings import definitions

ROOM = Path(reperes.__file__).parent / "modalities"
LANGUAGES = ("fr", "en")
CLOSURES = ("near", "closed", "planned")


def of_modality(one: Modality) -> Iterator[str]:
    """Yield every message that a modality may say."""
    yield from (
        f"{one.id}.{name}" for name in ("label", "what", "who", "project_side", "basis", "power", "delay")
    )
    for part in ("steps", "papers", "pitfalls", "approvals"):
        yield from (f"{one.id}.{part}.{at}" for at, _ in enumerate(getattr(one, part)))
    for side in ("ours", "theirs"):
        yield from (
            f"{one.id}.commitments.{side}.{at}" for at, _ in enumerate(getattr(one.commitments, side))
        )
    yield from (f"{one.id}.checks.{name}" for name in one.checks)
    for table in one.tables:
        yield from (f"{one.id}.{table.id}.{name}" for name in ("label", "unknown"))
        yield from (f"{one.id}.{table.id}.{row.id}" for row in table.rows)


def of_roles() -> Iterator[str]:
    for name, role in roles().items():
        yield from (f"roles.{name}.{part}" for part in ("label", "what", "becomes", "leaving"))
        for part in ("ours", "theirs", "avoid"):
            yield from (f"roles.{name}.{part}.{at}" for at, _ in enumerate(getattr(role, part)))
    yield from (f"postures.suggestions.{rule.id}" for rule in postures().suggestions)
    yield from (f"postures.avoid.{rule.id}" for rule in postures().avoid)


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def faults(message: str, text: Text, allowed: set[str] | None = None) -> list[str]:
    """Return what is wrong with a sentence: a language that is not there, blanks that are not the same."""
    told = [language for language in LANGUAGES if not getattr(text, language).strip()]
    found = [f"{message}: nothing in {language}" for language in told]
    if blanks(text.fr) != blanks(text.en):
        found.append(f"{message}: {blanks(text.fr)} is not {blanks(text.en)}")
    if allowed is not None and not blanks(text.fr) <= allowed:
        found.append(f"{message}: {blanks(text.fr) - allowed} is filled by nothing")
    return found


@pytest.mark.parametrize("one", modalities().values(), ids=[*modalities()])
def test_every_sentence_of_a_modality(one: Modality) -> None:
    allowed = {*PLACEHOLDERS, *one.parameters}
    assert [fault for name in of_modality(one) for fault in faults(name, text_of(name), allowed)] == []


def test_every_sentence_of_roles_and_postures_has_nothing_to_fill() -> None:
    assert [fault for name in of_roles() for fault in faults(name, text_of(name), set())] == []


def test_every_sentence_of_licences_is_filled_by_the_two_of_them() -> None:
    names = [f"flow.{rank}" for rank, _ in enumerate(rules().rules)]
    assert [fault for name in names for fault in faults(name, text_of(name), {"own", "project"})] == []


def test_every_sentence_of_the_advice_itself() -> None:
    told = {f"advice.{name}": text for name, text in sentences().messages.items()}
    assert {name: text_of(name) for name in told} == told
    texts = [*told.items(), ("disclaimer", sentences().disclaimer)]
    texts += [(f"question {name}", text) for name, text in sentences().questions.items()]
    texts += [
        (f"{family}.{name}", text)
        for family, words in sentences().words.items()
        for name, text in words.items()
    ]
    assert [fault for name, text in texts for fault in faults(name, text)] == []


def code() -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(ROOM.glob("*.py")))


def test_every_sentence_that_the_code_names_is_written_and_none_is_left_over() -> None:
    named = set(re.findall(r"\"advice\.([a-z_]+)\"", code())) - {"yaml"}
    made = {
        *(f"cloture_{which}_{how}" for which in ("paiements", "commandes") for how in CLOSURES),
        *(f"order_need_{state}" for state in ("stated", "inferred", "unknown", "none")),
        *(f"order_means_{answer}" for answer in ("yes", "unknown", "no")),
        *(f"order_effort_{effort}" for effort in ("days", "weeks", "months", "years")),
        *("whatever_holds", "whatever_fails", "role_through", "role_after_checks"),
    }
    assert named | made == set(sentences().messages)
    # The names that are made of parts are so in the code.
    assert set(re.findall(r"f\"advice\.([^\"]+)\"", code())) == {
        *(f"{{closing}}_{how}" for how in CLOSURES),
        *("whatever_{finding.outcome}", "{name}"),
        "order_need_{('stated', 'inferred', 'unknown', 'none')[need]}",
        "order_means_{('yes', 'unknown', 'no')[means]}",
        *("order_effort_{judged.modality.effort}", "ask_{name}"),
    }


def test_there_is_a_question_for_each_reading_that_tables_look_at() -> None:
    wanted = {
        f"ask_{name}"
        for name in (
            *("resource", "licence", "nature", "governance", "legal_home", "economic_model", "lifecycle"),
            *("trajectory", "contribution_terms", "needs"),
        )
    }
    assert {name for name in sentences().questions if name.startswith("ask_")} == wanted
    assert {name.removeprefix("ask_") for name in wanted} <= set(definitions())


@pytest.mark.parametrize(
    "message",
    [
        "advice.nothing",
        "don.nothing",
        "don.home.nothing",
        "roles.boss.label",
        "postures.avoid.nothing",
        "x.label",
    ],
)
def test_there_is_no_sentence_of_another_name(message: str) -> None:
    with pytest.raises((KeyError, AttributeError)):
        text_of(message)


def test_what_is_no_sentence_is_refused() -> None:
    for message in ("don.parameters", "don.version", "don.conditions.0"):
        with pytest.raises(KeyError):
            text_of(message)
