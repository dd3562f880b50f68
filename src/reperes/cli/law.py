"""`reperes law`: the parameters of law, as they were on a day, or those that should be checked again."""

from datetime import UTC, date, datetime
from functools import partial

import click

from reperes.cli.options import Day, format_option, maker
from reperes.i18n import N_, Language, translate


def command(language: Language) -> click.Command:
    """Return the command, its help in `language`."""
    option = maker(language)
    return click.Command(
        "law",
        params=[
            option("--as-of", type=Day(), metavar="DATE", told=N_("The law of that day (YYYY-MM-DD).")),
            option("--stale", is_flag=True, told=N_("Only what was not checked again for half a year.")),
            format_option(language),
        ],
        callback=partial(_law, language),
        help=translate(
            language, N_("Tell the law that Repères knows: values, references, when each was checked.")
        ),
    )


def _law(language: Language, *, as_of: date | None, stale: bool, format_: str) -> None:
    from reperes.report.advice.law import render

    day = as_of or datetime.now(UTC).date()  # noqa: TID251 - the edge of the program
    click.echo(render(day, language, format_, stale=stale))
