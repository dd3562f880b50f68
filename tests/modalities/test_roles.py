"""The role to take with a project, why, and what to avoid: each rule is shown by a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from reperes.law import law
from reperes.modalities.advise import advise
from reperes.modalities.case import Case
from reperes.modalities.given import of_file
from reperes.modalities.library import modalities
from reperes.modalities.model import Posture, Recommendation, Verdict
from reperes.modalities.profile import administration
from reperes.modalities.roles import posture, postures, roles
from reperes.modalities.vocabulary import ROLES, shared
from support.advice import explained

OPEN = {"licence": "MIT", "lifecycle": "active", "contribution_terms": "dco"}


def case(readings: Mapping[str, Any] | None = None, **ours: Any) -> Case:
    told = {"name": "x", "kind": "state", **ours}
    return Case(administration(told), of_file(readings or {}), date(2026, 6, 1), law())


def taken(readings: Mapping[str, Any] | None = None, **ours: Any) -> Posture:
    return advise(case(readings, **ours)).posture


def money(budget: float, days: float) -> dict[str, float]:
    return {"budget_eur": budget, "agent_days": days}


def test_the_roles_are_those_of_the_contract_from_the_lightest_to_the_most_binding() -> None:
    assert set(roles()) == {"participant", "supporter", "facilitator", "contributor", "partner"}
    assert set(roles()) == set(ROLES)
    assert [*roles()] == ["participant", "supporter", "facilitator", "contributor", "partner"]
    assert len({one.order for one in roles().values()}) == 5


@pytest.mark.parametrize("name", ROLES)
def test_a_role_leads_to_another_and_is_asked_for_by_a_modality(name: str) -> None:
    role = roles()[name]
    assert role.id == name
    assert name not in role.may_become
    assert set(role.may_become) <= set(ROLES)
    assert name in {one.role for one in modalities().values()}


SUGGESTED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "archived": (
        {**OPEN, "lifecycle": "archived"},
        {"means": money(1, 1), "relation": "publisher"},
        "participant",
    ),
    "closed": ({"licence": "BUSL-1.1"}, {"means": money(1, 1), "relation": "publisher"}, "participant"),
    "discovering": (OPEN, {"means": money(1, 1), "relation": "discovering"}, "participant"),
    "publisher_public": ({**OPEN, "legal_home": "public-body"}, {"relation": "publisher"}, "facilitator"),
    "publisher": ({**OPEN, "legal_home": "association"}, {"relation": "publisher"}, "contributor"),
    "critical_partner": (
        {**OPEN, "legal_home": "foundation"},
        {"relation": "critical-dependency", "means": money(1, 1)},
        "partner",
    ),
    "critical_contributor": (
        {**OPEN, "legal_home": "none"},
        {"relation": "critical-dependency", "means": money(1, 1)},
        "contributor",
    ),
    "critical_supporter": (
        {**OPEN, "legal_home": "none"},
        {"relation": "critical-dependency", "means": money(1, 0)},
        "supporter",
    ),
    "gives_time": (OPEN, {"relation": "user", "means": money(1, 1)}, "contributor"),
    "gives_money": (OPEN, {"relation": "user", "means": money(1, 0)}, "supporter"),
    "otherwise": (OPEN, {"relation": "user", "means": money(0, 0)}, "participant"),
}


def test_every_suggestion_is_shown() -> None:
    assert [*SUGGESTED] == [one.id for one in postures().suggestions]


@pytest.mark.parametrize("name", SUGGESTED)
def test_a_suggestion_is_reached(name: str) -> None:
    readings, ours, role = SUGGESTED[name]
    found = taken(readings, **ours)
    assert (found.role, found.why[0].message) == (role, f"postures.suggestions.{name}")


@pytest.mark.parametrize(
    ("readings", "ours"),
    [({}, {}), (OPEN, {}), ({}, {"relation": "critical-dependency"}), (OPEN, {"means": money(0, 0)})],
)
def test_nothing_is_promised_when_our_means_are_not_known(
    readings: dict[str, Any], ours: dict[str, Any]
) -> None:
    found = taken(readings, **ours)
    assert (found.role, found.why[0].message) == ("participant", "postures.suggestions.otherwise")


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ({"partner", "contributor", "supporter"}, ("partner", "critical_partner")),
        ({"contributor", "supporter"}, ("contributor", "critical_contributor")),
        ({"supporter"}, ("supporter", "critical_supporter")),
        (set(), ("participant", "otherwise")),
    ],
)
def test_a_role_that_nothing_open_asks_for_is_not_taken(left: set[str], expected: tuple[str, str]) -> None:
    made = case({**OPEN, "legal_home": "foundation"}, relation="critical-dependency", means=money(1, 1))
    given = [one if one.role in left else _closed(one) for one in advise(made).recommendations]
    found = posture(given, made)
    assert (found.role, found.why[0].message) == (expected[0], f"postures.suggestions.{expected[1]}")


def _closed(one: Recommendation) -> Recommendation:
    from dataclasses import replace

    return replace(one, verdict=Verdict.EXCLUDED)


def test_by_which_forms_it_may_be_taken_is_told_open_ones_first() -> None:
    made = case(OPEN, relation="user", means={**money(1, 1), "skills": ["development"]}, goals=["a-fix"])
    found = advise(made)
    ways = {
        said.message.removeprefix("advice."): [one["message"] for one in said.args["ways"]]  # type: ignore[attr-defined]
        for said in found.posture.why[1:]
    }
    by_verdict = {
        name: [
            f"{one.modality}.label"
            for one in found.recommendations
            if one.role == "contributor" and one.verdict.value in verdicts
        ][:3]
        for name, verdicts in (("role_through", ("fits", "possible")), ("role_after_checks", ("to-verify",)))
    }
    assert found.posture.role == "contributor"
    assert ways == {name: listed for name, listed in by_verdict.items() if listed}
    assert ways["role_after_checks"] != []


AVOIDED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "specification_to_few": ({"governance": "individual-led"}, {}),
    "specification_to_volunteers": ({"economic_model": ["volunteer"]}, {}),
    "dependence_of_few": ({"legal_home": "person"}, {"means": money(1, 0)}),
    "feature_not_merged": ({"legal_home": "company"}, {}),
    "paid_edition": ({"economic_model": ["open-core"]}, {}),
    "relicensed": ({"contribution_terms": {"value": "cla", "relicensing": True}}, {}),
    "strings": ({"legal_home": "association"}, {"means": money(1, 0)}),
    "takeover": ({"governance": "community-led"}, {}),
    "public_order": ({"governance": "public-body-led"}, {}),
    "closing": ({"trajectory": "closing"}, {}),
    "revive": ({"lifecycle": "dormant"}, {}),
}


def avoided(readings: Mapping[str, Any] | None = None, **ours: Any) -> list[str]:
    said = [one.message for one in taken(readings, **ours).avoid]
    return [one.removeprefix("postures.avoid.") for one in said if one.startswith("postures.")]


def test_every_rule_of_what_to_avoid_is_shown() -> None:
    assert [*AVOIDED] == [one.id for one in postures().avoid]


@pytest.mark.parametrize("name", AVOIDED)
def test_a_rule_of_what_to_avoid_is_told_in_its_case_only(name: str) -> None:
    readings, ours = AVOIDED[name]
    assert avoided(readings, **ours) == [name]
    assert avoided({}, **ours) == []


@pytest.mark.parametrize("name", ["dependence_of_few", "strings"])
def test_what_hangs_on_our_money_is_not_told_without(name: str) -> None:
    readings, _ = AVOIDED[name]
    assert name not in avoided(readings)
    assert name not in avoided(readings, means=money(0, 1))


def test_what_a_rule_rests_on_is_cited() -> None:
    found = taken({"legal_home": "person"}, means=money(1, 0))
    rule = next(one for one in found.avoid if one.message == "postures.avoid.dependence_of_few")
    assert [(one.kind, one.id) for one in explained(rule.citations)] == [("reading", "legal_home")]
    assert found.why[0].citations == ()


@pytest.mark.parametrize(("confidence", "weak"), [("likely", True), ("established", False)])
def test_what_hangs_on_a_likely_reading_says_so(confidence: str, *, weak: bool) -> None:
    lifecycle = {"value": "archived", "confidence": confidence}
    found = taken(
        {"governance": {"value": "individual-led", "confidence": confidence}, "lifecycle": lifecycle}
    )
    rules = [one for one in found.avoid if one.message.startswith("postures.")]
    assert {one.message.rpartition(".")[2]: one.weak for one in rules} == {
        "specification_to_few": weak,
        "revive": weak,
    }
    assert (found.why[0].message, found.why[0].weak) == ("postures.suggestions.archived", weak)


def test_a_role_says_what_it_asks_of_both_sides_and_how_to_leave_it() -> None:
    found, role = taken(OPEN, relation="user", means=money(1, 0)), roles()["supporter"]
    assert [one.message for one in found.ours] == [
        f"roles.supporter.ours.{at}" for at in range(len(role.ours))
    ]
    assert [one.message for one in found.theirs] == [
        f"roles.supporter.theirs.{at}" for at in range(len(role.theirs))
    ]
    assert (found.may_become, found.leaving.message) == (role.may_become, "roles.supporter.leaving")


def test_the_rules_look_at_what_is_known_of_every_case() -> None:
    rules = (*postures().suggestions, *postures().avoid)
    assert {name for rule in rules for name in rule.when} <= set(shared())
    assert postures().suggestions[-1].when == {}
    assert postures().suggestions[-1].role == "participant"
