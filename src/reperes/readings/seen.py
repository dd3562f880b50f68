"""What a reading may look at: facts, measures, the readings made before it, and what its phrases found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from reperes.facts.catalogue import Listing
from reperes.facts.citation import Citation, QueryCitation, ReferenceCitation, WebCitation, Window
from reperes.facts.documents import Document, DocumentKind, Documents, Structured, Tree
from reperes.facts.fact import Absent, Key
from reperes.facts.factset import FactSet
from reperes.facts.forge import ForgeRepository, Requests
from reperes.facts.history import History
from reperes.facts.licences import Licences
from reperes.facts.schema import (
    CATALOGUES,
    DECLARATIONS,
    DOCUMENTS,
    FORGE,
    HISTORY,
    LICENCES,
    REPOSITORY,
    REQUESTS,
    TREE,
)
from reperes.indicators.measure import Measure
from reperes.people.stewards import Steward
from reperes.readings.definition import Definition
from reperes.readings.judge import Clue
from reperes.readings.model import Reading, Weight
from reperes.readings.signals import Folded, Hit, of_places, search, searched

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Everything a reading reads. `readings` holds those of the `after` of its definition, and no other."""

    facts: FactSet
    measures: Mapping[str, Measure]
    as_of: date
    readings: Mapping[str, Reading]
    definition: Definition

    def _fact(self, key: Key[T]) -> T | None:
        value = self.facts.value(key)
        return None if isinstance(value, Absent) else value

    @property
    def documents(self) -> Documents | None:
        """Return the documents, None when they could not be read."""
        return self._fact(DOCUMENTS)

    @property
    def history(self) -> History | None:
        """Return the history, None when it could not be read."""
        return self._fact(HISTORY)

    @property
    def tree(self) -> Tree | None:
        """Return the files of the revision, None when they could not be listed."""
        return self._fact(TREE)

    @property
    def forge(self) -> ForgeRepository | None:
        """Return what the forge said, None when it did not, or later than the day observed."""
        state = self._fact(FORGE)
        return None if state is None or state.read_at.date() > self.as_of else state

    @property
    def requests(self) -> Requests | None:
        """Return the requests made on the forge, None when they could not be read."""
        return self._fact(REQUESTS)

    @property
    def listings(self) -> Mapping[str, Listing]:
        """Return what each catalogue says, by its identifier; one that could not be had is not there."""
        found = {name: self._fact(key) for name, key in CATALOGUES.items()}
        return {name: one for name, one in found.items() if one is not None and one.day <= self.as_of}

    @staticmethod
    def on_forge(state: ForgeRepository) -> WebCitation:
        """Return the citation of the page of the project on its forge."""
        return WebCitation(state.url, state.read_at.date())

    @property
    def origin(self) -> str | None:
        """Return the address of the repository, None when it is not known."""
        repository = self._fact(REPOSITORY)
        return None if repository is None else repository.origin

    @property
    def declarations(self) -> tuple[Structured, ...]:
        """Return the structured files, in the order of the tree."""
        found = self._fact(DECLARATIONS)
        return () if found is None else found.items

    def declared(self, *formats: str, root: bool = True) -> tuple[Structured, ...]:
        """Return the structured files of some formats; at the root only, unless said otherwise."""
        return tuple(
            item
            for item in self.declarations
            if item.format in formats and not (root and item.path.count("/") > 0)
        )

    def of(self, *kinds: DocumentKind) -> tuple[Document, ...]:
        """Return the documents of these kinds, in the order they were found."""
        return () if self.documents is None else self.documents.of(*kinds)

    def unread(self, *kinds: DocumentKind) -> tuple[Document, ...]:
        """Return the documents of these kinds (all when none is named) that were not searched to their end.

        Those of a structure that could not be read are among them. Where there is one, « nothing was found »
        is not « there is nothing »; nor where `documents` is None, of which nothing is said here.
        """
        broken = {item.path for item in self.declarations if item.problems and not item.fields}
        items = () if self.documents is None else self.documents.items
        return tuple(
            item
            for item in items
            if (not kinds or item.kind in kinds)
            and item.kind is not DocumentKind.AUTHORS  # counted, never kept
            and (item.truncated or item.path in broken or not searched(item, self.facts.derive(_folds)))
        )

    def document(self, path: str) -> Document | None:
        """Return the document of a path."""
        items = () if self.documents is None else self.documents.items
        return next((item for item in items if item.path == path), None)

    def text(self, path: str) -> str | None:
        """Return the text of the document of a path, None when there is none or it was not read."""
        found = self.document(path)
        return None if found is None else found.text

    @property
    def licences(self) -> Licences | None:
        """Return which licence each licence file is, None when they could not be told."""
        return self._fact(LICENCES)

    def value(self, indicator: str) -> float | None:
        """Return the value of an indicator, None when it was not measured."""
        measure = self.measures.get(indicator)
        return None if measure is None else measure.value

    def settled(self, reading: str) -> object:
        """Return the value of a reading made before, corrected if it was."""
        found = self.readings.get(reading)
        return None if found is None else found.settled

    def cite(
        self, document: Document, lines: tuple[int, int] | None = None, *, quote: bool = True
    ) -> Citation:
        """Return the citation of a document, of some of its lines; see `Documents.cite`."""
        assert self.documents is not None  # noqa: S101 - a document came from somewhere
        return self.documents.cite(document, lines, quote=quote)

    def cite_path(self, path: str) -> tuple[Citation, ...]:
        """Return the citation of the document of a path, empty when it is none of the documents read."""
        found = self.document(path)
        return () if found is None else (self.cite(found),)

    def count(self, filter_: str, count: int, window: Window | None = None) -> QueryCitation:
        """Return the citation of a count over the history."""
        return QueryCitation("git", filter_, window, count)

    @staticmethod
    def knowledge(steward: Steward) -> WebCitation:
        """Return the citation of what is known of an organisation: its public page, and when it was read."""
        return WebCitation(steward.source, steward.checked_on)

    @staticmethod
    def indicator(name: str) -> ReferenceCitation:
        """Return the citation of an indicator."""
        return ReferenceCitation("indicator", name)

    @staticmethod
    def reading(name: str) -> ReferenceCitation:
        """Return the citation of another reading."""
        return ReferenceCitation("reading", name)

    def hits(self, *names: str) -> tuple[Hit, ...]:
        """Return what the patterns of these pieces of evidence found (all of them when none is named)."""
        found: list[Hit] = []
        kept = self.facts.derive(_finds)
        for name in names or tuple(self.definition.evidence):
            key = f"{self.definition.id}.{name}"
            if key not in kept:
                kept[key] = tuple(self._search(name))
            found += kept[key]
        return tuple(found)

    def _search(self, name: str) -> Iterator[Hit]:
        one = self.definition.evidence[name]
        if not one.patterns or self.documents is None:
            return
        places = of_places(self.documents, one.places, one.depth)
        yield from search(name, one, places, self.facts.derive(_folds))

    def clue(self, hit: Hit, value: str | None = None, weight: Weight | None = None, **args: object) -> Clue:
        """Return the clue of a find, cited at its lines."""
        return self.definition.clue(
            hit.evidence,
            self.cite(hit.document, hit.lines),
            root=hit.document.path,
            value=value,
            weight=weight,
            path=hit.document.path,
            **args,
        )

    def clues(self, *names: str, most: int = 4) -> list[Clue]:
        """Return the clues of the patterns of these pieces of evidence, at most so many of each."""
        found: list[Clue] = []
        for name in names or tuple(self.definition.evidence):
            found += [self.clue(hit) for hit in self.hits(name)[:most]]
        return found


def _finds(_: FactSet) -> dict[str, tuple[Hit, ...]]:
    """Return what was found in the documents, by reading and evidence: filled as readings ask for it."""
    return {}


def _folds(_: FactSet) -> dict[str, Folded]:
    """Return the documents made ready for searching, by path: filled as readings search them."""
    return {}
