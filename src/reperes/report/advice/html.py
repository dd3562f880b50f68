"""The advice as one self-contained page: no request, no script, one style sheet inside."""

from reperes.report.advice.view import AdviceReport
from reperes.report.html import environment


def render(report: AdviceReport) -> str:
    """Return the page; every string of the advice is escaped by the template engine."""
    return environment().get_template("advice.html").render(report=report)
