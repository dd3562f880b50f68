"""A remote repository brought here: bare, without the content of files, bounded, kept in the people store.

A clone holds names and addresses, so it lives where they may. Commands of git then read it as they read any
local repository, and make no request: nothing in its configuration names the remote.
"""

import contextlib
import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from reperes.errors import Message, UnreachableError
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.sources.addresses import Reach, vet
from reperes.sources.git.command import (
    MAX_DETAIL,
    PROXY_VARIABLES,
    GitError,
    Repository,
    command,
    environment,
)
from reperes.sources.git.local import DEVELOPMENT

KEPT_DAYS = 30
MAX_ANSWER = 64 << 20
MAX_MEMORY = 4 << 30
"""Of each git process that speaks to a server: what a server sends may unfold without end."""

_FSCK_IGNORED = (
    "zeroPaddedFilemode",
    "badTimezone",
    "hasDotgit",
    "badDate",
    "badDateOverflow",
    "badEmail",
    "missingEmail",
    "missingNameBeforeEmail",
    "missingSpaceBeforeDate",
    "missingSpaceBeforeEmail",
    "zeroPaddedDate",
)
_COUNTED = re.compile(rb"(?:Receiving|Counting|Enumerating) objects:.*?\(\d+/(\d+)\)")
Told = Callable[[str], None]


class NotThereError(UnreachableError):
    """The server answers, and has no repository at this address."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a clone may cost: seconds, bytes on disk, objects received."""

    seconds: float = 1800
    size: int = 4 << 30
    objects: int = 30_000_000


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote, and how to speak to it. `told` hears git's own progress, one line at a time."""

    url: str
    reach: Reach
    bounds: Bounds
    told: Told

    def configuration(self) -> tuple[str, ...]:
        """Return the settings of git for every request to this remote: one protocol, one vetted address."""
        parts = urlsplit(self.url)
        address = vet(self.url, self.reach)
        pinned = []
        if address is not None:
            shown = f"[{address}]" if ":" in address else address
            pinned = [f"http.curloptResolve={parts.hostname}:{parts.port or 443}:{shown}", "http.proxy="]
        return (
            *(f"protocol.{name}.allow=always" for name in self.reach.protocols),
            "http.followRedirects=false",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=60",
            "transfer.fsckObjects=true",
            *(f"fetch.fsck.{name}=ignore" for name in _FSCK_IGNORED),
            "fetch.negotiationAlgorithm=default",
            "fetch.unpackLimit=1",
            f"remote.origin.url={self.url}",
            "remote.origin.promisor=true",
            "remote.origin.partialclonefilter=blob:none",
            *pinned,
        )


