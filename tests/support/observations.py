"""Observations for tests, made by hand."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from reperes.errors import Message
from reperes.facts.citation import QueryCitation, Window
from reperes.facts.documents import Declarations, Document, DocumentKind, Documents, Structured
from reperes.facts.fact import Absent, Fact, Reason
from reperes.facts.factset import FactSet
from reperes.facts.repository import Repository
from reperes.facts.schema import DECLARATIONS, DOCUMENTS, HISTORY, KEYS, REPOSITORY
from reperes.indicators import definitions
from reperes.indicators.measure import Measure, Outcome
from reperes.observation import Absence, Observation
from reperes.readings.model import Reading
from support.history import PROVENANCE, C, history

AS_OF = date(2026, 11, 23)
HEAD = "4f5c2a9e1b" * 4
ORIGIN = "https://codeberg.org/exemple/registre"
YEAR = Window(date(2025, 11, 23), AS_OF)
FACTOR = "contributor_absence_factor"

HOSTILE = "\x1b[31m<script>alert(1)</script>\u202e[x](javascript:y)|`*_\n# é\udce9\x9b2J"
"""A name that tries a terminal, a page, a Markdown file, the direction of writing, and is not even UTF-8."""

GAP = Message("{found} found, at least {minimum} are needed.", {"found": 3, "minimum": 10})


def measured(indicator: str, value: float, *, items: int = 2475, **more: Any) -> Measure:
    """Return a measure over the last year, with its citation."""
    cited = (QueryCitation("git", "commits", YEAR, items),)
    return definitions()[indicator].measured(value, items=items, window=YEAR, citations=cited, **more)


def unmeasured(indicator: str, outcome: Outcome, reason: Message = GAP, **more: Any) -> Measure:
    """Return a measure without a value."""
    return definitions()[indicator].unmeasured(outcome, reason, **more)


def document(kind: DocumentKind, path: str, text: str | None = "…", **more: Any) -> Document:
    """Return a document of 12 bytes."""
    return Document(kind, path, "a" * 40, 12, text, **more)


def observation(
    *,
    origin: str | None = ORIGIN,
    branch: str | None = "main",
    last: date = date(2026, 11, 19),
    documents: Sequence[Document] | None = (),
    declarations: Sequence[Structured] = (),
    measures: Iterable[Measure] = (),
    absences: Iterable[Absence] = (),
    readings: Iterable[Reading] = (),
    catalogued: Iterable[Fact[Any]] = (),
    name: str = "registre",
    typed: str = ORIGIN,
) -> Observation:
    """Return an observation; `documents` None makes them absent, `catalogued` are facts of catalogues."""
    committed_at = datetime(last.year, last.month, last.day, 9, tzinfo=UTC)
    absent = Absent(Reason.UNREADABLE, Message("The files of the revision cannot be listed."))
    values: dict[str, object] = {
        REPOSITORY.name: Repository(origin, HEAD, HEAD, branch, committed_at, ()),
        HISTORY.name: history([C(date(2019, 3, 4), "ada"), C(last, "bob")]),
        DOCUMENTS.name: absent if documents is None else Documents(HEAD, origin, tuple(documents)),
        DECLARATIONS.name: absent if documents is None else Declarations(tuple(declarations)),
    }
    facts = FactSet([*(Fact(key, value, PROVENANCE) for key, value in values.items()), *catalogued])
    return Observation(
        AS_OF, "reperes 0.1.0", typed, name, facts, tuple(measures), tuple(absences), tuple(readings)
    )


NO_COMMIT = Message("The repository is empty: it has no commit yet.")


def empty(reason: Reason = Reason.EMPTY, message: Message = NO_COMMIT) -> Observation:
    """Return the observation of a repository without a commit: no fact at all."""
    facts = FactSet(Fact(key, Absent(reason, message), PROVENANCE) for key in KEYS)
    measures = [unmeasured(name, Outcome.NOT_MEASURED, message) for name in definitions()]
    absences = [Absence("git", reason, message, key) for key in KEYS]
    return Observation(AS_OF, "reperes 0.1.0", "./vide", "vide", facts, tuple(measures), tuple(absences))
