"""What every answer goes through: what the engine stops for is a page; what is of somebody is in no cache."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reperes.errors import ReperesError, UsageError
from reperes_web.language import sentences_of
from reperes_web.pages.errors import not_allowed
from reperes_web.parts import is_part


class PrivateMiddleware:
    """Has no cache, nor the next user of a browser, keep what was answered to somebody signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say who may keep it, where the page does not say so itself."""
        response = self._get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response


class ErrorsMiddleware:
    """Turns an error of the engine into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, in words too when a page that only takes forms is opened."""
        response = self._get_response(request)
        if is_part(request) and response.status_code >= HTTPStatus.BAD_REQUEST:
            # A part could not be had: the page is asked for again, and says why.
            response["HX-Refresh"] = "true"
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            told = not_allowed(request)
            told["Allow"] = response["Allow"]
            return told
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of an error that we foresaw, None for any other."""
        if not isinstance(error, ReperesError):
            return None
        told = sentences_of(error)
        status = 400 if isinstance(error, UsageError) else 502
        return render(request, "stopped.html", {"told": told}, status=status)
