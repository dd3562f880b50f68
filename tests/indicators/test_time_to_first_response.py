from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.report.wording import sentence
from support.indicators import MEASURED, TOO_LITTLE
from support.requests import Kind, R, ask, instant

UNKNOWN = Outcome.NOT_MEASURED
NAME = "time_to_first_response"


def answered(
    *after: float,
    author: str | None = "zoe",
    kind: Kind = "issue",
    by: str = "ada",
    standing: str | None = None,
) -> list[R]:
    """Return one request for each number of days after which it was answered."""
    opened = instant("2026-03-01")
    assert opened is not None
    return [
        R("2026-03-01", author, kind, [(opened + timedelta(days=days), by, "comment")], standing=standing)
        for days in after
    ]


def silent(n: int, author: str | None = "zoe", kind: Kind = "issue", seen: str | None = None) -> list[R]:
    return [R("2026-03-01", author, kind, seen=seen)] * n


def withdrawn(n: int, on: str, by: str | None = "zoe") -> list[R]:
    return [R("2026-03-01", closed=on, closed_by=by)] * n


def merged(n: int, standing: str | None = None) -> list[R]:
    """Return change requests merged nine days after, by nobody known."""
    return [R("2026-03-01", "zoe", "change", merged="2026-03-10", standing=standing)] * n


@pytest.mark.parametrize(
    ("rows", "outcome", "value", "items"),
    [
        (answered(1, 1, 2, 3, 5, 6, 7, 8, 9, 10), MEASURED, 5, 10),
        # a half is reached with those who still wait
        (answered(1, 1, 2, 3, 5) + silent(5), MEASURED, 5, 10),
        (answered(1, 1, 2, 3) + silent(6), UNKNOWN, None, 10),
        (answered(0.25, 0.5, 0.5, 0.5, 0.5) + silent(5), MEASURED, 0.5, 10),
        # 9/12, then the two withdrawn are gone: 6/7, 5/6, 4/5
        (answered(1, 1, 1, 5, 6, 7) + withdrawn(2, "2026-03-03") + silent(4), MEASURED, 7, 12),
        # the same a little later, when only four of them are left
        (answered(1, 1, 1, 5, 6, 7) + withdrawn(4, "2026-03-03") + silent(3), UNKNOWN, None, 13),
        (answered(1, 2, 3) + withdrawn(3, "2026-03-03") + silent(4), UNKNOWN, None, 10),
        # too few answers to tell when half were given
        (answered(1, 2, 3, 4) + withdrawn(6, "2026-03-01 13:00"), TOO_LITTLE, None, 10),
        (answered(200) + withdrawn(99, "2026-03-01 13:00"), TOO_LITTLE, None, 100),
        (answered(1, 1, 1, 1, 200) + withdrawn(99, "2026-03-01 13:00"), MEASURED, 1, 104),
        (answered(1, 2, 3, 4, 5) + withdrawn(5, "2026-03-01 13:00"), UNKNOWN, None, 10),
        # a quarter ended by nobody known, or more
        (answered(*[1] * 9) + withdrawn(3, "2026-03-02 13:00", None), MEASURED, 1, 12),
        (answered(*[1] * 9) + withdrawn(4, "2026-03-02 13:00", None), UNKNOWN, None, 13),
        # the change of an outsider that nobody known merged was taken in by a member
        (merged(10, standing="outsider"), MEASURED, 9, 10),
        (merged(10), UNKNOWN, None, 10),
        # older than the request: no answer in no time
        (answered(*[2] * 10) + answered(-1), MEASURED, 2, 10),
        (answered(*[-1] * 10), UNKNOWN, None, 0),
        # what a bot says is no answer, and what a bot asks is no request
        (answered(1, 1, 2, 3, by="bot-hello") + answered(7, 7, 7, 7) + silent(2), UNKNOWN, None, 10),
        (answered(1, 1, 2, 3, 5, 6, 7, 8, 9) + answered(1, 1, author="bot-renew"), TOO_LITTLE, None, 9),
        # a deleted account’s request stays
        (answered(1, 1, 2, 3, 5, author=None) + silent(5, author=None), MEASURED, 5, 10),
        # of those read in part, it is only known that nobody answered up to then
        (answered(1, 2, 3, 4, 5, 6, 7, 8, 9) + silent(3, seen="2026-03-03 18:00"), MEASURED, 5, 12),
        # those not read at all are in nothing, and past one in ten leave nothing to say
        (answered(1, 1, 2, 3, 5, 6, 7, 8, 9, 10) + silent(1, seen="2026-03-01"), MEASURED, 5, 10),
        (answered(1, 1, 2, 3, 5, 6, 7, 8, 9, 10) + silent(2, seen="2026-03-01"), UNKNOWN, None, 10),
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
        (answered(0, 1, 1.01, 7, 7.01, 30, 30.01, 99) + silent(2), {"month": 2, "later": 2, "unanswered": 2}),
        (answered(*[1] * 9) + withdrawn(1, "2026-03-02 13:00"), {"withdrawn": 1}),
        (answered(*[1] * 9) + withdrawn(1, "2026-03-02 13:00", "bot-stale"), {"closed_by_bot": 1}),
        (answered(*[1] * 9) + withdrawn(1, "2026-03-02 13:00", None), {"ended_unknown": 1}),
        (answered(*[1] * 9) + merged(1), {"ended_unknown": 1}),
        (answered(*[1] * 9) + silent(1, seen="2026-03-09"), {"unread": 1}),
        # closed by another after the last instant read
        (
            [
                *answered(*[1] * 9),
                R("2026-03-01", closed="2026-03-10", closed_by="ada", seen="2026-03-09 18:00"),
            ],
            {"unread": 1},
        ),
    ],
)
def test_parts(rows: list[R], parts: Mapping[str, int]) -> None:
    got = ask(NAME, rows)
    always = dict.fromkeys(("day", "week", "month", "later", "unanswered"), 0)
    first = {"day": 2, "week": 2} if "later" in parts else {"day": 9}
    assert {part.key: part.count for part in got.breakdown} == {**always, **first, **parts}
    assert sum(part.share for part in got.breakdown) == pytest.approx(1)


