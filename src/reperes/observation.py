"""An observation: the facts of one project at one day, and what the indicators make of them."""

from dataclasses import dataclass
from datetime import date

from reperes.errors import Message
from reperes.facts.fact import Reason
from reperes.facts.factset import FactSet
from reperes.indicators.measure import Measure


@dataclass(frozen=True, slots=True)
class Absence:
    """Something that was not read, or not wholly, and why. `fact` names the fact concerned, if any."""

    source: str
    reason: Reason
    message: Message
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """The result of `reperes.observe`. `input` is the address as typed, `name` a short name for people."""

    as_of: date
    generator: str
    input: str
    name: str
    facts: FactSet
    measures: tuple[Measure, ...]
    absences: tuple[Absence, ...]
