"""What holds of every advice, whoever asks, of whatever project: over cases made at random."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from reperes.i18n import Language
from reperes.knowledge.bodies import KINDS
from reperes.law import law
from reperes.modalities import judge as of
from reperes.modalities.advise import advise
from reperes.modalities.case import Case
from reperes.modalities.given import of_file
from reperes.modalities.judge import judge
from reperes.modalities.library import modalities
from reperes.modalities.model import Advice, Effect, Reason, Verdict
from reperes.modalities.profile import administration
from reperes.modalities.vocabulary import GOALS, NEED_STATES, NEEDS, RELATIONS, SKILLS, WORDS
from reperes.readings import definitions
from support.advice import explained, listed, taken

Fields = dict[str, Any]
FEW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = date(2026, 12, 20)
LICENCES = (
    *("MIT", "AGPL-3.0-or-later", "GPL-2.0-only", "BUSL-1.1", "NONE", "LicenseRef-of-somebody"),
    *("MIT OR GPL-2.0-only", "Apache-2.0 AND MPL-2.0"),
)
# The published lists say no for these: that is known before anybody answers.
OUTSIDE = ("local-authority", "local-public-body", "hospital", "university")


def vocabulary(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*definitions()[name].values])


TERMS = st.fixed_dictionaries(
    {"value": vocabulary("contribution_terms")},
    optional={"cla_kind": st.sampled_from(["individual", "corporate", "both"]), "relicensing": st.booleans()},
)
READINGS: Mapping[str, st.SearchStrategy[Any]] = {
    **{name: st.builds(lambda one: {"value": one}, vocabulary(name)) for name in WORDS if name != "nature"},
    "contribution_terms": TERMS,
    "licence": st.builds(lambda one: {"value": one}, st.sampled_from(LICENCES)),
    "nature": st.builds(lambda one: {"value": one}, vocabulary("nature")),
    "economic_model": st.builds(
        lambda listed: {"value": listed},
        st.lists(vocabulary("economic_model"), min_size=1, max_size=4, unique=True),
    ),
    "needs": st.builds(
        lambda told: {"value": told},
        st.dictionaries(st.sampled_from(NEEDS), st.sampled_from(NEED_STATES), min_size=1, max_size=11),
    ),
}
CHECKS = [f"{one.id}.{check}" for one in modalities().values() for check in one.checks]
AMOUNTS = st.sampled_from([0, 24999, 25000, 45000, 59999, 60000, 90000, 139999, 180000, 216000, 1e6])
SUMS = st.sampled_from([0, 1, 45000, 1e6])
MARKETS = st.dictionaries(st.sampled_from(["marche-support", "marche-expertise"]), st.booleans())
FIELDS: Mapping[str, st.SearchStrategy[Any]] = {
    "population": st.sampled_from([0, 3500, 3501, 220000]),
    "central_authority": st.booleans(),
    "relation": st.sampled_from(RELATIONS),
    "goals": st.lists(st.sampled_from(GOALS), unique=True),
    "code_licence": st.sampled_from(LICENCES[:4]),
    "means.budget_eur": SUMS,
    "means.agent_days": SUMS,
    "means.skills": st.lists(st.sampled_from(SKILLS), unique=True),
    "purchase.object": st.sampled_from(["supplies", "services", "works"]),
    "purchase.amount_eur_ht": AMOUNTS,
}
DAYS = st.sampled_from(
    [
        date(2019, 6, 1),
        date(2024, 6, 1),
        date(2026, 3, 31),
        date(2026, 4, 1),
        date(2026, 12, 20),
        date(2028, 6, 1),
    ]
)


@st.composite
def readings_(draw: st.DrawFn) -> Fields:
    """Return readings, each there or not, established, likely, contradicted or corrected."""
    found: Fields = {}
    for name, strategy in READINGS.items():
        if draw(st.booleans()):
            confidence = draw(st.sampled_from(["established", "established", "likely", "contradicted"]))
            found[name] = {**draw(strategy), "confidence": confidence}
    return found


def fields_of(kind: str) -> dict[str, st.SearchStrategy[Any]]:
    """Return what a kind of body may tell: only an operator does not know whether it is central."""
    return {
        path: strategy
        for path, strategy in FIELDS.items()
        if path != "central_authority" or kind == "state-operator"
    }


@st.composite
def profiles(draw: st.DrawFn) -> Fields:
    """Return a profile of a kind, each of its fields told or not, by the path of each."""
    found: Fields = {"name": "x", "kind": draw(st.sampled_from(KINDS))}
    if found["kind"] == "local-authority" and draw(st.booleans()):
        found["level"] = draw(st.sampled_from(["commune", "epci", "departement", "region", "other"]))
    found |= {
        path: draw(strategy) for path, strategy in fields_of(found["kind"]).items() if draw(st.booleans())
    }
    if found["kind"] not in OUTSIDE:
        found["market_beneficiary"] = draw(MARKETS)
    mostly = draw(st.sampled_from([0, 1, 2, 3]))  # of four answers, so many are told
    return found | {
        f"answers/{name}": draw(st.sampled_from([True, True, True, False]))
        for name in CHECKS
        if draw(st.integers(0, 3)) < mostly
    }


def case(ours: Fields, readings: Fields, day: date) -> Case:
    told: Fields = {"answers": {}, "means": {}, "purchase": {}}
    for path, value in ours.items():
        outer, slash, inner = path.partition("/") if "/" in path else path.partition(".")
        if slash:
            told[outer][inner] = value
        else:
            told[path] = value
    return Case(administration(told), of_file(readings), day, law())


def excluded(ours: Fields, readings: Fields, day: date) -> set[str]:
    made = case(ours, readings, day)
    return {name for name, one in modalities().items() if judge(one, made).verdict is Verdict.EXCLUDED}


def is_known(name: str, readings: Fields) -> bool:
    return name in readings and readings[name]["confidence"] != "contradicted"


@st.composite
def one_reading_more(draw: st.DrawFn) -> tuple[Fields, Fields]:
    """Return readings, and the same with one that was not known and now is."""
    before = draw(readings_())
    unknown = [name for name in READINGS if not is_known(name, before)]
    assume(unknown)
    name = draw(st.sampled_from(unknown))
    confidence = draw(st.sampled_from(["established", "likely"]))
    return before, {**before, name: {**draw(READINGS[name]), "confidence": confidence}}


@FEW
@given(profiles(), one_reading_more(), DAYS)
def test_a_reading_that_becomes_known_never_lifts_an_exclusion(
    ours: Fields, readings: tuple[Fields, Fields], day: date
) -> None:
    before, after = readings
    # A licence that becomes known says better than the nature whether the project is open.
    assume(
        "licence" in before or "licence" not in after or before.get("nature", {}).get("value") != "not-open"
    )
    assert excluded(ours, before, day) - excluded(ours, after, day) == set()


@st.composite
def one_field_more(draw: st.DrawFn) -> tuple[Fields, Fields]:
    """Return a profile, and the same with one field or one answer that was not told and now is."""
    before = draw(profiles())
    fields = {path: one for path, one in fields_of(before["kind"]).items() if path not in before}
    fields |= {f"answers/{name}": st.booleans() for name in CHECKS if f"answers/{name}" not in before}
    if before["kind"] == "local-authority" and "level" not in before:
        fields["level"] = st.sampled_from(["commune", "epci", "departement", "region", "other"])
    if before.get("market_beneficiary") == {}:
        fields["market_beneficiary"] = MARKETS
    assume(fields)
    path = draw(st.sampled_from([*fields]))
    return before, {**before, path: draw(fields[path])}


@FEW
@given(one_field_more(), readings_(), DAYS)
def test_a_field_or_an_answer_that_becomes_known_never_lifts_an_exclusion(
    ours: tuple[Fields, Fields], readings: Fields, day: date
) -> None:
    before, after = ours
    assert excluded(before, readings, day) - excluded(after, readings, day) == set()


@FEW
@given(profiles(), readings_(), st.sampled_from([*READINGS]), st.data(), DAYS)
def test_a_reading_that_is_only_likely_excludes_nothing(
    ours: Fields, readings: Fields, name: str, data: st.DataObject, day: date
) -> None:
    without = {key: value for key, value in readings.items() if key != name}
    likely = {**data.draw(READINGS[name]), "confidence": "likely"}
    assert excluded(ours, {**without, name: likely}, day) - excluded(ours, without, day) == set()


@FEW
@given(profiles(), readings_(), DAYS)
def test_what_is_contradicted_is_as_good_as_not_known(ours: Fields, readings: Fields, day: date) -> None:
    without = {key: value for key, value in readings.items() if value["confidence"] != "contradicted"}
    assert excluded(ours, readings, day) == excluded(ours, without, day)


ROWS = st.tuples(
    st.sampled_from(["sill", "comptoir-du-libre", "liste-marche-support"]),
    st.sampled_from(["repository", "identifier", "name"]),
    st.sampled_from([True, False, None]),
)
NAMES = st.sampled_from(["Registre", "Moodle", "PostgreSQL"])
LISTED = st.builds(lambda rows, name: listed(*rows, name=name), st.lists(ROWS, max_size=3), NAMES)
BODIES = st.sampled_from(["x", "CNRS", "Agence d’Exemple", "Ministère de la Culture"])


@FEW
@given(profiles(), readings_(), BODIES, LISTED, DAYS)
@example({"kind": "university"}, {}, "Agence d’Exemple", listed(("sill", "repository", True)), DAY)
def test_what_lists_say_neither_lifts_an_exclusion_nor_makes_one(
    ours: Fields, readings: Fields, body: str, found: Fields, day: date
) -> None:
    made = case({**ours, "name": body}, readings, day)
    told = case({**ours, "name": body}, {**readings, "ecosystem": found}, day)
    for market in ("marche-support", "marche-expertise"):
        taken_ = taken("Agence d’Exemple", "Les ministères français", "x", market=market)
        for one in modalities().values():
            excluded_ = {
                judge(one, each).verdict is Verdict.EXCLUDED
                for each in (made, told, replace(told, beneficiaries=taken_))
            }
            assert len(excluded_) == 1


@cache
def _best() -> Fields:
    """Return all that we could say for a cooperation: every answer, goal, skill and means."""
    return {f"answers/{name}": True for name in CHECKS} | {
        "name": "x",
        "means.budget_eur": 1e6,
        "means.agent_days": 100,
        "means.skills": SKILLS,
        "goals": GOALS,
        "purchase.amount_eur_ht": 45000,
        "population": 220000,
        "market_beneficiary": {"marche-support": True, "marche-expertise": True},
    }


def fitting(ours: Fields) -> list[str]:
    made = case({**_best(), **ours}, {}, date(2026, 6, 1))
    return [name for name, one in modalities().items() if judge(one, made).verdict is Verdict.FITS]


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_fits_a_project_of_which_nothing_is_known(kind: str, relation: str) -> None:
    # The one that receives looks at nothing of the project: it is our own.
    assert set(fitting({"kind": kind, "relation": relation})) - {"fonds-de-concours"} == set()


def of_condition(reason: Reason, modality: str) -> bool:
    """Return whether a reason is one of a condition, not of the match nor of the flow of licences."""
    told = reason.said.args.get("condition", {"message": reason.said.message})
    tables = [f"{modality}.{table.id}." for table in modalities()[modality].conditions]
    return str(told["message"]).startswith(tuple(tables))  # type: ignore[index]


@FEW
@given(profiles(), readings_(), DAYS)
def test_every_verdict_has_its_reasons_and_every_reason_what_it_rests_on(
    ours: Fields, readings: Fields, day: date
) -> None:
    made = case(ours, readings, day)
    for name, one in modalities().items():
        judged = judge(one, made)
        found = of.reasons(judged, made)
        against = [reason for reason in found if reason.effect is Effect.AGAINST]
        unknown = [reason for reason in found if reason.effect is Effect.UNKNOWN]
        weak = [reason for reason in against if reason.said.weak]
        if judged.verdict is Verdict.EXCLUDED:
            assert [reason for reason in against if not reason.said.weak] != []
        if judged.verdict is Verdict.TO_VERIFY:
            assert unknown + weak != []
        if judged.verdict is Verdict.FITS:
            assert unknown == []
        deciding = {(reason.effect, reason.said.weak) for reason in found if reason.decides}
        assert (
            deciding
            <= {
                Verdict.EXCLUDED: {(Effect.AGAINST, False)},
                Verdict.TO_VERIFY: {(Effect.UNKNOWN, False), (Effect.AGAINST, True)},
                Verdict.POSSIBLE: {(effect, weak_) for effect in Effect for weak_ in (True, False)},
                Verdict.FITS: set(),
            }[judged.verdict]
        )
        assert (judged.verdict is Verdict.FITS) or found[0].decides
        uncited = [
            reason.said for reason in found if of_condition(reason, name) and not reason.said.citations
        ]
        assert uncited == []


def cited(made: Advice) -> set[tuple[str, str]]:
    return {
        (one.kind, one.id)
        for made_ in made.recommendations
        for said in (*(reason.said for reason in made_.reasons), *made_.pitfalls, *made_.days, *made_.steps)
        for one in explained(said.citations)
    }


@settings(FEW, max_examples=40)
@given(profiles(), readings_(), DAYS)
@example({"name": "x", "kind": "state"}, {}, date(2026, 12, 20))
def test_an_advice_is_the_same_twice_and_every_sentence_can_be_said_and_opened(
    ours: Fields, readings: Fields, day: date
) -> None:
    from reperes.report.advice.json import document

    kept = repr((ours, readings))
    made = advise(case(ours, readings, day))
    assert made == advise(case(ours, readings, day))
    assert made == advise(case(dict(reversed(ours.items())), readings, day))
    assert repr((ours, readings)) == kept
    for kind, name in cited(made):
        assert name in (law().parameters if kind == "parameter" else definitions())
    for language in Language:
        assert "{" not in repr(_texts(document(made, language)))


def _texts(written: object) -> list[str]:
    if isinstance(written, dict):
        return [text for key, value in written.items() for text in (_texts(value) if key != "args" else [])]
    if isinstance(written, list):
        return [text for value in written for text in _texts(value)]
    return [written] if isinstance(written, str) else []
