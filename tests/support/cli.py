"""The program, run as a user runs it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM = (sys.executable, "-c", "from reperes.cli import main; main()")


NOWHERE = "http://127.0.0.1:9"
"""An outgoing proxy where nobody answers: whatever a test observes, no forge is asked."""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def run(home: Path, *arguments: str, locale: str = "en_GB.UTF-8", extra: dict[str, str] | None = None) -> Ran:
    """Run `reperes` with its own data folder and return its exit code and what it said."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": locale,
        "REPERES_HOME": str(home / "data"),
        "COLUMNS": "100",
        "HTTPS_PROXY": NOWHERE,
        **(extra or {}),
    }
    done = subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, env=environment, check=False, encoding="utf-8"
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def bare(home: Path) -> dict[str, str]:
    """Return the environment of a program that may run no other, and speaks English."""
    return {"PATH": "", "HOME": str(home), "LC_ALL": "en_GB.UTF-8", "PYTHONPATH": ":".join(sys.path)}
