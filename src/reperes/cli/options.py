"""Options that several commands have."""

from collections.abc import Callable
from datetime import date
from gettext import gettext
from pathlib import Path
from typing import Any

import click

from reperes.i18n import N_, Language, translate

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
            # As Click's own sentences: a type is not told in which language it speaks.
            said = gettext(N_("{value} is no day: write YYYY-MM-DD, from {first} to {last}."))
            self.fail(said.format(value=repr(value), first=_FIRST_YEAR, last=_LAST_YEAR), param, ctx)
        return day


def maker(language: Language) -> Callable[..., click.Option]:
    """Return what makes an option, its help told in `language`."""

    def option(*names: str, told: str, **settings: Any) -> click.Option:
        return click.Option(names, help=translate(language, told), **settings)

    return option


def format_option(language: Language) -> click.Option:
    """Return `--format`."""
    return maker(language)(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        told=N_("Format of the result."),
    )


def output_option(language: Language) -> click.Option:
    """Return `-o`."""
    return maker(language)(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        metavar="FILE",
        told=N_("Write the result to FILE."),
    )


def details_option(language: Language) -> click.Option:
    """Return `--details`."""
    return maker(language)(
        "--details", is_flag=True, told=N_("In the text, show beneath each sentence how it is known.")
    )
