"""Progress on stderr: a live line on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from reperes.cli import printable
from reperes.errors import Message
from reperes.i18n import Language
from reperes.progress import Progress, Silent


class PlainProgress:
    """One line a step, with the seconds since the beginning."""

    def __init__(self, language: Language, stream: TextIO) -> None:
        self._language = language
        self._stream = stream
        self._started = time.monotonic()
        self._last_told = 0.0

    def step(self, message: Message) -> None:
        """Write the step."""
        self._write(message.text(self._language))

    def told(self, detail: str) -> None:
        """Write what git says, at most every five seconds."""
        if time.monotonic() - self._last_told > 5:
            self._last_told = time.monotonic()
            self._write(f"  git: {detail}")

    def _write(self, text: str) -> None:
        seconds = time.monotonic() - self._started
        self._stream.write(f"[{seconds:5.1f} s] {printable(text)}\n")
        self._stream.flush()


class LiveProgress:
    """The present step and git's own progress, on one line that the result replaces."""

    def __init__(self, language: Language, status: object) -> None:
        self._language = language
        self._status = status
        self._step = ""

    def step(self, message: Message) -> None:
        """Show the step."""
        self._step = printable(message.text(self._language))
        self._show("")

    def told(self, detail: str) -> None:
        """Show what git says, beside the step."""
        self._show(printable(detail))

    def _show(self, detail: str) -> None:
        from rich.text import Text

        line = Text(self._step, overflow="ellipsis", no_wrap=True)
        line.append(f"  {detail}", style="dim")
        self._status.update(line)  # type: ignore[attr-defined]  # rich is imported only on a terminal


@contextmanager
def shown_progress(language: Language, stream: TextIO | None) -> Iterator[Progress]:
    """Give the progress that fits the stream, for as long as the work lasts; none when it is closed."""
    if stream is None:
        yield Silent()
        return
    if not stream.isatty():
        yield PlainProgress(language, stream)
        return
    from rich.console import Console

    with Console(file=stream).status("") as status:
        yield LiveProgress(language, status)
