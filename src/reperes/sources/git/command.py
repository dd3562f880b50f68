"""The git command line, run so that nothing of the repository, the user or the system can run through it."""

import contextlib
import fcntl
import os
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_CHUNK = 1 << 20
_BACKLOG = 64 << 20
_PAUSE = 0.004
MAX_DETAIL = 300

# A repository's own configuration is a stranger's text: every key that could run a program, or change what
# the commands below print, is set again here.
_SAFE_CONFIGURATION = (
    "core.bare=true",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "advice.graftFileDeprecated=false",
    "core.attributesFile=/dev/null",
    "core.commitGraph=false",  # a stale or hostile one tells another history
    "core.excludesFile=/dev/null",
    "core.pager=cat",
    "core.alternateRefsCommand=true",
    "core.quotePath=false",
    "credential.helper=",
    "diff.external=",
    "diff.orderFile=/dev/null",
    "diff.ignoreSubmodules=none",
    "diff.relative=false",
    "diff.noprefix=false",
    "gc.auto=0",
    "i18n.logOutputEncoding=UTF-8",
    "log.showRoot=true",
    "log.showSignature=false",
    "log.follow=false",
    "log.diffMerges=off",
    "mailmap.file=/dev/null",
    "maintenance.auto=false",
    "protocol.allow=never",
    "trailer.separators=:",
    "transfer.bundleURI=false",
)

_KEPT_FROM_THE_ENVIRONMENT = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "TMPDIR")


class GitError(Exception):
    """git stopped with an error. `stderr` is the end of what it said."""

    def __init__(
        self, arguments: Sequence[str], returncode: int, stderr: str, *, timed_out: bool = False
    ) -> None:
        super().__init__(f"git {arguments[0]} ended with {returncode}: {stderr}")
        self.returncode = returncode
        self.stderr = stderr
        self.timed_out = timed_out


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment git runs in: no configuration but the repository's, no prompt, no lazy fetch."""
    kept = {name: os.environ[name] for name in _KEPT_FROM_THE_ENVIRONMENT if name in os.environ}
    return kept | {
        "GIT_ALLOW_PROTOCOL": "none",  # stronger than any configuration
        "GIT_ASKPASS": "true",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",  # a citation must name the object that is really there
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": "/nonexistent",
        "LC_ALL": "C",
        **(extra or {}),
    }


def command(
    arguments: Sequence[str], *, git_dir: Path | None, configuration: Sequence[str] = ()
) -> list[str]:
    """Return the whole command line of a git command."""
    where = [f"--git-dir={git_dir}"] if git_dir is not None else []
    settings = [part for setting in (*_SAFE_CONFIGURATION, *configuration) for part in ("-c", setting)]
    return ["git", *where, "--no-pager", *settings, *arguments]


def _tail(stderr: IO[bytes]) -> str:
    size = stderr.seek(0, os.SEEK_END)
    stderr.seek(max(0, size - 2000))
    return _last_line(stderr.read())


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:MAX_DETAIL] if lines else ""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git directory on this machine, read in place."""

    git_dir: Path
    configuration: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, data: bytes = b"", timeout: float = 60) -> bytes:
        """Return what a short command prints; GitError when it fails or lasts more than `timeout` seconds."""
        line = command(arguments, git_dir=self.git_dir, configuration=self.configuration)
        try:
            done = subprocess.run(
                line,
                input=data,
                capture_output=True,
                env=environment(self.environment),
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise GitError(arguments, -1, "", timed_out=True) from error
        if done.returncode != 0:
            raise GitError(arguments, done.returncode, _last_line(done.stderr))
        return done.stdout

    def stream(self, *arguments: str, timeout: float, configuration: Sequence[str] = ()) -> "Stream":
        """Start a command at once and return its output to come."""
        line = command(arguments, git_dir=self.git_dir, configuration=(*self.configuration, *configuration))
        return Stream(line, arguments, environment(self.environment), timeout)


class Stream:
    """The output of a running git command, read ahead by a thread so that git never waits for us.

    At most 64 MiB are held unread. Iterate once for the chunks; GitError at the end if git failed.
    """

    def __init__(
        self, line: Sequence[str], arguments: Sequence[str], env: Mapping[str, str], timeout: float
    ) -> None:
        self._arguments = arguments
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._stderr, env=env
        )
        self._timed_out = False
        self._timer = threading.Timer(timeout, self._stop_late)
        self._timer.daemon = True
        self._timer.start()
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._changed = threading.Condition()
        self._closed = False
        threading.Thread(target=self._read, daemon=True).start()

    def _stop_late(self) -> None:
        self._timed_out = True
        self._process.kill()

    def _read(self) -> None:
        output = self._process.stdout
        assert output is not None  # noqa: S101 - PIPE was asked for
        descriptor = output.fileno()
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with contextlib.suppress(OSError):  # the user's share of large pipes may be spent
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _CHUNK)
        try:
            while not self._closed and (chunk := os.read(descriptor, _CHUNK)):
                self._put(chunk)
                # git writes 4 KiB at a time: waking for each would cost more than the parsing. The pipe
                # holds what comes in the meantime.
                time.sleep(_PAUSE)
        finally:
            self._put(b"")

    def _put(self, chunk: bytes) -> None:
        """Hold a chunk; wait while too many bytes are held, unless nobody will read them."""
        with self._changed:
            self._changed.wait_for(lambda: self._held < _BACKLOG or self._closed)
            self._chunks.append(chunk)
            self._held += len(chunk)
            self._changed.notify_all()

    def _get(self) -> bytes:
        """Return all that is held, in one piece; empty at the end."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._chunks))
            pieces = [*self._chunks]
            if len(pieces) > 1 and not pieces[-1]:
                pieces.pop()  # the mark of the end is for the next time
            for _ in pieces:
                self._chunks.popleft()
            self._held -= sum(map(len, pieces))
            self._changed.notify_all()
        return b"".join(pieces)

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._get():
            yield chunk
        returncode = self._process.wait()
        self._timer.cancel()
        if self._process.stdout is not None:
            self._process.stdout.close()
        with self._stderr:
            if returncode != 0 or self._timed_out:
                raise GitError(self._arguments, returncode, _tail(self._stderr), timed_out=self._timed_out)

    def close(self) -> None:
        """Stop git, whatever it was doing."""
        self._closed = True
        self._timer.cancel()
        self._process.kill()
        with self._changed:
            self._changed.notify_all()  # lets a reader that waits for room go on
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._stderr.close()
