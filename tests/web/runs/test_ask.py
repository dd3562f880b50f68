"""Asking: the same subject is one run, whatever way it was typed; bounds; what is refused."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from reperes.errors import ReperesError, UsageError
from reperes.subject.address import parse
from reperes_web.accounts.alone import first_account
from reperes_web.models import Account, Observation, Project, Run, State
from reperes_web.runs.ask import ask
from reperes_web.subjects import key_of
from support.git import commit, file, repository
from support.running import Application

ADDRESS = "https://forge.example.org/group/project"


@pytest.fixture
def agent(db: None) -> Account:
    del db
    return first_account()[0]


@pytest.fixture
def alone(settings: Settings) -> None:
    settings.ALONE = True


def run_of(subject: str, agent: Account) -> Run:
    run = ask(subject, agent).run
    assert run is not None
    return run


@pytest.mark.parametrize(
    "other",
    [
        f"  {ADDRESS}/ ",
        f"{ADDRESS}.git",
        "http://forge.example.org/group/project",
        "forge.example.org/group/project",
        "https://FORGE.example.org/group/project?tab=readme#top",
        "git@forge.example.org:group/project.git",
    ],
)
def test_one_project_typed_in_two_ways_is_one_run(agent: Account, other: str) -> None:
    assert run_of(ADDRESS, agent) == run_of(other, agent)
    assert Run.objects.count() == 1


def test_two_projects_or_two_days_are_two_runs(agent: Account) -> None:
    first = run_of(ADDRESS, agent)
    assert run_of(f"{ADDRESS}-two", agent) != first
    assert ask(ADDRESS, agent, date(2024, 12, 31)).run != first
    assert Run.objects.count() == 3


@pytest.mark.usefixtures("alone")
def test_a_folder_is_known_by_its_whole_path(
    agent: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.RUNS_AT_ONCE = 20
    place = repository(tmp_path / "project", commit(1, "2026-03-02", files=file("a", "a")))
    (tmp_path / "other").symlink_to(place)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    ways = (
        *(str(place), "project", "./project", f"{place}/", "other/../project", "other", "~/project"),
        f"file://{place}",
    )
    assert {run_of(way, agent).pk for way in ways} == {Run.objects.get().pk}
    # The worker may be anywhere.
    assert Run.objects.get().subject == str(place)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("subject", ["~nobody-of-this-name/project", "./" + "a" * 1000, "b" * 1000, "./loop"])
def test_a_path_that_leads_nowhere_is_a_run_that_will_say_so(
    agent: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.chdir(tmp_path)
    run = run_of(subject, agent)
    assert (run.subject, run.state) == (subject, State.WAITING)


@pytest.mark.parametrize("subject", ["/etc", "./project", "~/project", "file:///etc", "a/b", "C:\\project"])
def test_no_path_is_taken_where_many_come(agent: Account, subject: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(subject, agent)
    assert "place on the disk of this machine" in str(caught.value)
    assert Run.objects.count() == 0


def test_no_folder_is_looked_for_where_many_come(
    agent: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path)
    run = run_of("project", agent)
    assert (run.key, run.subject) == ("name:project", "project")


@pytest.mark.parametrize("subject", ["", "ftp://example.org/x", "a\0b", "https://me:secret@example.org/x/y"])
def test_what_is_no_subject_is_refused(agent: Account, subject: str) -> None:
    with pytest.raises(ReperesError):
        ask(subject, agent)
    assert Run.objects.count() == 0


def test_a_day_to_come_is_refused(agent: Account) -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)
    with pytest.raises(UsageError) as caught:
        ask(ADDRESS, agent, tomorrow)
    assert str(caught.value).startswith(f"{tomorrow.isoformat()} is still to come.")


def test_an_observation_of_the_day_is_given_unless_it_is_wanted_again(agent: Account) -> None:
    today = timezone.now().date()
    project = Project.objects.create(key=ADDRESS, name="project")
    made = Observation.objects.create(project=project, as_of=today, observed_at=timezone.now(), generator="x")
    assert ask(f"{ADDRESS}.git", agent).observation == made
    assert Run.objects.count() == 0
    run = ask(ADDRESS, agent, again=True).run
    assert run is not None
    assert ask(ADDRESS, agent).run == run
    Run.objects.update(state=State.DONE)
    Observation.objects.update(observed_at=timezone.now() - timedelta(hours=25))
    assert ask(ADDRESS, agent).run not in {None, run}


def test_an_observation_is_found_by_the_package_it_was_asked_by(agent: Account) -> None:
    run = run_of("pkg:pypi/django", agent)
    project = Project.objects.create(key="https://github.com/django/django", name="django")
    made = Observation.objects.create(
        project=project, as_of=run.as_of, observed_at=timezone.now(), generator="x"
    )
    Run.objects.filter(pk=run.pk).update(state=State.DONE, observation=made)
    assert ask("pkg:pypi/django", agent).observation == made


def test_an_account_has_a_few_runs_under_way(agent: Account, settings: Settings) -> None:
    settings.RUNS_AT_ONCE = 2
    runs = [run_of(f"{ADDRESS}{n}", agent) for n in range(2)]
    with pytest.raises(UsageError) as caught:
        ask(f"{ADDRESS}-more", agent)
    assert "2 observations of yours are under way already" in str(caught.value)
    # What is under way is shown nevertheless, and others are not concerned.
    assert run_of(f"{ADDRESS}0", agent) == runs[0]
    assert run_of(f"{ADDRESS}-more", Account.objects.create_user("other")).asked_by_id != agent.pk
    Run.objects.filter(pk=runs[0].pk).update(state=State.DONE)
    assert run_of(f"{ADDRESS}-another", agent).state == State.WAITING


def test_an_account_asks_for_so_much_a_day(agent: Account, settings: Settings) -> None:
    settings.RUNS_A_DAY = 2
    for n in range(2):
        run_of(f"{ADDRESS}{n}", agent)
    Run.objects.update(state=State.DONE)
    with pytest.raises(UsageError) as caught:
        ask(f"{ADDRESS}-more", agent)
    assert "You asked for 2 observations within a day" in str(caught.value)
    Run.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert run_of(f"{ADDRESS}-more", agent).state == State.WAITING


def test_keys_say_what_a_subject_is(settings: Settings) -> None:
    settings.ALONE = False
    assert key_of(parse("GitHub.com/Owner/Name.git")) == "https://github.com/Owner/Name"
    assert key_of(parse("pkg:pypi/Django")) == key_of(parse("https://pypi.org/project/Django/"))
    assert key_of(parse("Été à la Ville")) == key_of(parse("ete a  la ville"))


_ASKERS = """
import json, os, sys
from threading import Barrier, Thread
from django.db import connection
from reperes_web.accounts.alone import first_account
from reperes_web.models import Run
from reperes_web.runs.ask import ask
from reperes.errors import UsageError
account, barrier, told = first_account()[0], Barrier(6), []
while not os.path.exists(sys.argv[1]): pass
def one(n):
    barrier.wait()
    try:
        told.append(str(ask(sys.argv[2].format(n=n), account).run.pk))
    except UsageError as error:
        told.append("refused")
    finally:
        connection.close()
