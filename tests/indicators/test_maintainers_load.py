from datetime import date

import pytest

from reperes.facts.citation import Window
from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.report.wording import sentence
from support.indicators import AS_OF, MEASURED, TOO_LITTLE
from support.requests import Answer, R, ask, instant

NAME = "maintainers_load"


def by(
    person: str | None,
    n: int,
    kind: str = "comment",
    at: str = "2026-03-05",
    standing: str | None = "member",
) -> list[Answer]:
    return [(at, person, kind, standing)] * n


def asked(
    *answers: list[Answer], author: str | None = "zoe", on: str = "2026-03-01", seen: str | None = None
) -> R:
    return R(on, author, answers=[one for some in answers for one in some], seen=seen)


def merged(n: int, merged_by: str, author: str = "zoe") -> list[R]:
    return [R("2026-03-01", author, "change", merged="2026-03-05", merged_by=merged_by)] * n


@pytest.mark.parametrize(
    ("rows", "outcome", "value", "items", "people"),
    [
        ([asked(by("ada", 10), by("bob", 6), by("cleo", 4))], MEASURED, 1, 20, 3),  # a half is reached
        ([asked(by("ada", 9), by("bob", 7), by("cleo", 4))], MEASURED, 2, 20, 3),
        ([asked(by("ada", 20))], MEASURED, 1, 20, 1),
        ([asked(by(f"person-{n}", 1)) for n in range(40)], MEASURED, 20, 40, 40),
        ([asked(by("ada", 5), by("ada", 5, "review")), *merged(10, "bob")], MEASURED, 1, 20, 2),
        # passers-by carry nothing of it
        (
            [asked(by("ada", 10), by("bob", 10)), asked(by("dan", 90, standing="outsider"))],
            *(MEASURED, 1, 20, 2),
        ),
        ([asked(by("ada", 19), by("dan", 90, standing="outsider"))], TOO_LITTLE, None, 19, None),
        # who answers is not told: half of it, or more than half
        ([asked(by("ada", 20), by("dan", 20, standing=None))], MEASURED, 1, 20, 1),
        ([asked(by("ada", 20), by("dan", 21, standing=None))], Outcome.NOT_MEASURED, None, 20, None),
        ([asked(by("ada", 30, standing=None))], Outcome.NOT_MEASURED, None, 0, None),
        # to merge or to close shows a member, who is one everywhere
        ([asked(by("ada", 19, standing=None)), *merged(1, "ada")], MEASURED, 1, 20, 1),
        (
            [
                asked(by("ada", 20, standing=None)),
                R("2020-01-01", "dan", closed="2020-01-02", closed_by="ada"),
            ],
            *(MEASURED, 1, 20, 1),
        ),
        # to close is not to answer; one’s own requests are not others’
        (
            [asked(by("ada", 19)), R("2026-03-01", closed="2026-03-02", closed_by="bob")],
            TOO_LITTLE,
            None,
            19,
            None,
        ),
        ([asked(by("ada", 19), by("zoe", 9)), *merged(9, "zoe")], TOO_LITTLE, None, 19, None),
        ([asked(by("ada", 19), by("bot-ci", 9), by(None, 9))], TOO_LITTLE, None, 19, None),
        ([asked(by("ada", 19)), asked(by("ada", 9), author="bot-renew")], TOO_LITTLE, None, 19, None),
        ([asked(by("ada", 20), author=None)], MEASURED, 1, 20, 1),
        # asked, or answered, out of the window
        ([asked(by("ada", 19)), asked(by("bob", 9), on="2025-11-22")], TOO_LITTLE, None, 19, None),
        ([asked(by("ada", 19), by("bob", 1, at="2026-11-23"))], MEASURED, 1, 20, 2),
        ([asked(by("ada", 19), by("bob", 1, at="2026-11-24"))], TOO_LITTLE, None, 19, None),
        # answers were not read of one in ten, or of more
        ([asked(by("ada", 4))] * 9 + [asked(seen="2026-03-01")], MEASURED, 1, 36, 1),
        ([asked(by("ada", 4))] * 9 + [asked(seen="2026-03-01")] * 2, Outcome.NOT_MEASURED, None, 9, None),
        ([], TOO_LITTLE, None, 0, None),
    ],
)
def test_smallest_number_of_people_who_reach_half(
    rows: list[R], outcome: Outcome, value: int | None, items: int, people: int | None
) -> None:
    got = ask(NAME, rows)
    assert (got.outcome, got.value, got.items, got.details.get("people")) == (outcome, value, items, people)


def test_requests_a_month_for_each_person() -> None:
    rows = [asked(by("ada", 1), by("bob", 1)) for _ in range(33)] + [asked(seen="2026-03-01")] * 3
    got = ask(NAME, rows)
    assert got.window == Window(date(2025, 11, 23), AS_OF)
    assert got.details == {"people": 2, "requests_a_month": 3, "per_person": 1.5}


def test_the_sentence_says_at_least_half() -> None:
    half = ask(NAME, [asked(by("ada", 10), by("bob", 10))])
    assert sentence(half, definitions()[NAME], Language.EN) == (
        "At least half of the answers, reviews and merges made by the members of the project since "
        "23 November 2025 come from a single person (members who made any: 2)."
    )
    spread = ask(NAME, [asked(by("ada", 9), by("bob", 7), by("cleo", 4))])
    assert sentence(spread, definitions()[NAME], Language.FR) == (
        "Au moins la moitié des réponses, des relectures et des intégrations faites par les membres du "
        "projet depuis le 23 novembre 2025 viennent de 2 personnes (membres qui en ont fait : 3)."
    )


def test_a_forge_that_tells_no_standing_is_the_reason() -> None:
    got = ask(NAME, [asked(by("ada", 20), by("dan", 21, standing=None))])
    assert got.reason is not None
    assert got.reason.args == {"n": 21, "total": 41}


def test_a_shorter_window_is_counted_in_days() -> None:
    rows = [asked(by("ada", 1), by("bob", 1)) for _ in range(20)]
    got = ask(NAME, rows, issues_since=date(2026, 2, 22), changes_since=None)
    assert got.window == Window(date(2026, 2, 22), AS_OF)
    assert got.details["requests_a_month"] == pytest.approx(20 / (275 / 30.4375))
    read_at = instant("2026-03-10")
    assert read_at is not None
    early = ask(NAME, rows, read_at=read_at)
    assert early.window == Window(date(2025, 11, 23), date(2026, 3, 10))
    assert early.details["requests_a_month"] == pytest.approx(20 / (108 / 30.4375))


def test_as_of_a_day_of_the_past() -> None:
    rows = [asked(by("ada", 20), by("bob", 30, at="2026-06-01"))]
    assert ask(NAME, rows).items == 50
    got = ask(NAME, rows, date(2026, 5, 31))
    assert (got.value, got.items, got.details["people"]) == (1, 20, 1)
    assert ask(NAME, rows, date(2026, 3, 4)).items == 0
