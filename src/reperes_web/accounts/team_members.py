"""The pages by which a manager adds colleagues, changes what they may do, and takes them out."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from reperes.errors import UsageError
from reperes.i18n import N_
from reperes_web.accounts import links, members, rights
from reperes_web.accounts.forms import InviteForm, MemberForm, posted
from reperes_web.accounts.rights import Action
from reperes_web.accounts.signed import signed_in
from reperes_web.accounts.teams import team_for
from reperes_web.language import say, sentences_of
from reperes_web.models import Account, Membership, Role, Team


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a colleague; one who has no account yet gets one, with a link to choose a password.

    Whoever has one is shown first: the manager says that it is the right person.
    """
    team = team_for(request, pk, Action.MANAGE)
    form = InviteForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _inviting(request, team, form, None, 400 if form.errors else 200)
    told = form.cleaned_data
    try:
        member, is_new = members.invite(
            team, told["email"], Role(told["role"]), told["function"], confirmed=told["account"]
        )
    except members.UnconfirmedError as unsure:
        shown = {"team": team, "told": told, "account": unsure.account, "role": Role(told["role"]).label}
        return render(request, "accounts/confirm.html", shown)
    except UsageError as error:
        sentences = sentences_of(error)
        return _inviting(request, team, form, sentences, 400)
    if is_new and rights.may_give_link(request.user, member.account):
        return _link(request, team, member.account)
    messages.success(request, say(N_("{email} was added to the team."), email=told["email"]))
    return redirect("team", team.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """Change the role and the function of a member."""
    team, found = _member(request, pk, member_id)
    form = MemberForm(posted(request), initial={"role": found.role, "function": found.function})
    told = None
    if request.method == "POST" and form.is_valid():
        try:
            members.change(found, Role(form.cleaned_data["role"]), form.cleaned_data["function"])
        except UsageError as error:
            told = sentences_of(error)
        else:
            messages.success(
                request, say(N_("What {name} is in the team was changed."), name=found.account.shown)
            )
            return redirect("team", team.pk)
    shown = {
        "team": team,
        "member": found,
        "form": form,
        "told": told,
        "may_give_link": rights.may_give_link(request.user, found.account),
        "has_password": settings.PASSWORDS and not found.account.subject,
        "days": links.DAYS,
    }
    return render(request, "accounts/member.html", shown, status=400 if told or form.errors else 200)


@signed_in
@require_POST
def remove(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """Take a member out of a team."""
    team, found = _member(request, pk, member_id)
    members.remove(found)
    messages.success(request, say(N_("{name} is no longer in the team."), name=found.account.shown))
    return redirect("teams") if found.account_id == request.user.pk else redirect("team", team.pk)


@never_cache
@signed_in
@require_POST
def link(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """Show a new one-time link, for a member who lost the first one or their password."""
    team, found = _member(request, pk, member_id)
    if not rights.may_give_link(request.user, found.account):
        raise Http404
    return _link(request, team, found.account)


def _member(request: HttpRequest, pk: int, member_id: int) -> tuple[Team, Membership]:
    team = team_for(request, pk, Action.MANAGE)
    found = get_object_or_404(Membership.objects.select_related("account", "team"), pk=member_id, team=team)
    return team, found


def _link(request: HttpRequest, team: Team, account: Account) -> HttpResponse:
    shown = {
        "team": team,
        "account": account,
        "link": request.build_absolute_uri(links.path_to_password(account)),
        "days": links.DAYS,
    }
    return render(request, "accounts/link.html", shown)


def _inviting(
    request: HttpRequest, team: Team, form: InviteForm, told: list[str] | None, status: int
) -> HttpResponse:
    return render(request, "accounts/invite.html", {"team": team, "form": form, "told": told}, status=status)
