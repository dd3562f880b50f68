"""When a project was asked about: with the raw answers of those moments, all that is needed to begin there.

The answers themselves are in the archive (`sources.http.archive`); both are kept in the people store.
"""

import contextlib
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from reperes.people.store import people_store
from reperes.sources.http.archive import KEPT_DAYS

FORMAT = "reperes/reads/1"
_FIRST_YEAR = 2000
MOST = 20
"""Readings after which all is read anew: each one is a page to read again from the archive."""


@dataclass(frozen=True, slots=True)
class Reads:
    """The readings of one project by one dialect, the first one whole, the others of what had changed.

    `since`: the day from which requests were wanted; `moments`: aware, in UTC; `mark`: what the project was
    known by, and to whom it answered; `whole`: whether the last reading was carried out to its end, so that
    another may begin there.
    """

    dialect: str
    since: date
    moments: tuple[datetime, ...]
    mark: str = ""
    whole: bool = True

    @property
    def start(self) -> datetime:
        """The first moment wanted."""
        return datetime.combine(self.since, time(), UTC)

    def and_then(self, moment: datetime, *, whole: bool) -> "Reads":
        """Return these readings and one more."""
        return replace(self, moments=(*self.moments, moment), whole=whole)

    def hold(self, now: datetime) -> bool:
        """Return whether the answers of all these moments are still kept."""
        return now - timedelta(days=KEPT_DAYS) < self.moments[0] and self.moments[-1] <= now

    def serve(self, dialect: str, since: date, now: datetime, mark: str) -> bool:
        """Return whether a reading may begin where these end: it is still the same project, asked alike."""
        same = (self.dialect, self.whole, self.mark) == (dialect, True, mark)
        return same and self.since <= since and len(self.moments) < MOST and self.hold(now)


def _file(home: Path, origin: str) -> Path:
    return people_store(home) / "forges" / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.json"


def recall(home: Path, origin: str) -> Reads | None:
    """Return the readings of a project; None when there is none that can be read."""
    try:
        told = json.loads(_file(home, origin).read_text(encoding="utf-8"))
        if (told["format"], told["origin"]) != (FORMAT, origin):
            return None
        moments = tuple(datetime.fromisoformat(moment) for moment in told["moments"])
        since = date.fromisoformat(told["since"])
        reads = Reads(str(told["dialect"]), since, moments, str(told["mark"]), bool(told["whole"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    sound = all(moment.tzinfo is not None and moment.year >= _FIRST_YEAR for moment in moments)
    return reads if moments and sound and list(moments) == sorted(moments) else None


def keep(home: Path, origin: str, reads: Reads) -> None:
    """Remember readings. A disk that refuses costs the next one some requests, nothing else."""
    file = _file(home, origin)
    content = {
        "format": FORMAT,
        "origin": origin,
        "dialect": reads.dialect,
        "since": reads.since.isoformat(),
        "moments": [moment.isoformat() for moment in reads.moments],
        "mark": reads.mark,
        "whole": reads.whole,
    }
    aside = file.with_suffix(f".{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
            json.dump(content, opened)
        aside.replace(file)


def forget_all(home: Path) -> int:
    """Forget every reading; return how many projects they were of."""
    folder = people_store(home) / "forges"
    files = list(folder.glob("*.json")) if folder.is_dir() else []
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)
