"""The page of one’s own account: who one is, one’s password, one’s data."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from reperes.errors import UsageError
from reperes.i18n import N_
from reperes_web.accounts import members, personal, rights
from reperes_web.accounts.forms import AccountForm, ChangePasswordForm, SureForm, posted
from reperes_web.accounts.signed import account_of, signed_in
from reperes_web.language import say, sentences_of
from reperes_web.models import Account


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show one’s account, or change one’s name; a provider tells it, where there is one."""
    account = account_of(request)
    given = bool(account.subject)
    form = AccountForm(posted(request), account=account)
    if request.method == "POST":
        if given:
            raise Http404
        if form.is_valid():
            form.save()
            messages.success(request, say(N_("Your account was changed.")))
            return redirect("account")
    shown = {
        "account": account,
        "form": None if given else form,
        "teams": rights.memberships(account),
        "has_password": _has_password(account),
        "contact": settings.CONTACT,
    }
    return render(request, "accounts/account.html", shown, status=400 if form.errors else 200)


@sensitive_post_parameters()
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one’s password; sessions opened elsewhere end."""
    account = account_of(request)
    if not _has_password(account):
        raise Http404
    form = ChangePasswordForm(account, posted(request))
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, say(N_("Your password was changed; sessions opened elsewhere ended.")))
        return redirect("account")
    return render(request, "accounts/password.html", {"form": form}, status=400 if form.errors else 200)


@signed_in
@never_cache
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Give all that is kept of one’s account, as a file."""
    body = json.dumps(personal.export(account_of(request)), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="reperes-account.json"'}
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one’s account, once sure."""
    account = account_of(request)
    form = SureForm(posted(request))
    told = None
    if request.method == "POST" and form.is_valid():
        try:
            personal.erase(account)
        except UsageError as error:
            told = sentences_of(error)
        else:
            logout(request)
            messages.success(request, say(N_("Your account was erased.")))
            return redirect("home")
    shown = {
        "form": form,
        "told": told,
        "stuck": members.alone_in_charge(account),
        "lost": members.alone_in(account),
    }
    return render(request, "accounts/erase.html", shown, status=400 if told or form.errors else 200)


def _has_password(account: Account) -> bool:
    return settings.PASSWORDS and not settings.ALONE and account.has_usable_password()
