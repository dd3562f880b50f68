import pytest

from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, on

# Half of these eighteen contributions is reached by ada, bob and cleo.
BEFORE = (
    on("2025-05-01", *["ada"] * 3)
    + on("2025-06-01", *["bob"] * 3)
    + on("2025-07-01", *["cleo"] * 3, *["dan", "eve", "fay", "gus"] * 2, "hal")
)
# Of these ten, by ada and bob.
PAIR = on("2025-05-01", *["ada"] * 3) + on("2025-06-01", *["bob"] * 3, *["cleo"] * 2, "dan", "eve")


@pytest.mark.parametrize(
    ("commits", "value"),
    [
        (BEFORE, 0),
        (BEFORE + on("2026-06-01", *["ada", "bob", "cleo", "dan", "eve"] * 3), 1),
        (BEFORE + on("2026-06-01", *["ada"] * 5), 1 / 3),
        (BEFORE + on("2026-06-01", *["dan"] * 9, "ada"), 0),
        (BEFORE + on("2026-06-01", *["zed"] * 9, "ada", "bob", "cleo"), 0),
        # ada reaches half (>=); at a tie, she came first
        (BEFORE + on("2026-06-01", *["ada"] * 5, *["bob"] * 5), 1 / 3),
        # the last day of one year, the first of the next
        (BEFORE + on("2025-11-22", "bob") + on("2025-11-23", "ada"), 1 / 3),
    ],
)
def test_the_former_core(commits: list[C], value: float) -> None:
    got = answer("core_retention", commits)
    assert (got.outcome, got.value, got.items) == (MEASURED, value, 3)


@pytest.mark.parametrize(
    ("commits", "items"), [(BEFORE[:9], 9), (on("2026-06-01", *["ada"] * 50), 0), ([], 0)]
)
def test_too_little_data_in_the_year_before(commits: list[C], items: int) -> None:
    got = answer("core_retention", commits)
    assert (got.outcome, got.value, got.items) == (TOO_LITTLE, None, items)


@pytest.mark.parametrize(("commits", "size"), [(PAIR, 2), (on("2025-05-01", *["ada"] * 10), 1)])
def test_a_core_of_one_or_two_is_too_little_and_shows_nothing(commits: list[C], size: int) -> None:
    got = answer("core_retention", commits + on("2026-06-01", "ada"))
    assert (got.outcome, got.value, got.items, got.breakdown) == (TOO_LITTLE, None, size, ())
    assert got.reason is not None
    assert got.reason.args == {"found": size, "minimum": 3}
