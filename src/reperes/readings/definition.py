"""What a reading is, in words: the `definition.yaml` of its folder, read strictly."""

import string
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reperes.facts.citation import Citation
from reperes.facts.documents import DocumentKind
from reperes.indicators.definition import Lifecycle, See
from reperes.knowledge.terms import Text
from reperes.readings.judge import Clue
from reperes.readings.model import Piece, Question, Weight

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Value = Annotated[str, Field(pattern=r"^[a-z][a-z0-9+_-]*$")]


_OPEN = frozenset({"licence", "needs"})
"""Readings whose values are in no list: an SPDX expression, a map of needs."""


class Theme(StrEnum):
    """The part of the guidance that a reading answers, in its order."""

    NATURE = "nature"
    GOVERNANCE = "governance"
    COMMUNITY = "community"
    ECOSYSTEM = "ecosystem"
    ECONOMY = "economy"
    CONTRIBUTING = "contributing"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Meaning(_Strict):
    """A value: its name, what it means, and whose definition that is."""

    label: Text
    means: Text
    source: str = Field(min_length=1)


class Evidence(_Strict):
    """One thing that may be found: what it says, for or against which value, how much it weighs.

    value
        The value it speaks for; None when `read.py` tells.
    denies
        The value it speaks against.
    says
        The sentence, with placeholders. `{path}` is filled with the path of the document when there is one.
    patterns
        What to look for in documents, in small letters; `reperes.readings.signals` says how they are written.
        `unless` are patterns that cancel a find when they stand in the same sentence. `places` are the kinds
        of documents searched; all that are read when empty. `depth`: at most so many folders deep.
    once
        Keep the first find only of each document, which is the rule; else `most` finds.
    """

    value: Value | None = None
    denies: Value | None = None
    weight: Weight
    says: Text
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    places: tuple[DocumentKind, ...] = ()
    depth: int | None = Field(default=None, ge=0)
    most: int = Field(default=1, ge=1)


class Ask(_Strict):
    """A question for the project, ready to be sent, and the readings that an answer settles."""

    text: Text
    settles: tuple[str, ...] = Field(min_length=1)


class Companion(_Strict):
    """A field beside the value; one that is not `shown` is for programs, sentences say the same."""

    label: Text
    means: Text
    shown: bool = True


class Definition(_Strict):
    """One reading: the question it answers, its values, where it looks, what counts, what it cannot see.

    `values` is the closed vocabulary, empty for a reading without a sum; `words` translates the other words
    that a sentence may hold; `after` are the readings that it uses; `listed` says that the value is a list.
    `lists` and `thresholds` are what `read.py` compares with.
    """

    id: Name
    version: int = Field(ge=1)
    lifecycle: Lifecycle
    theme: Theme
    order: int = 50
    label: Text
    question: Text
    unknown: Text
    places: Text
    method: Text
    limits: Text
    after: tuple[str, ...] = ()
    listed: bool = False
    values: Mapping[Value, Meaning] = {}
    companions: Mapping[Name, Companion] = {}
    words: Mapping[str, Text] = {}
    lists: Mapping[Name, tuple[str, ...]] = {}
    thresholds: Mapping[Name, float] = {}
    evidence: Mapping[Name, Evidence] = {}
    questions: Mapping[Name, Ask] = {}
    see: See = See()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for name, one in self.evidence.items():
            for value in (one.value, one.denies):
                if value is not None and self.values and value not in self.values:
                    raise ValueError(f"evidence {name}: {value} is not a value of {self.id}")
            if _fields(one.says.fr) != _fields(one.says.en):
                raise ValueError(f"evidence {name}: the two languages do not have the same placeholders")
        for name, ask in self.questions.items():
            if _fields(ask.text.fr) != _fields(ask.text.en):
                raise ValueError(f"question {name}: the two languages do not have the same placeholders")
        return self

    @property
    def takes_value(self) -> bool:
        """Whether the reading has a value of its own; those of some are in no list of the definition."""
        return bool(self.values) or self.id in _OPEN

    def piece(
        self, name: str, /, *citations: Citation, weight: Weight | None = None, **args: object
    ) -> Piece:
        """Return a piece of evidence; KeyError when the definition does not know it or its placeholders."""
        one = self.evidence[name]
        missing = _fields(one.says.en) - set(args)
        if missing:
            raise KeyError(f"{self.id}.{name} needs {', '.join(sorted(missing))}")
        kept = {key: value for key, value in args.items() if key in _fields(one.says.en)}
        return Piece(f"{self.id}.{name}", weight or one.weight, kept, citations)

    def clue(
        self,
        name: str,
        /,
        *citations: Citation,
        root: str,
        value: str | None = None,
        weight: Weight | None = None,
        **args: object,
    ) -> Clue:
        """Return a piece with the value it speaks for; `root` is what it comes from (see `Clue`)."""
        one = self.evidence[name]
        piece = self.piece(name, *citations, weight=weight, **args)
        return Clue(piece, value or one.value, one.denies, root)

    def ask(self, name: str, /, **args: object) -> Question:
        """Return a question; KeyError when the definition does not know it."""
        return Question(f"{self.id}.{name}", self.questions[name].settles, args)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
