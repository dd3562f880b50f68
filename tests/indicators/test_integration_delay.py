from datetime import UTC, date, datetime, timedelta

import pytest

from reperes.indicators.measure import Outcome
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer

DAY = datetime(2026, 5, 1, 8, tzinfo=UTC)


def patch(
    delay: timedelta, author: str = "ada", committer: str = "bob", on: datetime = DAY, parents: int = 1
) -> C:
    return C(on, author, committer=committer, committed=on + delay, parents=parents)


def waits(*delays: float) -> list[C]:
    return [patch(timedelta(days=delay)) for delay in delays]


TEN = waits(*[2] * 10)


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (waits(0.5, 1, 1, 2, 2, 2.5, 3, 4, 5, 40), MEASURED, 2.25, 10),
        (waits(*[0.25] * 6, *[9] * 5), MEASURED, 0.25, 11),
        (waits(*[-3] * 6, *[9] * 4), MEASURED, 0, 10),  # a wrong clock
        (TEN[1:], TOO_LITTLE, None, 9),
        ([], TOO_LITTLE, None, 0),
        # nobody else integrated these
        ([*TEN, patch(timedelta(days=90), committer="ada")], MEASURED, 2, 10),
        ([*TEN, patch(timedelta(days=90), committer="bot-forge")], MEASURED, 2, 10),
        ([*TEN, patch(timedelta(days=90), author="bot-deps")], MEASURED, 2, 10),
        ([*TEN, patch(timedelta(days=90), parents=2)], MEASURED, 2, 10),
        ([*TEN, C(None, "ada", committer="bob", committed=date(2026, 5, 1))], MEASURED, 2, 10),
        ([*TEN, C(DAY, "ada", co=["bob"], committer="bob", committed=date(2026, 9, 1))], MEASURED, 2, 10),
        # the day of integration counts: written before the window, integrated in it, and the reverse
        ([*TEN, patch(timedelta(days=400), on=DAY - timedelta(days=400))], MEASURED, 2, 11),
        ([*TEN, patch(timedelta(days=400))], MEASURED, 2, 10),
    ],
)
def test_median_of_days_between_writing_and_integration(
    commits: list[C], outcome: Outcome, value: float | None, items: int
) -> None:
    got = answer("integration_delay", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)
