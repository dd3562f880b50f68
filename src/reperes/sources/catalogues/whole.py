"""A catalogue as a whole: every record of its snapshot, for what is looked for by others than a project."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from reperes.facts.catalogue import Found, Listing
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.people.organisations import Kind
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.snapshots import Meta, SnapshotError, Snapshots

PUBLIC_DOMAINS = "noms-de-domaine-publics"


_KINDS: Mapping[str, Kind] = {"public-body": "public-body", "university": "research"}


def public_domains(home: Path, on: date, before: datetime, domains: Collection[str]) -> dict[str, Kind]:
    """Return the kind of body that the public list of domain names gives each domain to.

    Those whose kind it does not tell are left out; all are when it was not taken, is old, or of no known day.
    """
    if PUBLIC_DOMAINS in Settings.of(home).off:
        return {}
    snapshot = Snapshots(home).latest(PUBLIC_DOMAINS, on=on, before=before)
    if snapshot is not None and (
        snapshot.meta.undated or catalogues()[PUBLIC_DOMAINS].is_old(snapshot.meta.day, on)
    ):
        return {}  # whose a domain was says little of whose it is
    try:
        found = [] if snapshot is None else snapshot.of("domain", domains)
    except SnapshotError:
        return {}
    known = ((entry, _KINDS.get(entry.kind or "")) for entry in found)
    return {domain: kind for entry, kind in known if kind is not None for domain in entry.domains}


def whole_list(home: Path, name: str, on: date) -> Listing | None:
    """Return all the records of a catalogue as it was on a day; None when it was not taken or is left out."""
    snapshot = None if name in Settings.of(home).off else Snapshots(home).latest(name, on=on)
    if snapshot is None:
        return None
    try:
        found = tuple(Found(entry, "name") for entry in snapshot.entries())
    except SnapshotError:
        return None
    return listing_of(catalogues()[name], snapshot.meta, found)


def listing_of(catalogue: Catalogue, meta: Meta, found: tuple[Found, ...]) -> Listing:
    """Return what was found in a snapshot, with what is known of it as a whole."""
    return Listing(
        catalogue=catalogue.id,
        taken_at=meta.last,
        url=meta.url or catalogue.page,
        found=found,
        dated=meta.dated,
        checksum=meta.checksum,
        total=meta.records,
        skipped=sum(meta.skipped.values()),
        by_hand=meta.url is None,
    )
