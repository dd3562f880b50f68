from datetime import date, datetime, timedelta

import pytest

from reperes.facts.citation import Window
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.report.wording import sentence
from support.indicators import AS_OF, MEASURED, TOO_LITTLE
from support.requests import R, ask, instant

NAME = "answered_within_seven_days"
SOON = ("2026-03-03", "ada", "comment")
LATE = ("2026-03-20", "ada", "comment")


def rows(
    n: int,
    *answers: tuple[str, str | None, str],
    author: str | None = "zoe",
    on: str = "2026-03-01",
    standing: str | None = None,
) -> list[R]:
    return [R(on, author, answers=answers, standing=standing)] * n


def closed(n: int, on: str, by: str | None = None) -> list[R]:
    return [R("2026-03-01", closed=on, closed_by=by)] * n


@pytest.mark.parametrize(
    ("asked", "outcome", "answered", "items", "left_out"),
    [
        (rows(4, SOON) + rows(2, LATE) + rows(4), MEASURED, 4, 10, 0),
        (rows(5), MEASURED, 0, 5, 0),
        (rows(5, SOON), MEASURED, 5, 5, 0),
        (rows(4, SOON), TOO_LITTLE, None, 4, 0),
        ([], TOO_LITTLE, None, 0, 0),
        # on the seventh day, to the second
        (rows(1, ("2026-03-08", "ada", "comment")) + rows(4), MEASURED, 1, 5, 0),
        (rows(1, ("2026-03-08 12:01", "ada", "comment")) + rows(4), MEASURED, 0, 5, 0),
        # a bot, a deleted account and the author do not answer
        (rows(5, ("2026-03-03", "bot-hello", "comment"), ("2026-03-03", None, "review")), MEASURED, 0, 5, 0),
        (rows(5, ("2026-03-03", "zoe", "comment")), MEASURED, 0, 5, 0),
        (rows(5, SOON, author=None), MEASURED, 5, 5, 0),
        (rows(5, SOON) + rows(9, author="bot-renew"), MEASURED, 5, 5, 0),
        # too recent, answered or not
        (rows(5) + rows(2, on="2026-11-17"), MEASURED, 0, 5, 2),
        (rows(5) + [R("2026-11-20", answers=[("2026-11-21", "ada", "comment")])] * 2, MEASURED, 0, 5, 2),
        (rows(5) + rows(1, on="2026-11-16"), MEASURED, 0, 6, 0),
        # closed before by their author, or by nobody known
        (rows(5) + closed(3, "2026-03-04", "zoe"), MEASURED, 0, 5, 3),
        (rows(5) + closed(3, "2026-03-04", "bot-stale"), MEASURED, 0, 5, 3),
        (rows(5) + closed(3, "2026-03-09", "zoe"), MEASURED, 0, 8, 0),
        (rows(5) + closed(3, "2026-03-04", "ada"), MEASURED, 3, 8, 0),
        # a quarter ended by nobody known, or more than a quarter
        (rows(6) + closed(2, "2026-03-04"), MEASURED, 0, 6, 2),
        (rows(6) + closed(2, "2026-03-09"), MEASURED, 0, 8, 0),
        (rows(6) + closed(3, "2026-03-04"), Outcome.NOT_MEASURED, None, 9, 0),
        (rows(6) + closed(3, "2026-03-09"), Outcome.NOT_MEASURED, None, 9, 0),
        # an outsider could not merge: somebody of the project did
        (
            [R("2026-03-01", "zoe", "change", merged="2026-03-04", standing="outsider")] * 5,
            *(MEASURED, 5, 5, 0),
        ),
        ([R("2026-03-01", "zoe", "change", merged="2026-03-04")] * 5, Outcome.NOT_MEASURED, None, 5, 0),
        # brought from elsewhere: what is older than the request is no answer in no time
        ([*rows(9), R("2026-03-01", answers=[("2026-02-01", "ada", "comment")])], MEASURED, 0, 9, 1),
        # not read, or not for long enough
        ([*rows(9), R("2026-03-01", seen="2026-03-01")], MEASURED, 0, 9, 1),
        (rows(5) + [R("2026-03-01", seen="2026-03-07")] * 3, MEASURED, 0, 5, 3),
        (rows(5) + [R("2026-03-01", seen="2026-03-08")] * 3, MEASURED, 0, 8, 0),
        ([*rows(5), R("2026-03-01", seen="2026-03-07", answers=[SOON])], MEASURED, 1, 6, 0),
    ],
)
def test_answered_of_those_followed(
    asked: list[R], outcome: Outcome, answered: int | None, items: int, left_out: int
) -> None:
    got = ask(NAME, asked)
    assert (got.outcome, got.items) == (outcome, items)
    if answered is not None:
        assert got.value == answered / items
        assert (got.details["answered"], got.details["left_out"]) == (answered, left_out)


