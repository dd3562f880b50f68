"""What several addresses of the API take or give."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from reperes.i18n import N_
from reperes_web.listing import choices

M = TypeVar("M", bound=Model)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    # Left to itself, the model takes a number for seconds.
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("not a day")


LARGEST = 2**63 - 1
"""The largest number that a column holds."""
Day = Annotated[date, BeforeValidator(_day)]
OptionalDay = Annotated[date | None, BeforeValidator(lambda value: None if value is None else _day(value))]
Line = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200)]


def _among(reading: str) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what holds a text to the values that a reading may be chosen by."""
    values = choices(reading)

    def check(value: str) -> str:
        if value not in values:
            raise ValueError("not a value of it")
        return value

    return AfterValidator(check), WithJsonSchema({"type": "string", "enum": [*values]})


Nature = Annotated[str, *_among("nature")]
Governance = Annotated[str, *_among("governance")]
Lifecycle = Annotated[str, *_among("lifecycle")]
Openness = Annotated[str, *_among("openness")]


class Paged(Schema):
    """Which page of a list, and how long."""

    page: int = Field(1, ge=1, le=1_000_000, description=N_("Page, from 1."))
    size: int = Field(50, ge=1, le=100, description=N_("Items of a page, 100 at most."))


class Choice(Paged):
    """What is chosen by the columns of an observation; `unknown` chooses what is not known."""

    q: Line = Field("", description=N_("Text of the name or of the address."))
    nature: Nature | None = Field(None, description=N_("Nature of the project."))
    governance: Governance | None = Field(None, description=N_("Who governs it."))
    lifecycle: Lifecycle | None = Field(None, description=N_("Where it stands in its life."))
    openness: Openness | None = Field(None, description=N_("Whether its licence is open."))
    since: OptionalDay = Field(None, description=N_("Observed as it was on that day or later (YYYY-MM-DD)."))


def page_of(found: QuerySet[M], paged: Paged) -> tuple[Iterable[M], int]:
    """Return one page of what was found, and how many there are in all."""
    first = (paged.page - 1) * paged.size
    return found[first : first + paged.size], found.count()
