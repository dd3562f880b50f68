"""What a label means, by the words of `knowledge/vocabulary/labels.yaml`; the label itself is let go."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reperes.knowledge.loader import load_strict

Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(?: [a-z0-9]+)*$")]
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_LONGEST = 100


class Meaning(BaseModel):
    """The words that tell one meaning, and where the custom comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[Word, ...] = Field(min_length=1)
    source: str = Field(min_length=1)


class Labels(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: Mapping[Literal["newcomers", "help-wanted", "bug", "security", "documentation"], Meaning]


@cache
def vocabulary() -> Labels:
    """Return the meanings; KnowledgeError when the file breaks its schema."""
    return load_strict(Labels, files("reperes.knowledge") / "vocabulary" / "labels.yaml")


def meanings(labels: Iterable[object]) -> tuple[str, ...]:
    """Return the meanings of the labels that have one, each once, in the order of the file."""
    found = {name for label in labels if isinstance(label, str) for name in _meanings(label[:_LONGEST])}
    return tuple(name for name in vocabulary().labels if name in found)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?:^| )(?:{'|'.join(meaning.words)})(?: |$)")
        for name, meaning in vocabulary().labels.items()
    }


def _meanings(label: str) -> Iterable[str]:
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    words = _SEPARATORS.sub(" ", plain).strip()
    return [name for name, pattern in _patterns().items() if pattern.search(words)]
