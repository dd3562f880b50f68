"""`reperes serve`: the application in the place of the command, or a sentence that says what it lacks."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.cli import run
from support.running import WHILE, answers, free_port

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "LC_ALL": "en_GB.UTF-8"}


@pytest.mark.parametrize(("language", "sentence"), [("en", 'lang="en"'), ("fr", 'lang="fr"')])
def test_it_serves_for_one_person(tmp_path: Path, language: str, sentence: str) -> None:
    port = free_port()
    line = [sys.executable, "-c", "from reperes.cli import main; main()", "serve", "--port", str(port)]
    environment = ENVIRONMENT | {"HOME": str(tmp_path), "REPERES_HOME": str(tmp_path / "data")}
    process = subprocess.Popen(
        [*line, "--lang", language], env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        page = answers(f"http://127.0.0.1:{port}/", {"Accept-Language": language})
        assert sentence in page
        assert "<form" in page
    finally:
        process.terminate()
        out, _ = process.communicate(timeout=WHILE)
    assert f"http://127.0.0.1:{port}/" in out
    assert process.returncode == 0


def test_it_says_what_is_lacking(tmp_path: Path) -> None:
    # An installation of the command line alone: nothing of the web is found.
    code = (
        "import sys, importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name in ('django', 'gunicorn') else find(name, *more)\n"
        "from reperes.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "serve"],
        env=ENVIRONMENT | {"HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "The web application cannot be served.",
        "It needs packages that are not installed: django, gunicorn.",
        "Run `make serve` in a copy of the sources, or install it whole: pip install reperes[web]",
    ]


def test_it_refuses_a_port_that_is_none(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--port", "99999", extra={"PYTHONPATH": ":".join(sys.path)})
    assert done.code == 2
    assert "99999" in done.err
