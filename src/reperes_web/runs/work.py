"""Doing one run: the engine observes, the run says where it stands, the result is kept whole or not."""

import contextlib
import logging
import threading
import time
import uuid
from typing import Self

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

import reperes
from reperes.errors import Message, ReperesError
from reperes.i18n import N_
from reperes_web.again import archived
from reperes_web.kept import keep, prepare
from reperes_web.models import Run, State
from reperes_web.runs import lease
from reperes_web.runs.messages import as_data, failure

LOG = logging.getLogger(__name__)
_TOLD_EVERY = 1.0
_LONGEST_TOLD = 200


class LetGoError(BaseException):
    """The run is not ours to do any more. No `except Exception` on the way up may keep it."""

    def __init__(self, *, asked: bool) -> None:
        super().__init__()
        self.asked = asked


class Heart:
    """Keeps the lease while the work lasts, in a thread of its own; tells when to let go."""

    def __init__(self, run_id: str, holder: uuid.UUID) -> None:
        self._run_id, self._holder = run_id, holder
        self._over, self._let_go = threading.Event(), threading.Event()
        self._asked = False
        self._until = time.monotonic() + 60 * settings.RUN_MINUTES
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        """Raise LetGoError when the run was stopped, lasts too long, or was taken by another worker."""
        if self._let_go.is_set():
            raise LetGoError(asked=self._asked)

    def _beat(self) -> None:
        try:
            while not self._over.wait(min(settings.LEASE_SECONDS / 3, 2)):
                with contextlib.suppress(OSError):
                    told = lease.beat(self._run_id, self._holder)
                    if told is None or told:
                        self._asked = bool(told)
                        self._let_go.set()
                        return
                if time.monotonic() > self._until:
                    self._asked = True
                    self._let_go.set()
                    return
        finally:
            close_old_connections()
            from django.db import connection

            connection.close()


class Steps:
    """Writes the steps of the engine in the run (`reperes.progress.Progress`)."""

    def __init__(self, run_id: str, holder: uuid.UUID, heart: Heart) -> None:
        self._run_id, self._holder, self._heart = run_id, holder, heart
        self._begun, self._last = time.monotonic(), 0.0
        self._steps: list[dict[str, object]] = []
        self._thread = threading.get_ident()

    def step(self, message: Message) -> None:
        """Begin a step."""
        self._heart.check()
        at = round(time.monotonic() - self._begun, 1)
        self._steps.append({"message": as_data(message), "at": at})
        self._write(steps=self._steps, told="")

    def told(self, detail: str) -> None:
        """Keep what the tool at work says of itself, once a second at most."""
        if threading.get_ident() != self._thread:
            return
        self._heart.check()
        if time.monotonic() - self._last > _TOLD_EVERY:
            self._last = time.monotonic()
            self._write(told="".join(one for one in detail if one.isprintable())[:_LONGEST_TOLD])

    def _write(self, **fields: object) -> None:
        Run.objects.filter(pk=self._run_id, holder=self._holder).update(**fields)


def work(run_id: str) -> None:
    """Do a run, if it can be had. Whatever happens, the run says how it ended, or is left to another."""
    holder = lease.take(run_id)
    if holder is None:
        return
    run = Run.objects.get(pk=run_id)
    try:
        with Heart(run_id, holder) as heart:
            _observe(run, holder, heart)
    except LetGoError as told:
        if told.asked:
            lease.end(run_id, holder, State.STOPPED)
    except ReperesError as error:
        lease.end(run_id, holder, State.FAILED, failure=failure(error))
    except Exception as error:
        LOG.exception("run %s", run_id)
        if run.attempts >= lease.MOST_ATTEMPTS:
            lease.end(run_id, holder, State.FAILED, failure=_broken(error))
        else:
            lease.give_back(run_id, holder)


def _observe(run: Run, holder: uuid.UUID, heart: Heart) -> None:
    moment = timezone.now()
    steps = Steps(str(run.pk), holder, heart)
    observation = reperes.observe(
        run.subject,
        as_of=run.as_of,
        read_at=moment,
        home=settings.HOME,
        local=settings.ALONE,
        progress=steps,
    )
    steps.step(Message(N_("Keeping the observation")))
    prepared = prepare(observation, moment, archived(observation))
    with transaction.atomic():
        kept = keep(prepared)
        if not lease.end(str(run.pk), holder, State.DONE, observation=kept):
            raise LetGoError(asked=False)


def _broken(error: Exception) -> dict[str, object]:
    told = {
        "what": Message(N_("The observation could not be finished.")),
        "why": Message(N_("Something in the program broke ({kind})."), {"kind": type(error).__name__}),
        "do": Message(N_("Ask again later; if it happens again, tell who runs this service.")),
    }
    return {key: as_data(message) for key, message in told.items()}


def since(run: Run) -> float:
    """Return for how many seconds a run has been, or was, under way."""
    if run.started_at is None:
        return 0.0
    return ((run.ended_at or timezone.now()) - run.started_at).total_seconds()
