"""What readers share: rows checked against a strict model; what does not fit is counted, not guessed."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, ConfigDict, ValidationError

from reperes.facts.catalogue import Entry

_TOO_FEW = 0.5
"""The share of rows that must fit for the catalogue to be held for the one that we know."""
_LONGEST_PROBLEM = 120
_LONGEST = 500
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SIREN = re.compile(r"[0-9]{9}")
M = TypeVar("M", bound=BaseModel)


class ShapeError(ValueError):
    """What was received is not what the catalogue used to give; `detail` quotes none of it."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Row(BaseModel):
    """One row of a stranger's file: what is declared must be of its type, what is not is let go."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, str_strip_whitespace=True)


@dataclass(slots=True)
class Taken:
    """What a file of a catalogue holds.

    `skipped`: how many rows did not fit, by where and why; `persons`: how many people were left out;
    `dated`: the day that the producer gives to the whole; `rows`: how many rows there were.
    """

    entries: list[Entry] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    persons: int = 0
    rows: int = 0
    dated: date | None = None

    def each(self, rows: object, model: type[M], where: str) -> Iterator[M]:
        """Yield the rows that fit; ShapeError when there is no list, or when fewer than half of them do."""
        if not isinstance(rows, list):
            raise ShapeError(f"{where}: no list")
        wrong = 0
        for row in rows:
            self.rows += 1
            try:
                fitting = model.model_validate(row)
            except ValidationError as error:
                wrong += 1
                self.skipped[_problem(where, error)] += 1
                continue
            except RecursionError:
                wrong += 1
                self.skipped[f"{where}: depth"] += 1
                continue
            yield fitting
        if wrong > len(rows) * _TOO_FEW:
            raise ShapeError(self.skipped.most_common(1)[0][0])

    def parts(self, values: object, model: type[M], where: str) -> Iterator[M]:
        """Yield what fits in a list within a row; None is no list. What does not fit leaves the row whole."""
        if values is None:
            return
        if not isinstance(values, list):
            self.skipped[f"{where}: no list"] += 1
            return
        for value in values:
            try:
                yield model.model_validate(value)
            except ValidationError as error:
                self.skipped[_problem(where, error)] += 1
            except RecursionError:
                self.skipped[f"{where}: depth"] += 1

    def add(self, other: "Taken") -> None:
        """Add what another page holds."""
        self.entries += other.entries
        self.skipped += other.skipped
        self.persons += other.persons
        self.rows += other.rows
        self.dated = self.dated or other.dated


def _problem(where: str, error: ValidationError) -> str:
    """Return the first complaint, without the value nor the key of a mapping: they may be anybody's."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    declared = set(_declared(Row))
    told = ["[]" if isinstance(one, int) else one if one in declared else "*" for one in first["loc"]]
    return f"{'.'.join((where, *told))}: {first['type']}"[:_LONGEST_PROBLEM]


def _declared(model: type[BaseModel]) -> Iterator[str]:
    """Yield the names that the rows of all readers declare."""
    for name, one in model.model_fields.items():
        yield one.alias or name
        if isinstance(one.validation_alias, AliasChoices):
            yield from (told for told in one.validation_alias.choices if isinstance(told, str))
    for kind in model.__subclasses__():
        yield from _declared(kind)


def parsed(body: bytes) -> Any:
    """Return JSON as data; ShapeError when it is none."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ShapeError(type(error).__name__) from None


def under(value: object, *keys: str) -> Any:
    """Return what is under keys, one in the other; ShapeError where one is missing."""
    for key in keys:
        if not isinstance(value, Mapping) or key not in value:
            raise ShapeError(f"{key}: missing")
        value = value[key]
    return value


def text(value: object) -> str | None:
    """Return a text on one line, cut when it is long; None when there is nothing to read in it."""
    if not isinstance(value, str):
        return None
    line = " ".join("".join(one if one.isprintable() else " " for one in value).split())
    return f"{line[: _LONGEST - 1]}…" if len(line) > _LONGEST else line or None


def said(value: object) -> str | None:
    """Return a text that may be written in several languages: in French, else in English, else in any."""
    if isinstance(value, Mapping):
        order = ("fr", "en", *sorted(map(str, value)))
        return next((found for name in order if (found := text(value.get(name)))), None)
    return text(value)


def sentence(value: object) -> str | None:
    """Return `said`, None when an e-mail address is in it: whose it is cannot be known."""
    line = said(value)
    return None if line is None or _MAIL.search(line) else line


def body_name(value: object) -> str | None:
    """Return the name of a body; None when there is none, or when it is an e-mail address."""
    line = text(value)
    return None if line is None or _MAIL.search(line) else line


def siren(value: object) -> str | None:
    """Return a SIREN, nine digits whose key is right; None otherwise."""
    if not isinstance(value, str):
        return None
    digits = "".join(value.split())
    if not _SIREN.fullmatch(digits) or digits == "0" * 9:
        return None
    doubled = (int(one) * (1 + rank % 2) for rank, one in enumerate(reversed(digits)))
    return None if sum(one // 10 + one % 10 for one in doubled) % 10 else digits


def address(value: object) -> str | None:
    """Return an http address that can be shown, without a user in it; None otherwise, or past 500 signs."""
    line = text(value)
    if line is None or line.endswith("…") or any(one.isspace() for one in line):
        return None
    try:
        parts = urlsplit(line)
    except ValueError:
        return None
    fits = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return line if fits else None


def addresses(values: Iterable[object]) -> tuple[str, ...]:
    """Return the addresses among values, each once."""
    return tuple(dict.fromkeys(one for value in values if (one := address(value)) is not None))


def day(value: object) -> date | None:
    """Return the day at the beginning of a text such as `2026-06-18T14:51:26Z`; None when there is none."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def module_of(name: str) -> ModuleType:
    """Return the reader of a catalogue."""
    from importlib import import_module

    return import_module(f"reperes.sources.catalogues.readers.{name.replace('-', '_')}")
