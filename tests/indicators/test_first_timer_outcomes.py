from collections.abc import Sequence
from datetime import date

import pytest

from reperes.facts.citation import QueryCitation, Window
from reperes.indicators.measure import Outcome
from support.indicators import AS_OF, MEASURED, TOO_LITTLE
from support.requests import Answer, R, ask

NAME = "first_timer_outcomes"
REPLY: Answer = ("2026-03-03", "ada", "comment")


def change(author: str | None, *answers: Answer, on: str = "2026-03-01", seen: str | None = None) -> R:
    return R(on, author, "change", answers, seen=seen)


def merged(author: str | None, on: str = "2026-03-01", by: str = "ada", **more: str) -> R:
    return R(on, author, "change", merged="2026-05-01", merged_by=by, **more)  # type: ignore[arg-type]


def closed(author: str) -> R:
    return R("2026-03-01", author, "change", closed="2026-05-01", closed_by="ada")


FIVE = [merged("zoe"), closed("dan"), change("eve", REPLY), change("fay"), change("guy")]


@pytest.mark.parametrize(
    ("rows", "outcome", "value", "items", "parts"),
    [
        (FIVE, MEASURED, 0.2, 5, [1, 1, 1, 2]),
        # only the first one of each counts
        (
            [*FIVE, merged("fay", on="2026-04-01"), merged("dan", on="2026-04-02")],
            MEASURED,
            0.2,
            5,
            [1, 1, 1, 2],
        ),
        ([*FIVE, change("zoe", on="2025-12-01")], MEASURED, 0, 5, [0, 1, 1, 3]),
        # not new, not settled enough, not a person, not known
        ([*FIVE, change("guy", on="2020-02-01")], TOO_LITTLE, None, 4, []),
        ([*FIVE[:4], change("guy", on="2026-10-25")], TOO_LITTLE, None, 4, []),
        ([*FIVE[:4], change("guy", on="2026-10-24")], MEASURED, 0.2, 5, [1, 1, 1, 2]),
        ([*FIVE[:4], change("bot-renew"), change(None), change(None)], TOO_LITTLE, None, 4, []),
        ([*FIVE[:4], R("2026-03-01", "guy")], TOO_LITTLE, None, 4, []),
        ([*FIVE, merged("hal", by="guy")], MEASURED, 0.4, 5, [2, 1, 1, 1]),  # guy is a member now
        ([*FIVE, change("guy", ("2026-06-01", "guy", "comment", "member"))], TOO_LITTLE, None, 4, []),
        ([*FIVE, merged("hal", by="hal")], MEASURED, 0.2, 5, [1, 1, 1, 2]),  # to merge takes being one
        ([*FIVE, R("2020-02-01", "hal", closed="2020-02-02", closed_by="guy")], TOO_LITTLE, None, 4, []),
        # what a forge calls a first-timer is not asked
        (
            [*FIVE[:4], R("2026-03-01", "guy", "change", standing="first-timer")],
            MEASURED,
            0.2,
            5,
            [1, 1, 1, 2],
        ),
        # a bot’s answer is none; answers that were not read are unknown
        ([*FIVE[:4], change("guy", ("2026-03-02", "bot-hello", "comment"))], MEASURED, 0.2, 5, [1, 1, 1, 2]),
        ([*FIVE[:4], change("guy", seen="2026-03-01")], MEASURED, 0.2, 5, [1, 1, 1, 1, 1]),
        ([*FIVE[:4], change("guy", REPLY, seen="2026-03-04")], MEASURED, 0.2, 5, [1, 1, 2, 1]),
        ([], TOO_LITTLE, None, 0, []),
    ],
)
def test_what_became_of_the_first_change_request(
    rows: list[R], outcome: Outcome, value: float | None, items: int, parts: Sequence[int]
) -> None:
    got = ask(NAME, rows)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)
    assert [part.count for part in got.breakdown] == parts
    keys = ["merged", "declined", "waiting_answered", "waiting_unanswered", "unread"]
    assert [part.key for part in got.breakdown] == keys[: len(parts)]


def test_a_label_that_forges_take_away_once_merged_changes_nothing() -> None:
    # Those who still bear it are those of whom nothing was merged: to count them alone would find none.
    rows = [merged(name, standing="outsider") for name in ("zoe", "dan", "eve")]
    rows += [R("2026-03-01", name, "change", standing="first-timer") for name in ("fay", "guy")]
    assert ask(NAME, rows).value == 0.6


@pytest.mark.parametrize(
    ("since", "outcome"),
    [
        (date(2025, 5, 23), MEASURED),
        (date(2025, 5, 24), Outcome.NOT_MEASURED),
        (date(2026, 3, 1), Outcome.NOT_MEASURED),
        (None, Outcome.NOT_MEASURED),
    ],
)
def test_who_is_new_is_told_only_when_enough_was_read_before(since: date | None, outcome: Outcome) -> None:
    assert ask(NAME, FIVE, changes_since=since).outcome is outcome


def test_as_of_a_day_of_the_past() -> None:
    got = ask(NAME, FIVE, date(2026, 4, 1))
    assert (got.value, [part.count for part in got.breakdown]) == (0, [0, 0, 1, 4])
    assert [part.count for part in ask(NAME, FIVE, date(2026, 3, 31)).breakdown] == [0, 0, 1, 4]
    assert ask(NAME, FIVE, date(2026, 3, 30)).outcome is TOO_LITTLE


def test_window_and_cited_window() -> None:
    got = ask(NAME, FIVE)
    assert got.window == Window(date(2025, 11, 23), AS_OF)
    citation = got.citations[0]
    assert isinstance(citation, QueryCitation)
    assert (citation.window, citation.count) == (Window(date(2025, 11, 23), date(2026, 10, 24)), 5)
