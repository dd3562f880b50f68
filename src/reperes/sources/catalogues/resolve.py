"""Names and packages become addresses: what catalogues know, never chosen in silence among several."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from pathlib import Path
from types import ModuleType

from reperes.errors import Message, UsageError
from reperes.facts.catalogue import Entry
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_, Bilingual
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.places import package, place
from reperes.sources.catalogues.reader import ShapeError, module_of
from reperes.sources.catalogues.search import BROUGHT, MOST_TYPED, Hit, Index
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.snapshots import Meta, SnapshotError, Snapshots
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
    """Where snapshots are, and who may be asked: nobody when `offline`, or when `client_of` is None.

    Snapshots of after the day `as_of`, or taken after `read_at`, are not read.
    """

    home: Path
    read_at: datetime
    as_of: date
    offline: bool = True
    client_of: ClientOf | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The one repository that catalogues give for what was typed, by which of them, of which day.

    `others`: those that know the name too, without an address; `undated`: the day is that on which a file was
    brought, which does not tell its own.
    """

    address: Address
    typed: str
    catalogue: str
    day: date
    others: tuple[str, ...] = ()
    undated: bool = False

    @property
    def told(self) -> Message:
        """What is said before it is observed: the choice is shown, since a name is no address."""
        text = N_("{name}: {url}, by {catalogue} of {day}: check that it is the one you mean")
        said = Message(text, {**self._by, "url": self.address.url})
        also = N_("{catalogue} holds this name too, without an address: it may be the same")
        others = (Message(also, {"catalogue": within(one)}) for one in self.others)
        return reduce(_both, others, said)

    @property
    def limit(self) -> Limit | None:
        """What the observation keeps of it."""
        if self.typed.startswith("pkg:"):
            text = N_(
                "The address was not typed: it is the one that {catalogue} gave on {day} "
                "for the package {name}."
            )
            return Limit(Reason.BY_NAME, Message(text, self._by))
        text = N_(
            "The address was not typed: it is the one that {catalogue} gave on {day} for the name “{name}”. "
            "Another project may bear it."
        )
        return Limit(Reason.BY_NAME, Message(text, self._by))

    @property
    def _by(self) -> dict[str, object]:
        return {
            "name": shown(self.typed),
            "catalogue": within(self.catalogue),
            "day": _day(self.day, undated=self.undated),
        }


def resolve(address: Address, asked: Asked) -> Resolved:
    """Return the repository of a name or of a package, when exactly one is known. Raises UsageError."""
    settings = Settings.of(asked.home)
    if address.kind is AddressKind.PACKAGE:
        return _package(address, asked, settings)
    snapshots = Snapshots(asked.home)
    index = Index.load(snapshots, settings.off, on=asked.as_of, before=asked.read_at)
    return _name(address, index)


def _name(address: Address, index: Index) -> Resolved:
    bearing = index.bearing(address.input)
    known = _readable(bearing)
    if len(known) == 1:
        [(found, hit)] = known.values()
        record = next(one for one in hit.known if place(str(found.url)) in map(place, one.repositories))
        without = [one for other in bearing if not _readable([other]) for one in other.known]
        others = tuple(dict.fromkeys(one.catalogue for one in without))
        return Resolved(found, address.input, record.catalogue, record.day, others, record.undated)
    if known:
        what = N_("{input} is the name of several projects, or of one that has several addresses.")
        raise _to_choose(address, what, bearing)
    if bearing:
        raise _without_address(address, bearing)
    if len(address.input) > MOST_TYPED:
        why = Message(
            N_("It is too long to be the name of a project: {n} characters."), {"n": len(address.input)}
        )
        raise _unknown(address, why)
    near = [one for one in index.search(address.input, _MOST_NEAR) if one.closeness != "described"]
    if near:
        raise _to_choose(address, N_("No project known here is called exactly {input}."), near)
    raise _nothing(address, index)


def _readable(hits: Iterable[Hit]) -> dict[str, tuple[Address, Hit]]:
    """Return the repositories that projects have, by place, each as it would be observed."""
    found: dict[str, tuple[Address, Hit]] = {}
    for hit in hits:
        for url in hit.repositories:
            where, parsed = place(url), _parsed(url)
            if where is not None and parsed is not None:
                found.setdefault(where, (parsed, hit))
    return found


def within(catalogue: str) -> Bilingual:
    """Return the name of a catalogue as it stands within a sentence."""
    text = catalogues()[catalogue].within
    return Bilingual({"fr": text.fr, "en": text.en})


def _day(when: date, *, undated: bool) -> Bilingual | Message:
    day = Bilingual.of_day(when)
    return Message(BROUGHT, {"day": day}) if undated else day


def shown(typed: str) -> str:
    """Return what was typed, cut where nobody would read on."""
    return typed if len(typed) <= MOST_TYPED else f"{typed[: MOST_TYPED - 1].rstrip()}…"


def _both(one: Message, other: Message) -> Message:
    return Message(N_("{one}; {other}"), {"one": one, "other": other})


def _joined(parts: Sequence[Message]) -> Message:
    """Return the message that says several, a line each."""
    names = [f"part{rank}" for rank in range(len(parts))]
    return Message("\n".join(f"{{{name}}}" for name in names), dict(zip(names, parts, strict=True)))


def _as_is(text: str) -> Message:
    return Message("{text}", {"text": text})


def _parsed(url: str) -> Address | None:
    """Return a far repository; None for anything else that a record may hold."""
    try:
        found = parse(url)
    except AddressError:
        return None
    return None if found.url is None or found.path is not None else found


def _to_choose(address: Address, what: str, hits: Sequence[Hit]) -> UsageError:
    text = N_("This is what the catalogues know near it:\n{lines}")
    return UsageError(
        what=Message(what, {"input": shown(address.input)}),
        why=Message(N_("Which one is meant is for you to say.")),
        do=Message(text, {"lines": _listed(hits)}),
    )


