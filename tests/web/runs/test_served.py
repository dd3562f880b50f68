"""`serve` as it is started by make: the server and the worker are killed, and so is it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.running import WHILE, Application, NeverError, answers, application, free_port

# On one worker: what they begin from is made once.
pytestmark = pytest.mark.xdist_group("runs")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Application]:
    with application(tmp_path / "app") as made:
        yield made


def children(process: "subprocess.Popen[bytes]") -> dict[str, int]:
    """Return the server and the worker that a `serve` has, by name."""
    found = {}
    for line in _processes():
        identifier, parent, arguments = line.split(maxsplit=2)
        if int(parent) == process.pid:
            found["worker" if "reperes_web worker" in arguments else "server"] = int(identifier)
    return found


def _processes() -> list[str]:
    done = subprocess.run(
        ["ps", "-e", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.splitlines()


def soon(holds: Callable[[], bool]) -> None:
    latest = time.monotonic() + WHILE
    while not holds():
        if time.monotonic() > latest:
            raise NeverError
        time.sleep(0.05)


def served(home: Application, port: int) -> "subprocess.Popen[bytes]":
    process = home.start("serve", "--port", str(port))
    assert "<h1" in answers(f"http://127.0.0.1:{port}/")
    soon(lambda: set(children(process)) == {"server", "worker"})
    return process


def test_a_worker_that_dies_is_started_again_and_the_run_is_done(home: Application, large: Path) -> None:
    port = free_port()
    serve = served(home, port)
    run_id = home.ask(str(large))
    home.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    first = children(serve)
    os.kill(first["worker"], signal.SIGKILL)
    row = home.until(run_id, lambda row: row.is_over)
    assert (row.state, row.attempts, home.observations()) == ("done", 2, 1)
    after = children(serve)
    assert after["worker"] != first["worker"]
    assert after["server"] == first["server"]
    assert f"reperes_web ended ({-signal.SIGKILL}): it is started again" in home.said


def test_a_server_that_dies_is_started_again_and_the_run_goes_on(home: Application, large: Path) -> None:
    port = free_port()
    serve = served(home, port)
    run_id = home.ask(str(large))
    home.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    first = children(serve)
    os.kill(first["server"], signal.SIGKILL)
    soon(lambda: children(serve).get("server", first["server"]) != first["server"])
    assert "<h1" in answers(f"http://127.0.0.1:{port}/")
    row = home.until(run_id, lambda row: row.is_over)
    assert (row.state, row.attempts, home.observations()) == ("done", 1, 1)
    assert "<h1" in answers(f"http://127.0.0.1:{port}/en-cours/{run_id}/")


def test_serve_may_be_killed_and_started_again_on_the_same_port(home: Application, large: Path) -> None:
    port = free_port()
    serve = served(home, port)
    run_id = home.ask(str(large))
    home.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    first = children(serve)
    serve.kill()
    serve.wait()
    # Nothing of it is left: else its port would stay taken, and two workers would be at work.
    soon(lambda: not any(int(line.split()[0]) in first.values() for line in _processes()))
    served(home, port)
    row = home.until(run_id, lambda row: row.is_over)
    assert (row.state, home.observations(), home.left_running()) == ("done", 1, 0)


def test_serve_told_to_end_leaves_nothing(home: Application, large: Path) -> None:
    serve = served(home, free_port())
    run_id = home.ask(str(large))
    home.until(run_id, lambda row: "Reading the documents" in row.told, pause=0.002)
    first = children(serve)
    serve.send_signal(signal.SIGINT)
    assert serve.wait(10) == 0
    assert not any(int(line.split()[0]) in first.values() for line in _processes())
    row = home.run(run_id)
    assert (row.state, row.attempts, row.held) == ("waiting", 0, False)


def test_serve_says_that_it_made_an_account_the_first_time_only(tmp_path: Path) -> None:
    (tmp_path / "said").touch()
    home = Application(tmp_path)
    port = free_port()
    try:
        first = served(home, port)
        assert home.said.splitlines()[:3] == [
            f"Repères is open at http://127.0.0.1:{port}/",
            "A first account was made, “agent”, and a team: on this machine, no sign-in is asked for.",
            f"What it keeps is in {tmp_path}/data. To stop it: Ctrl-C.",
        ]
        first.terminate()
        first.wait(10)
        served(home, port)
        assert home.said.count("A first account was made") == 1
        assert home.said.count("Repères is open") == 2
    finally:
        home.close()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--host", "0.0.0.0"), "whoever reaches it acts in your name"),  # noqa: S104 - it is refused
        (("--port", "{taken}"), "Another program answers there"),
    ],
)
def test_serve_refuses_what_it_cannot_do(home: Application, options: tuple[str, str], sentence: str) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = [one.format(taken=other.getsockname()[1]) for one in options]
        assert home.start("serve", *told).wait(WHILE) == 1
    assert sentence in home.said
