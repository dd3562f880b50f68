from datetime import date

import pytest

from reperes.indicators.measure import Outcome
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, days, on


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (on("2026-05-01", "ada", "ada", "bob", "cleo"), MEASURED, 3, 4),
        ([C(date(2026, 5, 1), "ada", co=["bob", "cleo"])], MEASURED, 3, 3),
        ([C(date(2026, 5, 1), "bot-x", co=["ada"]), *on("2026-05-01", "bot-y")], MEASURED, 1, 1),
        (on("2025-11-23", "ada") + on("2026-11-23", "bob"), MEASURED, 2, 2),
        (on("2025-11-22", "ada") + on("2026-11-24", "bob"), MEASURED, 0, 0),
        (on("2019-01-01", "ada"), MEASURED, 0, 0),  # nobody is an answer
        (days(date(2026, 5, 1), 9, parents=2), TOO_LITTLE, None, 0),
        (on("2026-05-01", "bot-x"), TOO_LITTLE, None, 0),
        ([], TOO_LITTLE, None, 0),
    ],
)
def test_people_of_the_year(commits: list[C], outcome: Outcome, value: int | None, items: int) -> None:
    got = answer("active_contributors", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)
