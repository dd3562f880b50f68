from datetime import date, timedelta
from typing import Any

import pytest

from reperes.facts.citation import QueryCitation, WebCitation, Window
from reperes.facts.schema import FORGE
from reperes.indicators import measure_all
from reperes.indicators.measure import Outcome
from support.indicators import AS_OF, MEASURED, TOO_LITTLE
from support.requests import CHANGES_URL, ISSUES_URL, READ_AT, R, ask, forge, of_requests, requests

UNKNOWN = Outcome.NOT_MEASURED
NAME = "backlog_age"
OPEN = R("2026-03-01")
CLOSED = R("2026-03-01", closed="2026-03-02")
CHANGE = R("2026-03-01", kind="change")
MERGED = R("2026-03-01", kind="change", merged="2026-03-02")


@pytest.mark.parametrize(
    ("rows", "counted", "outcome", "value", "open_"),
    [
        ([OPEN, OPEN, CLOSED, CHANGE, MERGED], (6, 6), MEASURED, 0.75, 12),
        ([OPEN] * 4 + [CHANGE], (4, 1), MEASURED, 0, 5),
        ([], (3, 2), MEASURED, 1, 5),
        ([CLOSED, MERGED], (5, 0), MEASURED, 1, 5),
        # bots’ are in what the forge counts, so they are counted
        ([R("2026-03-01", "bot-renew", "change")] * 5, (0, 10), MEASURED, 0.5, 10),
        ([R("2026-03-01", None)] * 5, (10, 0), MEASURED, 0.5, 10),
        # the first day of the year
        ([R("2025-11-23")], (10, 0), MEASURED, 0.9, 10),
        ([R("2025-11-22")], (10, 0), MEASURED, 1, 10),
        # nobody’s figure is bent to fit
        ([OPEN] * 6, (5, 0), UNKNOWN, None, None),
        ([OPEN], (None, 9), UNKNOWN, None, None),
        ([OPEN], (9, None), UNKNOWN, None, None),
        ([OPEN], (4, 0), TOO_LITTLE, None, 4),
        ([], (0, 0), TOO_LITTLE, None, 0),
    ],
)
def test_share_open_for_over_a_year(
    rows: list[R],
    counted: tuple[int | None, int | None],
    outcome: Outcome,
    value: float | None,
    open_: int | None,
) -> None:
    got = ask(NAME, rows, state=forge(*counted))
    assert (got.outcome, got.value, got.items) == (outcome, value, open_)
    if value is not None and open_ is not None:
        assert got.details == {"open": open_, "open_over_year": value * open_}


@pytest.mark.parametrize(
    ("as_of", "more", "said"),
    [
        (
            date(2026, 11, 22),
            {},
            "The forge tells what is open on {day}, which is later than the day observed.",
        ),
        (
            AS_OF,
            {"issues_since": date(2025, 11, 24)},
            "The issues and the change requests could not both be read a year back.",
        ),
        (
            AS_OF,
            {"changes_since": None},
            "The issues and the change requests could not both be read a year back.",
        ),
        (
            AS_OF,
            {"read_at": READ_AT - timedelta(days=2)},
            "The requests were not read on the day when the forge counted them.",
        ),
    ],
)
def test_why_it_cannot_be_told(as_of: date, more: dict[str, Any], said: str) -> None:
    got = ask(NAME, [OPEN], as_of, state=forge(9, 9), **more)
    assert (got.outcome, got.value) == (UNKNOWN, None)
    assert got.reason is not None
    assert got.reason.msgid == said


def test_figures_that_disagree_are_said() -> None:
    got = ask(NAME, [OPEN] * 6, state=forge(5, 0))
    assert got.reason is not None
    assert got.reason.args == {"recent": 6, "total": 5}


def test_it_holds_for_the_day_when_the_forge_was_read() -> None:
    later = ask(
        NAME, [R("2025-11-23")], date(2027, 3, 1), state=forge(10, 0), issues_since=date(2025, 11, 23)
    )
    assert (later.value, later.window) == (0.9, Window(AS_OF, AS_OF))
    counted, recent, *pages = later.citations
    assert isinstance(counted, QueryCitation)
    assert isinstance(recent, QueryCitation)
    assert (counted.window, counted.count) == (Window(AS_OF, AS_OF), 10)
    assert (recent.window, recent.count) == (Window(date(2025, 11, 23), AS_OF), 1)
    assert pages == [WebCitation(ISSUES_URL, AS_OF), WebCitation(CHANGES_URL, AS_OF)]


def test_it_needs_both_facts() -> None:
    got = {measure.indicator: measure for measure in measure_all(of_requests(requests([OPEN])), AS_OF)}
    reason = got[NAME].reason
    assert reason is not None
    assert reason.args == {"name": FORGE.name}
    assert got["maintainers_load"].outcome is TOO_LITTLE
