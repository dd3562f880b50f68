from datetime import date

import pytest

from reperes.errors import Message
from reperes.indicators import definitions
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.test_changes.measure import measure
from support.history import C, history, of_history
from support.indicators import AS_OF, MEASURED, TOO_LITTLE, days

DAY = date(2026, 5, 1)
NINE = days(DAY, 9, touches=["M src/a.py"])


def answer(commits: list[C], *paths: str) -> Measure:
    return measure(of_history(history(commits), *paths), AS_OF, definitions()["test_changes"])


@pytest.mark.parametrize(
    ("commits", "value", "items"),
    [
        ([*NINE, C(DAY, "ada", ["M src/a.py", "A tests/test_a.py"])], 0.1, 10),
        ([*NINE, C(DAY, "ada", ["D tests/test_a.py"])], 0.1, 10),
        ([*NINE, C(DAY, "ada", ["M vendor/lib/tests/test_a.py"])], 0, 10),  # kept here, written elsewhere
        ([*NINE, C(DAY, "ada", ["M src/a.py", "R tests/test_a.py"])], 0, 10),  # moved, not changed
        # commits that change no file are not counted, nor robots, nor other years
        ([*NINE, *NINE, C(DAY, "ada"), C(DAY, "ada", ["R tests/test_a.py"])], 0, 18),
        ([*NINE, *NINE, C(DAY, "bot-x", ["M tests/test_a.py"])], 0, 18),
        ([*NINE, *NINE, C(date(2025, 11, 22), "ada", ["M tests/test_a.py"])], 0, 18),
        ([*NINE, C(date(2025, 11, 23), "ada", ["M tests/test_a.py"])], 0.1, 10),
    ],
)
def test_share_of_commits_that_touch_them(commits: list[C], value: float, items: int) -> None:
    got = answer(commits, "src/a.py")
    assert (got.outcome, got.value, got.items) == (MEASURED, value, items)


@pytest.mark.parametrize(("commits", "items"), [(NINE + days(DAY, 30), 9), (days(DAY, 30), 0), ([], 0)])
def test_too_few_commits_that_change_a_file(commits: list[C], items: int) -> None:
    got = answer(commits, "src/a.py")
    assert (got.outcome, got.value, got.items) == (TOO_LITTLE, None, items)


@pytest.mark.parametrize("paths", [("spec/part-1.md", "data/towns.csv"), ()])
def test_without_a_program_there_is_nothing_to_test(paths: tuple[str, ...]) -> None:
    got = answer(days(DAY, 10, touches=["M spec/part-1.md"]), *paths)
    assert (got.outcome, got.value) == (Outcome.NOT_APPLICABLE, None)
    assert got.reason == Message("The repository holds no program file.")
