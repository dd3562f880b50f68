"""What an attack found once: each gives a statement, in bounded time and memory, and loses nothing else."""

import os
import zlib
from hashlib import sha1
from pathlib import Path

import pytest

from reperes.errors import UnreachableError
from reperes.facts.fact import Limit, Reason
from reperes.facts.schema import HISTORY, TREE
from reperes.people.identities import Identities
from reperes.sources.addresses import Reach
from reperes.sources.git import log, objects
from reperes.sources.git.clone import clone
from reperes.sources.git.local import find_git_dir
from reperes.sources.git.transfer import Bounds, Remote
from support.cli import run
from support.git import commit, file, git, repository
from support.observing import observed, reasons, unpacked
from support.server import serve

TWO = commit(1, "2026-03-02", files=file("README.md", "Hello")) + commit(
    2, "2026-11-04", parents=(1,), files=file("b.txt", "b")
)


def test_a_small_tree_that_unfolds_without_end_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = repository(tmp_path / "r", TWO)
    kind, name = "100644 blob", git(place, "rev-parse", "main:b.txt")
    for _ in range(4):
        lines = "".join(f"{kind} {name}\tf{n}\n" for n in range(10))
        kind, name = "040000 tree", git(place, "mktree", data=lines.encode())
    git(place, "update-ref", "refs/heads/main", git(place, "commit-tree", "-m", "bomb", "-p", "main", name))
    monkeypatch.setattr(objects, "MAX_ENTRIES", 1000)
    monkeypatch.setattr("reperes.collecting.MAX_ENTRIES", 1000)
    monkeypatch.setattr(log, "MAX_TOUCHES_OF_A_COMMIT", 100)
    got = observed(place, tmp_path)
    assert got.facts.require(TREE).entries.height == 1000
    assert got.facts.require(HISTORY).touches.height == 102
    assert Reason.TOO_MANY in reasons(got)


def test_a_field_without_end_is_cut_and_what_follows_is_read() -> None:
    first = b"1" * 40 + b" \x001 1\0A<a>A<a>\0A<a>A<a>\0Co-authored-by: " + b"a" * (5 << 20) + b"\0"
    second = b"2" * 40 + b" \x002 2\0B<b>B<b>\0B<b>B<b>\0\0"
    data = first + second
    raw = log.Parser(Identities()).parse(data[at : at + 4096] for at in range(0, len(data), 4096))
    assert raw.commit == ["1" * 40, "2" * 40]
    assert raw.trailers == []


