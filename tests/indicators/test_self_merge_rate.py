from datetime import date

import pytest

from reperes.facts.citation import Window
from reperes.indicators.measure import Outcome
from support.indicators import AS_OF, MEASURED, TOO_LITTLE
from support.requests import Answer, R, ask

UNKNOWN = Outcome.NOT_MEASURED
NAME = "self_merge_rate"
BEFORE: Answer = ("2026-03-02", "bob", "review")


def merges(
    n: int,
    *answers: Answer,
    author: str | None = "ada",
    by: str | None = "ada",
    at: str = "2026-03-05",
    seen: str | None = None,
) -> list[R]:
    return [R("2025-03-01", author, "change", answers, merged=at, merged_by=by, seen=seen)] * n


@pytest.mark.parametrize(
    ("rows", "outcome", "value", "items", "parts"),
    [
        (merges(2) + merges(3, BEFORE) + merges(5, by="bob"), MEASURED, 0.2, 10, (2, 3, 5, 0)),
        (merges(10), MEASURED, 1, 10, (10, 0, 0, 0)),
        (merges(10, by="bob"), MEASURED, 0, 10, (0, 0, 10, 0)),
        (merges(10, BEFORE), MEASURED, 0, 10, (0, 10, 0, 0)),
        (merges(10, ("2026-03-05 11:59", "bob", "comment")), MEASURED, 0, 10, (0, 10, 0, 0)),
        # after the merge, by a bot, by the author, by a deleted account: no word of another
        (merges(10, ("2026-03-05 12:01", "bob", "comment")), MEASURED, 1, 10, (10, 0, 0, 0)),
        (merges(10, ("2026-03-02", "bot-ci", "review")), MEASURED, 1, 10, (10, 0, 0, 0)),
        (merges(10, ("2026-03-02", "ada", "comment")), MEASURED, 1, 10, (10, 0, 0, 0)),
        (merges(10, ("2026-03-02", None, "comment")), MEASURED, 1, 10, (10, 0, 0, 0)),
        # a deleted author is not the one who merged
        (merges(10, author=None), MEASURED, 0, 10, (0, 0, 10, 0)),
        (merges(10) + merges(90, author="bot-renew", by="bob"), MEASURED, 1, 10, (10, 0, 0, 0)),
        # who merged is not known, or a bot did
        (merges(11) + merges(10, by=None), MEASURED, 1, 11, (11, 0, 0, 10)),
        (merges(11) + merges(10, by="bot-queue"), MEASURED, 1, 11, (11, 0, 0, 10)),
        (merges(10) + merges(10, by=None), UNKNOWN, None, 10, (10, 0, 0, 10)),
        (merges(3) + merges(9, author=None, by=None), UNKNOWN, None, 3, (3, 0, 0, 9)),
        # what was said before was not read
        (merges(11) + merges(10, seen="2026-03-04"), MEASURED, 1, 11, (11, 0, 0, 10)),
        (merges(20, seen="2026-03-04"), UNKNOWN, None, 0, (0, 0, 0, 20)),
        (merges(10, BEFORE, seen="2026-03-04"), MEASURED, 0, 10, (0, 10, 0, 0)),
        (merges(10, by="bob", seen="2025-03-01"), MEASURED, 0, 10, (0, 0, 10, 0)),
        # dated before it was proposed: who merged it is not to be believed
        (
            merges(11) + [R("2026-06-01", "ada", "change", merged="2026-05-01", merged_by="ada")] * 10,
            MEASURED,
            1,
            11,
            (11, 0, 0, 10),
        ),
        # the day of the merge counts
        (merges(9) + merges(1, at="2025-11-23"), MEASURED, 1, 10, (10, 0, 0, 0)),
        (merges(9) + merges(1, at="2025-11-22"), TOO_LITTLE, None, 9, None),
        (merges(9) + merges(5, by=None), TOO_LITTLE, None, 9, None),
        ([], TOO_LITTLE, None, 0, None),
    ],
)
def test_merged_alone(
    rows: list[R], outcome: Outcome, value: float | None, items: int, parts: tuple[int, ...] | None
) -> None:
    got = ask(NAME, rows)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)
    names = ("alone", "reviewed", "by_another", "unknown")
    assert got.details == ({} if parts is None else dict(zip(names, parts, strict=True)))


def test_a_mostly_unknown_merger_is_the_reason() -> None:
    got = ask(NAME, merges(10) + merges(12, by=None))
    assert got.reason is not None
    assert got.reason.args == {"unknown": 12, "n": 22}


def test_as_of_a_day_of_the_past() -> None:
    rows = merges(10) + merges(10, by="bob", at="2026-06-01")
    assert ask(NAME, rows).value == 0.5
    assert ask(NAME, rows, date(2026, 5, 31)).value == 1
    assert ask(NAME, rows, date(2026, 3, 4)).outcome is TOO_LITTLE


def test_window() -> None:
    got = ask(NAME, merges(10), issues_since=None, changes_since=date(2026, 1, 1))
    assert got.window == Window(date(2026, 1, 1), AS_OF)
    assert ask(NAME, merges(10), changes_since=None).outcome is UNKNOWN
