"""A profile of an administration: what it may hold, and what is said of one that cannot be used."""

from datetime import date
from typing import Any

import pytest

from reperes.errors import UsageError
from reperes.modalities.profile import Administration, Means, administration
from reperes.modalities.vocabulary import SKILLS

KINDS = "state, state-operator, local-authority, local-public-body, hospital, university, other-public"
YES_OR_NO = "Write `yes`, `no` or `unknown`."
NAME = "Write from 1 to 200 characters."
PEOPLE = "Write a whole number, 0 or more: `12000`, `12 000`."
AMOUNT = "Write a number without its unit, from 0 to a thousand billion: `45000`, `45 000`, `45 000,50`."
MONTHS = "Write a number of months, more than 0 and at most 1200: `24`."
DAY = "Write a day as YYYY-MM-DD: `2026-12-01`."
SPDX = "Write an SPDX expression of at most 200 characters: `EUPL-1.2`."
MARKETS = "`market_beneficiary` may be: marche-support, marche-expertise."
ANY = "Only `name` and `kind` must be there. An example of each kind of body is in docs/."


def profile(**more: Any) -> Administration:
    return administration({"name": "Ville d’Exemple", "kind": "local-authority"} | more)


def refused(fields: dict[str, Any]) -> tuple[str, str, str]:
    from reperes.i18n import Language

    with pytest.raises(UsageError) as error:
        administration(fields)
    what, why, do = (part.text(Language.EN) for part in (error.value.what, error.value.why, error.value.do))
    return what, why, do


COMMUNE = {"name": "Ville d’Exemple", "kind": "local-authority", "level": "commune"}


