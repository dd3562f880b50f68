"""The glossary: words that an agent meets in an observation, explained in both languages."""

from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reperes.knowledge.loader import load_strict

_STRICT = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(BaseModel):
    """A text in both languages of the interface."""

    model_config = _STRICT

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Term(BaseModel):
    """One word of the glossary.

    `id` is in kebab-case, where those of indicators have underscores: identifiers are unique across kinds.
    `source` says where the definition comes from: a page and its date, or « Repères » when it is our own.
    `see` names other terms or indicators. `in_place` is false for a word of everyday use, which pages do
    not mark where they use it: the glossary alone explains it.
    """

    model_config = _STRICT

    id: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
    label: Text
    definition: Text
    source: str = Field(min_length=1)
    see: tuple[str, ...] = ()
    in_place: bool = True


class Glossary(BaseModel):
    """The file `vocabulary/terms.yaml`: the terms, in the order an agent may read them."""

    model_config = _STRICT

    terms: tuple[Term, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_id_once(self) -> Self:
        ids = [term.id for term in self.terms]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"defined twice: {', '.join(twice)}")
        return self


@cache
def load_terms() -> dict[str, Term]:
    """Return every term by identifier, in the order of the file; KnowledgeError when it breaks its schema."""
    glossary = load_strict(Glossary, files("reperes.knowledge") / "vocabulary" / "terms.yaml")
    return {term.id: term for term in glossary.terms}
