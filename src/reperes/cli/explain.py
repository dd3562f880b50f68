"""`reperes explain`: what an identifier means."""

import shutil
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from reperes.i18n import N_, Language, translate
from reperes.people.store import home

if TYPE_CHECKING:
    from reperes.knowledge.catalogue import Catalogue
    from reperes.sources.catalogues.standing import Standing

_NARROW = 80
"""Columns of a terminal under which an identifier and its name do not stand on one line."""


def command(language: Language) -> click.Command:
    """Return the command, its help in `language`."""

    def say(text: str) -> str:
        return translate(language, text)

    @click.command(
        "explain",
        help=say(N_("Explain ID: a reading, an indicator, a modality, a rule of law, a catalogue, a term.")),
    )
    @click.argument("words", metavar="ID", nargs=-1)
    @click.option("--list", "list_", is_flag=True, help=say(N_("List all the identifiers.")))
    @click.option(
        "--format",
        "format_",
        type=click.Choice(("text", "json", "markdown", "html")),
        default="text",
        show_default=True,
        help=say(N_("Format of the result.")),
    )
    def explain(words: tuple[str, ...], *, list_: bool, format_: str) -> None:
        from reperes.report.explanation import everything, explain as find, render  # noqa: I001 - not for --help

        if list_ or not words:
            for name, label in everything(language):
                click.echo(_item(name, label))
            return
        text = render(find(" ".join(words), language, _here), language, format_)
        click.echo(_wrapped(text) if format_ == "text" else text)

    return explain


def _here(catalogue: "Catalogue") -> "Standing":
    from reperes.sources.catalogues.settings import Settings
    from reperes.sources.catalogues.standing import standing

    today = datetime.now(UTC).date()  # noqa: TID251 - the edge of the program
    return standing(catalogue, home(), Settings.of(home()), today)


def _item(name: str, label: str) -> str:
    """Return an identifier and its name, in as many lines as the terminal wants."""
    width = shutil.get_terminal_size().columns
    if width < _NARROW:
        return f"{name}\n" + textwrap.fill(label, max(width, 20), initial_indent="  ", subsequent_indent="  ")
    return textwrap.fill(f"{name:44} {label}", width, break_on_hyphens=False, subsequent_indent=" " * 45)


def _wrapped(text: str) -> str:
    width = min(shutil.get_terminal_size().columns, 100)
    lines = [
        textwrap.fill(
            line, width, break_on_hyphens=False, subsequent_indent=" " * (len(line) - len(line.lstrip()))
        )
        if line
        else ""
        for line in text.splitlines()
    ]
    return "\n".join(lines)
