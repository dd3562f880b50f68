"""What the catalogues taken on this machine know: names of projects, beneficiaries of markets."""

import threading
from contextlib import suppress
from datetime import date
from functools import lru_cache

from django.conf import settings

from reperes.facts.catalogue import Listing
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.search import Hit, Index
from reperes.sources.catalogues.settings import FILE, Settings
from reperes.sources.catalogues.snapshots import Snapshots
from reperes.sources.catalogues.whole import whole_list
from reperes.subject.address import AddressError, AddressKind, parse

_SHORTEST = 2
_MOST = 8
_LONGEST = 120
_MARKETS = "beneficiaires-marches"
_LOADING = threading.Lock()


def is_name(typed: str) -> bool:
    """Return whether what is being typed may be a name: long enough, and no address."""
    text = typed.strip()
    return len(text) >= _SHORTEST and "/" not in text and ":" not in text


def like(typed: str) -> list[Hit]:
    """Return the projects named like what is being typed, the closest first; none for an address."""
    text = typed.strip()[:_LONGEST]
    if not is_name(text):
        return []
    found = _index().search(text)
    placed = [hit for hit in found if hit.repositories]
    # One that has no address helps nobody to begin, unless nothing better bears its name.
    names = {folded(hit.name) for hit in placed}
    others = {folded(hit.name): hit for hit in found if folded(hit.name) not in names}
    return [*placed, *others.values()][:_MOST]


def several(typed: str) -> list[Hit]:
    """Return the projects that bear a name when more than one does: the agent has to choose."""
    try:
        address = parse(typed)
    except AddressError:
        return []
    if address.kind is not AddressKind.NAME:
        return []
    found = [hit for hit in _index().search(address.input) if hit.repositories]
    exact = [hit for hit in found if hit.closeness == "exact"]
    if len(exact) == 1:
        return []
    return (exact or found)[:_MOST]


def known() -> int:
    """Return how many catalogues were taken on this machine."""
    return len(_index().looked)


def beneficiaries(day: date) -> Listing | None:
    """Return the lists of the State's markets as they were on a day, None when they were not taken here."""
    return _listed(_state(_MARKETS), day)


def _index() -> Index:
    """Return the index of the snapshots, read again when they changed."""
    with _LOADING:
        return _loaded(_state())


def _state(catalogue: str = "") -> tuple[tuple[str, float], ...]:
    """Return what changes when snapshots do: names and times, those that vanish meanwhile aside."""
    found = []
    for one in (settings.HOME / "catalogues" / catalogue).rglob("*"):
        with suppress(FileNotFoundError):
            found.append((str(one), one.stat().st_mtime))
    with suppress(FileNotFoundError):
        found.append((FILE, (settings.HOME / FILE).stat().st_mtime))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _loaded(state: tuple[tuple[str, float], ...]) -> Index:
    del state
    return Index.load(Snapshots(settings.HOME), Settings.of(settings.HOME).off)


@lru_cache(maxsize=8)
def _listed(state: tuple[tuple[str, float], ...], day: date) -> Listing | None:
    del state
    return whole_list(settings.HOME, _MARKETS, day)
