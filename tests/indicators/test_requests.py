from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from reperes.errors import Message
from reperes.facts.citation import QueryCitation, WebCitation, Window
from reperes.indicators import definitions
from reperes.indicators import requests as r
from reperes.indicators import scopes as s
from reperes.indicators.definition import Definition, Family
from reperes.indicators.measure import Outcome
from support.indicators import AS_OF
from support.requests import (
    CHANGES_URL,
    ISSUES_URL,
    LONG_AGO,
    READ_AT,
    Answer,
    Kind,
    R,
    ask,
    forge,
    of_requests,
    requests,
)

FIRST = definitions()["time_to_first_response"]
LOAD = definitions()["maintainers_load"]
"""No fewer requests than one are too few for it."""
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

of_family = pytest.mark.parametrize(
    "definition",
    [item for item in definitions().values() if item.family is Family.RESPONSIVENESS],
    ids=lambda item: str(item.id),
)


def state(*rows: R, as_of: date = AS_OF, read_at: datetime = READ_AT) -> r.Asked:
    return r.asked(of_requests(requests(rows, read_at=read_at)), as_of)


def days(asked: r.Asked) -> list[tuple[float | None, ...]]:
    """Return the days to the answer and the days followed, of each request."""
    return [
        tuple(None if time is None else round(time / timedelta(days=1), 4) for time in row)
        for row in asked.requests.select(a=r.to_answer(), f=r.followed()).rows()
    ]


@pytest.mark.parametrize(
    ("request_", "answer", "followed"),
    [
        (R("2026-11-13"), None, 10.25),
        (R("2026-11-13", answers=[("2026-11-15", "ada", "comment")]), 2, 10.25),
        (
            R("2026-11-13", answers=[("2026-11-16", "ada", "review"), ("2026-11-15", "bob", "comment")]),
            2,
            10.25,
        ),
        (R("2026-11-13", answers=[("2026-11-15", "zoe", "comment")]), None, 10.25),
        (R("2026-11-13", answers=[("2026-11-15", "bot-ci", "comment")]), None, 10.25),
        (R("2026-11-13", answers=[("2026-11-15", None, "comment")]), None, 10.25),
        (R("2026-11-13", None, answers=[("2026-11-15", "ada", "comment")]), 2, 10.25),
        (R("2026-11-13", None, answers=[("2026-11-15", None, "comment")]), None, 10.25),
        (R("2026-11-13", closed="2026-11-17", closed_by="ada"), 4, 4),
        (R("2026-11-13", closed="2026-11-17", closed_by="zoe"), None, 4),
        (R("2026-11-13", closed="2026-11-17"), None, 4),
        (R("2026-11-13", closed="2026-11-17", closed_by="bot-stale"), None, 4),
        (R("2026-11-13", kind="change", merged="2026-11-17", merged_by="ada"), 4, 4),
        (R("2026-11-13", kind="change", merged="2026-11-17", merged_by="zoe"), None, 4),
        # what comes after the author closed is no answer to what was asked
        (
            R("2026-11-13", closed="2026-11-17", closed_by="zoe", answers=[("2026-11-18", "ada", "comment")]),
            None,
            4,
        ),
        # a forge may tell the merge a moment after the closing
        (
            R("2026-11-13", kind="change", closed="2026-11-17", merged="2026-11-17 12:01", merged_by="ada"),
            *[4.0007] * 2,
        ),
        # read up to the 15th only: what came first after that is not known
        (R("2026-11-13", seen="2026-11-15"), None, 2),
        (R("2026-11-13", seen="2026-11-15", closed="2026-11-17", closed_by="ada"), None, 2),
        (R("2026-11-13", seen="2026-11-15", answers=[("2026-11-14", "ada", "comment")]), 1, 2),
        # brought from elsewhere, with what was said there: when it was answered is not known
        (R("2026-11-13", answers=[("2026-11-01", "ada", "comment")]), None, 10.25),
        (
            R("2026-11-13", answers=[("2026-11-01", "ada", "comment"), ("2026-11-15", "ada", "comment")]),
            None,
            10.25,
        ),
        (R("2026-11-13", closed="2026-11-12", closed_by="ada"), None, 0),
        (R("2026-11-13", kind="change", merged="2026-11-12", merged_by="ada"), None, 0),
        (R("2026-11-13", answers=[("2026-11-13", "ada", "comment")]), 0, 10.25),
        # an outsider cannot merge: a member did
        (R("2026-11-13", "zoe", "change", merged="2026-11-17", standing="outsider"), 4, 4),
        (R("2026-11-13", "zoe", "change", merged="2026-11-17", standing="first-timer"), 4, 4),
        (R("2026-11-13", "zoe", "change", merged="2026-11-17"), None, 4),
        (R("2026-11-13", "zoe", "change", merged="2026-11-17", standing="member"), None, 4),
        (R("2026-11-13", "zoe", "change", closed="2026-11-17", standing="outsider"), None, 4),
    ],
)
def test_first_response_and_how_long_it_was_awaited(
    request_: R, answer: float | None, followed: float
) -> None:
    assert days(state(request_)) == [(answer, followed)]


