"""Signing in and out, and choosing a password by a one-time link."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from reperes.i18n import N_
from reperes_web.accounts import attempts, links, openid
from reperes_web.accounts.forms import ChoosePasswordForm, SignInForm
from reperes_web.accounts.onward import page_wanted
from reperes_web.language import say
from reperes_web.models import Account


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show where one signs in, or sign in; whoever is signed in goes on."""
    onward = page_wanted(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return HttpResponseRedirect(onward)
    if request.method != "POST":
        return _page(request, SignInForm(), onward)
    if not settings.PASSWORDS:
        raise Http404
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, onward, status=400)
    name: str = form.cleaned_data["username"]
    if not attempts.begin(request, name):
        told = (
            say(N_("Too many attempts: nothing was looked at.")),
            say(N_("Passwords that are guessed are stopped that way, yours too if it was mistyped.")),
            say(N_("Wait {n} minutes, then try again."), n=attempts.MINUTES),
        )
        return _page(request, SignInForm(initial={"username": name}), onward, told, status=429)
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if account is None:
        told = (
            say(N_("This name and this password do not go together.")),
            say(N_("One of them was mistyped, or the account does not exist.")),
            say(
                N_(
                    "Try again; if the password is lost, ask a manager of your team, or who runs this "
                    "service, for a new link."
                )
            ),
        )
        return _page(request, SignInForm(initial={"username": name}), onward, told, status=400)
    attempts.succeeded(request, name)
    login(request, account)
    return HttpResponseRedirect(onward)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, that of the provider too when it opened this one."""
    onward = openid.logout_address(request) or resolve_url(settings.LOGOUT_REDIRECT_URL)
    logout(request)
    return HttpResponseRedirect(onward)


@method_decorator(never_cache, name="dispatch")
class ChoosePassword(PasswordResetConfirmView):
    """The page of a one-time link. The token leaves the address at once: it could be seen over a shoulder."""

    form_class = ChoosePasswordForm
    template_name = "accounts/choose-password.html"
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"
    success_url = reverse_lazy("account")

    def dispatch(self, *args: Any, **fields: Any) -> HttpResponseBase:
        """Answer, where passwords are of use."""
        if not settings.PASSWORDS:
            raise Http404
        return super().dispatch(*args, **fields)

    def get_user(self, uidb64: str) -> Account | None:
        """Return the account of the link, if it may sign in with a password."""
        found = super().get_user(uidb64)
        return found if isinstance(found, Account) and found.is_active and not found.subject else None

    def get_context_data(self, **fields: Any) -> dict[str, Any]:
        """Return what the page shows."""
        return {"form": None, "days": links.DAYS, **super().get_context_data(**fields)}


def _page(
    request: HttpRequest,
    form: SignInForm,
    onward: str,
    told: tuple[str, ...] | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "form": form,
        "told": told,
        "onward": onward,
        "passwords": settings.PASSWORDS,
        "provider": settings.OPENID is not None,
        "contact": settings.CONTACT,
    }
    return render(request, "accounts/sign-in.html", shown, status=status)
