"""What was read of a history last time, so that only the new commits are asked for.

A raw log holds names and addresses: it is kept in the people store, and forgotten like the clones.
"""

import contextlib
import hashlib
import io
import json
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reperes.people.identities import Identities
from reperes.sources.git import log
from reperes.sources.git.command import GitError, Repository

if TYPE_CHECKING:
    import polars as pl

FORMAT = "reperes/history/1"
KEPT_DAYS = 30
MAX_BYTES = 2 << 30
_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    RuntimeError,  # an archive that asks for a password, too many brackets in a JSON
    MemoryError,
    zipfile.BadZipFile,
)


@dataclass(frozen=True, slots=True)
class Memory:
    """Where the log of one repository is kept, and what can serve of it.

    `known` is the revision already read, an ancestor of the one to observe; None when all must be read.
    """

    file: Path
    known: str | None


def recall(store: Path, repository: Repository, revision: str, mailmap: str | None) -> Memory:
    """Return what is known of a repository. Another mailmap, or a rewritten history, makes it useless."""
    name = hashlib.sha256(str(repository.git_dir.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[
        :32
    ]
    file = store / f"{name}.zip"
    try:
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read("about.json"))
        if (about["format"], about["mailmap"]) != (FORMAT, mailmap):
            return Memory(file, None)
        repository.run("merge-base", "--is-ancestor", str(about["revision"]), revision)
    except (*_UNREADABLE, GitError):
        return Memory(file, None)
    return Memory(file, str(about["revision"]))


def load(memory: Memory) -> log.RawLog | None:
    """Return the log that is kept, None when it cannot be read."""
    import polars as pl  # git must be running before this is loaded

    try:
        with zipfile.ZipFile(memory.file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                return None
            frames = {
                name: pl.read_ipc(io.BytesIO(archive.read(f"{name}.arrow")))
                for name in ("commits", "touches", "trailers", "files")
            }
            identities = Identities.from_bytes(archive.read("identities"))
    except (*_UNREADABLE, pl.exceptions.PolarsError):
        return None
    commits, touches, trailers = frames["commits"], frames["touches"], frames["trailers"]
    raw = log.RawLog(identities, trailers=list(trailers.iter_rows()), files=_list(frames["files"], "path"))
    for frame, names in ((commits, _COMMITS), (touches, _TOUCHES)):
        for name in names:
            setattr(raw, name, _list(frame, name))
    return raw if _holds_together(raw) else None


def _holds_together(raw: log.RawLog) -> bool:
    """Return whether every row and every code leads somewhere."""
    rows, codes, files = len(raw.commit), len(raw.identities), len(raw.files)
    used = ((raw.author, codes), (raw.committer, codes), (raw.touch_commit, rows), (raw.touch_file, files))
    same = len({len(getattr(raw, name)) for name in _COMMITS}) == 1
    return same and all(max(numbers, default=-1) < bound for numbers, bound in used)


def _list(frame: "pl.DataFrame", name: str) -> list[Any]:
    return frame.get_column(name).to_list()


_COMMITS = ("commit", "parents", "authored", "committed", "author", "committer")
_TOUCHES = ("touch_commit", "touch_file", "touch_status")


def save(memory: Memory, raw: log.RawLog, revision: str, mailmap: str | None) -> None:
    """Keep a log that was read to its end. A disk that refuses costs the next run some time, nothing else."""
    import polars as pl  # as above

    frames = {
        "commits": pl.DataFrame({name: getattr(raw, name) for name in _COMMITS}),
        "touches": pl.DataFrame(
            {name: getattr(raw, name) for name in _TOUCHES},
            schema={"touch_commit": pl.UInt32, "touch_file": pl.UInt32, "touch_status": pl.String},
        ),
        "trailers": pl.DataFrame(
            raw.trailers, schema={"row": pl.UInt32, "role": pl.String, "value": pl.Binary}, orient="row"
        ),
        "files": pl.DataFrame({"path": raw.files}, schema={"path": pl.Binary}),
    }
    partial = memory.file.with_suffix(".partial")
    about = {"format": FORMAT, "revision": revision, "mailmap": mailmap}
    try:
        memory.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        forget_old(memory.file.parent, KEPT_DAYS)
        with zipfile.ZipFile(partial, "w") as archive:
            archive.writestr("about.json", json.dumps(about))
            archive.writestr("identities", raw.identities.to_bytes())
            for name, frame in frames.items():
                buffer = io.BytesIO()
                frame.write_ipc(buffer, compression="lz4")
                archive.writestr(f"{name}.arrow", buffer.getvalue())
        partial.replace(memory.file)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def forget_old(store: Path, days: float) -> int:
    """Remove the logs not used for `days`; return how many."""
    removed = 0
    if store.is_dir():
        for file in store.iterdir():
            if file.stat().st_mtime < time.time() - days * 86400:
                file.unlink(missing_ok=True)
                removed += 1
    return removed
