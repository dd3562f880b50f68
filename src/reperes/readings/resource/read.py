"""What dominates the files, and what the project calls itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from reperes.facts.documents import DocumentKind
from reperes.facts.factset import FactSet
from reperes.facts.schema import TREE
from reperes.indicators.paths import classify
from reperes.readings.judge import Clue, conclude
from reperes.readings.model import Reading, Weight, unknown
from reperes.readings.seen import Seen

FILTER = "files of the revision, by extension, without tests nor vendored or generated ones"
_WHOLE = "tree"
_SAYINGS = ("says_specification", "says_data", "lists_data", "says_documentation")
_HEAD = 60
"""How many lines of a presentation say what the project is."""


def read(seen: Seen) -> Reading:
    """Weigh the files against what the presentation says."""
    definition = seen.definition
    if seen.tree is None:
        return unknown(definition.id, definition.ask("what"))
    mix = _mix(seen, seen.facts.derive(own_files))
    clues = _as_texts(list(_files(seen, mix)))
    found = conclude(clues, tuple(definition.values))
    questions = () if found.value is not None else (definition.ask("what"),)
    return Reading(definition.id, found.value, found.confidence, found.support, found.against, questions)


def _as_texts(clues: list[Clue]) -> list[Clue]:
    """Lower what says documentation where something says specification: a specification is made of texts."""
    if not any(clue.value == "specification" and clue.piece.weight is not Weight.WEAK for clue in clues):
        return clues
    return [clue.weighing(Weight.WEAK) if clue.value == "documentation" else clue for clue in clues]


def own_files(facts: FactSet) -> pl.DataFrame:
    """Return the project's own files: `path`, `extension` in small letters, `source`. Requires the tree."""
    paths = facts.require(TREE).entries.get_column("path")
    kinds = classify(paths)
    own = ~kinds.get_column("vendored") & ~kinds.get_column("generated") & ~kinds.get_column("tests")
    return (
        paths.to_frame()
        .with_columns(
            pl.col("path").str.to_lowercase().str.extract(r"\.([a-z0-9]+)$").alias("extension"),
            kinds.get_column("source"),
        )
        .filter(own & ~paths.str.contains(r"(^|/)\.[^/]+"))
    )


@dataclass(frozen=True, slots=True)
class _Mix:
    """How many files of each sort, and what follows from it; `limits` are those of the definition."""

    code: int
    data: int
    texts: int
    named: bool
    limits: Mapping[str, float]

    @property
    def whole(self) -> int:
        return self.code + self.data + self.texts

    @property
    def led_by_code(self) -> bool:
        """Whether code dominates, and not only by serving to build texts or a specification."""
        some = self.code >= self.limits["some"] * self.whole and self.code >= self.limits["code_files"]
        many = self.code >= self.limits["minor"] * self.whole or some
        return many and not (self.few and (self.named or self.wordy))

    @property
    def few(self) -> bool:
        return self.code < self.limits["few"]

    @property
    def wordy(self) -> bool:
        return self.texts >= self.limits["dominant"] * self.whole

    @property
    def lowered(self) -> frozenset[str]:
        """Which sayings only hint: all of them beside much code, those of texts in a flood of data."""
        if self.led_by_code:
            return frozenset(_SAYINGS)
        flooded = self.whole and self.data >= self.limits["overwhelming"] * self.whole
        return frozenset(_SAYINGS) - {"says_data", "lists_data"} if flooded else frozenset()


def _mix(seen: Seen, files: pl.DataFrame) -> _Mix:
    lists = seen.definition.lists
    extension = pl.col("extension")
    return _Mix(
        code=files.filter("source", ~extension.is_in(lists["texts"] + lists["data"])).height,
        # A lone table at the root is more often a setting than what the project publishes.
        data=files.filter(extension.is_in(lists["data"]), pl.col("path").str.contains("/")).height,
        texts=files.filter(extension.is_in(lists["texts"])).height,
        named=_named(seen) is not None,
        limits=seen.definition.thresholds,
    )


def _files(seen: Seen, mix: _Mix) -> Iterator[Clue]:
    def clue(name: str, count: int) -> Clue:
        cited = seen.count(FILTER, count)
        return seen.definition.clue(name, cited, root=_WHOLE, count=count, share=count / mix.whole)

    yield from _described(seen)
    if mix.code:
        yield clue("many_sources" if mix.led_by_code else "some_sources", mix.code)
        yield from _packages(seen, strong=mix.led_by_code)
    if mix.data and mix.data >= mix.limits["dominant"] * mix.whole:
        yield clue("some_data" if mix.led_by_code else "mostly_data", mix.data)
    if mix.texts and mix.wordy:
        most = mix.texts >= mix.limits["overwhelming"] * mix.whole
        yield clue("mostly_texts" if most else "some_texts", mix.texts)
    if mix.few or not mix.led_by_code:
        yield from _sayings(seen, mix.lowered)


def _described(seen: Seen) -> Iterator[Clue]:
    """Take a descriptor of data at the root for what it is made to be."""
    for document in seen.of(DocumentKind.MANIFEST):
        if document.path in seen.definition.lists["data_manifests"]:
            yield seen.definition.clue(
                "describes_data", seen.cite(document), root=document.path, path=document.path
            )


def _packages(seen: Seen, *, strong: bool) -> Iterator[Clue]:
    """Take a manifest of the root for a package; beside few sources, it only serves to build something."""
    for document in seen.of(DocumentKind.MANIFEST):
        if "/" not in document.path and document.path not in seen.definition.lists["data_manifests"]:
            cited = seen.cite(document)
            weight = Weight.STRONG if strong else Weight.WEAK
            yield seen.definition.clue(
                "package", cited, root=document.path, path=document.path, weight=weight
            )
            return


def _sayings(seen: Seen, lowered: frozenset[str]) -> Iterator[Clue]:
    """Take the presentation at its word, but for what is lowered to a hint."""
    if (name := _named(seen)) is not None:
        yield seen.definition.clue("named_specification", root="name", name=name)
    for hit in seen.hits(*_SAYINGS):
        if hit.lines[0] <= _HEAD:
            yield seen.clue(hit, weight=Weight.WEAK if hit.evidence in lowered else None)


def _named(seen: Seen) -> str | None:
    """Return the name of the repository when it says a specification."""
    name = (seen.origin or "").rstrip("/").rpartition("/")[2]
    says = set(re.split(r"[^a-z]+", name.lower())) & set(seen.definition.lists["names"])
    return name if says else None
