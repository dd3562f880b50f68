"""What an indicator is, in words: the `definition.yaml` of its folder, read strictly."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from reperes.errors import Message
from reperes.facts.citation import Citation, Window
from reperes.indicators.measure import Measure, Outcome, Point, Share
from reperes.knowledge.terms import Text


class Lifecycle(StrEnum):
    """How far a definition may be relied on from one version of Repères to the next."""

    EXPERIMENTAL = "experimental"
    STABLE = "stable"
    DEPRECATED = "deprecated"


class Family(StrEnum):
    """The part of the report where an indicator stands."""

    ACTIVITY = "activity"
    PEOPLE = "people"
    RESILIENCE = "resilience"
    ORGANISATIONS = "organisations"
    RELEASES = "releases"
    RESPONSIVENESS = "responsiveness"
    PROCESS = "process"
    QUALITY = "quality"


class See(BaseModel):
    """The same notion elsewhere: CHAOSS metrics, identifiers of DINUM's `floss-criteria`, sources."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chaoss: tuple[str, ...] = ()
    floss_criteria: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Definition(BaseModel):
    """One indicator: the question it answers, how, and what it cannot say.

    `says` is the sentence for a measured value, with `{value}`, or `{figure}`, which is the value and its
    unit in words, `{items}`, and `{start}`, the first day of the window; `says_one` for the value 1,
    `says_none` for 0.
    `reads` names facts; the indicator is not measured when one of them is absent. `minimum` holds the amounts
    of data under which the answer is « too little data ». `window_months` is None for the whole history.
    `details` names in words the numbers, and the parts of the breakdown, that a measure gives besides.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    lifecycle: Lifecycle
    family: Family
    order: int = 50
    label: Text
    question: Text
    says: Text
    says_one: Text | None = None
    says_none: Text | None = None
    method: Text
    filter: Text
    limits: Text
    unit: str
    window_months: int | None = Field(default=None, ge=1)
    reads: tuple[str, ...] = Field(min_length=1)
    minimum: Mapping[str, int] = {}
    parameters: Mapping[str, float] = {}
    details: Mapping[str, Text] = {}
    see: See = See()

    @property
    def method_id(self) -> str:
        """Return the name and version of the method, as observations state it."""
        return f"{self.id}/{self.version}"

    def measured(
        self,
        value: float,
        *,
        items: int,
        window: Window | None,
        citations: tuple[Citation, ...] = (),
        breakdown: tuple[Share, ...] = (),
        series: tuple[Point, ...] = (),
        details: Mapping[str, float] | None = None,
    ) -> Measure:
        """Return a measure with a value; `items` is how many items were counted to get it."""
        return Measure(
            indicator=self.id,
            outcome=Outcome.MEASURED,
            value=value,
            window=window,
            items=items,
            citations=citations,
            breakdown=breakdown,
            series=series,
            details=details or {},
        )

    def unmeasured(
        self,
        outcome: Outcome,
        reason: Message,
        *,
        items: int | None = None,
        window: Window | None = None,
        breakdown: tuple[Share, ...] = (),
        series: tuple[Point, ...] = (),
        details: Mapping[str, float] | None = None,
    ) -> Measure:
        """Return a measure without a value, and the reason why; what was counted may still be shown."""
        return Measure(
            indicator=self.id,
            outcome=outcome,
            value=None,
            window=window,
            items=items,
            reason=reason,
            breakdown=breakdown,
            series=series,
            details=details or {},
        )
