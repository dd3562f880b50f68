from datetime import date, timedelta

import pytest

from reperes.facts.citation import QueryCitation, Window
from reperes.indicators.measure import Outcome
from support.history import C
from support.indicators import AS_OF, MEASURED, TOO_LITTLE, answer, on

DAY = date(2025, 3, 1)
FIVE = on("2025-03-01", "ada", "bob", "cleo", "dan", "eve")


def later(author: str, days: int) -> list[C]:
    return [C(DAY + timedelta(days=days), author)]


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (FIVE, MEASURED, 0, 5),
        (FIVE + later("ada", 90) + later("ada", 91) + later("bob", 200), MEASURED, 0.4, 5),
        (FIVE + later("ada", 29) + later("bob", 366), MEASURED, 0, 5),
        (FIVE + later("ada", 30) + later("bob", 365), MEASURED, 0.4, 5),
        ([*FIVE, C(date(2025, 6, 1), "zed", co=["eve"])], MEASURED, 1 / 6, 6),
        # bob is no newcomer, nor is one who came on the first day of the last year
        (FIVE + on("2020-01-01", "bob") + later("ada", 90), TOO_LITTLE, None, 4),
        (FIVE[:4] + on("2025-11-23", "eve"), TOO_LITTLE, None, 4),
        (FIVE[:3] + on("2024-11-23", "dan") + on("2025-11-22", "eve") + later("ada", 90), MEASURED, 0.2, 5),
        ([], TOO_LITTLE, None, 0),
    ],
)
def test_newcomers_seen_again_a_month_to_a_year_later(
    commits: list[C], outcome: Outcome, value: float | None, items: int
) -> None:
    got = answer("newcomer_survival", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_the_last_to_arrive_had_a_whole_year() -> None:
    leap = date(2024, 2, 29)
    arrivals = on("2023-02-27", "ada", "bob", "cleo", "dan", "eve")
    back = arrivals + on("2024-02-27", "ada")  # 365 days later
    assert answer("newcomer_survival", back, leap).value == 0.2


def test_window_and_cited_window() -> None:
    got = answer("newcomer_survival", FIVE)
    assert got.window == Window(date(2024, 11, 23), AS_OF)
    (citation,) = got.citations
    assert isinstance(citation, QueryCitation)
    assert (citation.window, citation.count) == (Window(date(2024, 11, 23), date(2025, 11, 22)), 5)
