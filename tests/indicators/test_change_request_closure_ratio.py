from dataclasses import replace
from datetime import date

import pytest

from reperes.facts.citation import QueryCitation, Window
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.report.wording import sentence
from support.indicators import MEASURED, TOO_LITTLE
from support.requests import R, ask, instant

NAME = "change_request_closure_ratio"


def waiting(
    n: int, author: str | None = "zoe", on: str = "2026-03-01", standing: str | None = None
) -> list[R]:
    return [R(on, author, "change", standing=standing)] * n


def merged(
    n: int,
    author: str | None = "zoe",
    by: str | None = "ada",
    on: str = "2026-03-01",
    standing: str | None = None,
) -> list[R]:
    return [R(on, author, "change", merged="2026-04-01", merged_by=by, standing=standing)] * n


def closed(n: int, author: str | None = "zoe", by: str | None = "ada") -> list[R]:
    return [R("2026-03-01", author, "change", closed="2026-05-01", closed_by=by)] * n


@pytest.mark.parametrize(
    ("rows", "outcome", "value", "items"),
    [
        (merged(3) + closed(1) + waiting(6), MEASURED, 0.4, 10),
        (waiting(5), MEASURED, 0, 5),
        (merged(5), MEASURED, 1, 5),
        (merged(4), TOO_LITTLE, None, 4),
        ([], TOO_LITTLE, None, 0),
        # what its author took back asks for no decision
        (merged(2) + waiting(3) + closed(9, by="zoe"), MEASURED, 0.4, 5),
        (merged(2) + waiting(2) + closed(9, by="zoe"), TOO_LITTLE, None, 4),
        # a robot decides nothing
        (merged(2) + closed(8, by="bot-stale"), MEASURED, 0.2, 10),
        (closed(5, by="bot-stale"), MEASURED, 0, 5),
        # whether nobody known decided is not known: 2 of 8, and 3 of 9
        (merged(3) + waiting(3) + closed(2, by=None), MEASURED, 0.5, 6),
        (merged(3) + waiting(3) + closed(3, by=None), Outcome.NOT_MEASURED, None, 6),
        (closed(5, None, None), Outcome.NOT_MEASURED, None, 0),
        # a merge is a decision, whoever made it
        (merged(1, by=None) + merged(1, by="bot-queue") + merged(1, by="zoe") + waiting(3), MEASURED, 0.5, 6),
        (closed(3) + waiting(3), MEASURED, 0.5, 6),
        (closed(3, None) + waiting(3), MEASURED, 0.5, 6),
        (merged(5, "bot-renew") + waiting(5), MEASURED, 0, 5),
        (merged(1, None) + waiting(4, None), MEASURED, 0.2, 5),
        # the first and the last day of the cohort
        (waiting(4) + merged(1, on="2025-11-23"), MEASURED, 0.2, 5),
        (waiting(4) + merged(1, on="2025-11-22"), TOO_LITTLE, None, 4),
        (merged(4) + waiting(1, on="2026-10-24"), MEASURED, 0.8, 5),
        (merged(4) + waiting(1, on="2026-10-25"), TOO_LITTLE, None, 4),
        # issues are no change requests
        (merged(4) + [R("2026-03-01")] * 9, TOO_LITTLE, None, 4),
    ],
)
def test_share_of_the_cohort_that_is_settled(
    rows: list[R], outcome: Outcome, value: float | None, items: int
) -> None:
    got = ask(NAME, rows)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_outsiders_apart() -> None:
    rows = [
        *merged(3, standing="outsider"),
        *waiting(1, standing="first-timer"),
        *merged(2, "ada"),
        *waiting(2, "ada"),
        *closed(2, None),
        *[replace(row, standing="outsider") for row in closed(3, by="zoe")],
    ]
    got = ask(NAME, rows)
    assert (got.value, got.items) == (0.7, 10)
    parts = {"merged": 5, "closed": 2, "withdrawn": 3, "closed_by_bot": 0, "ended_unknown": 0, "waiting": 3}
    assert got.details == {**parts, "outsiders_settled": 3, "outsiders": 4}
    assert sentence(got, definitions()[NAME], Language.FR).endswith("extérieures au projet : 3 sur 4.")
    alone = ask(NAME, merged(3, "ada", "bob") + merged(3, "bob", "ada"))
    assert alone.details["merged"] == 6
    assert "outsiders" not in alone.details
    assert sentence(alone, definitions()[NAME], Language.EN) == (
        "100% of the change requests opened since 23 November 2025, and thirty days ago or more, were settled"
        ": merged, or closed by somebody else than their author."
    )


def test_why_what_nobody_known_closed_leaves_nothing_to_say() -> None:
    got = ask(NAME, merged(3) + waiting(3) + closed(3, by=None))
    assert sentence(got, definitions()[NAME], Language.EN) == (
        "Not measured. 3 change requests of 9 were closed without the forge telling by whom: whether that "
        "was a decision is not known."
    )
    assert got.details["ended_unknown"] == 3


def test_as_of_a_day_of_the_past() -> None:
    rows = merged(3) + closed(1) + waiting(6)
    assert ask(NAME, rows, date(2026, 4, 30)).value == 0.3
    assert ask(NAME, rows, date(2026, 3, 31)).value == 0
    early = ask(NAME, rows, date(2026, 3, 30))
    assert (early.outcome, early.items) == (TOO_LITTLE, 0)


def test_a_forge_read_earlier_or_not_far_back() -> None:
    read_at = instant("2026-04-10")
    assert read_at is not None
    got = ask(NAME, merged(5) + waiting(5, on="2026-03-12"), read_at=read_at)
    assert (got.value, got.items, got.window) == (1, 5, Window(date(2025, 11, 23), date(2026, 3, 11)))
    short = ask(NAME, merged(5, on="2026-02-01") + merged(5), changes_since=date(2026, 2, 2))
    assert (short.items, short.window) == (5, Window(date(2026, 2, 2), date(2026, 10, 24)))
    citation = short.citations[0]
    assert isinstance(citation, QueryCitation)
    assert (citation.window, citation.count) == (short.window, 5)
    assert ask(NAME, merged(5), changes_since=None).outcome is Outcome.NOT_MEASURED
