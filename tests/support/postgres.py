"""A real PostgreSQL server for the tests: it listens on no network, and everything of it is removed after."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

ROOT = Path("/usr/lib/postgresql")
_USER = "postgres"


def programs() -> Path | None:
    """Return where the newest PostgreSQL of Debian has its programs, None without it."""
    found = sorted(ROOT.glob("*/bin/initdb"), key=lambda one: int(one.parent.parent.name))
    return found[-1].parent if found else None


@contextmanager
def serving(bin_: Path) -> Iterator["Server"]:
    """Serve an empty cluster through a socket in a folder of its own."""
    # A short path: that of a socket is bounded.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    # It refuses to run as root.
    as_user = (
        ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"] if os.getuid() == 0 else []
    )
    if as_user:
        shutil.chown(folder, _USER, _USER)

    def run(program: str, *arguments: str) -> None:
        line = [*as_user, str(bin_ / program), "-D", str(folder / "data"), *arguments]
        # What the server writes must not hold our pipes open.
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)

    try:
        run("initdb", "-U", "reperes", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        run(
            "pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses='' -k {folder} -F", "start"
        )
        try:
            yield Server(folder)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A cluster: databases are made in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def database(self) -> str:
        """Make an empty database and return its address."""
        self._made += 1
        name = f"test{self._made}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"postgresql://reperes@{quote(str(self._folder), safe='')}/{name}"
