"""One pass of git log, parsed: exact rows from small readable repositories."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reperes.people.identities import Identities
from reperes.sources.git import log
from reperes.sources.git.command import GitError, Repository
from reperes.sources.git.mailmap import find_mailmap
from support.git import commit, file, git, repository

ADA, BOB = "Ada <ada@example.org>", "Bob <bob@example.org>"


def parsed(place: Path, revision: str = "main", *, mailmap: bool = True) -> log.RawLog:
    found = Repository(place)
    blob = find_mailmap(found, revision)[0] if mailmap else None
    return log.Parser(Identities()).parse(log.start(found, revision, mailmap=blob))


def changes(raw: log.RawLog) -> list[tuple[int, str, str]]:
    rows = zip(raw.touch_commit, raw.touch_status, raw.touch_file, strict=True)
    return sorted(
        (row, status, raw.files[number].decode("utf-8", "backslashreplace")) for row, status, number in rows
    )


def test_rows_of_a_small_history(tmp_path: Path) -> None:
    stream = commit(1, "2026-03-02", ADA, files=file("a", "1") + file("b", "1"))
    stream += commit(
        2, "2026-03-03", BOB, parents=(1,), committer=ADA, committed="2026-03-05", files=file("a", "2")
    )
    stream += commit(3, "2026-03-04", ADA, parents=(1,), files="D b\n", ref="refs/heads/side")
    stream += commit(4, "2026-03-06", ADA, parents=(2, 3), files="D b\n")
    raw = parsed(repository(tmp_path, stream))
    assert raw.commit == git(tmp_path, "log", "--format=%H", "main").split()
    assert raw.parents == [2, 1, 1, 0]
    assert [seconds // 86400 - 20514 for seconds in raw.authored] == [4, 1, 2, 0]  # days after 2026-03-02
    assert [seconds // 86400 - 20514 for seconds in raw.committed] == [4, 3, 2, 0]
    assert raw.author[1] != raw.committer[1] == raw.author[0]
    assert changes(raw) == [(1, "M", "a"), (2, "D", "b"), (3, "A", "a"), (3, "A", "b")]


def test_an_exact_rename_follows_the_file_and_an_edit_does_not(tmp_path: Path) -> None:
    stream = commit(1, "2026-03-02", files=file("old/x.py", "code") + file("y.py", "other"))
    stream += commit(2, "2026-03-03", parents=(1,), files=file("old/x.py", "code 2"))
    stream += commit(3, "2026-03-04", parents=(2,), files="R old/x.py new/x.py\nR y.py z.py\n")
    stream += commit(4, "2026-03-05", parents=(3,), files="D z.py\n" + file("w.py", "other, changed"))
    raw = parsed(repository(tmp_path, stream))
    assert changes(raw) == [
        (0, "A", "w.py"),
        (0, "D", "z.py"),
        (1, "D", "old/x.py"),
        (1, "D", "y.py"),
        (1, "R", "new/x.py"),
        (1, "R", "z.py"),
        (2, "M", "new/x.py"),
        (3, "A", "new/x.py"),
        (3, "A", "z.py"),
    ]


def test_empty_files_are_not_taken_for_one_another(tmp_path: Path) -> None:
    empty = "M 100644 inline a/__init__.py\ndata 0\n\n"
    stream = commit(1, "2026-03-02", files=empty)
    stream += commit(2, "2026-03-03", parents=(1,), files="D a/__init__.py\n" + empty.replace("a/", "b/"))
    assert changes(parsed(repository(tmp_path, stream)))[:2] == [
        (0, "A", "b/__init__.py"),
        (0, "D", "a/__init__.py"),
    ]


def test_trailers_are_kept_with_their_roles(tmp_path: Path) -> None:
    message = (
        f"Fix\n\nSigned-off-by: {ADA}\nCo-authored-by: {BOB}\nreviewed-BY: {BOB}\nAcked-by: Cleo\nFixes: 12\n"
    )
    raw = parsed(repository(tmp_path, commit(1, "2026-03-02", message=message)))
    assert raw.trailers == [
        (0, "signed-off-by", b"Ada <ada@example.org>"),
        (0, "co-author", b"Bob <bob@example.org>"),
        (0, "reviewed-by", b"Bob <bob@example.org>"),
        (0, "acked-by", b"Cleo"),
    ]


def test_git_applies_the_mailmap_of_the_revision_and_no_other(tmp_path: Path) -> None:
    stream = commit(
        1, "2026-03-02", "ada <old@example.org>", files=file(".mailmap", f"{ADA} <old@example.org>")
    )
    place = repository(tmp_path / "r", stream)
    other = tmp_path / "mailmap"
    other.write_text(f"{BOB} <old@example.org>\n")
    git(place, "config", "mailmap.file", str(other))
    assert list(parsed(place).identities.written()) == [b"ada<old@example.org>Ada<ada@example.org>"]
    assert list(parsed(place, mailmap=False).identities.written()) == [
        b"ada<old@example.org>ada<old@example.org>"
    ]


def test_impossible_dates_and_names_in_latin_1_are_kept_as_they_are(tmp_path: Path) -> None:
    stream = commit(1, "0", ADA).encode()
    stream += commit(2, "4300000000", "Zoë <zoe@example.org>", parents=(1,)).encode("latin-1")
    raw = parsed(repository(tmp_path, stream))
    assert raw.authored == [4300000000, 0]
    assert next(iter(raw.identities.written())).startswith(b"Zo")


def test_a_message_of_100_000_lines_costs_nothing(tmp_path: Path) -> None:
    message = "\n".join(f"Signed-off-by: Somebody {n} <s{n}@example.org>" for n in range(100_000))
    raw = parsed(repository(tmp_path, commit(1, "2026-03-02", message=f"Fix\n\n{message}")))
    assert len(raw.trailers) == log.MAX_TRAILERS_OF_A_COMMIT


def test_a_replacement_of_objects_is_ignored(tmp_path: Path) -> None:
    stream = commit(1, "2026-03-02", ADA) + commit(2, "2026-03-02", BOB, ref="refs/heads/other")
    place = repository(tmp_path, stream)
    git(place, "replace", "main", "other")
    assert list(parsed(place).identities.written()) == [b"Ada<ada@example.org>Ada<ada@example.org>"]


def test_nothing_that_a_repository_configures_is_run(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", commit(1, "2026-03-02", files=file("a", "1")))
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\nexit 0\n")
    trap.chmod(0o755)
    for name in (
        "diff.external",
        "core.fsmonitor",
        "gpg.program",
        "core.pager",
        "core.sshCommand",
        "core.askPass",
    ):
        git(place, "config", name, str(trap))
    git(place, "config", "log.showSignature", "true")
    git(place, "config", "diff.orderFile", str(tmp_path / "nowhere"))
    git(place, "config", "trailer.separators", "=")
    git(place, "config", "filter.x.smudge", str(trap))
    assert len(parsed(place).commit) == 1
    assert not (tmp_path / "sprung").exists()


def test_reading_writes_nothing(tmp_path: Path) -> None:
    place = repository(tmp_path / "r", commit(1, "2026-03-02", files=file("a", "1")))

    def state() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in place.rglob("*")}

    before = state()
    parsed(place)
    assert state() == before


def loose(place: Path) -> None:
    """Turn the packed objects of a repository into one file each."""
    for pack in list((place / "objects" / "pack").iterdir()):
        pack.rename(place / pack.name)
    for pack in place.glob("*.pack"):
        git(place, "unpack-objects", "-q", data=pack.read_bytes())


def test_what_was_read_before_git_stopped_is_kept(tmp_path: Path) -> None:
    stream = commit(1, "2026-03-02", files=file("a", "1"))
    stream += "".join(
        commit(n, f"2026-03-0{n + 1}", parents=(n - 1,), files=file("b", str(n))) for n in (2, 3)
    )
    place = repository(tmp_path, stream)
    loose(place)
    name = git(place, "rev-parse", "main~2")
    (place / "objects" / name[:2] / name[2:]).unlink()
    parser = log.Parser(Identities())
    with pytest.raises(GitError):
        parser.parse(log.start(Repository(place), "main", mailmap=None))
    assert parser.log.commit == [git(place, "rev-parse", "main")]


BYTES = st.binary(min_size=1, max_size=30).map(
    lambda data: bytes(byte for byte in data if byte not in b"\0\n<>")
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.tuples(BYTES, BYTES), min_size=1, max_size=4), path=BYTES, day=st.integers(0, 1 << 40)
)
def test_any_bytes_in_names_addresses_and_paths(
    tmp_path_factory: pytest.TempPathFactory, names: list[tuple[bytes, bytes]], path: bytes, day: int
) -> None:
    stream = b""
    safe = (path.strip(b"/. ") or b"x").replace(b"/", b"_").replace(b'"', b"_").replace(b"\\", b"_")
    for mark, (name, address) in enumerate(names, 1):
        who = b"%s <%s> %d +0000" % (name, address, day)
        parent = b"from :%d\n" % (mark - 1) if mark > 1 else b""
        stream += b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\ndata 1\nx\n%s" % (
            mark,
            who,
            who,
            parent,
        )
        stream += b"M 100644 inline %s\ndata %d\n%s\n" % (safe, len(str(mark)), str(mark).encode())
    raw = parsed(repository(tmp_path_factory.mktemp("r"), stream))
    assert len(raw.commit) == len(raw.author) == len(raw.authored) == len(names)
    assert raw.files == [safe]


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=200), max_size=6))
@example([b" \0\0\0\0\0\0"])
def test_the_parser_takes_any_bytes(chunks: list[bytes]) -> None:
    raw = log.Parser(Identities()).parse(chunks)
    assert len(raw.commit) == len(raw.author) == len(raw.parents)
    assert len(raw.touch_file) == len(raw.touch_commit) == len(raw.touch_status)
