"""Names and packages become addresses: what catalogues know, never chosen in silence among several."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

from reperes.errors import Message, UsageError
from reperes.facts.catalogue import Entry
from reperes.i18n import N_
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.places import package, place
from reperes.sources.catalogues.reader import ShapeError, module_of
from reperes.sources.catalogues.search import Hit, Index
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.snapshots import SnapshotError, Snapshots
from reperes.sources.http.client import ClientOf
from reperes.sources.http.errors import HttpError
from reperes.subject.address import Address, AddressError, AddressKind, parse

PACKAGES = "ecosyste-ms"
"""The catalogue that is asked where the code of a package is."""
_MOST_SHOWN = 10
_MOST_NEAR = 6
_LONGEST_WHAT = 100
_GIVE = N_("Give the https address of its repository: it is on the project's page.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Where snapshots are, and who may be asked: nobody when `offline`, or when `client_of` is None."""

    home: Path
    read_at: datetime
    offline: bool = True
    client_of: ClientOf | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The one repository that catalogues give for what was typed, by which of them, of which day.

    `others`: those that know the name too, without an address.
    """

    address: Address
    typed: str
    catalogue: str
    day: date
    others: tuple[str, ...] = ()

    @property
    def told(self) -> Message:
        """What is said before it is observed: the choice is shown, since a name is no address."""
        args = {"name": self.typed, "catalogue": self.catalogue, "day": self.day.isoformat()}
        text = N_("{name}: {url}, by {catalogue} of {day}: check that it is the one you mean")
        if self.others:
            text = N_(
                "{name}: {url}, by {catalogue} of {day}: check that it is the one you mean (another that "
                "bears this name, without an address, is in {others})"
            )
        return Message(text, {**args, "url": self.address.url, "others": ", ".join(self.others)})


def resolve(address: Address, asked: Asked) -> Resolved:
    """Return the repository of a name or of a package, when exactly one is known. Raises UsageError."""
    settings = Settings.of(asked.home)
    if address.kind is AddressKind.PACKAGE:
        return _package(address, asked, settings)
    return _name(address, Index.load(Snapshots(asked.home), settings.off))


def _name(address: Address, index: Index) -> Resolved:
    bearing = index.bearing(address.input)
    readable = {place(url): (hit, url) for hit in bearing for url in hit.repositories}
    if len(readable) == 1:
        [(hit, url)] = readable.values()
        found = _parsed(url)
        if found is not None:
            known = next(one for one in hit.known if place(url) in map(place, one.repositories))
            others = {one.catalogue: None for other in bearing if other is not hit for one in other.known}
            return Resolved(found, address.input, known.catalogue, known.day, tuple(others))
    if bearing:
        what = N_("{input} is the name of several projects or addresses, or its address is not known.")
        raise _to_choose(address, what, bearing)
    near = index.search(address.input, _MOST_NEAR)
    if near:
        raise _to_choose(address, N_("No project known here is called exactly {input}."), near)
    raise _nothing(address, index)


def _parsed(url: str) -> Address | None:
    """Return a far repository; None for anything else that a record may hold."""
    try:
        found = parse(url)
    except AddressError:
        return None
    return None if found.url is None or found.path is not None else found


def _to_choose(address: Address, what: str, hits: Sequence[Hit]) -> UsageError:
    lines = "\n".join(line for hit in hits[:_MOST_SHOWN] for line in _lines(hit))
    if len(hits) > _MOST_SHOWN:
        lines += f"\n  … (+ {len(hits) - _MOST_SHOWN})"
    return UsageError(
        what=Message(what, {"input": address.input}),
        why=Message(N_("Which one is meant is for you to say.")),
        do=Message(N_("This is what the catalogues know near it:\n{lines}"), {"lines": lines}),
    )


def _lines(hit: Hit) -> Iterator[str]:
    """Yield a project in a few lines to copy from; the page of its record where it has no address."""
    by = ", ".join(f"{one.catalogue} {one.day.isoformat()}" for one in hit.known)
    what = hit.what or ""
    if len(what) > _LONGEST_WHAT:
        what = f"{what[: _LONGEST_WHAT - 1].rstrip()}…"
    yield f"  {hit.name} — {what} ({by})" if what else f"  {hit.name} ({by})"
    for url in hit.repositories:
        found = _parsed(url)
        if found is not None:
            yield f"    reperes observe {shlex.quote(str(found.url))}"
    if not hit.repositories:
        yield f"    {hit.known[0].url}"


def _nothing(address: Address, index: Index) -> UsageError:
    if index.looked:
        by = ", ".join(f"{name} {day.isoformat()}" for name, day in index.looked)
        why = Message(N_("It is a name that no catalogue taken here knows ({names})."), {"names": by})
        do = Message(_GIVE)
    else:
        why = Message(N_("It is a name, and no catalogue that can be read was taken here."))
        do = Message(
            N_("Take them with `reperes catalogue update`, or give the https address of its repository.")
        )
    if index.unread:
        do = Message(N_("The snapshot of {name} cannot be read: take it again."), {"name": index.unread[0]})
    return _unknown(address, why, do)


def _unknown(address: Address, why: Message, do: Message | None = None) -> UsageError:
    what = Message(N_("Where to read {input} is not known."), {"input": address.input})
    return UsageError(what=what, why=why, do=do or Message(_GIVE))


def _package(address: Address, asked: Asked, settings: Settings) -> Resolved:
    purl = package(address.package or address.input) or address.input
    held = [*_holding(purl, asked.home, settings)]
    found = {place(url): (url, name, day) for name, day, entry in held for url in entry.repositories}
    found.pop(None, None)
    if len(found) == 1:
        [(url, name, day)] = found.values()
        if (parsed := _parsed(url)) is not None:
            return Resolved(parsed, address.input, name, day)
    if found:
        lines = "\n".join(
            f"  {name} {day.isoformat()}\n    reperes observe {shlex.quote(url)}"
            for url, name, day in found.values()
        )
        raise UsageError(
            what=Message(N_("Catalogues know several addresses for {input}."), {"input": address.input}),
            why=Message(N_("Which one is meant is for you to say.")),
            do=Message(N_("This is what the catalogues know near it:\n{lines}"), {"lines": lines}),
        )
    return _asked_for(address, purl, asked, settings)


def _holding(purl: str, home: Path, settings: Settings) -> Iterable[tuple[str, date, Entry]]:
    """Yield the records of a package: their catalogue, the day of its snapshot, the record."""
    snapshots = Snapshots(home)
    for name, catalogue in catalogues().items():
        if catalogue.way != "whole" or catalogue.holds != "software" or name in settings.off:
            continue
        snapshot = snapshots.latest(name)
        if snapshot is None:
            continue
        try:
            entries = snapshot.of("package", (purl,))
        except SnapshotError:
            continue
        yield from ((name, snapshot.meta.day, entry) for entry in entries)


def _asked_for(address: Address, purl: str, asked: Asked, settings: Settings) -> Resolved:
    catalogue = catalogues().get(PACKAGES)
    reader = None if catalogue is None or PACKAGES in settings.off else _reader()
    if catalogue is None or reader is None:
        text = N_("A package's name does not tell where its code is, and no catalogue taken here knows it.")
        raise _unknown(address, Message(text))
    if asked.offline or asked.client_of is None:
        text = N_("No catalogue taken here knows this package, and {name} may not be asked without network.")
        raise _unknown(address, Message(text, {"name": PACKAGES}))
    url = _answer(reader, purl, asked, settings.address(catalogue), catalogue)
    if isinstance(url, Message):
        text = N_("No catalogue taken here knows this package, and {name} was asked in vain: {why}")
        raise _unknown(address, Message(text, {"name": PACKAGES, "why": url}))
    found = None if url is None else _parsed(url)
    if found is None:
        text = N_("No catalogue taken here knows this package, and {name} gives no address for it.")
        raise _unknown(address, Message(text, {"name": PACKAGES}))
    return Resolved(found, address.input, PACKAGES, asked.read_at.date())


def _reader() -> ModuleType | None:
    try:
        reader = module_of(PACKAGES)
    except ModuleNotFoundError:
        return None
    return reader if hasattr(reader, "resolve") else None


def _answer(
    reader: ModuleType, purl: str, asked: Asked, where: str, catalogue: Catalogue
) -> str | Message | None:
    """Return the address that the catalogue gives, None when it gives none, or why it could not be asked."""
    assert asked.client_of is not None  # noqa: S101 - the caller looked
    try:
        with asked.client_of(asked.read_at, False) as client:  # noqa: FBT003 - a callable's
            found = reader.resolve(Asker(catalogue, where, client), purl)
    except HttpError as error:
        return error.why
    except (TypeError, AttributeError, KeyError, IndexError, ValueError) as error:
        detail = error.detail if isinstance(error, ShapeError) else type(error).__name__
        return Message(N_("Its shape is another one ({detail})."), {"detail": detail})
    return found if isinstance(found, str) else None
