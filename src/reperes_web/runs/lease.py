"""The lease of a run: one worker has it, for as long as it says that it lives.

Every change is one conditional UPDATE, the same on SQLite and on PostgreSQL: who changes no row has lost.
"""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reperes.errors import Message
from reperes.i18n import N_
from reperes_web.models import Run, State
from reperes_web.models.runs import UNDER_WAY
from reperes_web.runs.messages import as_data
from reperes_web.runs.tasks import carry_out, wake

LOG = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
"""How many workers a run may lose before it is said to have failed."""
_AT_ONCE = 1000


def take(run_id: str) -> uuid.UUID | None:
    """Take the lease of a run that waits, or whose worker is silent; None when it is not to be had."""
    holder, now = uuid.uuid4(), timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=now)
    taken = Run.objects.filter(free, pk=run_id, stop_asked=False).update(
        state=State.RUNNING,
        holder=holder,
        lease_until=now + timedelta(seconds=settings.LEASE_SECONDS),
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", Value(now, output_field=DateTimeField())),
        steps=[],
        told="",
    )
    return holder if taken else None


def beat(run_id: str, holder: uuid.UUID, **news: object) -> bool | None:
    """Put the end of a lease off; return whether the run is to be stopped, None when the lease was lost.

    `news` are the fields that say where the run stands.
    """
    until = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
    mine = Run.objects.filter(pk=run_id, holder=holder, state=State.RUNNING)
    if not mine.update(lease_until=until, **news):
        return None
    return bool(mine.values_list("stop_asked", flat=True).first())


def end(run_id: str, holder: uuid.UUID, state: State, **fields: object) -> bool:
    """End a run that we hold; return whether we still held it."""
    return bool(
        Run.objects.filter(pk=run_id, holder=holder, state=State.RUNNING).update(
            state=state, holder=None, lease_until=None, told="", ended_at=timezone.now(), **fields
        )
    )


def give_back(run_id: str, holder: uuid.UUID, *, counted: bool) -> None:
    """Let another worker have a run that we hold, and wake one.

    `counted`: whether that was an attempt; it was none when the worker was merely told to end.
    """
    with transaction.atomic():
        given = Run.objects.filter(pk=run_id, holder=holder, state=State.RUNNING).update(
            state=State.WAITING,
            holder=None,
            lease_until=None,
            attempts=F("attempts") - (0 if counted else 1),
        )
        if given:
            wake(Run(pk=run_id))


def stop(run: Run) -> None:
    """Ask for a run to be stopped; one that nobody works on ends at once."""
    # First for all: one that is taken by a worker in the meantime is stopped by it.
    Run.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(stop_asked=True)
    _end_stopped(Run.objects.filter(pk=run.pk))


def revive() -> int:
    """Wake a worker for each run that was left; return how many there were.

    A run that took too many attempts is ended: something in it kills its worker.
    """
    now = timezone.now()
    left = Q(state=State.RUNNING, lease_until__lt=now)
    found = 0
    _end_stopped(Run.objects.filter(stop_asked=True))
    Run.objects.filter(left, attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, ended_at=now, holder=None, lease_until=None, told="", failure=_worn_out()
    )
    for run in Run.objects.filter(left):
        with transaction.atomic():
            freed = Run.objects.filter(left, pk=run.pk).update(
                state=State.WAITING, holder=None, lease_until=None
            )
            if freed:
                wake(run)
                found += 1
                LOG.info("run %s was left by its worker: it is taken up again", run.pk)
    return found + _forgotten()


def _end_stopped(runs: QuerySet[Run]) -> None:
    now = timezone.now()
    idle = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=now)
    runs.filter(idle, stop_asked=True).update(
        state=State.STOPPED, ended_at=now, holder=None, lease_until=None, told=""
    )


def _forgotten() -> int:
    """Wake a worker for the runs that wait and that nothing in the queue speaks of.

    Their task was taken by a worker that died before it had the run.
    """
    since = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS)
    waiting = [*Run.objects.filter(state=State.WAITING, asked_at__lt=since).order_by("asked_at")[:_AT_ONCE]]
    if not waiting:
        return 0
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=carry_out.module_path)
    queued = {str(told["args"][0]) for told in ready.values_list("args_kwargs", flat=True)}
    lost = [run for run in waiting if str(run.pk) not in queued]
    for run in lost:
        wake(run)
    return len(lost)


def _worn_out() -> dict[str, object]:
    told = {
        "what": Message(N_("The observation could not be finished.")),
        "why": Message(N_("Its worker was interrupted {n} times."), {"n": MOST_ATTEMPTS}),
        "do": Message(N_("Ask again later; if it happens again, tell who runs this service.")),
    }
    return {key: as_data(message) for key, message in told.items()}