@pytest.mark.parametrize(
    ("fields", "why", "do"),
    [
        # Missing.
        ({"kind": "state"}, "`name` is missing.", ANY),
        ({"name": "x"}, "`kind` is missing.", f"`kind` may be: {KINDS}."),
        ({"name": "x", "kind": None}, "`kind` is missing.", f"`kind` may be: {KINDS}."),
        ({}, "`name` is missing.", ANY),
        # Unknown fields.
        (
            COMMUNE | {"populations": 12},
            "`populations` is not a field of a profile; near it: `population`.",
            ANY,
        ),
        (
            COMMUNE | {"means": {"budget": 12}},
            "`means.budget` is not a field of a profile; near it: `budget_eur`.",
            ANY,
        ),
        (
            COMMUNE | {"purchase": {"amount_eur": 12}},
            "`purchase.amount_eur` is not a field of a profile; near it: `amount_eur_ht`.",
            ANY,
        ),
        (COMMUNE | {"zzz": 12}, "`zzz` is not a field of a profile.", ANY),
        # Wrong values.
        ({"name": "x", "kind": "village"}, "`kind` cannot be 'village'.", f"`kind` may be: {KINDS}."),
        ({"name": "", "kind": "state"}, "`name` cannot be ''.", NAME),
        ({"name": "  ", "kind": "state"}, "`name` cannot be '  '.", NAME),
        (
            COMMUNE | {"level": "canton"},
            "`level` cannot be 'canton'.",
            "`level` may be: commune, epci, departement, region, other.",
        ),
        (
            COMMUNE | {"relation": "friend"},
            "`relation` cannot be 'friend'.",
            "`relation` may be: discovering, user, critical-dependency, publisher.",
        ),
        (
            COMMUNE | {"goals": ["durability", "glory"]},
            "`goals.1` cannot be 'glory'.",
            "`goals` may be: durability, a-feature, a-fix, influence, visibility, security.",
        ),
        (
            COMMUNE | {"goals": "durability"},
            "`goals` cannot be 'durability'.",
            "`goals` may be: durability, a-feature, a-fix, influence, visibility, security.",
        ),
        (
            COMMUNE | {"means": {"skills": ["cooking"]}},
            "`means.skills.0` cannot be 'cooking'.",
            f"`skills` may be: {', '.join(SKILLS)}.",
        ),
        (
            COMMUNE | {"purchase": {"object": "software"}},
            "`purchase.object` cannot be 'software'.",
            "`object` may be: supplies, services, works.",
        ),
        (COMMUNE | {"central_authority": "perhaps"}, "`central_authority` cannot be 'perhaps'.", YES_OR_NO),
        (COMMUNE | {"answers": {"don.x": "perhaps"}}, "`answers.don.x` cannot be 'perhaps'.", YES_OR_NO),
        (COMMUNE | {"answers": ["don.x"]}, "`answers` cannot be ['don.x'].", YES_OR_NO),
        (COMMUNE | {"means": 15000}, "`means` cannot be 15000.", ANY),
        # Bad numbers and days.
        (COMMUNE | {"population": "many"}, "`population` cannot be 'many'.", PEOPLE),
        (COMMUNE | {"population": -1}, "`population` cannot be -1.", PEOPLE),
        (COMMUNE | {"population": 12.5}, "`population` cannot be 12.5.", PEOPLE),
        (COMMUNE | {"means": {"budget_eur": "15 000 $"}}, "`means.budget_eur` cannot be '15 000 $'.", AMOUNT),
        (COMMUNE | {"means": {"budget_eur": True}}, "`means.budget_eur` cannot be True.", AMOUNT),
        (COMMUNE | {"means": {"budget_eur": "1 50"}}, "`means.budget_eur` cannot be '1 50'.", AMOUNT),
        (
            COMMUNE | {"means": {"budget_eur": "45,000"}},
            "`means.budget_eur` cannot be '45,000': it may mean thousands as well as decimals.",
            AMOUNT,
        ),
        (
            COMMUNE | {"purchase": {"consultation_on": 20261201}},
            "`purchase.consultation_on` cannot be 20261201.",
            DAY,
        ),
        (
            COMMUNE | {"purchase": {"consultation_on": "20261201"}},  # not seconds since 1970 either
            "`purchase.consultation_on` cannot be '20261201'.",
            DAY,
        ),
        (
            COMMUNE | {"purchase": {"consultation_on": "1926-12-01"}},
            "`purchase.consultation_on` cannot be '1926-12-01'.",
            DAY,
        ),
        (COMMUNE | {"code_licence": "x" * 201}, f"`code_licence` cannot be '{'x' * 79}.", SPDX),
        (
            COMMUNE | {"market_beneficiary": ["marche-suport"]},
            "`market_beneficiary` cannot be 'marche-suport'.",
            MARKETS,
        ),
        (
            COMMUNE | {"market_beneficiary": {"marche-support": "no", "marche-x": "yes"}},
            "`market_beneficiary` cannot be 'marche-x'.",
            MARKETS,
        ),
        (
            COMMUNE | {"market_beneficiary": [{"marche-support": "yes"}]},
            "`market_beneficiary` cannot be [{'marche-support': 'yes'}].",
            MARKETS,
        ),
        (
            COMMUNE | {"market_beneficiary": {"marche-support": "perhaps"}},
            "`market_beneficiary.marche-support` cannot be 'perhaps'.",
            YES_OR_NO,
        ),
        (COMMUNE | {"means": {"budget_eur": -1}}, "`means.budget_eur` cannot be -1.", AMOUNT),
        (COMMUNE | {"means": {"budget_eur": "nan"}}, "`means.budget_eur` cannot be 'nan'.", AMOUNT),
        (COMMUNE | {"means": {"agent_days": "inf"}}, "`means.agent_days` cannot be 'inf'.", AMOUNT),
        (
            COMMUNE | {"purchase": {"amount_eur_ht": 1e13}},
            f"`purchase.amount_eur_ht` cannot be {1e13}.",
            AMOUNT,
        ),
        (
            COMMUNE | {"purchase": {"duration_months": 0}},
            "`purchase.duration_months` cannot be 0.",
            MONTHS,
        ),
        (
            COMMUNE | {"purchase": {"consultation_on": "1er décembre"}},
            "`purchase.consultation_on` cannot be '1er décembre'.",
            DAY,
        ),
        (
            COMMUNE | {"purchase": {"consultation_on": "2026-02-30"}},
            "`purchase.consultation_on` cannot be '2026-02-30'.",
            DAY,
        ),
    ],
)
def test_what_is_wrong_is_told_and_what_may_be_written(fields: dict[str, Any], why: str, do: str) -> None:
    assert refused(fields) == ("The profile of the administration cannot be used.", why, do)


