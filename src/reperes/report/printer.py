"""What every text in a terminal is laid out with."""

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from reperes.report.formats import typeset
from reperes.report.view import Table

STRONG, QUIET, TITLE = "bold", "dim", "bold underline"
_WIDEST = 110


class Printer:
    """Lays paragraphs and tables out. Rich only colours: it would break lines at no-break spaces."""

    def __init__(self, console: Console, *, details: bool) -> None:
        self._console = console
        self._width = min(console.width, _WIDEST)
        self.details = details

    def blank(self) -> None:
        """Print an empty line."""
        self._console.print()

    def line(self, text: Text) -> None:
        """Print a line as it is."""
        self._console.print(text, soft_wrap=True, highlight=False)

    def say(self, text: str, lead: str = "", *, strong: int = 0, style: str = "") -> None:
        """Print a paragraph after `lead`, the lines aligned; its first `strong` characters stand out."""
        wrapper = textwrap.TextWrapper(
            width=max(self._width, len(lead) + 20),
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
            break_long_words=False,
        )
        for rank, line in enumerate(wrapper.wrap(typeset(text))):
            shown = Text(line, style)
            if rank == 0 and strong:
                shown.stylize(STRONG, len(lead), len(lead) + strong)
            self.line(shown)

    def copy(self, text: str, indent: int) -> None:
        """Print what is to be copied by hand: never cut."""
        self.line(Text(" " * indent + text))

    def heading(self, text: str) -> None:
        """Print the title of a part."""
        self.blank()
        self.say(text.upper(), style=TITLE)
        self.blank()

    def columns(self, rows: Sequence[Sequence[str]], numbers_from: int | None = None) -> None:
        """Print rows, their cells aligned; those from `numbers_from` on to the right."""
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [
                cell.ljust(width) if numbers_from is None or rank < numbers_from else cell.rjust(width)
                for rank, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self.line(Text("    " + "  ".join(cells).rstrip()))

    def table(self, table: Table) -> None:
        """Print a table under its caption."""
        self.say(table.caption, "    ", style=QUIET)
        self.columns([table.headers, *table.rows], table.numbers_from)
