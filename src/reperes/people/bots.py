"""Telling a bot by its name or its address, with the patterns of `knowledge/vocabulary/bots.yaml`."""

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reperes.knowledge.loader import load_strict

Glob = Annotated[str, Field(min_length=1, pattern=r"^[^A-Z]+$")]


class Pattern(BaseModel):
    """One line of the file: a glob on the whole name, on the whole address, or on both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Glob | None = None
    address: Glob | None = None
    reason: str = Field(min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.name is None and self.address is None:
            raise ValueError("a pattern has a name, an address, or both")
        return self


class Bots(BaseModel):
    """The file, whose head says how a pattern is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bots: tuple[Pattern, ...] = Field(min_length=1)


@cache
def patterns() -> Bots:
    """Return the patterns; KnowledgeError when the file breaks its schema."""
    return load_strict(Bots, files("reperes.knowledge") / "vocabulary" / "bots.yaml")


def is_bot(name: str, address: str) -> bool:
    """Return whether an identity is a bot's; both in small letters, without accents."""
    return _matcher().fullmatch(f"{name}\n{address}") is not None


@cache
def _matcher() -> re.Pattern[str]:
    sides = ((_regex(one.name), _regex(one.address)) for one in patterns().bots)
    return re.compile("|".join(f"{name}\n{address}" for name, address in sides))


def _regex(glob: str | None) -> str:
    # No name and no address holds a line feed once in normal form: it parts one from the other.
    return "[^\n]*" if glob is None else "[^\n]*".join(map(re.escape, glob.split("*")))
