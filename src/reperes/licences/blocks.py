"""A document cut in blocks and sentences that remember their lines: comments, Markdown and RST undressed."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from reperes.licences import knowledge
from reperes.licences.model import Lines

_LONGEST = 4_000
_LONGEST_LINE = 4_000
_LONGEST_TITLE = 80
_DEPTHS = '=-~^*"'
_COMMENT = re.compile(r"#(?: |$)")
_LEADER = re.compile(
    r"\A\s*(?:/\*+|\*+/|\*+(?=\s|$)|//+|;+|--+(?=\s)|dnl\b|>+|[.][.](?=\s)|REM\b|\"\"\"|<!--|%+|#+(?=\s|$))\s?"
)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s*([=~^*\"-])\1{2,}\s*$")
_BULLET = re.compile(r"\A\s*(?:[-*+•‣]|\(?\d{1,2}[.)]|\|)\s+")
_HTML_HEADING = re.compile(r"\s*<h([1-6])[^>]*>(.*?)</h\1>", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_UNDRESS = (
    (re.compile(r"!\[[^\]]{0,300}\](?:\([^)]{0,600}\)|\[[^\]]{0,100}\])?"), " "),
    (re.compile(r"\[([^\[\]]{0,300})\]\(\s*<?(https?:[^()\s]{0,400})>?[^()]{0,200}\)"), r"\1 (\2)"),
    (re.compile(r"\[([^\[\]]{0,300})\]\([^()]{0,400}\)"), r"\1"),
    (re.compile(r"\[([^\[\]]{0,300})\]\[[^\]]{0,100}\]"), r"\1"),
    (re.compile(r"`([^`<]{1,200})<[^>]{1,400}>`_{0,2}"), r"\1"),
    (re.compile(r"<(https?:[^>\s]{1,400})>"), r"(\1)"),
    (re.compile(r"\]\([^()\s]{0,400}\)"), " "),  # a link that began on the line before
    (re.compile(r"\[(?=[^\]]{0,300}$)"), " "),
    (re.compile(r"(?<![\w*/`-])\*([^*\s][^*]{0,100}?)\*(?![\w*])"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^>]{0,400}>"), ""),
    (re.compile(r"\*\*|__|&nbsp;"), " "),
)
_SENTENCE = re.compile(
    r"(?<![\s.][A-Za-z])(?<!Inc)(?<!Ltd)(?<!e[.]g)(?<!i[.]e)(?<!ver)[.!?]['\"”’)]*\s+(?=[A-ZÀ-Ý«“\"'(\[*`])"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its lines from 1; `section`: under a heading on licences; `alone`: the whole block."""

    text: str
    lines: Lines
    section: bool
    alone: bool
    heading: str


@dataclass(frozen=True, slots=True)
class _Block:
    parts: list[tuple[int, str]]
    section: bool
    heading: str


def sentences(lines: list[str], *, skip: Collection[int] = (), fenced: bool = True) -> Iterator[Sentence]:
    """Yield the sentences of lines, but those at the indices of `skip`, and between fences if `fenced`."""
    for block in _blocks(lines, skip, fenced=fenced):
        yield from _cut(block)


def _cut(block: _Block) -> Iterator[Sentence]:
    text, offsets = "", []
    for _, part in block.parts:
        offsets.append(len(text))
        text += part + " "
    text = text[:_LONGEST]
    ends = [*(found.end() for found in _SENTENCE.finditer(text)), len(text)]
    begin = 0
    for end in ends:
        said = text[begin:end].strip()
        if said:
            start = begin + text[begin:end].index(said)
            first = block.parts[bisect_right(offsets, start) - 1][0]
            last = block.parts[bisect_right(offsets, max(start, end - 2)) - 1][0]
            yield Sentence(said, (first + 1, last + 1), block.section, len(ends) == 1, block.heading)
        begin = end


def undressed(line: str) -> str:
    """Return a line without links, images, tags and bold."""
    for pattern, instead in _UNDRESS:
        line = pattern.sub(instead, line)
    return " ".join(line.split())


class _Builder:
    """Gathers lines into blocks, and knows under which heading they are."""

    def __init__(self) -> None:
        self.section = False
        self.heading = ""
        self._level = 0
        self._parts: list[tuple[int, str]] = []

    def add(self, number: int, words: str) -> None:
        self._parts.append((number, words))

    def close(self) -> Iterator[_Block]:
        if self._parts:
            yield _Block(self._parts, self.section, self.heading)
            self._parts = []

    def open_section(self, number: int, depth: int, title: str) -> Iterator[_Block]:
        yield from self.close()
        if _about_licences(title):
            self.section, self._level = True, depth
        else:
            self.section = self.section and depth > self._level
            self._level = min(depth, self._level)
        self.heading = title
        yield _Block([(number, undressed(title))], self.section, "")


def _blocks(lines: list[str], skip: Collection[int], *, fenced: bool) -> Iterator[_Block]:
    builder, inside = _Builder(), False
    for number, line in enumerate(lines):
        fence = fenced and _FENCE.match(line) is not None
        inside = inside != fence
        hidden = inside and not builder.section
        if fence or hidden or number in skip or len(line) > _LONGEST_LINE or not line.strip():
            yield from builder.close()
            continue
        title = _title(lines, number, line)
        if title is not None:
            yield from builder.open_section(number, *title)
            continue
        if _UNDERLINE.match(line) or _BULLET.match(line):
            yield from builder.close()
        words = undressed(_LEADER.sub("", _BULLET.sub("", line, count=1), count=1))
        if not words:
            yield from builder.close()
        elif not _UNDERLINE.match(line):
            builder.add(number, words)
    yield from builder.close()


def _title(lines: list[str], number: int, line: str) -> tuple[int, str] | None:
    """Return the depth and the words of a heading: Markdown, HTML or underlined; None for another line."""
    above = lines[number - 1] if number else ""
    below = lines[number + 1] if number + 1 < len(lines) else ""
    found = _HEADING.match(line)
    if found is not None:
        script = found[1] == "#" and any(_COMMENT.match(one) for one in (above, below))
        return None if script else (len(found[1]), undressed(found[2]))
    if (tagged := _HTML_HEADING.match(line)) is not None:
        return int(tagged[1]), undressed(tagged[2])
    under = _UNDERLINE.match(below) if len(line) <= _LONGEST_TITLE else None
    if under is None or (above.strip() and not _UNDERLINE.match(above)):
        return None
    return _DEPTHS.index(under[1]) + 1, undressed(line)


@cache
def _headings() -> re.Pattern[str]:
    return re.compile(rf"[\W\d_]*(?:{'|'.join(knowledge.statements().headings)})[\W_]*", re.IGNORECASE)


def _about_licences(heading: str) -> bool:
    return len(heading) < 100 and _headings().fullmatch(heading) is not None
