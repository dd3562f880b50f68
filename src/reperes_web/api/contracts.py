"""The documents of the command line, given as they are; their schemas within that of the API."""

import json
from typing import Any

from django.http import HttpResponse

from reperes.report.advice import schema as advice
from reperes.report.json_types import escaped
from reperes.report.schema import Schema
from reperes.report.schema import schema as observation

_JSON = "application/json; charset=utf-8"
_LOCAL = "#/$defs/"


def answer(document: dict[str, Any]) -> HttpResponse:
    """Give a document, with what could fool a reader written out, as the command line does."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return HttpResponse(escaped(text), content_type=_JSON)


def ref(name: str) -> Schema:
    """Return a reference to the schema of a contract, such as `observation-1`."""
    return {"$ref": f"#/components/schemas/{name}"}


def answers(name: str) -> dict[str, Any]:
    """Return what an address that gives a contract says of its answer."""
    return {"responses": {200: {"content": {"application/json": {"schema": ref(name)}}}}}


def components() -> dict[str, Schema]:
    """Return the published schemas (`docs/schema/`), their definitions beside them."""
    published = {
        "observation-1": observation(),
        "advice-1": advice.advice(),
        "law-1": advice.law(),
        "profile-1": advice.profile(),
    }
    made: dict[str, Schema] = {}
    for name, whole in published.items():
        inner = whole.get("$defs", {})
        outer = {key: value for key, value in whole.items() if key not in {"$schema", "$defs"}}
        made[name] = _moved(outer, name)
        made |= {f"{name}.{key}": _moved(value, name) for key, value in inner.items()}
    return made


def _moved(part: Any, name: str) -> Any:
    """Return a part of a schema whose references lead to where its definitions were moved."""
    if isinstance(part, dict):
        moved = {key: _moved(value, name) for key, value in part.items()}
        target = moved.get("$ref")
        if isinstance(target, str) and target.startswith(_LOCAL):
            moved["$ref"] = f"#/components/schemas/{name}.{target.removeprefix(_LOCAL)}"
        return moved
    return [_moved(one, name) for one in part] if isinstance(part, list) else part
