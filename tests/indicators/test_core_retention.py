import pytest

from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, on

# Half of these ten contributions is reached by ada and bob.
BEFORE = on("2025-05-01", *["ada"] * 3) + on("2025-06-01", *["bob"] * 3, *["cleo"] * 2, "dan", "eve")


@pytest.mark.parametrize(
    ("commits", "value", "items"),
    [
        (BEFORE, 0, 2),
        (BEFORE + on("2026-06-01", *["ada"] * 3, *["bob"] * 3, *["cleo"] * 3), 1, 2),
        (BEFORE + on("2026-06-01", *["ada"] * 5), 0.5, 2),
        (BEFORE + on("2026-06-01", *["cleo"] * 9, "ada"), 0, 2),
        (BEFORE + on("2026-06-01", *["zed"] * 9, "ada", "bob"), 0, 2),
        (
            BEFORE + on("2026-06-01", *["ada"] * 5, *["bob"] * 5),
            0.5,
            2,
        ),  # ada reaches half (>=); at a tie, she came first
        (
            BEFORE + on("2025-11-22", "bob") + on("2025-11-23", "ada"),
            0.5,
            2,
        ),  # the last day of one year, the first of the next
    ],
)
def test_the_former_core(commits: list[C], value: float, items: int) -> None:
    got = answer("core_retention", commits)
    assert (got.outcome, got.value, got.items) == (MEASURED, value, items)


@pytest.mark.parametrize(
    ("commits", "items"), [(BEFORE[:9], 9), (on("2026-06-01", *["ada"] * 50), 0), ([], 0)]
)
def test_too_little_data_in_the_year_before(commits: list[C], items: int) -> None:
    got = answer("core_retention", commits)
    assert (got.outcome, got.value, got.items) == (TOO_LITTLE, None, items)
