"""The API as a whole: its addresses, its language, its document."""

import json
import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from reperes.errors import Message
from reperes.i18n import N_, Language
from reperes_web.api import (
    advice,
    contracts,
    knowledge,
    observations,
    problems,
    profiles,
    projects,
    statements,
)
from reperes_web.api.access import ACCESS
from reperes_web.language import language, say

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_SAID = frozenset({"summary", "description"})
_LANG = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": N_("Language of the sentences; else that of Accept-Language."),
    "schema": {"type": "string", "enum": [one.value for one in Language]},
}
_DESCRIPTION = N_(
    "What the pages do, for programs, on the schemas of the command line. A key acts for one account in one "
    "team, with its role: send it as “Authorization: Bearer KEY”. Unknown is null, never no. Whatever goes "
    "wrong is told in three sentences: what happened, why, what to do."
)
_TAGS = {
    "observations": N_("Observations, and the runs that make them"),
    "projects": N_("Projects observed"),
    "statements": N_("What your team says of a project"),
    "profiles": N_("Profiles of your team"),
    "advice": N_("Advice"),
    "knowledge": N_("Law, modalities, explanations"),
}


class StrictParser(Parser):
    """Reads JSON, and refuses what the database could not hold: NaN, NUL, lone surrogates."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the document; ValueError, which the library answers by 400, for one that is refused."""
        held = json.loads(request.body)
        text = json.dumps(held, ensure_ascii=False, allow_nan=False)
        text.encode()
        if _NUL.search(text):
            raise ValueError("a text holds NUL")
        return held


class Service(NinjaAPI):
    """The API, whose document also holds the published schemas and is said in the language of the reader."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._documents: dict[Language, OpenAPISchema] = {}

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document, made once in each language."""
        spoken = language()
        if spoken not in self._documents:
            self._documents[spoken] = self._document(**options)
        return self._documents[spoken]

    def _document(self, **options: Any) -> OpenAPISchema:
        made = super().get_openapi_schema(**options)
        made["tags"] = [{"name": name, "description": text} for name, text in _TAGS.items()]
        for path in made["paths"].values():
            for operation in path.values():
                operation["parameters"] = [*operation["parameters"], _LANG]
        said = _said(dict(made))
        made.update(said)
        made["components"]["schemas"] |= contracts.components()
        return made


def _said(part: Any) -> Any:
    """Return a part of the document with its sentences in the language of the reader."""
    if isinstance(part, dict):
        return {
            key: say(value) if key in _SAID and isinstance(value, str) and value else _said(value)
            for key, value in part.items()
        }
    return [_said(one) for one in part] if isinstance(part, list) else part


def _speaking(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Speak the language of `?lang=`, when it is given."""

    @wraps(operation)
    def spoken(request: HttpRequest, *args: Any, **fields: Any) -> HttpResponse:
        wanted = request.GET.get("lang")
        if wanted is not None:
            if wanted not in {one.value for one in Language}:
                return problems.answer(
                    HTTPStatus.BAD_REQUEST,
                    Message(N_("The request is not understood.")),
                    Message(N_("`{field}` is not as it must be."), {"field": "lang"}),
                    Message(N_("It may be: {choices}."), {"choices": ", ".join(Language)}),
                )
            translation.activate(wanted)
        return operation(request, *args, **fields)

    return spoken


def _made() -> Service:
    service = Service(
        title="Repères",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        docs_decorator=_speaking,
        auth=ACCESS,
        parser=StrictParser(),
    )
    service.add_decorator(_speaking, mode="view")
    for one in (observations, projects, statements, profiles, advice, knowledge):
        service.add_router("", one.router)
    problems.told_by(service)
    return service


api = _made()
