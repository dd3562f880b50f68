"""Observations kept in the database of the web application, for tests of its pages."""

from datetime import UTC, date, datetime
from pathlib import Path

from django.db import transaction

from reperes.observation import Observation as Observed
from reperes_web.kept import keep, prepare
from reperes_web.models import Account, Membership, Observation, Role, Team
from support.git import commit, file, repository
from support.licences import text
from support.observing import observed

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
GOVERNANCE = "Decisions are made by lazy consensus among the maintainers."
EARLIER, LATER = date(2025, 6, 30), date(2026, 11, 23)


def changing(place: Path) -> Path:
    """Make a project of one person under MIT, then of four people under the AGPL, with written rules."""
    before = [
        commit(mark, f"2025-{mark:02}-10", parents=(mark - 1,) if mark > 1 else (), files=files)
        for mark, files in enumerate(
            [
                file("README.md", "# Register\n") + file("LICENSE", text("MIT")) + file("src/a.py", "x = 1"),
                *(file("src/a.py", f"x = {mark}") for mark in range(2, 7)),
            ],
            start=1,
        )
    ]
    after = [
        commit(
            mark,
            f"2026-{(mark - 6) % 11 + 1:02}-1{mark % 10}",
            f"Person {mark % 4} <p{mark % 4}@example.org>",
            parents=(mark - 1,),
            files=file("src/b.py", f"y = {mark}"),
        )
        for mark in range(8, 40)
    ]
    changed = file("LICENSE", text("AGPL-3.0-or-later")) + file("GOVERNANCE.md", GOVERNANCE)
    between = commit(7, "2026-01-05", parents=(6,), files=changed)
    return repository(place, "".join([*before, between, *after]))


def two(tmp_path: Path, origin: str = "https://codeberg.org/exemple/registre") -> tuple[Observed, Observed]:
    """Observe the changing project on two days."""
    place = changing(tmp_path / "registre")
    first, then = (
        observed(place, tmp_path, as_of=day, origin=origin, offline=True) for day in (EARLIER, LATER)
    )
    return first, then


def kept(seen: Observed, moment: datetime = MOMENT) -> Observation:
    """Write an observation."""
    prepared = prepare(seen, moment)
    with transaction.atomic():
        return keep(prepared)


def member(name: str = "ada", role: Role = Role.EDITOR) -> Account:
    """Make an account in a team of its own."""
    account = Account.objects.create_user(name, password="a long password")
    Membership.objects.create(team=Team.objects.create(name="Ville"), account=account, role=role)
    return account
