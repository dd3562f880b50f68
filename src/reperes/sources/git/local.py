"""A repository on this machine: found, described, read in place."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from reperes.errors import Message, UnreachableError
from reperes.facts.fact import Limit, Reason
from reperes.facts.repository import Branch
from reperes.facts.repository import Repository as RepositoryFact
from reperes.i18n import N_
from reperes.sources.git.command import GitError, Repository
from reperes.sources.git.dates import end_of, instant, shown

MAX_BRANCHES = 1000
_FILES_OF_GIT = ("config", "packed-refs", "shallow", "objects/info/alternates")
_SHA1_DIGITS = 40
_MUCH_NEWER = timedelta(days=60)
DEVELOPMENT = ("main", "master", "trunk", "develop", "dev", "development", "default", "next")


def find_git_dir(path: Path) -> Path:
    """Return the git directory of a working copy (or of a folder inside it), or `path` when it is one.

    Raises UnreachableError when there is none.
    """
    try:
        start = path.expanduser().resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unreachable(N_("There is nothing at {path}."), path) from error
    if is_git_dir(start):
        return start
    for folder in (start, *start.parents):
        dot_git = folder / ".git"
        if dot_git.is_dir() and is_git_dir(dot_git):
            return dot_git
        target = _written_path(dot_git, folder, b"gitdir:")
        if target is not None and is_git_dir(target):
            return target
    raise _unreachable(N_("{path} is neither a git repository nor a folder inside one."), path)


def _unreachable(why: str, path: Path) -> UnreachableError:
    return UnreachableError(
        what=Message(N_("The project cannot be read.")),
        why=Message(why, {"path": str(path)}),
        do=Message(
            N_(
                "Give the folder of a git working copy, a bare git directory, or the https address of the "
                "project."
            )
        ),
    )


def is_git_dir(path: Path) -> bool:
    """Return whether a folder is a git directory: git itself asks for no more (a `config` may be missing)."""
    if not (path / "HEAD").is_file() and not (path / "HEAD").is_symlink():
        return False
    root = _written_path(path / "commondir", path) or path
    # A pipe in the place of a file would make git wait for ever.
    places = [root / name for name in _FILES_OF_GIT]
    if any(place.exists() and not place.is_file() for place in places):
        return False
    return (root / "objects").is_dir() and (root / "refs").is_dir()


def _written_path(file: Path, base: Path, mark: bytes = b"") -> Path | None:
    """Return the path that a small file of git tells, None when it is no such file."""
    try:
        if not file.is_file():
            return None
        with file.open("rb") as opened:
            written = opened.read(4096)
        if not written.startswith(mark):
            return None
        return (base / os.fsdecode(written.removeprefix(mark).strip())).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None


def declared_origin(repository: Repository) -> str | None:
    """Return the address of the remote `origin` as the repository's configuration writes it, None if none."""
    try:
        url = repository.run("config", "--local", "--no-includes", "--get", "remote.origin.url")
    except GitError:
        return None
    return url.decode("utf-8", "replace").strip() or None


@dataclass(frozen=True, slots=True)
class Described:
    """What `describe` found: the value of the fact, and its limits."""

    repository: RepositoryFact
    limits: tuple[Limit, ...]


