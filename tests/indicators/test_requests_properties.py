"""Any table of requests, against the same rules written the long way round."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reperes.indicators import definitions
from reperes.indicators import requests as r
from reperes.indicators.definition import Family
from reperes.indicators.measure import Measure, Outcome
from support.requests import READ_AT, Answer, Kind, R, When, ask, forge, of_requests, requests

NAMES = [name for name, item in definitions().items() if item.family is Family.RESPONSIVENESS]
WEEK = timedelta(days=7)

persons = st.sampled_from([None, "ada", "bob", "cleo", "zoe", "bot-ci", "bot-hello"])
hours = st.integers(0, 24 * 60)
standings = st.sampled_from([None, "member", "outsider", "first-timer"])
kinds: st.SearchStrategy[Kind] = st.sampled_from(["issue", "change"])


@st.composite
def rows(draw: st.DrawFn) -> R:
    opened = READ_AT - timedelta(hours=draw(st.integers(0, 24 * 500)))

    def later() -> datetime:
        return min(opened + timedelta(hours=draw(hours)), READ_AT)

    kind = draw(kinds)
    ended = later() if draw(st.booleans()) else None
    merged = ended if kind == "change" and draw(st.booleans()) else None
    moments: st.SearchStrategy[When] = st.builds(later)
    said = st.sampled_from(["comment", "review"])
    answers: st.SearchStrategy[Answer] = st.tuples(moments, persons, said, standings)
    return R(
        on=opened,
        author=draw(persons),
        kind=kind,
        answers=draw(st.lists(answers, max_size=4)),
        closed=ended,
        closed_by=draw(persons) if ended else None,
        merged=merged,
        merged_by=draw(persons) if merged else None,
        standing=draw(standings),
        seen=draw(st.sampled_from([None, None, None, opened, later()])),
    )


tables = st.lists(rows(), max_size=20)
days_observed = st.dates(date(2025, 6, 1), date(2026, 12, 31))


def human(name: str | None) -> bool:
    return name is not None and not name.startswith("bot-")


def when(instant: object) -> datetime:
    assert isinstance(instant, datetime)
    return instant


def response(row: R, as_of: date) -> tuple[timedelta | None, timedelta]:
    """Return the time to the first response, and the time followed."""
    opened = when(row.on)
    midnight = datetime.combine(as_of + timedelta(days=1), datetime.min.time(), READ_AT.tzinfo)
    known = [(at, who) for at, who, *_ in row.answers]
    known += [(at, who) for at, who in ((row.closed, row.closed_by), (row.merged, row.merged_by)) if at]
    ends = [midnight, READ_AT, when(row.seen or READ_AT)]
    ends += [when(at) for at in (row.closed,) if at is not None and when(at) < midnight]
    followed = max(min(ends), opened)
    found = [
        when(at) - opened
        for at, who in known
        if human(who) and who != row.author and when(at) < midnight and when(at) <= followed
    ]
    read = when(row.seen or READ_AT) > opened
    return (min(found) if found and read else None), followed - opened


@given(tables, days_observed)
def test_first_responses_are_those_of_the_rules(table: list[R], as_of: date) -> None:
    asked = r.asked(of_requests(requests(table)), as_of)
    got = asked.requests.select(a=r.to_answer(), f=r.followed()).rows()
    expected = [
        response(row, as_of)
        for row in table
        if when(row.on).date() <= as_of and (row.author is None or human(row.author))
    ]
    assert sorted(got, key=repr) == sorted(expected, key=repr)


@given(tables, days_observed)
def test_answered_within_seven_days_is_a_plain_count(table: list[R], as_of: date) -> None:
    got = ask("answered_within_seven_days", table, as_of)
    if got.outcome is not Outcome.MEASURED:
        return
    assert got.window is not None
    assert got.window.start is not None
    answered = whole = opened = 0
    midnight = datetime.combine(as_of + timedelta(days=1), datetime.min.time(), READ_AT.tzinfo)
    for row in table:
        if (row.author is not None and not human(row.author)) or not (
            got.window.start <= when(row.on).date() <= got.window.end
        ):
            continue
        opened += 1
        answer, followed = response(row, as_of)
        soon = answer is not None and answer <= WEEK
        if when(row.on) + WEEK <= min(midnight, READ_AT) and (soon or followed >= WEEK):
            whole += 1
            answered += soon
    assert (got.items, got.value) == (whole, answered / whole)
    assert got.details["left_out"] == opened - whole


def check(got: Measure) -> None:
    assert (got.value is None) == (got.outcome is not Outcome.MEASURED) == (got.reason is not None)
    if got.window is not None and got.window.start is not None:
        assert got.window.start <= got.window.end
    if got.value is not None:
        assert got.citations
        assert definitions()[got.indicator].unit != "ratio" or 0 <= got.value <= 1
    if got.breakdown:
        assert sum(part.count for part in got.breakdown) == got.items
    assert all(number >= 0 for number in got.details.values())
    assert set(got.details) | {part.key for part in got.breakdown} <= set(
        definitions()[got.indicator].details
    )


@settings(max_examples=40)
@given(tables, days_observed, st.sampled_from([None, date(2020, 1, 1), date(2026, 6, 1)]))
def test_no_table_breaks_an_indicator(table: list[R], as_of: date, since: date | None) -> None:
    for name in NAMES:
        check(ask(name, table * 3, as_of, state=forge(40, 20), changes_since=since))
