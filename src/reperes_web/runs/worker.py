"""The worker: the queue's own, and beside it what takes up the runs that were left."""

import logging
import os
import signal
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django_tasks.signals import task_finished

from reperes_web import rereading
from reperes_web.accounts.expiry import expire
from reperes_web.runs import lease

LOG = logging.getLogger(__name__)
_EXPIRED_EVERY = 24 * 3600


def run_worker() -> None:
    """Work until told to end; the run under way is then given back."""
    # The whole engine at once, before anything may interrupt it: half of it in memory would be of no use.
    import_module("reperes.collecting")
    import_module("reperes.sources.forges.collect")
    threading.Thread(target=_watch, daemon=True).start()
    swollen = threading.Event()

    def weigh(**_: object) -> None:
        held = _memory()
        if held > settings.WORKER_MIB:
            LOG.info("the worker holds %d MiB: it begins anew", held)
            swollen.set()
            signal.raise_signal(signal.SIGTERM)  # the queue's own way of taking no other task

    task_finished.connect(weigh, weak=False)
    call_command("db_worker", interval=0.5, startup_delay=False, verbosity=0)
    if swollen.is_set():
        # What a large project took is not all given back by the libraries: the system takes it.
        os.execv(sys.executable, [sys.executable, "-m", "reperes_web", "worker"])  # noqa: S606


def _memory() -> int:
    """Return the MiB that this process holds, 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


def _watch() -> None:
    pause = threading.Event()
    expired = float("-inf")
    while True:
        try:
            lease.revive()
            rereading.revive()
            if time.monotonic() - expired > _EXPIRED_EVERY:
                expire()
                expired = time.monotonic()
        except Exception:  # whatever it is, it is looked again
            LOG.exception("runs that were left could not be looked for")
        finally:
            connection.close()
        pause.wait(max(1, settings.LEASE_SECONDS / 3))
