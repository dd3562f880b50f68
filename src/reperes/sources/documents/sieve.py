"""What a path is, by the words of the vocabulary."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.vocabulary import Rule, Vocabulary, tokens, vocabulary

_CODE = frozenset({"pl", "el", "cs", "ml"})  # as endings, languages of programmers before those of readers
_NUMBERED = re.compile(r"\d+[a-z]?")
_SEPARATORS = b"-_. +~"
_HEAD, _SHORT, _SAID = 5, 3, 4
_INNER_DOCS = frozenset({b"docs", b"doc", b"documentation"})
_FOLDER_WORDS = 2  # « decision-records » names a subject, « tools-for-the-community » something else
_FIRST_PAGES = frozenset({"index", "readme"})


@dataclass(frozen=True, slots=True)
class Place:
    """A folder where documents may be. `kind` is that of every file in it, `subject` what its name says."""

    where: Literal["root", "home", "docs", "inner"]
    rank: int
    depth: int
    foreign: bool = False
    kind: DocumentKind | None = None
    subject: int | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether every name in it deserves a look, and not only those that sound like a document."""
        return self.where == "root" or self.kind is not None or self.subject is not None


@dataclass(frozen=True, slots=True)
class Match:
    """What a file is. The smaller the other fields, the closer it is to the main document of its kind."""

    kind: DocumentKind
    foreign: bool = False
    distance: int = 0
    subject: int = 0
    by_folder: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """The words of a file's name around the ones that are looked up."""

    before: tuple[str, ...]
    stem: str
    after: tuple[str, ...]
    ending: str


