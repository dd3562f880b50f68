"""Pages for whoever has an account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRefresh

from reperes_web.models import Account
from reperes_web.parts import is_part

P = ParamSpec("P")


def signed_in(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Send whoever has no account to the page where one signs in, and back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **fields: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if is_part(request):  # the whole page goes there
                return HttpResponseClientRefresh()
            return redirect_to_login(request.get_full_path(), reverse("sign-in"))
        return view(request, *args, **fields)

    return guarded


def account_of(request: HttpRequest) -> Account:
    """Return the account of who asks. Raises Http404 for nobody: `signed_in` sends them elsewhere first."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
