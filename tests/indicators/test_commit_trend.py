from datetime import date

import pytest

from reperes.facts.citation import Window
from reperes.indicators.measure import Outcome, Point
from support.history import C
from support.indicators import AS_OF, MEASURED, TOO_LITTLE, answer, days, on

OLD = on("2023-01-01", "ada")
BEFORE, AFTER = date(2025, 1, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (OLD + days(BEFORE, 40) + days(AFTER, 30), MEASURED, -0.25, 70),
        (OLD + days(BEFORE, 10) + days(AFTER, 25), MEASURED, 1.5, 35),
        (OLD + days(BEFORE, 10), MEASURED, -1, 10),
        (OLD + days(BEFORE, 9) + days(AFTER, 25), TOO_LITTLE, None, 9),
        # 2025-11-22 is the last day of the year before, 2025-11-23 the first of this one
        (OLD + days(BEFORE, 9) + on("2025-11-22", "ada") + on("2025-11-23", "ada"), MEASURED, -0.9, 11),
        (days(date(2024, 11, 23), 20) + days(AFTER, 20), MEASURED, 0, 40),
        (days(date(2024, 11, 24), 20) + days(AFTER, 20), TOO_LITTLE, None, None),  # not two whole years
        ([], TOO_LITTLE, None, None),
    ],
)
def test_change_between_two_years(
    commits: list[C], outcome: Outcome, value: float | None, items: int | None
) -> None:
    got = answer("commit_trend", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_says_why_a_young_history_has_no_trend() -> None:
    reason = answer("commit_trend", days(date(2025, 12, 1), 20)).reason
    assert reason is not None
    assert reason.args == {"found": 11, "minimum": 24}


def test_yearly_series_and_window() -> None:
    got = answer("commit_trend", OLD + days(BEFORE, 40) + days(AFTER, 30))
    assert got.window == Window(date(2024, 11, 23), AS_OF)
    assert got.series == (
        Point("2023", 1),
        Point("2024", 0),
        Point("2025", 40),
        Point("2026", 30, complete=False),
    )


def test_the_year_is_whole_on_its_last_day() -> None:
    got = answer("commit_trend", OLD + days(BEFORE, 40), date(2026, 12, 31))
    assert got.series[-1] == Point("2026", 0)
