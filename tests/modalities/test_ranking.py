"""The order of what is worth looking at: verdict, need, goal, means, effort, power, then the name."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reperes.law import law
from reperes.modalities.case import Case
from reperes.modalities.given import of_file
from reperes.modalities.judge import Judged, judge
from reperes.modalities.library import modalities
from reperes.modalities.model import Verdict
from reperes.modalities.profile import administration
from reperes.modalities.ranking import ranked, why
from reperes.modalities.table import Known

YES, NO, OPEN = Known(("yes",), ("yes",)), Known(("no",), ("no",)), Known(("yes", "no"), ("yes", "no"))
STATES = ("stated", "inferred", "none-seen")


def need(*states: str) -> Known:
    return Known(states, states)


STATED = need("stated")
LIKELY_NOBODY = {"value": "none", "confidence": "likely"}


def judged(
    name: str,
    verdict: str = "fits",
    need_: Known = STATED,
    *,
    goal: Known = YES,
    money: float | None = 1,
    home: object = None,
    **fields: Any,
) -> Judged:
    ours = administration({"name": "x", "kind": "hospital", "means": {"budget_eur": money}})
    made = judge(
        modalities()["adhesion"], Case(ours, of_file({"legal_home": home}), date(2026, 11, 25), law())
    )
    modality = made.modality.model_copy(update={"id": name, "effort": "weeks", "watch": False} | fields)
    inputs = {**made.inputs, "need": need_, "goal": goal}
    return replace(made, modality=modality, inputs=inputs, verdict=Verdict(verdict))


BETTER_AND_WORSE = [
    (judged("z", "fits"), judged("a", "possible")),
    (judged("z", "possible"), judged("a", "to-verify")),
    (judged("z", "to-verify"), judged("a", "excluded")),
    (
        judged("z", "fits", need("none-seen"), goal=NO, money=0, effort="years", watch=True),
        judged("a", "possible"),
    ),
    # Of two to verify, the one of which nothing looks false.
    (judged("z", "to-verify", need("none-seen")), judged("a", "to-verify", home=LIKELY_NOBODY)),
    (judged("z"), judged("a", need_=need("inferred"))),
    (judged("z", need_=need("stated", "inferred")), judged("a", need_=need(*STATES))),
    (judged("z", need_=need("inferred")), judged("a", need_=need(*STATES))),
    (judged("z", need_=need(*STATES)), judged("a", need_=need("none-seen"))),
    (judged("z", need_=need("inferred", "none-seen")), judged("a", need_=need("none-seen"))),
    (judged("z", need_=need("stated"), goal=NO, money=0), judged("a", need_=need("inferred"))),
    (judged("z"), judged("a", goal=OPEN)),
    (judged("z", goal=OPEN), judged("a", goal=NO)),
    (judged("z", goal=YES, money=0), judged("a", goal=OPEN)),
    (judged("z"), judged("a", money=None)),
    (judged("z", money=None), judged("a", money=0)),
    (judged("z", money=1, effort="years"), judged("a", money=None, effort="days")),
    (judged("z", effort="days"), judged("a", effort="weeks")),
    (judged("z", effort="weeks"), judged("a", effort="months")),
    (judged("z", effort="months"), judged("a", effort="years")),
    (judged("z", effort="days", watch=True), judged("a", effort="weeks")),
    (judged("z"), judged("a", watch=True)),
    (judged("a"), judged("z")),
]


@pytest.mark.parametrize(("better", "worse"), BETTER_AND_WORSE)
def test_one_comes_before_the_other_whatever_the_order_they_were_judged_in(
    better: Judged, worse: Judged
) -> None:
    assert ranked([better, worse]) == [better, worse]
    assert ranked([worse, better]) == [better, worse]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (judged("a"), ["need_stated", "goal", "means_yes", "effort_weeks"]),
        (judged("a", need_=need("inferred")), ["need_inferred", "goal", "means_yes", "effort_weeks"]),
        (
            judged("a", need_=need("stated", "inferred")),
            ["need_inferred", "goal", "means_yes", "effort_weeks"],
        ),
        (judged("a", need_=need(*STATES)), ["need_unknown", "goal", "means_yes", "effort_weeks"]),
        (judged("a", need_=need("none-seen")), ["need_none", "goal", "means_yes", "effort_weeks"]),
        (judged("a", goal=OPEN), ["need_stated", "means_yes", "effort_weeks"]),
        (judged("a", goal=NO), ["need_stated", "means_yes", "effort_weeks"]),
        (judged("a", money=None), ["need_stated", "goal", "means_unknown", "effort_weeks"]),
        (judged("a", money=0), ["need_stated", "goal", "means_no", "effort_weeks"]),
        (
            judged("a", effort="years", watch=True),
            ["need_stated", "goal", "means_yes", "effort_years", "watch"],
        ),
        (judged("a", effort="days"), ["need_stated", "goal", "means_yes", "effort_days"]),
        (judged("a", effort="months"), ["need_stated", "goal", "means_yes", "effort_months"]),
    ],
)
def test_why_it_stands_there_is_said_in_words(one: Judged, expected: list[str]) -> None:
    assert [said.message.removeprefix("advice.order_") for said in why(one)] == expected
