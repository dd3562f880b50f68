"""The worker: the queue's own, and beside it what takes up the runs that were left."""

import logging
import threading

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection

from reperes_web.runs import lease

LOG = logging.getLogger(__name__)


def run_worker() -> None:
    """Work until told to end."""
    threading.Thread(target=_watch, daemon=True).start()
    call_command("db_worker", interval=0.5, verbosity=0)


def _watch() -> None:
    pause = threading.Event()
    while True:
        try:
            lease.revive()
        except Error:
            LOG.exception("runs that were left could not be looked for")
            connection.close()
        pause.wait(max(1, settings.LEASE_SECONDS / 3))
