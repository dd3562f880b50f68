"""An observation: in short, then the order of the guidance, with evidence that unfolds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from reperes_web import amended, kept, rereading
from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language
from reperes_web.models import Advice, Observation, Team


@signed_in
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one observation."""
    observation = found(pk)
    member = rights.membership(request)
    team = None if member is None else member.team
    said = amended.amended(team, observation.project)
    others = observation.project.observations.exclude(pk=pk).order_by("-as_of", "-observed_at")[:12]
    shown = {
        "observation": observation,
        "project": observation.project,
        "report": amended.report(observation, team, said, language()),
        "amended": said,
        **worked_out(observation, team, said),
        "team": team,
        "asked": _asked(team, observation),
        "others": others,
        "may_start": rights.may_start(request.user),
    }
    return render(request, "observation.html", shown)


def _asked(team: Team | None, observation: Observation) -> int:
    """Return how often the team asked for an advice on this project."""
    if team is None:
        return 0
    return Advice.objects.filter(team=team, observation__project=observation.project).count()


def found(pk: int) -> Observation:
    """Return an observation with its project; Http404 when there is none."""
    return get_object_or_404(Observation.objects.select_related("project"), pk=pk)


def worked_out(observation: Observation, team: Team | None, said: amended.Amended) -> dict[str, bool]:
    """Return whether what follows from corrections is being worked out, or will not be (`unfollowed`)."""
    if team is None or not said.corrected():
        return {"pending": False, "unfollowed": False}
    pending = rereading.is_pending(observation, team)
    return {"pending": pending, "unfollowed": not pending and not kept.is_read_again(observation, team)}
