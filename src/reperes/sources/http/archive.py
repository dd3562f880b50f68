"""The raw answers of hosts, kept so that an observation can be made again without the network.

They hold names: they are kept in the people store, readable by their owner alone, and expire.
"""

import base64
import contextlib
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reperes.people.store import people_store
from reperes.sources.http.answer import Answer, Came
from reperes.sources.http.target import Question

FORMAT = "reperes/answer/1"
KEPT_DAYS = 30
MAX_BYTES = 256 << 20
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_ENDING = ".json.gz"
_UNREADABLE = (
    *(OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, OverflowError),
    *(RecursionError, zlib.error),
)


def place(home: Path) -> Path:
    """Return where answers are kept."""
    return people_store(home) / "answers"


@dataclass(frozen=True, slots=True)
class Archive:
    """Answers by question, the oldest beside the newest."""

    root: Path
    days: float = KEPT_DAYS

    def add(self, question: Question, answer: Answer, moment: datetime) -> None:
        """Keep the answer that a run had: `moment` is that of the run.

        A disk that refuses costs a later replay an absence, nothing else.
        """
        content = {
            "format": FORMAT,
            "method": question.method,
            "url": question.target.text,
            "asked": dict(question.headers),
            "body": question.body.decode(),
            "status": answer.status,
            "answered": answer.url,
            "headers": dict(answer.headers),
            "retrieved_at": answer.retrieved_at.isoformat(),
            **_text(answer.body),
        }
        folder = self.root / question.key
        file = folder / f"{moment.astimezone(UTC).strftime(_STAMP)}{_ENDING}"
        data = gzip.compress(
            json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"), mtime=0
        )
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.root.chmod(0o700)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(data)
        except OSError:  # what was cut short is not read
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)

    def find(self, question: Question, now: datetime, *, exactly: bool = False) -> Answer | None:
        """Return the last answer to a question, as it was on `now`; None when none is kept, or it expired.

        `exactly`: that of the run of that very moment, and no other: answers of two runs do not go together.
        """
        for file, moment in sorted(self._files(self.root / question.key), reverse=True):
            if moment == now if exactly else now - timedelta(days=self.days) <= moment <= now:
                with contextlib.suppress(*_UNREADABLE):
                    return _answer(file)
        return None

    def sweep(self, now: datetime) -> int:
        """Remove the answers that expired before `now`; return how many."""
        limit = now - timedelta(days=self.days)
        return self._remove(lambda moment: moment < limit)

    def clear(self) -> int:
        """Remove every answer; return how many."""
        return self._remove(lambda _: True)

    def _remove(self, old: Callable[[datetime], bool]) -> int:
        removed = 0
        for folder in self._folders():
            for file, moment in self._files(folder):
                if old(moment):
                    with contextlib.suppress(OSError):  # something else bears such a name
                        file.unlink(missing_ok=True)
                        removed += 1
            with contextlib.suppress(OSError):  # it still holds answers
                folder.rmdir()
        return removed

    def _folders(self) -> list[Path]:
        try:
            return [entry for entry in self.root.iterdir() if entry.is_dir() and not entry.is_symlink()]
        except OSError:
            return []

    @staticmethod
    def _files(folder: Path) -> Iterator[tuple[Path, datetime]]:
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - names are all that is needed
        except OSError:
            return
        for name in names:
            with contextlib.suppress(ValueError):
                moment = datetime.strptime(name.removesuffix(_ENDING), _STAMP).replace(tzinfo=UTC)
                yield folder / name, moment


def _text(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _answer(file: Path) -> Answer:
    with gzip.open(file) as opened:
        content = json.loads(opened.read(MAX_BYTES))
    if content["format"] != FORMAT:
        raise ValueError(content["format"])
    body = content["text"].encode() if "text" in content else base64.b64decode(content["base64"])
    return Answer(
        status=int(content["status"]),
        url=str(content["answered"]),
        headers={str(name): str(value) for name, value in content["headers"].items()},
        body=body,
        retrieved_at=datetime.fromisoformat(content["retrieved_at"]),
        came=Came.ARCHIVE,
    )


def cache_file(home: Path) -> Path:
    """Return where the cache is: bodies may hold names, so in the people store."""
    return people_store(home) / "http.db"


def forget_cache(file: Path) -> None:
    """Remove the cache."""
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            file.with_name(file.name + ending).unlink(missing_ok=True)


def forget_everything(home: Path) -> int:
    """Remove the answers and the cache; return how many answers there were."""
    forget_cache(cache_file(home))
    return Archive(place(home)).clear()
