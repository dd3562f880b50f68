"""Which licence the texts of a repository are, today and over time."""

from dataclasses import dataclass
from datetime import datetime

from reperes.licences.model import Identified


@dataclass(frozen=True, slots=True)
class LicenceFile:
    """A file of licence or notice of rights among the documents, and what is told in it."""

    path: str
    found: Identified


@dataclass(frozen=True, slots=True)
class Licences:
    """The licence files that could be read, in the order of the documents."""

    items: tuple[LicenceFile, ...]


@dataclass(frozen=True, slots=True)
class LicenceVersion:
    """One version of a licence file at the root of the tree.

    `commit` brought it, on `committed_at` (UTC; None when implausible). `licences` are the SPDX identifiers
    recognised in it, `LicenseRef-…` ones of ours, or the expression that a notice states; empty when none
    was, None when it could not be read or when the file was removed (`blob` is then None too).
    """

    path: str
    commit: str
    committed_at: datetime | None
    blob: str | None
    licences: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class LicenceHistory:
    """The versions of the licence files at the root, oldest first."""

    items: tuple[LicenceVersion, ...]
