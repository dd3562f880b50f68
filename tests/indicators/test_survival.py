from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.indicators.survival import survival

# Freireich et al. 1963, 6-mercaptopurine: weeks of remission of 21 patients; False: still in remission.
REMISSION = [
    *[(6, True)] * 3,
    *[(6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True), (16, True)],
    *[(17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False), (32, False)],
    *[(34, False), (35, False)],
]
# The other arm of the same trial, a placebo: all of them relapsed.
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

LIVES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=60)


def split(lives: Sequence[tuple[int, bool]]) -> tuple[list[float], list[bool]]:
    return [float(time) for time, _ in lives], [done for _, done in lives]


def test_the_published_example() -> None:
    curve = survival(*split(REMISSION))
    assert list(curve.times) == [6, 7, 10, 13, 16, 22, 23]
    assert [round(share, 3) for share in curve.shares] == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.waiting == (21, 17, 15, 12, 11, 7, 6)
    assert (curve.median, curve.waiting_at_median) == (23, 6)


def test_where_all_was_seen_it_is_the_share_of_those_left() -> None:
    curve = survival([float(time) for time in PLACEBO], [True] * 21)
    assert list(curve.times) == sorted(set(PLACEBO))
    assert [round(21 * share) for share in curve.shares] == [19, 17, 16, 14, 12, 8, 6, 4, 3, 2, 1, 0]
    assert (curve.median, curve.waiting_at_median) == (8, 12)


@pytest.mark.parametrize(
    ("lives", "median"),
    [
        ([], None),
        ([(3, False)], None),
        ([(3, True)], 3),
        ([(3, True), (3, False)], 3),  # followed up to that time: still among the two
        ([(3, True), (2, False)], 3),
        ([(3, True), (4, True), (9, False), (9, False)], 4),  # a half is reached
        ([(3, True), (9, False), (9, False)], None),
        ([(0, True), (0, True), (1, False)], 0),
        ([(n, n <= 25) for n in range(1, 51)], 25),  # 49/50 · 48/49 · …: a half, but for rounding
        ([(n, n <= 497) for n in range(1, 995)], 497),
    ],
)
def test_median(lives: Sequence[tuple[int, bool]], median: float | None) -> None:
    assert survival(*split(lives)).median == median


def test_a_median_that_rests_on_one_says_so() -> None:
    curve = survival([0.04] * 99 + [200.0], [False] * 99 + [True])
    assert (curve.median, curve.waiting_at_median) == (200, 1)
    assert survival([3.0], [False]).waiting_at_median == 0


def test_the_share_changes_only_when_something_happens() -> None:
    curve = survival([2.0, 4.0], [True, False])
    assert (curve.times, curve.shares, curve.waiting) == ((2,), (0.5,), (2,))


def test_each_time_goes_with_one_end() -> None:
    with pytest.raises(ValueError):
        survival([1.0], [])


@given(LIVES)
def test_shares_only_go_down(lives: list[tuple[int, bool]]) -> None:
    curve = survival(*split(lives))
    assert list(curve.times) == sorted(set(curve.times))
    assert all(
        0 <= after <= before <= 1 for before, after in zip((1.0, *curve.shares), curve.shares, strict=False)
    )


@given(LIVES)
def test_another_program_finds_the_same(lives: list[tuple[int, bool]]) -> None:
    stats = pytest.importorskip("scipy.stats")
    times, done = split(lives)
    ended = [time for time, yes in zip(times, done, strict=True) if yes]
    followed = [time for time, yes in zip(times, done, strict=True) if not yes]
    theirs = stats.ecdf(stats.CensoredData(uncensored=ended, right=followed)).sf
    ours = survival(times, done)
    assert [float(theirs.evaluate(time)) for time in ours.times] == pytest.approx(list(ours.shares))
