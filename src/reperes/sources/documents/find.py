"""Which files of a tree speak of the project, told by their paths alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from reperes.errors import Message
from reperes.facts.documents import DocumentKind
from reperes.facts.fact import Limit, Reason
from reperes.i18n import N_
from reperes.sources.documents.sieve import Match, Place, Sieve, sieve

MAX_DOCUMENTS = 400
"""How many documents are read in one tree; `bound` in the vocabulary says how many of one kind."""

LINK = "120000"
_MODES = frozenset({"100644", "100755", "100664", LINK})  # a submodule is another project
_KINDS = {kind: position for position, kind in enumerate(DocumentKind)}

_Order = tuple[int, bool, int, int, bool, int, int, bytes]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to read: what it is for, its exact path, and git's mode and object name for it."""

    kind: DocumentKind
    path: bytes
    mode: str
    blob: str


def find(entries: Iterable[tuple[bytes, str, str]]) -> tuple[list[Candidate], tuple[Limit, ...]]:
    """Return the documents among the (path, mode, blob) of a tree, best first, and what is left out.

    At most `MAX_DOCUMENTS` are chosen, and of each kind the `bound` of the vocabulary. Files of vendored,
    test and example folders, links and submodules are never chosen, but for a link that stands at the root or
    in .github under the name of a document.
    """
    names = sieve()
    places: dict[bytes, Place | None] = {}
    found: list[tuple[_Order, Candidate]] = []
    for path, mode, blob in entries:
        if mode not in _MODES:
            continue
        cut = path.rfind(b"/") + 1
        folder = path[:cut]
        if folder in places:
            place = places[folder]
        else:
            place = places[folder] = names.place(folder)
        if place is None:
            continue
        name = path[cut:]
        if not (place.is_whole or names.sounds(place, name)):
            continue
        match = names.match(place, name, runs=mode == "100755")
        if match is None:
            continue
        if mode != LINK or place.where in {"root", "home"}:
            found.append((_order(place, match, path), Candidate(match.kind, path, mode, blob)))
    found.sort(key=lambda pair: pair[0])
    kept, limits = _bounded([candidate for _, candidate in found], names)
    return kept, limits


def _order(place: Place, match: Match, path: bytes) -> _Order:
    foreign = place.foreign or match.foreign
    kind = _KINDS[match.kind]
    return (place.rank, foreign, kind, match.subject, match.by_folder, place.depth, match.distance, path)


def _bounded(found: list[Candidate], names: Sieve) -> tuple[list[Candidate], tuple[Limit, ...]]:
    kept: list[Candidate] = []
    count = dict.fromkeys(DocumentKind, 0)
    left: dict[DocumentKind, list[bytes]] = {}
    for candidate in found:
        if len(kept) < MAX_DOCUMENTS and count[candidate.kind] < names.rules[candidate.kind].bound:
            count[candidate.kind] += 1
            kept.append(candidate)
        else:
            left.setdefault(candidate.kind, []).append(candidate.path)
    return kept, tuple(_left_out(paths) for paths in left.values())


def _left_out(paths: list[bytes]) -> Limit:
    message = Message(
        N_("Other files of the same kind as {path} were not read, as there are many; how many: {count}."),
        {"count": len(paths), "path": paths[0].decode("utf-8", "backslashreplace")},
    )
    return Limit(Reason.TOO_MANY, message)
