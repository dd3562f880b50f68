"""Walking pages, and one item read twice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from reperes.errors import Message
from reperes.facts.fact import Limit, Reason
from reperes.sources.forges.github.comments import Comments, joined
from reperes.sources.forges.model import Answer, Item, Plan, distinct, walk
from reperes.sources.http import errors

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAN = Plan(NOW - timedelta(days=100))
KINDS = ["human", "human", "bot"]


def item(number: int, days: float, *, updated: float | None = None, **more: object) -> Item:
    opened = NOW - timedelta(days=days)
    changed = opened if updated is None else NOW - timedelta(days=updated)
    known: dict[str, object] = {"seen_until": NOW} | more
    return Item("issue", number, opened, changed, **known)  # type: ignore[arg-type]  # fields of Item


def pages(*sizes: int, fail: bool = False) -> Iterator[Sequence[Item]]:
    number = 0
    for size in sizes:
        yield [item(number + n, float(number + n)) for n in range(size)]
        number += size
    if fail:
        raise errors.broken("forge", 502, None)


def test_a_walk_goes_no_further_than_the_window() -> None:
    def counted() -> Iterator[Sequence[Item]]:
        yield from pages(60, 60)
        raise AssertionError

    found = walk(counted(), PLAN, "issue")
    assert (len(found.items), found.since, found.whole, found.cut) == (101, PLAN.since.date(), True, False)


def test_a_walk_that_ends_before_the_window_knows_it_whole() -> None:
    found = walk(pages(10), PLAN, "issue")
    assert (len(found.items), found.since, found.limits) == (10, PLAN.since.date(), ())


def test_a_walk_that_fails_keeps_what_it_read_and_says_since_when() -> None:
    found = walk(pages(10, fail=True), PLAN, "issue")
    assert (len(found.items), found.whole) == (10, False)
    # The last one was opened nine days before: of that day, others may be missing.
    assert found.since == date(2026, 11, 15)
    assert [limit.reason for limit in found.limits] == [Reason.UNREACHABLE]


def test_a_walk_that_fails_at_once_knows_nothing() -> None:
    found = walk(pages(fail=True), PLAN, "issue")
    assert (found.items, found.since, found.whole) == ((), None, False)


def test_a_walk_of_what_changed_stops_at_the_moment_told() -> None:
    changed = [[item(1, 50, updated=1), item(2, 300, updated=2)], [item(3, 60, updated=9)]]
    found = walk(iter(changed), Plan(PLAN.since, NOW - timedelta(days=5)), "issue")
    assert [one.number for one in found.items] == [1]  # the second was opened before what is wanted


def test_items_told_twice_by_pages_that_shift_are_kept_once() -> None:
    found = walk(iter([[item(2, 1), item(1, 2)], [item(1, 2)]]), PLAN, "issue")
    assert [one.number for one in found.items] == [2, 1]


def said(days: float, person: int = 1) -> Answer:
    return Answer("comment", NOW - timedelta(days=days), person)


def test_what_was_answered_before_and_since_is_put_together() -> None:
    before = item(1, 30, answers=(said(20), said(10)), seen_until=NOW - timedelta(days=5))
    start = NOW - timedelta(days=5)
    newer = item(1, 30, answers=(said(10), said(2)), answers_from=start)
    both = before.renewed(newer)
    assert both.answers == (said(20), said(10), said(2))
    assert (both.seen_until, both.answers_from) == (NOW, None)


def test_a_gap_between_two_readings_is_not_jumped_over() -> None:
    before = item(1, 30, answers=(said(20),), seen_until=NOW - timedelta(days=9))
    newer = item(1, 30, answers=(said(2),), answers_from=NOW - timedelta(days=5))
    assert before.renewed(newer).seen_until == NOW - timedelta(days=9)


def test_a_reading_without_answers_takes_nothing_away() -> None:
    before = item(1, 30, answers=(said(20),), seen_until=NOW - timedelta(days=5))
    newer = item(1, 30, seen_until=NOW - timedelta(days=30), answers_from=NOW - timedelta(days=6))
    assert before.renewed(newer).seen_until == NOW - timedelta(days=5)


def test_comments_of_a_repository_are_known_back_to_a_moment() -> None:
    comments = Comments(NOW - timedelta(days=10))
    for rank, days in ((1, 3.0), (2, 8.0), (3, 9.0)):
        comments.add(rank, said(days))
    items = [item(1, 4), item(2, 9), item(3, 20), item(4, 30)]
    found = joined(items, [comments], {4: 0}, KINDS, after=None, read_at=NOW)
    assert [len(one.answers) for one in found] == [1, 1, 0, 0]
    assert [one.seen_until == NOW for one in found] == [True, True, False, True]
    nothing = joined(items, [Comments(None)], {}, KINDS, after=None, read_at=NOW)
    assert all(one.seen_until == one.opened_at for one in nothing)


def test_the_comment_of_a_bot_does_not_tell_that_nobody_reviewed() -> None:
    for person, known in ((0, False), (1, True), (2, False)):
        comments = Comments(NOW - timedelta(days=10))
        comments.add(1, Answer("comment", NOW - timedelta(days=3), person, None))
        change = replace(item(1, 4, author=0), kind="change")
        (found,) = joined([change], [comments], {}, KINDS, after=None, read_at=NOW)
        assert found.seen_until == (NOW if known else change.opened_at)


def test_limits_are_told_once() -> None:
    one, other = (Limit(Reason.TOO_MANY, Message("{n}", {"n": n})) for n in (1, 2))
    assert distinct([one, other, one]) == (one, other)


def test_an_old_item_that_is_pinned_does_not_end_the_walk() -> None:
    first = [item(900, 300), *(item(n, float(n)) for n in range(1, 40))]
    found = walk(iter([first, [item(n, float(n)) for n in range(40, 60)]]), PLAN, "issue")
    assert (len(found.items), found.since) == (59, PLAN.since.date())


def test_where_the_order_is_broken_the_walk_goes_on() -> None:
    mixed = [item(n, 90, updated=n % 2 * 20 + 1) for n in range(20)]
    found = walk(iter([mixed, [item(50, 90, updated=2)]]), Plan(PLAN.since, NOW - timedelta(days=5)), "issue")
    assert 50 in {one.number for one in found.items}


def test_where_the_order_is_broken_how_far_back_is_not_told() -> None:
    backwards = [item(n, 90.0 - n) for n in range(60)]
    found = walk(iter([backwards, []]), Plan(PLAN.since, most=50), "issue")
    assert (found.items, found.since, found.cut) == ((), None, True)


def test_an_answer_of_one_who_stands_elsewhere_now_is_not_another() -> None:
    at = NOW - timedelta(days=20)
    before = item(
        1, 30, answers=(Answer("comment", at, 1, "first-timer"),), seen_until=NOW - timedelta(days=5)
    )
    newer = item(
        1, 30, answers=(Answer("comment", at, 1, "outsider"),), answers_from=NOW - timedelta(days=25)
    )
    assert before.renewed(newer).answers == (Answer("comment", at, 1, "outsider"),)


def test_an_item_read_again_from_its_opening_is_as_it_is_now() -> None:
    before = item(1, 30, answers=(said(20), said(10)), seen_until=NOW - timedelta(days=5))
    assert before.renewed(item(1, 30, answers=(said(20),))).answers == (said(20),)
