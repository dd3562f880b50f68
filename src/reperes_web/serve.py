"""`serve`: everything that one person, or a first look, needs, in one command."""

import contextlib
import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from types import FrameType

from django.conf import settings
from django.core.management import call_command

from reperes.errors import Message, UsageError
from reperes.i18n import N_, Language, translate
from reperes_web.accounts.alone import first_account

LOG = logging.getLogger(__name__)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_GRACE = 5
_HOLDS = 10
_LONGEST_PAUSE = 30
_PR_SET_PDEATHSIG = 1


def serve(host: str, port: int, spoken: Language) -> None:
    """Set the database up, then serve and work until interrupted; a process that dies is started again.

    `spoken` is the language of the terminal. Raises UsageError for a place where it cannot be served.
    """
    if settings.ALONE and host not in _LOOPBACK:
        raise UsageError(
            what=Message(N_("The application for one person cannot be served on {host}."), {"host": host}),
            why=Message(N_("It asks for no sign-in: whoever reaches it acts in your name.")),
            do=Message(N_("Serve it on 127.0.0.1; docs/en/administration.md tells how to serve many.")),
        )
    if not _is_free(host, port):
        raise UsageError(
            what=Message(N_("Port {port} is taken."), {"port": port}),
            why=Message(N_("Another program answers there, perhaps Repères itself.")),
            do=Message(N_("Stop it, or choose another: make serve PORT={other}"), {"other": port + 1}),
        )
    call_command("migrate", verbosity=0, interactive=False)
    account, is_new = first_account() if settings.ALONE else (None, False)
    _tell(host, port, account.username if account and is_new else None, spoken)
    _watch((_server(host, port), [sys.executable, "-m", "reperes_web", "worker"]))


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _server(host: str, port: int) -> list[str]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = ["--bind", bind, "--threads", "4", "--log-level", "warning", "--timeout", "120"]
    return [sys.executable, "-m", "gunicorn", *options, "reperes_web.wsgi:application"]


def _tell(host: str, port: int, account: str | None, spoken: Language) -> None:
    say = partial(translate, spoken)
    lines = [say(N_("Repères is open at http://{host}:{port}/"), host=host, port=port)]
    if account is not None:
        text = N_(
            "A first account was made, “{account}”, and a team: on this machine, no sign-in is asked for."
        )
        lines.append(say(text, account=account))
    lines.append(say(N_("What it keeps is in {folder}. To stop it: Ctrl-C."), folder=settings.HOME))
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


class _Ended(Exception):  # noqa: N818 - it is no error
    """Somebody asked to stop."""


@dataclass
class _Child:
    """A process that is started again when it dies, ever later while it does not hold."""

    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    begun: float = 0.0
    pause: float = 0.0
    again: float | None = None

    def look(self) -> None:
        """Start the process, the first time and whenever it died."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None and self.again is None:
            self.pause = 0.0 if now - self.begun > _HOLDS else min(2 * self.pause + 1, _LONGEST_PAUSE)
            self.again = now + self.pause
            told = "%s ended (%d): it is started again in %d s"
            LOG.warning(told, self.command[2], self.process.returncode, self.pause)
        if self.again is not None and now < self.again:
            return
        self.begun, self.again = now, None
        self.process = subprocess.Popen(
            self.command,
            env=os.environ,
            start_new_session=True,
            preexec_fn=partial(_dies_with, os.getpid()),  # noqa: PLW1509 - there is one thread here
        )

    def end(self, deadline: float) -> None:
        """Wait for the process to end, then end it and what it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _dies_with(parent: int) -> None:
    """Have this process told to end when its parent dies, however that happens: its port would stay taken."""
    with contextlib.suppress(OSError, AttributeError):  # where there is Linux
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _watch(commands: Sequence[list[str]]) -> None:
    def ended(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise _Ended

    signal.signal(signal.SIGTERM, ended)
    signal.signal(signal.SIGINT, ended)
    children = [_Child(command) for command in commands]
    try:
        while True:
            for child in children:
                child.look()
            time.sleep(1)
    except _Ended:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
    finally:
        for child in children:
            if child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + _GRACE
        for child in children:
            child.end(deadline)
