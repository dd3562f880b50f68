"""Accounts and teams for the tests of the application."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from reperes_web.models import Account, Membership, Role, Team

PASSWORD = "Correct-horse-9"


def account(name: str, **fields: Any) -> Account:
    return Account.objects.create_user(name, password=PASSWORD, **fields)


def member(team: Team, name: str, role: Role, function: str = "") -> Membership:
    made = account(name, made_by=team)
    return Membership.objects.create(team=team, account=made, role=role, function=function)


@dataclass
class World:
    """A team with a member of each role, another one with its manager, and what a test adds in `things`."""

    team: Team
    other: Team
    accounts: dict[str, Account]
    things: dict[str, Any] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """Return a browser where that one is signed in, that shows an error as a page."""
        client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        if who != "anonymous":
            client.force_login(self.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def membership(self, who: str) -> Membership:
        return Membership.objects.get(team=self.team, account=self.accounts[who])


def world() -> World:
    team, other = Team.objects.create(name="Ville d’Exemple"), Team.objects.create(name="Hôpital")
    accounts = {role.value: member(team, role.value, role).account for role in Role}
    # Somebody who may do everything elsewhere, and whose leaving leaves nothing behind here.
    accounts["stranger"] = member(other, "stranger", Role.MANAGER).account
    member(team, "second", Role.MANAGER)
    return World(team, other, accounts)
