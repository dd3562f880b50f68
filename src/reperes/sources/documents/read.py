"""From the bytes of the chosen files to the facts: documents, and what the structured ones declare."""

from collections.abc import Mapping, Sequence
from posixpath import dirname, join, normpath

from reperes.errors import Message
from reperes.facts.documents import Declarations, Document, DocumentKind, Documents, Structured
from reperes.facts.fact import Fact, Limit, Provenance, Reason
from reperes.facts.schema import DECLARATIONS, DOCUMENTS
from reperes.i18n import N_
from reperes.sources.documents.find import LINK, Candidate
from reperes.sources.documents.formats import declared
from reperes.sources.documents.structured import codeowners
from reperes.sources.documents.text import MAX_BYTES, Content, Decoded, decode

__all__ = ["MAX_BYTES", "Content", "read"]

_LISTS = frozenset({DocumentKind.AUTHORS, DocumentKind.MAINTAINERS})

_LIMITS: Mapping[Reason, str] = {
    Reason.NOT_COLLECTED: N_(
        "The content of {path} is not in this copy; documents in the same case: {count}."
    ),
    Reason.MISSING_OBJECT: N_(
        "{path} is kept outside the repository (Git LFS); documents in the same case: {count}."
    ),
    Reason.UNREADABLE: N_("{path} is not a text; documents in the same case: {count}."),
    Reason.NOT_SUPPORTED: N_(
        "{path} is a link to another file, which was not followed; documents in the same case: {count}."
    ),
    Reason.TOO_LARGE: N_("Only the beginning of {path} was read; documents in the same case: {count}."),
}


def read(
    candidates: Sequence[Candidate],
    contents: Mapping[str, Content],
    *,
    revision: str,
    origin: str | None,
    provenance: Provenance,
) -> tuple[Fact[Documents], Fact[Declarations]]:
    """Return the documents in the order of `candidates`, and the declarations of the structured ones.

    `contents` is by blob; a document whose blob is not in it stays, without text, under a limit, and so does
    a link, which is not followed, unless the file it leads to is read here as the same kind of document.
    Lists of authors keep no text, only how many they name; None where it cannot be told.
    """
    documents: list[Document] = []
    declarations: list[Structured] = []
    wanting: dict[Reason, list[bytes]] = {}
    files = {candidate.path: candidate for candidate in candidates if candidate.mode != LINK}
    for candidate in candidates:
        content = contents.get(candidate.blob)
        if candidate.mode == LINK:
            if _leads_to(candidate, content, files):
                continue
            content, decoded = None, Decoded(None, Reason.NOT_SUPPORTED)
        else:
            decoded = Decoded(None, Reason.NOT_COLLECTED) if content is None else decode(content)
        if decoded.reason is not None:
            wanting.setdefault(decoded.reason, []).append(candidate.path)
        document = _document(candidate, content, decoded)
        documents.append(document)
        structured = declared(document.kind, document.path, decoded.text)
        if structured is not None:
            declarations.append(structured)
    limits = tuple(_limit(reason, paths) for reason, paths in wanting.items())
    found = Documents(revision, origin, tuple(documents))
    return (
        Fact(DOCUMENTS.name, found, provenance, limits=limits),
        Fact(DECLARATIONS.name, Declarations(tuple(declarations)), provenance, limits=limits),
    )


def _leads_to(link: Candidate, content: Content | None, files: Mapping[bytes, Candidate]) -> bool:
    """Return whether a link is another name of one of the files, of the same kind and no deeper."""
    if content is None:
        return False
    # The blob of a link is the path that it leads to.
    target = files.get(normpath(join(dirname(link.path), content.data)))
    return (
        target is not None and target.kind is link.kind and target.path.count(b"/") <= link.path.count(b"/")
    )


def _document(candidate: Candidate, content: Content | None, decoded: Decoded) -> Document:
    return Document(
        kind=candidate.kind,
        path=candidate.path.decode("utf-8", "surrogateescape"),
        blob=candidate.blob,
        size=None if content is None else content.size,
        text=None if candidate.kind is DocumentKind.AUTHORS else decoded.text,
        truncated=decoded.reason is Reason.TOO_LARGE,
        entries=None if decoded.text is None else _entries(candidate.kind, decoded.text),
    )


def _entries(kind: DocumentKind, text: str) -> int | None:
    if kind is DocumentKind.CODEOWNERS:
        return codeowners.persons(text)
    if kind not in _LISTS:
        return None
    from reperes.people.lists import count_entries

    return count_entries(text) or None  # none that can be told is not none


def _limit(reason: Reason, paths: Sequence[bytes]) -> Limit:
    shown = paths[0].decode("utf-8", "backslashreplace")
    told = Reason.MISSING_OBJECT if reason is Reason.NOT_COLLECTED else reason
    return Limit(told, Message(_LIMITS[reason], {"path": shown, "count": len(paths)}))
