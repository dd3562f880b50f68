"""Continuous integration: which system a file is for. Its content is not read, and never run."""

from reperes.facts.documents import DocumentKind
from reperes.sources.documents.formats import Format
from reperes.sources.documents.lenient.tree import Parsed
from reperes.sources.documents.vocabulary import vocabulary


def read(_: str, path: str) -> Parsed:
    """Return `system`, the name of the continuous integration system, told by the path."""
    folder, _, name = path.lower().rpartition("/")
    for system, places in vocabulary().ci.items():
        if folder in places.folders or (not folder and name in places.names):
            return Parsed({"system": system})
    return Parsed({})


FORMATS = (Format("ci", DocumentKind.CI, ("*",), read, needs_text=False),)
