"""The lease of a run: one worker has it, for as long as it says that it lives.

Every change is one conditional UPDATE, the same on SQLite and on PostgreSQL: who changes no row has lost.
"""

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reperes.errors import Message
from reperes.i18n import N_
from reperes_web.models import Run, State
from reperes_web.runs.messages import as_data
from reperes_web.runs.tasks import wake

LOG = logging.getLogger(__name__)
MOST_ATTEMPTS = 5


def take(run_id: str) -> uuid.UUID | None:
    """Take the lease of a run that waits, or whose worker is silent; None when it is not to be had."""
    holder, now = uuid.uuid4(), timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=now)
    taken = Run.objects.filter(free, pk=run_id).update(
        state=State.RUNNING,
        holder=holder,
        lease_until=now + timedelta(seconds=settings.LEASE_SECONDS),
        attempts=F("attempts") + 1,
        started_at=now,
        steps=[],
        told="",
    )
    return holder if taken else None


def beat(run_id: str, holder: uuid.UUID) -> bool | None:
    """Put the end of a lease off; return whether the run is to be stopped, None when the lease was lost."""
    until = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
    mine = Run.objects.filter(pk=run_id, holder=holder, state=State.RUNNING)
    if not mine.update(lease_until=until):
        return None
    return bool(mine.values_list("stop_asked", flat=True).first())


def end(run_id: str, holder: uuid.UUID, state: State, **fields: object) -> bool:
    """End a run that we hold; return whether we still held it."""
    return bool(
        Run.objects.filter(pk=run_id, holder=holder, state=State.RUNNING).update(
            state=state, holder=None, lease_until=None, ended_at=timezone.now(), **fields
        )
    )


def give_back(run_id: str, holder: uuid.UUID) -> None:
    """Let another worker have a run that we hold, and wake one."""
    with transaction.atomic():
        given = Run.objects.filter(pk=run_id, holder=holder, state=State.RUNNING).update(
            state=State.WAITING, holder=None, lease_until=None
        )
        if given:
            wake(Run(pk=run_id))


def stop(run: Run) -> None:
    """Ask for a run to be stopped; one that nobody works on ends at once."""
    now = timezone.now()
    Run.objects.filter(pk=run.pk, state=State.RUNNING).update(stop_asked=True)
    idle = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=now)
    Run.objects.filter(idle, pk=run.pk).update(
        state=State.STOPPED, ended_at=now, holder=None, lease_until=None
    )


def revive() -> int:
    """Wake a worker for each run that was left; return how many there were.

    A run that took too many attempts is ended: something in it kills its worker.
    """
    now = timezone.now()
    left = Q(state=State.RUNNING, lease_until__lt=now)
    found = 0
    Run.objects.filter(left, attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, ended_at=now, holder=None, lease_until=None, failure=_worn_out()
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


def _forgotten() -> int:
    """Wake a worker for the runs that wait while nothing is in the queue."""
    if DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists():
        return 0
    since = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS)
    waiting = [*Run.objects.filter(state=State.WAITING, asked_at__lt=since)[:100]]
    for run in waiting:
        wake(run)
    return len(waiting)


def _worn_out() -> dict[str, object]:
    told = {
        "what": Message(N_("The observation could not be finished.")),
        "why": Message(N_("Its worker was interrupted {n} times."), {"n": MOST_ATTEMPTS}),
        "do": Message(N_("Ask again later; if it happens again, tell who runs this service.")),
    }
    return {key: as_data(message) for key, message in told.items()}
