"""Snapshots on disk: one SQLite file each, written whole or not at all, never changed after.

They hold what readers kept of a catalogue, no person among it, so they are outside the people store.
"""

import contextlib
import re
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.places import folded, package, place
from reperes.sources.catalogues.reader import Taken

FORMAT = "reperes/snapshot/1"
KEPT = 24
"""Snapshots of one catalogue that are kept: a new one removes the oldest past them."""
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
    to ask whether it changed.
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

    @property
    def day(self) -> date:
        """The day whose state it tells: its producer's, else that of our taking it."""
        return self.dated or self.taken_at.date()


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
        marks = ", ".join("?" * len(wanted))
        query = (
            "SELECT content FROM entries WHERE row IN"  # noqa: S608 - marks only
            f" (SELECT row FROM keys WHERE kind = ? AND value IN ({marks})) ORDER BY row"
        )
        with self._open() as connection:
            return [_entry(content) for (content,) in _asked(connection, query, (kind, *wanted))]

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
            for (content,) in _asked(connection, "SELECT content FROM entries ORDER BY row"):
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
        """Return the newest snapshot whose day is no later than `on`, taken no later than `before`."""
        fitting = [
            one
            for one in self.all(catalogue)
            if (on is None or one.meta.day <= on) and (before is None or one.meta.taken_at <= before)
        ]
        return max(fitting, key=lambda one: (one.meta.day, one.meta.taken_at), default=None)

    def are_damaged(self, catalogue: str) -> bool:
        """Return whether there are snapshots of a catalogue, and none can be read."""
        return bool(self._files(catalogue)) and not self.all(catalogue)

    def write(self, meta: Meta, taken: Taken) -> Snapshot:
        """Write a snapshot, and remove the oldest past `KEPT`. Raises OSError."""
        folder = self.root / meta.catalogue
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{meta.taken_at.astimezone(UTC):{_STAMP}}-{meta.checksum[:8]}.sqlite"
        aside = folder / f"{secrets.token_hex(6)}.partial"
        try:
            _write(aside, meta, taken.entries)
            aside.replace(file)
        except sqlite3.Error as error:
            raise OSError(f"{file}: {error}") from error
        finally:
            aside.unlink(missing_ok=True)
        for old in self._files(meta.catalogue)[KEPT:]:
            old.unlink(missing_ok=True)
        return Snapshot(file, meta)

    def _files(self, catalogue: str) -> list[Path]:
        try:
            found = [file for file in (self.root / catalogue).iterdir() if _FILE.fullmatch(file.name)]
        except OSError:
            return []
        return sorted(found, reverse=True)


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
    return meta


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
