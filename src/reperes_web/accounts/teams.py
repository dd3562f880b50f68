"""The pages of teams: who is in, who may do what, and which one acts."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reperes.i18n import N_
from reperes_web.accounts import members, rights
from reperes_web.accounts.forms import FunctionForm, SureForm, TeamForm, posted
from reperes_web.accounts.rights import Action
from reperes_web.accounts.signed import account_of, signed_in
from reperes_web.language import say
from reperes_web.models import Addition, Advice, Correction, Membership, Profile, Team


@signed_in
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show the teams of the reader."""
    shown = {
        "mine": rights.memberships(request.user),
        "may_create": rights.may_create_team(request.user),
        "contact": settings.CONTACT,
    }
    return render(request, "accounts/teams.html", shown)


@signed_in
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team: its members, their role, the function that signs."""
    team = team_for(request, pk, Action.READ)
    listing = [
        *team.memberships.select_related("account").order_by("account__last_name", "account__username")
    ]
    own = next(one for one in listing if one.account_id == request.user.pk)
    shown = {
        "team": team,
        "members": listing,
        "own": own,
        "manages": rights.allows(rights.role_in(request.user, team), Action.MANAGE),
        "function": FunctionForm(initial={"function": own.function}),
    }
    return render(request, "accounts/team.html", shown)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a team; whoever makes it manages it, and acts for it from now on."""
    if not rights.may_create_team(request.user):
        raise PermissionDenied
    form = TeamForm(posted(request))
    if request.method == "POST" and form.is_valid():
        team = members.create(form.cleaned_data["name"], account_of(request))
        request.session["team"] = team.pk
        return redirect("team", team.pk)
    return render(request, "accounts/team-new.html", {"form": form}, status=400 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name of a team."""
    team = team_for(request, pk, Action.MANAGE)
    form = TeamForm(posted(request), initial={"name": team.name})
    if request.method == "POST" and form.is_valid():
        team.name = form.cleaned_data["name"]
        team.save(update_fields=["name"])
        return redirect("team", team.pk)
    shown = {"form": form, "team": team}
    return render(request, "accounts/team-rename.html", shown, status=400 if form.errors else 200)


@signed_in
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Act for a team from now on."""
    team = team_for(request, pk, Action.READ)
    request.session["team"] = team.pk
    messages.success(request, say(N_("You act for “{team}” from now on."), team=team.name))
    return redirect("team", team.pk)


@signed_in
@require_POST
def own_function(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the function that signs one’s own corrections: those to come, not those made."""
    team = team_for(request, pk, Action.READ)
    form = FunctionForm(request.POST)
    if form.is_valid():
        team.memberships.filter(account=account_of(request)).update(**form.cleaned_data)
        messages.success(request, say(N_("Your function was changed.")))
    return redirect("team", team.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a team, once sure."""
    team = team_for(request, pk, Action.READ)
    if request.method == "POST":
        members.remove(get_object_or_404(Membership, team=team, account=account_of(request)))
        messages.success(request, say(N_("You left “{team}”."), team=team.name))
        return redirect("teams")
    return render(request, "accounts/team-leave.html", {"team": team})


@signed_in
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a team with all it wrote, once sure."""
    team = team_for(request, pk, Action.MANAGE)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        team.delete()
        messages.success(request, say(N_("“{team}” was deleted, with all it had written."), team=team.name))
        return redirect("teams")
    shown = {"team": team, "form": form, "lost": _lost(team)}
    return render(request, "accounts/team-delete.html", shown, status=400 if form.errors else 200)


def team_for(request: HttpRequest, pk: int, action: Action) -> Team:
    """Return a team if the reader may do that to it: see `rights.require`."""
    team = get_object_or_404(Team, pk=pk)
    rights.require(request.user, action, team)
    return team


def _lost(team: Team) -> list[tuple[str, int]]:
    """Return what goes with a team, counted."""
    counted = (
        (N_("Members"), team.memberships),
        (N_("Profiles of the administration"), Profile.objects.filter(team=team)),
        (N_("Corrections"), Correction.objects.filter(team=team)),
        (N_("Pieces of evidence"), Addition.objects.filter(team=team)),
        (N_("Pieces of advice"), Advice.objects.filter(team=team)),
        (N_("Keys to the API"), team.tokens),
    )
    return [(say(name), things.count()) for name, things in counted]
