"""`reperes observe`: from an address to an observation, in the format asked for."""

import os
import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from reperes.cli.progress import shown_progress
from reperes.i18n import N_, Language, translate
from reperes.people.store import home
from reperes.sources.addresses import Reach

_FIRST_YEAR, _LAST_YEAR = 1985, 2999
FORMATS = ("text", "json", "markdown", "html")


class Day(click.ParamType[date]):
    """A date written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; a usage error says how to write it."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail(f"{value!r}: YYYY-MM-DD, {_FIRST_YEAR}–{_LAST_YEAR}", param, ctx)
        return day


def command(language: Language) -> click.Command:
    """Return the command, its help in `language`."""
    text = N_("Observe SUBJECT: a working copy, a bare git directory, an https address, a pkg: address.")
    return click.Command(
        "observe",
        params=[click.Argument(["subject"]), *_options(language)],
        callback=partial(_observe, language),
        help=translate(language, text),
    )


def _options(language: Language) -> list[click.Option]:
    def option(*names: str, told: str, **settings: Any) -> click.Option:
        return click.Option(names, help=translate(language, told), **settings)

    return [
        option("--origin", metavar="URL", told=N_("Canonical address of a local copy.")),
        option(
            "--as-of",
            type=Day(),
            metavar="DATE",
            told=N_("Observe the project as it was on that day (YYYY-MM-DD)."),
        ),
        option(
            "--offline",
            is_flag=True,
            told=N_("Make no request: read local copies, or what was already brought."),
        ),
        option(
            "--replay",
            is_flag=True,
            told=N_("Observe again from what was already brought; implies --offline."),
        ),
        option(
            "--format",
            "format_",
            type=click.Choice(FORMATS),
            default="text",
            show_default=True,
            told=N_("Format of the result."),
        ),
        option(
            "--details", is_flag=True, told=N_("In the text, show beneath each sentence how it is known.")
        ),
        option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            metavar="FILE",
            told=N_("Write the result to FILE."),
        ),
    ]


def _observe(
    language: Language,
    *,
    subject: str,
    origin: str | None,
    as_of: date | None,
    offline: bool,
    replay: bool,
    format_: str,
    details: bool,
    output: Path | None,
) -> None:
    from reperes.observing import observe
    from reperes.request import Request

    if output is not None and not os.access(output.absolute().parent, os.W_OK):
        raise click.UsageError(translate(language, N_("{path} cannot be written there."), path=output))
    now = datetime.now(UTC)  # noqa: TID251 - the edge of the program
    request = Request(
        subject=subject,
        as_of=as_of or now.date(),
        read_at=now,
        home=home(),
        origin=origin,
        offline=offline or replay,
        reach=Reach.of_environment(),
    )
    with shown_progress(language, sys.stderr) as progress:
        observation = observe(request, progress)
    from reperes.report import print_text, render

    if format_ == "text" and output is None:
        print_text(observation, language, details=details)
        return
    text = render(observation, language, format_, details=details)
    if output is None:
        click.echo(text)
        return
    output.write_text(text, encoding="utf-8")
    click.echo(translate(language, N_("Written to {path}."), path=output), err=True)
