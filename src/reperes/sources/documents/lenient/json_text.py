"""JSON, without its traps: duplicate keys, bottomless nesting, numbers of ten thousand digits."""

import json
import math

from reperes.errors import Message
from reperes.i18n import N_
from reperes.sources.documents.lenient.tree import (
    MAX_PROBLEMS,
    Parsed,
    RefusedError,
    tidy,
    too_deep,
    written_twice,
)

_MAX_DIGITS = 400


def parse(text: str) -> Parsed:
    """Return the fields of a JSON file; RefusedError when it cannot be read."""
    problems: list[Message] = []

    def block(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen and len(problems) < MAX_PROBLEMS:
                    problems.append(written_twice(key))
                seen.add(key)
        return made

    try:
        root = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=block,
            parse_int=_whole,
            parse_constant=_not_a_number,
        )
    except json.JSONDecodeError as error:
        raise RefusedError(
            N_("This file is not well-formed JSON, line {line}; it was not read."), line=error.lineno
        ) from error
    except RecursionError as error:
        raise too_deep() from error
    return tidy(root, tuple(problems))


def _whole(digits: str) -> float:
    # Python refuses to read a number of more than 4,300 digits; what is set aside later needs no exactness.
    return int(digits) if len(digits) <= _MAX_DIGITS else math.inf


def _not_a_number(_: str) -> float:
    return math.nan
