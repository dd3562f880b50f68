from datetime import date

import pytest

from reperes.indicators.measure import Outcome, Point
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, on


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (on("2026-05-01", "ada", "bob"), MEASURED, 0, 2),
        (on("2010-05-01", "ada") + on("2026-05-01", "ada", "bob"), MEASURED, 1, 2),
        (on("2025-11-22", "ada") + on("2025-11-23", "ada", "bob"), MEASURED, 1, 2),
        ([C(date(2020, 5, 1), "bob", co=["ada"]), *on("2026-05-01", "ada")], MEASURED, 1, 1),
        (on("2020-05-01", "ada"), MEASURED, 0, 0),
        ([], TOO_LITTLE, None, 0),
    ],
)
def test_active_and_seen_before_the_window(
    commits: list[C], outcome: Outcome, value: int | None, items: int
) -> None:
    got = answer("returning_contributors", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_series_has_the_years_of_the_newcomers() -> None:
    commits = on("2023-12-31", "ada", "bob") + on("2024-01-01", "ada") + on("2026-01-01", "bob", "cleo")
    got = answer("returning_contributors", commits + on("2026-12-01", "ada"))
    assert got.series == (
        Point("2023", 0),
        Point("2024", 1),
        Point("2025", 0),
        Point("2026", 1, complete=False),
    )
    assert [p.period for p in got.series] == [p.period for p in answer("new_contributors", commits).series]
