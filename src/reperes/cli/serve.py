"""`reperes serve`: the web application, where its packages are installed."""

import os
import sys
from functools import partial
from importlib.util import find_spec

import click

from reperes.errors import Message, UsageError
from reperes.i18n import N_, Language, translate

_NEEDED = ("reperes_web", "django", "gunicorn", "whitenoise")


def command(language: Language) -> click.Command:
    """Return the command, its help in `language`."""
    say = partial(translate, language)

    @click.command("serve", help=say(N_("Serve the web application on this machine, for one person.")))
    @click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        help=say(N_("Where to listen; docs/en/administration.md tells how to serve many.")),
    )
    @click.option(
        "--port",
        type=click.IntRange(1, 65535),
        default=8000,
        show_default=True,
        help=say(N_("Port to listen on.")),
    )
    def serve(*, host: str, port: int) -> None:
        lacking = [name for name in _NEEDED if find_spec(name) is None]
        if lacking:
            raise _lacking(lacking)
        os.environ.setdefault("REPERES_WEB_ALONE", "yes")
        options = ["--host", host, "--port", str(port), "--lang", language.value]
        # In the place of this process: what ends this one ends the application.
        os.execv(sys.executable, [sys.executable, "-m", "reperes_web", "serve", *options])  # noqa: S606

    return serve


def _lacking(names: list[str]) -> UsageError:
    return UsageError(
        what=Message(N_("The web application cannot be served.")),
        why=Message(N_("It needs packages that are not installed: {names}."), {"names": ", ".join(names)}),
        do=Message(
            N_("Run `make serve` in a copy of the sources, or install it whole: pip install reperes[web]")
        ),
    )