def describe(
    repository: Repository, *, origin: str | None, as_of: date, read_at: datetime
) -> Described | Limit:
    """Return the revision to observe, or a Limit that says why there is none.

    The revision is the last commit, along the first parents of HEAD, on or before `as_of`.
    """
    try:
        found = repository.run("rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
    except GitError as error:
        return _no_head(repository, error)
    tip = found.decode().strip()
    branch = _branch(repository)
    limits = list(_shallow(repository))
    if len(tip) != _SHA1_DIGITS:
        text = N_(
            "The objects of this repository are named by SHA-256: its files are cited by git's own names."
        )
        limits.append(Limit(Reason.NOT_SUPPORTED, Message(text)))
    if branch is None:
        text = N_(
            "HEAD points at a commit and not at a branch: what was observed may not be the default branch."
        )
        limits.append(Limit(Reason.DETACHED, Message(text)))
    head, committed_at, anchor_limits = _anchor(repository, tip, as_of, read_at)
    limits += anchor_limits
    if head is None:
        text = N_("The project has no commit on or before {day}.")
        return Limit(Reason.EMPTY, Message(text, {"day": as_of.isoformat()}))
    branches = tuple(_branches(repository, branch, end_of(as_of)))
    limits += _newer_branch(branch, committed_at, branches)
    if origin is None:
        text = N_(
            "The address of the project is not known: citations carry no origin. Give it with --origin."
        )
        limits.append(Limit(Reason.NO_ORIGIN, Message(text)))
    described = RepositoryFact(origin, head, tip, branch, committed_at, branches)
    return Described(described, tuple(limits))


def _no_head(repository: Repository, error: GitError) -> Limit:
    refs = repository.run("for-each-ref", "--count=1000", "--format=%(refname)").splitlines()
    if not refs and not error.stderr:
        return Limit(Reason.EMPTY, Message(N_("The repository is empty: it has no commit yet.")))
    branch = _branch(repository)
    if branch is not None and f"refs/heads/{branch}".encode() not in refs:
        others = ", ".join(shown(name) for name in refs[:3])
        text = N_(
            "The default branch has no commit that can be read, though the repository holds others: {others}."
        )
        return Limit(Reason.NOT_FOUND, Message(text, {"others": others}))
    text = N_("The default branch points at a commit that cannot be read ({detail}).")
    return Limit(Reason.MISSING_OBJECT, Message(text, {"detail": error.stderr or "HEAD"}))


def _branch(repository: Repository) -> str | None:
    try:
        name = repository.run("symbolic-ref", "--quiet", "HEAD")
    except GitError:
        return None
    return shown(name.strip()).removeprefix("refs/heads/")


def _shallow(repository: Repository) -> Iterable[Limit]:
    if repository.run("rev-parse", "--is-shallow-repository").strip() == b"true":
        text = N_(
            "The local copy is shallow: the older commits are not in it, so ages and newcomers are wrong."
        )
        yield Limit(Reason.SHALLOW, Message(text))


def _anchor(
    repository: Repository, tip: str, as_of: date, read_at: datetime
) -> tuple[str | None, datetime | None, list[Limit]]:
    latest = end_of(as_of)
    tip_at = instant(repository.run("log", "--no-walk", "--format=%ct", "--end-of-options", tip))
    if tip_at is None or tip_at > read_at + timedelta(days=1):
        text = N_(
            "The newest commit bears an impossible date: it was taken as it is, whatever the day asked for."
        )
        return tip, None, [Limit(Reason.IMPLAUSIBLE_DATE, Message(text))]
    if tip_at <= latest:
        return tip, tip_at, []
    found = repository.run(
        "log",
        "-1",
        "--first-parent",
        f"--min-age={int(latest.timestamp())}",
        "--format=%H %ct",
        "--end-of-options",
        tip,
    )
    name, _, seconds = found.decode().strip().partition(" ")
    return name or None, instant(seconds.encode()), []


def _branches(repository: Repository, current: str | None, latest: datetime) -> Iterable[Branch]:
    try:
        output = repository.run(
            "for-each-ref",
            f"--count={MAX_BRANCHES}",
            "--sort=-committerdate",
            "--format=%(refname)%00%(objectname)%00%(committerdate:unix)",
            "refs/heads",
            "refs/remotes/origin",
        )
    except GitError:  # one branch that leads nowhere stops the list; the observed one is read all the same
        return
    seen = {current, "HEAD"}
    for line in output.splitlines():
        name, head, seconds = line.split(b"\0")
        short = shown(name).removeprefix("refs/heads/").removeprefix("refs/remotes/origin/")
        at = instant(seconds)
        if short not in seen and (at is None or at <= latest):
            seen.add(short)
            yield Branch(short, head.decode(), at)


def _newer_branch(current: str | None, at: datetime | None, branches: Iterable[Branch]) -> Iterable[Limit]:
    """Say so when work seems to happen elsewhere, the default branch being a release branch for example."""
    for branch in branches:
        if (
            current is not None
            and at is not None
            and branch.committed_at is not None
            and branch.name.lower() in DEVELOPMENT
            and branch.committed_at > at + _MUCH_NEWER
        ):
            text = N_(
                "The default branch, {branch}, is older than the branch {other}: work may happen there, and "
                "was not counted."
            )
            yield Limit(Reason.OTHER_BRANCH, Message(text, {"branch": current, "other": branch.name}))
