from datetime import date

import polars as pl
import pytest

from reperes.errors import Message
from reperes.indicators import changes as ch
from reperes.indicators import definitions
from reperes.indicators.measure import Point
from support.history import C, history, of_history
from support.indicators import AS_OF, on

DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("2026-11-23", 0),
        ("2026-10-24", 0),
        ("2026-10-23", 1),
        ("2025-11-24", 11),
        ("2025-11-23", 12),
        ("2026-11-24", 0),
    ],
)
def test_whole_months_since_the_first_commit(first: str, expected: int) -> None:
    facts = of_history(history(on(first, "ada") + on("2026-11-25", "ada")))
    assert ch.months_lived(facts, AS_OF) == expected


def test_a_month_without_that_day_is_whole_on_its_last() -> None:
    facts = of_history(history(on("2024-01-31", "ada")))
    assert [ch.months_lived(facts, day) for day in (date(2024, 2, 28), date(2024, 2, 29))] == [0, 0]
    assert ch.months_lived(facts, date(2024, 3, 31)) == 2


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (0, "The history goes back less than a month; at least {minimum} months are needed."),
        (1, "The history goes back {found} months, at least {minimum} are needed."),
    ],
)
def test_too_young(found: int, said: str) -> None:
    got = ch.too_young(definitions()["commit_frequency"], found, None)
    assert got.reason == Message(said, {"found": found, "minimum": 3})


def test_one_row_a_commit_that_a_person_wrote_oldest_first() -> None:
    commits = [
        C(date(2026, 3, 1), "ada", co=["bob", "cleo"]),
        C(date(2026, 2, 1), "bot-x", co=["ada"]),
        C(date(2026, 1, 1), "bot-x"),
        C(date(2026, 1, 1), "ada", parents=2),
        C(None, "ada"),
    ]
    assert ch.changes(of_history(history(commits))).get_column("commit").to_list() == [1, 0]


def test_others_are_no_authors_and_no_robots() -> None:
    commits = [
        C(DAY, "ada", committer="bob", trailers=[("reviewed-by", "cleo"), ("acked-by", "bot-x")]),
        C(DAY, "ada", co=["bob"], committer="bob", trailers=[("signed-off-by", "ada")]),
        C(DAY, "bot-x", committer="bob"),
    ]
    got = ch.others(of_history(history(commits))).sort("person")
    assert got.rows() == [(0, 1, True), (0, 2, False)]


def test_no_date_no_point() -> None:
    empty = pl.Series("at", [], dtype=pl.Datetime("us", "UTC"))
    assert (ch.by_month(empty, AS_OF, 60), ch.by_year(empty, AS_OF)) == ((), ())


def test_years_go_up_to_the_day_even_after_long_silence() -> None:
    assert ch.yearly({2024: 3}, date(2026, 12, 30)) == (
        Point("2024", 3),
        Point("2025", 0),
        Point("2026", 0, complete=False),
    )
