"""Remote repositories, on a real git server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reperes.errors import UnreachableError
from reperes.facts.fact import Limit, Reason
from reperes.sources.addresses import Reach
from reperes.sources.git.clone import bring_blobs, clone, forget_old, kept
from reperes.sources.git.command import Repository
from reperes.sources.git.objects import contents, list_tree, sizes
from reperes.sources.git.transfer import Bounds, Remote
from support.git import commit, file, git, repository
from support.server import Served, serve

LOOPBACK = Reach(protocols=("http",), private_hosts=frozenset({"127.0.0.1"}))
FILES = "".join(file(f"docs/{n}.md", f"page {n}") for n in range(30))
STREAM = commit(1, "2026-03-02", files=FILES) + commit(2, "2026-05-04", parents=(1,), files=file("a", "2"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    root = tmp_path / "forge"
    repository(root / "project", STREAM)
    git(root, "init", "--quiet", "--bare", "--initial-branch=main", "empty")
    with serve(root) as server:
        yield server


def remote(
    url: str, reach: Reach = LOOPBACK, bounds: Bounds | None = None, heard: list[str] | None = None
) -> Remote:
    return Remote(url, reach, bounds or Bounds(), ([] if heard is None else heard).append)


def cloned(url: str, store: Path) -> Repository:
    found = clone(remote(url), store)
    assert isinstance(found, Repository)
    return found


def test_brings_the_history_without_the_content_of_files(served: Served, tmp_path: Path) -> None:
    heard: list[str] = []
    place = clone(remote(f"{served.url}/project", heard=heard), tmp_path / "store")
    assert isinstance(place, Repository)
    entries = list_tree(place, "HEAD")
    assert [path for path, _, _ in entries[:2]] == [b"a", b"docs/0.md"]
    assert sizes(place, [name for _, _, name in entries]) == {}
    assert git(place.git_dir, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert any("Receiving objects" in line for line in heard)


def test_nothing_in_the_clone_names_the_remote(served: Served, tmp_path: Path) -> None:
    place = cloned(f"{served.url}/project", tmp_path / "store")
    assert "127.0.0.1" not in (place.git_dir / "config").read_text()
    before = len(served.requests)
    assert contents(place, [name for _, _, name in list_tree(place, "HEAD")]) == {}
    assert len(served.requests) == before


def test_brings_all_the_blobs_in_one_round_trip(served: Served, tmp_path: Path) -> None:
    url = f"{served.url}/project"
    place = cloned(url, tmp_path / "store")
    names = [name for _, _, name in list_tree(place, "HEAD")]
    before = len(served.requests)
    bring_blobs(remote(url), place, names)
    posted = [request for request in served.requests[before:] if request.startswith("POST")]
    assert len(posted) == 1  # for all 31 blobs
    assert {content.data for content in contents(place, names).values()} >= {
        b"page 0\n",
        b"page 29\n",
        b"2\n",
    }
    assert len(contents(place, names)) == 31


def test_a_second_time_only_brings_what_is_new(served: Served, tmp_path: Path) -> None:
    url, store = f"{served.url}/project", tmp_path / "store"
    first = cloned(url, store)
    head = git(first.git_dir, "rev-parse", "HEAD")
    git(
        tmp_path / "forge" / "project",
        "fast-import",
        "--quiet",
        "--date-format=raw-permissive",
        data=commit(1, "2026-06-01", files=f"from {head}\n" + file("b", "3")).encode(),
    )
    second = cloned(url, store)
    assert second.git_dir == first.git_dir
    assert git(second.git_dir, "rev-parse", "HEAD~1") == head
    assert kept(url, store) == second


def test_an_empty_project_is_said_to_be_empty(served: Served, tmp_path: Path) -> None:
    found = clone(remote(f"{served.url}/empty"), tmp_path / "store")
    assert isinstance(found, Limit)
    assert found.reason is Reason.EMPTY


def test_a_detached_head_is_brought_as_it_is(served: Served, tmp_path: Path) -> None:
    origin = tmp_path / "forge" / "project"
    git(origin, "update-ref", "--no-deref", "HEAD", "refs/heads/main~1")
    place = cloned(f"{served.url}/project", tmp_path / "store")
    assert git(place.git_dir, "rev-parse", "HEAD") == git(origin, "rev-parse", "main~1")


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (404, {}, "knows no project"),
        (401, {"WWW-Authenticate": "Basic"}, "asks who you are"),
        (301, {"Location": "http://10.0.0.1/inside"}, "has moved"),
        (500, {}, "git says"),
    ],
)
def test_each_refusal_says_what_to_do(
    served: Served, tmp_path: Path, status: int, headers: dict[str, str], said: str
) -> None:
    served.answers["/project"] = (status, headers)
    with pytest.raises(UnreachableError) as error:
        clone(remote(f"{served.url}/project"), tmp_path / "store")
    assert said in str(error.value)
    assert error.value.do.msgid
    assert list((tmp_path / "store").iterdir()) == []


@pytest.mark.parametrize(
    ("bounds", "said"),
    [(Bounds(objects=3), "more than 3 objects"), (Bounds(size=10), "weighs"), (Bounds(seconds=0), "seconds")],
)
def test_the_bounds_stop_a_clone(served: Served, tmp_path: Path, bounds: Bounds, said: str) -> None:
    with pytest.raises(UnreachableError) as error:
        clone(remote(f"{served.url}/project", bounds=bounds), tmp_path / "store")
    assert said in str(error.value)
    assert list((tmp_path / "store").iterdir()) == []


def test_a_private_address_is_refused_before_any_request(served: Served, tmp_path: Path) -> None:
    with pytest.raises(UnreachableError) as error:
        clone(remote(f"{served.url}/project", Reach(protocols=("http",))), tmp_path / "store")
    assert "private address" in str(error.value)
    assert served.requests == []


def test_clones_not_used_for_long_are_forgotten(served: Served, tmp_path: Path) -> None:
    store = tmp_path / "store"
    cloned(f"{served.url}/project", store)
    assert forget_old(store, days=1) == 0
    assert forget_old(store, days=-1) == 1
    assert kept(f"{served.url}/project", store) is None
