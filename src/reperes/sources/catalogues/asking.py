"""Asking a catalogue about one project: at the pace that it allows, and what it answered is kept."""

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reperes.facts.catalogue import Found, Listing
from reperes.knowledge.catalogue import Catalogue
from reperes.sources.catalogues.door import Door
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import ShapeError, module_of
from reperes.sources.catalogues.snapshots import sweep
from reperes.sources.http.client import Client
from reperes.sources.http.errors import HttpError

MOST_BYTES = 4 << 20
KEPT = 12
"""Answers of one catalogue about one project that are kept: a new one removes the oldest past them."""
MOST_FOUND = 500
"""Records of one answer that are looked at."""
_STAMP = "%Y%m%dT%H%M%S%fZ"


class Pace:
    """Keeps requests to one catalogue apart, whatever the number of projects observed by this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, name: str, seconds: float) -> None:
        """Wait for one's turn."""
        if seconds <= 0:
            return
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next.get(name, now))
            self._next[name] = turn + seconds
        time.sleep(max(turn - now, 0.0))


_PACE = Pace()


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for JSON at the address of one catalogue. Raises HttpError."""

    catalogue: Catalogue
    address: str
    client: Client
    pace: Pace = _PACE

    def get(self, path: str = "", **headers: str) -> Any:
        """Return what is at the address of the catalogue followed by `path`."""
        self.pace.wait(self.catalogue.id, self.catalogue.seconds_between)
        url = f"{self.address.rstrip('/')}{path}"
        return self.client.get(url, headers=headers, keep=False).json()

    def maybe(self, path: str = "", **headers: str) -> Any:
        """Return what is there, None when the catalogue answers that there is nothing."""
        try:
            return self.get(path, **headers)
        except HttpError as error:
            if error.status in {404, 410}:
                return None
            raise

    def post(self, body: object, path: str = "") -> Any:
        """Return the answer to a question that changes nothing."""
        self.pace.wait(self.catalogue.id, self.catalogue.seconds_between)
        return self.client.post_json(f"{self.address.rstrip('/')}{path}", body, keep=False).json()


def ask(asker: Asker, project: Project, moment: datetime) -> Listing:
    """Return what a catalogue answers. Raises HttpError, ShapeError."""
    module = module_of(asker.catalogue.id)
    answers: Iterator[Found] = module.ask(asker, project)
    try:
        found = tuple(Door().found(islice(answers, MOST_FOUND)))
    except (TypeError, AttributeError, KeyError, IndexError, ValueError) as error:
        if isinstance(error, ShapeError):
            raise
        raise ShapeError(type(error).__name__) from error
    return Listing(asker.catalogue.id, moment, asker.address, found)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is kept; `asked` tells what the question was made of, as a digest."""

    asked: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Answers:
    """What asked catalogues answered for each project: the last times, by day."""

    home: Path

    def _folder(self, catalogue: str, project: Project) -> Path:
        told = project.places[0] if project.places else json.dumps(project.packages)
        name = hashlib.sha256(told.encode()).hexdigest()[:32]
        return self.home / "catalogues" / "asked" / catalogue / name

    def kept(self, catalogue: str, project: Project, before: datetime, on: date | None = None) -> Kept | None:
        """Return the last answer given by `before`, of a day no later than `on`; None when there is none."""
        for file in _newest(self._folder(catalogue, project)):
            with suppress(OSError, ValidationError, ValueError):
                kept = _read(file)
                if kept.listing.taken_at <= before and (on is None or kept.listing.day <= on):
                    return kept
        return None

    def keep(self, listing: Listing, project: Project) -> None:
        """Keep an answer, unless it is longer than `MOST_BYTES`.

        A disk that refuses costs a later observation without network, nothing else.
        """
        listing = replace(listing, found=tuple(Door().found(listing.found)))
        content = _answers().dump_json(Kept(asked_with(project), listing), exclude_defaults=True)
        if len(content) > MOST_BYTES:
            return
        folder = self._folder(listing.catalogue, project)
        file = folder / f"{listing.taken_at.astimezone(UTC):{_STAMP}}.json"
        aside = folder / f"{secrets.token_hex(6)}.partial"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                aside.write_bytes(content)
                aside.replace(file)
            finally:
                aside.unlink(missing_ok=True)
            for old in _newest(folder)[KEPT:]:
                old.unlink(missing_ok=True)
            sweep(folder, listing.taken_at)

    def count(self, catalogue: str) -> int:
        """Return for how many projects answers of a catalogue are kept."""
        with suppress(OSError):
            folder = self.home / "catalogues" / "asked" / catalogue
            return sum(bool(_newest(one)) for one in folder.iterdir())
        return 0


def _read(file: Path) -> Kept:
    """Return an answer that was kept. Raises OSError; ValueError when it is damaged."""
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    kept = _answers().validate_json(content)
    if len(content) > MOST_BYTES or kept.listing.taken_at.tzinfo is None:
        raise ValueError(file.name)
    return kept


def _newest(folder: Path) -> list[Path]:
    try:
        return sorted((one for one in folder.iterdir() if one.suffix == ".json"), reverse=True)
    except OSError:
        return []


def asked_with(project: Project) -> str:
    """Return what tells one question from another: what snapshots tell of the project is no part of it."""
    asked = replace(project, names=(), identifiers=())
    return hashlib.sha256(json.dumps(astuple(asked), sort_keys=True).encode()).hexdigest()[:16]


def is_fresh(kept: Kept, project: Project, catalogue: Catalogue, now: datetime) -> bool:
    """Return whether an answer still serves without asking again: it is young, and of the same question."""
    young = now - kept.listing.taken_at < timedelta(days=catalogue.fresh_days)
    return young and kept.asked == asked_with(project)


@cache
def _answers() -> TypeAdapter[Kept]:
    return TypeAdapter(Kept)
