"""Verdicts by the rules of DESIGN 2, and the reasons of each, over a modality made for it."""

import copy
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from reperes.facts.citation import WebCitation
from reperes.law import law
from reperes.modalities import judge as of
from reperes.modalities.case import Case
from reperes.modalities.definition import Modality
from reperes.modalities.given import of_file
from reperes.modalities.judge import judge
from reperes.modalities.library import modalities
from reperes.modalities.profile import administration
from support.advice import explained, listed, taken

AS_OF = date(2026, 11, 25)
SAID = {"fr": "dit", "en": "said"}
DISPENSE = "commande_publique/seuil_dispense_fournitures_services"


@cache
def _fields() -> dict[str, Any]:
    file = files("reperes.knowledge") / "modalities" / "visibilite.yaml"
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return loaded


def row(name: str, then: str, when: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"id": name, "when": dict(when or {}), "then": then, "because": SAID, **more}


def table(name: str, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "label": SAID, "rows": list(rows), "unknown": SAID, **more}


OPENNESS = table("licence", row("open", "holds", {"openness": "open"}), row("closed", "fails"))
HOME = table(
    "home",
    row("club", "holds", {"legal_home": "association"}, caution=True),
    row("nobody", "fails", {"legal_home": "none", "answer.ready": "no"}),
    row("rest", "holds"),
)
EITHER = table("home", row("club", "holds", {"legal_home": "association"}), row("rest", "holds"))
UPSTREAM = table(
    "upstream", row("archived", "fails", {"lifecycle": "archived"}), row("alive", "holds"), presumed=True
)
AMOUNT = table(
    "amount", row("under", "holds", {"under.limit": "yes"}), row("over", "fails"), parameters=["limit"]
)
MONEY = table("means", row("money", "holds", {"money": "yes"}), row("nothing", "fails"))


def modality(*conditions: dict[str, Any], **more: Any) -> Modality:
    content = copy.deepcopy(_fields()) | {"conditions": list(conditions), "match": [MONEY]} | more
    names = {name for one in conditions for each in one["rows"] for name in each["when"]}
    if "answer.ready" in names:
        content["checks"] = {"ready": {"question": SAID}}
    content["parameters"]["limit"] = DISPENSE
    return Modality.model_validate(content)


def case(readings: Mapping[str, Any] | None = None, *, money: float | None = 1, **ours: Any) -> Case:
    told = {"name": "x", "kind": "hospital", "means": {"budget_eur": money}, **ours}
    return Case(administration(told), of_file(readings or {}), AS_OF, law())


def likely(value: str) -> dict[str, str]:
    return {"value": value, "confidence": "likely"}


CLOSED, OPEN = {"licence": "BUSL-1.1"}, {"licence": "MIT"}


@pytest.mark.parametrize(
    ("conditions", "readings", "money", "verdict"),
    [
        # A condition that is false, on established ground.
        ([OPENNESS], CLOSED, 1, "excluded"),
        ([OPENNESS], CLOSED, None, "excluded"),
        ([OPENNESS, UPSTREAM], CLOSED | {"lifecycle": "active"}, 1, "excluded"),
        ([OPENNESS, UPSTREAM], OPEN | {"lifecycle": "archived"}, 1, "excluded"),
        ([OPENNESS, HOME], CLOSED, 1, "excluded"),
        # As stated by hand, over what was read.
        ([OPENNESS], {"licence": {**likely("MIT"), "correction": {"value": "BUSL-1.1"}}}, 1, "excluded"),
        # False on likely ground only, unknown or contradicted.
        ([OPENNESS], {"licence": likely("BUSL-1.1")}, 1, "to-verify"),
        ([OPENNESS, UPSTREAM], OPEN | {"lifecycle": likely("archived")}, 1, "to-verify"),
        ([OPENNESS], {}, 1, "to-verify"),
        ([OPENNESS], {"licence": {"value": "MIT", "confidence": "contradicted"}}, 1, "to-verify"),
        # Holds, but by which row is not known: what has to be done is not known.
        ([EITHER], {}, 1, "to-verify"),
        ([EITHER, OPENNESS], OPEN, 1, "to-verify"),
        ([EITHER], {"legal_home": "company"}, 1, "fits"),
        # All hold, on likely ground too.
        ([OPENNESS], OPEN, 1, "fits"),
        ([OPENNESS], {"licence": likely("MIT")}, 1, "fits"),
        ([OPENNESS, UPSTREAM], OPEN | {"lifecycle": "active"}, 1, "fits"),
        ([HOME], {"legal_home": "association"}, 1, "fits"),
        ([HOME], {"legal_home": "company"}, 1, "fits"),
        # They hold, and it does not match, or whether it does is not known.
        ([OPENNESS], OPEN, 0, "possible"),
        ([OPENNESS], OPEN, None, "possible"),
        # What is presumed and not known keeps from the best only.
        ([OPENNESS, UPSTREAM], OPEN, 1, "possible"),
        ([OPENNESS, UPSTREAM], {}, 1, "to-verify"),
    ],
)
def test_the_verdict(
    conditions: list[dict[str, Any]], readings: dict[str, Any], money: float | None, verdict: str
) -> None:
    assert judge(modality(*conditions), case(readings, money=money)).verdict.value == verdict


