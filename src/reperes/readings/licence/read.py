"""Which licence the project is under: the text at the root, then what declares it, then what says it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from reperes.facts.documents import DocumentKind
from reperes.licences import NONE, companions_of, openness, parse
from reperes.readings.judge import Conclusion, conclude
from reperes.readings.licence import claims as c
from reperes.readings.licence.claims import UNRECOGNISED, Claim, key
from reperes.readings.licence.offers import together
from reperes.readings.listed import records
from reperes.readings.model import Confidence, Piece, Reading, Weight, unknown
from reperes.readings.seen import Seen

_PARTS = re.compile(r"\s+(?:AND|OR|WITH)\s+|[()]")
_NO_VERSION = "LicenseRef-"
_SPEAKS = re.compile(r"licen[cs]e", re.IGNORECASE)
# Conditions that take away a freedom: with one of them, the licence it is added to is not open any more.
_CLOSING = frozenset({"commons-clause", "non-commercial", "no-hosting", "field-of-use", "user-limit"})


def read(seen: Seen) -> Reading:
    """Gather the claims, conclude, and say what the licence allows."""
    definition = seen.definition
    if seen.documents is None:
        return unknown(definition.id, definition.ask("which"), companions=_nothing())
    texts, declared, said = c.texts(seen), list(c.declared(seen)), c.said(seen)
    declared += c.annotated(seen)
    candidates = [*together(texts, [*declared, *said], c.present(seen)), *declared, *_main(said)]
    if not texts:
        candidates += c.folder(seen, [*declared, *said])
    candidates = candidates or together(c.inside(seen), said)
    clues = [claim.clue(seen) for claim in candidates]
    if not clues:
        return _none(seen)
    found = conclude(clues, list(dict.fromkeys(clue.value for clue in clues if clue.value)))
    expression = _expression(found, candidates)
    if expression in {None, UNRECOGNISED}:
        return _unrecognised(seen, found)
    return _reading(seen, found, str(expression), guessed=any(claim.kind == "beside" for claim in candidates))


def _main(said: Sequence[Claim]) -> list[Claim]:
    """Return what is said most often, once a document: a presentation may speak of other licences too."""
    counts = Counter(key(claim.expression) for claim in said)
    if not counts:
        return []
    most = max(counts.values())
    kept = [name for name, count in counts.items() if count == most][:1]
    seen: dict[str, Claim] = {}
    for claim in said:
        if key(claim.expression) in kept:
            seen.setdefault(claim.path, claim)
    return list(seen.values())


def _expression(found: Conclusion, candidates: Sequence[Claim]) -> str | None:
    """Return the most precise way the licence is written: one that says `-or-later`, else the text's."""
    if found.value is None:
        return None
    same = [claim.expression for claim in candidates if key(claim.expression) == found.value]
    same = [one for one in same if "LicenseRef-" not in one] or same
    later = [one for one in same if "-or-later" in one]
    return (later or same)[0] if same else found.value


def _reading(seen: Seen, found: Conclusion, expression: str, *, guessed: bool) -> Reading:
    definition = seen.definition
    conditions, closing = _conditions(seen, expression)
    open_ = "not-open" if closing and openness(expression) == "open" else openness(expression)
    contradictions = [piece for piece in found.against if piece.weight is not Weight.WEAK]
    questions = [
        definition.ask("contradiction", path=piece.args.get("path", "")) for piece in contradictions[:1]
    ]
    questions += [
        definition.ask("conditions", path=str(one.args["path"])) for one in conditions[:1] if closing
    ]
    if guessed:
        questions.append(definition.ask("together", licences=expression.replace(" AND ", ", ")))
    if closing:
        expression = f"{expression} AND LicenseRef-{closing}"
    companions = {
        **companions_of(expression),
        "openness": open_,
        "exceptions": _exceptions(seen, expression),
        "contradictions": contradictions,
        "conditions": conditions,
    }
    confidence = (
        Confidence.LIKELY if closing and found.confidence is Confidence.ESTABLISHED else found.confidence
    )
    told = tuple(_listed(seen, expression))
    companions["contradictions"] = [*contradictions, *told]
    against = (*found.against, *_guess(seen, expression), *told)
    return Reading(
        definition.id, expression, confidence, found.support, against, tuple(questions), companions
    )


def _guess(seen: Seen, expression: str) -> Iterator[Piece]:
    """Yield what the forge believes, where that is no part of what was read: it reads the same files."""
    state = seen.forge
    if state is None or state.licence is None:
        return
    known = {key(part) for part in _PARTS.split(expression)}
    if key(state.licence) not in known:
        yield seen.definition.piece("forge_guess", seen.on_forge(state), licence=state.licence)


def _listed(seen: Seen, expression: str) -> Iterator[Piece]:
    """Yield the licence that a catalogue gives, where it is no part of what was read."""
    known = {key(part) for part in _PARTS.split(expression)}
    for record in records(seen):
        parsed = None if record.entry.licence is None else parse(record.entry.licence)
        told = {key(part) for part in _PARTS.split(parsed.text)} if parsed else known
        if not any(_is_same(one, other) for one in told for other in known):
            yield seen.definition.piece(
                "listed_otherwise", record.cite(), licence=record.entry.licence, **record.said
            )


