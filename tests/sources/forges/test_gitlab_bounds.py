"""With how many requests a GitLab project is read, and what is said where it fails or is too large."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from reperes.facts.fact import Reason
from reperes.sources.http.errors import BrokenError, NothingThereError
from support.gitlab import Note, Request, ago, gitlab
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
from support.web import Heard, Said, as_json, client


def test_a_year_of_a_thousand_requests_costs_little_and_never_too_much(tmp_path: Path) -> None:
    few = [Note(ago(5), "eva", "Developer")]
    asked = [*issues(500, notes=few), *issues(500, notes=few, change=True)]
    with gitlab(*asked) as served, client(tmp_path, bounds=PATIENT) as http:
        asking = asker(http, served)
        asking.repository()
        found = asking.requests(PLAN)
        assert http.spent.total.requests == served.asked <= 30
    assert numbers(found.issues.items) == list(range(500, 0, -1))
    assert len(found.changes.items) == 500
    assert (found.issues.since, found.issues.whole, reasons(found)) == (SINCE.date(), True, [])
    assert max(served.scores) <= 110  # of 200: the instance may be stricter than most


def test_ten_thousand_issues_are_read_in_part_and_it_is_said(tmp_path: Path) -> None:
    with gitlab(*issues(10_000)) as served:
        found = reading(tmp_path, served)
        assert served.asked <= 22
    assert numbers(found.issues.items) == list(range(10_000, 9_000, -1))
    assert (found.issues.cut, reasons(found)) == (True, [Reason.TOO_MANY])
    assert found.issues.since == (found.issues.items[-1].opened_at + timedelta(days=1)).date()


def test_a_stricter_instance_is_asked_by_smaller_pages(tmp_path: Path) -> None:
    with gitlab(*issues(60, change=True), limit=70) as served:
        found = reading(tmp_path, served)
    assert (len(found.changes.items), reasons(found)) == (60, [])
    sizes = [body["variables"]["size"] for body in queries(served) if " mergeRequests(" in body["query"]]
    assert sizes == [50, 25, 25, 25]


def test_one_that_bears_nothing_is_left_with_the_reason(tmp_path: Path) -> None:
    with gitlab(*issues(60), limit=4) as served:
        found = reading(tmp_path, served)
    assert found.issues.since is None
    assert set(reasons(found)) == {Reason.TOO_LARGE}
    assert [body["variables"]["size"] for body in queries(served)] == [50, 25, 12, 6, 5] * 2


def test_a_timeout_told_in_words_shortens_the_page(tmp_path: Path) -> None:
    def tired(heard: Heard, _: int) -> Said | None:
        if heard.body and json.loads(heard.body)["variables"].get("size", 0) > 12:
            return as_json(
                {"errors": [{"message": "Timeout on Project.issues"}], "data": {"project": {"issues": None}}}
            )
        return None

    with gitlab(*issues(30), trouble=tired) as served:
        assert len(reading(tmp_path, served).issues.items) == 30


def test_a_long_page_that_breaks_the_server_is_asked_shorter(tmp_path: Path) -> None:
    def broken(heard: Heard, _: int) -> Said | None:
        heavy = heard.body and json.loads(heard.body)["variables"].get("size", 0) > 25
        return Said(status=502) if heavy else None

    with gitlab(*issues(60), trouble=broken) as served:
        live = reading(tmp_path, served)
        asked = served.asked
        again = reading(tmp_path, served, offline=True)
        assert served.asked == asked
    assert (len(live.issues.items), live.issues.whole) == (60, True)
    assert again == live  # the sizes that failed were not kept: a replay finds its way too


def test_a_failure_in_the_middle_keeps_what_was_read(tmp_path: Path) -> None:
    def broken(_heard: Heard, count: int) -> Said | None:
        return Said(status=502) if count > 3 else None

    with gitlab(*issues(400), trouble=broken) as served:
        found = reading(tmp_path, served)
    assert (len(found.issues.items), found.issues.whole) == (150, False)
    assert found.issues.since == (found.issues.items[-1].opened_at + timedelta(days=1)).date()
    assert found.changes.since is None
    assert set(reasons(found)) == {Reason.UNREACHABLE}


def test_a_host_that_asks_to_wait_is_waited_for(tmp_path: Path) -> None:
    def busy(_heard: Heard, count: int) -> Said | None:
        return Said(status=429, headers={"Retry-After": "1"}) if count == 2 else None

    with gitlab(*issues(80), trouble=busy) as served:
        found = reading(tmp_path, served)
    assert (len(found.issues.items), reasons(found)) == (80, [])


def test_a_host_that_asks_to_wait_long_is_left(tmp_path: Path) -> None:
    def busy(_heard: Heard, count: int) -> Said | None:
        return Said(status=429, headers={"Retry-After": "3600"}) if count > 1 else None

    with gitlab(*issues(80), trouble=busy) as served:
        found = reading(tmp_path, served)
    assert (len(found.issues.items), set(reasons(found))) == (50, {Reason.RATE_LIMITED})


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"project": {"iss',
        b"[]",
        b"null",
        b'{"errors": [{"message": "Internal server error"}]}',
        b'{"data": {"project": null}, "errors": [{"message": "Internal server error"}]}',
        b'{"data": {"project": {"issues": null}}}',
        b'{"data": {"project": {"issues": {"nodes": [], "pageInfo": null}}}}',
    ],
)
def test_an_answer_that_is_none_is_not_an_empty_one(tmp_path: Path, body: bytes) -> None:
    with gitlab(trouble=lambda *_: Said(body)) as served:
        found = reading(tmp_path, served)
    assert (found.issues.items, found.issues.since) == ((), None)
    assert set(reasons(found)) == {Reason.MALFORMED}


def test_an_answer_in_part_is_kept_and_said(tmp_path: Path) -> None:
    def partial(heard: Heard, _: int) -> Said | None:
        if b"mergeRequests(" in heard.body:
            return None
        told = {"iid": "1", "createdAt": "2026-10-01T00:00:00Z", "state": "opened", "author": None}
        page = {"nodes": [told], "pageInfo": {"hasNextPage": False}}
        return as_json(
            {"data": {"project": {"issues": page}}, "errors": [{"message": "Internal server error"}]}
        )

    with gitlab(trouble=partial) as served:
        found = reading(tmp_path, served)
    assert (numbers(found.issues.items), reasons(found)) == ([1], [Reason.MALFORMED])


def test_a_private_project_is_one_that_is_not_there(tmp_path: Path) -> None:
    with gitlab(*issues(3), public=False) as served:
        with pytest.raises(NothingThereError):
            state_of(tmp_path, served)
        found = reading(tmp_path, served)
    assert (found.issues.since, found.changes.since) == (None, None)
    assert set(reasons(found)) == {Reason.NOT_FOUND}


def test_a_host_that_fails_is_said_to(tmp_path: Path) -> None:
    with gitlab(trouble=lambda *_: Said(status=500)) as served, pytest.raises(BrokenError):
        state_of(tmp_path, served)


def test_a_replay_finds_the_same(tmp_path: Path) -> None:
    notes = [Note(ago(50 - n), "eva") for n in range(40)]
    with gitlab(Request(1, ago(60), notes=notes), *issues(70, change=True), year=2021) as served:
        live, asked = reading(tmp_path, served), served.asked
        again = reading(tmp_path, served, offline=True)
        assert served.asked == asked
    assert again == live
