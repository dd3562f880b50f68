"""Evidence that a person adds to readings: what it changes in what an advice is made from.

A quotation brought by hand weighs as one strong piece (`readings/judge.py`), and no more: it never
establishes anything, which takes a correction, and never turns what is unknown into a no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

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
    """Return the readings as they stand with what was added; a corrected one stays as it was corrected.

    For a value where nothing was known: it becomes likely. Against what is established, or for another value:
    only likely. Against what is likely: contradicted. In a list, what is added for joins it.
    """
    made = dict(readings)
    for one in added:
        before = made.get(one.reading, unknown(one.reading))
        if not before.is_corrected:
            made[one.reading] = replace(_weighed(before, one), is_added=True)
    return made


def _weighed(before: Given, one: Added) -> Given:
    if before.id == "needs":
        return _need(before, one)
    if definitions()[before.id].listed:
        return _listed(before, one)
    if before.value is None:
        settles = not one.against and before.confidence is Confidence.UNKNOWN
        return _told(before, one.value) if settles else before
    if (before.value == one.value) is not one.against:
        return before
    return _doubted(before)


def _doubted(before: Given) -> Given:
    if before.confidence is Confidence.ESTABLISHED:
        return replace(before, confidence=Confidence.LIKELY)
    return replace(before, value=None, confidence=Confidence.CONTRADICTED)


def _told(before: Given, value: Any) -> Given:
    companions = before.companions
    if before.id == "licence":
        from reperes.licences import companions_of

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
    if one.against:
        # That somebody saw no need is no proof that there is none.
        return before
    held[one.value] = "stated"
    return replace(before, value=held, confidence=Confidence.LIKELY)
