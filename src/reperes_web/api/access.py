"""Who asks: a key, else the session of a browser; and what they may do."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from reperes.errors import Message
from reperes.i18n import N_
from reperes_web.accounts import rights, tokens
from reperes_web.accounts.rights import Action
from reperes_web.api.problems import RefusedError
from reperes_web.models import Account, Membership, Run, Team


@dataclass(frozen=True, slots=True)
class Caller:
    """An account, and the membership it acts under: that of its key, or the one chosen in the session.

    A session may have none; a key always does. `reads_only`: it is a key that writes nothing.
    """

    account: Account
    membership: Membership | None
    by_key: bool = False
    reads_only: bool = False

    def team(self, action: Action) -> Team:
        """Return the team of the caller; see `member`."""
        return self.member(action).team

    def member(self, action: Action) -> Membership:
        """Return their membership; RefusedError or PermissionDenied (403) when it does not allow that."""
        self._writes(action)
        if self.membership is None:
            raise RefusedError(
                HTTPStatus.FORBIDDEN,
                what=Message(N_("This account is in no team.")),
                why=Message(N_("Profiles, corrections and evidence belong to a team.")),
                do=Message(N_("Ask a manager of a team to add you to it.")),
            )
        rights.require(self.account, action, self.membership.team)
        return self.membership

    def check_may_start(self) -> None:
        """Raise RefusedError (403) when they may not ask for an observation."""
        self._writes(Action.WRITE)
        if self.by_key or not rights.may_start(self.account):
            self.team(Action.WRITE)

    def check_may_stop(self, run: Run) -> None:
        """Raise RefusedError (403) when they may not stop a run; a key stops for its own team only."""
        self.check_may_start()
        mine = run.asked_by_id == self.account.pk
        if self.by_key and not mine:
            team = self.team(Action.MANAGE)
            if not Membership.objects.filter(team=team, account=run.asked_by).exists():
                raise _not_theirs()
        if not rights.may_stop(self.account, run):
            raise _not_theirs()

    def _writes(self, action: Action) -> None:
        if self.reads_only and action is not Action.READ:
            raise RefusedError(
                HTTPStatus.FORBIDDEN,
                what=Message(N_("Nothing was written.")),
                why=Message(N_("This key only reads.")),
                do=Message(N_("Make one that writes at /compte/jetons/, if your role allows it.")),
            )


def _not_theirs() -> RefusedError:
    return RefusedError(
        HTTPStatus.FORBIDDEN,
        what=Message(N_("This observation may not be stopped by this account.")),
        why=Message(N_("Whoever asked for it may, or a manager of their team.")),
        do=Message(N_("Ask one of them, or let it end.")),
    )


class Key(HttpBearer):
    """`Authorization: Bearer rep_…`; a header that is wrong is refused, whatever session is open."""

    openapi_description = N_("A key of yours, made at /compte/jetons/ and shown once.")

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Return who asks; None when no key was sent."""
        if not request.headers.get(self.header):
            return None
        found: Caller | None = super().__call__(request)
        if found is None:
            raise RefusedError(
                HTTPStatus.UNAUTHORIZED,
                what=Message(N_("This key opens nothing.")),
                why=Message(
                    N_("It is not one of ours, was revoked, is past its last day, or lost its team.")
                ),
                do=Message(N_("Make another at /compte/jetons/ and send “Authorization: Bearer KEY”.")),
            )
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return who a key acts for, if it still opens and they are still a member."""
        del request
        held = tokens.find(token)
        if held is None:
            return None
        found = Membership.objects.select_related("team").filter(team=held.team, account=held.account).first()
        return None if found is None else Caller(held.account, found, True, held.reads_only)  # noqa: FBT003


class Session(SessionAuth):
    """The session of a browser; to write, it sends its CSRF token."""

    openapi_description = N_("The session of whoever signed in; to write, with the header X-CSRFToken.")

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Return who asks; None when nobody signed in."""
        if not isinstance(request.user, Account):
            return None
        super().__call__(request)
        return Caller(request.user, rights.membership(request))


ACCESS = [Key(), Session()]


def caller(request: HttpRequest) -> Caller:
    """Return who asks, as `ACCESS` found them."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Caller):
        raise TypeError("this address lets anybody in")
    return found