@pytest.mark.parametrize(
    ("answer", "home", "verdict"),
    [
        (None, "none", "to-verify"),
        ("no", "none", "excluded"),
        ("yes", "none", "fits"),
        (None, "company", "fits"),
        ("no", "company", "fits"),
        ("no", likely("none"), "to-verify"),
        ("no", None, "to-verify"),
    ],
)
def test_a_verdict_hangs_on_a_check_only_where_it_matters(
    answer: str | None, home: object, verdict: str
) -> None:
    made = case({"legal_home": home}, answers={"visibilite.ready": answer})
    assert judge(modality(HOME), made).verdict.value == verdict


@pytest.mark.parametrize(("amount", "verdict"), [(59999, "fits"), (60000, "excluded"), (None, "to-verify")])
def test_a_verdict_may_rest_on_the_law_alone(amount: float | None, verdict: str) -> None:
    made = case(purchase={"amount_eur_ht": amount})
    assert judge(modality(AMOUNT), made).verdict.value == verdict


def reasons(one: Modality, made: Case) -> list[tuple[str, str, bool, list[str]]]:
    return [
        (reason.effect.value, said.message, said.weak, [cited.id for cited in explained(said.citations)])
        for reason in of.reasons(judge(one, made), made)
        for said in [reason.said]
    ]


def test_reasons_against_come_first_then_what_is_not_known_then_reasons_for() -> None:
    made = case({"licence": "MIT", "lifecycle": likely("archived")}, money=None)
    assert reasons(modality(OPENNESS, UPSTREAM), made) == [
        ("against", "visibilite.upstream.archived", True, ["lifecycle"]),
        ("unknown", "visibilite.means.unknown", False, []),
        ("for", "visibilite.licence.open", False, ["licence"]),
    ]


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        (CLOSED, ("against", "visibilite.licence.closed", False, ["licence"])),
        ({"licence": likely("BUSL-1.1")}, ("against", "visibilite.licence.closed", True, ["licence"])),
        ({"licence": likely("MIT")}, ("for", "visibilite.licence.open", True, ["licence"])),
        ({"nature": "not-open"}, ("against", "visibilite.licence.closed", False, ["nature"])),
        ({}, ("unknown", "visibilite.licence.unknown", False, ["licence"])),
    ],
)
def test_a_reason_is_weak_when_nothing_established_says_so(
    readings: dict[str, Any], expected: tuple[str, str, bool, list[str]]
) -> None:
    assert reasons(modality(OPENNESS), case(readings))[0] == expected


def test_a_condition_that_holds_by_a_row_which_is_not_known_is_not_known() -> None:
    assert reasons(modality(EITHER), case())[0] == (
        "unknown",
        "visibilite.home.unknown",
        False,
        ["legal_home"],
    )


def test_a_row_of_caution_holds_and_speaks_against() -> None:
    made = case({"legal_home": "association"})
    assert judge(modality(HOME), made).verdict.value == "fits"
    assert reasons(modality(HOME), made)[0] == ("against", "visibilite.home.club", False, ["legal_home"])


def test_a_reason_cites_the_law_it_rests_on_where_it_binds() -> None:
    made = case(purchase={"amount_eur_ht": 60000})
    assert reasons(modality(AMOUNT), made)[0] == ("against", "visibilite.amount.over", False, [DISPENSE])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, ("unknown", "visibilite.home.unknown", False, ["legal_home"])),
        ("no", ("against", "visibilite.home.unready", False, ["legal_home"])),
        ("yes", ("for", "visibilite.home.ready", False, ["legal_home"])),
    ],
)
def test_what_hangs_on_our_answer_alone_rests_on_what_made_us_ask(
    answer: str | None, expected: tuple[str, str, bool, list[str]]
) -> None:
    asking = table(
        "home",
        row("club", "holds", {"legal_home": "association"}),
        row("ready", "holds", {"answer.ready": "yes"}),
        row("unready", "fails", {"answer.ready": "no"}),
    )
    made = case({"legal_home": "none"}, answers={"visibilite.ready": answer})
    assert reasons(modality(asking), made)[0] == expected


