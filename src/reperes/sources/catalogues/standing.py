"""Where each catalogue stands on this machine: taken, of which day, old, off; what an update changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.sources.catalogues.asking import Answers
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.snapshots import Meta, Snapshot, Snapshots

State = Literal["up-to-date", "old", "undated", "ended", "never-taken", "asked", "off"]
"""`undated`: brought by hand, and nothing tells of which day it is."""
STATES: tuple[State, ...] = ("up-to-date", "old", "undated", "ended", "never-taken", "asked", "off")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a catalogue stands on a day.

    `address`: where it is taken or asked, by the settings; `meta`: its newest snapshot, of those taken whole;
    `projects`: for how many its answers are kept, of those asked.
    """

    catalogue: Catalogue
    on: date
    state: State
    address: str
    meta: Meta | None = None
    projects: int | None = None

    @property
    def age(self) -> int | None:
        """The days since the state that its snapshot tells, never less than zero; None when not known."""
        if self.meta is None or self.meta.undated:
            return None
        return max((self.on - self.meta.day).days, 0)


def standing(catalogue: Catalogue, home: Path, settings: Settings, on: date) -> Standing:
    """Return where one catalogue stands, with what was kept of it before it was switched off."""
    address = settings.address(catalogue)
    off = catalogue.id in settings.off
    if catalogue.way == "asked":
        kept = Answers(home).count(catalogue.id)
        return Standing(catalogue, on, "off" if off else "asked", address, projects=kept)
    snapshot = Snapshots(home).latest(catalogue.id)
    meta = None if snapshot is None else snapshot.meta
    return Standing(catalogue, on, "off" if off else _state(catalogue, meta, on), address, meta)


def _state(catalogue: Catalogue, meta: Meta | None, on: date) -> State:
    if meta is None:
        return "never-taken"
    if catalogue.ended_on(on):
        return "ended"
    if meta.undated:
        return "undated"
    return "old" if catalogue.is_old(meta.day, on) else "up-to-date"


def standings(home: Path, on: date) -> Mapping[str, Standing]:
    """Return where every catalogue stands, by identifier. Raises UsageError for wrong settings."""
    settings = Settings.of(home)
    return {name: standing(one, home, settings, on) for name, one in catalogues().items()}


@dataclass(frozen=True, slots=True)
class Changes:
    """How many records came, went, and changed between two snapshots."""

    came: int
    went: int
    changed: int


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Return what changed, by the catalogue's own identifiers. Raises SnapshotError."""
    old = {one.id: one for one in before.entries()}
    new = {one.id: one for one in after.entries()}
    return Changes(
        came=len(new.keys() - old.keys()),
        went=len(old.keys() - new.keys()),
        changed=sum(new[one] != old[one] for one in new.keys() & old.keys()),
    )
