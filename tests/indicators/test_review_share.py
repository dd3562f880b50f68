from datetime import date

import pytest

from reperes.indicators.measure import Outcome
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, days

DAY = date(2026, 5, 1)
ALONE = days(DAY, 8)
REVIEWED = C(DAY, "ada", trailers=[("reviewed-by", "bob"), ("reviewed-by", "cleo")])


@pytest.mark.parametrize(
    ("commits", "value", "items", "parts"),
    [
        ([*ALONE, REVIEWED, C(DAY, "ada", committer="bob")], 0.2, 10, (1, 1, 0, 8)),
        # both at once are one commit seen, and the committer is what is shown
        (
            [*ALONE, *ALONE, C(DAY, "ada", committer="bob", trailers=[("acked-by", "cleo")])] * 2,
            2 / 34,
            34,
            (2, 0, 0, 32),
        ),
        # a forge’s own account says nothing of who decided, unless a trailer does
        ([*ALONE, *days(DAY, 2, committer="bot-forge")], 0, 10, (0, 0, 2, 8)),
        (
            [*ALONE, *days(DAY, 2, committer="bot-forge", trailers=[("acked-by", "bob")])],
            0.2,
            10,
            (0, 2, 0, 8),
        ),
        ([*days(DAY, 6), *days(DAY, 4, committer="bot-forge")], 0, 10, (0, 0, 4, 6)),
        (days(DAY, 10, trailers=[("signed-off-by", "ada")]), 0, 10, (0, 0, 0, 10)),
        (days(DAY, 10, co=["bob"]), 0, 10, (0, 0, 0, 10)),
        (days(DAY, 10, committer="bob"), 1, 10, (10, 0, 0, 0)),
        ([*ALONE, *ALONE, *days(date(2025, 1, 1), 90, committer="bob")], 0, 16, (0, 0, 0, 16)),
    ],
)
def test_share_of_commits_with_the_trace_of_somebody_else(
    commits: list[C], value: float, items: int, parts: tuple[int, int, int, int]
) -> None:
    got = answer("review_share", commits)
    assert (got.outcome, got.value, got.items) == (MEASURED, value, items)
    assert tuple(share.count for share in got.breakdown) == parts
    assert [share.key for share in got.breakdown] == [
        "other_committer",
        "trailer_only",
        "robot_committer",
        "no_trace",
    ]
    assert sum(share.share for share in got.breakdown) == pytest.approx(1)


@pytest.mark.parametrize(
    ("commits", "items", "parts", "percent"),
    [
        ([*days(DAY, 5), *days(DAY, 5, committer="bot-forge")], 10, (0, 0, 5, 5), 50),
        ([*days(DAY, 5, committer="bob"), *days(DAY, 10, committer="bot-forge")], 15, (5, 0, 10, 0), 67),
        (days(DAY, 10, committer="bot-forge"), 10, (0, 0, 10, 0), 100),
        ([REVIEWED, *days(date(2025, 12, 1), 300, committer="bot-forge")], 301, (0, 1, 300, 0), 99),
    ],
)
def test_nobody_can_tell_who_decided_when_robots_integrate_most(
    commits: list[C], items: int, parts: tuple[int, ...], percent: int
) -> None:
    got = answer("review_share", commits)
    assert (got.outcome, got.value, got.items) == (Outcome.NOT_MEASURED, None, items)
    assert tuple(share.count for share in got.breakdown) == parts
    assert got.reason is not None
    assert got.reason.args == {"percent": percent}


@pytest.mark.parametrize(("commits", "items"), [(days(DAY, 9, committer="bob"), 9), ([], 0)])
def test_too_few_commits(commits: list[C], items: int) -> None:
    got = answer("review_share", commits)
    assert (got.outcome, got.value, got.items) == (TOO_LITTLE, None, items)
