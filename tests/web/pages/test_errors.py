import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from reperes_web import urls
from support.page import Page
from support.people import account

SECRET = "password of the database"


def raising(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        del request
        raise error

    return view


urlpatterns = [
    path("broken/", raising(RuntimeError(SECRET))),
    path("bad/", raising(BadRequest(SECRET))),
    path("forbidden/", raising(PermissionDenied(SECRET))),
    path("absent/", raising(Http404(SECRET))),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    *(urls.handler400, urls.handler403, urls.handler404, urls.handler500),
)


@pytest.fixture
def browser(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, headers={"accept-language": "en"})


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """What Django writes in the journal, as settings tell it."""
    (handler,) = (one for one in logging.getLogger("django").handlers if type(one) is logging.StreamHandler)
    found = io.StringIO()
    before = handler.setStream(found)
    yield found
    handler.setStream(before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "status", "title"),
    [
        ("/bad/", 400, "This request cannot be answered."),
        ("/forbidden/", 403, "You may not do this."),
        ("/absent/", 404, "There is nothing here."),
        ("/nowhere/", 404, "There is nothing here."),
        ("/deconnexion/", 405, "This address is not one to open by itself."),
        ("/broken/", 500, "Something broke here."),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_an_error_is_a_page_of_ours(
    where: str,
    status: int,
    title: str,
    signed_in: bool,  # noqa: FBT001 - a column of the table
    browser: Client,
) -> None:
    if signed_in:
        browser.force_login(account("marie"), backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.get(where)
    page = Page(answer.content.decode())
    assert answer.status_code == status
    assert [name for name, _ in page.elements].count("h1") == 1
    assert f"{title} — Repères" in page.text
    assert page.all("html") == [{"lang": "en"}]
    assert {"class": "button", "href": "/"} in page.all("a")
    assert SECRET not in page.text
    assert "RuntimeError" not in page.text


@pytest.mark.django_db
def test_a_page_is_in_the_language_of_the_reader(browser: Client) -> None:
    answer = browser.get("/broken/", headers={"accept-language": "fr"})
    assert Page(answer.content.decode()).all("html") == [{"lang": "fr"}]


def test_a_broken_database_is_told_without_it(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OperationalError(SECRET)

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", fails)
    browser.cookies["sessionid"] = "a" * 32
    answer = browser.get("/compte/")
    page = answer.content.decode()
    assert (answer.status_code, "Something broke here." in page, SECRET in page) == (500, True, False)


@pytest.mark.django_db
def test_a_page_that_breaks_is_neither_framed_nor_broken_twice(browser: Client, journal: io.StringIO) -> None:
    browser.force_login(account("marie"), backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.get("/broken/")
    assert (answer.status_code, answer["X-Frame-Options"]) == (500, "DENY")
    written = journal.getvalue()
    assert written.startswith("Internal Server Error: /broken/\nTraceback (most recent call last):\n")
    assert written.endswith(f"RuntimeError: {SECRET}\n")
    assert written.count("Traceback") == 1
    # Whoever is signed in still is.
    assert browser.get("/compte/").status_code == 200


def test_a_page_is_not_framed_when_the_database_is_broken(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OperationalError(SECRET)

    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", fails)
    answer = browser.get("/compte/")
    assert (answer.status_code, answer["X-Frame-Options"]) == (500, "DENY")


@pytest.mark.django_db
def test_whoever_asks_amiss_writes_a_line_and_no_traceback(
    browser: Client, settings: Settings, journal: io.StringIO
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    browser.get("/", headers={"host": "evil.example"})
    browser.post("/connexion/", {"username": "a" * 20})
    browser.get("/bad/")
    browser.get("/forbidden/")
    assert journal.getvalue().splitlines() == [
        "Invalid HTTP_HOST header: 'evil.example'. You may need to add 'evil.example' to ALLOWED_HOSTS.",
        "Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE.",
        f"{SECRET}: /bad/",
        "Forbidden (Permission denied): /forbidden/",
    ]


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused_in_a_page(browser: Client) -> None:
    answer = browser.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "This request cannot be answered." in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_explained(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = strict.post("/connexion/", {"username": "marie", "password": "x"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This form was not accepted." in page
    assert "CSRF" not in page


@pytest.mark.django_db
def test_what_takes_a_form_still_says_which_way(browser: Client) -> None:
    assert browser.get("/deconnexion/")["Allow"] == "POST"