def test_nothing_is_known_after_the_day_observed() -> None:
    row = R(
        "2026-03-01",
        kind="change",
        answers=[("2026-03-10 23:59", "ada", "comment"), ("2026-03-11 00:00", "bob", "comment", "member")],
        merged="2026-04-01",
        merged_by="ada",
    )
    before = state(row, R("2026-03-11 00:00"), as_of=date(2026, 3, 9))
    assert days(before) == [(None, 8.5)]
    assert before.requests.select("closed_at", "merged_at", "merged_by").row(0) == (None, None, None)
    after = state(row, as_of=date(2026, 3, 10))
    assert days(after) == [(9.4993, 9.5)]
    assert after.requests.get_column("answered_by_member").to_list() == [False]
    assert state(row).requests.get_column("answered_by_member").to_list() == [True]


def test_nothing_is_known_after_the_forge_was_read() -> None:
    got = state(R("2026-03-01"), as_of=date(2026, 12, 31), read_at=NOON.replace(day=5))
    assert (got.until, days(got)) == (NOON.replace(day=5), [(None, 4)])


@pytest.mark.parametrize(
    ("row", "sides"),
    [
        (R("2026-03-01"), [None]),  # the forge tells nothing: neither side
        (R("2026-03-01", standing="outsider"), ["outsider"]),
        (R("2026-03-01", standing="first-timer"), ["outsider"]),
        (R("2026-03-01", standing="member"), ["member"]),
        (R("2026-03-01", None), [None]),
        (R("2026-03-01", None, standing="outsider"), [None]),
        (R("2026-03-01", "bot-renew"), []),
        (R("2026-03-01", "bot-renew", standing="member"), []),
        # it takes the right to write to merge, were it one’s own
        (R("2026-03-01", kind="change", merged="2026-03-02", merged_by="zoe"), ["member"]),
        (
            R("2026-03-01", kind="change", merged="2026-03-02", merged_by="zoe", standing="outsider"),
            ["member"],
        ),
        (R("2026-03-01", closed="2026-03-02", closed_by="zoe"), [None]),
        (R("2026-03-01", kind="change", merged="2026-02-02", merged_by="zoe"), [None]),
    ],
)
def test_where_the_author_stands(row: R, sides: list[str | None]) -> None:
    assert state(row).requests.get_column("side").to_list() == sides


@pytest.mark.parametrize(
    "other",
    [
        R("2020-06-01", "bob", answers=[("2020-06-02", "zoe", "comment", "member")]),
        R("2020-06-01", "zoe", standing="member"),
        R("2020-06-01", "bob", "change", merged="2020-06-02", merged_by="zoe"),
        R("2020-06-01", "zoe", "change", merged="2020-06-02", merged_by="zoe"),
        R("2020-06-01", "bot-renew", "change", merged="2020-06-02", merged_by="zoe"),
        R("2020-06-01", None, "change", merged="2020-06-02", merged_by="zoe"),
        R("2020-06-01", "bob", closed="2020-06-02", closed_by="zoe"),
        R("2020-06-01", "bot-renew", closed="2020-06-02", closed_by="zoe"),
    ],
)
def test_a_member_is_one_on_all_their_requests(other: R) -> None:
    rows = state(other, R("2026-03-01", "zoe", standing="outsider")).requests
    assert rows.filter(pl.col("opened_at") == NOON).get_column("side").to_list() == ["member"]


