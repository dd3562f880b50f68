from datetime import date

import pytest

from reperes.indicators import contributions as c
from reperes.indicators import definitions
from reperes.indicators.contributor_absence_factor.measure import measure
from reperes.indicators.measure import Outcome
from support.history import C, history, of_history

AS_OF = date(2026, 11, 23)
DEFINITION = definitions()["contributor_absence_factor"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (
            [1000, 202, 90, 33, 332, 343, 42, 433],
            2,
        ),  # CHAOSS, Contributor Absence Factor: 1000 + 433 >= 1237.5
        ([1] * 8, 4),  # half is reached, not passed
        ([50, 50], 1),
        ([7], 1),
        ([], 0),
    ],
)
def test_smallest_half(counts: list[int], expected: int) -> None:
    assert c.smallest_half(counts) == expected


def test_counts_people_who_reach_half_in_the_window() -> None:
    rows = (
        [C(date(2026, 5, 1), "ada")] * 5
        + [C(date(2026, 6, 1), "bob")] * 3
        + [C(date(2026, 7, 1), "cleo")] * 3
    )
    rows += [C(date(2024, 1, 1), "bob")] * 90  # before the window
    rows += [C(date(2026, 8, 1), "bot-ci")] * 50 + [C(date(2026, 8, 1), "cleo", parents=2)] * 50
    got = measure(of_history(history(rows)), AS_OF, DEFINITION)
    assert (got.outcome, got.value, got.items) == (Outcome.MEASURED, 2, 11)


def test_too_little_data_is_not_a_number() -> None:
    got = measure(of_history(history([C(date(2026, 5, 1), "ada")] * 9)), AS_OF, DEFINITION)
    assert (got.outcome, got.value, got.items) == (Outcome.TOO_LITTLE_DATA, None, 9)
