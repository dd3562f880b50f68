"""Files that a person gives to the command line: read within bounds, refused with a sentence."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.sources.documents.lenient import json_text, yaml_text
from reperes.sources.documents.lenient.tree import MAX_CHARACTERS, RefusedError

_LARGEST_OBSERVATION = 200_000_000


def read_fields(path: Path) -> Mapping[str, Any]:
    """Return the fields of a YAML or JSON file written by hand; every YAML scalar is a text.

    UsageError says why a file cannot be read.
    """
    text = _text(path, MAX_CHARACTERS)
    parse = json_text.parse if text.lstrip("\ufeff \t\r\n").startswith("{") else yaml_text.parse
    try:
        parsed = parse(text)
    except RefusedError as error:
        raise _refused(path, error.message) from error
    if parsed.problems:
        raise _refused(path, parsed.problems[0])
    return parsed.fields


def read_observation(path: Path) -> Mapping[str, Any]:
    """Return the observation that a file holds; UsageError when it is none."""
    text = _text(path, _LARGEST_OBSERVATION)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(path, Message(N_("It is not well-formed JSON."))) from error
    schema = found.get("schema") if isinstance(found, dict) else None
    if schema != "reperes/observation/1":
        raise _refused(
            path,
            Message(
                N_("It is no observation: write one with `reperes observe PROJECT --format json -o FILE`.")
            ),
        )
    return dict(found)


def _text(path: Path, most: int) -> str:
    if path.stat().st_size > most:
        raise _refused(path, Message(N_("It is larger than {limit} bytes."), {"limit": most}))
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _refused(path, Message(N_("It is not a text in UTF-8."))) from error


def _refused(path: Path, why: Message) -> UsageError:
    return UsageError(
        what=Message(N_("The file {path} cannot be used."), {"path": str(path)}),
        why=why,
        do=Message(N_("See the examples in docs/, or let `reperes advise --ask` write a profile.")),
    )
