"""One reading of two observations: what changed in its value, its confidence, and what stands beside it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from reperes.i18n import N_, Language, translate
from reperes.readings.definition import Definition
from reperes.readings.model import Confidence
from reperes.report.formats import clauses, day, number
from reperes.report.safe import safe
from reperes.report.statements import value_text, word
from reperes.report.wording import of

Data = Mapping[str, Any]

_MOST = 4
"""Names or sentences told of one list; the others are counted."""
_IDENTITY = ("name", "address", "path", "where")
_FOLLOWS = frozenset({"engagements"})
"""Companions that say again, for an agent, what the value says."""
_NOTHING: tuple[object, ...] = (None, "unknown", [], {})
_NOBODY = "one person"
"""What stands for the name of a person, who is not named."""
_SCHEME = re.compile(r"https?://(?:www\.)?")
_LONGEST = 80
_PLACES = frozenset({"path", "where"})
_STATES: Mapping[Confidence, str] = {
    Confidence.ESTABLISHED: N_("established"),
    Confidence.LIKELY: N_("likely"),
    Confidence.CONTRADICTED: N_("undecided, as strong evidence disagrees"),
    Confidence.UNKNOWN: N_("unknown"),
}


_UNDECIDED = {Confidence.UNKNOWN.value, Confidence.CONTRADICTED.value}


class Kind(StrEnum):
    """What kind of change a sentence tells."""

    CHANGED = "changed"
    KNOWN = "known"
    UNKNOWN = "unknown"
    SURE = "sure"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Told:
    """One change, in a sentence."""

    reading: str
    kind: Kind
    text: str


def compare(before: Data, after: Data, definition: Definition, language: Language) -> Iterator[Told]:
    """Yield what changed between two readings of one definition, as contract 4.2 writes them."""
    label = of(definition.label, language)
    one = _Pair(definition, label, language)
    yield from one.told(before, after)
    for name, parts in _within(before, after):
        yield from _Pair(definition, f"{label}, {word(definition, name, language)}", language).told(*parts)
    told = _known(before) and _known(after)
    without_sum = _settled(before) is None and _settled(after) is None and not definition.values
    if told or without_sum:
        yield from _beside(before, after, definition, language)


def _settled(reading: Data) -> Any:
    correction = reading.get("correction")
    return reading["value"] if correction is None else correction["value"]


def _known(reading: Data) -> bool:
    return _settled(reading) is not None


def _within(before: Data, after: Data) -> Iterator[tuple[str, tuple[Data, Data]]]:
    """Yield the readings that a reading without a sum is made of, such as the points of vitality."""
    first, then = before.get("items") or {}, after.get("items") or {}
    for name in first:
        if name in then:
            yield name, (first[name], then[name])


@dataclass(frozen=True, slots=True)
class _Pair:
    """The words for one thing seen twice."""

    definition: Definition
    label: str
    language: Language

    def told(self, before: Data, after: Data) -> Iterator[Told]:
        first, then = _settled(before), _settled(after)
        if isinstance(first, Mapping) and isinstance(then, Mapping):
            yield from self._keys(first, then)
        elif first is None and then is None:
            if {before["confidence"], after["confidence"]} == _UNDECIDED:
                yield self._say(Kind.SURE, _FIRST_THEN, self._state(before), self._state(after))
        elif _as_set(first) != _as_set(then):
            kind = Kind.KNOWN if first is None else Kind.UNKNOWN if then is None else Kind.CHANGED
            if kind is Kind.CHANGED and isinstance(first, list) and isinstance(then, list):
                yield from self._lists(first, then, kind)
            else:
                yield self._say(kind, _FIRST_THEN, self._state(before), self._state(after))
        elif _sure(before) != _sure(after):
            value = value_text(self.definition, then, self.language)
            sure = (self._sure(before), self._sure(after))
            text = translate(
                self.language, _STILL, label=self.label, value=value, before=sure[0], after=sure[1]
            )
            yield Told(self.definition.id, Kind.SURE, text)

    def _say(self, kind: Kind, text: str, before: str, after: str) -> Told:
        said = translate(self.language, text, label=self.label, before=before, after=after)
        return Told(self.definition.id, kind, said)

    def _state(self, reading: Data) -> str:
        """Return a value with how sure it is, or why there is none."""
        value = _settled(reading)
        if value is None:
            return self._sure(reading)
        text = N_("“{value}” ({sure})")
        said = value_text(self.definition, value, self.language)
        return translate(self.language, text, value=said, sure=self._sure(reading))

    def _sure(self, reading: Data) -> str:
        if reading.get("correction"):
            return translate(self.language, N_("corrected by a person"))
        return translate(self.language, _STATES[Confidence(reading["confidence"])])

    def _keys(self, before: Data, after: Data) -> Iterator[Told]:
        """Yield the keys of a map whose value changed, those that changed alike together."""
        alike: dict[tuple[str, str], list[str]] = {}
        for key in before:
            if key in after and before[key] != after[key]:
                pair = (self._word(before[key]), self._word(after[key]))
                alike.setdefault(pair, []).append(self._word(key))
        for (first, then), keys in alike.items():
            text = translate(
                self.language,
                N_("{label}, {keys}: first “{before}”, then “{after}”."),
                label=self.label,
                keys=", ".join(keys),
                before=first,
                after=then,
            )
            yield Told(self.definition.id, Kind.CHANGED, text)

    def _lists(self, before: Sequence[Any], after: Sequence[Any], kind: Kind) -> Iterator[Told]:
        came = [self._word(one) for one in after if one not in before]
        went = [self._word(one) for one in before if one not in after]
        for said in _came_and_went(self.label, came, went, self.language):
            yield Told(self.definition.id, kind, said)

    def _word(self, value: object) -> str:
        return word(self.definition, value, self.language)


_FIRST_THEN = N_("{label}: first {before}, then {after}.")
_STILL = N_("{label}: “{value}” both times; first {before}, then {after}.")


def _came_and_went(label: str, came: Sequence[str], went: Sequence[str], language: Language) -> Iterator[str]:
    """Yield what a list has that it had not, then what it had and has not."""
    for text, names in ((N_("{label} — in addition: {names}."), came), (_NO_LONGER, went)):
        if names:
            yield translate(language, text, label=label, names=_some(names, language))


_NO_LONGER = N_("{label} — no longer seen: {names}.")


def _some(names: Sequence[str], language: Language) -> str:
    kept = clauses(names[:_MOST], language)
    left = len(names) - _MOST
    if left <= 0:
        return kept
    return translate(language, N_("{names}, and {n} more"), names=kept, n=number(left, language))


def _as_set(value: Any) -> Any:
    return frozenset(map(str, value)) if isinstance(value, list) else value


def _sure(reading: Data) -> Any:
    return "corrected" if reading.get("correction") else reading["confidence"]


def _beside(before: Data, after: Data, definition: Definition, language: Language) -> Iterator[Told]:
    label = of(definition.label, language)
    for name, companion in definition.companions.items():
        if not companion.shown or name in _FOLLOWS or name == "items":
            continue
        title = f"{label}, {of(companion.label, language)}"
        for said in _companion(name, title, (before.get(name), after.get(name)), definition, language):
            yield Told(definition.id, Kind.BESIDE, said)


def _companion(
    name: str, title: str, pair: tuple[Any, Any], definition: Definition, language: Language
) -> Iterator[str]:
    before, after = pair
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        first, then = _named(before, definition, language), _named(after, definition, language)
        came = [text for key, text in then.items() if key not in first]
        went = [text for key, text in first.items() if key not in then]
        yield from _came_and_went(title, came, went, language)
        return
    first_keys, then_keys = _plain(before, definition, language), _plain(after, definition, language)
    for key in dict.fromkeys((*first_keys, *then_keys)):
        was, now = first_keys.get(key), then_keys.get(key)
        if was != now:
            told = title if key == "" else f"{title} ({word(definition, key, language)})"
            under = key or name
            first_said = _said(under, was, definition, language)
            then_said = _said(under, now, definition, language)
            yield translate(language, _FIRST_THEN, label=told, before=first_said, after=then_said)


def _plain(content: Any, definition: Definition, language: Language) -> dict[str, Any]:
    """Return what a companion says by key, citations aside; one that is no map says it under no key."""
    if not isinstance(content, Mapping):
        return {"": None if content == _NOBODY else content}
    if "where" in content:
        return {"": content["where"]}
    if "name" in content:
        name, kind = content["name"], content.get("kind")
        if name == _NOBODY or name is None:
            return {"": None}
        return {"": name if kind is None else f"{name} ({word(definition, kind, language)})"}
    return {key: one for key, one in content.items() if not isinstance(one, Mapping | list)}


def _said(key: str, value: Any, definition: Definition, language: Language) -> str:
    if value in _NOTHING:
        return translate(language, N_("nothing known"))
    if isinstance(value, bool):
        return translate(language, N_("yes") if value else N_("no"))
    precise = f"{key}={value}"
    if precise in definition.words:
        return translate(language, N_("“{value}”"), value=word(definition, precise, language))
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value), language)
        except ValueError:
            pass
    return translate(language, N_("“{value}”"), value=word(definition, value, language))


def _named(content: list[Any], definition: Definition, language: Language) -> dict[object, str]:
    """Return what a list holds, in words, by what makes two of them the same.

    A piece of evidence is the same whatever the file that says it and the numbers in it; a record is what its
    name or address says; a citation says nothing by itself.
    """
    named: dict[object, str] = {}
    for one in content:
        if not isinstance(one, Mapping):
            named.setdefault(str(one), word(definition, one, language))
        elif "message" in one:
            args = one["args"].items()
            about = tuple(value for key, value in args if isinstance(value, str) and key not in _PLACES)
            named.setdefault((one["message"], about), safe(str(one["text"]).rstrip(".")))
        else:
            key = next((key for key in _IDENTITY if isinstance(one.get(key), str)), None)
            if key is not None:
                same = _SCHEME.sub("", one[key]).rstrip("/")
                named.setdefault(same, safe(word(definition, one[key], language), limit=_LONGEST))
    return named
