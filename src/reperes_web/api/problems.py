"""What is answered when something cannot be done: what happened, why, what to do, and the right status."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import Field

from reperes.errors import Message, ReperesError, UsageError
from reperes.i18n import N_
from reperes_web.bounds import TooManyError
from reperes_web.language import language

STATUSES = frozenset({400, 401, 403, 404, 409, 413, 429})
"""What any address may answer when it does not do what is asked; see `Problem`."""


class Problem(Schema):
    """Why something was not done, in the language of the answer."""

    what: str = Field(description=N_("What happened."))
    why: str = Field(description=N_("Why."))
    do: str = Field(description=N_("What can be done about it."))


class RefusedError(Exception):
    """Something is not done, and this says so: a status and three sentences."""

    def __init__(self, status: HTTPStatus, *, what: Message, why: Message, do: Message) -> None:
        super().__init__(status)
        self.status, self.what, self.why, self.do = status, what, why, do


_SEE = Message(N_("See what this address takes at /api/."))
_FORBIDDEN = (
    Message(N_("This account may not do that.")),
    Message(N_("Its role in the team is not enough.")),
    Message(N_("Ask a manager of the team.")),
)
_HTTP = {
    HTTPStatus.BAD_REQUEST: (
        Message(N_("The body of the request cannot be read.")),
        Message(N_("It must be one JSON document in UTF-8, without NaN nor characters that are none.")),
        _SEE,
    ),
    HTTPStatus.UNAUTHORIZED: (
        Message(N_("Whoever asks is not known.")),
        Message(N_("No valid key came with the request, and no session is open.")),
        Message(N_("Send “Authorization: Bearer KEY”, with a key made at /compte/jetons/.")),
    ),
    HTTPStatus.FORBIDDEN: (
        Message(N_("Nothing was written.")),
        Message(N_("A session that writes must send its CSRF token in the header X-CSRFToken.")),
        Message(N_("From a program, use a key made at /compte/jetons/.")),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        Message(N_("Too many requests.")),
        Message(N_("This account asked for this too often within a minute.")),
        Message(N_("Ask again once the seconds of the header Retry-After are over.")),
    ),
}
_NOT_FOUND = (
    Message(N_("There is nothing at this address.")),
    Message(N_("It does not exist, or belongs to a team that is not yours.")),
    _SEE,
)
_TOO_LARGE = (
    Message(N_("The request is too large.")),
    Message(N_("Its body holds more than this service takes.")),
    Message(N_("Send less at once; an observation that is kept here is given by its number.")),
)


def answer(status: HTTPStatus, what: Message, why: Message, do: Message) -> JsonResponse:
    """Return three sentences with a status."""
    said = {"what": what, "why": why, "do": do}
    made = JsonResponse({name: one.text(language()) for name, one in said.items()}, status=status)
    if status == HTTPStatus.UNAUTHORIZED:
        made["WWW-Authenticate"] = "Bearer"
    return made


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for an address of the API that is none."""
    del request, rest
    return answer(HTTPStatus.NOT_FOUND, *_NOT_FOUND)


def told_by(api: NinjaAPI) -> None:
    """Have an API tell its problems this way."""
    api.add_exception_handler(RefusedError, _refused)
    api.add_exception_handler(ReperesError, _stopped)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(PermissionDenied, _denied)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(ValidationError, _invalid)


def _refused(request: HttpRequest, error: RefusedError | type[RefusedError]) -> HttpResponse:
    del request
    assert isinstance(error, RefusedError)  # noqa: S101 - an instance, whatever the library's type says
    return answer(error.status, error.what, error.why, error.do)


def _stopped(request: HttpRequest, error: ReperesError | type[ReperesError]) -> HttpResponse:
    del request
    assert isinstance(error, ReperesError)  # noqa: S101 - likewise
    status = HTTPStatus.BAD_REQUEST if isinstance(error, UsageError) else HTTPStatus.BAD_GATEWAY
    if isinstance(error, TooManyError):
        status = HTTPStatus.TOO_MANY_REQUESTS
    return answer(status, error.what, error.why, error.do)


def _not_found(request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
    del request, error
    return answer(HTTPStatus.NOT_FOUND, *_NOT_FOUND)


def _denied(request: HttpRequest, error: PermissionDenied | type[PermissionDenied]) -> HttpResponse:
    del request, error
    return answer(HTTPStatus.FORBIDDEN, *_FORBIDDEN)


def _too_large(request: HttpRequest, error: RequestDataTooBig | type[RequestDataTooBig]) -> HttpResponse:
    del request, error
    return answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, *_TOO_LARGE)


def _http(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    del request
    assert isinstance(error, HttpError)  # noqa: S101 - likewise
    status = HTTPStatus(error.status_code)
    if isinstance(error, Throttled):
        status = HTTPStatus.TOO_MANY_REQUESTS
    return answer(status, *_HTTP.get(status, _HTTP[HTTPStatus.BAD_REQUEST]))


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    del request
    assert isinstance(error, ValidationError)  # noqa: S101 - likewise
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path", "asked"})
    text = (
        N_("`{field}` is missing.") if first["type"] == "missing" else N_("`{field}` is not as it must be.")
    )
    return answer(
        HTTPStatus.BAD_REQUEST,
        Message(N_("The request is not understood.")),
        Message(text, {"field": place or "body"}),
        _SEE,
    )
