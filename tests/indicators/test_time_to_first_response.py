from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from reperes.indicators.measure import Outcome
from support.indicators import MEASURED, TOO_LITTLE
from support.requests import Kind, R, ask, instant

UNKNOWN = Outcome.NOT_MEASURED
NAME = "time_to_first_response"


def answered(*after: float, author: str | None = "zoe", kind: Kind = "issue", by: str = "ada") -> list[R]:
    """Return one request for each number of days after which it was answered."""
    opened = instant("2026-03-01")
    assert opened is not None
    return [R("2026-03-01", author, kind, [(opened + timedelta(days=days), by, "comment")]) for days in after]


def silent(n: int, author: str | None = "zoe", kind: Kind = "issue", seen: str | None = None) -> list[R]:
    return [R("2026-03-01", author, kind, seen=seen)] * n


def withdrawn(n: int, on: str) -> list[R]:
    return [R("2026-03-01", closed=on, closed_by="zoe")] * n


@pytest.mark.parametrize(
    ("rows", "outcome", "value", "items"),
    [
        (answered(1, 1, 2, 3, 5, 6, 7, 8, 9, 10), MEASURED, 5, 10),
        # a half is reached with those who still wait
        (answered(1, 1, 2, 3, 5) + silent(5), MEASURED, 5, 10),
        (answered(1, 1, 2, 3) + silent(6), UNKNOWN, None, 10),
        (answered(0.25, 0.5, 0.5, 0.5, 0.5) + silent(5), MEASURED, 0.5, 10),
        # 9/10, then 8/9, then the three withdrawn are gone: 4/5, 3/4
        (answered(1, 2, 3, 4) + withdrawn(3, "2026-03-03") + silent(3), MEASURED, 4, 10),
        (answered(1, 2, 3) + withdrawn(3, "2026-03-03") + silent(4), UNKNOWN, None, 10),
        # what a bot says is no answer, and what a bot asks is no request
        (answered(1, 1, 2, 3, by="bot-hello") + answered(7, 7, 7, 7) + silent(2), UNKNOWN, None, 10),
        (answered(1, 1, 2, 3, 5, 6, 7, 8, 9) + answered(1, 1, author="bot-renew"), TOO_LITTLE, None, 9),
        # a deleted account’s request stays
        (answered(1, 1, 2, 3, 5, author=None) + silent(5, author=None), MEASURED, 5, 10),
        # of those read in part, it is only known that nobody answered up to then
        (answered(1, 2, 3, 4) + silent(6, seen="2026-03-03 18:00"), MEASURED, 3, 10),
        # those not read at all are in nothing
        (answered(1, 1, 2, 3, 5, 6, 7, 8, 9, 10) + silent(30, seen="2026-03-01"), MEASURED, 5, 10),
        (answered(1, 1) + silent(30, seen="2026-03-01"), UNKNOWN, None, 2),
        ([], TOO_LITTLE, None, 0),
    ],
)
def test_median_with_those_who_wait(rows: list[R], outcome: Outcome, value: float | None, items: int) -> None:
    got = ask(NAME, rows)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_as_of_a_day_of_the_past_the_later_answers_are_not_there() -> None:
    rows = answered(1, 1, 2, 3, 5, 6, 7, 8, 9, 10)
    got = ask(NAME, rows, date(2026, 3, 5))
    assert (got.outcome, got.details) == (UNKNOWN, {"answered": 4, "unanswered": 6})
    assert ask(NAME, rows, date(2026, 3, 6)).value == 5
    assert ask(NAME, rows, date(2026, 2, 28)).items == 0
    assert ask(NAME, rows, date(2027, 3, 2)).items == 0


def test_not_reached_says_how_many_wait() -> None:
    got = ask(NAME, answered(1, 1, 2, 3) + silent(6))
    assert got.reason is not None
    assert got.reason.args == {"answered": 4, "n": 10}
    assert [(part.key, part.count) for part in got.breakdown][-2:] == [("later", 0), ("unanswered", 6)]


def test_answers_that_could_not_be_read_are_the_reason() -> None:
    got = ask(NAME, answered(1, 1) + silent(30, seen="2026-03-01"))
    assert got.reason is not None
    assert got.reason.args == {"read": 2, "total": 32}


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (answered(0, 1, 1.01, 7, 7.01, 30, 30.01, 99) + silent(2), [2, 2, 2, 2, 2]),
        (answered(*[1] * 9) + withdrawn(1, "2026-03-02"), [9, 0, 0, 0, 1]),
        (answered(*[1] * 9) + silent(1, seen="2026-03-09"), [9, 0, 0, 0, 0, 1]),
    ],
)
def test_parts(rows: list[R], parts: Sequence[int]) -> None:
    got = ask(NAME, rows)
    assert [part.count for part in got.breakdown] == parts
    keys = ["day", "week", "month", "later", "unanswered", "unread"]
    assert [part.key for part in got.breakdown] == keys[: len(parts)]
    assert sum(part.share for part in got.breakdown) == pytest.approx(1)


def test_medians_apart() -> None:
    merged = R("2020-01-01", "cleo", "change", merged="2020-01-02", merged_by="ada")
    got = ask(
        NAME,
        [
            *answered(1, 2, 3, 4, 5),
            *answered(2, 4, 6, 8, 10, author="ada", kind="change", by="cleo"),
            *answered(20, 20, author=None, kind="change"),
            *silent(2, seen="2026-03-01"),
            merged,
        ],
    )
    assert (got.value, got.items) == (4, 12)
    assert got.details == {
        "outsiders": 3,
        "members": 6,
        "issues": 3,
        "changes": 8,
        "answered": 12,
        "unanswered": 0,
        "left_out": 2,
    }
    few = ask(NAME, answered(1, 1, 1, 1, author="cleo", kind="change") + answered(*[2] * 7))
    assert few.details == {"outsiders": 2, "issues": 2, "answered": 11, "unanswered": 0}
