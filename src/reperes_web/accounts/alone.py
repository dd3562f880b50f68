"""One person on their own machine: no sign-in. The first account is theirs."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from reperes.i18n import N_, translate
from reperes_web.language import language
from reperes_web.models import Account, Membership, Role, Team

FIRST = "agent"


def first_account() -> tuple[Account, bool]:
    """Return the account of the one person, and whether it was made now, with a team of its own."""
    found = Account.objects.filter(username=FIRST).first()
    if found is not None:
        return found, False
    with transaction.atomic():
        account = Account.objects.create_user(FIRST)
        team = Team.objects.create(name=translate(language(), N_("My administration")))
        Membership.objects.create(team=team, account=account, role=Role.MANAGER)
    return account, True


def _is_near(request: HttpRequest) -> bool:
    """Return whether a request comes from this very machine, whatever the server listens on."""
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class AloneMiddleware:
    """Gives the first account to whoever comes, where the application serves one person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the first account, when nobody signed in."""
        if settings.ALONE and not request.user.is_authenticated and _is_near(request):
            request.user = first_account()[0]
        return self._get_response(request)
