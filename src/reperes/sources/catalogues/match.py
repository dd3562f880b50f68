"""Which records of a snapshot are the project's own, and on what that rests."""

from collections.abc import Iterable, Iterator

from reperes.facts.catalogue import Entry, Found, Rests
from reperes.sources.catalogues.places import folded, package, place
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.snapshots import Snapshot

MOST_BY_NAME = 5
"""Records that share a name with the project are shown up to so many."""
MOST_SURE = 60
"""Records of one catalogue that are surely of the project are shown up to so many."""


def found_in(snapshot: Snapshot, project: Project, *, of_repositories: bool = False) -> tuple[Found, ...]:
    """Return the records of a snapshot for a project: surely its own first; by name, when none is.

    A record found by package or by identifier whose own address is another repository is held for one that
    only bears the name: whose it is has to be asked. So is one found by a package that the project only
    declares, when nothing tells where that package is made. In a catalogue of repositories, one that bears
    the name elsewhere on the same forge is another project.
    """
    sure: dict[str, Found] = {}
    doubtful: dict[str, Entry] = {}
    for rests, values in (
        ("repository", project.places),
        ("contribution", project.places),
        ("identifier", project.identifiers),
        ("package", project.packages),
    ):
        for entry in snapshot.of(rests, values):
            tied = rests != "package" or _is_made_here(entry, project)
            if rests in {"repository", "contribution"} or (tied and not _is_elsewhere(entry, project)):
                sure.setdefault(entry.id, Found(entry, rests))  # type: ignore[arg-type]  # one of Rests
            else:
                doubtful.setdefault(entry.id, entry)
    if sure:
        return tuple(sure.values())[:MOST_SURE]
    for entry in snapshot.of("name", project.names):
        if not (of_repositories and _is_another(entry, project)):
            doubtful.setdefault(entry.id, entry)
    return tuple(Found(entry, "name") for entry in list(doubtful.values())[:MOST_BY_NAME])


def holders_in(snapshot: Snapshot, project: Project) -> tuple[Found, ...]:
    """Return the organisation that holds the account: the nearest one known; else that of the whole forge."""
    for one in project.accounts:
        found = snapshot.of("account", (one,))
        if found:
            return tuple(Found(entry, "account") for entry in found[:MOST_SURE])
    host = {one.partition("/")[0] for one in project.places}
    held = snapshot.of("account", sorted(host))
    return tuple(Found(entry, "forge") for entry in held[:MOST_SURE])


def _is_elsewhere(entry: Entry, project: Project) -> bool:
    """Return whether a record tells an address, and another than the project's."""
    told = _places(entry)
    return bool(told and project.places and told.isdisjoint(project.places))


def _is_made_here(entry: Entry, project: Project) -> bool:
    """Return whether a package is known to be the project’s: it was typed, or its record gives the place."""
    typed = any(package(one) == project.typed for one in entry.packages)
    return (project.typed is not None and typed) or not _places(entry).isdisjoint(project.places)


def _is_another(entry: Entry, project: Project) -> bool:
    """Return whether a record that bears the name is surely another project: on the same forge, elsewhere.

    An address on another host may be a mirror, or the place before a move.
    """
    hosts = {one.partition("/")[0] for one in project.places}
    told = _places(entry)
    return _is_elsewhere(entry, project) and all(one.partition("/")[0] in hosts for one in told)


def _places(entry: Entry) -> set[str]:
    return {found for one in entry.repositories if (found := place(one))}


def rests_on(entry: Entry, project: Project) -> Rests | None:
    """Return what ties an answer to the project, None when nothing does."""
    if not _places(entry).isdisjoint(project.places):
        return "repository"
    if any(f"{one.scheme}:{one.value}" in project.identifiers for one in entry.identifiers):
        return "identifier" if not _is_elsewhere(entry, project) else "name"
    packages = {found for one in entry.packages if (found := package(one))}
    if not packages.isdisjoint(project.packages):
        return "package" if _is_made_here(entry, project) and not _is_elsewhere(entry, project) else "name"
    named = {folded(one) for one in (entry.name, *entry.names)}
    return "name" if not named.isdisjoint(project.names) else None


def entries_of(found: Iterable[Found]) -> Iterator[Entry]:
    """Yield the records that are surely the project's own."""
    return (one.entry for one in found if one.rests not in {"name", "contribution"})
