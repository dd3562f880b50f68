"""The parts of a text: its headings with what follows them, and its links, whatever the markup.

Lenient: Markdown, reStructuredText, AsciiDoc, Org and HTML are told by their commonest marks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MAX_CHARACTERS = 200_000
"""How much of one document is looked at."""

_LONGEST = 120
_HEADING = re.compile(
    r"^(?:#{1,6}[ \t]+(?P<marked>[^\n]{1,160}?)[ \t#]*$"
    r"|={2,6}[ \t]+(?P<doc>[^\n=]{1,160})[ \t=]*$"
    r"|\*{1,4}[ \t]+(?P<org>[^\n*]{1,160})$"
    r"|[ \t]*<h[1-6][^>\n]{0,200}>(?P<html>[^\n]{1,200}?)</h[1-6]>)",
    re.IGNORECASE,
)
_UNDER = re.compile(r"^([=\-~^\"'+#*])\1{2,}[ \t]*$")
_FENCE = re.compile(r"^[ \t]{0,3}(```|~~~)")
_MARKS = re.compile(r"<[^>\n]{0,200}>|!?\[([^\]\n]{0,160})\]\([^)\n]{0,400}\)|[*_`]")
_INLINE = re.compile(
    r"\[(?P<text>[^\[\]\n]{0,200})\]\(<?(?P<url>[^()\s<>]{1,500})>?(?:[ \t]+\"[^\"\n]{0,200}\")?\)"
)
_NAMED = re.compile(
    r"^[ \t]{0,3}\[(?P<text>[^\]\n]{1,160})\]:[ \t]*<?(?P<url>[^\s<>]{1,500})>?", re.MULTILINE
)
_ATTRIBUTE = re.compile(
    r"href=[\"'](?P<url>[^\"'\s]{1,500})[\"'][^>\n]{0,200}>(?P<text>[^<\n]{0,200})", re.IGNORECASE
)
_QUOTED = re.compile(r"`(?P<text>[^`<>\n]{1,200})<(?P<url>[^<>\s]{1,500})>`_{1,2}")
_ORG = re.compile(r"\[\[(?P<url>[^\[\]\s]{1,500})\](?:\[(?P<text>[^\[\]\n]{1,200})\])?\]")
_BARE = re.compile(r"(?P<url>https?://[^\s<>()\[\]\"'`|{}\\]{4,500})(?:\[(?P<text>[^\[\]\n]{0,200})\])?")
_FORMS = (_INLINE, _NAMED, _ATTRIBUTE, _QUOTED, _ORG, _BARE)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading without its marks, the lines (from 1) that it opens, itself included, and their text."""

    heading: str
    lines: tuple[int, int]
    body: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words (empty when it has none), its address as written, its line (from 1)."""

    text: str
    url: str
    line: int


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a text, each up to the next heading; what comes before the first is left out."""
    lines = text[:MAX_CHARACTERS].split("\n")
    starts = list(_headings(lines))
    ends = [*(at for at, _, _ in starts), len(lines)]
    return tuple(
        Section(_plain(name), (at + 1, max(at + 1, end)), "\n".join(lines[at + size : end]))
        for (at, name, size), (_, end) in zip(starts, pairwise(ends), strict=True)
    )


def links(text: str) -> tuple[Link, ...]:
    """Return the links of a text in its order, each address once for its line."""
    read = text[:MAX_CHARACTERS]
    starts = [0, *(found.end() for found in re.finditer("\n", read))]
    found: dict[tuple[int, str], tuple[int, str]] = {}
    for form in _FORMS:
        for match in form.finditer(read):
            url = match["url"].rstrip(".,;:!*_")
            line = bisect_right(starts, match.start("url"))
            found.setdefault((line, url), (match.start(), match["text"] or ""))
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return tuple(Link(" ".join(_plain(words).split()), url, line) for (line, url), (_, words) in ordered)


def _headings(lines: list[str]) -> Iterator[tuple[int, str, int]]:
    """Yield where each heading stands (from 0), its words, and how many lines it takes."""
    fenced = False
    for at, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        if fenced or not line.strip() or len(line) > 2 * _LONGEST:
            continue
        marked = _HEADING.match(line)
        if marked:
            yield at, next(one for one in marked.groups() if one), 1
        elif len(line) <= _LONGEST and at + 1 < len(lines) and _underlined(line, lines[at + 1]):
            yield at, line, 2


def _underlined(line: str, below: str) -> bool:
    return (
        bool(_UNDER.match(below)) and not _UNDER.match(line) and 2 * len(below.strip()) >= len(line.strip())
    )


def _plain(words: str) -> str:
    return _MARKS.sub(lambda found: found[1] or "", words).strip()
