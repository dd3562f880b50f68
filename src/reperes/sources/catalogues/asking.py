"""Asking a catalogue about one project: at the pace that it allows, and what it answered is kept."""

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reperes.facts.catalogue import Found, Listing
from reperes.knowledge.catalogue import Catalogue
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import ShapeError, module_of
from reperes.sources.http.client import Client
from reperes.sources.http.errors import HttpError

MOST_BYTES = 4 << 20


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
        found = tuple(answers)
    except (TypeError, AttributeError, KeyError, IndexError, ValueError) as error:
        if isinstance(error, ShapeError):
            raise
        raise ShapeError(type(error).__name__) from error
    return Listing(asker.catalogue.id, moment, asker.address, found)


@dataclass(frozen=True, slots=True)
class Answers:
    """What asked catalogues answered, the last time, for each project."""

    home: Path

    def _file(self, catalogue: str, project: Project) -> Path:
        # Of the project, only what is asked with: an answer serves whatever snapshots tell of it since.
        asked = replace(project, names=(), identifiers=())
        told = json.dumps(astuple(asked), sort_keys=True)
        name = hashlib.sha256(told.encode()).hexdigest()[:32]
        return self.home / "catalogues" / "asked" / catalogue / f"{name}.json"

    def kept(self, catalogue: str, project: Project, before: datetime) -> Listing | None:
        """Return the last answer, None when there is none, or when it is of after that moment."""
        with suppress(OSError, ValidationError, ValueError):
            content = self._file(catalogue, project).read_bytes()[:MOST_BYTES]
            listing = _listings().validate_json(content)
            return listing if listing.taken_at <= before else None
        return None

    def keep(self, listing: Listing, project: Project) -> None:
        """Keep an answer. A disk that refuses costs a later observation without network, nothing else."""
        file = self._file(listing.catalogue, project)
        aside = file.with_name(f"{secrets.token_hex(6)}.partial")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                aside.write_bytes(_listings().dump_json(listing, exclude_defaults=True))
                aside.replace(file)
            finally:
                aside.unlink(missing_ok=True)

    def count(self, catalogue: str) -> int:
        """Return for how many projects answers of a catalogue are kept."""
        with suppress(OSError):
            folder = self.home / "catalogues" / "asked" / catalogue
            return sum(file.suffix == ".json" for file in folder.iterdir())
        return 0


def is_fresh(listing: Listing, catalogue: Catalogue, now: datetime) -> bool:
    """Return whether an answer still serves without asking again."""
    return now - listing.taken_at < timedelta(days=catalogue.fresh_days)


@cache
def _listings() -> TypeAdapter[Listing]:
    return TypeAdapter(Listing)
