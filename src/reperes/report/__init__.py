"""From an observation to what people and programs read."""

from typing import TYPE_CHECKING

from reperes.i18n import Language
from reperes.observation import Observation

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = ("text", "json", "markdown", "html")


def render(observation: Observation, language: Language, format_: str, *, details: bool = False) -> str:
    """Return an observation in one of `FORMATS`; ValueError for any other.

    `details` shows, beneath each sentence of the text and Markdown formats, how it is known; the page and the
    data always hold it.
    """
    # What a format needs is imported with it: most runs of the program write only one.
    if format_ == "json":
        from reperes.report import json

        return json.render(observation, language)
    from reperes.report.build import build

    report = build(observation, language)
    if format_ == "text":
        from reperes.report import text

        return text.render(report, details=details)
    if format_ == "markdown":
        from reperes.report import markdown

        return markdown.render(report, details=details)
    if format_ == "html":
        from reperes.report import html

        return html.render(report)
    raise ValueError(f"{format_!r} is not one of {', '.join(FORMATS)}")


def print_text(
    observation: Observation, language: Language, console: "Console | None" = None, *, details: bool = False
) -> None:
    """Print the text report on a console, the standard output when none is given."""
    from rich.console import Console

    from reperes.report import text
    from reperes.report.build import build

    text.print_report(build(observation, language), console or Console(), details=details)
