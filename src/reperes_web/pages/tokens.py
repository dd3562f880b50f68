"""Keys to the API: those of the account, how to make one, how to revoke it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from reperes.i18n import N_
from reperes_web.accounts import rights, tokens
from reperes_web.accounts.rights import Action
from reperes_web.accounts.signed import signed_in
from reperes_web.forms import Form, said
from reperes_web.language import say
from reperes_web.models import Account, Membership, Role, Token

_DAYS = {"30": N_("30 days"), "90": N_("90 days"), "180": N_("180 days"), "365": N_("one year")}


class TokenForm(Form):
    """A key to make: what it is for, how long it lasts, whether it writes."""

    name = forms.CharField(
        max_length=80, label=said(N_("What it is for")), help_text=said(N_("Such as: nightly export."))
    )
    days = forms.ChoiceField(
        label=said(N_("How long it lasts")),
        choices=lambda: [(days, say(text)) for days, text in _DAYS.items()],
        initial="90",
    )
    writes = forms.BooleanField(
        required=False,
        label=said(N_("It may write")),
        help_text=said(N_("Ask for observations, keep profiles and corrections: what your role allows.")),
    )


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """List the keys of the account, and make one."""
    if request.method == "POST":
        return _make(request)
    return _shown(request, TokenForm())


@signed_in
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke a key of the account: it opens nothing from now on."""
    held = get_object_or_404(Token, pk=number, account__pk=_number(request))
    held.delete()
    messages.success(
        request, say(N_("The key “{name}” was revoked: it opens nothing any more."), name=held.name)
    )
    return redirect("tokens")


@sensitive_variables("text")
def _make(request: HttpRequest) -> HttpResponse:
    """Make a key, and show it here and now: its text is kept nowhere, so nothing can show it again."""
    form = TokenForm(request.POST)
    member = rights.membership(request)
    if not form.is_valid() or not isinstance(request.user, Account):
        return _shown(request, form, status=400)
    refusal = _refusal(
        member, Token.objects.filter(account=request.user).count(), writes=form.cleaned_data["writes"]
    )
    if member is None or refusal:
        form.add_error(None, refusal)
        return _shown(request, form, status=400)
    until = timezone.localdate() + timedelta(days=int(form.cleaned_data["days"]))
    made, text = tokens.make(
        member, form.cleaned_data["name"], until, reads_only=not form.cleaned_data["writes"]
    )
    return render(request, "tokens/made.html", {"token": made, "text": text})


def _refusal(member: Membership | None, held: int, *, writes: bool) -> str:
    """Return why no such key is made; empty when it may be."""
    if member is None:
        return say(
            N_("A key acts in a team, and this account is in none: ask a manager to add you to theirs.")
        )
    if held >= tokens.MOST:
        return say(N_("You have {n} keys, which is the most: revoke one that is not used."), n=held)
    if writes and not rights.allows(Role(member.role), Action.WRITE):
        return say(N_("A reader of this team may not write: make a key that only reads, or ask a manager."))
    return ""


def _shown(request: HttpRequest, form: TokenForm, status: int = 200) -> HttpResponse:
    mine = Token.objects.select_related("team").filter(account__pk=_number(request))
    shown = {
        "form": form,
        "tokens": [*mine.order_by("-created_at", "-pk")],
        "today": timezone.localdate(),
        "member": rights.membership(request),
    }
    return render(request, "tokens/list.html", shown, status=status)


def _number(request: HttpRequest) -> int:
    """Return the number of the account that asks: whoever comes here signed in."""
    return request.user.pk or 0
