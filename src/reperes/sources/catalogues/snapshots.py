"""Snapshots on disk: one SQLite file each, written whole or not at all, never changed after.

They hold what readers kept of a catalogue, no person among it, so they are outside the people store. When a
catalogue is looked at again and did not change, a note beside the file tells when: what the file holds is the
state of every day from the one to the other.
"""

import contextlib
import re
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.door import Door
from reperes.sources.catalogues.places import folded, package, place
from reperes.sources.catalogues.reader import Taken

FORMAT = "reperes/snapshot/1"
KEPT = 24
"""States of one catalogue that are kept: a new one removes the oldest past them."""
_LEFT_AFTER = timedelta(days=1)
"""Age past which what a stopped program left half written is removed."""
_LONGEST_NOTE = 1000
_VALIDATOR = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,196}"')
_STAMP = "%Y%m%dT%H%M%SZ"
_FILE = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{8}\.sqlite")
_ROWS_AT_ONCE = 400
_MEMORY = (
    "CREATE TABLE meta (text TEXT NOT NULL)",
    "CREATE TABLE entries (row INTEGER PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL)",
    "CREATE TABLE keys (kind TEXT NOT NULL, value TEXT NOT NULL, row INTEGER NOT NULL)",
)
_INDEX = "CREATE INDEX of_keys ON keys (kind, value)"


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a snapshot as a whole.

    `url`: where it was taken, or None for a file brought by hand; `checksum`: SHA-256 of what was received;
    `skipped`: rows that did not fit, by reason; `persons`: people left out; `validator`: what the host gave
    to ask whether it changed; `seen_at`: when it was last seen unchanged, None when it was not looked at
    again: it is written beside the file.
    """

    catalogue: str
    url: str | None
    licence: str
    taken_at: datetime
    checksum: str
    size: int
    records: int
    rows: int
    skipped: dict[str, int]
    persons: int = 0
    dated: date | None = None
    validator: str | None = None
    format: str = FORMAT
    seen_at: datetime | None = None

    @property
    def last(self) -> datetime:
        """The last moment at which it was so."""
        return self.seen_at or self.taken_at

    @property
    def day(self) -> date:
        """The day whose state it tells: its producer's, else the last on which we saw it."""
        return self.dated or self.last.date()

    def as_of(self, on: date | None, before: datetime | None) -> "Meta | None":
        """Return what was known of it on a day, at a moment; None when it was of a later one."""
        if before is not None and before < self.taken_at:
            return None
        if on is not None and on < (self.dated or self.taken_at.date()):
            return None
        ends = [one for one in (self.seen_at, before) if one is not None]
        if on is not None and self.dated is None:
            ends.append(max(datetime.combine(on, time.max, self.taken_at.tzinfo), self.taken_at))
        return self if self.seen_at is None else replace(self, seen_at=min(ends))

    @property
    def undated(self) -> bool:
        """Whether nothing tells of which day it is: it was brought by hand without its day."""
        return self.url is None and self.dated is None


class SnapshotError(ValueError):
    """A snapshot that cannot be read."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot; nothing is read before it is asked for."""

    file: Path
    meta: Meta

    def of(self, kind: str, values: Iterable[str]) -> list[Entry]:
        """Return the records that have one of these keys, in their order, each once."""
        wanted = list(dict.fromkeys(values))
        if not wanted:
            return []
        found: dict[int, str] = {}
        with self._open() as connection:
            for at in range(0, len(wanted), _ROWS_AT_ONCE):
                part = wanted[at : at + _ROWS_AT_ONCE]
                marks = ", ".join("?" * len(part))
                query = (
                    "SELECT row, content FROM entries WHERE row IN"  # noqa: S608 - marks only
                    f" (SELECT row FROM keys WHERE kind = ? AND value IN ({marks}))"
                )
                found |= dict(_asked(connection, query, (kind, *part)))
        return [_entry(found[row]) for row in sorted(found)]

    def keys(self, kind: str) -> list[tuple[str, int]]:
        """Return every key of a kind, with the row it is of."""
        with self._open() as connection:
            return _asked(connection, "SELECT value, row FROM keys WHERE kind = ? ORDER BY row", (kind,))

    def rows(self, rows: Sequence[int]) -> list[Entry]:
        """Return the records of these rows, in this order."""
        found: dict[int, Entry] = {}
        with self._open() as connection:
            for at in range(0, len(rows), _ROWS_AT_ONCE):
                part = rows[at : at + _ROWS_AT_ONCE]
                marks = ", ".join("?" * len(part))
                query = f"SELECT row, content FROM entries WHERE row IN ({marks})"  # noqa: S608 - marks only
                found |= {row: _entry(content) for row, content in _asked(connection, query, tuple(part))}
        return [found[row] for row in rows if row in found]

    def entries(self) -> Iterator[Entry]:
        """Yield every record."""
        with self._open() as connection:
            for (content,) in _each(connection, "SELECT content FROM entries ORDER BY row"):
                yield _entry(content)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with _opened(self.file) as connection:
            yield connection


