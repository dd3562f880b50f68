"""Copies of public histories and forges, which hold names: forgotten in time even where nobody observes.

The engine forgets them as it observes; an idle service would keep them past what the privacy page tells.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from reperes.people.store import people_store
from reperes.sources.git import clone, memory
from reperes.sources.http import archive


def forget(home: Path, now: datetime) -> int:
    """Delete what has not served for as long as the engine keeps it; return how many copies."""
    people = people_store(home)
    jobs: tuple[Callable[[], int], ...] = (
        lambda: clone.forget_old(people / "clones", clone.KEPT_DAYS),
        lambda: memory.forget_old(people / "histories", memory.KEPT_DAYS),
        lambda: archive.Archive(archive.place(home)).sweep(now),
        lambda: _forget_cache(archive.cache_file(home), now),
    )
    gone = 0
    for job in jobs:
        with contextlib.suppress(FileNotFoundError):  # another worker came first: tomorrow the rest
            gone += job()
    return gone


def _forget_cache(file: Path, now: datetime) -> int:
    """Remove the cache of answers when nothing was written to it since all that it holds expired."""
    limit = (now - timedelta(days=archive.KEPT_DAYS)).timestamp()
    written = [path.stat().st_mtime for path in file.parent.glob(f"{file.name}*")]
    if not written or max(written) >= limit:
        return 0
    archive.forget_cache(file)
    return 1
