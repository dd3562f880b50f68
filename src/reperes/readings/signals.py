r"""Finding the phrases of a definition in the documents of a project.

A pattern is a regular expression over small letters, found from the start of a word. In it a space stands for
any run of white space, hyphens, line ends and Markdown marks: sentences are found across the lines of a
paragraph. Inside a set (`[ -]`) a space is only itself; a gap that may be absent is written `[-\s]?`. Accents
are written as they are; `’` matches `'` too. A pattern that starts with `~` may start inside a word. A short
word ends with `\b`: `no` also finds « now ».
"""

import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Protocol

from reperes.facts.documents import Document, Documents

MAX_CHARACTERS = 200_000
"""How much of one document is searched."""

MAX_TOTAL = 6_000_000
"""How much of all the documents together is searched; what comes first in the tree of `find` comes first."""

_GAP = r"[\s>*_`\"“”«»#|\[\]()-]{1,24}"
_SENTENCE = re.compile(r"[.!?](?=\s)|\n\s*\n|\n(?=\s*(?:[-*+•]|\d+[.)]|#|\|))")
_FAR = 1200
_LONGEST_ADDRESS = 200
_ADDRESS = re.compile(r"https?|\\\.|/|@")
"""A pattern that has one of these looks for addresses."""
_WORD = re.compile(r"[^\W_]+")
_LITERAL = re.compile(r"[^\W\d_]*")
_FIRST_GROUP = re.compile(r"\(\?:([^()\[\]\\]+)\)(?![?*{])")
_INNER = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|\([^()]*\)")
_SPACE = re.compile(r"\[(?:\\.|[^\]\\])+\]| ((?:\(\?:)?\w|\))?")
"""A space, outside the sets of a pattern where it is only itself, and the letter that follows, if any."""
MAX_TRIES = 300
"""How many places of one document a pattern is tried at."""
_BLOCK, _REPEATED = 2048, 0.08
_BEFORE_A_GAP = re.compile(r"(\[\\w[^\]\s]*\]|\\w)\+ (?=\))")
_RUN = re.compile(r"([^\w\n])\1{3,}|\w{100,}")
_FOLD = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "İ": "i"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A find: the evidence, the document, its lines (from 1), what matched and the sentence around it."""

    evidence: str
    document: Document
    lines: tuple[int, int]
    match: str
    sentence: str


class Folded:
    """A text made ready for searching: the same length, in small letters, with one kind of apostrophe."""

    __slots__ = ("_starts", "_words", "masked", "text")

    def __init__(self, text: str) -> None:
        cut = text[:MAX_CHARACTERS].translate(_FOLD)
        low = cut.lower()
        # A letter may have a longer small form: lines are counted, so lengths must agree.
        same = low if len(low) == len(cut) else "".join(one.lower()[:1] for one in cut)
        bare = _RUN.sub(lambda found: " " * len(found.group()), same)
        self.text = "".join(map(_unless_repeated, _blocks(bare)))
        self.masked = self.text != bare
        self._words: list[str] | None = None
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]

    def may_hold(self, beginnings: tuple[str, ...] | None) -> bool:
        """Return whether a word begins in one of these ways; a pattern that none begins is not compiled."""
        if beginnings is None:
            return True
        if self._words is None:
            self._words = sorted(set(_WORD.findall(self.text)))
        words = self._words
        places = ((bisect_left(words, one), one) for one in beginnings)
        return any(at < len(words) and words[at].startswith(one) for at, one in places)

    def line(self, at: int) -> int:
        """Return the line of a position, from 1."""
        return bisect_right(self._starts, at)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence around a match begins and ends."""
        first = max(0, start - _FAR)
        begin = first
        for found in _SENTENCE.finditer(self.text, first, start):
            begin = found.end()
        after = _SENTENCE.search(self.text, end, min(len(self.text), end + _FAR))
        return begin, after.start() + 1 if after else min(len(self.text), end + _FAR)


def _blocks(text: str) -> list[str]:
    return [text[at : at + _BLOCK] for at in range(0, len(text), _BLOCK)]


