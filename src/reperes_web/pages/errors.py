"""The pages that answer when a page cannot: what happened, why, what to do, and no detail of ours."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reperes.i18n import N_
from reperes_web.language import say

_TOLD = {
    400: (
        N_("This request cannot be answered."),
        N_("Something in its address or its content is not what this page expects."),
        N_("Go back to the beginning, and follow the links from there."),
    ),
    403: (
        N_("You may not do this."),
        N_("Your role in the team is not enough, or you are in no team yet."),
        N_("Ask a manager of the team to do it, or to give you another role."),
    ),
    404: (
        N_("There is nothing here."),
        N_("The address is mistyped, the thing was removed, or it belongs to a team that you are not in."),
        N_("Check the address, or choose the team that it belongs to."),
    ),
    405: (
        N_("This address is not one to open by itself."),
        N_("It is where a form of another page leads."),
        N_("Go back to the page with the form, and send it from there."),
    ),
    500: (
        N_("Something broke here."),
        N_("It is a fault of the service, not yours; it was written in its journal."),
        N_("Try again in a while; if it happens again, tell who runs this service, with the hour."),
    ),
}
_FORM = (
    N_("This form was not accepted."),
    N_("It was open for too long, you signed in or out in the meantime, or your browser keeps no cookies."),
    N_("Open the page again, and send the form from there; allow the cookies of this site."),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be understood."""
    del exception
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer whoever has not the role."""
    del exception
    return _page(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not come from a page of ours, or not any more."""
    del reason
    return _page(request, 403, _FORM)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is not there, or not for the reader."""
    del exception
    return _page(request, 404)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer whoever opens the address of a form."""
    return _page(request, 405)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something broke. It may be the database: nothing is asked of it."""
    bare: Any = request
    bare.user, bare.session, bare.reperes_memberships = AnonymousUser(), {}, []
    # They are in the session: without them none is shown, and none is written once the page is made.
    vars(bare).pop("_messages", None)
    return _page(request, 500)


def _page(request: HttpRequest, status: int, told: tuple[str, str, str] | None = None) -> HttpResponse:
    if not hasattr(request, "user"):
        # Refused before it was known who asks.
        request.user = AnonymousUser()
    sentences = [say(text) for text in told or _TOLD[status]]
    return render(request, "stopped.html", {"told": sentences}, status=status)
