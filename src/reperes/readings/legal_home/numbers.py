"""The number under which a register knows a body: only that of a legal entity, written beside its name."""

import re
from collections.abc import Iterator

from reperes.facts.documents import Document, DocumentKind
from reperes.readings.model import Piece
from reperes.readings.seen import Seen
from reperes.readings.stewardship import plain, told_by_words

_SIREN = re.compile(r"\bsire[nt]e?\b[^\d\n]{0,30}(\d{3}[\s.]?\d{3}[\s.]?\d{3})", re.IGNORECASE)
_RNA = re.compile(r"\b(W\d{9})\b")
_SOLE_TRADER = re.compile(
    r"\b(?:auto|micro)[\s-]?(?:entrepr\w+|entreprise)|\bentrepr(?:eneur|ise)s? individuel|\bei\b|\beirl\b"
)
"""One who trades under their own name: their number is that of a natural person."""
_NEAR = 3
"""Lines before and after a number in which the name must stand for the number to be its own."""
_LONG = 4
"""Letters from which a word of a name tells it."""
_READ = 200_000
_PLACES = (
    DocumentKind.README,
    DocumentKind.LICENCE,
    DocumentKind.PUBLICCODE,
    DocumentKind.GOVERNANCE,
    DocumentKind.FUNDING,
    DocumentKind.SUPPORT,
)
_ENTITIES = frozenset({"foundation", "association", "gip", "public-body", "cooperative", "company"})


def number_of(seen: Seen, value: str | None, name: str | None) -> Piece | None:
    """Return the SIREN, or the RNA of an association, that a text writes beside the name of the body."""
    words = _words(name) if value in _ENTITIES and name else frozenset()
    if not words:
        return None
    for document in seen.of(*_PLACES):
        for number, line in _numbers(document, words, is_association=value == "association"):
            cited = seen.cite(document, (line, line), quote=False)
            return seen.definition.piece("number", cited, path=document.path, identifier=number)
    return None


def _words(name: str) -> frozenset[str]:
    """Return the words that tell a name from another: its form (« SAS », « Association ») does not."""
    found = re.findall(r"\w+", plain(name))
    return frozenset(one for one in found if len(one) >= _LONG and told_by_words(one) is None)


def _numbers(document: Document, words: frozenset[str], *, is_association: bool) -> Iterator[tuple[str, int]]:
    lines = (document.text or "")[:_READ].split("\n")
    for at, line in enumerate(lines):
        found = (_RNA.search(line) if is_association else None) or _SIREN.search(line)
        if found is None:
            continue
        around = plain("\n".join(lines[max(0, at - _NEAR) : at + _NEAR + 1]))
        if words <= set(re.findall(r"\w+", around)) and not _SOLE_TRADER.search(around):
            yield re.sub(r"[\s.]", "", found[1]), at + 1
