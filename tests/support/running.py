"""The application as it runs for real: its own data folder and database, its server and its workers."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from support.cli import NOWHERE

_ASK = """
import sys
from reperes_web.accounts.alone import first_account
from reperes_web.runs.ask import ask
asked = ask(sys.argv[1], first_account()[0], again="--again" in sys.argv)
print(asked.run.pk if asked.run else asked.observation.pk)
"""
_SETUP = "import django; django.setup()\n"
WHILE = 60
"""Seconds within which whatever is waited for comes, on the busiest machine."""


class NeverError(AssertionError):
    """What was waited for did not come."""


@dataclass
class Application:
    """An installation: processes are started in it, its rows are read from outside."""

    folder: Path
    database: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Everything that its processes know of the world: nobody answers outside."""
        told = {"REPERES_WEB_DATABASE": self.database} if self.database else {}
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LC_ALL": "en_GB.UTF-8",
            "PYTHONPATH": ":".join(sys.path),
            "DJANGO_SETTINGS_MODULE": "reperes_web.settings",
            "REPERES_HOME": str(self.folder / "data"),
            "REPERES_WEB_ALONE": "yes",
            "REPERES_WEB_LEASE_SECONDS": "2",
            "HTTPS_PROXY": NOWHERE,
            **told,
            **self.extra,
        }

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start `python -m reperes_web` with arguments; what it says goes to `said`."""
        with (self.folder / "said").open("ab") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "reperes_web", *arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                cwd=self.folder,
            )
        self.started.append(process)
        return process

    @property
    def said(self) -> str:
        """Everything that its processes wrote."""
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace")

    def python(self, code: str, *arguments: str) -> str:
        """Run a text of Python within the application, and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", _SETUP + code, *arguments],
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            cwd=self.folder,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def migrate(self) -> None:
        """Make the tables."""
        self.python("from django.core.management import call_command\ncall_command('migrate', verbosity=0)")

    def ask(self, subject: str, *options: str) -> str:
        """Ask for an observation, and return the identifier of its run."""
        return self.python(_ASK, subject, *options)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the database answers to `query`, whose values are written `?`."""
        if self.database is None:
            place = self.folder / "data" / "web" / "reperes.sqlite3"
            with closing(sqlite3.connect(place, timeout=20)) as connection:
                return connection.execute(query, values).fetchall()
        with psycopg.connect(self.database) as far:
            return far.execute(query.replace("?", "%s").encode(), values).fetchall()

    def run(self, run_id: str) -> "Row":
        """Return where a run stands."""
        query = (
            "select state, attempts, holder, stop_asked, steps, failure, observation_id from reperes_web_run"
        )
        key = run_id.replace("-", "") if self.database is None else run_id
        ((state, attempts, holder, stop_asked, steps, failure, observation),) = self.rows(
            f"{query} where id = ?", key
        )
        return Row(
            state, attempts, holder is not None, bool(stop_asked), _json(steps), _json(failure), observation
        )

    def until(
        self, run_id: str, holds: Callable[["Row"], bool], seconds: float = WHILE, pause: float = 0.02
    ) -> "Row":
        """Wait until something holds of a run."""
        latest = time.monotonic() + seconds
        while not holds(row := self.run(run_id)):
            if time.monotonic() > latest:
                ended = [process.poll() for process in self.started]
                raise NeverError(f"{row}\nprocesses: {ended}\n{self.said[-3000:]}")
            time.sleep(pause)
        return row

    def observations(self) -> int:
        """Return how many observations there are."""
        return int(self.rows("select count(*) from reperes_web_observation")[0][0])

    def left_running(self) -> int:
        """Return how many runs are waiting or under way."""
        query = "select count(*) from reperes_web_run where state in ('waiting', 'running')"
        return int(self.rows(query)[0][0])

    def close(self) -> None:
        """End everything that was started, and what it started."""
        for process in self.started:
            if process.poll() is None:
                kill(process)


@dataclass(frozen=True)
class Row:
    """A run, as its row tells it."""

    state: str
    attempts: int
    held: bool
    stop_asked: bool
    steps: Any
    failure: Any
    observation: int | None

    @property
    def told(self) -> list[str]:
        """The steps begun, in English."""
        return [step["message"]["msgid"] for step in self.steps]

    @property
    def is_over(self) -> bool:
        """Whether it neither waits nor works."""
        return self.state not in {"waiting", "running"}


def _json(told: Any) -> Any:
    return json.loads(told) if isinstance(told, str) else told


def kill(process: "subprocess.Popen[bytes]", number: int = signal.SIGKILL) -> None:
    """Send a signal to one process and to the git commands it runs, and wait for its end."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    if number == signal.SIGKILL:
        process.wait(WHILE)


@contextmanager
def application(folder: Path, database: str | None = None, **extra: str) -> Iterator[Application]:
    """Make an installation with its tables, and end its processes in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "said").touch()
    made = Application(folder, database, extra)
    made.migrate()
    try:
        yield made
    finally:
        made.close()


def free_port() -> int:
    """Return a port of the loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str, headers: dict[str, str] | None = None) -> str:
    """Wait until a page answers, and return it."""
    latest = time.monotonic() + WHILE
    asked = urllib.request.Request(url, headers=headers or {})  # noqa: S310 - it is ours
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
                return str(answer.read().decode())
        except OSError as error:
            if time.monotonic() > latest:
                raise NeverError(url) from error
            time.sleep(0.1)
