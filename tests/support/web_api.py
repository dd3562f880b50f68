"""What the tests of the list and of the API start from: an observation kept, accounts, teams, keys."""

from datetime import UTC, date, datetime
from pathlib import Path

from reperes.observation import Observation as Observed
from reperes_web.accounts import tokens
from reperes_web.models import Account, Membership, Project, Role, Team
from support.git import commit, file, repository
from support.licences import text as licence_text
from support.observing import asking_no_catalogue, observed

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORIGIN = "https://forge.example.org/commun/registre"


def small_observation(place: Path) -> Observed:
    """Observe a small real repository under EUPL-1.2, written in a folder."""
    asking_no_catalogue(place)
    files = file("README.md", "# Registre\n\nUn logiciel libre.\n") + file(
        "LICENSE", licence_text("EUPL-1.2")
    )
    stream = commit(1, "2026-03-02", files=files) + commit(
        2, "2026-10-02", "Bob <bob@example.org>", parents=(1,), files=file("src/a.py", "a = 1\n")
    )
    return observed(repository(place / "registre", stream), place, origin=ORIGIN, offline=True)


def row(name: str, *, as_of: date = date(2026, 11, 23), key: str = "", **fields: object) -> Project:
    """Make a project with one observation whose columns are given; it has no content."""
    project = Project.objects.create(key=key or f"https://forge.example.org/{name}", name=name)
    project.latest = project.observations.create(as_of=as_of, observed_at=MOMENT, generator="test", **fields)
    project.save()
    return project


def member(username: str, role: Role, team: Team | None = None, function: str = "") -> Membership:
    """Make an account with a role in a team, a new one by default."""
    team = team or Team.objects.create(name=f"Équipe de {username}")
    account = Account.objects.create_user(username)
    return Membership.objects.create(team=team, account=account, role=role, function=function)


def bearer(of: Membership, *, reads_only: bool = False, until: date = date(2999, 1, 1)) -> dict[str, str]:
    """Return the headers of a request by a key of a member."""
    _, key = tokens.make(of, "test", until, reads_only=reads_only)
    return {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
