"""What PostgreSQL alone shows: the tests that need several who act at once, and pages, run again on it."""

import os
import subprocess
import sys
from pathlib import Path

from support import postgres

TESTS = Path(__file__).parents[1]
TOGETHER = (
    TESTS / "accounts" / "test_at_once.py",
    TESTS / "pages" / "test_reading.py",
    TESTS / "pages" / "test_advice.py",
    TESTS / "test_rereading.py",
)


def test_the_pages_and_those_who_act_at_once_hold_on_a_database_server(cluster: postgres.Server) -> None:
    told = {"REPERES_WEB_DATABASE": cluster.database(), "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *map(str, TOGETHER)],
        cwd=TESTS.parents[1],
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")} | told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout
