from datetime import date

import pytest

from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, days

DAY = date(2026, 5, 1)
NINE = days(DAY, 9, touches=["M src/a.py"])


@pytest.mark.parametrize(
    ("commits", "value", "items"),
    [
        ([*NINE, C(DAY, "ada", ["M src/a.py", "A docs/a.txt"])], 0.1, 10),
        ([*NINE, C(DAY, "ada", ["D docs/a.txt"])], 0.1, 10),
        ([*NINE, C(DAY, "ada", ["M vendor/lib/readme.md"])], 0, 10),  # kept here, written elsewhere
        ([*NINE, C(DAY, "ada", ["M src/a.py", "R docs/a.txt"])], 0, 10),  # moved, not changed
        # commits that change no file are not counted, nor robots, nor other years
        ([*NINE, *NINE, C(DAY, "ada"), C(DAY, "ada", ["R docs/a.txt"])], 0, 18),
        ([*NINE, *NINE, C(DAY, "bot-x", ["M docs/a.txt"])], 0, 18),
        ([*NINE, *NINE, C(date(2025, 11, 22), "ada", ["M docs/a.txt"])], 0, 18),
        ([*NINE, C(date(2025, 11, 23), "ada", ["M docs/a.txt"])], 0.1, 10),
    ],
)
def test_share_of_commits_that_touch_them(commits: list[C], value: float, items: int) -> None:
    got = answer("documentation_changes", commits)
    assert (got.outcome, got.value, got.items) == (MEASURED, value, items)


@pytest.mark.parametrize(("commits", "items"), [(NINE + days(DAY, 30), 9), (days(DAY, 30), 0), ([], 0)])
def test_too_few_commits_that_change_a_file(commits: list[C], items: int) -> None:
    got = answer("documentation_changes", commits)
    assert (got.outcome, got.value, got.items) == (TOO_LITTLE, None, items)
