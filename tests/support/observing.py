"""Observations made in tests, and what they say is missing."""

from datetime import UTC, date, datetime
from pathlib import Path

from reperes.facts.fact import Reason
from reperes.knowledge.catalogue import catalogues
from reperes.observation import Observation
from reperes.observing import observe
from reperes.progress import Silent
from reperes.request import Request
from support.git import git

READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def asked(subject: str | Path, home: Path, **settings_: object) -> Request:
    known: dict[str, object] = {"as_of": date(2026, 11, 23), "read_at": READ_AT, "home": home / "data"}
    return Request(subject=str(subject), **(known | settings_))  # type: ignore[arg-type]  # a table of settings


def observed(subject: str | Path, home: Path, **settings_: object) -> Observation:
    return observe(asked(subject, home, **settings_), Silent())


def asking_no_catalogue(home: Path) -> None:
    """Write the settings of an installation that asks no catalogue over the network."""
    asked = [one.id for one in catalogues().values() if one.way == "asked"]
    (home / "data").mkdir(parents=True, exist_ok=True)
    (home / "data" / "catalogues.yaml").write_text(f"without: [{', '.join(asked)}]\n", encoding="utf-8")


def reasons(observation: Observation) -> set[Reason]:
    return {absence.reason for absence in observation.absences if absence.source in {"git", "documents"}}


def unpacked(place: Path) -> Path:
    """Turn the packed objects of a repository into one file each."""
    for pack in list((place / "objects" / "pack").iterdir()):
        pack.rename(place / pack.name)
    for pack in place.glob("*.pack"):
        git(place, "unpack-objects", "-q", data=pack.read_bytes())
    return place
