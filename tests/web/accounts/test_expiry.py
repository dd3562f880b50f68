import os
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from reperes.people.store import people_store
from reperes_web.accounts import copies
from reperes_web.accounts.expiry import Expired, expire
from reperes_web.models import Account, Attempt, Observation, Project, Run, Token
from reperes_web.models.runs import State
from reperes_web.runs.tasks import carry_out
from support.people import World, account

pytestmark = pytest.mark.django_db


def ago(days: float) -> timezone.datetime:  # type: ignore[name-defined]  # re-exported by Django
    return timezone.now() - timedelta(days=days)


def run(name: str, state: State, days: float) -> None:
    made = Run.objects.create(subject=name, key=name, as_of=date(2026, 11, 23), state=state)
    Run.objects.filter(pk=made.pk).update(asked_at=ago(days))


def test_runs_over_for_long_go_and_observations_stay() -> None:
    run("old", State.DONE, 365.1)
    run("old and failed", State.FAILED, 1000)
    run("old and waiting", State.WAITING, 1000)
    run("old and running", State.RUNNING, 1000)
    run("recent", State.DONE, 364.9)
    project = Project.objects.create(key="https://forge.example.org/a/b", name="b")
    Observation.objects.create(project=project, as_of=date(2020, 1, 1), observed_at=ago(2000), generator="")
    assert expire() == Expired(runs=2, facts=0, copies=0, tasks=0, attempts=0, accounts=0, stuck=())
    assert {one.subject for one in Run.objects.all()} == {"old and waiting", "old and running", "recent"}
    assert Observation.objects.count() == 1


def test_how_long_runs_are_kept_is_a_setting(settings: Settings) -> None:
    settings.KEEP_RUNS_DAYS = 7
    run("old", State.DONE, 7.1)
    run("recent", State.DONE, 6.9)
    assert expire().runs == 1


def test_what_the_queue_keeps_goes_after_two_days() -> None:
    for rank, (status, days) in enumerate(
        (
            (TaskResultStatus.SUCCESSFUL, 2.1),
            (TaskResultStatus.RUNNING, 31),
            (TaskResultStatus.SUCCESSFUL, 1.9),
            (TaskResultStatus.READY, 60),
        )
    ):
        made = carry_out.enqueue(f"00000000-0000-0000-0000-00000000000{rank}")
        DBTaskResult.objects.filter(id=made.id).update(status=status, enqueued_at=ago(days))
    assert expire().tasks == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "SUCCESSFUL"]


def test_sessions_and_counts_that_are_over_go() -> None:
    for name, days in (("over", 0.01), ("open", -1)):
        Session.objects.create(session_key=name, session_data="", expire_date=ago(days))
    Attempt.objects.create(digest="a", since=ago(1))
    Attempt.objects.create(digest="b", since=ago(0))
    assert expire().attempts == 1
    assert [one.session_key for one in Session.objects.all()] == ["open"]


def unused(name: str, months: float, *, signed_in: bool = True, **fields: object) -> Account:
    made = account(name, **fields)
    moments = {"date_joined": ago(months * 30.4375)}
    if signed_in:
        moments = {"date_joined": ago(3000), "last_login": ago(months * 30.4375)}
    Account.objects.filter(pk=made.pk).update(**moments)
    return made


def test_accounts_are_kept_unless_told_otherwise() -> None:
    unused("old", 500)
    assert expire().accounts == 0
    assert Account.objects.count() == 1


def test_unused_accounts_go_except_the_manager_that_others_need(asked: World, settings: Settings) -> None:
    settings.KEEP_ACCOUNTS_MONTHS = 24
    unused("old", 24.1)
    unused("invited", 24.1, signed_in=False)
    unused("recent", 23.9)
    unused("fresh", 1, signed_in=False)
    keyed = unused("keyed", 50)
    Token.objects.create(
        account=keyed,
        team=asked.team,
        name="",
        digest="k",
        start="k",
        used_at=ago(2),
        expires_on=date(2030, 1, 1),
    )
    asked.team.memberships.filter(account__username="second").delete()
    Account.objects.filter(username__in=["manager", "reader"]).update(last_login=ago(800))
    out, trouble = StringIO(), StringIO()
    call_command("expire", stdout=out, stderr=trouble)
    assert out.getvalue() == (
        "deleted: 0 runs, the facts of 0 observations, "
        "0 copies of histories and answers, 0 task results, 3 accounts, 0 counts of failed sign-ins, "
        "and the sessions that were over\n"
    )
    assert trouble.getvalue() == "manager was kept: a team would be left without a manager\n"
    assert {one.username for one in Account.objects.all()} == {
        *("manager", "editor", "stranger", "second", "recent", "fresh", "keyed")
    }


def test_the_account_of_one_person_never_goes(settings: Settings) -> None:
    settings.KEEP_ACCOUNTS_MONTHS = 1
    settings.ALONE = True
    unused("agent", 50, signed_in=False)
    assert expire().accounts == 0


def copied(home: Path, days: float) -> set[Path]:
    """Put one copy of each kind that has not served for some days; return them."""
    people, then = people_store(home), ago(days)
    made = {
        people / "clones" / f"clone{days:.0f}",
        people / "histories" / f"{days:.0f}.zip",
        people / "answers" / f"question{days:.0f}" / f"{then.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}.json.gz",
        people / "http.db",
    }
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if path.parent.name == "clones" else path.touch()
        os.utime(path, (then.timestamp(), then.timestamp()))
    return made


def test_copies_of_histories_go_though_nobody_observes(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    old, recent = copied(tmp_path, 31), copied(tmp_path, 29)
    assert expire().copies == 3
    assert {path for path in old | recent if path.exists()} == recent
    assert copies.forget(tmp_path, timezone.now() + timedelta(days=1.1)) == 2
    assert {path.name for path in recent if path.exists()} == {"clone29", "29.zip"}


def test_the_cache_of_answers_goes_with_what_it_last_held(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    cache, log = people_store(tmp_path) / "http.db", people_store(tmp_path) / "http.db-wal"
    for path, days in ((cache, 31), (log, 29)):
        path.touch()
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
    assert copies.forget(tmp_path, now) == 0
    assert copies.forget(tmp_path, now + timedelta(days=1.1)) == 1
    assert not cache.exists()
    assert not log.exists()
    assert copies.forget(tmp_path / "nothing", now) == 0
