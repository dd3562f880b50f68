"""Whether the service works: in one word for probes, in detail for who runs it."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reperes.report.catalogues import list_table
from reperes.report.view import Table
from reperes.sources.catalogues.standing import standings
from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language
from reperes_web.models import Run, State

_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Details:
    """What who runs the service wants to know.

    `working`: runs that a living worker has; `left`: runs whose worker says nothing any more; `oldest`: when
    the first of those that wait was asked for. Sizes are in GiB.
    """

    version: str
    database: str
    trouble: str | None
    working: int
    left: int
    waiting: int
    oldest: datetime | None
    free: float
    disk: float
    catalogues: Table

    def is_stuck(self, now: datetime) -> bool:
        """Return whether runs wait while no worker takes them."""
        if self.oldest is None or self.working:
            return False
        return (now - self.oldest).total_seconds() > 2 * settings.LEASE_SECONDS


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and its tables are those of this version, else 503."""
    del request
    found = trouble()
    if found is None:
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "unavailable", "why": found}, status=503)


@signed_in
@never_cache
@require_safe
def details(request: HttpRequest) -> HttpResponse:
    """Show the details to a manager, or to the one person of the machine."""
    if not settings.ALONE and not rights.manages(request.user):
        raise PermissionDenied
    now = timezone.now()
    found = look(now)
    shown = {"found": found, "stuck": found.is_stuck(now)}
    return render(request, "health/details.html", shown)


_UP_TO_DATE: set[str] = set()
"""The databases found up to date by this process: its own code cannot make them older."""


def trouble() -> str | None:
    """Return `database` when it does not answer, `migrations` when it lacks some, None when all is well."""
    name = str(connection.settings_dict["NAME"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if name not in _UP_TO_DATE:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "migrations"
            _UP_TO_DATE.add(name)
    except Error:
        return "database"
    return None


def look(now: datetime) -> Details:
    """Return the details, in a bounded number of queries. Raises UsageError for wrong catalogue settings."""
    running = Run.objects.filter(state=State.RUNNING)
    waiting = Run.objects.filter(state=State.WAITING)
    usage = shutil.disk_usage(settings.HOME)
    return Details(
        version=version("reperes"),
        database=connection.vendor,
        trouble=trouble(),
        working=running.filter(lease_until__gte=now).count(),
        left=running.filter(lease_until__lt=now).count(),
        waiting=waiting.count(),
        oldest=waiting.order_by("asked_at").values_list("asked_at", flat=True).first(),
        free=usage.free / _GIB,
        disk=usage.total / _GIB,
        catalogues=_catalogues(now.date()),
    )


def _catalogues(today: date) -> Table:
    return list_table([*standings(settings.HOME, today).values()], language())
