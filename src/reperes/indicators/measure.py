"""A number that says what it counts, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reperes.errors import Message
from reperes.facts.citation import Citation, Window


class Outcome(StrEnum):
    """Contract 4.2: `indicators.<id>.outcome`."""

    MEASURED = "measured"
    TOO_LITTLE_DATA = "too-little-data"
    NOT_MEASURED = "not-measured"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole: `count` items, which are `share` (0 to 1) of all those counted."""

    key: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Point:
    """The value over one period: `2026` or `2026-11`. Not `complete` when the period ends after `as_of`."""

    period: str
    value: float
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """The answer of an indicator. `value` is in the unit of its definition, None unless measured.

    `items` is how many items were counted; `breakdown` and `series` are what charts and tables show;
    `details` are other numbers that explain the value, named by the `details` of the definition.
    """

    indicator: str
    outcome: Outcome
    value: float | None
    window: Window | None
    items: int | None
    reason: Message | None = None
    citations: tuple[Citation, ...] = ()
    breakdown: tuple[Share, ...] = ()
    series: tuple[Point, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)
