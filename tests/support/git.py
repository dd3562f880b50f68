"""Repositories for tests, written as readable `git fast-import` streams."""

import os
import subprocess
from datetime import datetime
from pathlib import Path

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-03-02T10:00:00Z",
    "GIT_COMMITTER_DATE": "2026-03-02T10:00:00Z",
}


def git(place: Path, *arguments: str, data: bytes = b"") -> str:
    """Run git in a folder and return what it prints, stripped."""
    done = subprocess.run(
        ["git", "-C", str(place), *arguments], input=data, capture_output=True, env=ENVIRONMENT, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def repository(place: Path, stream: str | bytes, *, branch: str = "main") -> Path:
    """Make a bare repository from a stream whose dates are raw: seconds since 1970, zone."""
    place.mkdir(parents=True, exist_ok=True)
    git(place, "init", "--quiet", "--bare", f"--initial-branch={branch}")
    data = stream.encode() if isinstance(stream, str) else stream
    git(place, "fast-import", "--quiet", "--force", "--date-format=raw-permissive", data=data)
    return place


def seconds(day: str) -> int:
    """Return the seconds since 1970 of a day at 10:00 UTC, or of what is already seconds."""
    if day.isdecimal():
        return int(day)
    return int(datetime.fromisoformat(f"{day}T10:00:00+00:00").timestamp())


def commit(
    mark: int,
    on: str,
    author: str = "Ada <ada@example.org>",
    *,
    parents: tuple[int, ...] = (),
    message: str = "Change",
    files: str = "",
    committer: str | None = None,
    committed: str | None = None,
    ref: str = "refs/heads/main",
) -> str:
    """Return one commit of a stream, made at 10:00 UTC; `files` holds fast-import's own lines.

    `on` and `committed` are days, `2026-03-02`, or seconds since 1970.
    """
    at, committed_at = (f"{seconds(day)} +0000" for day in (on, committed or on))
    origin = f"from :{parents[0]}\n" if parents else ""
    merges = "".join(f"merge :{parent}\n" for parent in parents[1:])
    return (
        f"commit {ref}\nmark :{mark}\nauthor {author} {at}\ncommitter {committer or author} {committed_at}\n"
        f"data <<END\n{message}\nEND\n{origin}{merges}{files}\n"
    )


def file(path: str, content: str, mode: str = "100644") -> str:
    """Return a file of a commit, its content beside it."""
    return f"M {mode} inline {path}\ndata <<END\n{content}\nEND\n"
