from datetime import date, datetime, timedelta

import pytest

from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.report.wording import sentence
from support.indicators import MEASURED, TOO_LITTLE
from support.requests import R, ask, instant

NAME = "answered_within_seven_days"
SOON = ("2026-03-03", "ada", "comment")
LATE = ("2026-03-20", "ada", "comment")


def rows(
    n: int, *answers: tuple[str, str | None, str], author: str | None = "zoe", on: str = "2026-03-01"
) -> list[R]:
    return [R(on, author, answers=answers)] * n


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
        (rows(5) + [R("2026-03-01", closed="2026-03-04", closed_by="zoe")] * 3, MEASURED, 0, 5, 3),
        (rows(5) + [R("2026-03-01", closed="2026-03-04")] * 3, MEASURED, 0, 5, 3),
        (rows(5) + [R("2026-03-01", closed="2026-03-09", closed_by="zoe")] * 3, MEASURED, 0, 8, 0),
        (rows(5) + [R("2026-03-01", closed="2026-03-04", closed_by="ada")] * 3, MEASURED, 3, 8, 0),
        # not read, or not for long enough
        (rows(5) + [R("2026-03-01", seen="2026-03-01")] * 3, MEASURED, 0, 5, 3),
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


def test_of_each_side() -> None:
    asked = [
        *rows(3, SOON),
        *rows(1),
        *rows(2, ("2026-03-04", "bob", "comment"), author="ada"),
        *rows(1, author="ada"),
        *rows(1, ("2026-03-02", "bob", "comment"), author=None),
        R("2020-01-01", "bob", "change", merged="2020-01-02", merged_by="ada"),
    ]
    got = ask(NAME, asked)
    assert (got.value, got.items) == (6 / 8, 8)
    assert got.details == {
        "answered": 6,
        "outsiders_answered": 3,
        "outsiders": 4,
        "members_answered": 2,
        "members": 3,
        "by_maintainer": 3,
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
    ("author", "english", "french"),
    [
        (
            "zoe",
            "3 requests of 12 answered within 7 days (25%); from people outside the project: 3 of 12.",
            (
                "Demandes ayant reçu une réponse dans les 7 jours : 3 sur 12 (25\u00a0%) ; celles de "
                "personnes extérieures au projet : 3 sur 12."
            ),
        ),
        (
            None,
            "3 requests of 12 answered within 7 days (25%).",
            "Demandes ayant reçu une réponse dans les 7 jours : 3 sur 12 (25\u00a0%).",
        ),
    ],
)
def test_the_sentence_tells_outsiders_apart_where_there_are_some(
    author: str | None, english: str, french: str
) -> None:
    got = ask(NAME, rows(3, SOON, author=author) + rows(9, author=author))
    assert sentence(got, definitions()[NAME], Language.EN) == english
    assert sentence(got, definitions()[NAME], Language.FR) == french
