"""An observation: the facts of one project at one day, what is measured of them and what is read in them."""

from dataclasses import dataclass, field
from datetime import date

from reperes.errors import Message
from reperes.facts.fact import Reason
from reperes.facts.factset import FactSet
from reperes.indicators.measure import Measure
from reperes.readings.model import Reading
from reperes.sources.http.ledger import Spent


@dataclass(frozen=True, slots=True)
class Absence:
    """Something that was not read, or not wholly, and why. `fact` names the fact concerned, if any."""

    source: str
    reason: Reason
    message: Message
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """The result of `reperes.observe`. `input` is the address as typed, `name` a short name for people.

    `spent`: what was asked of hosts over HTTP.
    """

    as_of: date
    generator: str
    input: str
    name: str
    facts: FactSet
    measures: tuple[Measure, ...]
    absences: tuple[Absence, ...]
    readings: tuple[Reading, ...] = ()
    spent: Spent = field(default_factory=Spent)

    def reading(self, name: str) -> Reading | None:
        """Return one reading, None when it was not made."""
        return next((reading for reading in self.readings if reading.id == name), None)
