"""An observation: in short, then the order of the guidance, with evidence that unfolds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from reperes_web import kept
from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language
from reperes_web.models import Observation


@signed_in
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one observation."""
    observation = get_object_or_404(Observation.objects.select_related("project"), pk=pk)
    others = observation.project.observations.exclude(pk=pk).order_by("-as_of", "-observed_at")[:12]
    shown = {
        "observation": observation,
        "project": observation.project,
        "report": kept.report(observation, language()),
        "others": others,
        "may_start": rights.may_start(request.user),
    }
    return render(request, "observation.html", shown)
