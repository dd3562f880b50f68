"""The words of `knowledge/vocabulary/documents.yaml`, read strictly."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reperes.facts.documents import DocumentKind
from reperes.knowledge.loader import load_strict

_STRICT = ConfigDict(extra="forbid", frozen=True)
_SEPARATORS = re.compile(r"[-_. +~]+|(?<=[a-z])(?=[A-Z])")


class Label(BaseModel):
    """A name in both languages of the interface."""

    model_config = _STRICT

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)


class CiSystem(BaseModel):
    """Where one continuous integration system keeps its settings."""

    model_config = _STRICT

    names: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


class Rule(BaseModel):
    """How the files of one kind are told; the YAML explains each key."""

    model_config = _STRICT

    label: Label
    stems: frozenset[str] = frozenset()
    root_stems: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    root_names: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    endings: frozenset[str] = frozenset()
    followed: bool = False
    preceded: frozenset[str] = frozenset()
    places: frozenset[Literal["root", "home", "docs"]] = frozenset({"root", "home", "docs"})
    depth: int = Field(default=0, ge=0)
    docs_depth: int = Field(default=3, ge=1)
    bound: int = Field(ge=1)


class Subject(BaseModel):
    """A subject of documentation pages."""

    model_config = _STRICT

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    bound: int = Field(ge=1)


class Vocabulary(BaseModel):
    """All of it."""

    model_config = _STRICT

    texts: frozenset[str]
    pages: frozenset[str]
    settings: frozenset[str]
    languages: frozenset[str]
    first_languages: frozenset[str]
    licence_endings: frozenset[str]
    unless: frozenset[str]
    homes: frozenset[str]
    docs: frozenset[str]
    set_aside: frozenset[str]
    organisation_words: frozenset[str]
    account_hosts: tuple[str, ...]
    ci: Mapping[str, CiSystem]
    kinds: Mapping[DocumentKind, Rule]
    subjects: Mapping[str, Subject]

    @model_validator(mode="after")
    def _every_kind_is_told(self) -> Self:
        missing = set(DocumentKind) - set(self.kinds)
        if missing:
            raise ValueError(f"no rule for {', '.join(sorted(missing))}")
        return self

    def rule(self, kind: DocumentKind) -> Rule:
        """Return the rule of a kind; that of continuous integration gathers all the systems."""
        rule = self.kinds[kind]
        if kind is not DocumentKind.CI:
            return rule
        names = tuple(name for system in self.ci.values() for name in system.names)
        folders = tuple(folder for system in self.ci.values() for folder in system.folders)
        return rule.model_copy(update={"names": names, "folders": folders})


def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a file's or an organisation's name: lower case, without accents nor separators."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return tuple(word.lower() for word in _SEPARATORS.split(name) if word)


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary; KnowledgeError when the file breaks its schema."""
    return load_strict(Vocabulary, files("reperes.knowledge") / "vocabulary" / "documents.yaml")
