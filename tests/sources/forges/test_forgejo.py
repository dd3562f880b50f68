"""Forgejo and Gitea, over real HTTP: what is read of a project and of its requests."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reperes.facts.forge import Counters, Owner, Release
from reperes.people.accounts import Accounts
from reperes.sources.forges.forgejo import Forgejo
from reperes.sources.forges.model import Answer, Found, Item, Plan
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from reperes.sources.http.errors import DeniedError, MalformedError, NothingThereError
from support.forgejo import GHOST, ago, issue, organisation, pull, release, renamed, repository, user, written
from support.forgejo import Forgejo as Fake
from support.web import HOST, QUICK, READ_AT, Said, Site, as_json, client, moved, serving

YEAR = Plan(since=ago(365))
BOUNDS = replace(QUICK, size=8 << 20, requests=300)


@pytest.fixture
def forge() -> Iterator[Fake]:
    with serving() as site:
        yield Fake(site)


@pytest.fixture
def http(tmp_path: Path) -> Iterator[Client]:
    with client(tmp_path, bounds=BOUNDS) as opened:
        yield opened


def reading(http: Client, site: Site, project: str = "atelier/guichet") -> tuple[Forgejo, Accounts]:
    accounts = Accounts(b"key", HOST)
    return Forgejo(http, Place(site.url(""), project), accounts, READ_AT), accounts


def requests(http: Client, forge: Fake, plan: Plan = YEAR) -> Found:
    return reading(http, forge.site)[0].requests(plan)


def by_number(items: tuple[Item, ...]) -> dict[int, Item]:
    return {item.number: item for item in items}


def test_the_state_of_a_repository(http: Client, forge: Fake) -> None:
    forge.project = repository(licenses=["EUPL-1.2"])
    forge.issues = [issue(n, ago(n), user("ida"), state="closed", closed_at=written(ago(1))) for n in (1, 2)]
    forge.releases = [
        release("v2", ago(3)),
        release("v2-rc1", ago(9), prerelease=True),
        release("v3", ago(1), draft=True),
    ]
    found = reading(http, forge.site)[0].repository()
    assert (found.forge, found.version, found.url) == (
        "forgejo",
        "11.0.3+gitea-1.22.0",
        forge.site.url("/atelier/guichet"),
    )
    assert (found.archived, found.archived_at, found.mirror, found.mirror_of) == (False, None, False, None)
    assert (found.fork, found.fork_of, found.moved_from, found.licence) == (False, None, None, "EUPL-1.2")
    assert (found.issues_enabled, found.changes_enabled, found.discussions_enabled) == (True, True, None)
    assert found.default_branch == "main"
    assert found.created_at == datetime(2021, 3, 4, 4, 6, 7, tzinfo=UTC)
    assert found.counters == Counters(
        open_issues=12, closed_issues=2, open_changes=3, releases=9, forks=5, stars=41
    )
    assert found.owner == Owner("organisation", "Atelier des communs", website="https://atelier.example.org/")
    assert found.releases == (Release("v2", ago(3), early=False), Release("v2-rc1", ago(9), early=True))
    assert found.read_at == READ_AT
    assert len(forge.site.heard) == 5


def test_gitea_gives_the_same_with_a_version_of_its_own(http: Client, forge: Fake) -> None:
    forge.version = "1.26.2"
    found = reading(http, forge.site)[0].repository()
    assert (found.forge, found.version) == ("forgejo", "1.26.2")


def test_an_archived_mirror_and_a_fork(http: Client, forge: Fake) -> None:
    source = repository(html_url="https://other.example.org/amont/guichet", full_name="amont/guichet")
    forge.project = repository(
        archived=True,
        archived_at="2025-02-03T04:05:06Z",
        mirror=True,
        original_url="https://git.example.net/amont.git",
        fork=True,
        parent=source,
        licenses=["MIT", "EUPL-1.2"],
    )
    found = reading(http, forge.site)[0].repository()
    assert (found.archived, found.archived_at) == (True, datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC))
    assert (found.mirror, found.mirror_of) == (True, "https://git.example.net/amont.git")
    assert (found.fork, found.fork_of) == (True, None)  # whose it is, a person's or not, is not told
    assert found.licence is None  # of two, the forge does not say how they go together


def test_an_archived_repository_may_not_tell_when(http: Client, forge: Fake) -> None:
    forge.project = repository(archived=True, archived_at="0001-01-01T00:00:00Z")
    found = reading(http, forge.site)[0].repository()
    assert (found.archived, found.archived_at) == (True, None)


def test_a_person_has_no_name(http: Client, forge: Fake) -> None:
    forge.organisation = None
    assert reading(http, forge.site)[0].repository().owner == Owner("person")


def test_an_organisation_without_a_long_name(http: Client, forge: Fake) -> None:
    forge.organisation = organisation(full_name="", website="javascript:alert(1)")
    assert reading(http, forge.site)[0].repository().owner == Owner("organisation", "atelier")


def test_what_is_beside_the_repository_may_fail(http: Client, forge: Fake) -> None:
    forge.before = lambda path, _: Said(status=500) if path != "/repos/atelier/guichet" else None
    found = reading(http, forge.site)[0].repository()
    assert (found.version, found.owner, found.releases) == (None, Owner(None), None)
    assert (found.counters.closed_issues, found.counters.open_issues) == (None, 12)


def test_a_project_without_releases_announces_none(http: Client, forge: Fake) -> None:
    forge.project = repository(has_releases=False)
    assert reading(http, forge.site)[0].repository().releases == ()


@pytest.mark.parametrize("status", [401, 403])
def test_a_forge_that_asks_for_an_account(http: Client, forge: Fake, status: int) -> None:
    forge.before = lambda _path, _asked: Said(status=status)
    dialect, _ = reading(http, forge.site)
    with pytest.raises(DeniedError):
        dialect.repository()
    with pytest.raises(DeniedError):
        dialect.requests(YEAR)


def test_a_private_or_absent_repository(http: Client, forge: Fake) -> None:
    dialect, _ = reading(http, forge.site, "atelier/absent")
    with pytest.raises(NothingThereError):
        dialect.repository()
    with pytest.raises(NothingThereError):
        dialect.requests(YEAR)


def test_a_repository_that_is_no_object(http: Client, forge: Fake) -> None:
    forge.before = lambda _path, _asked: as_json(["atelier/guichet"])
    with pytest.raises(MalformedError):
        reading(http, forge.site)[0].repository()


def test_a_renamed_repository_is_followed(http: Client, forge: Fake) -> None:
    forge.before = renamed
    forge.project = repository(html_url=forge.site.url("/atelier/guichet"))
    forge.issues = [issue(1, ago(5), user("ida"))]
    dialect, _ = reading(http, forge.site, "vieux/nom")
    assert dialect.issues_url == forge.site.url("/vieux/nom/issues")
    found = dialect.repository()
    assert (found.url, found.moved_from) == (
        forge.site.url("/atelier/guichet"),
        forge.site.url("/vieux/nom"),
    )
    assert (dialect.issues_url, dialect.changes_url) == (f"{found.url}/issues", f"{found.url}/pulls")
    assert len(dialect.requests(YEAR).issues.items) == 1
    assert [path for path in forge.asked if "vieux" in path] == ["/api/v1/repos/vieux/nom"]


def test_a_repository_is_not_followed_to_another_host(http: Client, forge: Fake) -> None:
    with serving() as old:
        old.otherwise = lambda heard: moved(f"{forge.site.url('')}{heard.path}", 301)
        dialect, _ = reading(http, old)
        with pytest.raises(MalformedError, match="another address"):
            dialect.repository()


def test_another_case_is_not_another_place(http: Client, forge: Fake) -> None:
    forge.project = repository(full_name="Atelier/Guichet")
    forge.before = lambda path, _: as_json(forge.project) if path == "/repos/atelier/guichet" else None
    assert reading(http, forge.site)[0].repository().moved_from is None


def test_an_issue_and_what_answered_it(http: Client, forge: Fake) -> None:
    asker, keeper = user("ida"), user("ravi", 8)
    told = issue(4, ago(30), asker, "good first issue", "kind/bug", state="closed", closed_at=written(ago(2)))
    forge.issues = [told]
    forge.comment(told, ago(29), keeper)
    forge.comment(told, ago(28), asker)
    dialect, accounts = reading(http, forge.site)
    [item] = dialect.requests(YEAR).issues.items
    assert (item.kind, item.number, item.opened_at, item.updated_at) == ("issue", 4, ago(30), ago(28))
    assert (item.closed_at, item.merged_at, item.closed_by) == (ago(2), None, None)
    assert item.labels == ("newcomers", "bug")
    assert item.answers == (
        Answer("comment", ago(29), 1, None),
        Answer("comment", ago(28), 0, None),
    )
    assert (item.author, item.seen_until, item.answers_from) == (0, READ_AT, None)
    assert accounts.people()["kind"].to_list() == ["human", "human"]


def test_a_change_merged_after_a_review(http: Client, forge: Fake) -> None:
    told = pull(
        5,
        ago(30),
        user("ida"),
        state="closed",
        merged=True,
        merged_at=written(ago(20)),
        merged_by=user("ravi", 8),
        closed_at=written(ago(20)),
    )
    forge.pulls = [told]
    forge.review(told, ago(29), user("zoe", 9), "REQUEST_REVIEW")
    forge.review(told, ago(28), user("zoe", 9), "PENDING")
    forge.review(told, ago(27), user("zoe", 9), official=True)
    forge.review(told, ago(26), user("noor", 10), "COMMENT", dismissed=True)
    found = requests(http, forge)
    [item] = found.changes.items
    assert (item.merged_at, item.closed_at, item.merged_by, item.closed_by) == (ago(20), ago(20), 1, None)
    assert item.answers == (
        Answer("review", ago(27), 2, "member"),
        Answer("review", ago(26), 3, None),
    )
    assert found.changes.limits == ()


def test_who_holds_the_project_is_of_it(http: Client, forge: Fake) -> None:
    forge.project = repository(owner=user("Atelier", 3))
    told = issue(4, ago(30), user("atelier", 3))
    forge.issues = [told]
    forge.comment(told, ago(29), user("atelier", 3))
    [item] = requests(http, forge).issues.items
    assert item.standing == "member"
    assert [answer.standing for answer in item.answers] == ["member"]


def test_a_deleted_account_is_nobody(http: Client, forge: Fake) -> None:
    told = issue(4, ago(30), GHOST)
    forge.issues = [told, issue(5, ago(29), {}, user=None)]
    forge.comment(told, ago(28), GHOST)
    dialect, accounts = reading(http, forge.site)
    items = dialect.requests(YEAR).issues.items
    assert [item.author for item in items] == [None, None]
    assert by_number(items)[4].answers == (Answer("comment", ago(28), None),)
    assert accounts.people().is_empty()


def test_the_automation_of_the_forge_is_a_bot(http: Client, forge: Fake) -> None:
    forge.issues = [issue(4, ago(30), user("forge-actions", -2))]
    dialect, accounts = reading(http, forge.site)
    dialect.requests(YEAR)
    assert accounts.people()["kind"].to_list() == ["bot"]


def test_what_came_from_another_forge_is_not_by_who_brought_it(http: Client, forge: Fake) -> None:
    forge.project = repository(owner=user("ida"))
    brought = issue(4, ago(30), user("ida"), original_author="remote", original_author_id=6)
    forge.issues = [brought, issue(5, ago(29), user("ida")), issue(6, ago(28), user("remote"))]
    forge.comment(brought, ago(28), user("ida"), original_author="helper[bot]", original_author_id=7)
    dialect, accounts = reading(http, forge.site)
    items = by_number(dialect.requests(YEAR).issues.items)
    assert len({items[4].author, items[5].author, items[6].author}) == 3
    assert [items[n].standing for n in (4, 5, 6)] == [None, "member", None]
    assert accounts.people()["kind"].to_list().count("bot") == 1


def test_issues_that_are_not_wanted_have_no_limit(http: Client, forge: Fake) -> None:
    forge.project = repository(has_issues=False)
    forge.pulls = [pull(5, ago(30), user("ida"))]
    found = requests(http, forge)
    assert (found.issues.items, found.issues.since, found.issues.limits) == ((), ago(365).date(), ())
    assert found.issues.whole
    assert len(found.changes.items) == 1
    assert not [path for path in forge.asked if path.startswith("/issues?")]


def test_an_old_forge_that_does_not_say_so_answers_404(http: Client, forge: Fake) -> None:
    del forge.project["has_issues"]
    forge.before = lambda path, _: Said(status=404) if path.endswith("/issues") else None
    found = requests(http, forge)
    assert (found.issues.since, found.issues.limits, found.issues.whole) == (ago(365).date(), (), True)


def test_issues_that_exist_and_are_hidden_are_a_limit(http: Client, forge: Fake) -> None:
    forge.before = lambda path, _: Said(status=404) if path.endswith("/issues") else None
    found = requests(http, forge)
    assert (found.issues.since, found.issues.whole) == (None, False)
    assert [limit.reason for limit in found.issues.limits] == ["not-found"]


def test_issues_on_another_tracker_are_not_none(http: Client, forge: Fake) -> None:
    forge.project = repository(external_tracker={"external_tracker_url": "https://bugs.example.org"})
    dialect, _ = reading(http, forge.site)
    found = dialect.requests(YEAR)
    assert (found.issues.since, found.issues.whole) == (None, True)
    assert [limit.reason for limit in found.issues.limits] == ["not-supported"]
    assert dialect.repository().counters.open_issues is None


def test_an_increment_asks_only_for_what_changed(http: Client, forge: Fake) -> None:
    asker, keeper = user("ida"), user("ravi", 8)
    forge.issues = [issue(n, ago(300 - n), asker) for n in range(1, 121)]
    forge.pulls = [pull(200 + n, ago(300 - n), asker) for n in range(1, 121)]
    forge.comment(forge.issues[2], ago(250), asker)  # read the last time
    forge.comment(forge.issues[2], ago(2), keeper)
    forge.comment(forge.pulls[3], ago(1), keeper)
    last = ago(10) + timedelta(microseconds=5)
    forge.pulls[4]["updated_at"] = written(last)  # the forge writes whole seconds
    found = requests(http, forge, Plan(since=ago(365), after=last))
    assert [item.number for item in found.issues.items] == [3]
    assert [item.number for item in found.changes.items] == [204, 205]
    [item] = found.issues.items
    assert [answer.at for answer in item.answers] == [ago(2)]
    assert (item.answers_from, item.seen_until) == (ago(10), READ_AT)
    assert (found.issues.whole, found.changes.whole) == (True, True)
    assert len(forge.asked) == 5, forge.asked  # the repository, three lists, the reviews of 205
    before = replace(item, seen_until=ago(10), answers=(Answer("comment", ago(250), 0),), answers_from=None)
    assert [answer.at for answer in before.renewed(item).answers] == [ago(250), ago(2)]


def test_an_increment_that_stops_short_says_how_far_it_went(http: Client, forge: Fake) -> None:
    forge.cap = 30
    forge.issues = [issue(n, ago(200 - n), user("ida"), updated_at=written(ago(1))) for n in range(1, 101)]
    forge.before = lambda path, asked: (
        Said(status=500) if path.endswith("/issues") and asked.get("page") == "3" else None
    )
    found = requests(http, forge, Plan(since=ago(365), after=ago(10)))
    assert (len(found.issues.items), found.issues.whole) == (60, False)
    assert found.issues.since == ago(159).date() + timedelta(days=1)


def test_a_year_costs_sixty_requests(http: Client, forge: Fake) -> None:
    asker, keeper = user("ida"), user("ravi", 8)
    forge.issues = [issue(n, ago(360 - n * 0.7), asker) for n in range(1, 501)]
    forge.pulls = [pull(500 + n, ago(360 - n * 0.7), asker) for n in range(1, 501)]
    for rank, told in enumerate((*forge.issues, *forge.pulls, *forge.issues)):
        if rank % 4:
            opened = datetime.fromisoformat(told["created_at"])
            forge.comment(told, opened + timedelta(hours=6), keeper)
            forge.comment(told, opened + timedelta(hours=7), asker)
    forge.comments = forge.comments[:1500]
    dialect, _ = reading(http, forge.site)
    dialect.repository()
    found = dialect.requests(YEAR)
    assert (len(found.issues.items), len(found.changes.items)) == (500, 500)
    assert len(forge.site.heard) <= 60


def test_what_was_answered_is_read_again_without_the_network(tmp_path: Path, forge: Fake) -> None:
    told = pull(5, ago(30), user("ida"))
    forge.issues, forge.pulls = [issue(4, ago(30), user("ida"))], [told]
    forge.comment(forge.issues[0], ago(29), user("ravi", 8))
    forge.review(told, ago(28), user("ravi", 8))
    found = []
    for offline in (False, True):
        with client(tmp_path, bounds=BOUNDS, offline=offline) as opened:
            dialect, _ = reading(opened, forge.site)
            found.append((dialect.repository(), dialect.requests(YEAR)))
    assert found[0] == found[1]
    assert len(forge.site.heard) == 9


def test_what_is_left_of_a_plain_reading(http: Client, forge: Fake) -> None:
    forge.issues = [issue(n, ago(400 - n), user("ida")) for n in range(1, 101)]
    found = requests(http, forge)
    assert len(found.issues.items) == 66  # those of the year
    assert (found.issues.since, found.issues.whole) == (ago(365).date(), True)
    assert found.issues.since == date(2025, 11, 23)
    assert [item.answers for item in found.issues.items] == [()] * 66
    assert {item.seen_until for item in found.issues.items} == {READ_AT}
    assert not [path for path in forge.asked if "comments" in path]  # the forge counts none


def test_rows_that_are_no_requests_are_left_out(http: Client, forge: Fake) -> None:
    rows: list[Any] = [
        issue(4, ago(30), user("ida")),
        issue(5, ago(29), user("ida"), pull_request={"merged": False}),
        {"number": 6},
        {"number": 0, "created_at": written(ago(3))},
        {"number": 1 << 33, "created_at": written(ago(3))},
        {"created_at": written(ago(3))},
        None,
        "issue",
    ]
    forge.before = lambda path, _: as_json(rows) if path.endswith("/issues") else None
    assert [item.number for item in requests(http, forge).issues.items] == [4]
