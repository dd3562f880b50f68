"""`python -m reperes_web account NAME`."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from reperes_web.accounts import links
from reperes_web.models import Account, Membership, Role, Team


class Command(BaseCommand):
    """Makes an account, or lets the owner of one choose a password again."""

    help = (
        "Make an account, put it in a team, and print a one-time link to choose its password. "
        "For an account that exists, change its address, add it to the team and print a new link."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, and where; never a password, which other users of the machine could read."""
        parser.add_argument("username")
        parser.add_argument("--email", default="", help="address by which colleagues add them to a team")
        parser.add_argument("--team", default="", help="name of the team; made when there is none")
        parser.add_argument("--role", choices=Role.values, default=Role.MANAGER.value)
        parser.add_argument("--ask", action="store_true", help="ask for the password here, and print no link")
        parser.add_argument("--at", default=_here(), help="address of the service (%(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or find it, and print what is to be done."""
        with transaction.atomic():
            account, is_new = self._account(options["username"])
            if options["email"]:
                _give_address(account, options["email"])
            if options["team"]:
                _join(account, options["team"], Role(options["role"]))
            if options["ask"]:
                self._choose(account)
        self.stdout.write(f"{account.username}: {'made' if is_new else 'there already'}")
        if not options["ask"]:
            link = options["at"].rstrip("/") + links.path_to_password(account)
            self.stdout.write(f"To choose the password, once, within {links.DAYS} days: {link}")

    def _account(self, username: str) -> tuple[Account, bool]:
        found = Account.objects.filter(username=username).first()
        if found is None:
            try:
                UnicodeUsernameValidator()(username)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            return Account.objects.create_user(username), True
        if found.subject:
            raise CommandError(f"{username} signs in at the provider: it has no password here")
        return found, False

    def _choose(self, account: Account) -> None:
        chosen = getpass("Password: ")
        if getpass("Again: ") != chosen:
            raise CommandError("the two are not the same: nothing was changed")
        try:
            validate_password(chosen, account)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        account.set_password(chosen)
        account.save(update_fields=["password"])


def _give_address(account: Account, email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    if Account.objects.exclude(pk=account.pk).filter(email__iexact=email).exists():
        raise CommandError(f"another account has the address {email}")
    account.email = Account.objects.normalize_email(email)
    account.save(update_fields=["email"])


def _join(account: Account, name: str, role: Role) -> None:
    found = [*Team.objects.filter(name=name)[:2]]
    if len(found) > 1:
        raise CommandError(f"several teams are called {name}: add the account from the page of the team")
    team = found[0] if found else Team.objects.create(name=name)
    Membership.objects.update_or_create(team=team, account=account, defaults={"role": role})


def _here() -> str:
    """Return the address that the service most likely has."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    return f"https://{host}" if settings.HTTPS else f"http://{host}:8000"