class Sieve:
    """The vocabulary, laid out for looking names up."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.rules = {kind: words.rule(kind) for kind in DocumentKind}
        self.subjects = tuple(words.subjects.values())
        self._stems: dict[str, DocumentKind] = {}
        self._root_stems: dict[str, DocumentKind] = {}
        self._names: dict[str, DocumentKind] = {}
        self._root_names: dict[str, DocumentKind] = {}
        self._folders: dict[str, DocumentKind] = {}
        for kind, rule in self.rules.items():
            self._stems.update(dict.fromkeys(rule.stems, kind))
            self._root_stems.update(dict.fromkeys(rule.root_stems, kind))
            self._names.update(dict.fromkeys(rule.names, kind))
            self._root_names.update(dict.fromkeys(rule.root_names, kind))
            self._folders.update(dict.fromkeys(rule.folders, kind))
        self._endings = {name[1:]: kind for name, kind in self._names.items() if name.startswith("*")}
        self._deepest = max(rule.depth for rule in self.rules.values())
        self._tops: dict[bytes, bool] = {}
        self._lay_out_heads()

    def _lay_out_heads(self) -> None:
        squeezed = [name.encode().translate(None, _SEPARATORS) for name in (*self._stems, *self._names)]
        self._heads = frozenset(name[:_HEAD] for name in squeezed if len(name) >= _HEAD)
        self._short_heads = frozenset(name[:_SHORT] for name in squeezed if len(name) < _HEAD)
        self._byte_endings = tuple(ending.encode() for ending in self._endings)
        said = {word[:_SAID] for subject in self.subjects for word in (*subject.words, *subject.stems)}
        by_letter = (
            f"{letter}(?:{'|'.join(sorted(word[1:] for word in said if word[0] == letter))})"
            for letter in sorted({word[0] for word in said})
        )
        self._said = re.compile("|".join(by_letter).encode())

    def sounds(self, place: Place, name: bytes) -> bool:
        """Return whether a name deserves a look there: cheap, and never wrongly no."""
        low = name.lower()
        head = low[: 2 * _HEAD].translate(None, _SEPARATORS)[:_HEAD]
        return (
            head in self._heads
            or head[:_SHORT] in self._short_heads
            or low.endswith(self._byte_endings)
            or not low.isascii()
            or (place.where == "docs" and self._said.search(low.translate(None, _SEPARATORS)) is not None)
        )

    def place(self, folder: bytes) -> Place | None:
        """Return what a folder is (`b""`, or a path that ends with a slash); None: it holds no document."""
        if not folder:
            return Place("root", 0, 0)
        top, inner = folder.split(b"/", 2)[:2]
        docs = self._is_docs(top) or inner.lower() in _INNER_DOCS
        if not docs and folder.count(b"/") > self._deepest:
            return None
        written = folder[:-1].decode("utf-8", "replace")
        parts = written.lower().split("/")
        kind = self._folders.get("/".join(parts))
        if kind is not None:
            return Place("home", 1, len(parts), kind=kind)
        return self._plain_place(parts, written.split("/"), docs=docs)

    def _plain_place(self, parts: list[str], written: list[str], *, docs: bool) -> Place | None:
        depth = len(parts)
        if depth == 1 and parts[0] in self.words.homes:
            return Place("home", 1, 1)
        if parts[0].startswith(".") or not self.words.set_aside.isdisjoint(parts):
            return None
        if not docs:
            return Place("inner", 2 + depth, depth)
        subjects = [one for one in map(self._folder_subject, written) if one is not None]
        foreign = any(self._is_foreign(tokens(name)) for name in written[1:])
        return Place("docs", 2, depth, foreign, subject=subjects[-1] if subjects else None)

    def _is_docs(self, top: bytes) -> bool:
        """Return whether a folder of the root is for documentation, or named after a subject."""
        if top not in self._tops:
            text = top.decode("utf-8", "replace")
            self._tops[top] = text.lower() in self.words.docs or self._folder_subject(text) is not None
        return self._tops[top]

    def _folder_subject(self, name: str) -> int | None:
        words = tokens(name)
        if len(words) > _FOLDER_WORDS:
            return None
        return next((i for i, one in enumerate(self.subjects) if not one.words.isdisjoint(words)), None)

    def match(self, place: Place, name: bytes, *, runs: bool) -> Match | None:
        """Return what a file of that place is; `runs`: it is executable."""
        text = name.decode("utf-8", "replace")
        base, _, ending = text.rpartition(".")
        ending = ending.lower()
        if not base:
            base, ending = text, ""
            if runs and text == text.lower():
                return None  # ./release, ./contribute: a script, not a page
        if place.kind is not None:
            return Match(place.kind) if self._ends_well(place.kind, ending) else None
        return (
            self._by_name(place, text.lower())
            or self._by_stem(place, tokens(base), ending)
            or self._page(place, tokens(base), ending)
        )

    def _by_name(self, place: Place, low: str) -> Match | None:
        kind = self._names.get(low) or self._endings.get(low[max(low.rfind("."), 0) :])
        if kind is None and place.where == "root":
            kind = self._root_names.get(low)
        return Match(kind) if kind is not None and _allows(place, self.rules[kind]) else None

    def _by_stem(self, place: Place, words: tuple[str, ...], ending: str) -> Match | None:
        for start in range(len(words) if place.where == "root" else min(1, len(words))):
            for end in range(len(words), start, -1):
                stem = "".join(words[start:end])
                kind = self._stems.get(stem)
                if kind is None and place.where == "root":
                    kind = self._root_stems.get(stem)
                if kind is None or not _allows(place, self.rules[kind]):
                    continue
                match = self._around(place, kind, _Name(words[:start], stem, words[end:], ending))
                if match is not None:
                    return match
        return None

    def _around(self, place: Place, kind: DocumentKind, name: _Name) -> Match | None:
        """Return the match of a name that holds a stem, given what stands around the stem."""
        rule = self.rules[kind]
        if not self._ends_well(kind, name.ending):
            return None
        says = name.ending and name.ending not in self.words.texts | rule.endings
        after = (*name.after, name.ending) if says else name.after
        around = {*name.before, *after}
        if not around:
            return Match(kind)
        if name.before and name.stem not in rule.preceded:
            return None
        if not name.before and self._is_language(after):
            return Match(kind, foreign=self._is_foreign(after), distance=1)
        # In the documentation, license_acceptance.md is about something else.
        if after and not (rule.followed and place.where != "docs"):
            return None
        return Match(kind, distance=len(around)) if self.words.unless.isdisjoint(around) else None

    def _page(self, place: Place, words: tuple[str, ...], ending: str) -> Match | None:
        if place.where not in {"root", "docs"} or ending not in self.words.pages:
            return None
        plain = tuple(word for word in words if not _NUMBERED.fullmatch(word))
        stems = {"".join(plain)}
        if len(plain) > 1 and self._is_language(plain[-1:]):
            stems.add("".join(plain[:-1]))
        foreign = len(words) > 1 and self._is_foreign(words[-1:])
        for position, subject in enumerate(self.subjects):
            speaks = not (subject.words.isdisjoint(plain) and subject.stems.isdisjoint(stems))
            if speaks and subject.unless.isdisjoint(plain):
                return Match(DocumentKind.DOCS_PAGE, foreign, len(plain), position)
        if place.subject is None:
            return None
        distance = 0 if _FIRST_PAGES & stems else len(plain)
        return Match(DocumentKind.DOCS_PAGE, foreign, distance, place.subject, by_folder=True)

    def _ends_well(self, kind: DocumentKind, ending: str) -> bool:
        rule = self.rules[kind]
        if ending in rule.endings:
            return True
        if kind is DocumentKind.CI:
            return False
        if not ending or ending.isdecimal() or ending in self.words.texts:
            return True
        if ending not in _CODE and self._is_language((ending,)):
            return True
        return rule.followed and ending in self.words.licence_endings

    def _is_language(self, words: tuple[str, ...]) -> bool:
        """Return whether words are a language, or a language and its country or script (zh, pt-BR…)."""
        return 0 < len(words) <= 2 and self.words.languages.issuperset(words)

    def _is_foreign(self, words: tuple[str, ...]) -> bool:
        return self._is_language(words) and words[0] not in self.words.first_languages


def _allows(place: Place, rule: Rule) -> bool:
    if place.where == "docs" and "docs" in rule.places:
        return place.depth <= rule.docs_depth
    if place.where in {"inner", "docs"}:
        return place.depth <= rule.depth
    return place.where in rule.places


@cache
def sieve() -> Sieve:
    """Return the sieve of the vocabulary."""
    return Sieve(vocabulary())