def _without_address(address: Address, hits: Sequence[Hit]) -> UsageError:
    text = N_("Look for the address of its code on the page of its record, then observe it:\n{lines}")
    return UsageError(
        what=Message(N_("The address of {input} is not known."), {"input": shown(address.input)}),
        why=Message(N_("Catalogues know this name, and give no address of its code.")),
        do=Message(text, {"lines": _listed(hits)}),
    )


def _listed(hits: Sequence[Hit]) -> Message:
    lines = [line for hit in hits[:_MOST_SHOWN] for line in _lines(hit)]
    if len(hits) > _MOST_SHOWN:
        lines.append(_as_is(f"  … (+ {len(hits) - _MOST_SHOWN})"))
    return _joined(lines)


def _lines(hit: Hit) -> Iterator[Message]:
    """Yield a project in a few lines to copy from; the page of its record where it has no address."""
    by = reduce(_both, [_of(one.catalogue, one.day, undated=one.undated) for one in hit.known])
    what = hit.what or ""
    if len(what) > _LONGEST_WHAT:
        what = f"{what[: _LONGEST_WHAT - 1].rstrip()}…"
    name = f"{shown(hit.name)} — {what}" if what else shown(hit.name)
    yield Message("  {name} ({by})", {"name": name, "by": by})
    readable = _readable([hit])
    for found, _ in readable.values():
        yield _observed(found)
    if not readable:
        yield _as_is(f"    {hit.known[0].url}")


def _of(catalogue: str, day: date, *, undated: bool = False) -> Message:
    told = {"catalogue": within(catalogue), "day": _day(day, undated=undated)}
    return Message(N_("{catalogue}, {day}"), told)


def _of_snapshot(meta: Meta) -> Message:
    return _of(meta.catalogue, meta.day, undated=meta.undated)


def _observed(found: Address) -> Message:
    return _as_is(f"    reperes observe {shlex.quote(str(found.url))}")


def _nothing(address: Address, index: Index) -> UsageError:
    if index.looked:
        by = reduce(_both, [_of(one.catalogue, one.day, undated=one.undated) for one in index.looked])
        why = Message(N_("It is a name that no catalogue taken here knows ({names})."), {"names": by})
        do = Message(_GIVE)
    elif index.later:
        why = Message(N_("It is a name, and the catalogues taken here are all later than the day observed."))
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
    what = Message(N_("Where to read {input} is not known."), {"input": shown(address.input)})
    return UsageError(what=what, why=why, do=do or Message(_GIVE))


def _package(address: Address, asked: Asked, settings: Settings) -> Resolved:
    purl = package(address.package or address.input) or address.input
    found: dict[str, tuple[Address, Meta]] = {}
    for meta, entry in _holding(purl, asked, settings):
        for url in entry.repositories:
            where, parsed = place(url), _parsed(url)
            if where is not None and parsed is not None:
                found.setdefault(where, (parsed, meta))
    if len(found) == 1:
        [(parsed, meta)] = found.values()
        return Resolved(parsed, address.input, meta.catalogue, meta.day, undated=meta.undated)
    if found:
        pairs = [
            _joined((Message("  {by}", {"by": _of_snapshot(meta)}), _observed(parsed)))
            for parsed, meta in found.values()
        ]
        what = N_("Catalogues know several addresses for {input}.")
        raise UsageError(
            what=Message(what, {"input": shown(address.input)}),
            why=Message(N_("Which one is meant is for you to say.")),
            do=Message(N_("This is what the catalogues know near it:\n{lines}"), {"lines": _joined(pairs)}),
        )
    return _asked_for(address, purl, asked, settings)


def _holding(purl: str, asked: Asked, settings: Settings) -> Iterable[tuple[Meta, Entry]]:
    """Yield the records of a package, with what is known of the snapshot that holds each."""
    snapshots = Snapshots(asked.home)
    for name, catalogue in catalogues().items():
        if catalogue.way != "whole" or catalogue.holds != "software" or name in settings.off:
            continue
        snapshot = snapshots.latest(name, on=asked.as_of, before=asked.read_at)
        if snapshot is None:
            continue
        try:
            entries = snapshot.of("package", (purl,))
        except SnapshotError:
            continue
        yield from ((snapshot.meta, entry) for entry in entries)


def _asked_for(address: Address, purl: str, asked: Asked, settings: Settings) -> Resolved:
    catalogue = catalogues().get(PACKAGES)
    reader = None if catalogue is None or PACKAGES in settings.off else _reader()
    if catalogue is None or reader is None:
        text = N_("A package's name does not tell where its code is, and no catalogue taken here knows it.")
        raise _unknown(address, Message(text))
    if asked.offline or asked.client_of is None:
        text = N_("No catalogue taken here knows this package, and {name} may not be asked without network.")
        raise _unknown(address, Message(text, {"name": within(PACKAGES)}))
    if asked.as_of < asked.read_at.date():
        text = N_(
            "No catalogue taken here knows this package, and {name} tells of today only, "
            "not of the day observed."
        )
        raise _unknown(address, Message(text, {"name": within(PACKAGES)}))
    url = _answer(reader, purl, asked, settings.address(catalogue), catalogue)
    if isinstance(url, Message):
        text = N_("No catalogue taken here knows this package, and {name} was asked in vain: {why}")
        raise _unknown(address, Message(text, {"name": within(PACKAGES), "why": url}))
    found = None if url is None else _parsed(url)
    if found is None:
        text = N_("No catalogue taken here knows this package, and {name} gives no address for it.")
        raise _unknown(address, Message(text, {"name": within(PACKAGES)}))
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
