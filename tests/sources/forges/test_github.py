"""GitHub with a token, over real HTTP, its answers made by its own schema."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.fact import Reason
from reperes.facts.forge import Owner, Release
from reperes.i18n import Language
from reperes.people.accounts import Accounts
from reperes.sources.forges.github import GitHub
from reperes.sources.forges.github.read import item, repository
from reperes.sources.forges.model import Answer, Plan
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from reperes.sources.http.errors import (
    HttpError,
    NothingThereError,
)
from support.github import PROJECT, Event, Request, github
from support.github import GitHub as Served
from support.web import READ_AT, Heard, Said, as_json, client

SINCE = datetime(2024, 11, 23, tzinfo=UTC)
KEY = b"k" * 32


def asked(served: Served, http: Client, accounts: Accounts | None = None, project: str = PROJECT) -> GitHub:
    place = Place(served.site.url().rstrip("/"), project)
    return GitHub(
        http, place, accounts or Accounts(KEY, place.host), READ_AT, api=served.site.url("/graphql")
    )


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def many(count: int, *, change: bool = False, start: int = 1, events: int = 0) -> list[Request]:
    """Return requests opened one an hour, the last one just before the reading."""
    talk = [Event("comment", READ_AT, "ada") for _ in range(events)]
    return [
        Request(start + n, READ_AT - timedelta(hours=count - n), change=change, events=talk)
        for n in range(count)
    ]


def test_the_state_of_a_repository(tmp_path: Path) -> None:
    owner = {
        "__typename": "Organization",
        "login": "collectif",
        "name": "Le Collectif",
        "isVerified": True,
        "websiteUrl": "https://collectif.example",
        "repositories": {"totalCount": 12},
    }
    state = {
        "isArchived": True,
        "archivedAt": "2026-05-02T08:00:00Z",
        "isFork": True,
        "parent": {"url": "https://x.example/a/b", "owner": {"__typename": "Organization"}},
    }
    with (
        github(
            Request(1, "2026-01-05"),
            Request(2, "2026-01-06", change=True, merged="2026-01-07"),
            owner=owner,
            state=state,
        ) as served,
        client(tmp_path) as http,
    ):
        found = asked(served, http).repository()
    assert (found.forge, found.url, found.moved_from) == ("github", served.site.url(f"/{PROJECT}"), None)
    assert (found.archived, found.archived_at) == (True, datetime(2026, 5, 2, 8, tzinfo=UTC))
    assert (found.fork, found.fork_of, found.mirror, found.mirror_of) == (
        True,
        "https://x.example/a/b",
        False,
        None,
    )
    assert (found.issues_enabled, found.discussions_enabled, found.changes_enabled) == (True, False, None)
    assert (found.default_branch, found.licence) == ("main", "EUPL-1.2")
    assert found.owner == Owner(
        "organisation",
        "Le Collectif",
        verified_domain=True,
        website="https://collectif.example",
        repositories=12,
    )
    assert found.funding == ("opencollective.com",)
    assert found.releases == (Release("v1", at("2026-02-01"), early=False),)
    counted = found.counters
    assert (counted.open_issues, counted.closed_issues, counted.open_changes, counted.merged_changes) == (
        1,
        0,
        0,
        1,
    )
    assert (counted.releases, counted.forks, counted.stars) == (1, 7, 90)


def test_a_person_who_owns_is_not_named(tmp_path: Path) -> None:
    with github(owner={"__typename": "User", "login": "zoe"}) as served, client(tmp_path) as http:
        found = asked(served, http).repository()
    assert found.owner == Owner("person")
    assert "zoe" not in repr(found)


def test_requests_and_their_answers(tmp_path: Path) -> None:
    talk = [
        Event("comment", "2026-03-02", "ci[bot]"),
        Event("comment", "2026-03-04", "Ada", "MEMBER"),
        Event("closed", "2026-03-06", "ada"),
    ]
    review = [
        Event("review", "2026-03-12", "bob", "CONTRIBUTOR", pushes=True),
        Event("closed", "2026-03-13", "ada"),
    ]
    requests = (
        Request(
            1,
            "2026-03-01",
            "zoe",
            "FIRST_TIMER",
            closed="2026-03-06",
            events=talk,
            labels=["good first issue", "x"],
        ),
        Request(
            2,
            "2026-03-10",
            "yan",
            "MANNEQUIN",
            change=True,
            merged="2026-03-13",
            merged_by="ada",
            events=review,
        ),
    )
    with github(*requests) as served, client(tmp_path) as http:
        accounts = Accounts(KEY, "forge")
        found = asked(served, http, accounts).requests(Plan(SINCE))
    [issue], [change] = found.issues.items, found.changes.items
    rows = {name: accounts.row(name) for name in ("zoe", "ada", "bob", "yan", "ci[bot]")}
    assert (issue.number, issue.author, issue.standing) == (1, rows["zoe"], "first-timer")
    assert (issue.closed_at, issue.closed_by, issue.merged_at) == (at("2026-03-06"), rows["ada"], None)
    assert issue.answers == (
        Answer("comment", at("2026-03-02"), rows["ci[bot]"], "outsider"),
        Answer("comment", at("2026-03-04"), rows["ada"], "member"),
    )
    assert (issue.seen_until, issue.labels) == (READ_AT, ("newcomers",))
    assert (change.standing, change.merged_at, change.merged_by) == (None, at("2026-03-13"), rows["ada"])
    assert change.answers == (Answer("review", at("2026-03-12"), rows["bob"], "member"),)
    assert accounts.people().get_column("kind").to_list().count("bot") == 1
    assert (found.issues.since, found.changes.since, found.limits) == (SINCE.date(), SINCE.date(), ())


def test_a_deleted_author_is_nobody_known(tmp_path: Path) -> None:
    with (
        github(Request(1, "2026-03-01", None, events=[Event("comment", "2026-03-02", "ghost")])) as served,
        client(tmp_path) as http,
    ):
        [issue] = asked(served, http).requests(Plan(SINCE)).issues.items
    assert (issue.author, issue.answers[0].person) == (None, None)


def test_what_comes_after_the_first_events_is_not_supposed(tmp_path: Path) -> None:
    talk = [Event("comment", f"2026-03-{day:02}", "zoe") for day in range(1, 21)]
    with (
        github(Request(1, "2026-03-01", events=talk, closed="2026-04-01")) as served,
        client(tmp_path) as http,
    ):
        [issue] = asked(served, http).requests(Plan(SINCE)).issues.items
    assert (len(issue.answers), issue.seen_until) == (12, at("2026-03-12"))


def test_a_year_of_500_and_500_is_within_20_points(tmp_path: Path) -> None:
    with github(*many(500), *many(500, change=True, start=501)) as served, client(tmp_path) as http:
        one = asked(served, http)
        one.repository()
        found = one.requests(Plan(SINCE))
        spent = http.spent.total
    assert (len(found.issues.items), len(found.changes.items)) == (500, 500)
    assert (served.points, spent.points, spent.requests) == (16, 16, 11)


def test_ten_thousand_issues_are_read_in_part_and_it_is_said(tmp_path: Path) -> None:
    with github(*many(10_000)) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    assert (len(found.issues.items), served.asked) == (1000, 11)
    assert found.issues.items[0].number == 10_000
    # The thousandth before noon of the 23rd was opened on 12 October: of that day, others are missing.
    assert (found.issues.since, found.issues.cut, found.issues.whole) == (date(2026, 10, 13), True, True)
    [limit] = found.issues.limits
    assert limit.reason is Reason.TOO_MANY
    assert (
        limit.message.text(Language.EN) == "Only the last 1000 issues opened were read: there may be others."
    )


def test_only_what_changed_is_asked_for(tmp_path: Path) -> None:
    old = [*many(300), *many(300, change=True, start=301)]
    old[5].updated = old[305].updated = READ_AT + timedelta(days=2)
    with github(*old) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE, READ_AT + timedelta(days=1)))
    assert [one.number for one in (*found.issues.items, *found.changes.items)] == [6, 306]
    assert served.asked == 2


def test_a_page_too_long_for_the_server_is_halved(tmp_path: Path) -> None:
    def trouble(heard: Heard, _count: int) -> Said | None:
        return Said(status=502) if json.loads(heard.body)["variables"].get("size", 0) > 25 else None

    with github(*many(60), trouble=trouble) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    assert (len(found.issues.items), found.issues.whole) == (60, True)


def test_a_failure_in_the_middle_keeps_what_was_had(tmp_path: Path) -> None:
    def trouble(heard: Heard, _count: int) -> Said | None:
        asked = json.loads(heard.body)
        return Said(status=502) if asked["variables"]["cursor"] and "labels" in asked["query"] else None

    with (
        github(*many(250), *many(3, change=True, start=251), trouble=trouble) as served,
        client(tmp_path) as http,
    ):
        found = asked(served, http).requests(Plan(SINCE))
    assert (len(found.issues.items), found.issues.whole, found.issues.cut) == (100, False, False)
    assert found.issues.since == date(2026, 11, 20)  # opened on the 19th from 8 o'clock on
    assert [limit.reason for limit in found.issues.limits] == [Reason.UNREACHABLE]
    assert (len(found.changes.items), found.changes.whole) == (3, True)


def limited(**headers: str) -> Said:
    return Said(b"{}", 403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "3600", **headers})


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (limited(), Reason.RATE_LIMITED),
        (Said(b"{}", 429, {"Retry-After": "3600"}), Reason.RATE_LIMITED),
        (Said(b'{"message": "Bad credentials"}', 401), Reason.REFUSED),
        (Said(b'{"data": {"repository": {"pa'), Reason.MALFORMED),
        (Said(b"[]"), Reason.MALFORMED),
        (as_json({"data": None, "errors": [{"type": "RATE_LIMITED", "message": "x"}]}), Reason.RATE_LIMITED),
        (as_json({"data": {"repository": None}, "errors": [{"type": "FORBIDDEN"}]}), Reason.REFUSED),
        (
            as_json({"errors": [{"message": "Field 'x' doesn't exist on type 'Repository'"}]}),
            Reason.MALFORMED,
        ),
        (
            as_json({"errors": [{"message": "Something went wrong while executing your query."}]}),
            Reason.UNREACHABLE,
        ),
    ],
)
def test_an_answer_that_is_none_is_an_absence_with_its_reason(
    tmp_path: Path, said: Said, reason: Reason
) -> None:
    with github(*many(3), trouble=lambda _heard, _count: said) as served, client(tmp_path) as http:
        one = asked(served, http)
        with pytest.raises(HttpError) as error:
            one.repository()
        found = one.requests(Plan(SINCE))
    assert error.value.reason is reason
    assert (found.issues.since, found.issues.limits[0].reason) == (None, reason)


def test_errors_beside_the_data_leave_the_data_and_are_told(tmp_path: Path) -> None:
    node = {"number": 4, "createdAt": "2026-03-01T12:00:00Z"}
    page = {"pageInfo": {"hasNextPage": False}, "nodes": [node]}
    said = as_json({"data": {"repository": {"page": page}}, "errors": [{"message": "zoe is away"}]})
    with github(trouble=lambda _heard, _count: said) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    assert ([one.number for one in found.issues.items], found.issues.whole) == ([4], False)
    [limit] = found.limits
    assert (limit.reason, "zoe" in limit.message.text(Language.EN)) == (Reason.MALFORMED, False)


def test_who_closed_is_not_told_where_events_are_left(tmp_path: Path) -> None:
    talk = [
        Event("closed", "2026-03-02", "ada"),
        *(Event("comment", f"2026-03-{day:02}", "zoe") for day in range(3, 20)),
    ]
    with (
        github(Request(1, "2026-03-01", closed="2026-04-01", events=talk)) as served,
        client(tmp_path) as http,
    ):
        [issue] = asked(served, http).requests(Plan(SINCE)).issues.items
    assert (issue.closed_at, issue.closed_by) == (at("2026-04-01"), None)


def test_a_private_project_is_not_found(tmp_path: Path) -> None:
    with github() as served, client(tmp_path) as http, pytest.raises(NothingThereError):
        asked(served, http, project="prive/projet").repository()


def test_a_project_that_moved_says_from_where(tmp_path: Path) -> None:
    with github() as served, client(tmp_path) as http:
        one = asked(served, http, project="ancien/nom")
        found = one.repository()
    assert (found.url, found.moved_from) == (served.site.url(f"/{PROJECT}"), served.site.url("/ancien/nom"))
    assert one.issues_url == served.site.url(f"/{PROJECT}/issues")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-03-01T12:00:00Z"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "number",
                    "createdAt",
                    "timelineItems",
                    "nodes",
                    "author",
                    "login",
                    "url",
                    "owner",
                    "labels",
                    "pageInfo",
                    "__typename",
                    "issues",
                    "totalCount",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "number",
                "createdAt",
                "closedAt",
                "timelineItems",
                "author",
                "labels",
                "mergedBy",
                "authorAssociation",
            ]
        ),
        JSON,
    )
)
def test_no_shape_of_an_answer_stops_the_reading(node: dict[str, Any]) -> None:
    item(Accounts(KEY, "forge"), "issue", node, READ_AT)


@given(JSON)
def test_no_shape_of_a_repository_stops_the_reading(node: Any) -> None:
    repository(node if isinstance(node, dict) else {}, "https://forge.example.org/a/b", READ_AT)