@pytest.mark.parametrize("written", ["45,000", "45.000", "1,500", "45 000,000", "0,125"])
def test_a_number_that_says_two_things_is_refused(written: str) -> None:
    assert refused(COMMUNE | {"purchase": {"amount_eur_ht": written}})[1:] == (
        f"`purchase.amount_eur_ht` cannot be {written!r}: it may mean thousands as well as decimals.",
        AMOUNT,
    )


@pytest.mark.parametrize(
    "written", ["45 00", "4 5000", "1,234,567", "1.234,5", "45k", "1e3", "45_000", "٤٥", "-", True]
)
def test_what_is_no_number_is_refused(written: object) -> None:
    assert refused(COMMUNE | {"means": {"budget_eur": written}})[1:] == (
        f"`means.budget_eur` cannot be {written!r}.",
        AMOUNT,
    )


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("45 000", 45000),
        ("45 000 €", 45000),
        ("45000 euros", 45000),
        ("45\u202f000", 45000),
        ("45\u00a0000", 45000),
        ("45 000,50", 45000.5),
        ("45000,5", 45000.5),
        ("15000.50", 15000.5),
        ("45000,00", 45000),
        (" 1 234 567 ", 1234567),
        ("0,1255", 0.1255),
        ("0", 0),
        (45.0, 45),
    ],
)
def test_numbers_are_read_as_the_french_write_them(written: object, number: float) -> None:
    made = profile(means={"budget_eur": written}, purchase={"amount_eur_ht": written})
    assert made.purchase is not None
    assert (made.means.budget_eur, made.purchase.amount_eur_ht) == (number, number)


def test_people_are_counted_in_whole_numbers() -> None:
    assert [profile(population=one).population for one in ("12 000", "12,0", 12.0)] == [12000, 12, 12]


@pytest.mark.parametrize("kind", ["state", "state-operator", "local-public-body", "hospital", "university"])
def test_only_a_local_authority_has_a_level(kind: str) -> None:
    assert refused({"name": "x", "kind": kind, "level": "commune"}) == (
        "The profile of the administration has a level, but it is not a local authority.",
        "Only a local authority has one: commune, epci, departement, region, other.",
        "Take `level` away, or write `kind: local-authority`.",
    )
    assert administration({"name": "x", "kind": kind, "level": "unknown"}).level is None


@pytest.mark.parametrize("kind", KINDS.split(", "))
def test_only_national_bodies_may_be_central_authorities(kind: str) -> None:
    fields = {"name": "x", "kind": kind, "central_authority": "yes"}
    if kind in {"state", "state-operator", "university", "other-public"}:
        assert administration(fields).central_authority is True
        return
    assert refused(fields) == (
        "The profile says `central_authority: yes`, but this body cannot be a central authority.",
        "Only these kinds of bodies may be one: state, state-operator, university, other-public.",
        "Take `central_authority` away, or write the right `kind`.",
    )
    assert administration({**fields, "central_authority": "no"}).central_authority is False


def test_a_long_value_is_cut_when_it_is_told() -> None:
    _, why, _ = refused(COMMUNE | {"relation": "x" * 500})
    assert why == f"`relation` cannot be '{'x' * 79}."


def test_what_is_absent_is_unknown() -> None:
    made = administration({"name": "x", "kind": "state"})
    told = made.model_dump()
    assert {key: value for key, value in told.items() if value not in (None, {})} == {
        "name": "x",
        "kind": "state",
        "means": {"budget_eur": None, "agent_days": None, "skills": None},
    }


