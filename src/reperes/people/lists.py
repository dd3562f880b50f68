"""Counting the persons that a list names (AUTHORS, THANKS, .mailmap…): only a count comes out."""

import re
from collections.abc import Iterator

from reperes.people.names import IDEOGRAPHS
from reperes.people.portrait import draw, vocabulary

MOST_CHARACTERS = 1_000_000
MOST_LINES = 50_000
MOST_OF_A_LINE = 500

_RULE = re.compile(r"[=\-~^*`#+\"'_.|: ]{3,}")
_BULLET = re.compile(r"(?:[*+•‣–-]|\(?\d{1,4}[.)])\s+")
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[(\[<{]\s?at\s?[)\]>}]\s?)[\w-][\w.-]{0,252}", re.IGNORECASE
)
_FIELD = re.compile(r"([A-Z]):\s+")
_MAINTAINERS_FIELDS = "MRP"
"""Of the letters that start a line of a MAINTAINERS file: maintainer, reviewer, person."""

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_CELL = re.compile(r"<(?:b|strong)>([^<>]{1,100})</(?:b|strong)>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>@]*>")
_LOGIN = re.compile(r"@[A-Za-z0-9][A-Za-z0-9-]{0,38}\b")
_AFTER = re.compile(r"\s[-–—:|/]|[(\[<{:\t|]|\shttps?://|\s\s")
_BETWEEN = re.compile(r"[,;&]|\s(?:and|et)\s")
_AND = re.compile(r"&|\s(?:and|et)\s")
_TOKEN = re.compile(r"[^\W\d_][\w.’'-]*")
_PARTICLES = frozenset(
    {
        "de",
        "da",
        "di",
        "do",
        "dos",
        "du",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "zu",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ben",
        "y",
        "e",
        "af",
        "av",
        "ter",
        "ten",
        "st",
    }
)
_MOST_WORDS = 5
_MOST_BEFORE = 8
"""Words before an address: past that, it is a sentence that gives an address."""


def count_entries(text: str) -> int:
    """Return how many different persons a list names, 0 when it names none that can be told.

    A person is a line with an address, an item of a list or a cell of a table that reads as a name or a
    login, or a line that is a name and nothing else. Headings, comments and sentences are not counted. A line
    of one word is somebody when most of the list is names.
    """
    lines = [line.strip()[:MOST_OF_A_LINE] for line in text[:MOST_CHARACTERS].splitlines()[:MOST_LINES]]
    found: set[str] = set()
    alone: set[str] = set()
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if not _RULE.fullmatch(following):
            found.update(_persons(line))
            if _TOKEN.fullmatch(line) and not line.isupper() and not _is_a_word(line):
                alone.add(line)
    return len(found | alone if len(alone) <= len(found) else found)


def _persons(line: str) -> Iterator[str]:
    field, bullet = _FIELD.match(line), _BULLET.match(line)
    if line[:1] in ("", "#", "%", ";") or line.startswith(("//", "/*", "<!--")) or _RULE.fullmatch(line):
        return
    if field is not None and field[1] not in _MAINTAINERS_FIELDS:
        return
    start = field or bullet
    body = line[start.end() :] if start else line
    cells = _cells(body)
    for part in cells:
        text = _TAG.sub(" ", _LINK.sub(r" \1 ", part)).strip(" *_`~")
        found = [*_with_address(text)] or [*_named(text, listed=start is not None or cells != [body])]
        yield from found
        if found:
            return


def _cells(line: str) -> list[str]:
    """Return the cells where a row of a table may name somebody, or the line itself."""
    if line.startswith("|"):
        return line.strip("|").split("|")[:3]
    return _CELL.findall(line) or [line]


def _with_address(text: str) -> Iterator[str]:
    """Yield who is named with an address: several when each part of an enumeration has one."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    each = len(parts) > 1 and all(_ADDRESS.search(part) for part in parts)
    for part in parts if each else [text]:
        address = _ADDRESS.search(part)
        if address is not None and len(part[: address.start()].split()) <= _MOST_BEFORE:
            yield _key(part[: address.start()].rstrip(" <(["), address[0])


def _named(text: str, *, listed: bool) -> Iterator[str]:
    """Yield who is named without an address: `Ada King - engine`, `Engine: Ada King`, `@ada`, `ada`."""
    segments = [_AFTER.split(side.strip(), maxsplit=1)[0].strip(" .,;") for side in text.split(":", 2)[:2]]
    for segment in segments:
        parts = [part.strip() for part in _BETWEEN.split(segment) if part.strip()]
        # In an item of a list, what follows the name after a comma is where they work.
        whole = [part.strip() for part in _AND.split(segment.partition(",")[0])] if listed else parts
        if whole and all(_is_name(part) for part in whole):
            yield from (_key(part, "") for part in whole)
            return
    if logins := _LOGIN.findall(text) if listed or text.startswith("@") else []:
        yield from logins
    elif (
        listed
        and _LOGIN.fullmatch(f"@{segments[0]}")
        and segments[0].islower()
        and not _is_a_word(segments[0])
    ):
        yield f"@{segments[0]}"


def _is_name(text: str) -> bool:
    """Return whether a text is two words or more with capitals, none of them of a heading; or ideographs."""
    words = text.split()
    if len(words) == 1:
        return text[0] >= IDEOGRAPHS and 2 <= len(text) <= _MOST_WORDS and text.isalpha()
    proper = [word for word in words if word not in _PARTICLES]
    return (
        2 <= len(proper) <= len(words) <= _MOST_WORDS
        and all(_TOKEN.fullmatch(word) and not word[0].islower() for word in proper)
        and not any(_is_a_word(word) for word in words)
    )


def _is_a_word(word: str) -> bool:
    bare = word.casefold().strip(".,")
    return bare in vocabulary().list_words or bare in vocabulary().generic_words


def _key(name: str, address: str) -> str:
    portrait = draw(name.strip(" ,;:-*_"), address)
    return next(iter(portrait.keys), portrait.address or portrait.name)