def test_unread_answers_are_no_silence() -> None:
    got = ask(NAME, [R("2026-03-01", seen="2026-03-01")] * 9 + rows(1))
    assert (got.outcome, got.items) == (Outcome.NOT_MEASURED, 1)
    assert got.reason is not None
    assert got.reason.args == {"read": 1, "total": 10}


def test_to_keep_of_the_unread_only_those_nobody_commented_would_call_silence_what_is_not() -> None:
    # Four silent requests are « read » because they have no comment; those of the four others were not.
    asked = rows(2, SOON) + rows(4) + [R("2026-03-01", seen="2026-03-01")] * 4
    got = ask(NAME, asked)
    assert (got.outcome, got.items) == (Outcome.NOT_MEASURED, 6)
    assert got.reason is not None
    assert got.reason.args == {"read": 6, "total": 10}
    later = ask(
        NAME, asked + rows(2, ("2026-06-02", "ada", "comment"), on="2026-06-01") + rows(4, on="2026-06-01")
    )
    assert (later.value, later.items) == (2 / 6, 6)
    assert later.window == Window(date(2026, 3, 2), AS_OF)


def test_why_what_ended_by_nobody_known_leaves_nothing_to_say() -> None:
    got = ask(NAME, rows(6, SOON) + closed(3, "2026-03-04"))
    assert sentence(got, definitions()[NAME], Language.EN) == (
        "Not measured. 3 requests of 9 were closed or merged without the forge telling by whom, and without "
        "an answer that can be seen: whether they got one is not known."
    )


def test_of_each_side() -> None:
    asked = [
        *rows(3, SOON, standing="outsider"),
        *rows(1, standing="first-timer"),
        *rows(1, SOON, author="guy"),  # where they stand is not told
        *rows(2, ("2026-03-04", "bob", "comment"), author="ada"),
        *rows(1, author="ada"),
        *rows(1, ("2026-03-02", "bob", "comment"), author=None),
        R("2020-01-01", "bob", "change", merged="2020-01-02", merged_by="ada"),
    ]
    got = ask(NAME, asked)
    assert (got.value, got.items) == (7 / 9, 9)
    assert got.details == {
        "answered": 7,
        "outsiders_answered": 3,
        "outsiders": 4,
        "members_answered": 2,
        "members": 3,
        "by_maintainer": 4,
        "left_out": 0,
    }


def test_as_of_a_day_of_the_past() -> None:
    asked = rows(5, ("2026-03-07", "ada", "comment"))
    assert ask(NAME, asked, date(2026, 3, 9)).value == 1
    week = ask(NAME, asked, date(2026, 3, 7))
    assert (week.outcome, week.items) == (TOO_LITTLE, 0)


def test_a_forge_read_short_of_the_day_observed() -> None:
    opened = instant("2026-03-01")
    assert isinstance(opened, datetime)
    got = ask(NAME, rows(5), read_at=opened + timedelta(days=6))
    assert (got.outcome, got.items) == (TOO_LITTLE, 0)
    assert ask(NAME, rows(5), read_at=opened + timedelta(days=7)).value == 0


@pytest.mark.parametrize(
    ("standing", "english", "french"),
    [
        (
            "outsider",
            (
                "Requests opened since 23 November 2025 and answered within 7 days: 3 of 12 (25%); those of "
                "people outside the project: 3 of 12."
            ),
            (
                "Demandes ouvertes depuis le 23 novembre 2025 et ayant reçu une réponse dans les 7 jours : 3 "
                "sur 12 (25\u00a0%) ; celles de personnes extérieures au projet : 3 sur 12."
            ),
        ),
        (
            None,
            "Requests opened since 23 November 2025 and answered within 7 days: 3 of 12 (25%).",
            (
                "Demandes ouvertes depuis le 23 novembre 2025 et ayant reçu une réponse dans les 7 jours : 3 "
                "sur 12 (25\u00a0%)."
            ),
        ),
    ],
)
def test_the_sentence_tells_outsiders_apart_where_there_are_some(
    standing: str | None, english: str, french: str
) -> None:
    got = ask(NAME, rows(3, SOON, standing=standing) + rows(9, standing=standing))
    assert sentence(got, definitions()[NAME], Language.EN) == english
    assert sentence(got, definitions()[NAME], Language.FR) == french
