"""The files of `knowledge/licences/`, whose heads say how an entry is written, read strictly."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from reperes.knowledge.loader import load_strict
from reperes.licences.model import About


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


Regex = Annotated[str, Field(min_length=2), AfterValidator(_compiles)]
M = TypeVar("M", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Approval(_Strict):
    """Licences that the OSI or the FSF approved, where the package does not say so."""

    ids: tuple[str, ...]
    by: Literal["osi", "fsf"]
    source: str
    checked_on: date


class Ids(_Strict):
    """A dated list of identifiers."""

    source: str
    checked_on: date
    ids: frozenset[str]


class StateList(_Strict):
    """What the French State may publish under."""

    source: str
    checked_on: date
    software: frozenset[str]
    data: frozenset[str]


class Alike(_Strict):
    """Licences that say the same as an approved one."""

    ids: tuple[str, ...]
    of: str


class Ours(_Strict):
    """A licence that SPDX lacks, or a name that stands for several."""

    id: str = Field(pattern=r"^LicenseRef-[A-Za-z0-9.-]+$")
    name: str
    family: str
    open: bool | None = None
    any_of: tuple[str, ...] = ()
    source: str | None = None


class Facts(_Strict):
    """`facts.yaml`."""

    approved: tuple[Approval, ...]
    content_open: Ids
    state_list: StateList
    alike: tuple[Alike, ...]
    not_open: Ids
    copyleft: Mapping[Literal["none", "weak", "strong", "network"], frozenset[str]]
    ours: tuple[Ours, ...]


class Name(_Strict):
    """How one licence, or one family of them, is named."""

    names: tuple[Regex, ...] = Field(min_length=1)
    id: str | None = None
    versions: Mapping[str, str] = Field(default_factory=dict)
    bare: str | None = None
    assumed: bool = False
    later: bool = False
    code: bool = False

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        if (self.id is None) == (not self.versions):
            raise ValueError("a name has an id, or versions")
        return self


class Exception_(_Strict):  # noqa: N801 - Exception is Python's
    """How an exception to a licence is named."""

    id: str
    names: tuple[Regex, ...] = Field(min_length=1)


class Names(_Strict):
    """`names.yaml`."""

    names: tuple[Name, ...]
    exceptions: tuple[Exception_, ...]
    classifiers: Mapping[str, str | None]


class Text(_Strict):
    """How a licence text is told by phrases."""

    id: str
    title: Regex
    needs: tuple[Regex, ...] = ()
    spdx: bool = False
    generic: bool = False


class Texts(_Strict):
    """`texts.yaml`."""

    texts: tuple[Text, ...]


class ConditionRule(_Strict):
    """How a condition is told."""

    kind: str
    says: tuple[Regex, ...] = Field(min_length=1)
    unless: tuple[Regex, ...] = ()


class Conditions(_Strict):
    """`conditions.yaml`."""

    conditions: tuple[ConditionRule, ...]


class Topic(_Strict):
    """What a statement is about."""

    about: About
    words: tuple[Regex, ...] = Field(min_length=1)


class Statements(_Strict):
    """`statements.yaml`."""

    headings: tuple[Regex, ...]
    triggers: tuple[Regex, ...]
    labels: tuple[Regex, ...]
    never: tuple[Regex, ...]
    others: tuple[Regex, ...]
    choice: tuple[Regex, ...]
    topics: tuple[Topic, ...]


def _load(model: type[M], name: str) -> M:
    return load_strict(model, files("reperes.knowledge") / "licences" / name)


@cache
def facts() -> Facts:
    """Return what licences are worth; KnowledgeError when the file breaks its schema."""
    return _load(Facts, "facts.yaml")


@cache
def names() -> Names:
    """Return how licences are named."""
    return _load(Names, "names.yaml")


@cache
def texts() -> Texts:
    """Return the phrases that tell a text."""
    return _load(Texts, "texts.yaml")


@cache
def conditions() -> Conditions:
    """Return the phrases that tell a condition."""
    return _load(Conditions, "conditions.yaml")


@cache
def statements() -> Statements:
    """Return the words of statements."""
    return _load(Statements, "statements.yaml")
