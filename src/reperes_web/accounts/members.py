"""What happens to the members of a team. A team is never left without a manager."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes_web.models import Account, Membership, Role, Team


class UnconfirmedError(Exception):
    """The address is that of an account which nobody said to be the right one."""

    def __init__(self, account: Account) -> None:
        super().__init__(account.pk)
        self.account = account


def create(name: str, account: Account) -> Team:
    """Return a new team, managed by an account."""
    with transaction.atomic():
        team = Team.objects.create(name=name)
        Membership.objects.create(team=team, account=account, role=Role.MANAGER)
    return team


def invite(
    team: Team, email: str, role: Role, function: str, *, confirmed: int | None = None
) -> tuple[Membership, bool]:
    """Add the account of an address to a team; return its membership, and whether the account was made now.

    Raises UnconfirmedError for an account that exists, unless `confirmed` is its key; UsageError for a
    member, and for an address that several accounts have.
    """
    with transaction.atomic():
        held(team)
        found = _of_address(email)
        account = found or Account.objects.create_user(email.casefold(), email=email, made_by=team)
        if Membership.objects.filter(team=team, account=account).exists():
            raise UsageError(
                what=Message(N_("Nobody was added.")),
                why=Message(N_("{email} is a member of this team already."), {"email": email}),
                do=Message(N_("Change their role in the list of members.")),
            )
        if found is not None and found.pk != confirmed:
            raise UnconfirmedError(found)
        made = Membership.objects.create(team=team, account=account, role=role, function=function)
    return made, found is None


def change(member: Membership, role: Role, function: str) -> None:
    """Change what a member is. Raises UsageError when the team would have no manager left."""
    with transaction.atomic():
        held(member.team)
        if role != Role.MANAGER:
            _not_the_last(member)
        Membership.objects.filter(pk=member.pk).update(role=role, function=function)


def remove(member: Membership) -> None:
    """Take a member out, with their keys to the API. Raises UsageError as `change` does."""
    with transaction.atomic():
        held(member.team)
        _not_the_last(member)
        member.account.tokens.filter(team=member.team).delete()
        member.delete()


def held(*teams: Team) -> None:
    """Have others wait for the end of the transaction: two who leave at once would count on each other."""
    wanted = [team.pk for team in teams]
    # In one order for everybody, so that no two wait for each other.
    list(Team.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def alone_in_charge(account: Account) -> list[Team]:
    """Return the teams that would be left without a manager, though not without members."""
    others = _others(account)
    mine = Team.objects.filter(memberships__account=account, memberships__role=Role.MANAGER)
    left = mine.filter(Exists(others)).exclude(Exists(others.filter(role=Role.MANAGER)))
    return [*left.order_by("name", "pk")]


def alone_in(account: Account) -> list[Team]:
    """Return the teams that an account is the only member of."""
    mine = Team.objects.filter(memberships__account=account)
    return [*mine.exclude(Exists(_others(account))).order_by("name", "pk")]


def _others(account: Account) -> QuerySet[Membership]:
    """Return the other members of a team, within a query on teams."""
    return Membership.objects.filter(team=OuterRef("pk")).exclude(account=account)


def _not_the_last(member: Membership) -> None:
    managers = Membership.objects.filter(team=member.team, role=Role.MANAGER)
    if managers.filter(pk=member.pk).exists() and not managers.exclude(pk=member.pk).exists():
        raise UsageError(
            what=Message(N_("Nothing was changed.")),
            why=Message(N_("The team would have no manager any more: nobody could add or remove members.")),
            do=Message(N_("Make somebody else a manager first, or delete the team.")),
        )


def _of_address(email: str) -> Account | None:
    """Return the account of an address. Raises UsageError when several have it."""
    same = [*Account.objects.filter(email__iexact=email)]
    # An address given by the provider is somebody’s; one typed here is only said to be.
    signed = [account for account in same if account.subject]
    found = signed or same or [*Account.objects.filter(username__iexact=email)]
    if len(found) > 1:
        raise UsageError(
            what=Message(N_("Nobody was added.")),
            why=Message(N_("Several accounts have the address {email}."), {"email": email}),
            do=Message(N_("Ask who runs this service to remove one of them.")),
        )
    return found[0] if found else None
