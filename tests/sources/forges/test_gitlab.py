"""A GitLab project, asked over HTTP: its state, its requests, their answers."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from reperes.facts.fact import Reason
from reperes.facts.forge import Owner
from reperes.sources.forges.model import Answer
from reperes.sources.http.tokens import Tokens
from support.gitlab import PROJECT, Note, Request, ago, gitlab
from support.gitlab_reading import PATIENT, PLAN, asker, issues, reading, reasons, state_of
from support.web import HOST, READ_AT, Heard, Said, as_json, client


def test_the_state_of_a_repository(tmp_path: Path) -> None:
    releases = [
        {"tagName": "v3", "releasedAt": "2027-01-01T00:00:00Z", "upcomingRelease": True},
        {"tagName": "v2.0-rc.1", "releasedAt": "2026-03-01T08:00:00Z", "upcomingRelease": False},
        {"tagName": "v1.0", "releasedAt": "2026-02-01T08:00:00Z", "upcomingRelease": False},
    ]
    asked = [Request(1, ago(9)), Request(2, ago(8), closed=ago(7)), Request(3, ago(6), change=True)]
    with gitlab(*asked, releases=releases) as served:
        found = state_of(tmp_path, served)
    assert (found.forge, found.url, found.moved_from) == ("gitlab", f"{served.site.url()}{PROJECT}", None)
    assert (found.archived, found.archived_at, found.mirror, found.fork) == (False, None, None, None)
    assert (found.issues_enabled, found.changes_enabled, found.discussions_enabled) == (True, True, None)
    assert (found.default_branch, found.licence, found.version) == ("main", "EUPL-1.2", None)
    assert found.owner == Owner("organisation", "L’Atelier / Commun")
    assert found.created_at == datetime.fromisoformat("2019-03-04T12:00:00Z")
    counted = found.counters
    assert (counted.open_issues, counted.closed_issues, counted.open_changes) == (1, 1, 1)
    assert (counted.merged_changes, counted.closed_changes, counted.releases) == (0, 0, 3)
    assert (counted.stars, counted.forks) == (9, 2)
    assert found.releases is not None
    assert [(one.tag, one.early) for one in found.releases] == [("v2.0-rc.1", True), ("v1.0", False)]


def test_the_name_of_a_person_is_not_kept(tmp_path: Path) -> None:
    with gitlab(group=False) as served:
        assert state_of(tmp_path, served).owner == Owner("person")


def test_what_is_kept_for_members_is_neither_open_nor_closed(tmp_path: Path) -> None:
    told = {"issuesEnabled": False, "issuesAccessLevel": {"stringValue": "PRIVATE"}}
    with gitlab(graphql_told=told) as served:
        assert state_of(tmp_path, served).issues_enabled is None
    with gitlab(graphql_told={"issuesEnabled": False}, year=2022) as served:
        found = state_of(tmp_path, served)
    assert (found.issues_enabled, found.counters.open_issues) == (False, None)


def test_a_fork_says_of_what(tmp_path: Path) -> None:
    origin = "https://forge.example.org/autre/registre"
    for kind, said in (("group", origin), ("user", None), (None, None)):
        parent = {"web_url": origin, "namespace": {"kind": kind}}
        with gitlab(rest_told={"forked_from_project": parent, "mirror": False}) as served:
            found = state_of(tmp_path, served)
        assert (found.fork, found.fork_of, found.mirror) == (True, said, False)


def test_only_rest_tells_some_and_its_silence_costs_nothing_else(tmp_path: Path) -> None:
    with gitlab(trouble=lambda heard, _: Said(status=500) if heard.method == "GET" else None) as served:
        found = state_of(tmp_path, served)
    assert (found.default_branch, found.licence) == ("main", None)


def test_what_takes_too_long_costs_nothing_else(tmp_path: Path) -> None:
    slow: dict[str, Any] = {"errors": [{"message": "Timeout on Project.issueStatusCounts"}]}

    def told(heard: Heard, _: int) -> Said | None:
        return as_json({"data": {"project": {"archived": True}}} | slow) if heard.body else None

    def nothing(heard: Heard, _: int) -> Said | None:
        return as_json({"data": {"project": None}} | slow) if heard.body else None

    with gitlab(trouble=told) as served:
        found = state_of(tmp_path, served)
    assert (found.archived, found.counters.open_issues, found.licence) == (True, None, "EUPL-1.2")
    with gitlab(trouble=nothing) as served:
        found = state_of(tmp_path, served)
    assert (found.archived, found.licence) == (None, "EUPL-1.2")


def test_the_version_is_asked_with_a_token_only(tmp_path: Path) -> None:
    def told(heard: Heard, _: int) -> Said | None:
        return as_json({"version": "19.1.0"}) if heard.path == "/api/v4/version" else None

    with gitlab(trouble=told) as served:
        assert state_of(tmp_path, served).version is None
        tokens = Tokens({f"{HOST}:{served.site.port}": "secret"})
        with client(tmp_path, bounds=PATIENT, tokens=tokens) as http:
            assert asker(http, served).repository().version == "19.1.0"


def test_an_issue_and_its_answers(tmp_path: Path) -> None:
    notes = [
        Note(ago(8), "eva", "Maintainer"),
        Note(ago(7), "zoe", None),
        Note(ago(6), "label-automaton", "Reporter"),
        Note(ago(5), "eva", "Maintainer", icon="label"),
    ]
    asked = Request(4, ago(9), closed=ago(4), notes=notes, labels=["good first issue", "blue"])
    with gitlab(asked) as served, client(tmp_path, bounds=PATIENT) as http:
        asking = asker(http, served)
        [item] = asking.requests(PLAN).issues.items
        people = asking._accounts.people()
        assert asking.issues_url == f"{served.site.url()}{PROJECT}/-/issues"
    assert (item.kind, item.number, item.opened_at, item.closed_at) == ("issue", 4, ago(9), ago(4))
    assert (item.seen_until, item.labels, item.standing) == (READ_AT, ("newcomers",), "outsider")
    assert item.answers == (
        Answer("comment", ago(8), 1, "member"),
        Answer("comment", ago(7), 0, "outsider"),
        Answer("comment", ago(6), 2, None),
    )
    assert people["kind"].to_list() == ["human", "human", "bot"]
    assert not {"zoe", "eva"} & set(people["pseudonym"])


def test_a_merge_request_its_reviews_and_who_merged_it(tmp_path: Path) -> None:
    notes = [
        Note(ago(8), "eva", "Owner", on_code=True),
        Note(ago(7), "eva", "Owner", icon="approval"),
        Note(ago(6), "zoe", "Developer"),
    ]
    asked = [
        Request(1, ago(9), change=True, merged=ago(5), merged_by="eva", notes=notes),
        Request(2, ago(8), change=True, closed=ago(3)),
        Request(3, ago(7), change=True, merged_by="eva"),  # waits for its pipeline
    ]
    with gitlab(*asked) as served:
        waiting, closed, merged = reading(tmp_path, served).changes.items
    assert [answer.kind for answer in merged.answers] == ["review", "review", "comment"]
    assert (merged.merged_at, merged.closed_at, merged.merged_by) == (ago(5), ago(5), 1)
    assert (merged.standing, closed.closed_at, closed.merged_at) == ("member", ago(3), None)
    assert (waiting.closed_at, waiting.merged_at, waiting.merged_by) == (None, None, None)


def test_a_deleted_author_is_no_one(tmp_path: Path) -> None:
    asked = Request(1, ago(9), by=None, notes=[Note(ago(8), None)])
    with gitlab(asked) as served:
        [item] = reading(tmp_path, served).issues.items
    assert (item.author, item.standing) == (None, None)
    assert item.answers == (Answer("comment", ago(8), None),)


@pytest.mark.parametrize("year", [2026, 2022])
def test_answers_beyond_a_page_are_not_read_and_it_is_said(tmp_path: Path, year: int) -> None:
    notes = [Note(ago(50 - n), "eva") for n in range(40)]
    with gitlab(Request(1, ago(60), notes=notes), Request(2, ago(59)), year=year) as served:
        quiet, busy = reading(tmp_path, served).issues.items
    assert [answer.at for answer in busy.answers] == [
        ago(50 - n) for n in range(20)
    ]  # the oldest, whatever the order
    assert (busy.seen_until, quiet.seen_until) == (ago(31), READ_AT)


def test_issues_that_are_turned_off_are_not_none(tmp_path: Path) -> None:
    with gitlab(*issues(3, change=True), graphql_told={"issuesEnabled": False}) as served:
        found = reading(tmp_path, served)
    assert (found.issues.since, found.issues.items, len(found.changes.items)) == (None, (), 3)
    assert reasons(found) == [Reason.REFUSED]