def _is_same(one: str, other: str) -> bool:
    """Return whether two keys may tell one licence: a catalogue often writes a family without its version."""
    bare, whole = sorted((one, other), key=lambda key: not key.startswith(_NO_VERSION))
    family = bare.removeprefix(_NO_VERSION)
    is_family = family != bare and whole.lower().startswith(family.lower())
    return one == other or (is_family and not whole[len(family) :][:1].isalnum())


def _conditions(seen: Seen, main: str) -> tuple[list[Piece], str | None]:
    """Return the conditions added to the main licence, and the name of one that closes it."""
    pieces, closing = [], None
    for file in c.files(seen):
        document = seen.document(file.path)
        if document is None or not c.is_root(file.path) or not c.tells(seen, file, main):
            continue
        for condition in file.found.conditions:
            if condition.kind == "except-folder":
                continue
            cited = seen.cite(document, condition.lines)
            pieces.append(seen.definition.piece("condition", cited, path=file.path, kind=condition.kind))
            closing = closing or (condition.kind if condition.kind in _CLOSING else None)
    return pieces, closing


def _exceptions(seen: Seen, main: str) -> list[dict[str, Any]]:
    """Return the parts under another licence: `path`, `value`, and the citation of what says so."""
    found: dict[str, dict[str, Any]] = {}
    for file in c.files(seen):
        document = seen.document(file.path)
        if document is None:
            continue
        for condition in file.found.conditions:
            apart = condition.licence is None or key(condition.licence) != key(main)
            if condition.kind == "except-folder" and condition.path and apart:
                found.setdefault(
                    condition.path,
                    {
                        "path": condition.path,
                        "value": condition.licence,
                        "citation": seen.cite(document, condition.lines),
                    },
                )
        if "/" in file.path or not c.is_root(file.path):
            for claim in c.of_part(seen, file):
                if key(claim.expression) != key(main):
                    place = file.path.rpartition("/")[0] or file.path
                    found.setdefault(
                        place, {"path": place, "value": claim.expression, "citation": seen.cite(document)}
                    )
    for path, match in c.parts_said(seen):
        document = seen.document(path)
        if document is not None and key(match.licence) != key(main):
            found.setdefault(
                match.about,
                {
                    "path": None,
                    "about": match.about,
                    "value": match.licence,
                    "citation": seen.cite(document, match.lines),
                },
            )
    return list(found.values())[:40]


def _none(seen: Seen) -> Reading:
    """Return the absence of licence: a finding when everything was read, unknown otherwise."""
    definition = seen.definition
    elsewhere = [file for file in c.files(seen) if (seen.text(file.path) or "").strip()]
    if seen.unread(*_PLACES) or _is_unparsed(seen) or seen.tree is None or elsewhere or seen.licences is None:
        known = _nothing() | {"exceptions": _exceptions(seen, NONE)}
        return unknown(definition.id, definition.ask("which"), companions=known)
    count = len(seen.of(*_PLACES))
    cited = seen.count("documents of the revision that may state a licence, none of which does", count)
    piece = definition.piece("nothing", cited, count=count)
    told = tuple(_listed(seen, NONE))
    companions = _nothing() | companions_of(NONE) | {"contradictions": list(told)}
    return Reading(
        definition.id, NONE, Confidence.LIKELY, (piece,), told, (definition.ask("which"),), companions
    )


_PLACES = (
    *(DocumentKind.LICENCE, DocumentKind.README, DocumentKind.CONTRIBUTING, DocumentKind.MANIFEST),
    *(DocumentKind.PUBLICCODE, DocumentKind.CODEMETA, DocumentKind.CITATION),
)


def _is_unparsed(seen: Seen) -> bool:
    """Return whether a manifest at the root, of a format that we do not parse, speaks of a licence."""
    parsed = {item.path for item in seen.declarations}
    return any(
        "/" not in item.path and item.path not in parsed and _SPEAKS.search(item.text or "")
        for item in seen.of(DocumentKind.MANIFEST)
    )


def _unrecognised(seen: Seen, found: Conclusion) -> Reading:
    definition = seen.definition
    confidence = (
        Confidence.CONTRADICTED if found.confidence is Confidence.CONTRADICTED else Confidence.UNKNOWN
    )
    contradictions = list(found.against) if confidence is Confidence.CONTRADICTED else []
    return Reading(
        definition.id,
        None,
        confidence,
        found.support,
        found.against,
        (definition.ask("which"),),
        _nothing() | {"contradictions": contradictions},
    )


def _nothing() -> dict[str, Any]:
    return {
        "openness": "unknown",
        "state_list": None,
        "copyleft": None,
        "exceptions": [],
        "contradictions": [],
        "conditions": [],
    }
