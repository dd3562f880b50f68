"""Old GitLabs, and those without GraphQL; what changed since; projects that moved."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reperes.facts.fact import Reason
from reperes.facts.forge import Owner, Release
from reperes.sources.forges.model import Answer, Plan
from support.gitlab import FORMER, PROJECT, Note, Request, ago, gitlab
from support.gitlab_reading import (
    PATIENT,
    PLAN,
    SINCE,
    asker,
    issues,
    numbers,
    queries,
    reading,
    reasons,
    state_of,
)
from support.web import READ_AT, Heard, Said, as_json, client


@pytest.mark.parametrize("year", [2023, 2021])
def test_an_older_version_is_asked_for_what_it_knows(tmp_path: Path, year: int) -> None:
    asked = [
        Request(1, ago(9), notes=[Note(ago(8), "eva", "Owner")]),
        Request(1, ago(9), change=True, closed=ago(5), updated=ago(2)),
        Request(
            2,
            ago(8),
            change=True,
            closed=ago(5),
            updated=ago(2),
            notes=[Note(ago(5), "eva", icon="issue-close")],
        ),
    ]
    with gitlab(*asked, year=year) as served, client(tmp_path, bounds=PATIENT) as http:
        asking = asker(http, served)
        found, told = asking.requests(PLAN), asking.repository()
        assert served.asked <= 8
    [issue], (noted, unsaid) = found.issues.items, found.changes.items
    assert issue.answers == (Answer("comment", ago(8), 1, "member" if year == 2023 else None),)
    # Before it told when a merge request was closed, the last change is the latest that it can be.
    assert (noted.closed_at, unsaid.closed_at) == (ago(5), ago(2))
    assert (noted.closed_by, unsaid.closed_by) == (1, None)
    assert (told.archived, told.counters.open_issues, told.default_branch) == (False, 1, "main")
    assert reasons(found) == []


def test_a_closing_among_notes_that_were_not_all_read_may_not_be_the_last(tmp_path: Path) -> None:
    notes = [Note(ago(50 - n), "eva", icon="issue-close" if n == 3 else None) for n in range(40)]
    with gitlab(Request(1, ago(60), change=True, closed=ago(2), notes=notes), year=2023) as served:
        [item] = reading(tmp_path, served).changes.items
    assert (item.closed_at, item.closed_by) == (ago(2), None)


def test_increments_ask_only_for_what_changed(tmp_path: Path) -> None:
    asked = [*issues(200), Request(999, ago(320), updated=ago(1)), *issues(10, change=True)]
    asked[20].updated = ago(0.5)
    with gitlab(*asked) as served:
        found = reading(tmp_path, served, Plan(SINCE, after=ago(2)))
    assert numbers(found.issues.items) == [21, 999]
    assert (found.changes.items, found.changes.since, found.changes.whole) == ((), SINCE.date(), True)
    assert len(queries(served)) == 2
    assert all("UPDATED_DESC" in body["query"] for body in queries(served))
    assert {body["variables"]["since"] for body in queries(served)} == {"2026-11-21T12:00:00Z"}


def test_increments_of_a_version_without_that_filter_stop_by_themselves(tmp_path: Path) -> None:
    asked = issues(200, change=True)
    asked[20].updated = ago(0.5)
    with gitlab(*asked, year=2021) as served:
        found = reading(tmp_path, served, Plan(SINCE, after=ago(2)))
    assert numbers(found.changes.items) == [21]
    assert len(queries(served)) == 4


def test_without_graphql_the_lists_are_read_and_answers_are_not_known(tmp_path: Path) -> None:
    asked = [
        *issues(150, notes=[Note(ago(5), "eva")]),
        Request(151, ago(4), closed=ago(1)),
        Request(1, ago(3), change=True, merged=ago(2), merged_by="eva"),
    ]
    with gitlab(*asked, graphql=False) as served:
        found = reading(tmp_path, served)
        told = state_of(tmp_path, served)
    assert numbers(found.issues.items) == list(range(151, 0, -1))
    quiet, busy = found.issues.items[:2]
    assert (quiet.seen_until, quiet.closed_at, quiet.closed_by) == (READ_AT, ago(1), 1)
    assert (busy.seen_until, busy.answers) == (busy.opened_at, ())
    [merged] = found.changes.items
    assert (merged.merged_at, merged.closed_at, merged.merged_by) == (ago(2), ago(2), 2)
    assert reasons(found) == [Reason.NOT_SUPPORTED]
    assert (told.archived, told.issues_enabled, told.default_branch) == (None, None, "main")
    assert (told.licence, told.owner, told.releases) == ("EUPL-1.2", Owner("organisation", "L’Atelier"), ())


def test_lists_whose_links_were_lost_are_read_to_their_end(tmp_path: Path) -> None:
    with gitlab(*issues(230), graphql=False) as served:
        served.site.otherwise = lambda heard: _without_links(served.answer, heard)
        found = reading(tmp_path, served)
    assert len(found.issues.items) == 230


def _without_links(answer: Callable[[Heard], Said], heard: Heard) -> Said:
    said = answer(heard)
    said.headers.pop("Link", None)
    return said


def test_increments_of_the_lists(tmp_path: Path) -> None:
    asked = issues(200)
    asked[20].updated = ago(0.5)
    with gitlab(*asked, graphql=False) as served:
        found = reading(tmp_path, served, Plan(SINCE, after=ago(2)))
        assert any("updated_after=2026-11-21T12%3A00%3A00Z" in heard.path for heard in served.site.heard)
    assert numbers(found.issues.items) == [21]


def test_a_version_too_old_for_notes_is_read_by_its_lists(tmp_path: Path) -> None:
    def old(heard: Heard, _: int) -> Said | None:
        words = "Field 'notes' doesn't exist on type 'Issue' (Did you mean `nodes`?)"
        return as_json({"errors": [{"message": words}]}) if heard.body else None

    with gitlab(*issues(3), trouble=old) as served:
        found = reading(tmp_path, served)
    assert (len(found.issues.items), reasons(found)) == (3, [Reason.NOT_SUPPORTED])


def test_the_releases_of_a_version_without_graphql(tmp_path: Path) -> None:
    releases = [{"tagName": "1.0b1", "releasedAt": "2026-02-01T08:00:00Z", "upcomingRelease": False}]
    with gitlab(graphql=False, releases=releases) as served:
        found = state_of(tmp_path, served)
    assert found.releases == (Release("1.0b1", datetime.fromisoformat("2026-02-01T08:00:00Z"), early=True),)
    assert found.counters.releases == 1


def test_a_project_that_moved_is_followed(tmp_path: Path) -> None:
    with gitlab(*issues(3)) as served, client(tmp_path, bounds=PATIENT) as http:
        asking = asker(http, served, FORMER)
        found = asking.repository()
        assert len(asking.requests(PLAN).issues.items) == 3
        assert asking.changes_url == f"{served.site.url()}{PROJECT}/-/merge_requests"
    assert (found.url, found.moved_from) == (f"{served.site.url()}{PROJECT}", f"{served.site.url()}{FORMER}")


def test_a_project_that_moved_is_followed_without_graphql_too(tmp_path: Path) -> None:
    with gitlab(*issues(3), graphql=False) as served, client(tmp_path, bounds=PATIENT) as http:
        asking = asker(http, served, FORMER)
        assert asking.repository().moved_from == f"{served.site.url()}{FORMER}"
        assert len(asking.requests(PLAN).issues.items) == 3


def test_releases_that_are_no_list_are_not_none(tmp_path: Path) -> None:
    def trouble(heard: Heard, _: int) -> Said | None:
        return as_json({"message": "later"}) if "/releases" in heard.path else None

    with gitlab(graphql=False, trouble=trouble) as served:
        assert state_of(tmp_path, served).releases is None


def test_a_merge_request_without_notes_may_have_been_approved(tmp_path: Path) -> None:
    asked = [*issues(1), *issues(1, change=True)]
    with gitlab(*asked, graphql=False) as served:
        found = reading(tmp_path, served)
    (issue,), (change,) = found.issues.items, found.changes.items
    assert issue.seen_until > issue.opened_at
    assert change.seen_until == change.opened_at
