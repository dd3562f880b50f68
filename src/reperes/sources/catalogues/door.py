"""The door that every record goes through: no e-mail address passes, nor a list without end.

Readers pass it once; what is written on disk passes it again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from reperes.facts.catalogue import Entry, Found
from reperes.sources.catalogues import mail

MOST_PARTIES = 400
MOST_OTHERS = 60
"""Names, addresses, packages, identifiers… of one record that are kept."""
_PARTIES, _CONTACT = "parties", "contact"
_SIGN = re.compile(rb"[@%&]|mailto:|[\[(]\s?(?:at|arobase)\s?[\])]|\xef\xbc\xa0|\xef\xb9\xab", re.IGNORECASE)
"""An e-mail address is not written without one of these, the last two being signs that stand for @."""
_GONE = object()


@dataclass(slots=True)
class Door:
    """What lets records pass; `skipped` counts what was past the bounds, `persons` the addresses left out."""

    skipped: Counter[str] = field(default_factory=Counter)
    persons: int = 0

    def let(self, entry: Entry) -> Entry | None:
        """Return a record that may be shown; None when its identifier, name or page is an e-mail address."""
        entry = self._bounded(entry)
        if not _may_hold_mail(entry):
            return entry
        shown = self._shown(entry)
        return shown if isinstance(shown, Entry) else None

    def found(self, answers: Iterable[Found]) -> Iterator[Found]:
        """Yield what was found, as it may be shown."""
        for one in answers:
            entry = self.let(one.entry)
            if entry is not None:
                yield one if entry is one.entry else replace(one, entry=entry)

    def _bounded(self, entry: Entry) -> Entry:
        cut: dict[str, Any] = {}
        for name, most in _lists():
            values = getattr(entry, name)
            if len(values) > most:
                cut[name] = values[:most]
                self.skipped[f"{name}: more than {most}"] += len(values) - most
        return replace(entry, **cut) if cut else entry

    def _shown(self, value: Any) -> Any:
        """Return a value without what holds an e-mail address, `_GONE` for one that is nothing without it."""
        if isinstance(value, str):
            if mail.is_in(value):
                self.persons += 1
                return _GONE
            return value
        if isinstance(value, tuple):
            shown = tuple(one for one in map(self._shown, value) if one is not _GONE)
            return value if shown == value else shown
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed: dict[str, Any] = {}
        for one in fields(value):
            own = getattr(value, one.name)
            shown = self._contact(own) if one.name == _CONTACT else self._shown(own)
            if shown is _GONE and one.type is str:  # it is never None
                return _GONE
            if shown is not own:
                changed[one.name] = None if shown is _GONE else shown
        return replace(value, **changed) if changed else value

    def _contact(self, value: str | None) -> Any:
        return value if value is not None and mail.role(value) == value else self._shown(value)


@cache
def _lists() -> tuple[tuple[str, int], ...]:
    """Return the fields of a record that hold several values, with how many."""
    several = [one.name for one in fields(Entry) if one.default == ()]
    return tuple((name, MOST_PARTIES if name == _PARTIES else MOST_OTHERS) for name in several)


def _may_hold_mail(entry: Entry) -> bool:
    """Return whether a record has to be walked: to look at it as JSON first is ten times quicker."""
    content = _entries().dump_json(entry, exclude_defaults=True)
    return _SIGN.search(content) is not None


@cache
def _entries() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)
