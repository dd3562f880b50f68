"""The worker: the queue's own, and beside it what takes up the runs that were left."""

import logging
import threading
import time
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.db import connection

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
    call_command("db_worker", interval=0.5, startup_delay=False, verbosity=0)


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