def test_a_condition_that_fails_whatever_the_answers_says_so() -> None:
    both = table(
        "home",
        row("nobody", "fails", {"legal_home": "none"}),
        row("unready", "fails", {"answer.ready": "no"}),
        row("rest", "holds", {"lifecycle": "active"}),
        row("late", "fails"),
    )
    made = case({"legal_home": "company", "lifecycle": "archived"})
    found = of.reasons(judge(modality(both), made), made)[0]
    assert (found.effect.value, found.said.message) == ("against", "advice.whatever_fails")
    assert found.said.args == {"condition": {"message": "visibilite.home.label"}}


def test_a_match_that_holds_whatever_the_answers_says_so() -> None:
    either = table(
        "means",
        row("money", "holds", {"money": "yes"}),
        row("time", "holds", {"time": "yes"}),
        row("nothing", "fails"),
    )
    made = case(OPEN, means={"budget_eur": None, "agent_days": 2})
    judged = judge(modality(OPENNESS, match=[either]), made)
    assert judged.verdict.value == "fits"
    assert [one[:2] for one in reasons(judged.modality, made)] == [
        ("for", "visibilite.licence.open"),
        ("for", "advice.whatever_holds"),
    ]


# What there is to ask, to do, to mind.


@pytest.mark.parametrize(
    ("answer", "home", "asked"),
    [
        (None, "none", [("visibilite.ready", None)]),
        (None, None, [("visibilite.ready", None)]),
        (None, "company", []),
        ("yes", "company", [("visibilite.ready", True)]),
        ("no", "none", [("visibilite.ready", False)]),
    ],
)
def test_a_check_is_asked_while_it_may_change_the_verdict_and_told_once_answered(
    answer: str | None, home: str | None, asked: list[tuple[str, bool | None]]
) -> None:
    made = case({"legal_home": home}, answers={"visibilite.ready": answer})
    judged = judge(modality(HOME), made)
    assert [(one.id, one.answer) for one in of.checks(judged, made)] == asked


def test_nothing_more_is_asked_of_what_is_excluded() -> None:
    made = case({"legal_home": "none", **CLOSED})
    judged = judge(modality(HOME, OPENNESS), made)
    assert (judged.verdict.value, of.checks(judged, made)) == ("excluded", ())


def market(rows: tuple[str, str, bool | None], **ours: Any) -> Case:
    told = {"kind": "state", "market_beneficiary": {"marche-support": True}, **ours}
    return case({**OPEN, "ecosystem": listed(rows)}, **told)


SURE = ("sill", "repository", True)


@pytest.mark.parametrize(
    ("row_", "verdict", "expected"),
    [
        (SURE, "possible", ("for", "marche-support.software.listed", True)),
        (("sill", "repository", False), "to-verify", ("against", "marche-support.software.not_listed", True)),
        (("sill", "name", True), "to-verify", ("unknown", "marche-support.software.unknown", False)),
    ],
)
def test_what_a_list_answers_is_likely_and_stays_asked(
    row_: tuple[str, str, bool | None], verdict: str, expected: tuple[str, str, bool]
) -> None:
    one, made = modalities()["marche-support"], market(row_)
    judged = judge(one, made)
    assert judged.verdict.value == verdict
    assert [(asked.id, asked.answer) for asked in of.checks(judged, made)] == [
        ("marche-support.software_listed", None)
    ]
    assert expected in [found[:3] for found in reasons(one, made)]


def test_the_check_and_the_reason_cite_the_page_of_the_list_and_its_day() -> None:
    made = market(SURE)
    judged = judge(modalities()["marche-support"], made)
    page = WebCitation("https://sill.example.org/", date(2026, 11, 20))
    [asked] = of.checks(judged, made)
    [reason] = [one for one in of.reasons(judged, made) if one.said.message.endswith("software.listed")]
    assert page in asked.said.citations
    assert page in reason.said.citations


@pytest.mark.parametrize(("answer", "verdict"), [("yes", "possible"), ("no", "excluded")])
def test_our_answer_wins_over_a_list(answer: str, verdict: str) -> None:
    made = market(SURE, answers={"marche-support.software_listed": answer})
    judged = judge(modalities()["marche-support"], made)
    assert judged.verdict.value == verdict
    assert [one.answer for one in of.checks(judged, made)] == [answer == "yes"]


def test_a_list_asks_nothing_more_of_what_is_excluded() -> None:
    made = market(SURE, market_beneficiary={"marche-support": False})
    judged = judge(modalities()["marche-support"], made)
    assert (judged.verdict.value, of.checks(judged, made)) == ("excluded", ())


