"""Forgejo and Gitea when old, slow, broken or large: what was read is kept, what is missing is said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reperes.facts.fact import Reason
from reperes.i18n import Language
from reperes.people.accounts import Accounts
from reperes.sources.forges.forgejo import Forgejo
from reperes.sources.forges.forgejo.read import Reader
from reperes.sources.forges.model import Answer, Found, Item, Kind, Plan
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from reperes.sources.http.errors import HttpError
from support.forgejo import Forgejo as Fake
from support.forgejo import Row, ago, issue, page_said, pull, repository, user, written
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


def reading(http: Client, forge: Fake) -> Forgejo:
    place = Place(forge.site.url(""), "atelier/guichet")
    return Forgejo(http, place, Accounts(b"key", HOST), READ_AT)


def requests(http: Client, forge: Fake, plan: Plan = YEAR) -> Found:
    return reading(http, forge).requests(plan)


def by_number(items: tuple[Item, ...]) -> dict[int, Item]:
    return {item.number: item for item in items}


def issues(count: int, first: float = 300) -> list[Row]:
    return [issue(n, ago(first - n / 10), IDA) for n in range(1, count + 1)]


def test_a_forge_gives_shorter_pages_than_asked(http: Client, forge: Fake) -> None:
    forge.cap = 30
    forge.issues, forge.pulls = issues(95), [pull(200, ago(40), IDA)]
    for told in forge.issues:
        forge.comment(told, ago(2), RAVI)
    found = requests(http, forge)
    assert len(found.issues.items) == 95
    assert all(item.answers for item in found.issues.items)
    assert len([path for path in forge.asked if path.startswith("/issues?")]) == 4
    assert len([path for path in forge.asked if path.startswith("/issues/comments")]) == 4


@pytest.mark.parametrize("count", [0, 30, 95])
def test_a_forge_that_counts_nothing_is_read_to_its_end(http: Client, forge: Fake, count: int) -> None:
    forge.cap, forge.counts = 30, False
    forge.issues = issues(count)
    for told in forge.issues:
        forge.comment(told, ago(2), RAVI)
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.whole) == (count, True)
    assert all(item.answers == (Answer("comment", ago(2), 1),) for item in found.issues.items)
    assert {item.seen_until for item in found.issues.items} <= {READ_AT}
    asked = [path for path in forge.asked if path.startswith("/issues?")]
    assert len(asked) == {0: 1, 30: 2, 95: 4}[count]
    assert reading(http, forge).repository().counters.closed_issues is None


def test_a_short_page_in_the_middle_is_not_the_last(http: Client, forge: Fake) -> None:
    rows = issues(120)[::-1]
    del rows[60]  # deleted, and still in the index that counts

    def before(path: str, asked: dict[str, str]) -> Said | None:
        page = {"1": rows[:50], "2": rows[50:99], "3": rows[99:]}.get(asked.get("page", "1"), [])
        return as_json(page, X_Total_Count="120") if path.endswith("/issues") else None

    forge.before = before
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.whole) == (119, True)


def test_a_forge_that_takes_no_notice_of_pages_is_left(http: Client, forge: Fake) -> None:
    forge.counts = False
    rows = issues(20)
    forge.before = lambda path, _: as_json(rows) if path.endswith("/issues") else None
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.whole) == (20, True)


def test_an_old_forge_tells_less(http: Client, forge: Fake) -> None:
    forge.counts, forge.version = False, None
    forge.project = {"name": "guichet", "full_name": "atelier/guichet", "fork": False}
    old = ("number", "created_at", "state", "user")
    forge.before = lambda path, _: (
        as_json([{name: told[name] for name in old} for told in rows])
        if (
            rows := {"/issues": [closed, opened], "/pulls": [merged]}.get(
                path[len("/repos/atelier/guichet") :]
            )
        )
        else None
    )
    closed = issue(1, ago(9), IDA, state="closed")
    opened, merged = issue(2, ago(10), IDA), pull(3, ago(11), IDA)
    state = reading(http, forge).repository()
    assert (state.changes_enabled, state.issues_enabled, state.archived, state.mirror) == (None,) * 4
    assert (state.fork, state.version, state.url) == (False, None, forge.site.url("/atelier/guichet"))
    found = requests(http, forge)
    items = by_number(found.issues.items)
    assert items[2].closed_at is None
    assert items[1].closed_at == ago(9)  # closed it is, at its last change at the latest
    assert by_number(found.changes.items)[3].merged_at is None
    assert items[1].seen_until == READ_AT  # all comments were asked for: there are none


def test_a_moment_of_patience(http: Client, forge: Fake) -> None:
    forge.issues = issues(3)
    busy = [Said(status=429, headers={"Retry-After": "1"})]
    forge.before = lambda path, _: busy.pop() if busy and path.endswith("/issues") else None
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.whole, found.issues.limits) == (3, True, ())


def test_a_forge_that_asks_to_come_back_later(http: Client, forge: Fake) -> None:
    forge.issues = issues(60)
    forge.before = page_said("/issues", 2, Said(status=429, headers={"Retry-After": "3600"}))
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.whole) == (50, False)
    assert [limit.reason for limit in found.issues.limits] == [Reason.RATE_LIMITED]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(status=502), Reason.UNREACHABLE),
        (Said(b'[{"number": 4, "created_at": "2026'), Reason.MALFORMED),
        (Said(b'{"message": "busy"}'), Reason.MALFORMED),
    ],
)
def test_a_page_fails_in_the_middle(http: Client, forge: Fake, said: Said, reason: Reason) -> None:
    forge.issues = issues(120)
    forge.pulls = [pull(200, ago(40), IDA)]
    forge.before = page_said("/issues", 2, said)
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.whole) == (50, False)
    assert [limit.reason for limit in found.issues.limits] == [reason]
    assert found.issues.since == min(item.opened_at for item in found.issues.items).date() + timedelta(days=1)
    assert (len(found.changes.items), found.changes.whole, found.changes.limits) == (1, True, ())


def test_a_first_page_that_fails_leaves_the_other_list(http: Client, forge: Fake) -> None:
    forge.issues, forge.pulls = issues(3), [pull(200, ago(40), IDA)]
    forge.before = page_said("/pulls", 1, Said(status=500))
    found = requests(http, forge)
    assert (found.changes.items, found.changes.since, found.changes.whole) == ((), None, False)
    assert len(found.issues.items) == 3


def test_ten_thousand_issues_are_not_all_read(http: Client, forge: Fake) -> None:
    forge.issues = [issue(n, ago(300 - n / 50), IDA) for n in range(1, 10_001)]
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.whole, found.issues.cut) == (1000, True, True)
    assert min(item.number for item in found.issues.items) == 9001
    [limit] = found.issues.limits
    assert limit.reason is Reason.TOO_MANY
    assert "1000" in limit.message.text(Language.EN)
    assert len([path for path in forge.asked if path.startswith("/issues?")]) == 20


def test_pull_requests_that_are_not_wanted(http: Client, forge: Fake) -> None:
    forge.project = repository(has_pull_requests=False)
    found = requests(http, forge)
    assert (found.changes.items, found.changes.since, found.changes.whole) == ((), ago(365).date(), True)


def test_no_login_is_written_in_what_is_found(http: Client, forge: Fake) -> None:
    told = pull(7, ago(30), user("celestine"))
    forge.pulls, forge.issues = [told], [issue(8, ago(30), user("celestine"))]
    forge.comment(forge.issues[0], ago(29), user("balthazar"))
    forge.review(told, ago(29), user("balthazar"))
    dialect = reading(http, forge)
    said = repr((dialect.repository(), dialect.requests(YEAR)))
    assert "celestine" not in said
    assert "balthazar" not in said


_WORDS = st.sampled_from(
    [
        "number",
        "created_at",
        "user",
        "login",
        "labels",
        "name",
        "state",
        "full_name",
        "html_url",
        "issue_url",
        "comments",
        "submitted_at",
        "merged",
        "version",
        "licenses",
        "owner",
        "id",
    ]
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 70), 1 << 70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from([written(ago(3)), written(ago(900)), "closed", "a/b", "https://x.example/pulls/3", "0"]),
)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_WORDS | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=20,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    objects=st.tuples(_JSON, _JSON),
    rows=st.lists(_JSON, max_size=4) | _JSON,
    total=st.text("0123456789", max_size=4),
)
def test_whatever_a_forge_answers_is_read_or_refused(
    forge: Fake, tmp_path_factory: pytest.TempPathFactory, objects: tuple[Any, Any], rows: Any, total: str
) -> None:
    project, other = objects

    def before(path: str, _: dict[str, str]) -> Said:
        if path.endswith(("/issues", "/pulls", "/comments", "/reviews", "/releases")):
            return as_json(rows, X_Total_Count=total)
        return as_json(other if "/orgs/" in path or path == "/version" else project)

    forge.before = before
    with client(tmp_path_factory.mktemp("any"), bounds=replace(QUICK, requests=40)) as opened:
        dialect = reading(opened, forge)
        for ask in (dialect.repository, lambda: dialect.requests(YEAR)):
            try:
                ask()
            except HttpError:
                continue


@given(
    kind=st.sampled_from(["issue", "change"]),
    fields=st.dictionaries(_WORDS, _JSON, max_size=8),
    base=st.sampled_from([{}, issue(1, ago(3), IDA, "bug"), pull(3, ago(5), IDA)]),
    owner=_JSON,
)
def test_whatever_a_row_holds_it_is_read_or_left_out(kind: Kind, fields: Row, base: Row, owner: Any) -> None:
    reader = Reader(Accounts(b"key", HOST), owner)
    item = reader.item(kind, base | fields)
    assert item is None or (item.number > 0 and item.seen_until == item.opened_at)
    comment = reader.comment(base | fields)
    assert comment is None or comment[0] >= 0
    review = reader.review(base | fields)
    assert review is None or review.kind == "review"


def test_ten_thousand_issues_are_read_in_part_and_it_is_said(http: Client, forge: Fake) -> None:
    forge.issues = [issue(n, ago(300 - n / 40), IDA) for n in range(1, 10_001)]
    found = requests(http, forge)
    assert (len(found.issues.items), found.issues.cut) == (1000, True)
    assert found.issues.since is not None
    assert found.issues.since > YEAR.since.date()
    assert [limit.reason for limit in found.issues.limits] == [Reason.TOO_MANY]
