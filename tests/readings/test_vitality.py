"""The vitality: five points, no sum, nothing held against small projects."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from reperes.facts.documents import Document
from reperes.indicators import measure_all
from reperes.readings import definitions
from reperes.readings.model import Confidence, Reading
from reperes.readings.vitality.items import ASKING
from support.history import C, history, of_history
from support.observations import AS_OF
from support.readings import contributing, made, messages, read

ESTABLISHED, LIKELY, UNKNOWN = Confidence.ESTABLISHED, Confidence.LIKELY, Confidence.UNKNOWN


def years(*counts: int, people: Sequence[str]) -> list[C]:
    """Return so many commits in each span of twelve months, the last one first, evenly spread."""
    return [
        C(AS_OF - timedelta(days=365 * span + round(365 * (at + 0.5) / count)), people[at % len(people)])
        for span, count in enumerate(counts)
        for at in range(count)
    ]


def alive(
    commits: Iterable[C],
    *,
    documents: Sequence[Document] | None = (),
    after: Iterable[Reading] = (),
    kinds: dict[str, str] | None = None,
) -> Reading:
    built = history(list(commits), organisations=kinds)
    measures = measure_all(of_history(built, "src/a.py"), AS_OF)
    return read("vitality", history=built, documents=documents, measures=measures, after=after)


def point(found: Reading, name: str) -> tuple[object, Confidence, list[str]]:
    one: Reading = found.companions["items"][name]
    return one.value, one.confidence, messages(one)


TEAM = ("ada", "bob", "eve", "kim", "lea", "max")


def test_a_steady_team_is_well_and_nothing_is_asked_of_it_but_its_answers() -> None:
    found = alive(years(100, 100, 100, 100, 100, people=TEAM))
    assert (found.value, found.confidence) == (None, LIKELY)
    # Windows of one history do not confirm one another.
    assert point(found, "frequency_and_quality") == ("steady", LIKELY, ["same_changes", "like_years"])
    assert point(found, "retention") == ("good", LIKELY, ["core_stays", "people_stay"])
    assert [one.id for one in found.questions] == [
        "vitality.organisations",
        "vitality.answers",
        "vitality.decisions",
    ]


def test_responsiveness_is_unknown_without_a_forge_whatever_the_history_shows() -> None:
    patches = [
        C(
            AS_OF - timedelta(days=10 * at + 4),
            "ada",
            committer="bob",
            committed=AS_OF - timedelta(days=10 * at),
        )
        for at in range(20)
    ]
    value, confidence, said = point(alive(patches), "responsiveness")
    assert (value, confidence, said) == (None, UNKNOWN, ["integration_delay", "reviewed"])
    assert "reviewed" in point(alive(patches), "frequency_and_quality")[2]


def test_a_history_without_a_trace_of_review_says_nothing_of_it() -> None:
    found = alive(years(100, 100, 100, 100, 100, people=TEAM))
    for name in ("frequency_and_quality", "responsiveness"):
        assert "reviewed" not in point(found, name)[2]


def test_more_and_less_are_said_against_the_own_years() -> None:
    assert point(alive(years(160, 100, 100, 100, 100, people=TEAM)), "frequency_and_quality")[0] == "growing"
    assert point(alive(years(30, 100, 100, 100, 100, people=TEAM)), "frequency_and_quality")[0] == "falling"


def test_a_small_project_is_not_sick() -> None:
    found = alive(years(6, 6, 6, 6, people=("ada", "bob")))
    assert point(found, "frequency_and_quality") == ("steady", LIKELY, ["usual_pace"])
    (pace,) = found.companions["items"]["frequency_and_quality"].support
    assert pace.args == {"day": "2026-10-24"}
    assert point(found, "retention") == ("good", LIKELY, ["small_and_faithful"])
    assert point(found, "diversity") == ("fragile", LIKELY, ["some_people"])


def test_a_core_that_left_is_poor_retention() -> None:
    found = alive(years(60, people=("zoe", "tom")) + years(0, 60, people=TEAM))
    assert point(found, "retention") == ("poor", LIKELY, ["core_left", "people_leave"])


def test_one_organisation_is_fragile_and_several_are_good() -> None:
    kinds = {"un": "company", "deux": "public-body", "trois": "association"}
    one = alive(years(40, 40, people=[f"{name}@un" for name in TEAM]), kinds=kinds)
    assert point(one, "diversity") == ("fragile", LIKELY, ["one_organisation", "few_people"])
    crew = [f"{name}@{group}" for name, group in zip(TEAM, [*kinds, *kinds], strict=True)]
    three = alive(years(120, 120, people=crew), kinds=kinds)
    assert point(three, "diversity") == ("good", LIKELY, ["several_organisations"])


def test_nobody_left_is_said() -> None:
    found = alive(years(0, 0, 50, 50, 50, people=TEAM))
    assert point(found, "retention") == ("poor", LIKELY, ["nobody_active"])
    assert point(found, "frequency_and_quality") == ("falling", LIKELY, ["unheard_silence"])


def test_decisions_are_as_clear_as_they_are_written() -> None:
    guide = [contributing("Open a request.")]
    team = years(40, 40, people=TEAM)

    def clear(
        documented: str, documents: Sequence[Document] | None = guide
    ) -> tuple[object, Confidence, list[str]]:
        governance = made("governance", "community-led", documented=documented, documents=())
        return point(alive(team, documents=documents, after=[governance]), "clarity_of_decisions")

    assert clear("yes") == ("good", LIKELY, ["rules_written", "guide_written"])
    assert clear("partial")[0] == "fragile"
    assert clear("no") == ("unwritten", LIKELY, ["rules_unwritten"])
    assert clear("unknown") == (None, UNKNOWN, [])
    assert clear("no", documents=None) == (None, UNKNOWN, [])


def test_only_many_people_are_fragile_for_want_of_rules() -> None:
    governance = made("governance", "community-led", documented="no", documents=())
    crowd = years(40, 40, people=[f"p{row}" for row in range(10)])
    value, confidence, said = point(alive(crowd, after=[governance]), "clarity_of_decisions")
    assert (value, confidence, said) == ("fragile", LIKELY, ["many_without_rules"])


def test_without_any_fact_the_whole_is_unknown() -> None:
    found = read("vitality", documents=None)
    assert found.confidence is UNKNOWN
    assert {one.confidence for one in found.companions["items"].values()} == {UNKNOWN}


def test_every_point_and_every_answer_has_a_word() -> None:
    known = set(definitions()["vitality"].words)
    answers = {one.value for one in definitions()["vitality"].evidence.values()} - {None}
    said = {*ASKING, "requests", "issues", "changes"}
    assert known == answers | set(read("vitality").companions["items"]) | said
