"""The lease of a run: who has it, who loses it, who takes it up."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from reperes_web.models import Run, State
from reperes_web.rereading import read_again
from reperes_web.runs import lease
from reperes_web.runs.tasks import wake

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def made(**fields: object) -> Run:
    known: dict[str, object] = {"subject": "https://forge.example.org/a/b", "as_of": DAY}
    known["key"] = f"https://forge.example.org/a/{uuid.uuid4()}"
    run = Run.objects.create(**(known | fields))
    Run.objects.filter(pk=run.pk).update(asked_at=timezone.now() - timedelta(hours=1))
    return again(run)


def again(run: Run) -> Run:
    return Run.objects.get(pk=run.pk)


def left(**fields: object) -> Run:
    """Return a run whose worker has been silent for a minute beyond its lease."""
    known = {"state": State.RUNNING, "holder": uuid.uuid4(), "attempts": 1}
    return made(**(known | {"lease_until": timezone.now() - timedelta(minutes=1)} | fields))


def queued() -> list[str]:
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return [told["args"][0] for told in ready.values_list("args_kwargs", flat=True)]


def test_one_worker_only_takes_a_run_that_waits() -> None:
    run = made()
    holder = lease.take(str(run.pk))
    assert holder is not None
    assert lease.take(str(run.pk)) is None
    taken = again(run)
    assert (taken.state, taken.holder, taken.attempts) == (State.RUNNING, holder, 1)
    assert taken.started_at is not None
    assert taken.lease_until is not None
    assert taken.lease_until - taken.started_at == timedelta(seconds=30)


def test_a_run_that_was_left_is_taken_with_the_time_of_its_first_start() -> None:
    started = timezone.now() - timedelta(minutes=5)
    run = left(started_at=started, steps=[{"message": {"msgid": "x", "args": {}}, "at": 0}], told="half")
    assert lease.take(str(run.pk)) is not None
    taken = again(run)
    assert (taken.attempts, taken.steps, taken.told, taken.started_at) == (2, [], "", started)


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.STOPPED])
def test_a_run_that_is_over_is_not_to_be_had(state: State) -> None:
    assert lease.take(str(made(state=state).pk)) is None


def test_a_run_to_be_stopped_is_not_to_be_had() -> None:
    assert lease.take(str(made(stop_asked=True).pk)) is None
    assert lease.take(str(left(stop_asked=True).pk)) is None


def test_a_beat_puts_the_lease_off_and_says_where_the_run_stands() -> None:
    run = made()
    holder = lease.take(str(run.pk))
    assert holder is not None
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now())
    assert lease.beat(str(run.pk), holder, told="receiving") is False
    beaten = again(run)
    assert beaten.told == "receiving"
    assert beaten.lease_until is not None
    assert beaten.lease_until > timezone.now() + timedelta(seconds=25)
    lease.stop(run)
    assert lease.beat(str(run.pk), holder) is True


def test_who_lost_the_lease_changes_nothing_any_more() -> None:
    run = left()
    first = run.holder
    assert first is not None
    second = lease.take(str(run.pk))
    assert second is not None
    assert lease.beat(str(run.pk), first, told="late") is None
    assert lease.end(str(run.pk), first, State.DONE) is False
    lease.give_back(str(run.pk), first, counted=True)
    kept = again(run)
    assert (kept.state, kept.holder, kept.told) == (State.RUNNING, second, "")
    assert queued() == []
    assert lease.end(str(run.pk), second, State.DONE) is True
    ended = again(run)
    assert (ended.state, ended.holder, ended.lease_until) == (State.DONE, None, None)
    assert ended.ended_at is not None


def test_who_holds_the_lease_still_has_it_when_nobody_took_it() -> None:
    run = left()
    assert run.holder is not None
    assert lease.end(str(run.pk), run.holder, State.DONE) is True


@pytest.mark.parametrize(("counted", "attempts"), [(True, 1), (False, 0)])
def test_a_run_given_back_waits_and_wakes_somebody(counted: bool, attempts: int) -> None:  # noqa: FBT001
    run = made()
    holder = lease.take(str(run.pk))
    assert holder is not None
    lease.give_back(str(run.pk), holder, counted=counted)
    given = again(run)
    assert (given.state, given.holder, given.lease_until, given.attempts) == (
        State.WAITING,
        None,
        None,
        attempts,
    )
    assert queued() == [str(run.pk)]


def test_a_run_that_nobody_works_on_is_stopped_at_once() -> None:
    for run in (made(), left()):
        lease.stop(run)
        stopped = again(run)
        assert (stopped.state, stopped.holder, stopped.stop_asked) == (State.STOPPED, None, True)
        assert stopped.ended_at is not None


def test_a_run_at_work_is_asked_to_stop() -> None:
    run = made()
    lease.take(str(run.pk))
    lease.stop(run)
    asked = again(run)
    assert (asked.state, asked.stop_asked) == (State.RUNNING, True)


def test_a_run_that_is_over_cannot_be_stopped() -> None:
    run = made(state=State.DONE)
    lease.stop(run)
    assert (again(run).state, again(run).stop_asked) == (State.DONE, False)


def test_what_was_left_is_taken_up_again_once() -> None:
    run = left()
    at_work = made()
    lease.take(str(at_work.pk))
    assert lease.revive() == 1
    assert (again(run).state, again(run).holder, again(run).attempts) == (State.WAITING, None, 1)
    assert again(at_work).state == State.RUNNING
    assert queued() == [str(run.pk)]
    assert lease.revive() == 0


def test_what_was_left_and_is_to_be_stopped_is_not_taken_up() -> None:
    run = left(stop_asked=True)
    assert lease.revive() == 0
    assert again(run).state == State.STOPPED
    assert queued() == []


def test_what_wore_five_workers_out_has_failed() -> None:
    worn, other = left(attempts=5), left(attempts=4)
    assert lease.revive() == 1
    failed = again(worn)
    assert (failed.state, failed.holder) == (State.FAILED, None)
    assert failed.failure is not None
    assert failed.failure["why"] == {"msgid": "Its worker was interrupted {n} times.", "args": {"n": 5}}
    assert again(other).state == State.WAITING


def test_a_run_whose_call_was_lost_is_called_for_whatever_else_waits() -> None:
    lost, waiting = made(), made()
    wake(waiting)
    # A worker took the task, and died before it took the run.
    wake(lost)
    DBTaskResult.objects.filter(args_kwargs__args=[str(lost.pk)]).update(status=TaskResultStatus.RUNNING)
    assert lease.revive() == 1
    assert sorted(queued()) == sorted([str(lost.pk), str(waiting.pk)])
    assert lease.revive() == 0


def test_a_run_just_asked_for_is_not_lost_yet() -> None:
    run = Run.objects.create(subject="x", key="name:x", as_of=DAY)
    assert lease.revive() == 0
    assert again(run).state == State.WAITING


def test_a_run_is_called_for_beside_another_task() -> None:
    run = made()
    task = read_again.enqueue(1)
    assert lease.revive() == 1
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY).exclude(pk=task.id)
    assert [one.args_kwargs for one in ready] == [{"args": [str(run.pk)], "kwargs": {}}]


def test_leases_are_as_long_as_it_is_told(settings: Settings) -> None:
    settings.LEASE_SECONDS = 7
    run = made()
    lease.take(str(run.pk))
    taken = again(run)
    assert taken.started_at is not None
    assert taken.lease_until is not None
    assert taken.lease_until - taken.started_at == timedelta(seconds=7)
