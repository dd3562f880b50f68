"""Taking a catalogue whole: from its address or from a file brought by hand, to a snapshot."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from types import ModuleType

from reperes.errors import Message, ReperesError, UnreachableError, UsageError
from reperes.i18n import N_, Bilingual
from reperes.knowledge.catalogue import Catalogue
from reperes.sources.catalogues.reader import ShapeError, Taken, module_of
from reperes.sources.catalogues.snapshots import Meta, Snapshot, SnapshotError, Snapshots, valid
from reperes.sources.http.answer import Answer
from reperes.sources.http.client import Client
from reperes.sources.http.errors import HttpError
from reperes.sources.http.ledger import Bounds

MOST_BYTES = 192 << 20
MOST_PAGES = 400
BOUNDS = Bounds(
    seconds=600, idle=60, size=MOST_BYTES, requests=2 * MOST_PAGES, life=3600, bytes=4 * MOST_BYTES
)
"""Of a client that takes catalogues whole."""
_UNCHANGED = 304
MOST_GONE = "most records are gone"
"""Why a catalogue that lost most of its records is not taken, unless it is `anyway`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A snapshot, and whether it is another than the one before; `before` is None at the first."""

    snapshot: Snapshot
    before: Snapshot | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Taking:
    """What takes catalogues whole, at a moment; `told` hears of pages.

    A catalogue that lost most of its records is taken `anyway` only: it is more often another page.
    """

    client: Client
    snapshots: Snapshots
    moment: datetime
    told: Callable[[Message], None] = lambda _: None
    anyway: bool = False

    def update(self, catalogue: Catalogue, address: str) -> Outcome:
        """Take a catalogue at its address.

        What did not change is not written again: its age is that of the last look. Raises HttpError and
        OSError; UnreachableError when it changed its shape: the snapshot before it stays.
        """
        try:
            return self._update(catalogue, address)
        except (ReperesError, HttpError, OSError):
            raise
        except Exception as error:
            raise changed_shape(catalogue, ShapeError(type(error).__name__)) from error

    def _update(self, catalogue: Catalogue, address: str) -> Outcome:
        before = self.snapshots.latest(catalogue.id)
        if before is not None and before.meta.url == address and before.meta.validator:
            try:
                answer = self._asked(address, {"if-none-match": before.meta.validator})
            except HttpError as error:
                if error.status != _UNCHANGED:
                    raise
                with contextlib.suppress(SnapshotError):
                    return self._again(before)
                # What is kept is damaged: it is no use to know that it did not change.
                answer = self._asked(address)
        else:
            answer = self._asked(address)
        try:
            pages = self._pages(catalogue, address, answer.body)
        except ShapeError as error:
            raise changed_shape(catalogue, error) from error
        told = answer.headers.get("etag") if pages.count == 1 else None
        meta = replace(pages.meta(catalogue, self.moment), url=address, validator=valid(told))
        if not self.anyway and before is not None and _takes_away(before, pages.taken):
            raise changed_shape(catalogue, ShapeError(MOST_GONE))
        return _written(catalogue, pages.taken, self.snapshots, meta)

    def _asked(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.client.get(address, accept="*/*", headers=headers, keep=False)

    def _pages(self, catalogue: Catalogue, address: str, body: bytes) -> "_Pages":
        """Return all that a catalogue holds, its first page and those that it leads to."""
        module = module_of(catalogue.id)
        following = getattr(module, "next_page", lambda *_: None)
        pages = _Pages()
        pages.add(_read(module, body), body)
        seen = {address}
        while (url := following(body, address)) is not None:
            if url in seen or not url.startswith(_root(address)):
                raise ShapeError("next page")
            if pages.count >= MOST_PAGES:
                raise ShapeError(f"more than {MOST_PAGES} pages")
            seen.add(url)
            self.told(Message(N_("{name}: page {n}"), {"name": catalogue.id, "n": pages.count + 1}))
            body = self._asked(url).body
            pages.add(_read(module, body), body)
        return pages

    def _again(self, before: Snapshot) -> Outcome:
        for _ in before.entries():
            """Read each record: one that is damaged is no use."""
        seen = self.snapshots.seen(before, self.moment, before.meta.validator)
        return Outcome(seen, before, changed=False)


class _Pages:
    """What was received of a catalogue, page after page."""

    def __init__(self) -> None:
        self.taken = Taken()
        self.count = 0
        self._size = 0
        self._digest = hashlib.sha256()

    def add(self, taken: Taken, body: bytes) -> None:
        self.taken.add(taken)
        self.count += 1
        self._size += len(body)
        self._digest.update(body)

    def meta(self, catalogue: Catalogue, moment: datetime) -> Meta:
        return Meta(
            catalogue=catalogue.id,
            url=None,
            licence=catalogue.licence,
            taken_at=moment,
            checksum=self._digest.hexdigest(),
            size=self._size,
            records=len(self.taken.entries),
            rows=self.taken.rows,
            skipped=dict(self.taken.skipped),
            persons=self.taken.persons,
            dated=self.taken.dated,
        )


def bring(
    catalogue: Catalogue,
    file: Path,
    snapshots: Snapshots,
    moment: datetime,
    *,
    dated: date | None = None,
    anyway: bool = False,
) -> Outcome:
    """Take a catalogue from a file.

    `dated` is the day of the file, when its content does not tell it; else its day is not known: its newest
    row says only that it is no older. Raises UsageError when it is too long, when it has rows of after
    `dated`, or when most of what was known is not in it and it is not to be taken `anyway`; UnreachableError
    as `update`.
    """
    if catalogue.way == "asked":
        raise UsageError(
            what=Message(N_("{name} cannot be brought as a file."), {"name": catalogue.id}),
            why=Message(N_("It is asked about one project at a time.")),
            do=Message(N_("`reperes catalogue list` tells which catalogues are taken whole.")),
        )
    body, pages = _body(catalogue, file), _Pages()
    try:
        pages.add(_read(module_of(catalogue.id), body), body)
    except ShapeError as error:
        raise changed_shape(catalogue, error) from error
    meta = pages.meta(catalogue, moment)
    rows = [one.dated for one in pages.taken.entries if one.dated is not None and one.dated <= moment.date()]
    if meta.dated is None and dated is not None and rows and max(rows) > dated:
        text = N_("It has records of {row}: it is not of {day}.")
        days = {"row": Bilingual.of_day(max(rows)), "day": Bilingual.of_day(dated)}
        raise UsageError(
            what=Message(N_("{file} was not taken for {name}."), {"file": str(file), "name": catalogue.id}),
            why=Message(text, days),
            do=Message(N_("Give the day on which its producer published it, or leave --dated out.")),
        )
    given = meta.dated or dated
    meta = replace(meta, dated=given if given is not None and given <= moment.date() else None)
    before = snapshots.latest(catalogue.id)
    if not anyway and before is not None and _takes_away(before, pages.taken):
        text = N_("Most of the {count} records known until now are not in it: it may be another file.")
        raise UsageError(
            what=Message(N_("{file} was not taken for {name}."), {"file": str(file), "name": catalogue.id}),
            why=Message(text, {"count": before.meta.records}),
            do=Message(
                N_("Check that it is the file that {page} gives; to take it all the same, add --anyway."),
                {"page": catalogue.page},
            ),
        )
    return _written(catalogue, pages.taken, snapshots, meta)


def _body(catalogue: Catalogue, file: Path) -> bytes:
    """Return the bytes of a file; UsageError when they are too many, or when it is no ordinary file.

    A pipe would be waited for without end, and the size of a device says nothing.
    """
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as opened:
        is_file = stat.S_ISREG(os.fstat(handle).st_mode)
        body = opened.read(MOST_BYTES + 1) if is_file else b""
    if is_file and len(body) <= MOST_BYTES:
        return body
    why = Message(N_("It is longer than {size} bytes."), {"size": MOST_BYTES})
    raise UsageError(
        what=Message(N_("{file} was not taken for {name}."), {"file": str(file), "name": catalogue.id}),
        why=why if is_file else Message(N_("It is not an ordinary file.")),
        do=Message(N_("See whether it is the file that {page} gives."), {"page": catalogue.page}),
    )


def _read(module: ModuleType, body: bytes) -> Taken:
    """Return what a reader reads. What makes it fail is another shape: ShapeError."""
    try:
        taken: Taken = module.read(body)
    except ShapeError:
        raise
    except (TypeError, AttributeError, LookupError, ValueError, ArithmeticError, RecursionError) as error:
        raise ShapeError(type(error).__name__) from error
    return taken


def _takes_away(before: Snapshot, taken: Taken) -> bool:
    """Return whether there are records, and not most of those that were known: another file, or catalogue."""
    try:
        known = {entry.id for entry in before.entries()}
    except SnapshotError:
        return False
    kept = len(known & {entry.id for entry in taken.entries})
    return bool(taken.entries) and 2 * kept < len(known)


def _written(catalogue: Catalogue, taken: Taken, snapshots: Snapshots, meta: Meta) -> Outcome:
    if not taken.entries:
        raise changed_shape(catalogue, ShapeError("no record"))
    before = snapshots.latest(catalogue.id)
    if before is not None and _is_same(before, meta, taken):
        return Outcome(snapshots.seen(before, meta.taken_at, meta.validator), before, changed=False)
    changed = before is None or before.meta.checksum != meta.checksum
    return Outcome(snapshots.write(meta, taken), before, changed)


def _is_same(before: Snapshot, meta: Meta, taken: Taken) -> bool:
    """Return whether a catalogue is what it was, read as it was: a later reader may read more of it."""
    whole = replace(before.meta, taken_at=meta.taken_at, validator=meta.validator, seen_at=None)
    if whole != meta:
        return False
    with contextlib.suppress(SnapshotError):
        return all(old == new for old, new in zip_longest(before.entries(), taken.entries))
    return False


def _root(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def changed_shape(catalogue: Catalogue, error: ShapeError) -> UnreachableError:
    """Return what is said of a catalogue that is not what it was."""
    text = N_("{name} was not taken: what was received is not what it used to give.")
    ask = N_("The snapshot before it, if any, still serves. See {page}, and tell us: the reader must follow.")
    return UnreachableError(
        what=Message(text, {"name": catalogue.id}),
        why=Message(N_("Its shape is another one ({detail})."), {"detail": error.detail}),
        do=Message(ask, {"page": catalogue.page}),
    )
