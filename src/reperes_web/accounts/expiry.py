"""What is kept for a time only is deleted when that time is over."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from reperes.errors import UsageError
from reperes_web import rereading
from reperes_web.accounts import attempts, copies, personal
from reperes_web.models import Account, Run
from reperes_web.models.runs import UNDER_WAY

TASK_DAYS = 2
_MONTH_DAYS = 30.4375


@dataclass(frozen=True, slots=True)
class Expired:
    """How many of each were deleted; `stuck`: accounts kept, because a team would have no manager left.

    `copies` are those of histories and answers of forges; `facts`, the observations that theirs are gone of.
    """

    runs: int
    facts: int
    copies: int
    tasks: int
    attempts: int
    accounts: int
    stuck: tuple[str, ...]


def expire() -> Expired:
    """Delete what is past its time: old runs, task results, sessions, unused accounts, copies of histories.

    Observations stay: they speak of projects; only the facts they were made of go. A run under way
    is never deleted.
    """
    now = timezone.now()
    old_runs = Run.objects.exclude(state__in=UNDER_WAY).filter(
        asked_at__lt=now - timedelta(days=settings.KEEP_RUNS_DAYS)
    )
    # One whose worker died is never finished: what it was to do says so itself, and was given to another.
    taken = DBTaskResult.objects.exclude(status=TaskResultStatus.READY)
    old_tasks = taken.filter(enqueued_at__lt=now - timedelta(days=TASK_DAYS))
    runs, tasks = old_runs.delete()[0], old_tasks.delete()[0]
    call_command("clearsessions")
    accounts, stuck = _unused()
    copied = copies.forget(settings.HOME, now)
    return Expired(runs, rereading.forget(), copied, tasks, attempts.forget(), accounts, stuck)


def _unused() -> tuple[int, tuple[str, ...]]:
    """Erase the accounts that neither a sign-in nor a key to the API used for as long as is set."""
    if settings.ALONE or not settings.KEEP_ACCOUNTS_MONTHS:
        return 0, ()
    limit = timezone.now() - timedelta(days=settings.KEEP_ACCOUNTS_MONTHS * _MONTH_DAYS)
    silent = Q(last_login__lt=limit) | Q(last_login=None, date_joined__lt=limit)
    erased, stuck = 0, []
    for account in Account.objects.filter(silent).exclude(tokens__used_at__gte=limit).order_by("pk"):
        try:
            personal.erase(account)
        except UsageError:
            stuck.append(account.username)
        else:
            erased += 1
    return erased, tuple(stuck)
