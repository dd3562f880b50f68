from datetime import date

import pytest

from reperes.facts.citation import QueryCitation, Window
from reperes.indicators.measure import Outcome, Point
from support.history import C
from support.indicators import AS_OF, MEASURED, TOO_LITTLE, answer, days, on

OLD = on("2020-01-01", "ada")
WINDOW = Window(date(2025, 11, 23), AS_OF)


@pytest.mark.parametrize(
    ("commits", "outcome", "value", "items"),
    [
        (OLD + days(date(2026, 1, 1), 30), MEASURED, 2.5, 30),
        (OLD, MEASURED, 0, 0),  # nothing for years is a finding
        (OLD + on("2025-11-23", "ada") + on("2026-11-23", "ada"), MEASURED, 2 / 12, 2),
        (OLD + on("2025-11-22", "ada") + on("2026-11-24", "ada"), MEASURED, 0, 0),
        # commits, not contributions; a robot’s counts when a person wrote it too
        (
            [*OLD, C(date(2026, 1, 1), "ada", co=["bob"]), C(date(2026, 1, 2), "bot-x", co=["bob"])],
            MEASURED,
            2 / 12,
            2,
        ),
        ([*OLD, C(date(2026, 1, 1), "bot-x"), C(date(2026, 1, 1), "ada", parents=2)], MEASURED, 0, 0),
        # younger than a year: 93 days, both ends included, are 93 / 30.4375 months
        (days(date(2026, 8, 23), 40), MEASURED, 40 / (93 / 30.4375), 40),
        (days(date(2026, 8, 24), 40), TOO_LITTLE, None, None),
        ([], TOO_LITTLE, None, None),
        ([C(None, "ada")] * 40, TOO_LITTLE, None, None),
    ],
)
def test_commits_a_month(commits: list[C], outcome: Outcome, value: float | None, items: int | None) -> None:
    got = answer("commit_frequency", commits)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_the_citation_states_window_and_count() -> None:
    (citation,) = answer("commit_frequency", OLD + days(date(2026, 1, 1), 30)).citations
    assert isinstance(citation, QueryCitation)
    assert (citation.source, citation.window, citation.count) == ("git", WINDOW, 30)


def test_months_without_commits_are_there() -> None:
    got = answer(
        "commit_frequency", on("2026-08-01", "ada", "bob") + on("2026-10-31", "ada") + on("2026-11-30", "ada")
    )
    assert got.series == (
        Point("2026-08", 2),
        Point("2026-09", 0),
        Point("2026-10", 1),
        Point("2026-11", 0, complete=False),
    )


def test_sixty_months_at_most() -> None:
    got = answer("commit_frequency", on("2015-01-01", "ada") + on("2021-12-01", "ada"), date(2026, 11, 30))
    assert (len(got.series), got.series[0], got.series[-1]) == (60, Point("2021-12", 1), Point("2026-11", 0))
