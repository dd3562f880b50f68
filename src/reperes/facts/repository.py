"""The repository observed. Free of data frames: it is read before they are loaded."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch other than the observed one, and its tip. `committed_at` is UTC, None when implausible."""

    name: str
    head: str
    committed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository and the revision observed in it.

    `origin`: canonical address, None when a local copy does not tell it. `head`: the commit observed, the
    last one of the default branch on or before the day asked for. `tip`: the newest commit of that branch.
    `branch`: None when HEAD is detached. `committed_at`: of `head`, UTC, None when implausible. `branches`:
    the others.
    """

    origin: str | None
    head: str
    tip: str
    branch: str | None
    committed_at: datetime | None
    branches: tuple[Branch, ...]
