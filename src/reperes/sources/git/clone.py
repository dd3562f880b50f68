"""A remote repository brought here: bare, without the content of files, bounded, kept in the people store.

A clone holds names and addresses, so it lives where they may. Commands of git then read it as they read any
local repository, and make no request: nothing in its configuration names the remote.
"""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reperes.errors import Message, UnreachableError
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.sources.git.command import GitError, Repository, command, environment
from reperes.sources.git.local import DEVELOPMENT
from reperes.sources.git.transfer import Remote, refusal, talk

KEPT_DAYS = 30


def clone(remote: Remote, store: Path) -> Repository | Limit:
    """Bring a remote into `store`, or up to date when it is there; a Limit when it has no commit.

    Raises UnreachableError when it cannot be reached, refuses, or passes the bounds.
    """
    store.mkdir(parents=True, exist_ok=True, mode=0o700)
    forget_old(store, KEPT_DAYS)
    configuration = remote.configuration()
    heads = _list_heads(remote, configuration)
    if heads.names and (heads.commit is None or (heads.default and heads.default not in heads.names)):
        text = N_("The default branch of the server does not exist; others do: {others}.")
        others = ", ".join(sorted(heads.names)[:3])
        return Limit(Reason.NOT_FOUND, Message(text, {"others": others}))
    if heads.commit is None:
        return Limit(Reason.EMPTY, Message(N_("The repository is empty: it has no commit yet.")))
    final = _place(remote.url, store)
    work = final if final.exists() else final.with_suffix(f".{os.getpid()}")
    try:
        try:
            _fetch(remote, configuration, work, heads)
        except (UnreachableError, GitError):
            if work is not final:
                raise
            # A run that was killed may have left a lock in what is kept: it is brought anew.
            shutil.rmtree(final)
            work = final.with_suffix(f".{os.getpid()}")
            _fetch(remote, configuration, work, heads)
        if work is not final:
            work.rename(final)
    except GitError as error:
        raise refusal(error.stderr) from error
    except OSError as error:
        # Another run may have brought the same clone in the meantime: it serves as well.
        if not final.exists():
            raise _unreachable(N_("The disk refused: {detail}."), detail=str(error)) from error
    finally:
        if work is not final:
            shutil.rmtree(work, ignore_errors=True)
    os.utime(final)
    return Repository(final)


def kept(url: str, store: Path) -> Repository | None:
    """Return the clone of an address that was already brought, None when there is none."""
    place = _place(url, store)
    return Repository(place) if place.exists() else None


def _place(url: str, store: Path) -> Path:
    return store / hashlib.sha256(url.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Heads:
    """The branches of a remote; `default` is None when HEAD names none, `commit` when there is none."""

    names: frozenset[str]
    default: str | None
    commit: str | None


def _list_heads(remote: Remote, configuration: Sequence[str]) -> _Heads:
    output = talk(
        remote,
        configuration,
        None,
        ["ls-remote", "--symref", "--end-of-options", remote.url, "HEAD", "refs/heads/*"],
    )
    names, default, commit = set(), None, None
    for line in output.decode("utf-8", "replace").splitlines():
        value, _, name = line.partition("\t")
        if name == "HEAD" and value.startswith("ref: refs/heads/"):
            default = value.removeprefix("ref: refs/heads/")
        elif name == "HEAD":
            commit = value
        elif name.startswith("refs/heads/"):
            names.add(name.removeprefix("refs/heads/"))
    return _Heads(frozenset(names), default, commit)


def _fetch(remote: Remote, configuration: Sequence[str], place: Path, heads: _Heads) -> None:
    repository = Repository(place)
    if not place.exists():
        subprocess.run(
            command(["init", "--quiet", "--bare", "--template=", str(place)], git_dir=None),
            env=environment(),
            check=True,
            capture_output=True,
        )
    wanted = [name for name in heads.names if name == heads.default or name.lower() in DEVELOPMENT]
    specifications = [f"+refs/heads/{name}:refs/heads/{name}" for name in sorted(wanted)]
    if heads.default is None:
        specifications.append("+HEAD:refs/reperes/head")
    talk(
        remote,
        configuration,
        place,
        [
            "fetch",
            "--progress",
            "--filter=blob:none",
            "--prune",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--recurse-submodules=no",
            "--update-head-ok",
            "origin",
            *specifications,
            "+refs/tags/*:refs/tags/*",
        ],
    )
    if heads.default is None:
        repository.run("update-ref", "--no-deref", "HEAD", heads.commit or "")
    else:
        repository.run("symbolic-ref", "HEAD", f"refs/heads/{heads.default}")


def bring_blobs(remote: Remote, repository: Repository, names: Iterable[str]) -> None:
    """Fetch the blobs of these names in one request; those already here are not asked for again.

    Raises UnreachableError when the server refuses; one blob that it does not have refuses all of them.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return
    configuration = [item for item in remote.configuration() if not item.startswith("fetch.negotiation")]
    talk(
        remote,
        [*configuration, "fetch.negotiationAlgorithm=noop"],
        repository.git_dir,
        [
            "fetch",
            "--progress",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--recurse-submodules=no",
            "--filter=blob:none",
            "--stdin",
            "origin",
        ],
        data="\n".join(wanted).encode() + b"\n",
    )


def _unreachable(why: str, **args: str) -> UnreachableError:
    return UnreachableError(
        what=Message(N_("The project cannot be read.")),
        why=Message(why, args),
        do=Message(N_("See what `reperes doctor` says of the place where clones are kept.")),
    )


def forget_old(store: Path, days: float) -> int:
    """Remove the clones not used for `days`, and what a stopped run left; return how many."""
    removed = 0
    if store.is_dir():
        limit = time.time() - days * 86400
        for place in store.iterdir():
            abandoned = place.suffix != "" and place.stat().st_mtime < time.time() - 86400
            if abandoned or place.stat().st_mtime < limit:
                shutil.rmtree(place, ignore_errors=True)
                removed += 1
    return removed
