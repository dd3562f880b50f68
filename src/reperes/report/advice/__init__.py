"""From an advice to what people and programs read."""

from reperes.i18n import Language
from reperes.modalities.model import Advice

FORMATS = ("text", "json", "markdown", "html")


def render(advice: Advice, language: Language, format_: str, *, details: bool = False) -> str:
    """Return an advice in one of `FORMATS`; ValueError for any other.

    `details` unfolds every modality in the text and Markdown formats; the page and the data always hold all.
    """
    if format_ == "json":
        from reperes.report.advice.json import render as json

        return json(advice, language)
    from reperes.report.advice.build import build

    report = build(advice, language)
    if format_ == "text":
        from reperes.report.advice.text import render as text

        return text(report, details=details)
    if format_ == "markdown":
        from reperes.report.advice.markdown import render as markdown

        return markdown(report, details=details)
    if format_ == "html":
        from reperes.report.advice.html import render as html

        return html(report)
    raise ValueError(f"{format_!r} is not one of {', '.join(FORMATS)}")


def print_text(advice: Advice, language: Language, *, details: bool = False) -> None:
    """Print the text of an advice on the standard output."""
    from rich.console import Console

    from reperes.report.advice.build import build
    from reperes.report.advice.text import print_advice

    print_advice(build(advice, language), Console(), details=details)