def test_a_date_past_any_calendar_is_left_out(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    tree = git(place, "rev-parse", "main^{tree}")
    who = "Ada <ada@example.org> 18446744073709551616 +0000"
    text = f"tree {tree}\nparent {git(place, 'rev-parse', 'main')}\nauthor {who}\ncommitter {who}\n\nx\n"
    name = git(place, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", data=text.encode())
    git(place, "update-ref", "refs/heads/main", name)
    got = observed(place, tmp_path)
    assert got.facts.require(HISTORY).commits.height == 3
    assert Reason.IMPLAUSIBLE_DATE in reasons(got)


def test_a_blob_that_lies_about_its_size_is_missing(tmp_path: Path) -> None:
    place = unpacked(repository(tmp_path / "r", TWO))
    blob = git(place, "rev-parse", "main:README.md")
    loose = place / "objects" / blob[:2] / blob[2:]
    loose.chmod(0o644)
    loose.write_bytes(zlib.compress(b"blob 100\0hello"))
    assert sha1(b"blob 100\0hello").hexdigest() != blob  # noqa: S324 - git's own
    assert Reason.MISSING_OBJECT in reasons(observed(place, tmp_path))


def test_a_pipe_in_the_place_of_a_file_is_refused_at_once(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    (place / "config").unlink()
    os.mkfifo(place / "config")
    with pytest.raises(UnreachableError):
        find_git_dir(place)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b", b"x" * 5000])
def test_a_link_to_another_git_directory_may_hold_anything(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / ".git").write_bytes(b"gitdir: " + content)
    with pytest.raises(UnreachableError):
        find_git_dir(tmp_path / "copy")
    place = repository(tmp_path / "r", TWO)
    (place / "commondir").write_bytes(content)
    assert run(tmp_path, "observe", str(place)).code in {0, 3}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("refs/heads/broken", "1234567890123456789012345678901234567890\n"),
        ("packed-refs", "garbage\n"),
        ("config", "[[[garbage"),
        ("config", "[core]\n\trepositoryformatversion = 99\n"),
        ("config", "[extensions]\n\tevil = true\n[core]\n\trepositoryformatversion = 1\n"),
        ("HEAD", "garbage\n"),
        ("objects/info/commit-graph", "CGPHgarbage"),
    ],
)
def test_garbage_in_a_git_directory_is_a_sentence(tmp_path: Path, name: str, content: str) -> None:
    place = repository(tmp_path / "r", TWO)
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(content)
    done = run(tmp_path, "observe", str(place))
    assert done.code in {0, 3}
    assert "Traceback" not in done.err


def test_the_configuration_of_a_repository_changes_no_figure(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    plain = observed(place, tmp_path)
    git(place, "config", "log.showRoot", "false")
    git(place, "config", "i18n.logOutputEncoding", "UTF-16")
    other = observed(place, tmp_path / "other")
    assert other.facts.require(HISTORY).touches.equals(plain.facts.require(HISTORY).touches)
    assert other.absences == plain.absences


def test_one_bad_tag_does_not_hide_the_others(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    git(place, "tag", "v1.0", "main~1")
    git(place, "tag", "-a", "-m", "two", "v2.0", "main")
    (place / "refs" / "tags" / "v3.0").write_text("1234567890123456789012345678901234567890\n")
    got = observed(place, tmp_path)
    assert got.facts.require(HISTORY).tags.sort("tag").get_column("tag").to_list() == ["v1.0", "v2.0"]
    assert Reason.MISSING_OBJECT in reasons(got)


def test_a_server_whose_default_branch_is_gone_is_not_empty(tmp_path: Path) -> None:
    repository(tmp_path / "forge" / "project", TWO)
    git(tmp_path / "forge" / "project", "symbolic-ref", "HEAD", "refs/heads/gone")
    with serve(tmp_path / "forge") as server:
        reach = Reach(protocols=("http",), private_hosts=frozenset({"127.0.0.1"}))
        found = clone(Remote(f"{server.url}/project", reach, Bounds(), lambda _: None), tmp_path / "store")
    assert isinstance(found, Limit)
    assert (found.reason, found.message.args) == (Reason.NOT_FOUND, {"others": "main"})
    local = observed(tmp_path / "forge" / "project", tmp_path)
    assert Reason.NOT_FOUND in reasons(local)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1970-01-01"])
def test_a_day_without_sense_is_refused(tmp_path: Path, day: str) -> None:
    assert run(tmp_path, "observe", ".", "--as-of", day).code == 2


def test_what_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    done = run(tmp_path, "observe", str(place), "-o", str(tmp_path / "none" / "x.html"))
    assert (done.code, "Traceback" in done.err) == (2, False)
    (tmp_path / "data").write_text("a file where the data folder should be")
    done = run(tmp_path, "observe", str(place))
    assert (done.code, "Traceback" in done.err) == (3, False)


def test_an_empty_home_is_no_home(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", TWO)
    assert run(tmp_path, "observe", str(place), extra={"REPERES_HOME": "", "XDG_DATA_HOME": "."}).code == 0
    assert (tmp_path / ".local" / "share" / "reperes" / "people").is_dir()


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 100])
def test_a_spoilt_memory_is_read_again(tmp_path: Path, content: bytes) -> None:
    place = repository(tmp_path / "r", TWO)
    first = run(tmp_path, "observe", str(place), "--format", "json")
    (kept,) = (tmp_path / "data" / "people" / "histories").iterdir()
    kept.write_bytes(content)
    assert run(tmp_path, "observe", str(place), "--format", "json").out == first.out
