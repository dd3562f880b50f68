"""Local repositories: found wherever they are, described, never written to."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reperes.errors import UnreachableError
from reperes.facts.fact import Limit, Reason
from reperes.sources.git.command import Repository
from reperes.sources.git.local import Described, declared_origin, describe, find_git_dir
from support.git import commit, file, git, repository

READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TWO = commit(1, "2026-03-02", files=file("a", "1")) + commit(
    2, "2026-05-04", parents=(1,), files=file("a", "2")
)


def described(place: Path, as_of: date = TODAY, origin: str | None = "https://example.org/x") -> Described:
    found = describe(Repository(place), origin=origin, as_of=as_of, read_at=READ_AT)
    assert isinstance(found, Described)
    return found


def refused(place: Path, as_of: date = TODAY) -> Limit:
    found = describe(Repository(place), origin=None, as_of=as_of, read_at=READ_AT)
    assert isinstance(found, Limit)
    return found


def test_finds_a_bare_directory_even_without_a_config(tmp_path: Path) -> None:
    place = repository(tmp_path / "bare", TWO)
    (place / "config").unlink()
    assert find_git_dir(place) == place
    assert described(place).repository.head == git(place, "rev-parse", "refs/heads/main")


def test_finds_a_working_copy_a_folder_inside_it_and_a_linked_work_tree(tmp_path: Path) -> None:
    bare = repository(tmp_path / "bare", TWO)
    git(tmp_path, "clone", "--quiet", str(bare), "copy")
    copy = tmp_path / "copy"
    (copy / "deep" / "er").mkdir(parents=True)
    git(copy, "worktree", "add", "--quiet", "../linked", "HEAD~1")
    assert find_git_dir(copy) == copy / ".git"
    assert find_git_dir(copy / "deep" / "er") == copy / ".git"
    linked = find_git_dir(tmp_path / "linked")
    assert linked == copy / ".git" / "worktrees" / "linked"
    assert described(linked).repository.head == git(bare, "rev-parse", "main~1")
    assert declared_origin(Repository(copy / ".git")) == str(bare)


@pytest.mark.parametrize("make", [lambda _: None, lambda path: path.mkdir()])
def test_says_so_when_there_is_no_repository(tmp_path: Path, make: object) -> None:
    place = tmp_path / "none"
    make(place)  # type: ignore[operator]  # one of the two above
    with pytest.raises(UnreachableError) as error:
        find_git_dir(place)
    assert error.value.exit_code == 3
    assert str(place) in str(error.value)


def test_an_empty_repository_is_said_to_be_empty(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "e")
    assert refused(tmp_path / "e").reason is Reason.EMPTY


def test_a_branch_that_points_nowhere_is_a_missing_object(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    (place / "refs" / "heads" / "main").write_text("1" * 40 + "\n")
    assert refused(place).reason is Reason.MISSING_OBJECT


@pytest.mark.parametrize(
    ("as_of", "revision"),
    [
        (date(2026, 11, 23), "main"),
        (date(2026, 5, 4), "main"),
        (date(2026, 5, 3), "main"),  # at 10:00 UTC on the 4th, it is still the 3rd somewhere on Earth
        (date(2026, 5, 2), "main~1"),
        (date(2026, 3, 2), "main~1"),
    ],
)
def test_observes_the_last_commit_of_the_day_asked_for(tmp_path: Path, as_of: date, revision: str) -> None:
    place = repository(tmp_path / "r", TWO)
    found = described(place, as_of).repository
    assert found.head == git(place, "rev-parse", revision)
    assert found.tip == git(place, "rev-parse", "main")


def test_before_the_first_commit_there_is_nothing(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    found = refused(place, date(2025, 1, 1))
    assert (found.reason, found.message.args) == (Reason.EMPTY, {"day": "2025-01-01"})


def test_a_commit_from_2106_is_taken_as_it_is_and_said(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", commit(1, "2106-02-07", files=file("a", "1")))
    found = described(place)
    assert found.repository.committed_at is None
    assert [limit.reason for limit in found.limits] == [Reason.IMPLAUSIBLE_DATE]


def test_a_detached_head_is_a_stated_limit(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    git(place, "update-ref", "--no-deref", "HEAD", "refs/heads/main~1")
    found = described(place)
    assert found.repository.branch is None
    assert [limit.reason for limit in found.limits] == [Reason.DETACHED]


def test_a_shallow_copy_is_a_stated_limit(tmp_path: Path) -> None:
    bare = repository(tmp_path / "r", TWO)
    git(tmp_path, "clone", "--quiet", "--bare", "--depth=1", f"file://{bare}", "shallow")
    assert [limit.reason for limit in described(tmp_path / "shallow").limits] == [Reason.SHALLOW]


def test_a_default_branch_left_behind_is_a_stated_limit(tmp_path: Path) -> None:
    stream = commit(1, "2026-03-02", ref="refs/heads/release-1.0", files=file("a", "1"))
    stream += commit(2, "2026-05-04", ref="refs/heads/main", parents=(1,), files=file("a", "2"))
    found = described(repository(tmp_path / "r", stream, branch="release-1.0"))
    assert found.repository.branch == "release-1.0"
    assert [(limit.reason, limit.message.args["other"]) for limit in found.limits] == [
        (Reason.OTHER_BRANCH, "main")
    ]
    assert [branch.name for branch in found.repository.branches] == ["main"]


def test_without_an_address_citations_have_no_origin_and_it_is_said(tmp_path: Path) -> None:
    found = described(repository(tmp_path / "r", TWO), origin=None)
    assert [limit.reason for limit in found.limits] == [Reason.NO_ORIGIN]


def test_a_copy_moved_elsewhere_is_still_read(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    shutil.move(place, tmp_path / "a b'c")
    assert described(tmp_path / "a b'c").repository.branch == "main"