def _unless_repeated(block: str) -> str:
    """Return a block, blank when it says the same thing over and over.

    Nobody writes so, but whoever wants a pattern to try every way of cutting it.
    """
    if len(block) < _BLOCK // 4 or len(zlib.compress(block.encode(), 1)) > _REPEATED * len(block):
        return block
    return re.sub(r"[^\n]", " ", block)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern. No flag: a literal beginning is then searched quickly."""
    plain = pattern.removeprefix("~").replace("’", "'")
    # A word gives nothing back to the gap after it, and begins with a letter: there is one way to cut a line.
    whole = _BEFORE_A_GAP.sub(r"(?=[^\\W_])\1{1,40}+ ", plain)
    return re.compile(_SPACE.sub(_gap, whole))


def _gap(found: re.Match[str]) -> str:
    """Return a gap for a space: one that gives nothing back when a letter follows, since it holds none."""
    if found.group().startswith("["):
        return found.group()
    return _GAP + (f"+{found[1]}" if found[1] else "")


@cache
def beginnings(pattern: str) -> tuple[str, ...] | None:
    """Return the letters with which a word must begin for a pattern to match; None when it does not tell.

    A pattern that starts with a group gives the beginnings of its branches.
    """
    plain = pattern.replace("’", "'")
    group = _FIRST_GROUP.match(plain)
    branches = group.group(1).split("|") if group else [plain]
    letters = tuple(_letters(branch) for branch in branches)
    return letters if all(letters) and "|" not in _outside(plain) else None


def _letters(pattern: str) -> str:
    """Return the letters that a pattern begins with, without the last one where it may be absent."""
    letters = _LITERAL.match(pattern).group()  # type: ignore[union-attr]  # it matches nothing at least
    return letters[:-1] if pattern[len(letters) : len(letters) + 1] in {"?", "*", "{"} else letters


def _outside(pattern: str) -> str:
    """Return a pattern without its groups and sets, innermost first: what is left is at its top level."""
    before = ""
    while before != pattern:
        before, pattern = pattern, _INNER.sub("", pattern)
    return pattern


def occurrences(pattern: str, folded: Folded) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern, from the start of words unless it says otherwise."""
    inside = pattern.startswith("~")
    if not inside and not folded.may_hold(beginnings(pattern)):
        return
    text = folded.text
    for found in islice(compiled(pattern).finditer(text), MAX_TRIES):
        if inside or found.start() == 0 or not text[found.start() - 1].isalnum():
            yield found


class Wanted(Protocol):
    """What to look for: see `reperes.readings.definition.Evidence`."""

    @property
    def patterns(self) -> Sequence[str]:
        """The patterns."""

    @property
    def unless(self) -> Sequence[str]:
        """Those that cancel a find in the same sentence."""

    @property
    def most(self) -> int:
        """How many finds are kept in one document."""


def search(
    name: str, wanted: Wanted, documents: Sequence[Document], folds: dict[str, Folded]
) -> Iterator[Hit]:
    """Yield the finds of a piece of evidence in documents; `folds` keeps them ready, by path."""
    for document in documents:
        folded = folds.get(document.path) or _folded(document, folds)
        if folded is not None:
            yield from islice(_hits(name, document, folded, wanted), wanted.most)


def searched(document: Document, folds: dict[str, Folded]) -> bool:
    """Return whether a document is searched to its end."""
    folded = folds.get(document.path) or _folded(document, folds)
    return folded is not None and not folded.masked and len(document.text or "") <= MAX_CHARACTERS


def _folded(document: Document, folds: dict[str, Folded]) -> Folded | None:
    if document.text is None or sum(len(one.text) for one in folds.values()) > MAX_TOTAL:
        return None
    return folds.setdefault(document.path, Folded(document.text))


def _hits(name: str, document: Document, folded: Folded, wanted: Wanted) -> Iterator[Hit]:
    for pattern in wanted.patterns:
        for found in occurrences(pattern, folded):
            if _in_address(folded.text, found.start()) and not _ADDRESS.search(pattern):
                continue
            begin, end = folded.sentence(found.start(), found.end())
            sentence = folded.text[begin:end]
            if wanted.unless and _cancelled(sentence, wanted.unless):
                continue
            lines = folded.line(found.start()), folded.line(max(found.start(), found.end() - 1))
            yield Hit(name, document, lines, found.group(), sentence.strip())


def _in_address(text: str, at: int) -> bool:
    """Return whether a position is inside a web address: a word in it is not said by the project."""
    before = text[max(0, at - _LONGEST_ADDRESS) : at]
    token = before[max(before.rfind(space) for space in " \n\t(<\"'[") + 1 :]
    return "://" in token or token.startswith("www.")


def _cancelled(sentence: str, unless: Sequence[str]) -> bool:
    around = Folded(sentence)
    return any(next(occurrences(one, around), None) for one in unless)


def depth(document: Document) -> int:
    """Return how many folders deep a document is."""
    return document.path.count("/")


def of_places(documents: Documents, places: Sequence[str], deepest: int | None) -> list[Document]:
    """Return the documents of these kinds (all when empty), not deeper than said."""
    return [
        item
        for item in documents.items
        if (not places or item.kind in places) and (deepest is None or depth(item) <= deepest)
    ]
