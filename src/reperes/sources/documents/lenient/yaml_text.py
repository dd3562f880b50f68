"""YAML by its events alone: no tag is obeyed, no type guessed, no alias unfolded past a bound."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from reperes.errors import Message
from reperes.i18n import N_
from reperes.sources.documents.lenient.tree import (
    MAX_DEPTH,
    MAX_PROBLEMS,
    Parsed,
    RefusedError,
    tidy,
    too_deep,
    written_twice,
)

MAX_ALIASES = 200
MAX_NODES = 100_000
_CHARACTERS_A_NODE = 16

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def parse(text: str) -> Parsed:
    """Return the fields of the first document; RefusedError when it cannot be read.

    Every scalar is a text, so that `1.10`, `no` and `2017-04-15` stay as they were written: the models give
    the types.
    """
    builder = _Builder()
    try:
        builder.build(yaml.parse(text.encode("utf-8", "replace"), Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RefusedError(
            N_("This file is not well-formed YAML, line {line}; it was not read."), line=line
        ) from error
    except yaml.YAMLError as error:
        raise RefusedError(N_("This file is not well-formed YAML; it was not read.")) from error
    if builder.root is None:
        return Parsed({})
    return tidy(builder.root, tuple(builder.problems))


@dataclass(slots=True)
class _Open:
    """A block or a list being read. `before` is how many nodes came before it."""

    value: dict[str, object] | list[object]
    anchor: str | None
    before: int
    key: object = None
    has_key: bool = False


@dataclass(slots=True)
class _Builder:
    root: object = None
    problems: list[Message] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _anchors: dict[str, tuple[object, int]] = field(default_factory=dict)
    _aliases: int = 0
    _nodes: int = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.AliasEvent():
                    self._alias(event.anchor or "")
                case yaml.MappingStartEvent():
                    self._open({}, event.anchor)
                case yaml.SequenceStartEvent():
                    self._open([], event.anchor)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._close()
                case yaml.DocumentEndEvent():
                    return
                case _:
                    pass

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        is_null = event.implicit[0] and event.value in _NULLS
        value = None if is_null else event.value
        size = 1 + len(event.value) // _CHARACTERS_A_NODE
        self._count(size)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, size)
        self._add(value)

    def _alias(self, anchor: str) -> None:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise RefusedError(
                N_("This file repeats itself by more than {limit} YAML aliases; it was not read."),
                limit=MAX_ALIASES,
            )
        if anchor not in self._anchors:
            raise RefusedError(
                N_("This file has a YAML alias that stands for itself or for nothing; it was not read.")
            )
        value, size = self._anchors[anchor]
        self._count(size)
        self._add(value)

    def _count(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise RefusedError(
                N_("This file holds more than {limit} values; it was not read."), limit=MAX_NODES
            )

    def _open(self, value: dict[str, object] | list[object], anchor: str | None) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise too_deep()
        self._count(1)
        if anchor is not None:
            self._anchors.pop(anchor, None)
        self._stack.append(_Open(value, anchor, self._nodes - 1))

    def _close(self) -> None:
        closed = self._stack.pop()
        if closed.anchor is not None:
            self._anchors[closed.anchor] = (closed.value, self._nodes - closed.before)
        self._add(closed.value)

    def _add(self, value: object) -> None:
        if not self._stack:
            self.root = value
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif not top.has_key:
            top.key, top.has_key = value, True
        else:
            top.has_key = False
            self._assign(top.value, top.key, value)

    def _assign(self, block: dict[str, object], key: object, value: object) -> None:
        if not isinstance(key, str):
            return  # a key that is a block or a list names no field of any standard
        if key in block and len(self.problems) < MAX_PROBLEMS:
            self.problems.append(written_twice(key))
        block[key] = value
