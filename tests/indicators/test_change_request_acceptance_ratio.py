from datetime import date

import pytest

from reperes.facts.citation import QueryCitation, Window
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.report.wording import sentence
from support.indicators import AS_OF, MEASURED, TOO_LITTLE
from support.requests import R, ask

NAME = "change_request_acceptance_ratio"


def merged(
    n: int,
    author: str | None = "zoe",
    by: str | None = "ada",
    at: str = "2026-04-01",
    standing: str | None = None,
) -> list[R]:
    return [R("2025-03-01", author, "change", merged=at, merged_by=by, standing=standing)] * n


def closed(
    n: int, author: str | None = "zoe", at: str = "2026-05-01", standing: str | None = None
) -> list[R]:
    return [R("2025-03-01", author, "change", closed=at, closed_by="ada", standing=standing)] * n


@pytest.mark.parametrize(
    ("rows", "outcome", "value", "items"),
    [
        (merged(3) + closed(2), MEASURED, 0.6, 5),
        (closed(5), MEASURED, 0, 5),
        (merged(5), MEASURED, 1, 5),
        (merged(4), TOO_LITTLE, None, 4),
        ([], TOO_LITTLE, None, 0),
        # those that wait are not counted, whatever was answered
        (
            merged(4) + [R("2026-03-01", kind="change", answers=[("2026-03-02", "ada", "review")])] * 9,
            TOO_LITTLE,
            None,
            4,
        ),
        (merged(9, "bot-renew") + merged(1) + closed(4), MEASURED, 0.2, 5),
        (merged(1, None) + closed(4, None), MEASURED, 0.2, 5),
        (merged(1, by=None) + closed(4), MEASURED, 0.2, 5),
        # the day of the closing counts, not that of the opening
        (merged(1, at="2025-11-23") + closed(4), MEASURED, 0.2, 5),
        (merged(1, at="2025-11-22") + closed(4), TOO_LITTLE, None, 4),
        (merged(4) + closed(1, at="2026-11-23"), MEASURED, 0.8, 5),
        (merged(4) + closed(1, at="2026-11-24"), TOO_LITTLE, None, 4),
        (merged(4) + [R("2026-03-01", closed="2026-03-02", closed_by="ada")] * 9, TOO_LITTLE, None, 4),
    ],
)
def test_share_of_those_closed_that_were_merged(
    rows: list[R], outcome: Outcome, value: float | None, items: int
) -> None:
    got = ask(NAME, rows)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_outsiders_apart() -> None:
    rows = merged(1, standing="outsider") + closed(3, standing="first-timer")
    got = ask(NAME, rows + merged(4, "ada", "bob") + closed(2, None))
    assert (got.value, got.details) == (0.5, {"merged": 5, "outsiders_merged": 1, "outsiders": 4})
    assert sentence(got, definitions()[NAME], Language.FR) == (
        "50\u00a0% des propositions de modification refermées depuis le 23 novembre 2025 ont été intégrées ; "
        "celles de personnes extérieures au projet : 1 sur 4."
    )
    ada = merged(5, "ada", "bob", standing="outsider")
    assert ask(NAME, ada).details["outsiders"] == 5  # ada merged nothing here
    assert ask(NAME, ada + merged(1, "bob", "ada")).details == {"merged": 6}
    assert ask(NAME, ada + merged(1, "ada", "ada")).details == {"merged": 6}  # nor can an outsider merge


def test_where_the_forge_tells_no_standing_nobody_is_from_outside() -> None:
    got = ask(NAME, merged(3) + closed(3))
    assert got.details == {"merged": 3}
    said = "50% of the change requests closed since 23 November 2025 were merged."
    assert sentence(got, definitions()[NAME], Language.EN) == said


def test_as_of_a_day_of_the_past() -> None:
    rows = merged(5) + closed(5)
    got = ask(NAME, rows, date(2026, 4, 30))
    assert (got.value, got.items) == (1, 5)
    assert ask(NAME, rows, date(2026, 3, 31)).outcome is TOO_LITTLE


def test_window_and_citation() -> None:
    got = ask(NAME, merged(5), changes_since=date(2025, 12, 25), issues_since=None)
    assert got.window == Window(date(2025, 12, 25), AS_OF)
    citation = got.citations[0]
    assert isinstance(citation, QueryCitation)
    assert citation.filter == "change requests, closed in the window, without those of bots"
    assert ask(NAME, merged(5), changes_since=None).outcome is Outcome.NOT_MEASURED
