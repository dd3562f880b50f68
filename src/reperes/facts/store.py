"""Facts on disk: one archive, JSON for values and Arrow for columns.

Never a pickle: an archive may be a stranger's.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import TypeAdapter, ValidationError

from reperes.facts.documents import Tree
from reperes.facts.fact import Absent, Fact
from reperes.facts.factset import FactSet
from reperes.facts.history import History
from reperes.facts.schema import HISTORY, KEYS, TREE

FORMAT = "reperes/facts/1"
MAX_BYTES = 4 << 30

_UNREADABLE = (
    zipfile.BadZipFile,
    KeyError,
    TypeError,
    ValidationError,
    json.JSONDecodeError,
    pl.exceptions.PolarsError,
)


class FactsFileError(ValueError):
    """An archive of facts that cannot be read; the message says why."""


def save(facts: FactSet, file: Path) -> None:
    """Write all the facts into `file`, whole or not at all.

    The archive holds the text of documents, where a project may name persons: it belongs in the people store.
    """
    partial = file.with_name(f"{file.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        content = {"format": FORMAT, "facts": [_described(fact, archive) for fact in facts]}
        archive.writestr("facts.json", json.dumps(content, ensure_ascii=True))
    partial.replace(file)


def load(file: Path) -> FactSet:
    """Return the facts of an archive; FactsFileError when it is not one, or not of this version."""
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                raise FactsFileError(f"{file}: more than {MAX_BYTES >> 30} GiB once unpacked")
            content = json.loads(archive.read("facts.json"))
            if content.get("format") != FORMAT:
                raise FactsFileError(f"{file}: format {content.get('format')!r}, {FORMAT} is read here")
            return FactSet(_restored(described, archive) for described in content["facts"])
    except _UNREADABLE as error:
        raise FactsFileError(f"{file}: {error}") from error


def _adapter(name: str) -> TypeAdapter[Any]:
    """Return what turns the fact of that name to JSON and back; columns travel apart."""
    kind = KEYS[name].type
    value = dict[str, str] if kind in (History, Tree) else kind
    return TypeAdapter(Fact[value | Absent])  # type: ignore[valid-type]  # built from a value known at run time


def _described(fact: Fact[Any], archive: zipfile.ZipFile) -> dict[str, Any]:
    value = fact.value
    if isinstance(value, History):
        frames = {name: getattr(value, name) for name in History.frames()}
        value = _set_apart(archive, HISTORY.name, value.revision, frames)
    elif isinstance(value, Tree):
        value = _set_apart(archive, TREE.name, value.revision, {"entries": value.entries})
    plain = Fact(fact.name, value, fact.provenance, fact.citations, fact.limits)
    described: dict[str, Any] = _adapter(fact.name).dump_python(plain, mode="json")
    return described


def _set_apart(
    archive: zipfile.ZipFile, name: str, revision: str, frames: Mapping[str, pl.DataFrame]
) -> dict[str, str]:
    places = {"revision": revision}
    for key, frame in frames.items():
        buffer = io.BytesIO()
        frame.write_ipc(buffer, compression="zstd")
        places[key] = f"{name}.{key}.arrow"
        archive.writestr(places[key], buffer.getvalue())
    return places


def _restored(described: dict[str, Any], archive: zipfile.ZipFile) -> Fact[Any]:
    fact: Fact[Any] = _adapter(described["name"]).validate_python(described)
    kind = KEYS[fact.name].type
    if kind not in (History, Tree) or isinstance(fact.value, Absent):
        return fact
    places = dict(fact.value)
    revision = places.pop("revision")
    frames = {key: pl.read_ipc(io.BytesIO(archive.read(place))) for key, place in places.items()}
    return Fact(fact.name, kind(revision=revision, **frames), fact.provenance, fact.citations, fact.limits)