def _environment(protocols: Iterable[str]) -> dict[str, str]:
    proxies = {name: os.environ[name] for name in PROXY_VARIABLES if name in os.environ}
    return environment({**proxies, "GIT_ALLOW_PROTOCOL": ":".join(protocols)})


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
        raise _explain(error.stderr) from error
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
    output = _talk(
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
    _talk(
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
    _talk(
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


def _talk(
    remote: Remote,
    configuration: Sequence[str],
    git_dir: Path | None,
    arguments: Sequence[str],
    data: bytes = b"",
) -> bytes:
    """Run one git command that speaks to the remote, within the bounds; return what it prints."""
    started = time.monotonic()
    process = subprocess.Popen(
        command(arguments, git_dir=git_dir, configuration=configuration),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(remote.reach.protocols),
        start_new_session=True,  # its helpers die with it
    )
    with contextlib.suppress(OSError):
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018 - pipes were asked for
    watch = _Watch(remote, git_dir, process, started)
    listener = threading.Thread(target=watch.listen, args=(process.stderr,), daemon=True)
    listener.start()
    guard = threading.Thread(target=watch.guard, daemon=True)
    guard.start()
    try:
        with process.stdin:
            process.stdin.write(data)
        output = process.stdout.read(MAX_ANSWER)
        if process.stdout.read(1):
            watch.stop(N_("Its answer is longer than {n} MiB."), n=MAX_ANSWER >> 20)
        process.wait()
    finally:  # whatever happens to us, git and its helpers do not go on alone
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    listener.join()
    guard.join()
    process.stdout.close()
    process.stderr.close()
    if watch.broken is not None:
        raise watch.broken
    if process.returncode != 0:
        raise _explain(watch.last)
    return output


class _Watch:
    """Looks at a running request: passes its progress on, stops it at the bounds."""

    def __init__(
        self, remote: Remote, git_dir: Path | None, process: "subprocess.Popen[bytes]", started: float
    ) -> None:
        self._remote = remote
        self._git_dir = git_dir
        self._process = process
        self._started = started
        self.last = ""
        self.broken: UnreachableError | None = None

    def listen(self, stderr: Iterable[bytes]) -> None:
        for line in _lines(stderr):
            text = line.decode("utf-8", "replace").strip()
            if not text:
                continue
            if not text.startswith("remote:"):
                self.last = (
                    text[:MAX_DETAIL] if text.startswith(("fatal:", "error:")) or not self.last else self.last
                )
            counted = _COUNTED.search(line)
            if counted and int(counted[1]) > self._remote.bounds.objects:
                self.stop(N_("It holds more than {n} objects."), n=self._remote.bounds.objects)
            self._remote.told(text)

    def guard(self) -> None:
        while self._process.poll() is None:
            time.sleep(0.05)
            if time.monotonic() - self._started > self._remote.bounds.seconds:
                self.stop(N_("It took more than {n} seconds."), n=int(self._remote.bounds.seconds))
            elif self._git_dir is not None and _size(self._git_dir) > self._remote.bounds.size:
                self.stop(N_("It weighs more than {n} MiB."), n=self._remote.bounds.size >> 20)

    def stop(self, why: str, **args: int) -> None:
        """End the request; `why` is said to the user."""
        self.broken = UnreachableError(
            what=Message(N_("The project is too large to be read from here.")),
            why=Message(why, args),
            do=Message(
                N_(
                    "Clone it yourself, without the content of files if you wish, and give the path of the "
                    "copy."
                )
            ),
        )
        with contextlib.suppress(ProcessLookupError):  # it may have ended in the meantime
            os.killpg(self._process.pid, signal.SIGKILL)


def _lines(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Yield git's progress lines, which end with a carriage return; a line is cut at 64 KiB."""
    rest = b""
    read = getattr(stream, "read1")  # noqa: B009 - both pipes and files have it, their common type does not
    while chunk := read(65536):
        *lines, rest = re.split(rb"[\r\n]", rest[-65536:] + chunk)
        yield from lines
    yield rest


def _size(folder: Path) -> int:
    """Return the bytes of the packs, received or being received."""
    total = 0
    packs = folder / "objects" / "pack"
    if packs.is_dir():
        for entry in os.scandir(packs):
            try:
                total += entry.stat(follow_symlinks=False).st_size
            except FileNotFoundError:  # git renames them as it goes
                continue
    return total


def _explain(last: str) -> UnreachableError:
    lowered = last.lower()
    if "redirect" in lowered or " 301" in lowered or " 302" in lowered or " 308" in lowered:
        why = N_("The server answers that the project has moved ({detail}).")
        do = N_("Open the address in a browser, and give the one you arrive at.")
    elif (
        "could not read username" in lowered
        or "authentication" in lowered
        or " 403" in lowered
        or " 401" in lowered
    ):
        why = N_("The server asks who you are: the project is private, or does not exist ({detail}).")
        do = N_("Check the address. For a private project, clone it yourself and give the path of the copy.")
    elif "not found" in lowered or " 404" in lowered:
        return NotThereError(
            what=Message(N_("The project cannot be read.")),
            why=Message(N_("The server knows no project at this address ({detail})."), {"detail": last}),
            do=Message(N_("Check the address, letter by letter.")),
        )
    else:
        why = N_("git says: {detail}.")
        do = N_("Try again later; without a network, give the path of a local copy.")
    return UnreachableError(
        what=Message(N_("The project cannot be read.")),
        why=Message(why, {"detail": last or "?"}),
        do=Message(do),
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
