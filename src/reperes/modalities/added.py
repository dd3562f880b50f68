"""Evidence that a person adds to readings: what it changes in what an advice is made from.

A quotation brought by hand weighs as one strong piece (`readings/judge.py`), and no more: it never
establishes anything, which takes a correction, and what speaks against a value makes no other one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reperes.licences import companions_of, same
from reperes.modalities.given import Given, unknown
from reperes.readings import definitions
from reperes.readings.model import Confidence


@dataclass(frozen=True, slots=True)
class Added:
    """Evidence for a value of a reading, or `against` it. For `needs`, the value is a need."""

    reading: str
    value: str
    against: bool = False


def with_added(readings: Mapping[str, Given], added: Iterable[Added]) -> dict[str, Given]:
    """Return the readings as they stand with what was added, each piece once, in its order.

    A corrected reading stays as it was corrected, a contradicted one contradicted. For a value where nothing
    was known: it becomes likely. For another value than the one that is told, or against that one: what was
    established is only likely, what was likely is contradicted. In a list, what is added for joins it, which
    is then only likely as a whole; what speaks against one of its values makes it only likely.
    """
    made = dict(readings)
    for one in dict.fromkeys(added):
        before = made.get(one.reading, unknown(one.reading))
        if before.is_corrected or before.confidence is Confidence.CONTRADICTED:
            continue
        after = _weighed(before, one)
        if after != before:
            made[one.reading] = replace(after, is_added=True)
    return made


def _weighed(before: Given, one: Added) -> Given:
    if before.id == "needs":
        return _need(before, one)
    if definitions()[before.id].listed:
        return _listed(before, one)
    if before.value is None:
        return before if one.against else _told(before, one.value)
    if _is(before, one.value) is not one.against:
        return before
    if before.confidence is Confidence.ESTABLISHED:
        return replace(before, confidence=Confidence.LIKELY)
    return replace(before, value=None, confidence=Confidence.CONTRADICTED)


def _is(before: Given, value: str) -> bool:
    """Return whether the value told is that one: a licence may be written in several ways."""
    if before.id == "licence":
        return same(str(before.value), value)
    return bool(before.value == value)


def _told(before: Given, value: Any) -> Given:
    companions = before.companions
    if before.id == "licence":
        companions = {**companions, **companions_of(value)}
    return replace(before, value=value, confidence=Confidence.LIKELY, companions=companions)


def _listed(before: Given, one: Added) -> Given:
    held = list(before.value or ())
    if one.against:
        doubted = one.value in held and before.confidence is Confidence.ESTABLISHED
        return replace(before, confidence=Confidence.LIKELY) if doubted else before
    if one.value in held:
        return before
    return replace(before, value=[*held, one.value], confidence=Confidence.LIKELY)


def _need(before: Given, one: Added) -> Given:
    held: dict[str, str] = dict(before.value or {})
    # That somebody saw no need is no proof that there is none.
    if one.against or held.get(one.value) == "stated":
        return before
    return replace(before, value={**held, one.value: "stated"}, confidence=Confidence.LIKELY)
