"""Facts on disk: one archive, JSON for values and Arrow for columns.

Never a pickle: an archive may be a stranger's.
"""

import io
import json
import zipfile
from dataclasses import Field as DataField
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, cast

import polars as pl
from pydantic import Field, TypeAdapter, ValidationError

from reperes.facts.documents import Tree
from reperes.facts.fact import Absent, Fact
from reperes.facts.factset import FactSet
from reperes.facts.forge import Requests
from reperes.facts.history import History
from reperes.facts.schema import KEYS

FORMAT = "reperes/facts/1"
MAX_BYTES = 4 << 30
_FRAMED = (History, Tree, Requests)
"""Values that hold columns."""

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
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            content = {"format": FORMAT, "facts": [_described(fact, archive) for fact in facts]}
            archive.writestr("facts.json", json.dumps(content, ensure_ascii=True))
        partial.replace(file)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


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
    value = Annotated[Absent | dict[str, Any], Field(union_mode="left_to_right")]
    chosen: Any = value if kind in _FRAMED else kind | Absent
    return TypeAdapter(Fact[chosen])


def _described(fact: Fact[Any], archive: zipfile.ZipFile) -> dict[str, Any]:
    value = _set_apart(archive, fact) if isinstance(fact.value, _FRAMED) else fact.value
    plain = Fact(fact.name, value, fact.provenance, fact.citations, fact.limits)
    described: dict[str, Any] = _adapter(fact.name).dump_python(plain, mode="json")
    return described


def _set_apart(archive: zipfile.ZipFile, fact: Fact[Any]) -> dict[str, Any]:
    """Return the fields of a value, each frame written beside and replaced by where it is."""
    places: dict[str, Any] = {}
    for field in fields(fact.value):
        held = getattr(fact.value, field.name)
        places[field.name] = held
        if isinstance(held, pl.DataFrame):
            buffer = io.BytesIO()
            held.write_ipc(buffer, compression="zstd")
            places[field.name] = _frame_name(fact, field)
            archive.writestr(places[field.name], buffer.getvalue())
    return places


def _restored(described: dict[str, Any], archive: zipfile.ZipFile) -> Fact[Any]:
    fact: Fact[Any] = _adapter(described["name"]).validate_python(described)
    kind = KEYS[fact.name].type
    if kind not in _FRAMED or isinstance(fact.value, Absent):
        return fact
    held = {field.name: _part(field, fact, archive) for field in fields(kind)}
    return Fact(fact.name, kind(**held), fact.provenance, fact.citations, fact.limits)


def _part(field: "DataField[Any]", fact: Fact[Any], archive: zipfile.ZipFile) -> Any:
    told = cast("dict[str, Any]", fact.value)[field.name]
    if told == _frame_name(fact, field):
        return pl.read_ipc(io.BytesIO(archive.read(told)))
    kind: Any = field.type
    return TypeAdapter(kind).validate_python(told)


def _frame_name(fact: Fact[Any], field: "DataField[Any]") -> str:
    return f"{fact.name}.{field.name}.arrow"
