"""The report as one self-contained page: no request, no script, one style sheet inside."""

from functools import cache

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reperes.report import charts
from reperes.report.formats import typeset
from reperes.report.view import Chart, Report


def render(report: Report) -> str:
    """Return the page; every string of the report is escaped by the template engine."""
    return environment().get_template("page.html").render(report=report)


@cache
def environment() -> Environment:
    """Return the template engine of every page."""
    environment = Environment(
        loader=loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_typeset,
    )
    environment.filters["svg"] = _svg
    # A page that has a glossary beside it marks the words of it; these have none.
    environment.filters["glossed"] = str
    return environment


def loader() -> BaseLoader:
    """Return where the parts of every page are, and the style sheet that a page alone holds in it."""
    return ChoiceLoader([PackageLoader("reperes.report"), PackageLoader("reperes.report", "static")])


def _typeset(value: object) -> object:
    """Keep signs on the line of their word. What is already mark-up, whoever made it, is left alone."""
    return typeset(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _svg(chart: Chart) -> Markup:
    return Markup(charts.svg(chart))  # noqa: S704 - `charts` escapes all that it is given
