"""Whether an answer takes its place in a page that is open already."""

from django.http import HttpRequest


def is_part(request: HttpRequest) -> bool:
    """Return whether a part of a page is asked for; a request refused early was not told apart."""
    return bool(getattr(request, "htmx", False))
