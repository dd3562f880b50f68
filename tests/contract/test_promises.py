"""What is held against live forges is held against those of the tests first; a broken promise is named."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contract import promises
from reperes.sources.addresses import Reach
from reperes.sources.forges.collect import collect
from reperes.sources.http.client import Client
from support import github
from support.web import READ_AT, Heard, Said, as_json

if TYPE_CHECKING:
    import forges

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
NAMES = ("GitHub, with a token", "GitHub, without", "GitLab", "Forgejo")

Serving = Callable[[str], AbstractContextManager["forges.Served"]]


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Serving:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import forges

    @contextmanager
    def serve(name: str) -> Iterator[forges.Served]:
        [case] = [case for case in forges.CASES if case.name == name]
        if case.schema is not None:
            github.schema()  # skips where it is not installed
        with forges.serve(case) as served:
            served.fill(forges.a_year(20))
            yield served

    return serve


@pytest.mark.parametrize("name", NAMES)
def test_every_forge_of_the_tests_keeps_them(tmp_path: Path, serving: Serving, name: str) -> None:
    with serving(name) as served:
        told = promises.hold(served.wanted(tmp_path, READ_AT.replace(microsecond=123456)))
    assert "40 requests since" in told
    assert ("points" in told) is (name == "GitHub, with a token")


def test_without_a_network_it_is_said_which_host_was_not_found(tmp_path: Path, serving: Serving) -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError(host, port)

    def client_of(moment: datetime, offline: bool) -> Client:  # noqa: FBT001 - the shape of ClientOf
        return Client(read_at=moment, home=tmp_path, offline=offline, reach=Reach(), resolve=nowhere)

    with serving("GitLab") as served:
        wanted = replace(served.wanted(tmp_path), client_of=client_of)
    with pytest.raises(AssertionError) as broken:
        promises.hold(wanted)
    assert "the state of the project is not had; unreachable: gitlab.example.org" in str(broken.value)


def test_a_forge_that_stops_in_the_middle_breaks_one(tmp_path: Path, serving: Serving) -> None:
    with serving("Forgejo") as served:
        answer = served.site.otherwise
        assert callable(answer)
        served.site.otherwise = lambda heard: Said(status=501) if "/pulls?" in heard.path else answer(heard)
        with pytest.raises(AssertionError) as broken:
            promises.hold(served.wanted(tmp_path))
    assert "requests are had in part" in str(broken.value)


def test_an_error_of_graphql_breaks_one_but_for_what_an_old_instance_lacks(
    tmp_path: Path, serving: Serving
) -> None:
    errors = [{"message": "Field 'stars' doesn't exist on type 'Project'"}]
    promises._graphql_has_no_error([errors[0]["message"]], "https://forge.example.org/a/b")
    with pytest.raises(AssertionError):
        promises._graphql_has_no_error([errors[0]["message"]], "https://gitlab.com/a/b")
    with serving("GitLab") as served:
        answer = served.site.otherwise
        assert callable(answer)

        def wrong(heard: Heard) -> Said:
            if heard.path != "/api/graphql" or b"Changes" in heard.body:
                return answer(heard)
            return as_json({"errors": [{"message": "Something is wrong"}]})

        served.site.otherwise = wrong
        with pytest.raises(AssertionError) as broken:
            promises.hold(served.wanted(tmp_path))
    assert "requests are not had" in str(broken.value)


def test_a_cost_beyond_the_bound_breaks_one(
    tmp_path: Path, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promises, "REQUESTED", 3)
    with serving("GitLab") as served, pytest.raises(AssertionError) as broken:
        promises.hold(served.wanted(tmp_path))
    assert "4 requests for 40 requests read: more than 3" in str(broken.value)


def test_a_replay_that_differs_breaks_one(
    tmp_path: Path, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("GitLab") as served:
        other = collect(served.wanted(tmp_path / "other"))
        served.fill([])
        first = collect(served.wanted(tmp_path))
    answers = iter([first, replace(other, spent=type(other.spent)())])
    monkeypatch.setattr(promises, "collect", lambda _wanted: next(answers))
    with pytest.raises(AssertionError) as broken:
        promises.hold(served.wanted(tmp_path))
    assert "the replay gives another forge" in str(broken.value)
