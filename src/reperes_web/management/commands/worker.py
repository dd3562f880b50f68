"""`python -m reperes_web worker`."""

from typing import Any

from django.core.management.base import BaseCommand

from reperes_web.runs.worker import run_worker


class Command(BaseCommand):
    """Observes what is asked for."""

    help = "Do the observations asked for, and take up again those that were left. As many as wanted may run."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        run_worker()