@pytest.mark.parametrize("value", [None, "unknown", "Unknown", "inconnu", ""])
def test_unknown_may_be_written(value: object) -> None:
    made = profile(
        level=value,
        population=value,
        relation=value,
        central_authority=value,
        code_licence=value,
        means={"budget_eur": value, "agent_days": value},
        purchase={
            "object": value,
            "amount_eur_ht": value,
            "consultation_on": value,
            "duration_months": value,
        },
        answers={"don.x": value},
        market_beneficiary={"marche-support": value},
    )
    bare = profile(purchase={}, answers={"don.x": None}, market_beneficiary={"marche-support": None})
    assert made == bare


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *((one, True) for one in ("yes", "oui", "true", "Yes", " OUI ", True)),
        *((one, False) for one in ("no", "non", "false", "No", " NON ", False)),
        *((one, None) for one in ("unknown", "inconnu", "", None)),
    ],
)
def test_yes_and_no_are_read_as_people_write_them(written: object, *, expected: bool | None) -> None:
    made = profile(
        kind="state-operator",
        central_authority=written,
        answers={"don.general_interest": written},
        market_beneficiary={"marche-support": written},
    )
    assert made.central_authority is expected
    assert made.answers == {"don.general_interest": expected}
    assert made.market_beneficiary == {"marche-support": expected}


def test_a_list_of_markets_means_yes_for_each() -> None:
    made = profile(market_beneficiary=["marche-support", "marche-expertise"])
    assert made.market_beneficiary == {"marche-support": True, "marche-expertise": True}
    assert profile(market_beneficiary="marche-support").market_beneficiary == {"marche-support": True}
    assert profile(market_beneficiary=[]).market_beneficiary == {}
    assert profile(market_beneficiary="unknown").market_beneficiary == {}


def test_numbers_and_days_may_be_texts_as_they_are_in_a_file() -> None:
    made = profile(
        population="220 000",
        means={"budget_eur": "15\u202f000,50", "agent_days": "20"},
        purchase={"amount_eur_ht": "45000", "consultation_on": "2026-12-01", "duration_months": "24"},
    )
    assert made.population == 220000
    assert made.means == Means(budget_eur=15000.5, agent_days=20.0)
    assert made.purchase is not None
    assert made.purchase.model_dump() == {
        "object": None,
        "amount_eur_ht": 45000.0,
        "duration_months": 24.0,
        "consultation_on": date(2026, 12, 1),
    }


def test_an_empty_list_is_an_answer_and_an_absent_one_is_none() -> None:
    assert (profile(goals=[]).goals, profile().goals) == ((), None)
    assert (profile(means={"skills": []}).means.skills, profile(means={}).means.skills) == ((), None)


@pytest.mark.parametrize(
    ("fields", "bodies"),
    [
        ({"level": "region"}, ("region",)),
        ({"level": "other"}, ("other-local-authority",)),
        ({}, ("commune", "epci", "departement", "region", "other-local-authority")),
    ],
)
def test_a_level_that_is_not_told_may_be_any(fields: dict[str, str], bodies: tuple[str, ...]) -> None:
    assert profile(**fields).bodies == bodies


def test_the_profile_of_the_contract_is_read() -> None:
    made = administration(
        {
            "name": "Ville d'Exemple",
            "kind": "local-authority",
            "level": "commune",
            "population": 220000,
            "central_authority": False,
            "market_beneficiary": {"marche-support": "no", "marche-expertise": "unknown"},
            "means": {"budget_eur": 15000, "agent_days": 20, "skills": list(SKILLS)},
            "relation": "critical-dependency",
            "goals": ["durability", "a-feature", "a-fix", "influence", "visibility", "security"],
            "purchase": {
                "object": "services",
                "amount_eur_ht": 45000,
                "duration_months": 24,
                "consultation_on": date(2026, 12, 1),
            },
            "answers": {"subvention.initiated_by_beneficiary": "yes"},
        }
    )
    assert made.market_beneficiary == {"marche-support": False, "marche-expertise": None}
    assert made.means.skills == SKILLS
    assert made.answers == {"subvention.initiated_by_beneficiary": True}
