"""GitHub without a token: REST, within what an hour allows to anyone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reperes.facts.fact import Reason
from reperes.facts.forge import Owner, Release
from reperes.i18n import Language
from reperes.people.accounts import Accounts
from reperes.sources.forges.github import AnonymousGitHub
from reperes.sources.forges.model import Plan
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from reperes.sources.http.errors import NothingThereError
from support.github import PROJECT, Event, Request, github
from support.github import GitHub as Served
from support.web import READ_AT, Heard, Said, client, moved

SINCE = datetime(2024, 11, 23, tzinfo=UTC)


def asked(
    served: Served, http: Client, accounts: Accounts | None = None, project: str = PROJECT
) -> AnonymousGitHub:
    api = served.site.url().rstrip("/")
    known = accounts or Accounts(b"k" * 32, "forge")
    return AnonymousGitHub(http, Place(api, project), known, READ_AT, api=api)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def many(count: int, *, change: bool = False, start: int = 1, talk: int = 0) -> list[Request]:
    requests = []
    for n in range(count):
        opened = READ_AT - timedelta(hours=count - n)
        events = [
            Event("comment", opened + timedelta(minutes=1 + one), "ada", "MEMBER") for one in range(talk)
        ]
        requests.append(Request(start + n, opened, change=change, events=events))
    return requests


def test_the_state_of_a_repository(tmp_path: Path) -> None:
    owner = {"__typename": "Organization", "login": "collectif"}
    requests = (Request(1, "2026-03-01"), Request(2, "2026-03-02"), Request(3, "2026-03-03", change=True))
    with github(*requests, owner=owner, state={"archived": True}) as served, client(tmp_path) as http:
        found = asked(served, http).repository()
    assert (found.forge, found.archived, found.archived_at) == ("github", True, None)
    assert (found.fork, found.fork_of, found.mirror) == (False, None, None)
    assert (found.licence, found.default_branch, found.issues_enabled) == ("EUPL-1.2", "main", True)
    counted = found.counters
    assert (counted.open_issues, counted.open_changes, counted.closed_issues) == (2, 1, None)
    assert found.owner == Owner(
        "organisation",
        "Le Collectif",
        verified_domain=True,
        website="https://collectif.example",
        repositories=12,
    )
    assert found.releases == (Release("v1", at("2026-02-01"), early=False),)


def test_counts_that_disagree_tell_nothing_of_issues(tmp_path: Path) -> None:
    change = Request(3, "2026-03-03", change=True)
    with github(change, state={"open_issues_count": 0}) as served, client(tmp_path) as http:
        counted = asked(served, http).repository().counters
    assert (counted.open_issues, counted.open_changes) == (None, 1)


def test_what_is_beside_may_fail_alone(tmp_path: Path) -> None:
    def trouble(heard: Heard, _count: int) -> Said | None:
        return None if heard.path == f"/repos/{PROJECT}" else Said(b"{}", 404)

    owner = {"__typename": "Organization", "login": "collectif"}
    with github(Request(1, "2026-03-01"), owner=owner, trouble=trouble) as served, client(tmp_path) as http:
        found = asked(served, http).repository()
    assert found.owner == Owner("organisation", "collectif")
    assert (found.releases, found.counters.open_issues, found.counters.stars) == (None, None, 90)


def test_requests_with_the_comments_of_the_whole_repository(tmp_path: Path) -> None:
    requests = (
        Request(
            1,
            "2026-03-01",
            "zoe",
            closed="2026-03-05",
            events=[Event("comment", "2026-03-02", "ada", "OWNER")],
            labels=["help wanted"],
        ),
        Request(
            2,
            "2026-03-03",
            "yan",
            change=True,
            merged="2026-03-06",
            events=[Event("remark", "2026-03-04", "ada", "OWNER")],
        ),
        Request(3, "2026-03-04", "ci[bot]", change=True),
    )
    with github(*requests) as served, client(tmp_path) as http:
        accounts = Accounts(b"k" * 32, "forge")
        found = asked(served, http, accounts).requests(Plan(SINCE))
    [issue] = found.issues.items
    robot, change = sorted(found.changes.items, key=lambda one: -one.number)
    assert (issue.closed_at, issue.closed_by, issue.labels) == (at("2026-03-05"), None, ("help-wanted",))
    assert [(one.kind, one.at, one.standing) for one in issue.answers] == [
        ("comment", at("2026-03-02"), "member")
    ]
    assert [(one.kind, one.at) for one in change.answers] == [("review", at("2026-03-04"))]
    assert (change.merged_at, change.merged_by, change.seen_until) == (at("2026-03-06"), None, READ_AT)
    assert accounts.people().row(robot.author or 0)[1] == "bot"
    [limit] = found.limits
    assert limit.reason is Reason.NO_TOKEN
    assert limit.message.text(Language.EN).startswith("Without a token, GitHub does not tell where to give")


def test_what_an_hour_allows(tmp_path: Path) -> None:
    with (
        github(*many(400, talk=3), *many(400, change=True, start=401, talk=1)) as served,
        client(tmp_path) as http,
    ):
        one = asked(served, http)
        one.repository()
        found = one.requests(Plan(SINCE))
    assert len(found.issues.items) + len(found.changes.items) == 500
    assert (found.issues.cut, found.issues.since) == (True, date(2026, 11, 14))
    assert {limit.reason for limit in found.limits} == {Reason.NO_TOKEN, Reason.TOO_MANY}
    # Of the 1,600 comments, 500 are read: what is older is not supposed unanswered.
    known = [item for item in found.issues.items if item.seen_until == READ_AT]
    assert all(len(item.answers) == 3 for item in known)
    assert {item.seen_until - item.opened_at for item in found.issues.items if item not in known} == {
        timedelta()
    }
    assert 100 < len(known) < 200
    assert served.asked <= 15


def test_an_issue_without_a_comment_is_known_however_old(tmp_path: Path) -> None:
    requests = [*many(600, change=True, start=2, talk=1), Request(1, READ_AT - timedelta(hours=30))]
    with github(*requests) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    [issue] = found.issues.items
    assert (issue.answers, issue.seen_until) == ((), READ_AT)


def test_only_what_changed_is_asked_for(tmp_path: Path) -> None:
    requests = many(300)
    requests[9].events = [Event("comment", READ_AT + timedelta(days=2), "ada")]
    with github(*requests) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE, READ_AT + timedelta(days=1)))
    [issue] = found.issues.items
    assert (issue.number, len(issue.answers), issue.answers_from) == (10, 1, READ_AT + timedelta(days=1))
    assert served.asked == 3


def test_where_issues_are_turned_off_the_changes_are_read(tmp_path: Path) -> None:
    def trouble(heard: Heard, _count: int) -> Said | None:
        if heard.path.startswith(f"/repos/{PROJECT}/issues?"):
            return Said(b"{}", 410)
        if heard.path.startswith(f"/repos/{PROJECT}/pulls?"):
            return Said(
                b'[{"number": 4, "created_at": "2026-03-01T12:00:00Z", "head": {},'
                b' "merged_at": "2026-03-02T12:00:00Z"}]'
            )
        return None

    with github(trouble=trouble) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    [change] = found.changes.items
    assert (change.number, change.merged_at) == (4, at("2026-03-02"))


def limited(part: str) -> Callable[[Heard, int], Said | None]:
    return lambda heard, _: (
        Said(b"{}", 403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "900"})
        if part in heard.path
        else None
    )


def test_a_quota_spent_on_the_way_keeps_what_was_had(tmp_path: Path) -> None:
    with github(*many(250), trouble=limited("page=2")) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    assert (len(found.issues.items), found.issues.whole) == (100, False)
    assert Reason.RATE_LIMITED in {limit.reason for limit in found.limits}


def test_comments_that_cannot_be_read_leave_the_answers_unknown(tmp_path: Path) -> None:
    with github(*many(5, talk=1), trouble=limited("comments")) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    assert [one.seen_until == one.opened_at for one in found.issues.items] == [True] * 5


def test_a_project_that_moved_says_from_where(tmp_path: Path) -> None:
    def trouble(heard: Heard, _count: int) -> Said | None:
        return moved(f"/repos/{PROJECT}", 301) if heard.path == "/repos/ancien/nom" else None

    with github(Request(1, "2026-03-01"), trouble=trouble) as served, client(tmp_path) as http:
        one = asked(served, http, project="ancien/nom")
        found = one.repository()
        assert len(one.requests(Plan(SINCE)).issues.items) == 1
    assert (found.url, found.moved_from) == (served.site.url(f"/{PROJECT}"), served.site.url("/ancien/nom"))


def test_a_private_project_is_not_found(tmp_path: Path) -> None:
    with github() as served, client(tmp_path) as http, pytest.raises(NothingThereError):
        asked(served, http, project="prive/projet").repository()


@pytest.mark.parametrize("longest", [100, 99, 30])
def test_only_the_last_page_is_the_end_whatever_its_length(tmp_path: Path, longest: int) -> None:
    with github(*many(700, talk=2)) as served, client(tmp_path) as http:
        served.longest = longest
        found = asked(served, http).requests(Plan(SINCE))
    # Every request was answered: none may look silent.
    assert [item for item in found.issues.items if item.seen_until == READ_AT and not item.answers] == []
    assert found.issues.cut
    assert len(found.issues.items) >= 500


@pytest.mark.parametrize(("part", "known"), [("/issues?", 0), ("/comments?", 5)])
@pytest.mark.parametrize(
    "said", [Said(b'{"message": "x"}'), Said(b"null"), Said(b"[" + b"1," * 2000 + b"1]")]
)
def test_what_is_no_list_is_no_empty_list(tmp_path: Path, said: Said, part: str, known: int) -> None:
    def trouble(heard: Heard, _count: int) -> Said | None:
        return said if part in heard.path else None

    with github(*many(5, talk=1), trouble=trouble) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    assert (len(found.issues.items), found.issues.whole) == (known, False)
    assert (found.issues.since is None) is (known == 0)
    assert all(item.seen_until == item.opened_at for item in found.issues.items)
    assert Reason.MALFORMED in {limit.reason for limit in found.limits}


def test_a_change_request_without_a_comment_may_have_been_reviewed(tmp_path: Path) -> None:
    silent, answered = Request(1, "2026-03-01", change=True), Request(2, "2026-03-02", change=True)
    answered.events = [Event("comment", "2026-03-03", "ada", "MEMBER")]
    with github(silent, answered) as served, client(tmp_path) as http:
        found = asked(served, http).requests(Plan(SINCE))
    seen = {item.number: item.seen_until > item.opened_at for item in found.changes.items}
    assert seen == {1: False, 2: True}


def test_a_page_on_another_host_is_not_its_page(tmp_path: Path) -> None:
    with (
        github(
            state={"html_url": "https://evil.example/x", "license": {"spdx_id": "zoe@example.org"}}
        ) as served,
        client(tmp_path) as http,
    ):
        found = asked(served, http).repository()
    assert (found.url, found.moved_from, found.licence) == (served.site.url(f"/{PROJECT}"), None, None)
