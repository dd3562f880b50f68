"""An observation under way: its steps as they happen, the time, a way to stop."""

import uuid
from dataclasses import dataclass
from itertools import pairwise

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, HttpResponseStopPolling

from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language
from reperes_web.models import Run, State
from reperes_web.runs import lease, work
from reperes_web.runs.messages import of_data, told


@dataclass(frozen=True, slots=True)
class Step:
    """A step in words, the seconds it took or has taken, and whether it is over."""

    text: str
    seconds: float
    over: bool


@signed_in
@require_GET
def show(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show a run; once it is done, its observation."""
    run = get_object_or_404(Run.objects.select_related("observation"), pk=run_id)
    if run.state == State.DONE and run.observation_id is not None:
        return redirect("observation", run.observation_id)
    return render(request, "run.html", _shown(request, run))


@signed_in
@require_GET
def state(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Return the part of the page that changes; once the run is done, go to its observation."""
    run = get_object_or_404(Run, pk=run_id)
    if run.state == State.DONE and run.observation_id is not None:
        return HttpResponseClientRedirect(reverse("observation", args=[run.observation_id]))
    shown = render(request, "run-state.html", {**_shown(request, run), "polled": True})
    if not run.is_under_way:
        shown.status_code = HttpResponseStopPolling.status_code
    return shown


@signed_in
@require_POST
def stop(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Stop a run."""
    run = get_object_or_404(Run, pk=run_id)
    if not rights.may_stop(request.user, run):
        raise PermissionDenied
    lease.stop(run)
    return redirect("run", run.pk)


def _shown(request: HttpRequest, run: Run) -> dict[str, object]:
    seconds = work.since(run)
    return {
        "run": run,
        "polled": False,
        "steps": _steps(run, seconds),
        "seconds": seconds,
        "failure": told(run.failure, language()) if run.failure else None,
        "may_stop": rights.may_stop(request.user, run),
        "ahead": _ahead(run),
    }


def _steps(run: Run, seconds: float) -> list[Step]:
    begun = [(of_data(one["message"]).text(language()), float(one["at"])) for one in run.steps]
    ends = [at for (_, _), (_, at) in pairwise(begun)]
    over = [Step(text, end - at, over=True) for (text, at), end in zip(begun, ends, strict=False)]
    if not begun:
        return over
    text, at = begun[-1]
    return [*over, Step(text, max(0.0, seconds - at), over=run.state == State.DONE)]


def _ahead(run: Run) -> int:
    """Return how many runs wait before this one."""
    if run.state != State.WAITING:
        return 0
    return Run.objects.filter(state=State.WAITING, asked_at__lt=run.asked_at).count()