def test_a_body_that_a_list_names_is_one_by_a_weak_reason() -> None:
    made = replace(market(SURE, name="Agence", market_beneficiary={}), beneficiaries=taken("Agence"))
    judged = judge(modalities()["marche-support"], made)
    assert judged.verdict.value == "possible"
    [found] = [one.said for one in of.reasons(judged, made) if one.said.message.endswith("beneficiary.state")]
    assert found.weak
    assert WebCitation("https://lists.example.org/", AS_OF) in found.citations


@pytest.mark.parametrize(
    ("row_", "step", "cited"),
    [(SURE, "visibilite.steps.0", True), (("sill", "name", True), "visibilite.steps.1", False)],
)
def test_giving_visibility_knows_the_record_of_the_sill(
    row_: tuple[str, str, bool | None], step: str, *, cited: bool
) -> None:
    one = modalities()["visibilite"]
    first = of.lines(judge(one, market(row_)), "steps", one.steps)[0]
    assert (first.message, first.weak) == (step, False)
    assert (WebCitation("https://sill.example.org/", date(2026, 11, 20)) in first.citations) is cited


LINES = [
    {"text": SAID},
    {"when": {"legal_home": "none"}, "text": SAID},
    {"when": {"legal_home": ["association", "company"]}, "text": SAID},
]


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ("none", [("visibilite.steps.0", False), ("visibilite.steps.1", False)]),
        ("company", [("visibilite.steps.0", False), ("visibilite.steps.2", False)]),
        ("person", [("visibilite.steps.0", False)]),
        (None, [("visibilite.steps.0", False), ("visibilite.steps.1", True), ("visibilite.steps.2", True)]),
    ],
)
def test_a_line_is_told_when_it_may_concern_the_case(
    home: str | None, expected: list[tuple[str, bool]]
) -> None:
    one = modality(OPENNESS, steps=LINES)
    judged = judge(one, case({"legal_home": home}))
    assert [(said.message, said.weak) for said in of.lines(judged, "steps", one.steps)] == expected


def test_a_line_that_tells_a_value_of_law_is_left_out_when_it_is_not_known() -> None:
    line = {"text": {"fr": "Sous {limit}.", "en": "Under {limit}."}}
    one = modality(OPENNESS, steps=[line, {"text": SAID}])
    told = {
        day: [said.message for said in of.lines(judge(one, made), "steps", one.steps)]
        for day in ("2015-09-30", "2015-10-01")
        for made in [case(purchase={"consultation_on": day})]
    }
    assert told == {
        "2015-09-30": ["visibilite.steps.1"],
        "2015-10-01": ["visibilite.steps.0", "visibilite.steps.1"],
    }


def test_an_approval_is_a_step_and_never_a_condition() -> None:
    one = modality(
        OPENNESS,
        approvals=[
            {"who": "hierarchy", "text": SAID},
            {"who": "assembly", "when": {"body": "commune"}, "text": SAID},
        ],
    )
    commune = case(OPEN, kind="local-authority", level="commune")
    for made, expected in ((case(OPEN), ["hierarchy"]), (commune, ["hierarchy", "assembly"])):
        judged = judge(one, made)
        assert judged.verdict.value == "fits"
        assert [found.who for found in of.approvals(judged)] == expected


def test_the_law_that_concerns_the_case_is_told_as_it_holds() -> None:
    one = modalities()["marche-dedie"]
    made = case(purchase={"amount_eur_ht": 50000, "consultation_on": "2026-03-31"})
    found = {used.parameter.id: used.dated for used in of.used(judge(one, made), made)}
    dispense = found[DISPENSE]
    assert dispense is not None
    assert (dispense.value, dispense.end) == (40000, date(2026, 3, 31))
    assert "commande_publique/seuil_formalise_autres" in found
    assert "commande_publique/seuil_formalise_etat" not in found
    assert "calendrier/cloture_paiements" not in found
    state = case(kind="state")
    assert "calendrier/cloture_paiements" in {used.parameter.id for used in of.used(judge(one, state), state)}


def test_what_fills_a_sentence_is_plain_or_none() -> None:
    made = case(
        {"legal_home": "association", "licence": "MIT", "needs": {"visibility": "inferred"}},
        money=5000,
        goals=["visibility", "a-fix"],
        purchase={"amount_eur_ht": 100},
    )
    args = judge(modality(OPENNESS), made).args
    assert args == {
        "legal_home": "association",
        "licence": "MIT",
        "body": "hospital",
        "amount": {"value": 100.0, "unit": "EUR_HT"},
        "budget": {"value": 5000.0, "unit": "EUR"},
        "days": None,
        "population": None,
        "needs": ["visibility"],
        "goals": ["visibility"],
        "limit": {"value": 60000, "unit": "EUR_HT"},
    }
    assert judge(modality(OPENNESS), case(kind="local-authority")).args["body"] == "local-authority"
