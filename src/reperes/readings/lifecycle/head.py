"""Where a presentation begins, and what of it is text."""

import re
from functools import lru_cache

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)
_MARKS = re.compile(
    r"!?\[!?\[[^\]]*\]\([^)]*\)\][(\[][^)\]]*[)\]]|!\[[^\]]*\][(\[][^)\]]*[)\]]|<[^>]*>|https?://\S+"
)
_REFERENCE = re.compile(r"\s*\[[^\]]+\]:|\s*\.\. ")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST = 12
"""Letters of a line that count as text: badges, images and rules have fewer once their marks are off."""

_LONGEST = 60_000


@lru_cache(maxsize=32)  # a project has few presentations; those of the one before are let go
def _blanked(text: str) -> list[str]:
    """Return the lines, those of comments and of code blanked."""
    for pattern in (_COMMENT, _FENCE):
        text = pattern.sub(lambda found: "\n" * found.group().count("\n"), text)
    return text.split("\n")


def lines(text: str) -> list[str]:
    """Return the lines of the beginning of a text, without what comments and blocks of code hold."""
    return _blanked(text[:_LONGEST])


def text_before(text: str, line: int) -> int | None:
    """Return how many lines of text come before a line (from 1); None when no reader sees it."""
    known = lines(text)
    if line > len(known) or not known[line - 1].strip():
        return None
    return sum(is_text(one) for one in known[: line - 1])


def is_reached(text: str, most: int, *, whole: bool) -> bool:
    """Return whether so many lines of text were read, or all that there are: `whole` when nothing was cut."""
    return (whole and len(text) <= _LONGEST) or sum(map(is_text, lines(text))) >= most


def is_text(line: str) -> bool:
    """Return whether a line says something: not a badge, an image, a rule, the address of a link."""
    if _REFERENCE.match(line):
        return False
    return len(_LETTER.findall(_MARKS.sub("", line))) >= _LEAST


def title(text: str) -> str:
    """Return the first line of text, in small letters."""
    return next((one.strip().lower() for one in lines(text) if _LETTER.search(_MARKS.sub("", one))), "")
