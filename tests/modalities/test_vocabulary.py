"""The closed vocabularies are those of the contract, and of the readings."""

import pytest

from reperes.knowledge.bodies import BODIES
from reperes.modalities import given
from reperes.modalities.vocabulary import (
    GOALS,
    NEED_STATES,
    NEEDS,
    RELATIONS,
    ROLES,
    SKILLS,
    shared,
    vocabularies,
)
from reperes.readings import definitions

FIRST_SKILLS = "development · security · accessibility · translation · documentation · design"
FIRST_NEEDS = "documentation · tests · maintenance · review · funding · governance · security"


def words(text: str) -> set[str]:
    return set(text.split(" · "))


@pytest.mark.parametrize(
    ("known", "contract"),
    [
        (RELATIONS, "discovering · user · critical-dependency · publisher"),
        (GOALS, "durability · a-feature · a-fix · influence · visibility · security"),
        (
            SKILLS,
            f"{FIRST_SKILLS} · legal · testing · hosting · communication",
        ),
        (
            NEEDS,
            f"{FIRST_NEEDS} · translation · accessibility · hosting · visibility",
        ),
        (NEED_STATES, "stated · inferred · none-seen"),
        (ROLES, "participant · supporter · facilitator · contributor · partner"),
    ],
)
def test_the_words_are_those_of_the_contract(known: tuple[str, ...], contract: str) -> None:
    assert set(known) == words(contract)
    assert len(set(known)) == len(known)


def test_states_of_needs_are_the_same_wherever_they_are_read() -> None:
    assert given.NEED_STATES == NEED_STATES


@pytest.mark.parametrize(
    ("name", "values"),
    [
        *(
            (name, tuple(definitions()[name].values))
            for name in ("resource", "nature", "governance", "legal_home", "lifecycle", "trajectory")
        ),
        ("contribution_terms", ("none", "dco", "cla", "dco+cla", "copyright-assignment")),
        ("openness", ("open", "not-open")),
        ("copyleft", ("none", "weak", "strong", "network")),
        ("body", BODIES),
        ("economy.donations", ("yes", "no")),
        ("needs.funding", ("stated", "inferred", "none-seen")),
        ("goals.a-fix", ("yes", "no")),
        ("skills.legal", ("yes", "no")),
    ],
)
def test_an_input_has_the_values_of_its_reading(name: str, values: tuple[str, ...]) -> None:
    assert shared()[name] == values


def test_there_is_one_input_for_each_word_of_a_list() -> None:
    families = {
        "economy": definitions()["economic_model"].values,
        "needs": NEEDS,
        "goals": GOALS,
        "skills": SKILLS,
    }
    for family, listed in families.items():
        found = {name.partition(".")[2] for name in shared() if name.startswith(f"{family}.")}
        assert found == set(listed)


def test_a_modality_adds_its_checks_its_parameters_and_its_markets() -> None:
    found = vocabularies(checks=["ready"], parameters=["limit"], markets=["support"])
    assert set(found) - set(shared()) == {
        *("answer.ready", "denied.ready", "under.limit", "over.limit", "in_force.limit"),
        *("beneficiary.support", "need", "goal", "skill"),
    }
    assert {name: found[name] for name in ("answer.ready", "under.limit", "need")} == {
        "answer.ready": ("yes", "no"),
        "under.limit": ("yes", "no"),
        "need": ("stated", "inferred", "none-seen"),
    }
