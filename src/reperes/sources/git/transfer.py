"""One request to a remote at a time: its settings, its bounds, its progress, and what its refusals mean."""

import contextlib
import os
import re
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from reperes.errors import Message, UnreachableError
from reperes.i18n import N_
from reperes.sources.addresses import PROXY_VARIABLES, Reach, vet
from reperes.sources.git.command import MAX_DETAIL, command, environment

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
    # NO_PROXY is not passed on: behind a proxy it alone is spoken to, since it vets what is reached.
    proxies = {name: os.environ[name] for name in PROXY_VARIABLES if name in os.environ}
    return environment({**proxies, "GIT_ALLOW_PROTOCOL": ":".join(protocols)})


def talk(
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
        raise refusal(watch.last)
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


def refusal(last: str) -> UnreachableError:
    """Return what a remote's last words mean, and what to do about it."""
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
