"""Whether what is under one licence may go into what is under another: it has a direction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from reperes.knowledge.loader import load_strict
from reperes.knowledge.terms import Text
from reperes.licences.expressions import branches

_WITH = " WITH "


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Rule(_Strict):
    """Which licences may, or may not, go into which, why, and who says so."""

    own: tuple[str, ...] = Field(alias="from", min_length=1)
    project: tuple[str, ...] = Field(alias="to", min_length=1)
    allowed: bool
    because: Text
    source: str = Field(min_length=1)


class Flows(_Strict):
    """The file `knowledge/licences/flows.yaml`: the first rule that names both licences decides."""

    sets: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """One answer, for one pair of licences. `allowed` is None when no rule speaks of them."""

    own: str
    project: str
    allowed: bool | None
    rule: int | None = None
    is_same: bool = False


def flow(own: str, project: str) -> Flow | None:
    """Return whether code under `own` may go into a project under `project` (SPDX expressions).

    Of what one may choose (OR), one choice is enough on our side, and all are wanted on the project's, which
    offers them all; of what holds together (AND), all on our side. None when an expression cannot be read.
    """
    ours, theirs = branches(own), branches(project)
    if ours is None or theirs is None:
        return None
    return _best(_choice(mine, theirs) for mine in ours)


def _choice(mine: tuple[str, ...], theirs: tuple[tuple[str, ...], ...]) -> Flow:
    """Return the worst answer over what we hold together and what the project offers."""
    return _worst(_together(one, offered) for one in mine for offered in theirs)


def _together(one: str, offered: tuple[str, ...]) -> Flow:
    # A project under several licences at once: which part the code would go into is not known.
    found = [_pair(one, other) for other in offered]
    return found[0] if len({each.allowed for each in found}) == 1 else Flow(one, " AND ".join(offered), None)


def _best(found: Iterator[Flow]) -> Flow:
    return min(found, key=lambda one: {True: 0, None: 1, False: 2}[one.allowed])


def _worst(found: Iterator[Flow]) -> Flow:
    return max(found, key=lambda one: {True: 0, None: 1, False: 2}[one.allowed])


def _pair(own: str, project: str) -> Flow:
    if own == project:
        return Flow(own, project, allowed=True, is_same=True)
    ours, (theirs, _, exception) = own.partition(_WITH)[0], project.partition(_WITH)
    if exception and ours in rules().sets["copyleft"]:
        return Flow(own, project, None)  # a permission that we do not give: ask who holds the rights
    if ours == theirs:
        return Flow(own, project, allowed=True, is_same=True)  # our own exception may be left out
    for rank, rule in enumerate(rules().rules):
        if ours in _names(rule.own) and theirs in _names(rule.project):
            return Flow(own, project, rule.allowed, rank)
    return Flow(own, project, None)


@cache
def rules() -> Flows:
    """Return the rules; KnowledgeError when the file breaks its schema."""
    return load_strict(Flows, files("reperes.knowledge") / "licences" / "flows.yaml")


@cache
def _names(words: tuple[str, ...]) -> frozenset[str]:
    sets = rules().sets
    return frozenset(name for word in words for name in sets.get(word, (word,)))