@pytest.mark.parametrize(
    "other",
    [
        R("2020-06-01", "zoe", closed="2020-06-02", closed_by="zoe"),
        R("2020-06-01", None, closed="2020-06-02", closed_by="zoe"),  # it may have been their own
        R("2020-06-01", "bob", closed="2020-05-02", closed_by="zoe"),
        R("2020-06-01", "bob", answers=[("2020-06-02", "zoe", "comment")]),
        R("2020-06-01", "bob", answers=[("2020-06-02", "zoe", "review")]),
    ],
)
def test_nothing_shows_a_member(other: R) -> None:
    told = state(other, R("2026-03-01", "zoe", standing="outsider")).requests
    assert told.filter(pl.col("opened_at") == NOON).get_column("side").to_list() == ["outsider"]
    silent = state(other, R("2026-03-01", "zoe")).requests
    assert silent.filter(pl.col("opened_at") == NOON).get_column("side").to_list() == [None]


def test_a_robot_that_closes_is_no_member() -> None:
    rows = state(R("2026-02-01", "bob", closed="2026-02-02", closed_by="bot-stale"))
    assert rows.deeds.is_empty()
    assert rows.requests.get_column("ended").to_list() == ["bot"]


@pytest.mark.parametrize(
    ("row", "ended"),
    [
        (R("2026-03-01"), None),
        (R("2026-03-01", closed="2026-03-02"), "unknown"),
        (R("2026-03-01", closed="2026-03-02", closed_by="zoe"), "author"),
        (R("2026-03-01", closed="2026-03-02", closed_by="ada"), "another"),
        (R("2026-03-01", None, closed="2026-03-02", closed_by="ada"), "another"),
        (R("2026-03-01", None, closed="2026-03-02"), "unknown"),
        (R("2026-03-01", kind="change", merged="2026-03-02"), "unknown"),
        (R("2026-03-01", kind="change", merged="2026-03-02", merged_by="zoe"), "author"),
        (R("2026-03-01", kind="change", merged="2026-03-02", merged_by="bot-queue"), "bot"),
        (R("2026-03-01", kind="change", merged="2026-03-02", closed_by="ada"), "another"),
        (
            R("2026-03-01", kind="change", merged="2026-03-02", merged_by="zoe", closed_by="ada"),
            "author",
        ),
        (R("2026-03-01", closed="2026-02-02", closed_by="ada"), "unknown"),
    ],
)
def test_by_whom_it_ended(row: R, ended: str | None) -> None:
    assert state(row).requests.get_column("ended").to_list() == [ended]


@pytest.mark.parametrize(
    "row",
    [
        R("2026-03-01", answers=[("2026-02-01", "ada", "comment")]),
        R("2026-03-01", answers=[("2026-02-01", None, "comment")]),
        R("2026-03-01", closed="2026-02-01", closed_by="ada"),
        R("2026-03-01", kind="change", merged="2026-02-01", merged_by="ada"),
    ],
)
def test_a_request_younger_than_what_was_answered_to_it_tells_no_delay(row: R) -> None:
    found = state(row)
    assert found.requests.select("read", "cut", "answered_at").row(0) == (False, True, None)
    assert found.deeds.is_empty()


def test_what_its_author_or_a_robot_said_earlier_changes_nothing() -> None:
    said: list[Answer] = [("2026-02-01", "zoe", "comment"), ("2026-02-02", "bot-ci", "comment")]
    assert state(R("2026-03-01", answers=said)).requests.get_column("read").to_list() == [True]


@pytest.mark.parametrize(
    ("seen", "read", "cut"),
    [
        (None, True, False),
        ("2026-03-01", False, True),
        ("2026-03-05", True, True),
        (READ_AT.replace(hour=6), True, False),
    ],
)
def test_what_could_not_be_read_is_told_apart(seen: str | datetime | None, *, read: bool, cut: bool) -> None:
    assert state(R("2026-03-01", seen=seen)).requests.select("read", "cut").row(0) == (read, cut)


