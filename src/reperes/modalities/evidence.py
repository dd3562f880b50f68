"""What shows that a modality was used, and where its official pages are."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.knowledge.loader import load_folder
from reperes.knowledge.terms import Text
from reperes.law.model import Address
from reperes.modalities.table import Strict

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]


class Sum(Strict):
    """What was paid."""

    amount: float = Field(ge=0)
    unit: Literal["EUR", "EUR_PER_YEAR"] = "EUR"
    years: str | None = None
    note: Text | None = None


class Precedent(Strict):
    """A cooperation that took place: who, with whom, through which vehicle, for how much."""

    id: Identifier
    label: Text
    years: str
    giver: Text = Field(alias="from")
    receiver: Text = Field(alias="to")
    vehicle: Text
    amounts: tuple[Sum, ...] = ()
    content: Text
    note: Text | None = None
    sources: tuple[str, ...] = Field(min_length=1)


class Resource(Strict):
    """An official page; `url` is None when its address is not known."""

    id: Identifier
    label: Text
    url: Address | None = None
    publisher: str
    checked_on: date
    what: Text


@cache
def precedents() -> Mapping[str, Precedent]:
    """Return every precedent by identifier."""
    return MappingProxyType(load_folder(Precedent, files("reperes.knowledge") / "precedents"))


@cache
def resources() -> Mapping[str, Resource]:
    """Return every official page by identifier, those of the catalogues among them."""
    own = load_folder(Resource, files("reperes.knowledge") / "resources")
    return MappingProxyType({**own, **{name: _page(one) for name, one in catalogues().items()}})


def _page(catalogue: Catalogue) -> Resource:
    return Resource(
        id=catalogue.id,
        label=catalogue.label,
        url=catalogue.page,
        publisher=catalogue.publisher,
        checked_on=catalogue.checked_on,
        what=catalogue.what,
    )
