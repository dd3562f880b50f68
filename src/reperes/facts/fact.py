"""The currency of the program: a typed value or the reason why there is none, and where it comes from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from reperes.errors import Message
from reperes.facts.citation import Citation

T = TypeVar("T")


class Reason(StrEnum):
    """Why a value is not there, or not whole. Contract: `absences[].reason` of an observation."""

    NOT_COLLECTED = "not-collected"
    OFFLINE = "offline"
    EMPTY = "empty"
    NOT_FOUND = "not-found"
    MISSING_OBJECT = "missing-object"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    TIME_OUT = "time-out"
    SHALLOW = "shallow"
    IMPLAUSIBLE_DATE = "implausible-date"
    DETACHED = "detached-head"
    PERHAPS_STALE = "perhaps-stale"
    OTHER_BRANCH = "other-branch-is-newer"
    NO_ORIGIN = "no-origin"
    NOT_SUPPORTED = "not-supported"
    MALFORMED = "malformed"
    NOT_ALLOWED = "not-allowed"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    RATE_LIMITED = "rate-limited"
    MIRROR = "mirror"
    MOVED = "moved"
    FORK = "fork"
    STALE = "stale"
    BY_NAME = "by-name"
    NO_TOKEN = "no-token"  # noqa: S105 - none is there


@dataclass(frozen=True, slots=True)
class Absent:
    """No value, and why. Never to be read as « no »."""

    reason: Reason
    message: Message


@dataclass(frozen=True, slots=True)
class Limit:
    """A value is there, but not whole: what is missing from it."""

    reason: Reason
    message: Message


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact was read.

    `source` is a room (`git`, `documents`, `forge.github`); `locator` the place in it (a path, a URL);
    `revision` a commit or an ETag; `method` the collector and its version (`git.log/1`); `retrieved_at` is
    aware, in UTC.
    """

    source: str
    locator: str
    revision: str | None
    retrieved_at: datetime
    method: str


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """The name of a fact and the type of its value; all of them are in `facts/schema.py`."""

    name: str
    type: type[T]


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value, or an `Absent`, with its provenance, the citations that open it and the limits it has."""

    name: str
    value: T | Absent
    provenance: Provenance
    citations: tuple[Citation, ...] = ()
    limits: tuple[Limit, ...] = ()
