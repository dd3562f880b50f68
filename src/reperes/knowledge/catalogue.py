"""What a catalogue is, in words: who makes it, under which licence, where it is, what it cannot tell.

One file of `knowledge/catalogues/` each; how its answers are read is in `reperes.sources.catalogues.readers`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reperes.knowledge.loader import load_folder
from reperes.knowledge.terms import Text

_STRICT = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
_Https = Annotated[str, Field(pattern=r"^https://[^\s@]+$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]


class Ended(BaseModel):
    """That its producer says it is no longer kept up, in whose words, where and since when."""

    model_config = _STRICT

    since: date
    says: Text
    source: str = Field(min_length=1)


class Catalogue(BaseModel):
    """A public catalogue.

    way
        `whole`: taken at once, and kept as a snapshot; `asked`: asked about one project at a time.
    holds
        What its records are: a project is looked for among software by its address or its name, among
        organisations by its account, among domains by who writes; bodies are looked for by an advice.
    address
        Where it is taken, or asked, unless the settings say otherwise.
    label, within
        Its name; the same as it stands within a sentence, after « selon » or « according to ».
    old_after_days
        The age past which what it says is shown as old.
    fresh_days
        Asked catalogues: how long an answer serves before it is asked for again.
    rows_dated
        Its records are each of a day of their own, and tell no more than that day.
    of_repositories
        A record is of one repository: another that bears its name is another.
    seconds_between
        The least time between two requests, where its producer sets a rate.
    """

    model_config = _STRICT

    id: Identifier
    label: Text
    within: Text
    way: Literal["whole", "asked"]
    holds: Literal["software", "organisations", "domains", "bodies", "facts"]
    what: Text
    publisher: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    page: _Https
    address: _Https
    gives: Text
    cannot_tell: Text
    personal: Text
    old_after_days: int = Field(ge=1)
    fresh_days: int = Field(default=1, ge=0)
    rows_dated: bool = False
    of_repositories: bool = False
    seconds_between: float = Field(default=0.0, ge=0)
    ended: Ended | None = None
    source: str = Field(min_length=1)
    checked_on: date

    def ended_on(self, day: date) -> bool:
        """Return whether its producer no longer kept it up on a day."""
        return self.ended is not None and self.ended.since <= day

    def is_old(self, state: date, on: date) -> bool:
        """Return whether what it said on the day `state` is old on the day `on`, or not kept up then."""
        return (on - state).days > self.old_after_days or self.ended_on(on)


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Return every catalogue by identifier; KnowledgeError when a file breaks its schema."""
    return MappingProxyType(load_folder(Catalogue, files("reperes.knowledge") / "catalogues"))


@cache
def names() -> tuple[str, ...]:
    """Return the identifiers alone, without reading the files."""
    found = (files("reperes.knowledge") / "catalogues").iterdir()
    return tuple(sorted(one.name.removesuffix(".yaml") for one in found if one.name.endswith(".yaml")))
