from datetime import date

import pytest

from reperes.facts.citation import QueryCitation
from reperes.indicators.measure import Outcome
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, on

FIVE = on("2025-06-01", "ada", "bob", "cleo", "dan", "eve")


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (FIVE + on("2026-06-01", "ada", "bob", "fay"), MEASURED, 0.4, 5),
        (FIVE, MEASURED, 0, 5),
        (FIVE * 3 + on("2026-06-01", "ada", "bob", "cleo", "dan", "eve"), MEASURED, 1, 5),
        ([*FIVE, C(date(2026, 6, 1), "fay", co=["ada"])], MEASURED, 0.2, 5),
        # the first and the last day of the year before, and the days beyond
        (FIVE[:3] + on("2024-11-23", "dan") + on("2025-11-22", "eve"), MEASURED, 0, 5),
        (FIVE[:3] + on("2024-11-22", "dan") + on("2025-11-23", "eve"), TOO_LITTLE, None, 3),
        (FIVE[:4] + on("2026-06-01", "ada"), TOO_LITTLE, None, 4),
        ([], TOO_LITTLE, None, 0),
    ],
)
def test_share_of_the_people_of_the_year_before(
    commits: list[C], outcome: Outcome, value: float | None, items: int
) -> None:
    got = answer("contributor_retention", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_both_years_are_cited() -> None:
    citations = answer("contributor_retention", FIVE * 2 + on("2026-06-01", "ada")).citations
    counts = [
        (str(c.window.start), str(c.window.end), c.count)
        for c in citations
        if isinstance(c, QueryCitation) and c.window
    ]
    assert counts == [("2024-11-23", "2025-11-22", 10), ("2025-11-23", "2026-11-23", 1)]
