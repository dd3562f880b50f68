"""Any table of requests, against the same rules written the long way round."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reperes.facts.citation import WebCitation
from reperes.indicators import definitions
from reperes.indicators import requests as r
from reperes.indicators.definition import Family
from reperes.indicators.measure import Measure, Outcome
from support.requests import (
    CHANGES_URL,
    ISSUES_URL,
    READ_AT,
    Answer,
    Kind,
    R,
    When,
    ask,
    forge,
    of_requests,
    requests,
)

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

    def about() -> datetime:
        """Return an instant that is now and then earlier than the request."""
        return opened - timedelta(hours=draw(hours)) if draw(st.integers(0, 39)) == 39 else later()

    kind = draw(kinds)
    ended = about() if draw(st.booleans()) else None
    merged = ended if kind == "change" and draw(st.booleans()) else None
    moments: st.SearchStrategy[When] = st.builds(about)
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
        seen=draw(st.sampled_from([*[None] * 18, opened, later()])),
    )


tables = st.lists(rows(), max_size=20)
busy = st.lists(rows(), min_size=12, max_size=24)
days_observed = st.dates(date(2025, 6, 1), date(2026, 12, 31))


def human(name: str | None) -> bool:
    return name is not None and not name.startswith("bot-")


def when(instant: object) -> datetime:
    assert isinstance(instant, datetime)
    return instant


def known(at: object, opened: datetime, midnight: datetime) -> bool:
    return at is not None and opened <= when(at) < midnight


def members(table: list[R], midnight: datetime) -> set[str | None]:
    """Return the people whom something shows to be of the project."""
    found: set[str | None] = set()
    for row in table:
        opened = when(row.on)
        found |= {who for at, who, _, *told in row.answers if told == ["member"] and when(at) < midnight}
        if opened >= midnight:
            continue
        found |= {row.author} if row.standing == "member" else set()
        found |= {row.merged_by} if known(row.merged, opened, midnight) else set()
        if known(row.closed, opened, midnight) and row.author is not None and row.closed_by != row.author:
            found.add(row.closed_by)
    return {who for who in found if human(who)}


def night_of(as_of: date) -> datetime:
    return datetime.combine(as_of + timedelta(days=1), datetime.min.time(), READ_AT.tzinfo)


def response(row: R, as_of: date, ours: set[str | None]) -> tuple[timedelta | None, timedelta, bool]:
    """Return the time to the first response, the time followed, and whether the answers were read."""
    opened, midnight = when(row.on), night_of(as_of)
    did = [(at, who) for at, who, *_ in row.answers]
    did += [(at, who) for at, who in ((row.closed, row.closed_by), (row.merged, row.merged_by)) if at]
    ended = [when(at) for at in (row.closed, row.merged) if at is not None and when(at) < midnight]
    ends = [midnight, READ_AT, when(row.seen or READ_AT), *([max(ended)] if ended else [])]
    followed = max(min(ends), opened)
    found = [when(at) for at, who in did if human(who) and who != row.author and known(at, opened, midnight)]
    outside = human(row.author) and row.author not in ours and row.standing in {"outsider", "first-timer"}
    if outside and known(row.merged, opened, midnight) and row.merged_by is None and row.closed_by is None:
        found.append(when(row.merged))
    early = [when(at) for at, who, *_ in row.answers if who is None or (human(who) and who != row.author)]
    misdated = any(at < opened for at in (*early, *ended))
    soon = [at - opened for at in found if at <= followed]
    read = when(row.seen or READ_AT) > opened and not misdated
    return (min(soon) if soon and read else None), followed - opened, read


@given(tables, days_observed)
def test_first_responses_are_those_of_the_rules(table: list[R], as_of: date) -> None:
    asked = r.asked(of_requests(requests(table)), as_of)
    got = asked.requests.select(a=r.to_answer(), f=r.followed()).rows()
    ours = members(table, night_of(as_of))
    expected = [
        response(row, as_of, ours)[:2]
        for row in table
        if when(row.on).date() <= as_of and (row.author is None or human(row.author))
    ]
    assert sorted(got, key=repr) == sorted(expected, key=repr)


@given(tables, days_observed)
def test_nobody_is_called_an_outsider_unless_the_forge_says_so(table: list[R], as_of: date) -> None:
    asked = r.asked(of_requests(requests(table)), as_of)
    ours = members(table, night_of(as_of))
    names = asked.told.people.get_column("pseudonym").to_list()
    for author, standing, side in asked.requests.select("author", "standing", "side").rows():
        who = None if author is None else names[author]
        outside = who is not None and standing in {"outsider", "first-timer"}
        assert side == ("member" if who in ours else "outsider" if outside else None)


@given(busy, days_observed)
def test_answered_within_seven_days_is_a_plain_count(table: list[R], as_of: date) -> None:
    got = ask("answered_within_seven_days", table, as_of)
    if got.outcome is not Outcome.MEASURED:
        return
    assert got.window is not None
    assert got.window.start is not None
    answered = whole = opened = 0
    midnight, ours = night_of(as_of), members(table, night_of(as_of))
    pages = {one.url for one in got.citations if isinstance(one, WebCitation)}
    kinds = {kind for kind, page in (("issue", ISSUES_URL), ("change", CHANGES_URL)) if page in pages}
    for row in table:
        inside = row.kind in kinds and got.window.start <= when(row.on).date() <= got.window.end
        if not inside or (row.author is not None and not human(row.author)):
            continue
        opened += 1
        answer, followed, read = response(row, as_of, ours)
        soon = answer is not None and answer <= WEEK
        if when(row.on) + WEEK <= min(midnight, READ_AT) and read and (soon or followed >= WEEK):
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
