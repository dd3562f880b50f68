"""Forgejo and Gitea: the comments of the whole project, and the reviews of some change requests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.people.accounts import Accounts
from reperes.sources.forges.forgejo import Forgejo
from reperes.sources.forges.forgejo.comments import PAGES
from reperes.sources.forges.forgejo.reviews import REVIEWED
from reperes.sources.forges.model import Found, Item, Plan
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from support.forgejo import Forgejo as Fake
from support.forgejo import ago, issue, page_said, pull, user, written
from support.web import HOST, QUICK, READ_AT, Said, as_json, client, serving

YEAR = Plan(since=ago(365))
IDA, RAVI = user("ida"), user("ravi", 8)


@pytest.fixture
def forge() -> Iterator[Fake]:
    with serving() as site:
        yield Fake(site)


@pytest.fixture
def http(tmp_path: Path) -> Iterator[Client]:
    with client(tmp_path, bounds=replace(QUICK, size=8 << 20, requests=300)) as opened:
        yield opened


def requests(http: Client, forge: Fake, plan: Plan = YEAR) -> Found:
    place = Place(forge.site.url(""), "atelier/guichet")
    return Forgejo(http, place, Accounts(b"key", HOST), READ_AT).requests(plan)


def by_number(items: tuple[Item, ...]) -> dict[int, Item]:
    return {item.number: item for item in items}


def discussed(forge: Fake, count: int) -> None:
    """Open as many issues, one a day until today, each with a comment an hour later."""
    forge.issues = [issue(n, ago((count - n) / 4 + 1), IDA) for n in range(1, count + 1)]
    for n, told in enumerate(forge.issues, 1):
        forge.comment(told, ago((count - n) / 4 + 0.9), RAVI)


def test_comments_are_read_from_the_last_within_a_bound(http: Client, forge: Fake) -> None:
    forge.cap = 10
    discussed(forge, 300)
    found = requests(http, forge)
    items = by_number(found.issues.items)
    assert len([path for path in forge.asked if path.startswith("/issues/comments")]) == PAGES
    known = [n for n, item in items.items() if item.seen_until == READ_AT]
    # Twenty-four pages from the last; of the first page, read too, the forge counts no more than was read.
    assert known == [*range(300, 60, -1), *range(10, 0, -1)]
    assert all(items[n].answers for n in known)
    assert {n for n in items if items[n].seen_until == items[n].opened_at} == set(range(11, 61))
    assert {items[n].answers for n in range(11, 61)} == {()}
    [limit] = found.limits
    assert limit.reason is Reason.TOO_MANY
    assert ago(239 / 4 + 0.9).date().isoformat() in str(limit.message.args.values())


def test_an_older_request_without_comments_is_wholly_known(http: Client, forge: Fake) -> None:
    forge.cap = 10
    discussed(forge, 300)
    forge.issues.append(issue(400, ago(100), IDA))
    item = by_number(requests(http, forge).issues.items)[400]
    assert (item.seen_until, item.answers) == (READ_AT, ())


def test_where_nothing_is_counted_the_first_comments_are_read(http: Client, forge: Fake) -> None:
    forge.cap, forge.counts = 10, False
    discussed(forge, 300)
    forge.comment(forge.issues[0], ago(0.5), RAVI)  # beyond the bound
    found = requests(http, forge)
    items = by_number(found.issues.items)
    assert len([path for path in forge.asked if path.startswith("/issues/comments")]) == PAGES
    until = ago(50 / 4 + 0.9) - timedelta(seconds=1)
    assert [answer.at for answer in items[1].answers] == [ago(299 / 4 + 0.9)]
    assert items[1].seen_until == until
    assert items[240].seen_until == READ_AT  # the forge counts one comment, which was read
    assert (items[300].seen_until, items[300].answers) == (items[300].opened_at, ())
    assert [limit.reason for limit in found.limits] == [Reason.TOO_MANY]


@pytest.mark.parametrize("counts", [True, False])
def test_comments_fail_in_the_middle(http: Client, forge: Fake, *, counts: bool) -> None:
    forge.cap, forge.counts = 10, counts
    discussed(forge, 60)
    forge.before = page_said("/issues/comments", 3, Said(status=500))
    found = requests(http, forge)
    items = by_number(found.issues.items)
    read = [*range(1, 11), *range(31, 61)] if counts else range(1, 21)
    assert sorted(n for n in items if items[n].answers) == list(read)
    assert {items[n].seen_until for n in read} == {READ_AT}
    assert all(items[n].seen_until == items[n].opened_at for n in set(items) - set(read))
    assert [limit.reason for limit in found.limits] == [Reason.UNREACHABLE]
    assert not found.issues.whole  # the next reading will not begin there


@pytest.mark.parametrize("said", [Said(status=500), as_json([], X_Total_Count="40")])
def test_no_comment_can_be_read(http: Client, forge: Fake, said: Said) -> None:
    forge.issues = [issue(1, ago(9), IDA), issue(9, ago(3), IDA)]
    forge.comment(forge.issues[0], ago(2), RAVI)
    forge.before = page_said("/issues/comments", 1, said)
    found = requests(http, forge)
    items = by_number(found.issues.items)
    assert (items[1].seen_until, items[1].answers) == (items[1].opened_at, ())
    assert items[9].seen_until == READ_AT
    assert len(found.limits) == 1


def test_a_page_that_shifts_loses_no_comment(http: Client, forge: Fake) -> None:
    forge.cap = 10
    discussed(forge, 60)
    for told in forge.issues:  # the count tells nothing, as in an old version
        del told["comments"]
    early = dict(forge.comments[0], id=999, created_at=written(ago(800)), updated_at=written(ago(800)))
    forge.comments.append(early)

    def before(path: str, asked: dict[str, str]) -> None:
        if path.endswith("/issues/comments") and asked.get("page") == "3":
            early["updated_at"] = written(ago(0.1))  # edited: it comes first

    forge.before = before
    items = requests(http, forge).issues.items
    assert len(items) == 60
    assert all(item.answers for item in items)


def test_an_increment_with_more_comments_than_are_read_keeps_what_was_known(
    http: Client, forge: Fake
) -> None:
    forge.cap = 10
    forge.issues = [issue(1, ago(100), IDA)]
    for n in range(300):
        forge.comment(forge.issues[0], ago(9 - n / 50), RAVI)
    [item] = requests(http, forge, Plan(since=ago(365), after=ago(10))).issues.items
    assert item.answers_from == item.answers[0].at == ago(9 - 60 / 50)
    known = Item("issue", 1, ago(100), ago(11), seen_until=ago(10))
    renewed = known.renewed(item)
    assert (renewed.seen_until, len(renewed.answers)) == (ago(10), 240)


def test_the_reviews_of_a_few_are_read(http: Client, forge: Fake) -> None:
    forge.pulls = [pull(n, ago(100 - n), IDA) for n in range(1, 31)]
    forge.pulls += [pull(31, ago(50), user("renew[bot]")), pull(32, ago(49), IDA)]
    forge.comment(forge.pulls[31], ago(48), RAVI)  # answered
    forge.pulls[4]["review_comments"] = 2
    for told in forge.pulls:
        forge.review(told, ago(45), RAVI)
    forge.pulls[2]["comments"] = 1  # the forge counts an answer that no list gives
    forge.pulls[3]["comments"] = 1
    found = requests(http, forge)
    items = by_number(found.changes.items)
    read = [int(path.split("/")[2]) for path in forge.asked if "/reviews" in path]
    assert read == [5, 4, 3, *range(30, 30 - (REVIEWED - 3), -1)]
    assert all(items[n].answers[-1].kind == "review" for n in read)
    assert items[20].answers == ()
    [limit] = found.changes.limits
    assert limit.reason is Reason.TOO_MANY
    assert f" {REVIEWED} " in limit.message.text(Language.EN)


def test_an_answer_that_is_counted_and_not_read_is_not_none(http: Client, forge: Fake) -> None:
    forge.pulls = [pull(n, ago(100 - n), IDA, comments=1) for n in range(1, 31)]
    found = requests(http, forge)
    items = by_number(found.changes.items)
    assert (items[30].seen_until, items[1].seen_until) == (READ_AT, items[1].opened_at)


def test_reviews_that_fail_are_said_and_asked_no_more(http: Client, forge: Fake) -> None:
    forge.pulls = [pull(n, ago(100 - n), IDA) for n in range(1, 4)]
    forge.review(forge.pulls[2], ago(45), RAVI)
    forge.before = lambda path, _: Said(status=500) if path.endswith("/pulls/2/reviews") else None
    found = requests(http, forge)
    assert [limit.reason for limit in found.changes.limits] == [Reason.UNREACHABLE, Reason.TOO_MANY]
    assert [len(item.answers) for item in found.changes.items] == [1, 0, 0]
    assert (found.issues.whole, found.changes.whole) == (True, False)
    assert not [path for path in forge.asked if "/pulls/1/reviews" in path]