def test_medians_apart() -> None:
    got = ask(
        NAME,
        [
            *answered(1, 2, 3, 3, 3, 4, 5, standing="outsider"),
            *answered(2, 4, 6, 6, 6, 8, 10, author="ada", kind="change", by="cleo"),
            *answered(20, 20, author=None, kind="change"),
            *answered(4, 4, author="guy"),  # where they stand is not told
            *silent(1, seen="2026-03-01"),
            R("2020-01-01", "cleo", "change", merged="2020-01-02", merged_by="ada"),
        ],
    )
    assert (got.value, got.items) == (4, 18)
    assert got.details == {
        "outsiders": 3,
        "members": 6,
        "issues": 3,
        "changes": 6,
        "answered": 18,
        "unanswered": 0,
        "left_out": 1,
    }
    four = answered(1, 1, 1, 1, kind="change", standing="outsider")
    few = ask(NAME, four + answered(*[2] * 7, author="guy"))
    assert few.details == {"issues": 2, "answered": 11, "unanswered": 0}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (answered(200) + withdrawn(99, "2026-03-01 13:00"), "1; at least 5 are needed."),
        (
            answered(1, 2, 3, 4, 5) + withdrawn(5, "2026-03-01 13:00"),
            "followed until half of them were answered: 3, and at least 5 are needed.",
        ),
        (answered(*[1] * 9) + withdrawn(4, "2026-03-02 13:00", None), "whether they got one is not known."),
    ],
)
def test_why_there_is_no_median(rows: list[R], said: str) -> None:
    got = ask(NAME, rows)
    assert sentence(got, definitions()[NAME], Language.EN).endswith(said)
    assert sum(part.count for part in got.breakdown) == got.items


@pytest.mark.parametrize(
    ("days", "said"),
    [(0.02, "less than an hour"), (0.2, "5 hours"), (1, "1 day"), (1.98, "2 days"), (5, "5 days")],
)
def test_the_sentence(days: float, said: str) -> None:
    got = ask(NAME, answered(*[days] * 12))
    assert sentence(got, definitions()[NAME], Language.EN) == (
        f"Median time to the first answer to the requests opened since 23 November 2025: {said}, those "
        "that still wait counted in."
    )


@pytest.mark.parametrize(("days", "said"), [(1, "1 jour"), (1.9, "1,9 jour"), (1.98, "2 jours")])
def test_the_sentence_in_french(days: float, said: str) -> None:
    got = ask(NAME, answered(*[days] * 12))
    assert sentence(got, definitions()[NAME], Language.FR) == (
        f"Délai médian de la première réponse aux demandes ouvertes depuis le 23 novembre 2025 : {said}, "
        "celles qui attendent encore étant comptées."
    )
