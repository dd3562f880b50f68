"""The days to mind: one day too early, on the day, one day too late."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from reperes.law import Law, law
from reperes.modalities.calendar import warnings
from reperes.modalities.case import Case
from reperes.modalities.definition import Calendar
from reperes.modalities.library import modalities
from reperes.modalities.model import Said
from reperes.modalities.profile import administration
from support.advice import explained

STATE = {"kind": "state"}
BUDGET = "commande-sous-seuil"  # minds the closure of the budget
ASSEMBLY = "visibilite"


def case(ours: Mapping[str, Any], day: date, consultation: date | None = None) -> Case:
    purchase = None if consultation is None else {"consultation_on": consultation}
    told = {"name": "x", **ours, "purchase": purchase}
    return Case(administration(told), {}, day, law())


def all_of(modality: str, made: Case) -> tuple[Said, ...]:
    one = modalities()[modality]
    return warnings(one, made, made.inputs(one))


def told(modality: str, made: Case, *about: str) -> list[tuple[str, dict[str, object]]]:
    said = all_of(modality, made)
    return [
        (name, {key: value for key, value in one.args.items() if key.endswith("_day") or key == "months"})
        for one in said
        if (name := one.message.removeprefix("advice.")).startswith(about)
    ]


def closures(day: date, consultation: date | None = None, ours: Mapping[str, Any] = STATE) -> list[Any]:
    return told(BUDGET, case(ours, day, consultation), "cloture_")


def near(which: str, closing: str, opening: str) -> tuple[str, dict[str, str]]:
    return f"cloture_{which}_near", {"closing_day": closing, "open_day": opening}


def closed(which: str, since: str, opening: str) -> tuple[str, dict[str, str]]:
    return f"cloture_{which}_closed", {"closed_day": since, "open_day": opening}


def planned(which: str, day: str, opening: str) -> tuple[str, dict[str, str]]:
    return f"cloture_{which}_planned", {"planned_day": day, "open_day": opening}


PAYMENTS_NEAR = near("paiements", "2026-11-30", "2027-01-31")
PAYMENTS_CLOSED = closed("paiements", "2026-11-30", "2027-01-31")
ORDERS_NEAR = near("commandes", "2026-12-15", "2027-02-05")
ORDERS_CLOSED = closed("commandes", "2026-12-15", "2027-02-05")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Sixty days before the last payments, then before the last orders.
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), [PAYMENTS_NEAR]),
        (date(2026, 10, 15), [PAYMENTS_NEAR]),
        (date(2026, 10, 16), [PAYMENTS_NEAR, ORDERS_NEAR]),
        (date(2026, 11, 25), [PAYMENTS_NEAR, ORDERS_NEAR]),
        (date(2026, 11, 30), [PAYMENTS_NEAR, ORDERS_NEAR]),
        (date(2026, 12, 1), [PAYMENTS_CLOSED, ORDERS_NEAR]),
        (date(2026, 12, 15), [PAYMENTS_CLOSED, ORDERS_NEAR]),
        # Both doors are closed, over the end of the year.
        (date(2026, 12, 16), [PAYMENTS_CLOSED, ORDERS_CLOSED]),
        (date(2026, 12, 31), [PAYMENTS_CLOSED, ORDERS_CLOSED]),
        (date(2027, 1, 1), [PAYMENTS_CLOSED, ORDERS_CLOSED]),
        (date(2027, 1, 5), [PAYMENTS_CLOSED, ORDERS_CLOSED]),
        (date(2027, 1, 31), [PAYMENTS_CLOSED, ORDERS_CLOSED]),
        # Payments start again before orders do.
        (date(2027, 2, 1), [ORDERS_CLOSED]),
        (date(2027, 2, 5), [ORDERS_CLOSED]),
        (date(2027, 2, 6), []),
    ],
)
def test_the_budget_of_the_state_closes_and_opens_again(day: date, expected: list[Any]) -> None:
    assert closures(day) == expected


@pytest.mark.parametrize(
    ("day", "consultation", "expected"),
    [
        (date(2026, 6, 1), date(2026, 11, 30), []),
        (date(2026, 6, 1), date(2026, 12, 1), [planned("paiements", "2026-12-01", "2027-01-31")]),
        (
            date(2026, 6, 1),
            date(2026, 12, 20),
            [
                planned("paiements", "2026-12-20", "2027-01-31"),
                planned("commandes", "2026-12-20", "2027-02-05"),
            ],
        ),
        (date(2026, 6, 1), date(2027, 2, 1), [planned("commandes", "2027-02-01", "2027-02-05")]),
        (date(2026, 6, 1), date(2027, 2, 6), []),
        # What the day of the advice makes worth saying is said already.
        (date(2026, 11, 25), date(2026, 12, 20), [PAYMENTS_NEAR, ORDERS_NEAR]),
        (date(2026, 12, 20), date(2027, 1, 5), [PAYMENTS_CLOSED, ORDERS_CLOSED]),
        # A day that is past is none to plan.
        (date(2026, 6, 1), date(2026, 1, 5), []),
    ],
)
def test_a_consultation_in_the_closure_is_warned_of(
    day: date, consultation: date, expected: list[Any]
) -> None:
    assert closures(day, consultation) == expected


@pytest.mark.parametrize(
    "kind",
    ["state-operator", "local-authority", "local-public-body", "hospital", "university", "other-public"],
)
def test_the_closure_is_that_of_the_state_alone(kind: str) -> None:
    assert closures(date(2026, 12, 20), ours={"kind": kind}) == []


def test_a_modality_that_spends_nothing_has_no_closure() -> None:
    free = [name for name, one in modalities().items() if not one.calendar.budget_closure]
    said = {name: told(name, case(STATE, date(2026, 12, 20)), "cloture_") for name in free}
    assert "contribution-directe" in said
    assert {name for name, one in said.items() if one} == set()


def test_the_rules_that_a_closure_comes_from_are_cited() -> None:
    said = all_of(BUDGET, case(STATE, date(2026, 12, 20)))
    assert [one.id for one in explained(said[0].citations)] == [
        "calendrier/cloture_paiements",
        "calendrier/reprise_paiements",
    ]
    assert {one.kind for each in said for one in each.citations} == {"parameter"}


# Assemblies.


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        ({"kind": "local-authority", "level": "commune"}, True),
        ({"kind": "local-authority"}, True),
        ({"kind": "local-public-body"}, False),  # its board decides
        ({"kind": "state"}, False),
        ({"kind": "state-operator"}, False),
        ({"kind": "hospital"}, False),
        ({"kind": "university"}, False),
        ({"kind": "other-public"}, False),
    ],
)
def test_an_assembly_is_waited_for_by_local_bodies_only(ours: dict[str, str], *, expected: bool) -> None:
    said = told("adhesion", case(ours, date(2026, 6, 1)), "assembly")
    assert said == ([("assembly", {"months": {"value": 3, "unit": "MONTHS"}})] if expected else [])


def test_what_needs_no_assembly_waits_for_none() -> None:
    commune = case({"kind": "local-authority", "level": "commune"}, date(2026, 6, 1))
    assert {name for name in modalities() if told(name, commune, "assembly")} == {
        name for name, one in modalities().items() if one.calendar.assembly
    }
    assert told(BUDGET, commune, "assembly") == []


# Ends.


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 12, 27), []),  # what is not in force does not end
        (date(2022, 12, 28), []),
        (date(2026, 12, 26), []),
        (date(2026, 12, 27), [("ends", {"end_day": "2027-12-27"})]),
        (date(2027, 12, 27), [("ends", {"end_day": "2027-12-27"})]),
        (date(2027, 12, 28), []),
    ],
)
def test_the_end_of_the_experiment_is_told_a_year_ahead(day: date, expected: list[Any]) -> None:
    assert told("mise-a-disposition", case(STATE, day), "ends", "not_known") == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 9, 30), [("not_known_at_date", {})]),
        (date(2024, 10, 1), []),
        (date(2027, 9, 30), []),
        (date(2027, 10, 1), [("ends", {"end_day": "2028-09-30"})]),
        (date(2028, 9, 30), [("ends", {"end_day": "2028-09-30"})]),
        (date(2028, 10, 1), [("not_known_at_date", {})]),
    ],
)
def test_the_end_of_a_market_is_told_a_year_ahead(day: date, expected: list[Any]) -> None:
    assert told("marche-support", case(STATE, day), "ends", "not_known") == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2025, 12, 31), "ends"), (date(2026, 1, 1), "not_known_at_date")]
)
def test_a_scheme_of_last_year_is_not_known_this_year(day: date, expected: str) -> None:
    scheme = modalities()["guichets"].model_copy(update={"calendar": Calendar(ends=("guichets",))})
    made = case(STATE, day)
    said = {str(one.args["parameter"]): one.message for one in warnings(scheme, made, made.inputs(scheme))}
    assert {said[str({"parameter": f"guichets/{name}"})] for name in ("ftap", "fast")} == {
        f"advice.{expected}"
    }


# Changes.


def changes(day: date, consultation: date | None = None, *, modality: str = BUDGET) -> list[Any]:
    said = all_of(modality, case({"kind": "hospital"}, day, consultation))
    return [
        (one.message, one.args["parameter"], one.args.get("now", one.args.get("next")), one.args["start_day"])
        for one in said
        if one.message in {"advice.changed", "advice.will_change"}
    ]


DISPENSE = {"parameter": "commande_publique/seuil_dispense_fournitures_services"}
SIXTY = {"value": 60000, "unit": "EUR_HT"}
WILL_CHANGE = ("advice.will_change", DISPENSE, SIXTY, "2026-04-01")
CHANGED = ("advice.changed", DISPENSE, SIXTY, "2026-04-01")


@pytest.mark.parametrize(
    ("day", "consultation", "expected"),
    [
        (date(2024, 1, 1), None, [WILL_CHANGE]),
        (date(2026, 3, 31), None, [WILL_CHANGE]),
        (date(2026, 4, 1), None, [CHANGED]),
        (date(2026, 11, 25), None, [CHANGED]),
        # The day of the consultation decides, not that of the advice.
        (date(2026, 3, 31), date(2026, 4, 1), [CHANGED]),
        (date(2026, 11, 25), date(2026, 3, 31), [WILL_CHANGE]),
        # Recalled for three years.
        (date(2029, 3, 31), None, [CHANGED]),
        (date(2029, 4, 1), None, []),
    ],
)
def test_a_threshold_that_changed_or_will_is_told(
    day: date, consultation: date | None, expected: list[Any]
) -> None:
    assert changes(day, consultation) == expected


def test_the_former_amount_is_told_beside_the_new_one() -> None:
    said = all_of(BUDGET, case({"kind": "hospital"}, date(2026, 11, 25)))
    changed = next(one for one in said if one.message == "advice.changed")
    assert changed.args["before"] == {"value": 40000, "unit": "EUR_HT"}
    assert [one.id for one in explained(changed.citations)] == [DISPENSE["parameter"]]


def test_only_the_thresholds_that_bind_us_are_told() -> None:
    told_of = {str(one[1]) for one in changes(date(2025, 12, 31), modality="marche-dedie")}
    formalised = {one for one in told_of if "formalise" in one}
    assert formalised == {str({"parameter": "commande_publique/seuil_formalise_autres"})}


def test_nothing_is_said_of_a_calendar_that_is_not_known() -> None:
    kept = dict(law().parameters)
    for name in ("calendrier/cloture_paiements", "calendrier/sessions_assemblee"):
        dated = kept[name].values[0].model_copy(update={"start": date(2030, 1, 1)})
        kept[name] = kept[name].model_copy(update={"values": (dated,)})
    state = Case(administration({"name": "x", "kind": "state"}), {}, date(2026, 12, 20), Law(kept))
    assert told("adhesion", state, "cloture_") == [ORDERS_CLOSED]
    commune = Case(
        administration({"name": "x", "kind": "local-authority"}), {}, date(2026, 12, 20), Law(kept)
    )
    assert told("adhesion", commune, "assembly") == []
