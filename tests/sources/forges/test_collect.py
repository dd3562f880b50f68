"""From an address to the facts of a forge: the first time, the second, without the network."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from reperes.facts.fact import Absent, Fact, Reason
from reperes.facts.forge import ForgeRepository, Requests
from reperes.facts.schema import FORGE, REQUESTS
from reperes.sources.forges import reads as memory
from reperes.sources.forges.collect import Forged, collect
from reperes.sources.forges.model import Plan
from support.far import DAY, HOST, PLAIN, SINCE, Far, far_away
from support.github import Event, Request
from support.web import READ_AT, Heard, Said, as_json


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def far(authority: trustme.CA) -> Iterator[Far]:
    with far_away(authority) as found:
        yield found


def of(forged: Forged, name: str) -> Fact[Any]:
    return next(fact for fact in forged.facts if fact.name == name)


def read(forged: Forged) -> Requests:
    value = of(forged, REQUESTS.name).value
    assert isinstance(value, Requests), value
    return value


def seen(requests: Requests) -> list[dict[str, Any]]:
    """Return the rows with their answers, without the persons: another machine has other pseudonyms."""
    answers = requests.answers.drop("person").partition_by("request", as_dict=True)
    rows = requests.requests.drop("author", "closed_by", "merged_by").to_dicts()
    return [
        {**row, "answers": answers[rank,].to_dicts() if (rank,) in answers else []}
        for rank, row in enumerate(rows)
    ]


def _with_most(most: int) -> Callable[..., None]:
    made = Plan.__init__

    def make(self: Plan, since: datetime, after: datetime | None = None) -> None:
        made(self, since, after, most)

    return make


def opened(days_ago: int, number: int, **more: Any) -> Request:
    return Request(number, READ_AT - days_ago * DAY, **more)


def test_the_first_time_everything_is_asked(tmp_path: Path, far: Far) -> None:
    far.served.requests = [
        opened(9, 2, events=[Event("comment", READ_AT - 8 * DAY, "ada", "MEMBER")], labels=["beginner"]),
        opened(5, 3, change=True),
        opened(900, 1),
    ]
    forged = collect(far.wanted(tmp_path))
    requests = read(forged)
    assert requests.requests.get_column("number").to_list() == [3, 2]
    assert requests.requests.get_column("kind").to_list() == ["change", "issue"]
    assert requests.answers.select("request", "kind", "standing").rows() == [(1, "comment", "member")]
    assert requests.labels.rows() == [(1, "newcomers")]
    assert (requests.issues_since, requests.changes_since) == (SINCE, SINCE)
    fact = of(forged, FORGE.name)
    assert isinstance(fact.value, ForgeRepository)
    assert (fact.provenance.source, fact.provenance.method) == ("forge.github", "forge.github/1")
    cost = forged.spent.by_host[f"{HOST}:{far.site.port}"]
    assert (cost.requests, cost.points) == (3, 4)
    assert far.site.heard[0].headers["authorization"] == "Bearer secret"


def test_no_login_leaves(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(9, 2, by="zoe-quince", events=[Event("comment", READ_AT, "ada-medlar")])]
    told = repr(collect(far.wanted(tmp_path)))
    assert "quince" not in told
    assert "medlar" not in told


def test_the_second_time_only_what_changed_is_asked_for(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 1000 - day, change=day % 2 == 0) for day in range(1, 301)]
    first = read(collect(far.wanted(tmp_path)))
    before = far.served.asked
    later = READ_AT + DAY
    old = next(one for one in far.served.requests if one.number == 990)
    old.events = [Event("comment", later, "ada", "MEMBER")]
    far.served.requests.append(Request(1001, later))
    second = collect(far.wanted(tmp_path, later + DAY))
    assert far.served.asked - before == 3  # the state, the issues that changed, the change requests that did
    assert read(second).requests.height == first.requests.height + 1 == 301
    afresh = read(collect(far.wanted(tmp_path / "other", later + DAY)))
    assert seen(read(second)) == seen(afresh)
    before = far.served.asked
    assert read(collect(far.wanted(tmp_path, later + 2 * DAY))).requests.height == 301
    assert far.served.asked - before == 3


def test_without_the_network_the_same_is_read_again(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 100 - day) for day in range(1, 60)]
    collect(far.wanted(tmp_path))
    far.served.requests[3].events = [Event("comment", READ_AT + DAY, "ada")]
    second = collect(far.wanted(tmp_path, READ_AT + 2 * DAY))
    asked = len(far.site.heard)
    again = collect(far.wanted(tmp_path, READ_AT + 9 * DAY, offline=True))
    assert len(far.site.heard) == asked
    assert read(again).equals(read(second))
    assert of(again, FORGE.name).value == of(second, FORGE.name).value
    assert again.spent.total.requests == 0


def test_answers_that_expired_are_asked_for_anew(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 100 - day) for day in range(1, 9)]
    collect(far.wanted(tmp_path))
    late = READ_AT + 40 * DAY
    offline = collect(far.wanted(tmp_path, late, offline=True))
    absent = of(offline, REQUESTS.name).value
    assert isinstance(absent, Absent)
    assert absent.reason is Reason.OFFLINE
    assert read(collect(far.wanted(tmp_path, late))).requests.height == 8


def test_an_older_day_is_read_from_further_back(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(100, 2), opened(1000, 1)]
    assert read(collect(far.wanted(tmp_path))).requests.height == 1
    further = collect(far.wanted(tmp_path, READ_AT + DAY, since=date(2022, 1, 1)))
    assert read(further).requests.height == 2


def test_a_reading_that_was_cut_short_is_not_begun_from(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 1000 - day) for day in range(1, 151)]
    far.served.trouble = lambda heard, _: Said(status=502) if b'"cursor":"' in heard.body else None
    first = collect(far.wanted(tmp_path))
    assert read(first).requests.height == 100
    assert [limit.reason for limit in of(first, REQUESTS.name).limits] == [Reason.UNREACHABLE]
    replayed = read(collect(far.wanted(tmp_path, READ_AT + DAY, offline=True)))
    assert replayed.requests.equals(read(first).requests)
    far.served.trouble = lambda _heard, _count: None
    assert read(collect(far.wanted(tmp_path, READ_AT + DAY))).requests.height == 150


def test_without_a_token_what_anyone_may_read_is_read(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(3, 7)]
    forged = collect(far.wanted(tmp_path, token=False))
    assert read(forged).requests.height == 1
    fact = of(forged, REQUESTS.name)
    assert (fact.provenance.source, fact.provenance.method) == ("forge.github", "forge.github-anonymous/1")
    assert [limit.reason for limit in fact.limits] == [Reason.NO_TOKEN]
    # A token given since asks for what it alone tells.
    assert of(collect(far.wanted(tmp_path, READ_AT + DAY)), REQUESTS.name).limits == ()


def plain(far: Far, routes: dict[str, Said | Callable[[Heard], Said]]) -> str:
    far.site.routes |= routes
    far.site.otherwise = Said(b"{}", 404)
    return far.origin("equipe/outil", PLAIN)


def test_a_host_that_is_no_forge_known_says_so(tmp_path: Path, far: Far) -> None:
    origin = plain(far, {"/api/v1/version": Said(b"<html>", 200)})
    absent = of(collect(far.wanted(tmp_path, origin=origin)), FORGE.name).value
    assert isinstance(absent, Absent)
    assert absent.reason is Reason.NOT_SUPPORTED


def test_a_host_whose_name_tells_nothing_is_asked_what_it_runs(tmp_path: Path, far: Far) -> None:
    repository = {
        "full_name": "equipe/outil",
        "archived": True,
        "html_url": far.origin("equipe/outil", PLAIN),
    }
    origin = plain(
        far,
        {
            "/api/v1/version": as_json({"version": "11.0.1+gitea-1.22.0"}),
            "/api/v1/repos/equipe/outil": as_json(repository),
        },
    )
    forged = collect(far.wanted(tmp_path, origin=origin))
    value = of(forged, FORGE.name).value
    assert isinstance(value, ForgeRepository)
    assert (value.forge, value.archived) == ("forgejo", True)
    assert of(forged, FORGE.name).provenance.source == "forge.forgejo"


@pytest.mark.parametrize(
    ("origin", "source", "reason"),
    [
        (None, "forge", Reason.NO_ORIGIN),
        ("https://git.sr.ht/~ada/outil", "forge", Reason.NOT_SUPPORTED),
        ("https://bitbucket.org/ada/outil", "forge", Reason.NOT_SUPPORTED),
        ("https://gitlab.com/ada/outil", "forge.gitlab", Reason.NOT_ALLOWED),  # it resolves to the loopback
    ],
)
def test_what_cannot_be_asked_is_absent_with_its_reason(
    tmp_path: Path, far: Far, origin: str | None, source: str, reason: Reason
) -> None:
    for fact in collect(far.wanted(tmp_path, origin=origin)).facts:
        assert isinstance(fact.value, Absent)
        assert (fact.provenance.source, fact.value.reason) == (source, reason)


def test_where_no_client_is_given_no_forge_is_asked(tmp_path: Path, far: Far) -> None:
    fact = of(collect(far.wanted(tmp_path, client_of=None)), FORGE.name)
    assert isinstance(fact.value, Absent)
    assert fact.value.reason is Reason.NOT_COLLECTED


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"format": "reperes/reads/1"}', b"\xff"])
def test_a_memory_that_cannot_be_read_is_no_memory(tmp_path: Path, far: Far, content: bytes) -> None:
    collect(far.wanted(tmp_path))
    [file] = (tmp_path / "data" / "people" / "forges").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(content)
    assert memory.recall(tmp_path / "data", far.origin()) is None
    assert read(collect(far.wanted(tmp_path, READ_AT + DAY))).requests.height == 0


def test_a_page_read_by_halves_is_found_again_by_the_next_run(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(9, 1, change=True)]
    collect(far.wanted(tmp_path))
    collect(far.wanted(tmp_path, READ_AT + DAY))
    far.served.requests.append(Request(2, READ_AT + DAY, change=True))
    far.served.trouble = lambda heard, _: Said(status=502) if b'"size":100' in heard.body else None
    assert read(collect(far.wanted(tmp_path, READ_AT + 2 * DAY))).requests.height == 2
    far.served.trouble = lambda _heard, _count: None
    for moment, offline in ((READ_AT + 3 * DAY, False), (READ_AT + 4 * DAY, True)):
        assert read(collect(far.wanted(tmp_path, moment, offline=offline))).requests.height == 2


def test_a_reading_that_fails_takes_nothing_from_those_before(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 100 - day, change=day % 2 == 0) for day in range(1, 9)]
    collect(far.wanted(tmp_path))
    far.served.requests[0].closed = READ_AT  # the forge then counts fewer open than are held
    far.served.trouble = lambda heard, _: Said(status=500) if b"page:" in heard.body else None
    for hours in (24, 48):
        failed = collect(far.wanted(tmp_path, READ_AT + timedelta(hours=hours)))
        assert read(failed).requests.height == 8
        assert Reason.UNREACHABLE in {limit.reason for limit in of(failed, REQUESTS.name).limits}
        assert read(failed).requests.get_column("seen_until").max() == READ_AT
    again = collect(far.wanted(tmp_path, READ_AT + 3 * DAY, offline=True))
    assert read(again).requests.height == 8
    far.served.trouble = lambda _heard, _count: None
    assert read(collect(far.wanted(tmp_path, READ_AT + 4 * DAY))).requests.height == 8


def test_a_reading_anew_that_fails_leaves_what_is_known(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 1000 - day) for day in range(1, 151)]
    collect(far.wanted(tmp_path))
    # The counter is late by one, and the second page of the reading anew fails.
    far.served.late = 1
    far.served.trouble = lambda heard, _: Said(status=500) if b'"cursor":"' in heard.body else None
    second = collect(far.wanted(tmp_path, READ_AT + DAY))
    assert read(second).requests.height == 150


def test_a_token_just_given_that_fails_leaves_what_was_known(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 100 - day) for day in range(1, 9)]
    collect(far.wanted(tmp_path, token=False))
    far.served.trouble = lambda heard, _: Said(status=500) if b"page:" in heard.body else None
    collect(far.wanted(tmp_path, READ_AT + DAY))
    assert read(collect(far.wanted(tmp_path, READ_AT + 2 * DAY, offline=True))).requests.height == 8


def test_more_changes_than_are_read_at_once_are_read_anew(
    tmp_path: Path, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    far.served.requests = [opened(day, 1000 - day) for day in range(1, 301)]
    collect(far.wanted(tmp_path))
    for one in far.served.requests:
        one.updated = READ_AT + DAY
    monkeypatch.setattr("reperes.sources.forges.model.Plan.__init__", _with_most(100))
    found = collect(far.wanted(tmp_path, READ_AT + 2 * DAY))
    assert read(found).requests.height == 100
    reads = memory.recall(tmp_path / "data", far.origin())
    assert reads is not None
    assert len(reads.moments) == 1


def test_what_was_opened_before_all_and_changed_since_is_not_kept(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 2000 - day) for day in range(1, 1101)]
    first = read(collect(far.wanted(tmp_path, since=date(2020, 1, 1))))
    assert (first.requests.height, first.issues_since) == (1000, date(2024, 2, 28))
    far.served.requests[-1].updated = READ_AT + DAY
    second = read(collect(far.wanted(tmp_path, READ_AT + 2 * DAY, since=date(2020, 1, 1))))
    assert second.requests.height == 1000


@pytest.mark.parametrize(
    "page",
    [
        None,
        {"nodes": None, "pageInfo": {"hasNextPage": False}},
        {"nodes": [], "pageInfo": None},
        {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": None}},
        {"nodes": [{}] * 5000, "pageInfo": {"hasNextPage": False}},
    ],
)
def test_a_page_that_is_none_is_not_an_empty_page(tmp_path: Path, far: Far, page: object) -> None:
    far.served.requests = [opened(day, 100 - day) for day in range(1, 30)]
    said = as_json({"data": {"repository": {"page": page}}, "errors": [{"message": "x"}]})
    far.served.trouble = lambda heard, _: said if b"labels" in heard.body else None
    first = read(collect(far.wanted(tmp_path)))
    assert (first.issues_since, first.requests.height) == (None, 0)
    far.served.trouble = lambda _heard, _count: None
    assert read(collect(far.wanted(tmp_path, READ_AT + DAY))).requests.height == 29


def test_what_is_null_in_a_page_is_missing_and_said(tmp_path: Path, far: Far) -> None:
    silent = {"number": 4, "createdAt": "2026-11-01T12:00:00Z"}
    told = [
        {**silent, "timelineItems": {"nodes": None, "pageInfo": {"hasNextPage": False}}},
        {**silent, "number": 3, "timelineItems": {"nodes": [None], "pageInfo": {"hasNextPage": False}}},
    ]
    page = {"nodes": told, "pageInfo": {"hasNextPage": False}}
    said = as_json({"data": {"repository": {"page": page}}, "errors": [{"message": "x"}]})
    far.served.trouble = lambda heard, _: said if b"labels" in heard.body else None
    forged = collect(far.wanted(tmp_path))
    rows = read(forged).requests
    assert rows.height == 2
    assert rows.filter(rows["seen_until"] > rows["opened_at"]).is_empty()
    assert Reason.MALFORMED in {limit.reason for limit in of(forged, REQUESTS.name).limits}
    reads = memory.recall(tmp_path / "data", far.origin())
    assert reads is not None
    assert not reads.whole


def test_a_request_that_is_null_leaves_since_when_untold(tmp_path: Path, far: Far) -> None:
    told = [{"number": 4, "createdAt": "2026-11-01T12:00:00Z"}, None]
    said = as_json({"data": {"repository": {"page": {"nodes": told, "pageInfo": {"hasNextPage": False}}}}})
    far.served.trouble = lambda heard, _: said if b"labels" in heard.body else None
    found = read(collect(far.wanted(tmp_path)))
    assert (found.issues_since, found.requests.height) == (None, 0)


def test_an_issue_that_was_removed_is_not_kept(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 100 - day) for day in range(1, 8)]
    assert read(collect(far.wanted(tmp_path))).requests.height == 7
    del far.served.requests[2:]
    assert read(collect(far.wanted(tmp_path, READ_AT + DAY))).requests.height == 2


def test_another_project_at_the_same_address_is_read_anew(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(day, 100 - day) for day in range(1, 8)]
    collect(far.wanted(tmp_path))
    far.served.requests = [Request(number, READ_AT) for number in range(200, 220)]
    far.served.state = {"createdAt": "2026-11-23T12:00:00Z"}
    assert read(collect(far.wanted(tmp_path, READ_AT + DAY))).requests.height == 20


def test_a_change_a_little_before_the_last_reading_is_seen(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(9, 1)]
    collect(far.wanted(tmp_path))
    # The clock of the forge is late by two minutes.
    far.served.requests[0].events = [Event("comment", READ_AT - timedelta(minutes=2), "ada")]
    assert read(collect(far.wanted(tmp_path, READ_AT + DAY))).answers.height == 1


def test_after_many_readings_all_is_read_anew(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(9, 1)]
    for day in range(memory.MOST + 1):
        collect(far.wanted(tmp_path, READ_AT + day * timedelta(hours=1)))
    reads = memory.recall(tmp_path / "data", far.origin())
    assert reads is not None
    assert len(reads.moments) == 1


def test_numbers_past_any_count_are_no_requests(tmp_path: Path, far: Far) -> None:
    far.served.requests = [opened(3, 1), Request(2**31 - 1, READ_AT - 2 * DAY)]
    said = [{"number": number, "created_at": "2026-11-01T12:00:00Z"} for number in (2**33, 2**40, -1, 0, 7)]
    far.served.trouble = lambda heard, _: as_json(said) if "/issues?" in heard.path else None
    assert read(collect(far.wanted(tmp_path, token=False))).requests.get_column("number").to_list() == [7]


def test_a_private_project_on_a_gitlab_of_ones_own_is_not_found(tmp_path: Path, far: Far) -> None:
    origin = plain(far, {"/api/v4/version": Said(b'{"message": "401 Unauthorized"}', 401)})
    fact = of(collect(far.wanted(tmp_path, origin=origin)), FORGE.name)
    assert isinstance(fact.value, Absent)
    assert fact.value.reason is Reason.NOT_FOUND


def test_an_application_is_a_bot_without_bearing_the_name_of_one(tmp_path: Path, far: Far) -> None:
    events = [Event("comment", READ_AT - DAY, "helper[bot]")]
    far.served.requests = [opened(9, 1, by="helper", events=events)]
    far.served.requests.append(opened(8, 2, by="keeper[bot]"))
    for token in (True, False):
        people = read(collect(far.wanted(tmp_path / str(token), token=token))).people
        assert sorted(people.get_column("kind").to_list()) == ["bot", "bot", "human"]
