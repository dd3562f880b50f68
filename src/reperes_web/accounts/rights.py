"""Who may do what: the least role that each action asks for, in the team that owns the thing.

Observations and runs belong to nobody: whoever has an account reads them. What is not of one's team does not
exist for them: asked for, it is not found rather than refused.
"""

from enum import StrEnum
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from reperes_web.models import Account, Membership, Role, Run, Team

M = TypeVar("M", bound=Model)


class Action(StrEnum):
    """What may be done with what a team owns."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"


LEAST: dict[Action, Role] = {
    Action.READ: Role.READER,
    Action.WRITE: Role.EDITOR,
    Action.MANAGE: Role.MANAGER,
}
_ORDER = (Role.READER, Role.EDITOR, Role.MANAGER)


def role_in(account: Account | AnonymousUser, team: Team) -> Role | None:
    """Return the role of an account in a team, None when it is no member."""
    if not account.is_authenticated:
        return None
    found = Membership.objects.filter(team=team, account_id=account.pk).values_list("role", flat=True).first()
    return None if found is None else Role(found)


def allows(role: Role | None, action: Action) -> bool:
    """Return whether a role is enough for an action."""
    return role is not None and _ORDER.index(role) >= _ORDER.index(LEAST[action])


def member_may(member: Membership | None, action: Action) -> bool:
    """Return whether a membership allows an action in its own team."""
    return member is not None and allows(Role(member.role), action)


def require(account: Account | AnonymousUser, action: Action, team: Team) -> None:
    """Raise Http404 for a stranger, PermissionDenied for a member whose role is not enough."""
    role = role_in(account, team)
    if role is None:
        raise Http404
    if not allows(role, action):
        raise PermissionDenied


def owned(account: Account | AnonymousUser, action: Action, things: QuerySet[M], **which: object) -> M:
    """Return one thing that a team owns, if the account may; see `require`."""
    found = things.select_related("team").filter(**which).first()
    if found is None:
        raise Http404
    require(account, action, found.team)  # type: ignore[attr-defined]  # every owned model has a team
    return found


def memberships(account: Account | AnonymousUser) -> list[Membership]:
    """Return the memberships of an account, by the name of the team."""
    if not account.is_authenticated:
        return []
    return [
        *Membership.objects.select_related("team").filter(account_id=account.pk).order_by("team__name", "pk")
    ]


def membership(request: HttpRequest) -> Membership | None:
    """Return the membership that the reader acts under: the team they chose, else the one joined first.

    Whoever is added to another team goes on acting for the same one.
    """
    found: list[Membership] | None = getattr(request, "reperes_memberships", None)
    if found is None:
        found = memberships(request.user)
        request.reperes_memberships = found  # type: ignore[attr-defined]  # asked once for a request
    chosen = request.session.get("team") if hasattr(request, "session") else None
    oldest = min(found, key=lambda one: one.pk, default=None)
    return next((one for one in found if one.team_id == chosen), oldest)


def may_start(account: Account | AnonymousUser) -> bool:
    """Return whether an account may ask for an observation: an editor or a manager of some team."""
    if not account.is_authenticated:
        return False
    enough = [role for role in _ORDER if allows(role, Action.WRITE)]
    return Membership.objects.filter(account_id=account.pk, role__in=enough).exists()


def may_stop(account: Account | AnonymousUser, run: Run) -> bool:
    """Return whether an account may stop a run: who asked for it, or a manager of one of their teams."""
    if not account.is_authenticated or not may_start(account):
        return False
    if run.asked_by is None:
        return False
    if run.asked_by_id == account.pk:
        return True
    theirs = Membership.objects.filter(account=run.asked_by).values("team")
    return Membership.objects.filter(account_id=account.pk, role=Role.MANAGER, team__in=theirs).exists()


def manages(account: Account | AnonymousUser) -> bool:
    """Return whether an account is a manager of some team: it may see how the service is doing."""
    if not account.is_authenticated:
        return False
    return Membership.objects.filter(account_id=account.pk, role=Role.MANAGER).exists()


def may_create_team(account: Account | AnonymousUser) -> bool:
    """Return whether an account may make a team: a manager, a superuser, or the one person."""
    if not account.is_authenticated:
        return False
    if settings.ALONE or account.is_superuser:
        return True
    return Membership.objects.filter(account_id=account.pk, role=Role.MANAGER).exists()


def may_give_link(account: Account | AnonymousUser, other: Account) -> bool:
    """Return whether an account may have another one choose a password again.

    A manager of the team that made it may, if they manage all its teams: one of some of them only could
    act, in its name, in the others; one who merely added it, read what it wrote before. For an account that
    no team made, there is the `account` command.
    """
    if not account.is_authenticated or not settings.PASSWORDS:
        return False
    if other.subject or other.is_superuser or not other.is_active or other.made_by_id is None:
        return False
    theirs = {one.team_id for one in memberships(other)}
    mine = {one.team_id for one in memberships(account) if one.role == Role.MANAGER}
    return bool(theirs) and theirs | {other.made_by_id} <= mine
