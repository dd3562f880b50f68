"""Whether the texts say who decides and how, and where."""

import re
from collections.abc import Iterable
from typing import Any

from reperes.facts.documents import DocumentKind
from reperes.readings.model import Piece
from reperes.readings.seen import Seen
from reperes.readings.signals import Hit

_MOST = 6
_SUBJECT = re.compile(
    r"govern|gouvern|decision|contribu|maintain|mainten|team|équipe|equipe|process|rfc|community|communaut|about|charter"
    r"|committ|member|roles?\b|guideline|steering|releas|organi[sz]ation"
)
_ASIDE = re.compile(r"\badr\b|/adrs?/|proposals?/|template|/rfcs?/|changelog|/api/")
_MAINTAIN = re.compile(
    r"maintain|committer|core developer|mainteneur|team (?:has|is|members|reviews|will|may|can)|équipe|owner"
    r"|rfc process"
)


def documented(seen: Seen) -> dict[str, Any]:
    """Return the companions `documented`, `documents`, `decides`, `joins`, `refuses`."""
    if seen.documents is None:
        return {"documented": "unknown", "documents": (), "decides": (), "joins": (), "refuses": ()}
    how = [hit for hit in seen.hits("decides", "elected", "approves") if _governs(hit)]
    who = [hit for hit in seen.hits("rules", "bdfl") if _governs(hit)]
    links = [hit for hit in seen.hits("governance_link") if hit.document.kind is not DocumentKind.DOCS_PAGE]
    joins, refuses = seen.hits("joins"), seen.hits("refuses")
    governs = [one for one in seen.of(DocumentKind.GOVERNANCE) if one.text]
    ruled = any(hit.document.kind is DocumentKind.GOVERNANCE for hit in how)
    both = {hit.document.path for hit in how} & {hit.document.path for hit in (*who, *joins)}
    if ruled or both or links:
        said = "yes"
    elif governs or how or any(_governs(hit) for hit in joins) or any(_names_a_body(hit) for hit in who):
        said = "partial"
    elif seen.tree is None or seen.unread(*seen.definition.evidence["decides"].places):
        said = "unknown"
    else:
        said = "no"
    return {
        "documented": said,
        "documents": tuple(_documents(seen, [*how, *who, *links])),
        "decides": _pieces(seen, "decides", [hit for hit in how if hit.evidence != "approves"]),
        "joins": _pieces(seen, "joins", [hit for hit in joins if _governs(hit)]),
        "refuses": _pieces(seen, "refuses", [hit for hit in refuses if _governs(hit)]),
    }


def _governs(hit: Hit) -> bool:
    """Return whether a document is one where a project writes its rules: a page of another subject is not."""
    path = hit.document.path.lower()
    return hit.document.kind is not DocumentKind.DOCS_PAGE or (
        bool(_SUBJECT.search(path)) and not _ASIDE.search(path)
    )


def _names_a_body(hit: Hit) -> bool:
    """Return whether it is a body that is named, not only those who maintain."""
    return hit.evidence == "bdfl" or not _MAINTAIN.search(hit.match)


def _documents(seen: Seen, hits: Iterable[Hit]) -> list[Any]:
    governs = [seen.cite(one) for one in seen.of(DocumentKind.GOVERNANCE)]
    paths = {one.path for one in seen.of(DocumentKind.GOVERNANCE)}
    first = {hit.document.path: hit for hit in reversed(list(hits)) if hit.document.path not in paths}
    return [*governs, *(seen.cite(hit.document, hit.lines) for hit in list(first.values())[:_MOST])]


def _pieces(seen: Seen, name: str, hits: Iterable[Hit]) -> tuple[Piece, ...]:
    ordered = sorted(hits, key=lambda hit: hit.document.kind is not DocumentKind.GOVERNANCE)
    once = {(hit.document.path, hit.lines[0]): hit for hit in reversed(ordered)}
    kept = [hit for hit in ordered if once[hit.document.path, hit.lines[0]] is hit]
    return tuple(
        seen.definition.piece(name, seen.cite(hit.document, hit.lines), path=hit.document.path)
        for hit in kept[:_MOST]
    )
