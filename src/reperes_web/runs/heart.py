"""What keeps a run alive while its work lasts: its lease put off, its steps shown, and the word to let go."""

import contextlib
import logging
import signal
import threading
import time
import uuid
from collections.abc import Callable
from enum import Enum
from types import FrameType
from typing import Self

from django.conf import settings
from django.db import Error, connection

from reperes.errors import Message
from reperes.i18n import N_
from reperes_web.models import Run, State
from reperes_web.runs import lease
from reperes_web.runs.messages import as_data, printable

LOG = logging.getLogger(__name__)
_PAUSE = 1.0
_LONGEST_TOLD = 200
_ENDINGS = (signal.SIGTERM, signal.SIGINT)

Handler = Callable[[int, FrameType | None], object] | int | None


class Why(Enum):
    """Why a run is let go before its end."""

    ASKED = "somebody asked to stop it"
    LATE = "it lasts too long"
    LOST = "another worker may have it"
    ENDING = "the worker was told to end"


class LetGoError(BaseException):
    """The run is not to be gone on with. No `except Exception` on the way up may keep it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Heart:
    """Beats in a thread of its own while a run lasts, and hears its steps (`reperes.progress.Progress`).

    Only that thread writes: a database that is busy slows no observation down, and breaks none. In the main
    thread of a worker, the work is interrupted wherever it is, be it waiting for git or for a forge; in any
    other, at the next step.
    """

    def __init__(self, run: Run, holder: uuid.UUID, before: float = 0.0) -> None:
        """Take a run that we hold; `before`: for how many seconds it has been under way already."""
        self._run_id, self._holder = str(run.pk), holder
        self._origin = time.monotonic() - before
        self._latest = time.monotonic() + 60 * settings.RUN_MINUTES
        self._why: Why | None = None
        self._shielded = False
        self._raised = False
        self._over = False
        self._due = threading.Event()
        self._writing = threading.Lock()
        self._steps: list[dict[str, object]] = []
        self._told = ""
        self._handlers: dict[int, Handler] = {}
        self._thread = threading.Thread(target=self._live, daemon=True)
        if run.attempts > 1:
            self.step(Message(N_("Beginning again: the work was interrupted")))

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGUSR1, *_ENDINGS):
                self._handlers[number] = signal.signal(number, self._interrupted)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._shielded = True
        self._over = True
        self._due.set()
        self._thread.join()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def step(self, message: Message) -> None:
        """Begin a step."""
        self.check()
        at = round(time.monotonic() - self._origin, 1)
        with self._writing:
            self._steps = [*self._steps, {"message": as_data(message), "at": at}]
            self._told = ""
        self._due.set()

    def told(self, detail: str) -> None:
        """Keep what the tool at work says of itself; any thread may say it."""
        text = printable(detail)[:_LONGEST_TOLD]
        with self._writing:
            self._told = text

    def check(self) -> None:
        """Raise LetGoError when the run is to be let go."""
        if self._why is not None and not self._shielded:
            raise LetGoError(self._why)

    def shield(self) -> None:
        """Let nothing interrupt what follows, short, and to be done whole."""
        self.check()
        self._shielded = True

    def end(self, state: State, **fields: object) -> bool:
        """End the run, its last steps written; return whether we still held it."""
        return lease.end(self._run_id, self._holder, state, steps=self._steps, **fields)

    def give_back(self, *, counted: bool) -> None:
        """Let another worker have the run; see `lease.give_back`."""
        lease.give_back(self._run_id, self._holder, counted=counted)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if number in _ENDINGS:
            handler = self._handlers.get(number)
            if callable(handler):
                handler(number, frame)  # the queue's own: it takes no other task
            self._why = self._why or Why.ENDING
        if not self._raised:
            self._raised = True  # once: what is being left must be left in good order
            self.check()

    def _live(self) -> None:
        pause = min(settings.LEASE_SECONDS / 3, _PAUSE)
        try:
            while True:
                self._due.wait(pause)
                self._due.clear()
                if self._over:
                    return
                # Even once it is to be let go: until the work hears it, nobody else is to begin it.
                why = self._beat()
                late = Why.LATE if time.monotonic() > self._latest else None
                if self._why is None and (why or late):
                    self._let_go(why or late or Why.LOST)
                if why is Why.LOST:
                    return
        finally:
            connection.close()

    def _beat(self) -> Why | None:
        with self._writing:
            steps, told = self._steps, self._told
        try:
            asked = lease.beat(self._run_id, self._holder, steps=steps, told=told)
        except (OSError, Error) as error:
            # It is tried again; at worst the lease is lost, and another worker takes the run up.
            LOG.warning("run %s: the lease could not be put off (%s)", self._run_id, error)
            connection.close()
            return None
        if asked is None:
            return Why.LOST
        return Why.ASKED if asked else None

    def _let_go(self, why: Why) -> None:
        self._why = self._why or why
        if self._handlers and not self._over:
            with contextlib.suppress(ProcessLookupError):
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
