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
from reperes.sources.catalogues import mail
from reperes.sources.catalogues.door import Door

_TOO_FEW = 0.5
"""The share of rows that must fit for the catalogue to be held for the one that we know."""
_ENOUGH_WRONG = 1000
"""Rows that do not fit after which the others are not looked at, when they are the most."""
_MOST_PARTS = 2000
_LONGEST_PROBLEM = 120
_LONGEST = 500
_LONGEST_READ = 20_000
"""Signs past which a row is not of the catalogue: what is longest in those known is a description."""
MOST_ITEMS = 1000
"""Items of a list within a row that readers declare."""
_SIREN = re.compile(r"[0-9]{9}")
M = TypeVar("M", bound=BaseModel)


class ShapeError(ValueError):
    """What was received is not what the catalogue used to give; `detail` quotes none of it."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


_declared: set[str] = set()
"""The names that the rows of all readers declare."""


class Row(BaseModel):
    """One row of a stranger's file: what is declared must be of its type, what is not is let go.

    A text is of 20,000 signs at most, unless its field says another bound.
    """

    model_config = ConfigDict(
        extra="ignore", frozen=True, strict=True, str_strip_whitespace=True, str_max_length=_LONGEST_READ
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Note the names that a row declares, for what is said of rows that do not fit."""
        for name, one in cls.model_fields.items():
            _declared.add(one.alias or name)
            if isinstance(one.validation_alias, AliasChoices):
                _declared.update(told for told in one.validation_alias.choices if isinstance(told, str))


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
    _ids: set[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the identifiers of the records that are there."""
        self._ids = {one.id for one in self.entries}

    def keep(self, entries: Iterable[Entry]) -> None:
        """Add records, as they may be shown; of those that share an identifier, the first alone."""
        door = Door()
        for entry in entries:
            shown = door.let(entry)
            if shown is not None:
                self._add(shown)
        self.persons += door.persons
        self.skipped += door.skipped

    def _add(self, entry: Entry) -> None:
        if entry.id in self._ids:
            self.skipped["id: twice"] += 1
        else:
            self._ids.add(entry.id)
            self.entries.append(entry)

    def each(self, rows: object, model: type[M], where: str) -> Iterator[M]:
        """Yield the rows that fit, of a list or of an iterator.

        Raises ShapeError when there is none, when fewer than half of them fit, and as soon as a thousand do
        not, when they are the most of those that were read.
        """
        if not isinstance(rows, (list, Iterator)):
            raise ShapeError(f"{where}: no list")
        wrong = read = 0
        for row in rows:
            self.rows += 1
            read += 1
            fitting = self._fitting(row, model, where)
            if fitting is not None:
                yield fitting
                continue
            wrong += 1
            if wrong >= _ENOUGH_WRONG and wrong > read * _TOO_FEW:
                break
        if wrong > read * _TOO_FEW:
            raise ShapeError(self.skipped.most_common(1)[0][0])

    def parts(self, values: object, model: type[M], where: str) -> Iterator[M]:
        """Yield what fits in a list within a row; None is no list. What does not fit leaves the row whole."""
        if values is None:
            return
        if not isinstance(values, list):
            self.skipped[f"{where}: no list"] += 1
            return
        for value in values[:_MOST_PARTS]:
            fitting = self._fitting(value, model, where)
            if fitting is not None:
                yield fitting
        if len(values) > _MOST_PARTS:
            self.skipped[f"{where}: more than {_MOST_PARTS}"] += len(values) - _MOST_PARTS

    def _fitting(self, value: object, model: type[M], where: str) -> M | None:
        try:
            return model.model_validate(value)
        except ValidationError as error:
            self.skipped[_problem(where, error)] += 1
        except RecursionError:
            self.skipped[f"{where}: depth"] += 1
        return None

    def add(self, other: "Taken") -> None:
        """Add what another page holds."""
        for entry in other.entries:
            self._add(entry)
        self.skipped += other.skipped
        self.persons += other.persons
        self.rows += other.rows
        self.dated = self.dated or other.dated


def _problem(where: str, error: ValidationError) -> str:
    """Return the first complaint, without the value nor the key of a mapping: they may be anybody's."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    told = ["[]" if isinstance(one, int) else one if one in _declared else "*" for one in first["loc"]]
    return f"{'.'.join((where, *told))}: {first['type']}"[:_LONGEST_PROBLEM]


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
    """Return a text on one line, cut when it is long; None when there is nothing to read in it.

    An e-mail address that it may hold is left to `Taken.keep`, which counts it.
    """
    if not isinstance(value, str):
        return None
    read = value.lstrip()[:_LONGEST_READ]
    shown = read if read.isprintable() else "".join(one if one.isprintable() else " " for one in read)
    line = " ".join(shown.split())
    is_cut = len(line) > _LONGEST or (bool(line) and len(read) == _LONGEST_READ)
    return f"{line[: _LONGEST - 1]}…" if is_cut else line or None


def said(value: object) -> str | None:
    """Return a text that may be written in several languages: in French, else in English, else in any.

    One that holds an e-mail address comes after all others.
    """
    if not isinstance(value, Mapping):
        return text(value)
    order = ("fr", "en", *sorted(map(str, value)))
    last = None
    for name in order:
        line = text(value.get(name))
        if line is not None and not mail.is_in(line):
            return line
        last = last or line
    return last


def sentence(value: object) -> str | None:
    """Return `said`, None when an e-mail address is in it: whose it is cannot be known."""
    line = said(value)
    return None if line is None or mail.is_in(line) else line


def body_name(value: object) -> str | None:
    """Return the name of a body; None when there is none, or when an e-mail address is in it."""
    line = text(value)
    return None if line is None or mail.is_in(line) else line


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
    """Return an http address that can be shown, without a user in it; None otherwise, or past 500 signs.

    An e-mail address that it may hold is left to `Taken.keep`, which counts it.
    """
    line = text(value)
    if line is None or line.endswith("…") or " " in line:
        return None
    try:
        parts = urlsplit(line)
    except ValueError:
        return None
    fits = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return line if fits else None


def page(value: object, otherwise: str) -> str:
    """Return the address of the page of a record, or another when there is none that can be shown."""
    told = address(value)
    return otherwise if told is None or mail.is_in(told) else told


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