threads = [Thread(target=one, args=(n,)) for n in range(6)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
print(json.dumps(told))
"""


def raced(app: Application, subject: str) -> list[str]:
    """Return what four processes of six threads are told that ask at the same moment."""
    go = app.folder / "go"
    go.unlink(missing_ok=True)
    line = [sys.executable, "-c", "import django; django.setup()\n" + _ASKERS, str(go), subject]
    askers = [
        subprocess.Popen(line, env=app.environment, stdout=subprocess.PIPE, cwd=app.folder) for _ in range(4)
    ]
    go.touch()
    told: list[str] = []
    for asker in askers:
        out, _ = asker.communicate()
        assert asker.returncode == 0
        told += json.loads(out)
    return told


def test_asked_for_by_many_at_the_same_moment_it_is_one_run(app: Application) -> None:
    app.python("from reperes_web.accounts.alone import first_account\nfirst_account()")
    told = raced(app, ADDRESS)
    assert len(told) == 24
    assert len(set(told)) == 1
    assert app.rows("select count(*) from reperes_web_run") == [(1,)]
    assert app.rows("select count(*) from django_tasks_database_dbtaskresult") == [(1,)]


def test_no_account_gets_more_than_its_bound_by_asking_at_the_same_moment(app: Application) -> None:
    app.python("from reperes_web.accounts.alone import first_account\nfirst_account()")
    app.extra["REPERES_WEB_RUNS_AT_ONCE"] = "3"
    told = raced(app, ADDRESS + "-{n}")
    assert app.rows("select count(*) from reperes_web_run") == [(3,)]
    assert told.count("refused") >= 12
