"""What this room says: which licence, where, with which restrictions beside it, and what it allows."""

from dataclasses import dataclass
from typing import Literal

Method = Literal["text", "phrase", "notice"]
Copyleft = Literal["none", "weak", "strong", "network"]
Openness = Literal["open", "not-open", "unknown"]
About = Literal["", "code", "documentation", "data", "assets", "contributions", "part"]
Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A licence told from a text.

    `licence` is an SPDX identifier or a `LicenseRef-…` of ours; for a notice that joins several, an SPDX
    expression. `similarity` is the share of pairs of words in common with the reference: 0.95 is sure, and
    less is sure with the method « phrase » only, where a title confirms it. For a notice it is 1.0, or 0.9
    when the version was not told. `lines` are counted from 1, both included. `about` tells what it covers.
    """

    licence: str
    similarity: float
    lines: Lines
    method: Method
    about: About = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A restriction, or a permission, written beside a licence; `quote` is its sentence, cut at 300 signs.

    For `except-folder`, `path` is the place told and `licence` the licence it is said to be under.
    """

    kind: str
    lines: Lines
    quote: str
    path: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """What a file holds: whole texts, statements, conditions, and in `extra` the lines that none explains."""

    matches: tuple[Match, ...] = ()
    notices: tuple[Match, ...] = ()
    conditions: tuple[Condition, ...] = ()
    extra: tuple[Lines, ...] = ()


@dataclass(frozen=True, slots=True)
class Licence:
    """What is known of one licence.

    `osi` and `fsf`: approved by them. `content_open`: an open licence for content or data. `openness` comes
    from these, from the kinship of the licence with an approved one, or from the knowledge that it is not.
    """

    id: str
    name: str
    osi: bool
    fsf: bool
    content_open: bool
    state_list: bool
    copyleft: Copyleft
    family: str
    deprecated: bool
    openness: Openness


@dataclass(frozen=True, slots=True)
class Expression:
    """A licence expression in normal form, and the identifiers in it, exceptions left out, in order."""

    text: str
    ids: tuple[str, ...]