@dataclass(frozen=True, slots=True)
class Snapshots:
    """Every snapshot under a data folder."""

    home: Path

    @property
    def root(self) -> Path:
        """Where they are."""
        return self.home / "catalogues"

    def all(self, catalogue: str) -> list[Snapshot]:
        """Return the snapshots of a catalogue that can be read, the newest first."""
        found = []
        for file in self._files(catalogue):
            with contextlib.suppress(SnapshotError):
                found.append(Snapshot(file, _meta(file)))
        return found

    def latest(
        self, catalogue: str, *, on: date | None = None, before: datetime | None = None
    ) -> Snapshot | None:
        """Return the newest snapshot whose day is no later than `on`, taken no later than `before`.

        One that was seen unchanged for some time is of each day of it: it is told to be of `on`, or of the
        last before it. A file that was brought without its day serves only where none tells it; brought again
        with it, it is of that day.
        """
        known = [(one.file, one.meta.as_of(on, before)) for one in self.all(catalogue)]
        fitting = [Snapshot(file, meta) for file, meta in known if meta is not None]
        told = {one.meta.checksum for one in fitting if not one.meta.undated}
        fitting = [one for one in fitting if not one.meta.undated or one.meta.checksum not in told]
        return max(fitting, key=lambda one: (not one.meta.undated, one.meta.day, one.meta.last), default=None)

    def are_damaged(self, catalogue: str) -> bool:
        """Return whether there are snapshots of a catalogue, and none can be read."""
        return bool(self._files(catalogue)) and not self.all(catalogue)

    def write(self, meta: Meta, taken: Taken) -> Snapshot:
        """Write a snapshot, and remove the oldest past `KEPT`. Raises OSError."""
        meta, entries = _shown(meta, taken)
        folder = self.root / meta.catalogue
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{meta.taken_at.astimezone(UTC):{_STAMP}}-{meta.checksum[:8]}.sqlite"
        aside = folder / f"{secrets.token_hex(6)}.partial"
        try:
            _write(aside, meta, entries)
            _note(file).unlink(missing_ok=True)
            aside.replace(file)
        except sqlite3.Error as error:
            raise OSError(f"{file}: {error}") from error
        finally:
            aside.unlink(missing_ok=True)
        for old in self._files(meta.catalogue)[KEPT:]:
            old.unlink(missing_ok=True)
            _note(old).unlink(missing_ok=True)
        sweep(folder, meta.taken_at)
        return Snapshot(file, meta)

    def seen(self, snapshot: Snapshot, moment: datetime, validator: str | None) -> Snapshot:
        """Write that a snapshot was looked at again and did not change. Raises OSError."""
        seen = Seen(max(moment, snapshot.meta.last), validator)
        note = _note(snapshot.file)
        aside = note.with_name(f"{secrets.token_hex(6)}.partial")
        try:
            aside.write_bytes(_notes().dump_json(seen))
            aside.replace(note)
        finally:
            aside.unlink(missing_ok=True)
        sweep(note.parent, moment)
        return Snapshot(snapshot.file, _with(snapshot.meta, seen))

    def _files(self, catalogue: str) -> list[Path]:
        try:
            found = [file for file in (self.root / catalogue).iterdir() if _FILE.fullmatch(file.name)]
        except OSError:
            return []
        return sorted(found, reverse=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """When a snapshot was last seen unchanged, and what the host gave then to ask again."""

    seen_at: datetime
    validator: str | None = None


def valid(validator: str | None) -> str | None:
    """Return what a host gave to ask whether a catalogue changed (RFC 9110, ETag); None for what is none."""
    return validator if validator is not None and _VALIDATOR.fullmatch(validator) else None


def sweep(folder: Path, moment: datetime) -> None:
    """Remove what a stopped program left half written in a folder for more than a day."""
    until = (moment - _LEFT_AFTER).timestamp()
    for left in folder.glob("*.partial*"):
        with contextlib.suppress(OSError):
            if left.lstat().st_mtime < until:
                left.unlink()


def _shown(meta: Meta, taken: Taken) -> tuple[Meta, list[Entry]]:
    """Return records as they may be written, and what is known of them: readers let nothing else pass."""
    door = Door()
    entries = [shown for one in taken.entries if (shown := door.let(one)) is not None]
    if not door.persons and not door.skipped:
        return meta, entries
    skipped = Counter(meta.skipped) + door.skipped
    return replace(
        meta, records=len(entries), persons=meta.persons + door.persons, skipped=dict(skipped)
    ), entries


def _note(file: Path) -> Path:
    return file.with_suffix(".seen")


@cache
def _notes() -> TypeAdapter[Seen]:
    return TypeAdapter(Seen)


def _with(meta: Meta, seen: Seen) -> Meta:
    return replace(meta, seen_at=seen.seen_at, validator=valid(seen.validator))


def _noted(file: Path, meta: Meta) -> Meta:
    """Return what is known of a snapshot with the note beside it; one that cannot be read tells nothing."""
    with contextlib.suppress(OSError, ValidationError):
        with _note(file).open("rb") as note:
            seen = _notes().validate_json(note.read(_LONGEST_NOTE))
        if seen.seen_at.tzinfo is not None and seen.seen_at >= meta.taken_at:
            return _with(meta, seen)
    return meta


@cache
def _entries() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


@cache
def _metas() -> TypeAdapter[Meta]:
    return TypeAdapter(Meta)


def _entry(content: str) -> Entry:
    try:
        return _entries().validate_json(content)
    except ValidationError as error:
        raise SnapshotError(str(error)) from error


def _meta(file: Path) -> Meta:
    with _opened(file) as connection:
        rows = _asked(connection, "SELECT text FROM meta")
    try:
        meta = _metas().validate_json(rows[0][0])
    except (ValidationError, IndexError) as error:
        raise SnapshotError(str(error)) from error
    if meta.format != FORMAT:
        raise SnapshotError(meta.format)
    if meta.taken_at.tzinfo is None:
        raise SnapshotError("taken_at")
    return _noted(file, replace(meta, validator=valid(meta.validator), seen_at=None))


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise SnapshotError(str(error)) from error
    try:
        yield connection
    finally:
        connection.close()


def _asked(connection: sqlite3.Connection, query: str, values: tuple[object, ...] = ()) -> list[Any]:
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.Error as error:
        raise SnapshotError(str(error)) from error


def _each(connection: sqlite3.Connection, query: str) -> Iterator[Any]:
    try:
        yield from connection.execute(query)
    except sqlite3.Error as error:
        raise SnapshotError(str(error)) from error


def _write(file: Path, meta: Meta, entries: Sequence[Entry]) -> None:
    connection = sqlite3.connect(file)
    try:
        with connection:
            for line in _MEMORY:
                connection.execute(line)
            connection.execute("INSERT INTO meta VALUES (?)", (_metas().dump_json(meta).decode(),))
            adapter = _entries()
            for row, entry in enumerate(entries):
                content = adapter.dump_json(entry, exclude_defaults=True).decode()
                connection.execute("INSERT INTO entries VALUES (?, ?, ?)", (row, entry.name, content))
                own = ("identifier", f"{meta.catalogue}:{entry.id}")
                keys = [(kind, value, row) for kind, value in dict.fromkeys((own, *keys_of(entry)))]
                connection.executemany("INSERT INTO keys VALUES (?, ?, ?)", keys)
            connection.execute(_INDEX)
    finally:
        connection.close()


def keys_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what a record may be found by: kind of key, key; each once.

    What the catalogue itself calls it is one more, that `Snapshots.write` adds. A record that bears a number
    for a name bears none.
    """
    names = entry.names if entry.name == entry.id and entry.name.isdecimal() else (entry.name, *entry.names)
    found = [("repository", place(one)) for one in entry.repositories]
    found += [("contribution", place(one)) for one in entry.given_to]
    found += [("package", package(one)) for one in entry.packages]
    found += [("identifier", f"{one.scheme}:{one.value}") for one in entry.identifiers]
    found += [("account", one.lower()) for one in entry.accounts]
    found += [("domain", one.lower()) for one in entry.domains]
    found += [("name", folded(one)) for one in names]
    yield from dict.fromkeys((kind, value) for kind, value in found if value)
