"""One reading, made of facts written by hand."""

import importlib
from collections.abc import Iterable, Sequence
from datetime import date

from reperes.errors import Message
from reperes.facts.catalogue import Listing
from reperes.facts.documents import Declarations, Document, DocumentKind, Documents, Structured
from reperes.facts.fact import Absent, Fact, Reason
from reperes.facts.factset import FactSet
from reperes.facts.forge import ForgeRepository, Requests
from reperes.facts.history import History
from reperes.facts.licences import LicenceFile, LicenceHistory, Licences, LicenceVersion
from reperes.facts.repository import Repository
from reperes.facts.schema import (
    CATALOGUES,
    DECLARATIONS,
    DOCUMENTS,
    FORGE,
    HISTORY,
    LICENCE_HISTORY,
    LICENCES,
    REPOSITORY,
    REQUESTS,
    TREE,
)
from reperes.indicators.measure import Measure
from reperes.licences import identify
from reperes.readings import definitions
from reperes.readings.model import Confidence, Reading
from reperes.readings.seen import Seen
from support.history import PROVENANCE, tree
from support.observations import AS_OF, HEAD, ORIGIN, document

_ABSENT = Absent(Reason.UNREADABLE, Message("It cannot be read."))


def read(
    name: str,
    *,
    documents: Sequence[Document] | None = (),
    declarations: Sequence[Structured] = (),
    history: History | None = None,
    paths: Sequence[str] | None = None,
    origin: str | None = ORIGIN,
    measures: Iterable[Measure] = (),
    after: Iterable[Reading] = (),
    versions: Sequence[LicenceVersion] | None = None,
    forge: ForgeRepository | None = None,
    requests: Requests | None = None,
    listings: Iterable[Listing] = (),
    as_of: date = AS_OF,
) -> Reading:
    """Make a reading. `documents` None: they cannot be read; `paths` None: no file but the documents.

    `versions` are those of the licence files; None: they cannot be read. Likewise `forge` and `requests`.
    `listings` are what catalogues say, each once; of the others, nothing was collected.
    """
    items = tuple(documents or ())
    listed = [item.path for item in items] if paths is None else list(paths)
    values: dict[str, object] = {
        REPOSITORY.name: Repository(origin, HEAD, HEAD, "main", None, ()),
        HISTORY.name: _ABSENT if history is None else history,
        TREE.name: _ABSENT if documents is None and paths is None else tree(*listed),
        DOCUMENTS.name: _ABSENT if documents is None else Documents(HEAD, origin, items),
        LICENCES.name: _ABSENT if documents is None else _licences(items),
        LICENCE_HISTORY.name: _ABSENT if versions is None else LicenceHistory(tuple(versions)),
        DECLARATIONS.name: _ABSENT if documents is None else Declarations(tuple(declarations)),
        FORGE.name: forge or _ABSENT,
        REQUESTS.name: requests or _ABSENT,
    }
    values |= {CATALOGUES[one.catalogue].name: one for one in listings}
    facts = FactSet(Fact(key, value, PROVENANCE) for key, value in values.items())
    definition = definitions()[name]
    made = {reading.id: reading for reading in after}
    assert made.keys() <= set(definition.after)
    seen = Seen(facts, {one.indicator: one for one in measures}, as_of, made, definition)
    found: Reading = importlib.import_module(f"reperes.readings.{name}.read").read(seen)
    return found


def _licences(documents: Iterable[Document]) -> Licences:
    """Tell the licence files apart, as collecting does."""
    return Licences(
        tuple(
            LicenceFile(item.path, identify(item.text))
            for item in documents
            if item.kind is DocumentKind.LICENCE and item.text is not None
        )
    )


def made(name: str, value: object, **companions: object) -> Reading:
    """Return a reading made before, likely."""
    return Reading(name, value, Confidence.LIKELY, companions=companions)


def readme(text: str | None, path: str = "README.md") -> Document:
    """Return a presentation."""
    return document(DocumentKind.README, path, text)


def contributing(text: str | None, path: str = "CONTRIBUTING.md") -> Document:
    """Return a contribution guide."""
    return document(DocumentKind.CONTRIBUTING, path, text)


def messages(reading: Reading) -> list[str]:
    """Return what supports a reading, without its name."""
    return [piece.message.partition(".")[2] for piece in reading.support]