@pytest.mark.parametrize(
    ("issues", "changes", "as_of", "kinds", "window"),
    [
        (LONG_AGO, LONG_AGO, AS_OF, s.BOTH, Window(date(2025, 11, 23), AS_OF)),
        (LONG_AGO, date(2026, 6, 1), AS_OF, s.BOTH, Window(date(2026, 6, 1), AS_OF)),
        (date(2026, 7, 1), date(2026, 6, 1), AS_OF, s.BOTH, Window(date(2026, 7, 1), AS_OF)),
        (None, LONG_AGO, AS_OF, ("change",), Window(date(2025, 11, 23), AS_OF)),
        (LONG_AGO, LONG_AGO, date(2026, 1, 31), s.BOTH, Window(date(2025, 1, 31), date(2026, 1, 31))),
        (LONG_AGO, LONG_AGO, date(2027, 6, 1), s.BOTH, Window(date(2026, 6, 1), AS_OF)),
    ],
)
def test_the_window_begins_where_the_forge_was_read(
    issues: date | None, changes: date | None, as_of: date, kinds: tuple[str, ...], window: Window
) -> None:
    built = requests([], issues_since=issues, changes_since=changes)
    got = s.scope(r.asked(of_requests(built), as_of), FIRST)
    assert isinstance(got, s.Scope)
    assert (got.kinds, got.window) == (kinds, window)


@pytest.mark.parametrize(
    ("issues", "changes", "as_of", "said"),
    [
        (None, None, AS_OF, "Neither the issues nor the change requests could be read."),
        (
            *(LONG_AGO, date(2026, 6, 1), date(2026, 5, 31)),
            "The requests could be read back to 2026-06-01 only: after the period looked at.",
        ),
        (
            *(LONG_AGO, LONG_AGO, date(2027, 12, 1)),
            "The requests were read on 2026-11-23: before the period looked at.",
        ),
    ],
)
def test_why_nothing_can_be_looked_at(
    issues: date | None, changes: date | None, as_of: date, said: str
) -> None:
    built = requests([], issues_since=issues, changes_since=changes)
    got = s.scope(r.asked(of_requests(built), as_of), FIRST)
    assert isinstance(got, Message)
    assert got.msgid.format_map(got.args) == said


def test_change_requests_alone() -> None:
    got = s.scope(r.asked(of_requests(requests([], changes_since=None)), AS_OF), FIRST, s.CHANGES)
    assert isinstance(got, Message)
    assert got.msgid == "The change requests could not be read."


def test_a_count_is_cited_with_what_was_left_out_and_the_pages_to_see() -> None:
    asked = r.asked(of_requests(requests([], issues_since=None)), AS_OF)
    scope = s.scope(asked, FIRST)
    assert isinstance(scope, s.Scope)
    assert s.cite(asked, scope, 7, "opened in the window") == (
        QueryCitation(
            "forge.forgejo",
            "change requests, opened in the window, without those of bots; the issues could not be read",
            Window(date(2025, 11, 23), AS_OF),
            7,
        ),
        WebCitation(CHANGES_URL, AS_OF),
    )
    both = r.asked(of_requests(requests([])), AS_OF)
    scope = s.scope(both, FIRST)
    assert isinstance(scope, s.Scope)
    query, *pages = s.cite(both, scope, 7, "opened in the window")
    assert isinstance(query, QueryCitation)
    assert query.filter == "issues and change requests, opened in the window, without those of bots"
    assert pages == [WebCitation(ISSUES_URL, AS_OF), WebCitation(CHANGES_URL, AS_OF)]


