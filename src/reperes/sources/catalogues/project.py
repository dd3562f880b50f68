"""What tells a project from any other, by its own facts: what catalogues are looked in, or asked, with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reperes.facts.catalogue import Entry
from reperes.facts.documents import Structured
from reperes.facts.fact import Absent
from reperes.facts.factset import FactSet
from reperes.facts.schema import DECLARATIONS, FORGE, REPOSITORY
from reperes.people.stewards import load_stewards
from reperes.sources.catalogues.mail import is_in
from reperes.sources.catalogues.places import account, folded, package, place
from reperes.sources.documents.parties import organisation

_PACKAGES: Mapping[str, str] = {
    "package.json": "npm",
    "pyproject.toml": "pypi",
    "setup.cfg": "pypi",
    "Cargo.toml": "cargo",
    "composer.json": "composer",
}
_DESCRIBED = ("publiccode.yml", "codemeta")
_ADDRESSES = ("https://", "http://", "urn:")
_SHORTEST = 2
MOST_IDENTIFIERS = 400
"""Identifiers by which other catalogues are looked in: a record that tells more is no record of a project."""


@dataclass(frozen=True, slots=True)
class Project:
    """What a project is known by.

    `places` and `accounts` are as `places` writes them; `packages` are package URLs, `typed` the one that
    was typed as the subject; `names` are folded; `identifiers` are `scheme:value`; `holders` are the names
    of the organisations that hold the account or are declared to own the project, none that may be a
    person's; `collectives` are its names on Open Collective.
    """

    origin: str | None
    places: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    collectives: tuple[str, ...] = ()
    typed: str | None = None

    def knowing(self, entries: Iterable[Entry], scheme: str) -> "Project":
        """Return the project with what records of a catalogue (`scheme`), surely its own, tell of it."""
        more = [
            found
            for entry in entries
            for found in (f"{scheme}:{entry.id}", *(f"{one.scheme}:{one.value}" for one in entry.identifiers))
        ]
        return replace(self, identifiers=tuple(dict.fromkeys((*self.identifiers, *more)))[:MOST_IDENTIFIERS])


def project_of(facts: FactSet, name: str, purl: str | None = None) -> Project:
    """Return what is known of a project before any catalogue is looked in; `purl` is what was typed."""
    repository, forge = facts.value(REPOSITORY), facts.value(FORGE)
    origin = None if isinstance(repository, Absent) else repository.origin
    here = [] if origin is None else [origin]
    holders: list[str] = []
    is_fork = False
    if not isinstance(forge, Absent):
        is_fork = forge.fork is True
        here += [forge.url, *([forge.moved_from] if forge.moved_from else [])]
        if forge.owner.kind == "organisation" and forge.owner.name:
            holders += _organisation(forge.owner.name, [forge.owner.name])
    # Those of a fork are of what it comes from: its packages, its owners, its collective.
    items = [] if is_fork else _root(facts)
    holders += _owners(items)
    held = load_stewards().of_account(origin) if origin else None
    if held is not None:
        holders.append(held.name)
    packages = [*([purl] if purl else []), *_packages(items)]
    names = [name, *_names(items)]
    places = [found for url in here if (found := place(url))]
    return Project(
        origin=origin,
        places=tuple(dict.fromkeys(places)),
        accounts=tuple(dict.fromkeys(one for url in here for one in account(url))),
        packages=tuple(dict.fromkeys(found for one in packages if (found := package(one)))),
        names=tuple(dict.fromkeys(one for text in names if len(one := folded(text)) >= _SHORTEST)),
        holders=tuple(dict.fromkeys(one for one in holders if one)),
        collectives=tuple(dict.fromkeys(_collectives(items))),
        typed=None if purl is None else package(purl),
    )


def _root(facts: FactSet) -> list[Structured]:
    declarations = facts.value(DECLARATIONS)
    items = () if isinstance(declarations, Absent) else declarations.items
    return [item for item in items if "/" not in item.path or item.format.startswith("FUNDING")]


def _packages(items: Iterable[Structured]) -> Iterator[str]:
    for item in items:
        kind, name = _PACKAGES.get(item.format), item.fields.get("name")
        if kind and isinstance(name, str) and name and item.fields.get("private") is not True:
            yield f"pkg:{kind}/{name.replace('@', '%40')}"


def _names(items: Iterable[Structured]) -> Iterator[str]:
    for item in items:
        name = item.fields.get("name")
        if item.format in _DESCRIBED and isinstance(name, str):
            yield name


def _owners(items: Iterable[Structured]) -> Iterator[str]:
    for item in items:
        if item.format != "publiccode.yml":
            continue
        legal, body = (_block(item.fields.get(name)) for name in ("legal", "organisation"))
        uri = body.get("uri")
        is_addressed = isinstance(uri, str) and uri.startswith(_ADDRESSES)
        known = [body.get("name")] if is_addressed else []
        for block, key in ((legal, "mainCopyrightOwner"), (legal, "repoOwner"), (body, "name")):
            name = block.get(key)
            if isinstance(name, str):
                yield from _organisation(name, [one for one in known if isinstance(one, str)])


def _block(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _organisation(name: str, known: Iterable[str] = ()) -> list[str]:
    """Return the organisation that a name tells, as a list; none when it may be a person's.

    It is sent to a register: a word tells it, or its address, or it is one of those that are known here.
    """
    if is_in(name):
        return []
    found = organisation(name, known)
    if found is None and (held := load_stewards().named(name)):
        # A name of several words may hold that of a person beside it.
        is_its_own = " " not in name.strip() or folded(name) == folded(held[0][0].name)
        found = name.strip() if is_its_own else None
    return [] if found is None else [found]


def _collectives(items: Iterable[Structured]) -> Iterator[str]:
    """Yield the names on Open Collective that the project gives to those who would fund it."""
    for item in items:
        told = item.fields.get("open_collective")
        for one in told if isinstance(told, list) else [told]:
            if isinstance(one, str) and one.strip():
                yield one.strip().rstrip("/").rpartition("/")[2].lower()
