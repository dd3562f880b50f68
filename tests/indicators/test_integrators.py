from datetime import date

import pytest

from reperes.indicators.measure import Outcome
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, days

DAY = date(2026, 5, 1)
NINE = days(DAY, 9)


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items", "traced"),
    [
        ([*NINE, C(DAY, "ada", committer="bob")], MEASURED, 1, 10, 1),
        ([*NINE, C(DAY, "ada", trailers=[("reviewed-by", "bob"), ("acked-by", "cleo")])], MEASURED, 2, 10, 1),
        ([*NINE, C(DAY, "ada", committer="bob", trailers=[("signed-off-by", "bob")])], MEASURED, 1, 10, 1),
        ([*NINE, C(DAY, "ada"), C(DAY, "bot-x", co=["ada"], committer="bob")], MEASURED, 1, 11, 1),
        # one’s own hand, a co-author’s, a robot’s are nobody else’s
        ([*NINE, C(DAY, "ada", trailers=[("signed-off-by", "ada")])], MEASURED, 0, 10, 0),
        ([*NINE, C(DAY, "ada", co=["bob"], trailers=[("signed-off-by", "bob")])], MEASURED, 0, 10, 0),
        ([*NINE, C(DAY, "ada", co=["bob"], committer="bob")], MEASURED, 0, 10, 0),
        ([*NINE, C(DAY, "ada", committer="bot-forge", trailers=[("acked-by", "bot-x")])], MEASURED, 0, 10, 0),
        # the work of robots, merges, and other years
        ([*NINE, C(DAY, "ada"), C(DAY, "bot-x", committer="bob")], MEASURED, 0, 10, 0),
        ([*NINE, C(DAY, "ada"), C(DAY, "ada", committer="bob", parents=2)], MEASURED, 0, 10, 0),
        ([*NINE, C(DAY, "ada"), C(date(2025, 11, 22), "ada", committer="bob")], MEASURED, 0, 10, 0),
        ([*NINE, C(date(2025, 11, 23), "ada", committer="bob")], MEASURED, 1, 10, 1),
    ],
)
def test_people_who_take_in_the_work_of_others(
    commits: list[C], outcome: Outcome, value: int, items: int, traced: int
) -> None:
    got = answer("integrators", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)
    assert (got.details, got.breakdown) == ({"commits_with_trace": traced}, ())


@pytest.mark.parametrize(("robots", "outcome", "value"), [(4, MEASURED, 1), (5, Outcome.NOT_MEASURED, None)])
def test_nobody_can_tell_who_decided_when_robots_integrate_half(
    robots: int, outcome: Outcome, value: int | None
) -> None:
    traced = C(DAY, "ada", committer="bob")
    got = answer("integrators", [traced, *days(DAY, 9 - robots), *days(DAY, robots, committer="bot-forge")])
    assert (got.outcome, got.value, got.items) == (outcome, value, 10)
    assert got.details == {"commits_with_trace": 1}
    assert got.reason is None or got.reason.args == {"percent": 50}


@pytest.mark.parametrize(("commits", "items"), [(days(DAY, 9, committer="bob"), 9), ([], 0)])
def test_too_few_commits(commits: list[C], items: int) -> None:
    got = answer("integrators", commits)
    assert (got.outcome, got.value, got.items) == (TOO_LITTLE, None, items)
