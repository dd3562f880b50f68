from datetime import date, datetime

import pytest

from reperes.facts.citation import Window
from support.history import C
from support.indicators import MEASURED, TOO_LITTLE, answer, days, on

MONTHLY = days(date(2026, 1, 1), 11, every=30)  # ten silences of 30 days, the last active day is 2026-10-28
DAILY = days(date(2026, 1, 1), 20)  # ends 2026-01-20
BURSTS = [C(date(2026, month, day), "ada") for month in range(1, 10) for day in (1, 2, 3)]  # ends 2026-09-03


@pytest.mark.parametrize(
    ("commits", "as_of", "value", "items", "details"),
    [
        (MONTHLY, date(2026, 10, 28), 1, 10, (0, 30, 10)),
        (MONTHLY, date(2026, 11, 27), 1, 10, (30, 30, 10)),  # as long as ever
        (MONTHLY, date(2026, 11, 28), 0, 10, (31, 30, 0)),  # never so long
        # three days of work a month: 18 silences of 1 day, 8 of 26 to 29 days (227), 245 days in all
        (BURSTS, date(2026, 9, 23), 227 / 245, 26, (20, 29, 8)),
        (BURSTS, date(2026, 10, 2), (5 * 29) / 245, 26, (29, 29, 5)),
        # under a week nothing is unusual, though it may never have been seen
        (DAILY, date(2026, 1, 22), 1, 19, (2, 1, 0)),
        (DAILY, date(2026, 1, 26), 1, 19, (6, 1, 0)),
        (DAILY, date(2026, 1, 27), 0, 19, (7, 1, 0)),
        # a project that stopped is compared with the time when it lived
        (BURSTS, date(2035, 9, 3), 0, 26, (3287, 29, 0)),
    ],
)
def test_share_of_time_in_silences_as_long(
    commits: list[C], as_of: date, value: float, items: int, details: tuple[int, int, int]
) -> None:
    got = answer("own_rhythm_silence", commits, as_of)
    assert (got.outcome, got.value, got.items) == (MEASURED, value, items)
    assert tuple(got.details[key] for key in ("silence_days", "longest_gap_days", "gaps_as_long")) == details


@pytest.mark.parametrize(
    ("commits", "items", "details"),
    [
        (days(date(2026, 1, 1), 10, every=30), 9, {"silence_days": 56}),
        (days(date(2026, 11, 1), 10) * 3 + on("2026-12-25", "ada"), 9, {"silence_days": 13}),  # after the day
        ([C(date(2026, 11, 1), "bot-x")] * 20, 0, {}),
        ([], 0, {}),
    ],
)
def test_too_few_silences(commits: list[C], items: int, details: dict[str, float]) -> None:
    got = answer("own_rhythm_silence", commits)
    assert (got.outcome, got.value, got.items, got.details) == (TOO_LITTLE, None, items, details)


@pytest.mark.parametrize(
    "sign",
    [
        C(date(2026, 11, 20), "ada", parents=2),
        C(date(2026, 1, 1), "ada", committer="bob", committed=date(2026, 11, 20)),
        C(date(2026, 1, 1), "ada", committer="bot-forge", committed=date(2026, 11, 20)),
        C(date(2026, 1, 1), "bot-deps", committer="bob", committed=date(2026, 11, 20)),
        C(date(2026, 11, 20), "bot-agent", co=["ada"]),
    ],
)
def test_any_hand_of_a_person_breaks_the_silence(sign: C) -> None:
    assert answer("own_rhythm_silence", [*MONTHLY, sign]).details["silence_days"] == 3


@pytest.mark.parametrize(
    "noise",
    [
        C(date(2026, 11, 20), "bot-deps"),
        C(date(2026, 11, 20), "bot-deps", parents=2),
        C(date(2026, 11, 20), "bot-deps", committer="bot-forge"),
    ],
)
def test_robots_do_not(noise: C) -> None:
    assert answer("own_rhythm_silence", [*MONTHLY, noise]).details["silence_days"] == 26


def test_five_years_before_the_silence() -> None:
    old = on("2010-01-01", "ada")  # this silence is out of the window
    got = answer("own_rhythm_silence", old + MONTHLY)
    assert (got.items, got.window) == (10, Window(date(2021, 10, 28), date(2026, 10, 28)))


def test_days_are_counted_in_utc() -> None:
    late = [C(datetime.fromisoformat(f"2026-10-{day:02}T23:30:00-02:00"), "ada") for day in range(1, 12)]
    assert answer("own_rhythm_silence", late, date(2026, 10, 14)).details["silence_days"] == 2
