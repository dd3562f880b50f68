"""What the tests of the application begin from: accounts, teams, a project observed for real."""

from datetime import UTC, date, datetime
from pathlib import Path

from django.db import transaction
from django.test import Client

from reperes_web.kept import keep, prepare
from reperes_web.models import Account, Membership, Observation, Role, Team
from reperes_web.rereading import archived
from support.git import commit, file, repository
from support.observing import observed

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
STREAM = "".join(
    commit(
        mark,
        f"2026-{1 + mark // 3:02d}-{1 + mark % 3 * 9:02d}",
        f"Person {mark % 3} <p{mark % 3}@example.org>",
        parents=(mark - 1,) if mark > 1 else (),
        files=file("README.md", f"# Example {mark}\n\nA tool to count trees.\n")
        + file("src/main.py", f"x = {mark}\n"),
    )
    for mark in range(1, 31)
)


def account(name: str, role: Role | None = None, team: Team | None = None) -> Account:
    """Return an account, in a team when it has a role."""
    made = Account.objects.create_user(name, password="a long enough password")
    if role is not None:
        Membership.objects.create(
            account=made, role=role, team=team or Team.objects.create(name="Ville d’Exemple")
        )
    return made


def signed_in(who: Account, language: str = "en") -> Client:
    """Return a client in which an account is signed in."""
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = language
    return client


def kept_observation(folder: Path, as_of: date = date(2026, 11, 23), *, archive: bool = False) -> Observation:
    """Observe a small repository and keep what is seen, in the way a worker does."""
    place = folder / "repository"
    if not place.is_dir():
        repository(place, STREAM)
    made = observed(place, folder, as_of=as_of, origin="https://forge.example.org/o/example", offline=True)
    prepared = prepare(made, MOMENT, archived(made) if archive else None)
    with transaction.atomic():
        return keep(prepared)
