"""A parameter of law: values with their days of validity, whom they bind, where they are written."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from reperes.knowledge.bodies import BODIES, KINDS, kind_of
from reperes.knowledge.terms import Text


class Unit(StrEnum):
    """What a value is. From LIST on it is no number: names, a day of the year, a day, yes or no, a rule."""

    EUR_HT = "EUR_HT"
    EUR = "EUR"
    PERCENT = "PERCENT"
    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    MONTHS = "MONTHS"
    YEARS = "YEARS"
    INHABITANTS = "INHABITANTS"
    COUNT = "COUNT"
    LIST = "LIST"
    MONTH_DAY = "MONTH_DAY"
    DATE = "DATE"
    YES_NO = "YES_NO"
    RULE = "RULE"


def _known(body: str) -> str:
    if body not in {*BODIES, *KINDS}:
        raise ValueError(f"{body} is not a kind of body: {', '.join(dict.fromkeys((*KINDS, *BODIES)))}")
    return body


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Address = Annotated[str, Field(pattern=r"^https?://[a-z0-9.-]+(/[^\s<>\"]*)?$")]


class Reference(_Strict):
    """Where a value is written; `journal_officiel` is the day of publication."""

    title: str = Field(min_length=1)
    journal_officiel: date | None = None
    url: Address | None = None


class Scope(_Strict):
    """Whom a parameter binds, and for which objects of a purchase; `all` binds everyone.

    `central_authority` tells the two European thresholds apart: it says whether the bodies bound buy as
    central authorities; None when that does not matter.
    """

    bodies: Literal["all"] | tuple[Annotated[str, AfterValidator(_known)], ...] = "all"
    objects: tuple[Literal["supplies", "services", "works"], ...] = ()
    central_authority: StrictBool | None = None


Value = StrictBool | int | float | date | Text | tuple[str, ...] | str


class Dated(_Strict):
    """One value and its days, both included.

    `start` is None where the beginning is not known, `end` where there is none. `seen` tells where it was
    read: in the official text, or in secondary sources only.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: date | None = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    value: Value
    applies_to: Text | str | None = None
    reference: tuple[Reference, ...] = Field(min_length=1)
    seen: Literal["official", "secondary"] = "secondary"


_TYPES: dict[Unit, tuple[type, ...]] = {
    Unit.LIST: (tuple,),
    Unit.MONTH_DAY: (str,),
    Unit.DATE: (date,),
    Unit.YES_NO: (bool,),
    Unit.RULE: (Text,),
}


def _is_of_any_year(month_day: str) -> bool:
    """Return whether a text is `MM-DD`, a day that comes every year: 29 February does not."""
    try:
        return f"{date.fromisoformat(f'0001-{month_day}'):%m-%d}" == month_day
    except ValueError:
        return False


class Parameter(_Strict):
    """What one file of `knowledge/law/` says. `id` is its path, without the ending.

    `means` says what it is for and how it is counted.
    """

    id: str = ""
    label: Text
    means: Text | None = None
    unit: Unit
    scope: Scope = Scope()
    values: tuple[Dated, ...] = Field(min_length=1)
    checked_on: date

    @model_validator(mode="after")
    def _intervals(self) -> Self:
        for one in self.values:
            if not isinstance(one.value, _TYPES.get(self.unit, (int, float))):
                raise ValueError(f"{one.value!r} is not a value in {self.unit}")
            if isinstance(one.value, bool) and self.unit is not Unit.YES_NO:
                raise ValueError(f"{one.value!r} is not a value in {self.unit}")
            if self.unit is Unit.MONTH_DAY and not _is_of_any_year(str(one.value)):
                raise ValueError(f"{one.value!r} is not a value in {self.unit}: write MM-DD")
            if None not in {one.start, one.end} and one.end < one.start:  # type: ignore[operator]
                raise ValueError(f"{one.start} – {one.end}: the end comes before the beginning")
        for before, after in zip(self.values, self.values[1:], strict=False):
            if after.start is None:
                raise ValueError("only the first value may have no beginning")
            if before.start is not None and after.start <= before.start:
                raise ValueError(
                    f"{after.start} does not come after {before.start}: values are in the order of time"
                )
            if before.end is not None and before.end >= after.start:
                raise ValueError(f"{before.end} and {after.start}: two values hold on the same day")
        return self

    def at(self, day: date) -> Dated | None:
        """Return the value of a day, its end filled with the eve of the next; None when none is known."""
        for position, one in enumerate(self.values):
            end = self._end(position)
            if (one.start is None or one.start <= day) and (end is None or day <= end):
                return one if one.end == end else one.model_copy(update={"end": end})
        return None

    def before(self, day: date) -> Dated | None:
        """Return the value that held just before the one of a day; None when none is known."""
        past = [one for one in self.values if one.start is None or one.start <= day]
        return past[-2] if len(past) > 1 else None

    def after(self, day: date) -> Dated | None:
        """Return the next value already known to come after a day."""
        return next((one for one in self.values if one.start is not None and one.start > day), None)

    def _end(self, position: int) -> date | None:
        one = self.values[position]
        if one.end is not None or position + 1 == len(self.values):
            return one.end
        following = self.values[position + 1].start
        return None if following is None else following - timedelta(days=1)

    def binds(self, body: str, *, central: bool | None, object_: str | None) -> bool:
        """Return whether it binds a body (of `BODIES`), buying an object; None is « any »."""
        scope, kind = self.scope, kind_of(body)
        return (
            (scope.bodies == "all" or body in scope.bodies or kind in scope.bodies)
            and (object_ is None or not scope.objects or object_ in scope.objects)
            and (central is None or scope.central_authority is None or scope.central_authority == central)
        )
