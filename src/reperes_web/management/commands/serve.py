"""`python -m reperes_web serve`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reperes.cli import spoken
from reperes.errors import ReperesError
from reperes.i18n import Language
from reperes_web.serve import serve


class Command(BaseCommand):
    """Serves the application, with a worker."""

    help = "Set everything up, then serve the application and work, in one command."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--lang", choices=[one.value for one in Language], default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        told = options["lang"]
        language = spoken([] if told is None else ["--lang", told])
        try:
            serve(options["host"], options["port"], language)
        except ReperesError as error:
            parts = (part.text(language) for part in (error.what, error.why, error.do))
            raise CommandError("\n".join(parts)) from error
