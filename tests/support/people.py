"""Accounts and teams for the tests of the application, and the matrix of who may do what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from reperes_web.models import Account, Membership, Role, Team

PASSWORD = "Correct-horse-9"
WHO = ("anonymous", "stranger", "reader", "editor", "manager")
"""Who asks: nobody known, the manager of another team, and the members of the team that owns the thing."""


def account(name: str, **fields: Any) -> Account:
    return Account.objects.create_user(name, password=PASSWORD, **fields)


def member(team: Team, name: str, role: Role, function: str = "") -> Membership:
    return Membership.objects.create(team=team, account=account(name), role=role, function=function)


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


@dataclass(frozen=True)
class Probe:
    """A request that does an action to a thing; `fields` are those of its form."""

    thing: str
    action: str
    method: str
    url: Callable[[World], str]
    fields: Callable[[World], dict[str, Any]] = lambda _: {}

    def __str__(self) -> str:
        return f"{self.thing}-{self.action}-{self.method}"

    def ask(self, who: str, asked: World) -> str:
        """Return what the request met: `yes`, `sign-in` (sent there), `403` or `404`."""
        browser = asked.browser(who)
        answer = getattr(browser, self.method)(self.url(asked), self.fields(asked))
        if answer.status_code == 302 and answer["Location"].startswith("/connexion/"):
            return "sign-in"
        assert answer.status_code in {200, 302, 403, 404}, (answer.status_code, answer.content.decode())
        return "yes" if answer.status_code in {200, 302} else str(answer.status_code)


def refusal(who: str, *, shared: bool) -> str:
    """Return how somebody is refused: what is of another team does not exist for them."""
    if who == "anonymous":
        return "sign-in"
    return "404" if who == "stranger" and not shared else "403"
