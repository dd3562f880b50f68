from datetime import date, datetime

import pytest

from reperes.indicators.measure import Outcome
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, days, on

SPRING = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (days(SPRING, 2) + days(SPRING, 3, "bob"), MEASURED, 1, 5),
        (on("2026-03-01", *["ada"] * 10), MEASURED, 1, 10),  # ten commits are one visit
        (days(date(2020, 1, 1), 90) + days(SPRING, 1), MEASURED, 1, 1),  # only the window counts
        ([C(datetime.fromisoformat("2026-03-01T23:30:00-02:00"), "ada"), *days(SPRING, 2)], MEASURED, 1, 3),
        (days(date(2020, 1, 1), 1), MEASURED, 0, 0),
        ([], TOO_LITTLE, None, 0),
    ],
)
def test_two_distinct_days_at_most(commits: list[C], outcome: Outcome, value: int | None, items: int) -> None:
    got = answer("occasional_contributors", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)
