"""`python -m reperes_web expire`."""

from typing import Any

from django.core.management.base import BaseCommand

from reperes_web.accounts.expiry import expire


class Command(BaseCommand):
    """Deletes what is past its time."""

    help = "Delete what is past its time: runs, facts, sessions, unused accounts. A worker does it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much."""
        done = expire()
        self.stdout.write(
            f"deleted: {done.runs} runs, the facts of {done.facts} observations, "
            f"{done.copies} copies of histories and answers, {done.tasks} task results, "
            f"{done.accounts} accounts, {done.attempts} counts of failed sign-ins, "
            "and the sessions that were over"
        )
        for username in done.stuck:
            self.stderr.write(f"{username} was kept: a team would be left without a manager")
