"""Installations on both databases, and a repository that takes a while to observe."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import postgres
from support.running import Application, application

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
COMMITS = 20_000


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("large") / "project"
    code = (
        f"from pathlib import Path\nfrom generate import generate\ngenerate(Path({str(place)!r}), {COMMITS})"
    )
    subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(BENCHMARKS)}, check=True)
    return place


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Server]:
    programs = postgres.programs()
    if programs is None:
        pytest.skip(
            "PostgreSQL is not installed: what is said of it is not tested (apt-get install postgresql)"
        )
    with postgres.serving(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    server: postgres.Server = request.getfixturevalue("cluster")
    return server.database()


@pytest.fixture
def app(tmp_path: Path, database: str | None) -> Iterator[Application]:
    with application(tmp_path / "app", database, REPERES_WEB_RUNS_AT_ONCE="20") as made:
        yield made
