"""A whole advice: every modality, in order, with the questions to ask and what it takes for granted."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from reperes.law import law
from reperes.law.library import STALE_AFTER
from reperes.modalities.advise import advise
from reperes.modalities.case import Case
from reperes.modalities.given import Given, of_file
from reperes.modalities.library import modalities
from reperes.modalities.model import Advice, Recommendation, Verdict
from reperes.modalities.profile import administration
from reperes.readings.model import Confidence, Question
from support.advice import explained

AS_OF = date(2026, 11, 25)
ONE_DAY = timedelta(days=1)
CHECKED = min(one.checked_on for one in law().parameters.values())
READ = {
    "resource": "software",
    "licence": "MIT",
    "legal_home": "association",
    "lifecycle": "active",
    "contribution_terms": "dco",
}


def case(readings: Mapping[str, Any] | None = None, as_of: date = AS_OF, **ours: Any) -> Case:
    told = {"name": "x", "kind": "hospital", **ours}
    return Case(administration(told), of_file(readings or {}), as_of, law())


def made(readings: Mapping[str, Any] | None = None, as_of: date = AS_OF, **ours: Any) -> Advice:
    return advise(case(readings, as_of, **ours))


def of(advice: Advice, modality: str) -> Recommendation:
    return next(one for one in advice.recommendations if one.modality == modality)


def asked(questions: tuple[Question, ...]) -> list[str]:
    return [one.id for one in questions]


def test_every_modality_is_judged_and_has_a_rank() -> None:
    found = made({"licence": "MIT", "legal_home": "association"})
    assert {one.modality for one in found.recommendations} == set(modalities())
    assert [one.rank for one in found.recommendations] == list(range(1, 23))
    verdicts = [[*Verdict].index(one.verdict) for one in found.recommendations]
    assert verdicts == sorted(verdicts)
    assert (found.as_of, found.administration, found.subject) == (AS_OF, "x", None)
    assert {one.modality: one.role for one in found.recommendations} == {
        name: one.role for name, one in modalities().items()
    }


def test_the_readings_it_was_made_from_are_kept() -> None:
    one = case({"licence": "MIT"})
    assert advise(one, subject="Un outil").readings is one.readings
    assert advise(one, subject="Un outil").subject == "Un outil"


@pytest.mark.parametrize(
    ("modality", "readings", "ours", "expected"),
    [
        # What a condition hangs on, of the project and of ourselves.
        ("visibilite", {}, {}, ["licence", "needs", "relation"]),
        ("visibilite", {"licence": "MIT"}, {}, ["needs", "relation"]),
        ("visibilite", {"licence": "MIT", "needs": {"visibility": "stated"}}, {"relation": "user"}, []),
        # Checks are asked apart.
        ("fonds-de-concours", {}, {"kind": "state", "relation": "publisher", "goals": ["a-fix"]}, []),
        # What excludes a modality on likely ground is to be settled.
        (
            "visibilite",
            {"licence": {"value": "BUSL-1.1", "confidence": "likely"}, "needs": {"visibility": "stated"}},
            {"relation": "user"},
            ["licence"],
        ),
        # An amount that is not told is asked for, and the kind of authority when the amount is.
        (
            "commande-sous-seuil",
            {**READ, "legal_home": "company", "needs": {"maintenance": "stated"}},
            {"means": {"budget_eur": 1}, "goals": ["a-fix"]},
            ["amount"],
        ),
        (
            "marche-dedie",
            {**READ, "legal_home": "company", "needs": {"maintenance": "stated"}},
            {
                "kind": "state-operator",
                "goals": ["a-fix"],
                "purchase": {"amount_eur_ht": 180000},
                "means": {"budget_eur": 180000},
            },
            ["central_authority"],
        ),
        (
            "mise-a-disposition",
            {**READ, "needs": {"review": "stated"}},
            {"kind": "local-authority", "level": "commune", "means": {"agent_days": 1, "skills": ["legal"]}},
            ["population"],
        ),
        (
            "mise-a-disposition",
            {**READ, "needs": {"review": "stated"}},
            {"kind": "local-authority", "population": 5000, "means": {"agent_days": 1, "skills": ["legal"]}},
            ["level"],
        ),
        (
            "marche-support",
            {**READ, "needs": {"maintenance": "stated"}},
            {"kind": "state"},
            ["market_beneficiary"],
        ),
        ("adhesion", {**READ, "needs": {"funding": "stated"}}, {}, ["budget"]),
    ],
)
def test_what_a_verdict_hangs_on_is_asked(
    modality: str, readings: dict[str, Any], ours: dict[str, Any], expected: list[str]
) -> None:
    found = of(made(readings, date(2026, 6, 1), **ours), modality)
    settled = [name.removeprefix("administration.") for one in found.questions for name in one.settles[:1]]
    assert settled == expected


def test_a_question_that_the_reading_asks_comes_before_that_of_its_definition() -> None:
    own = Question("legal_home.who_signs", ("legal_home",))
    unread = Given("legal_home", None, Confidence.UNKNOWN, {}, (own,))
    ours = administration({"name": "x", "kind": "hospital"})
    found = advise(Case(ours, {"legal_home": unread}, AS_OF, law()))
    assert own in of(found, "don").questions
    assert own in found.questions


def test_what_decides_most_modalities_is_asked_first_and_each_once() -> None:
    found = made()
    assert len(set(asked(found.questions))) == len(found.questions)
    open_ = [one for one in found.recommendations if one.verdict is Verdict.TO_VERIFY]
    weights = [sum(name in asked(one.questions) for one in open_) for name in asked(found.questions)]
    assert weights == sorted(weights, reverse=True)
    assert [one.settles for one in found.questions[:2]] == [("needs",), ("legal_home",)]


def test_nothing_is_asked_for_what_is_excluded_only() -> None:
    found = made({"licence": "BUSL-1.1"})
    named = {
        name
        for one in found.recommendations
        if one.verdict is not Verdict.EXCLUDED
        for name in asked(one.questions)
    }
    assert set(asked(found.questions)) == named


def notes(advice: Advice) -> list[tuple[str, dict[str, object]]]:
    return [(one.message.removeprefix("advice."), dict(one.args)) for one in advice.notes]


def test_a_corrected_reading_is_told() -> None:
    told = {"value": "association", "confidence": "likely", "correction": {"value": "foundation"}}
    found = made({"legal_home": told, "licence": "MIT"})
    assert notes(found) == [("corrected", {"reading": {"reading": "legal_home"}})]
    assert [(one.kind, one.id) for one in explained(found.notes[0].citations)] == [("reading", "legal_home")]


@pytest.mark.parametrize(
    ("answer", "near"),
    [
        ("don.general_intrest", "don.general_interest"),
        ("subvention.iniated_by_beneficiary", "subvention.initiated_by_beneficiary"),
        ("zzz", "–"),
    ],
)
def test_an_answer_that_no_check_asks_for_is_told(answer: str, near: str) -> None:
    found = made(answers={answer: "yes", "don.general_interest": "yes"})
    assert notes(found) == [("unused_answer", {"answer": answer, "near": near})]


@pytest.mark.parametrize(
    ("as_of", "consultation", "expected"),
    [
        (CHECKED + STALE_AFTER, None, []),
        (CHECKED + STALE_AFTER + ONE_DAY, None, ["law_known_until"]),
        (AS_OF, CHECKED + STALE_AFTER + ONE_DAY, ["law_known_until", "consultation_day"]),
        (AS_OF, AS_OF + ONE_DAY, ["consultation_day"]),
        (AS_OF, AS_OF, []),
    ],
)
def test_the_day_whose_law_is_used_is_told_where_it_may_surprise(
    as_of: date, consultation: date | None, expected: list[str]
) -> None:
    found = made(as_of=as_of, purchase={"consultation_on": consultation})
    assert [name for name, _ in notes(found)] == expected
