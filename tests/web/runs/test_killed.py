"""Real processes are killed, frozen and told to end: each run is finished once, and nothing is left."""

import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from support.git import commit, file, repository
from support.running import Application, Row, application, kill

# On one worker: what they begin from is made once.
pytestmark = pytest.mark.xdist_group("runs")

LEASE = 2


def done_once(app: Application, run_id: str) -> Row:
    row = app.until(run_id, lambda row: row.is_over)
    assert (row.state, row.held) == ("done", False), app.said
    assert row.observation is not None
    assert (app.observations(), app.left_running()) == (1, 0)
    assert len(app.rows("select kind, language from reperes_web_content")) == 4
    return row


@contextmanager
def held(app: Application) -> Iterator[None]:
    """Hold what a worker needs to write an observation."""
    if app.database is None:
        place = app.folder / "data" / "web" / "reperes.sqlite3"
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            connection.execute("begin immediate")
            yield
            connection.execute("rollback")
        return
    with psycopg.connect(app.database) as far:
        far.execute("lock table reperes_web_content in exclusive mode")
        yield
        far.rollback()


STEPS = (
    None,
    "Understanding the address",
    "Reading the documents",
    "Following the history",
    "Measuring and concluding",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_loses_nothing(app: Application, large: Path, step: str | None) -> None:
    run_id = app.ask(str(large))
    first = app.start("worker")
    row = app.until(
        run_id, lambda row: row.state == "running" if step is None else step in row.told, pause=0.002
    )
    first.kill()
    first.wait()
    assert app.run(run_id).state == "running", row
    app.start("worker")
    row = done_once(app, run_id)
    assert row.attempts == 2
    assert row.told[0] == "Beginning again: the work was interrupted"


def test_a_worker_killed_while_it_writes_the_observation_leaves_none_of_it(
    app: Application, large: Path
) -> None:
    run_id = app.ask(str(large))
    first = app.start("worker")
    app.until(run_id, lambda row: "Following the history" in row.told, pause=0.002)
    with held(app):
        time.sleep(3)  # it is within its transaction, or waits for one
        first.kill()
        first.wait()
    assert app.run(run_id).state == "running"
    assert (app.observations(), len(app.rows("select id from reperes_web_project"))) == (0, 0)
    app.start("worker")
    assert done_once(app, run_id).attempts == 2


def test_two_workers_beside_a_killed_one_do_the_run_once(app: Application, large: Path) -> None:
    run_id = app.ask(str(large))
    first = app.start("worker")
    app.until(run_id, lambda row: "Reading the documents" in row.told)
    first.kill()
    first.wait()
    for _ in range(2):
        app.start("worker")
    assert done_once(app, run_id).attempts == 2


def test_a_worker_frozen_beyond_its_lease_writes_no_second_observation(app: Application, large: Path) -> None:
    run_id = app.ask(str(large))
    first = app.start("worker")
    app.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    first.send_signal(signal.SIGSTOP)
    assert app.run(run_id).state == "running"
    second = app.start("worker")
    assert done_once(app, run_id).attempts == 2
    kill(second)
    first.send_signal(signal.SIGCONT)
    time.sleep(LEASE)
    assert app.observations() == 1
    # It lives, and works on.
    other = app.ask(str(large), "--again")
    row = app.until(other, lambda row: row.is_over)
    assert (row.state, row.attempts, app.observations()) == ("done", 1, 2)


def test_a_worker_told_to_end_gives_its_run_back_at_once(app: Application, large: Path) -> None:
    run_id = app.ask(str(large))
    first = app.start("worker")
    app.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    told = time.monotonic()
    first.terminate()
    row = app.until(run_id, lambda row: row.state == "waiting", seconds=LEASE)
    assert time.monotonic() - told < LEASE
    assert (row.attempts, row.held) == (0, False)
    first.wait(5)
    app.start("worker")
    assert done_once(app, run_id).attempts == 1


def reading(attempt: int, row: Row) -> bool:
    return row.attempts == attempt and "Reading the history" in row.told


def test_a_run_that_kills_its_workers_ends_and_says_so(app: Application, large: Path) -> None:
    run_id = app.ask(str(large))
    for attempt in range(1, 6):
        worker = app.start("worker")
        app.until(run_id, partial(reading, attempt), pause=0.002)
        worker.kill()
        worker.wait()
    app.start("worker")
    row = app.until(run_id, lambda row: row.is_over)
    assert (row.state, row.attempts, row.held, row.observation) == ("failed", 5, False, None)
    assert [row.failure[part]["msgid"] for part in ("what", "why", "do")] == [
        "The observation could not be finished.",
        "Its worker was interrupted {n} times.",
        "Ask again later; if it happens again, tell who runs this service.",
    ]
    assert row.failure["why"]["args"] == {"n": 5}
    assert (app.observations(), app.left_running()) == (0, 0)


_STOP = """
import sys
from reperes_web.models import Run
from reperes_web.runs import lease
lease.stop(Run.objects.get(pk=sys.argv[1]))
"""


def test_a_run_is_stopped_in_the_middle_of_its_work(app: Application, large: Path, tmp_path: Path) -> None:
    run_id = app.ask(str(large))
    worker = app.start("worker")
    app.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    worker.send_signal(signal.SIGSTOP)
    app.python(_STOP, run_id)
    assert app.run(run_id).stop_asked
    worker.send_signal(signal.SIGCONT)
    row = app.until(run_id, lambda row: row.is_over)
    assert (row.state, row.held, row.observation, app.observations()) == ("stopped", False, None, 0)
    assert no_git_beside(app)
    small = repository(tmp_path / "small", commit(1, "2026-03-02", files=file("README.md", "Hello")))
    row = app.until(app.ask(str(small)), lambda row: row.is_over)
    assert (row.state, row.attempts) == ("done", 1)


def no_git_beside(app: Application) -> bool:
    """Return whether no git command runs for an application, which a busy machine may take a while to end."""
    latest = time.monotonic() + 10
    while git_beside(app):
        if time.monotonic() > latest:
            return False
        time.sleep(0.05)
    return True


def git_beside(app: Application) -> list[str]:
    """Return the git commands that still run for an application."""
    found = subprocess.run(
        ["ps", "-e", "-ww", "-o", "sess=,args="], capture_output=True, encoding="utf-8", check=True
    ).stdout
    sessions = {str(process.pid) for process in app.started}
    return [line for line in found.splitlines() if line.split()[0] in sessions and " git " in line]


def test_a_stop_is_heard_though_the_worker_died(app: Application, large: Path) -> None:
    run_id = app.ask(str(large))
    first = app.start("worker")
    app.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    first.kill()
    first.wait()
    app.python(_STOP, run_id)
    app.start("worker")
    row = app.until(run_id, lambda row: row.is_over)
    assert (row.state, row.attempts, app.observations()) == ("stopped", 1, 0)


def test_a_run_that_lasts_too_long_ends_and_says_so(
    tmp_path: Path, database: str | None, large: Path
) -> None:
    with application(tmp_path / "app", database, REPERES_WEB_RUN_MINUTES="0") as app:
        run_id = app.ask(str(large))
        app.start("worker")
        row = app.until(run_id, lambda row: row.is_over)
        assert (row.state, row.observation, app.observations()) == ("failed", None, 0)
        assert row.failure["why"] == {"msgid": "It took more than {n} minutes.", "args": {"n": 0}}
