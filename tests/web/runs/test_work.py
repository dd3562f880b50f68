"""Doing a run: what it says when it cannot be done, and what is kept of sentences."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import psycopg

from reperes.errors import Message, UnreachableError
from reperes.i18n import Bilingual, Language
from reperes_web.runs import messages
from support.git import commit, file, repository
from support.hostile import hostile
from support.postgres import Server
from support.running import Application, application


def test_what_cannot_be_read_is_a_run_that_failed_and_says_why(app: Application, tmp_path: Path) -> None:
    run_id = app.ask(str(tmp_path / "nowhere"))
    app.start("worker")
    row = app.until(run_id, lambda row: row.is_over)
    assert (row.state, row.attempts, row.held, row.observation) == ("failed", 1, False, None)
    assert [row.failure[part]["msgid"] for part in ("what", "why")] == [
        "The project cannot be read.",
        "There is nothing at {path}.",
    ]
    assert row.failure["why"]["args"] == {"path": str(tmp_path / "nowhere")}
    assert row.told == ["Understanding the address"]


def test_a_program_that_breaks_twice_says_so_and_its_worker_goes_on(app: Application, tmp_path: Path) -> None:
    place = repository(tmp_path / "project", commit(1, "2026-03-02", files=file("README.md", "Hello")))
    # Where a folder has to be.
    people = app.folder / "data" / "people"
    people.touch()
    run_id = app.ask(str(place))
    app.start("worker")
    row = app.until(run_id, lambda row: row.is_over)
    assert (row.state, row.attempts, row.observation) == ("failed", 2, None)
    assert row.failure["why"] == {
        "msgid": "Something in the program broke ({kind}).",
        "args": {"kind": "FileExistsError"},
    }
    people.unlink()
    row = app.until(app.ask(str(place)), lambda row: row.is_over)
    assert (row.state, row.attempts) == ("done", 1)


def test_a_hostile_repository_is_kept_as_any_other(app: Application, tmp_path: Path) -> None:
    run_id = app.ask(str(hostile(tmp_path / "hostile")))
    app.start("worker")
    row = app.until(run_id, lambda row: row.is_over)
    assert (row.state, row.attempts, app.observations()) == ("done", 1, 1), app.said


def test_a_worker_that_holds_too_much_begins_anew(tmp_path: Path) -> None:
    place = repository(tmp_path / "project", commit(1, "2026-03-02", files=file("README.md", "Hello")))
    with application(tmp_path / "app", REPERES_WEB_WORKER_MIB="1") as app:
        worker = app.start("worker")
        for n in range(1, 4):
            row = app.until(app.ask(str(place), "--again"), lambda row: row.is_over)
            assert (row.state, row.attempts, app.observations()) == ("done", 1, n)
        assert app.said.count("it begins anew") >= 2
        assert worker.poll() is None  # it is the same process


_ON = """
import sys
from datetime import date
from reperes_web.accounts.alone import first_account
from reperes_web.runs.ask import ask
print(ask(sys.argv[1], first_account()[0], date.fromisoformat(sys.argv[2])).run.pk)
"""


def test_two_days_of_a_project_kept_at_once_leave_the_newest_as_the_latest(
    tmp_path: Path, cluster: Server
) -> None:
    place = repository(tmp_path / "project", commit(1, "2026-03-02", files=file("README.md", "Hello")))
    with application(tmp_path / "app", cluster.database()) as app:
        app.start("worker")
        newest = app.until(app.ask(str(place)), lambda row: row.is_over).observation
        app.python("from reperes_web.models import Project\nProject.objects.update(latest=None)")
        assert app.database is not None
        with psycopg.connect(app.database) as other:
            # Another worker is writing what it saw.
            other.execute("update reperes_web_project set latest_id = %s", [newest])
            run_id = app.python(_ON, str(place), "2026-06-30")
            app.until(run_id, lambda row: "Keeping the observation" in row.told)
            time.sleep(1)
            other.commit()
        row = app.until(run_id, lambda row: row.is_over)
        assert (row.state, app.observations()) == ("done", 2)
        assert app.rows("select latest_id from reperes_web_project") == [(newest,)]


def test_a_database_that_is_busy_beyond_the_lease_breaks_nothing(tmp_path: Path, large: Path) -> None:
    with application(tmp_path / "app") as app:
        run_id = app.ask(str(large))
        app.start("worker")
        app.until(run_id, lambda row: "Reading the history" in row.told, pause=0.002)
        place = app.folder / "data" / "web" / "reperes.sqlite3"
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            connection.execute("begin immediate")
            time.sleep(4)
            connection.execute("rollback")
        row = app.until(run_id, lambda row: row.is_over)
        assert (row.state, app.observations(), app.left_running()) == ("done", 1, 0)


def test_a_sentence_is_kept_and_said_in_either_language() -> None:
    why = Message("git stops on this repository ({detail}).", {"detail": Message("none", {})})
    text = Bilingual({Language.FR: "deux", Language.EN: "two"})
    error = UnreachableError(
        what=Message("The project cannot be read."),
        why=why,
        do=Message("{a} {n} {none}", {"a": text, "n": 2.5, "none": None}),
    )
    kept = messages.failure(error)
    assert kept["do"] == {
        "msgid": "{a} {n} {none}",
        "args": {"a": {"bilingual": {"fr": "deux", "en": "two"}}, "n": 2.5, "none": None},
    }
    assert messages.told(kept, Language.EN) == [
        "The project cannot be read.",
        "git stops on this repository (none).",
        "two 2.5 None",
    ]
    assert messages.told(kept, Language.FR) == [
        "Le projet ne peut pas être lu.",
        "git s’arrête sur ce dépôt (aucun).",
        "deux 2.5 None",
    ]


def test_a_sentence_that_a_stranger_wrote_a_part_of_can_be_kept() -> None:
    kept = messages.as_data(Message("{detail}", {"detail": "a\0b\udcff\n\u202ec\u2028é"}))
    assert kept["args"] == {"detail": "a b   c é"}
