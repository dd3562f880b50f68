"""The benchmark of the pages: what it prints, when it fails; test_queries.py holds what it fills."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(BENCHMARKS / "web.py"), "--observations", "120", "--runs", "2", *arguments]
    known = {name: value for name, value in os.environ.items() if not name.startswith("REPERES_WEB")}
    return subprocess.run(command, env=known | environment, capture_output=True, text=True, check=False)


def test_it_prints_a_line_for_each_page_chosen() -> None:
    done = run("--only", "team-")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("page "))
    names = [line.split()[0] for line in lines[start + 1 : start + 6]]
    assert names == ["team-new", "team-rename", "team-leave", "team-delete", "team-invite"]
    assert "observations=120, projects=36" in lines[0]
    assert lines[-1] == "aim: every page under 100 ms: met"


def test_a_database_is_asked_for() -> None:
    done = run("--postgres")
    assert done.returncode == 1
    assert done.stderr == "--postgres: give the address of an empty database in REPERES_WEB_DATABASE\n"


def test_only_the_median_of_a_page_is_held_to_the_aim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from web_pages import Page

    from web import Told, Took

    slow, quick = Took(0.2, 0.1), Took(0.05, 0.05)
    assert not Told(Page("home"), 2.0, [quick, quick, slow], 0.01, 5, 1024).missed
    missed = Told(Page("home"), 2.0, [quick, slow, slow], 0.01, 5, 2048)
    assert missed.line().split() == ["home", "200.0", "200.0", "2000.0", "100.0", "10.00", "5", "2", "missed"]
    assert not Told(Page("projects-csv", file=True), 2.0, [slow], 0.01, 5, 1024).missed
