"""The page of the API, made from its OpenAPI document: each address, what it takes, an example."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reperes_web.api.service import api
from reperes_web.language import language

_READS = "get"
_PLACES = {
    "{number}": "1",
    "{project}": "1",
    "{profile}": "1",
    "{run}": "00000000-0000-4000-8000-000000000000",
}
_EXPLAINED = "contributor_absence_factor"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What an address takes; `values` are those that it may have, if they are few."""

    name: str
    in_path: bool
    required: bool
    text: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API: `answers` are the statuses that are no problem; `contract` what it gives."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    is_public: bool
    parameters: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]
    curl: str
    answers: tuple[str, ...]
    contract: str


@dataclass(frozen=True, slots=True)
class Group:
    """The addresses of one subject."""

    id: str
    title: str
    endpoints: tuple[Endpoint, ...]


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show how the API is used."""
    document = api.get_openapi_schema()
    base = request.build_absolute_uri("/").rstrip("/")
    shown = {"groups": groups(document, base), "base": base, "text": document["info"]["description"]}
    answer = render(request, "api/index.html", shown)
    answer["Content-Language"] = language().value
    return answer


def groups(document: dict[str, Any], base: str) -> list[Group]:
    """Return the addresses of an OpenAPI document, by their tag; `base` begins those of the examples."""
    made = [*_endpoints(document, base)]
    return [
        Group(tag["name"], tag["description"], tuple(one for name, one in made if name == tag["name"]))
        for tag in document["tags"]
    ]


def _endpoints(document: dict[str, Any], base: str) -> Iterator[tuple[str, Endpoint]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            body = _body(told, document)
            good = {str(code): one for code, one in told["responses"].items() if int(code) < 300}
            yield (
                told["tags"][0],
                Endpoint(
                    told["operationId"],
                    method.upper(),
                    path,
                    told["summary"],
                    told.get("description", ""),
                    not told.get("security"),
                    tuple(_parameter(one) for one in told["parameters"]),
                    tuple(_fields(body)),
                    _curl(method, path, base, body, is_public=not told.get("security")),
                    tuple(good),
                    _contract(good),
                ),
            )


def _parameter(one: dict[str, Any]) -> Parameter:
    return Parameter(
        one["name"], one["in"] == "path", one["required"], one.get("description", ""), _values(one["schema"])
    )


def _values(schema: dict[str, Any]) -> tuple[str, ...]:
    for one in (schema, *schema.get("anyOf", ())):
        if "enum" in one:
            return tuple(str(value) for value in one["enum"])
    return ()


def _body(told: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the body of a request, with its example; empty when it has none."""
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return {}
    schema = content["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    whole = document["components"]["schemas"].get(name, schema)
    return {**whole, "example": content.get("example") or (whole.get("examples") or [{}])[0]}


def _fields(body: dict[str, Any]) -> Iterator[Parameter]:
    needed = body.get("required", ())
    for name, one in body.get("properties", {}).items():
        # A title is only the name again: what is said of a field is its description.
        yield Parameter(name, False, name in needed, one.get("description", ""), _values(one))  # noqa: FBT003


def _contract(good: dict[str, Any]) -> str:
    """Return the published schema of what an address gives, such as `observation-1`, if it is one."""
    for one in good.values():
        name = one.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
        found: str = name.rpartition("/")[2]
        if found.endswith("-1"):
            return found
    return ""


def _curl(method: str, path: str, base: str, body: dict[str, Any], *, is_public: bool) -> str:
    for hole, example in _PLACES.items():
        path = path.replace(hole, example)
    url = base + path.replace("{identifier}", _EXPLAINED)
    parts = ["curl", "--fail-with-body"]
    if method != _READS:
        parts += ["-X", method.upper()]
    lines = [" ".join([*parts, shlex.quote(url)])]
    if not is_public:
        lines.append('-H "Authorization: Bearer $REPERES_KEY"')
    if body:
        lines += [
            "-H 'Content-Type: application/json'",
            f"-d {shlex.quote(json.dumps(body['example'], ensure_ascii=False))}",
        ]
    return " \\\n  ".join(lines)