def opened(day: date, n: int, *, read: int, kind: Kind = "issue") -> list[R]:
    """Return requests of a day, the first ones of which had their answers read."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return [R(noon, kind=kind, seen=None if i < read else noon) for i in range(n)]


def back(days: int) -> date:
    return AS_OF - timedelta(days=days)


YEAR_AGO = date(2025, 11, 23)


@pytest.mark.parametrize(
    ("rows", "kinds", "start"),
    [
        ([*opened(back(200), 9, read=9), *opened(back(100), 1, read=0)], s.BOTH, YEAR_AGO),  # 1 of 10
        (
            [
                *opened(back(200), 3, read=3),
                *opened(back(100), 1, read=0),
                *opened(back(50), 5, read=5),
            ],
            s.BOTH,
            back(99),
        ),
        ([*opened(back(300), 9, read=0), *opened(back(100), 20, read=19)], s.BOTH, back(299)),
        ([*opened(back(300), 9, read=8), *opened(back(100), 20, read=19)], s.BOTH, YEAR_AGO),
        # each kind on its own: 1 of 10, and 2 of 10
        (
            [
                *opened(back(200), 9, read=9),
                *opened(back(100), 1, read=0),
                *opened(back(90), 2, read=0, kind="change"),
                *opened(back(80), 8, read=8, kind="change"),
            ],
            s.ISSUES,
            YEAR_AGO,
        ),
        (
            [
                *opened(back(50), 3, read=0),
                *opened(back(90), 2, read=0, kind="change"),
                *opened(back(80), 8, read=8, kind="change"),
            ],
            s.CHANGES,
            back(89),
        ),
        (
            [
                *opened(back(200), 3, read=3),
                *opened(back(60), 9, read=9),
                *opened(back(90), 2, read=0, kind="change"),
                *opened(back(80), 8, read=8, kind="change"),
            ],
            s.BOTH,
            back(89),
        ),
        # under thirty days a kind tells too little
        ([*opened(back(40), 12, read=12), *opened(back(30), 9, read=0, kind="change")], s.ISSUES, YEAR_AGO),
        (
            [*opened(back(20), 12, read=12), *opened(back(30), 9, read=0, kind="change")],
            s.BOTH,
            back(29),
        ),
        ([], s.BOTH, YEAR_AGO),
    ],
)
def test_answers_are_looked_at_where_they_were_read(
    rows: list[R], kinds: tuple[str, ...], start: date
) -> None:
    got = s.heard(state(*rows), LOAD)
    assert isinstance(got, s.Scope)
    assert (got.kinds, got.window) == (kinds, Window(start, AS_OF))


def test_a_kind_read_over_a_short_time_does_not_shorten_the_other() -> None:
    rows = [*opened(back(200), 30, read=30), *opened(back(10), 12, read=12, kind="change")]
    found = r.asked(of_requests(requests(rows, changes_since=back(20))), AS_OF)
    got = s.heard(found, LOAD)
    assert isinstance(got, s.Scope)
    assert (got.kinds, got.left_out, got.window.start) == (s.ISSUES, s.CHANGES, YEAR_AGO)
    [query, page] = s.cite(found, got, 30, "opened in the window")
    assert isinstance(query, QueryCitation)
    assert query.filter == (
        "issues, opened in the window, without those of bots; the change requests, or the answers to them, "
        "could not be read for as long, and are left out"
    )
    assert page == WebCitation(ISSUES_URL, AS_OF)
    apart = r.asked(of_requests(requests(rows, issues_since=None, changes_since=back(20))), AS_OF)
    alone = s.heard(apart, LOAD)
    assert isinstance(alone, s.Scope)
    assert (alone.kinds, alone.unread, alone.left_out) == (s.CHANGES, s.ISSUES, ())
    assert alone.window == Window(back(20), AS_OF)  # all that could be read, short as it is


def test_where_only_what_nobody_commented_is_read_nothing_is_said() -> None:
    # A forge may tell that a request has no comment without showing those of the others.
    rows = [one for days in range(40, 360, 8) for one in opened(back(days), 5, read=3)]
    for name in ("time_to_first_response", "answered_within_seven_days", "maintainers_load"):
        got = ask(name, rows)
        assert (got.outcome, got.items) == (Outcome.NOT_MEASURED, 120)
        assert got.reason is not None
        assert got.reason.msgid == "The answers could be read for {read} requests of {total}."
        assert got.reason.args == {"read": 120, "total": 200}


def test_what_is_derived_for_a_day_is_kept_for_that_day() -> None:
    facts = of_requests(requests([R("2026-03-01")]))
    assert r.asked(facts, AS_OF) is r.asked(facts, AS_OF)
    assert r.asked(facts, date(2026, 2, 1)).requests.is_empty()


@of_family
def test_nothing_read_is_not_measured(definition: Definition) -> None:
    got = ask(definition.id, [], issues_since=None, changes_since=None, state=forge(0, 0))
    assert (got.outcome, got.value) == (Outcome.NOT_MEASURED, None)
    assert got.reason is not None


@of_family
def test_nothing_asked_is_too_little(definition: Definition) -> None:
    got = ask(definition.id, [], state=forge(0, 0))
    assert (got.outcome, got.value, got.items) == (Outcome.TOO_LITTLE_DATA, None, 0)


@of_family
def test_a_window_without_a_day_is_not_shown(definition: Definition) -> None:
    got = ask(definition.id, [], changes_since=date(2026, 11, 20), state=forge(0, 0))
    assert got.value is None
    assert got.window is None or got.window.start is None or got.window.start <= got.window.end
