"""`reperes observe`: from an address to an observation, in the format asked for."""

import os
import sys
from datetime import date
from functools import partial
from pathlib import Path

import click

from reperes.cli.asking import request
from reperes.cli.options import Day, details_option, format_option, maker, output_option
from reperes.cli.progress import shown_progress
from reperes.i18n import N_, Language, translate


def command(language: Language) -> click.Command:
    """Return the command, its help in `language`."""
    text = N_(
        "Observe SUBJECT: a working copy, a bare git directory, an https address, a pkg: address, or a name "
        "that catalogues know."
    )
    return click.Command(
        "observe",
        params=[click.Argument(["subject"]), *_options(language)],
        callback=partial(_observe, language),
        help=translate(language, text),
    )


def _options(language: Language) -> list[click.Option]:
    option = maker(language)
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
        format_option(language),
        details_option(language),
        output_option(language),
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

    if output is not None and not os.access(output.absolute().parent, os.W_OK):
        raise click.UsageError(translate(language, N_("{path} cannot be written there."), path=output))
    asked = request(subject, as_of=as_of, origin=origin, offline=offline or replay)
    with shown_progress(language, sys.stderr) as progress:
        observation = observe(asked, progress)
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
