"""XML without document types: so without entities, inside or outside the file."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from reperes.i18n import N_
from reperes.sources.documents.lenient.tree import MAX_DEPTH, RefusedError, too_deep

MAX_ELEMENTS = 50_000


def parse(text: str) -> Element:
    """Return the root element, its tags and those inside it without namespace; RefusedError otherwise."""
    parser = expat.ParserCreate("utf-8")
    reader = _Reader()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(text.removeprefix("\ufeff").encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's signature
    except expat.ExpatError as error:
        raise RefusedError(
            N_("This file is not well-formed XML, line {line}; it was not read."), line=error.lineno
        ) from error
    return reader.builder.close()


def _refuse(*_: object) -> None:
    raise RefusedError(
        N_("This file declares a document type (DOCTYPE), which may hide traps; it was not read.")
    )


class _Reader:
    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self._depth = 0
        self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise too_deep()
        if self._elements > MAX_ELEMENTS:
            raise RefusedError(
                N_("This file holds more than {limit} values; it was not read."), limit=MAX_ELEMENTS
            )
        self.builder.start(tag.rpartition(":")[2], attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self.builder.end(tag.rpartition(":")[2])
