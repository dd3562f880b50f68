"""The strict model of a lenient reading: field by field, what does not pass is set aside and told."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from reperes.errors import Message
from reperes.i18n import N_
from reperes.sources.documents.lenient.tree import (
    MAX_PROBLEMS,
    Parsed,
    clean,
    without_strange_key,
)

_Where = tuple[int | str, ...]
_ROUNDS = 5


class Declared(BaseModel):
    """What a standard declares. Every field may be missing; what the standard does not name is left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    labels: ClassVar[frozenset[str]] = frozenset()
    """The keys, in small letters, that a sentence may name although they are no fields."""


def kebab(name: str) -> str:
    """Return the `kebab-case` name of a field, for standards that write so."""
    return name.replace("_", "-")


_SENTENCES: Mapping[str, str] = {
    "text": N_("`{field}` should be a text; it was set aside."),
    "list": N_("`{field}` should be a list; it was set aside."),
    "block": N_("`{field}` should hold fields of its own; it was set aside."),
    "date": N_("`{field}` is not a date written like 2026-11-23; it was set aside."),
    "address": N_("`{field}` is not a web address; it was set aside."),
    "flag": N_("`{field}` should be true or false; it was set aside."),
    "number": N_("`{field}` should be a number; it was set aside."),
    "choice": N_("`{field}` is not one of {allowed}; it was set aside."),
    "missing": N_("`{field}` is missing, so what should hold it was set aside."),
    "other": N_("`{field}` could not be understood; it was set aside."),
}

_KINDS: Mapping[str, str] = {
    "list_type": "list",
    "model_type": "block",
    "model_attributes_type": "block",
    "dict_type": "block",
    "missing": "missing",
}


def check(model: type[Declared], parsed: Parsed) -> Parsed:
    """Return the fields that pass `model`, under the names of the standard, and all the problems.

    A wrong item of a list goes alone, and so does a wrong field of a block; a block that lacks what it cannot
    do without goes whole.
    """
    raw: object = parsed.fields
    names = _names(model)
    problems = [without_strange_key(one, names) for one in parsed.problems]
    for _ in range(_ROUNDS):
        try:
            made = model.model_validate(raw)
        except ValidationError as error:
            wrong = cast("list[Mapping[str, Any]]", error.errors(include_url=False))
            problems += [_problem(one, names) for one in wrong[:MAX_PROBLEMS]]
            raw = _without(raw, _places(raw, wrong))
        else:
            dumped = made.model_dump(mode="json", by_alias=True, exclude_none=True)
            return Parsed(clean(dumped), _unique(problems))
    return Parsed({}, _unique(problems))


def _unique(problems: Iterable[Message]) -> tuple[Message, ...]:
    said = {(one.msgid, *one.args.items()): one for one in problems}
    return tuple(said.values())[:MAX_PROBLEMS]


@cache
def _names(model: type[Declared]) -> frozenset[str]:
    """Return the names of the fields of a model and of those inside it, as the standard writes them."""
    schema = model.model_json_schema()
    blocks = (schema, *schema.get("$defs", {}).values())
    return model.labels.union(*(block.get("properties", {}) for block in blocks))


def _problem(error: Mapping[str, Any], names: frozenset[str]) -> Message:
    kind = error["type"] if error["type"] in _SENTENCES else _KINDS.get(error["type"], "other")
    steps = [_step(step, names) for step in error["loc"]]
    args: dict[str, object] = {"field": ".".join(steps)}
    if kind == "choice":
        args["allowed"] = error["ctx"]["allowed"]
    return Message(_SENTENCES[kind], args)


def _step(step: int | str, names: frozenset[str]) -> str:
    if isinstance(step, int):
        return str(step + 1)
    return step if step in names or step.lower() in names else "…"  # a stranger's key may be a person's name


def _places(raw: object, errors: Iterable[Mapping[str, Any]]) -> set[_Where]:
    """Return the deepest places of `raw` that hold what was wrong; what misses a field is itself wrong."""
    places = set()
    for error in errors:
        steps: _Where = error["loc"]
        place: Any = raw
        reached = 0
        while reached < len(steps) and _holds(place, steps[reached]):
            place = place[steps[reached]]
            reached += 1
        places.add(steps[:reached])
    return places


def _holds(place: object, step: int | str) -> bool:
    if isinstance(place, Mapping):
        return step in place
    return isinstance(place, list) and isinstance(step, int) and step < len(place)


def _without(value: object, places: set[_Where]) -> object:
    gone = {place[0] for place in places if len(place) == 1}
    inner: dict[int | str, set[_Where]] = {}
    for place in places:
        if len(place) > 1:
            inner.setdefault(place[0], set()).add(place[1:])

    def kept(step: int | str, item: object) -> object:
        return _without(item, inner[step]) if step in inner else item

    if isinstance(value, Mapping):
        return {step: kept(step, item) for step, item in value.items() if step not in gone}
    if isinstance(value, list):
        return [kept(step, item) for step, item in enumerate(value) if step not in gone]
    return value
