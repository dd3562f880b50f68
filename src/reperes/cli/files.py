"""Files that a person gives to the command line: read within bounds, refused with a sentence."""

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.modalities.given import name_in
from reperes.sources.documents.lenient import json_text, yaml_text
from reperes.sources.documents.lenient.tree import MAX_CHARACTERS, RefusedError

_LARGEST_OBSERVATION = 200_000_000
_KILO, _MEGA = 1_000, 1_000_000
_SCHEMA = "reperes/observation/1"
_A_PROFILE = N_("See the examples in docs/profiles/, or let `reperes advise --ask` write a profile.")
_READINGS = N_(
    "See the example in docs/profiles/readings-example.yaml. An observation is given with --observation."
)
_OBSERVED = N_("Write one with `reperes observe PROJECT --format json -o FILE`.")


def read_profile(path: Path) -> Mapping[str, Any]:
    """Return the fields of a profile; every YAML scalar is a text. UsageError says why it cannot be read."""
    return _fields(path, _text(path, MAX_CHARACTERS, _A_PROFILE), _A_PROFILE)


def read_readings(path: Path) -> tuple[str | None, Mapping[str, Any]]:
    """Return the name of the project, if told, and the fields of a file of readings stated by hand.

    A file in which nothing is stated is refused, unless it says so: `readings: {}`.
    """
    text = _text(path, MAX_CHARACTERS, _READINGS)
    fields = _fields(path, text, _READINGS)
    if not fields.keys() - {"subject", "schema"} and not _says_nothing(text):
        raise _refused(
            path, Message(N_("Nothing is stated in it; to say so, write `readings: {}`.")), _READINGS
        )
    return name_in(fields), fields


def read_observation(path: Path) -> tuple[str | None, Mapping[str, Any]]:
    """Return the name of the project observed and the observation that a file holds."""
    text = _text(path, _LARGEST_OBSERVATION, _OBSERVED)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(path, Message(N_("It is not well-formed JSON.")), _OBSERVED) from error
    if (
        not isinstance(found, dict)
        or found.get("schema") != _SCHEMA
        or not isinstance(found.get("readings"), dict)
        or name_in(found) is None
    ):
        raise _refused(path, Message(N_("It is no observation.")), _OBSERVED)
    return name_in(found), found


def write_text(path: Path, text: str) -> None:
    """Write a result; UsageError when it cannot be."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritten(str(path), error) from error


def unwritten(place: str | Message, error: OSError) -> UsageError:
    """Return what is said of a result that cannot be written."""
    return UsageError(
        what=Message(N_("The result could not be written to {path}."), {"path": place}),
        why=Message(N_("The system says: {error}."), {"error": error.strerror or error}),
        do=Message(N_("See whether there is room, and whether that place may be written to.")),
    )


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, be it by a link; neither has to be there."""
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def _fields(path: Path, text: str, do: str) -> Mapping[str, Any]:
    is_json = _is_json(text)
    try:
        parsed = json_text.parse(text) if is_json else yaml_text.parse(text)
    except RefusedError as error:
        raise _refused(path, error.message, do) from error
    if parsed.problems:
        raise _refused(path, _fault(parsed.problems[0]), do)
    if not is_json and _documents(text) > 1:
        raise _refused(path, Message(N_("It holds several YAML documents; only one would be read.")), do)
    return parsed.fields


def _is_json(text: str) -> bool:
    return text.lstrip(" \t\r\n").startswith("{")


def _fault(problem: Message) -> Message:
    """Return what is wrong in a file that we refuse; of a stranger's, we say what was kept instead."""
    if "field" in problem.args:
        return Message(N_("`{field}` is written twice."), problem.args)
    if "limit" in problem.args:
        return Message(N_("A text of more than {limit} characters stands in it."), problem.args)
    return Message(N_("A number too large to be true, or that is no number, stands in it."))


def _documents(text: str) -> int:
    """Return how many documents a YAML file holds; what comes after the first may not even be YAML."""
    found = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            found += isinstance(event, yaml.DocumentStartEvent)
    except yaml.YAMLError:
        found += 1
    return found


def _says_nothing(text: str) -> bool:
    """Return whether a well-formed file, in which nothing was found, says so."""
    root = json.loads(text) if _is_json(text) else yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - texts only
    return isinstance(root, dict) and root.get("readings") == {}


def _text(path: Path, most: int, do: str) -> str:
    try:
        data = _bytes(path, most)
    except OSError as error:
        said = {"error": error.strerror or error}
        raise _refused(path, Message(N_("It cannot be read. The system says: {error}."), said), do) from error
    if data is None:
        raise _refused(path, Message(N_("It is not an ordinary file.")), do)
    if len(data) > most:
        text, unit = N_("It is larger than {size} kB."), _KILO
        if most >= _MEGA:
            text, unit = N_("It is larger than {size} MB."), _MEGA
        raise _refused(path, Message(text, {"size": most // unit}), do)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path, Message(N_("It is not a text in UTF-8.")), do) from error


def _bytes(path: Path, most: int) -> bytes | None:
    """Return the bytes of a file, one more than `most` at the most; None for what is no ordinary file.

    A pipe would be waited for without end, and a device never ends: its size says nothing.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        return file.read(most + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else None


def _refused(path: Path, why: Message, do: str) -> UsageError:
    return UsageError(
        what=Message(N_("The file {path} cannot be used."), {"path": str(path)}), why=why, do=Message(do)
    )
