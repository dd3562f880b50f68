"""Which licence the project is under: the text at the root, then what declares it, then what says it."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from reperes.facts.documents import DocumentKind
from reperes.licences import copyleft, on_state_list, openness, parse
from reperes.licences.facts import base
from reperes.readings.judge import Conclusion, conclude
from reperes.readings.licence import claims as c
from reperes.readings.licence.claims import UNRECOGNISED, Claim, key
from reperes.readings.model import Confidence, Piece, Reading, Weight, unknown
from reperes.readings.seen import Seen

NONE = "NONE"
# Conditions that take away a freedom: with one of them, the licence it is added to is not open any more.
_CLOSING = frozenset({"commons-clause", "non-commercial", "no-hosting", "field-of-use", "user-limit"})


def read(seen: Seen) -> Reading:
    """Gather the claims, conclude, and say what the licence allows."""
    definition = seen.definition
    if seen.documents is None:
        return unknown(definition.id, definition.ask("which"), companions=_nothing())
    texts, declared, said = c.texts(seen), list(c.declared(seen)), c.said(seen)
    declared += c.annotated(seen)
    candidates = [*_together(texts, [*declared, *said], c.present(seen)), *declared, *_main(said)]
    if not texts:
        candidates += c.folder(seen, [*declared, *said])
    candidates = candidates or _together(c.inside(seen), said)
    clues = [claim.clue(seen) for claim in candidates]
    if not clues:
        return _none(seen)
    found = conclude(clues, list(dict.fromkeys(clue.value for clue in clues if clue.value)))
    expression = _expression(found, candidates)
    if expression in {None, UNRECOGNISED}:
        return _unrecognised(seen, found)
    return _reading(seen, found, str(expression))


def _together(
    texts: list[Claim], others: Sequence[Claim], present: frozenset[str] = frozenset()
) -> list[Claim]:
    """Return the claims of several files as one, when they are the terms of one offer.

    `present` are all the licences whose text is at the root. A choice or a sum that a declaration states is
    taken from it; a lone licence that something else names too is the project's; the GNU lesser licence comes
    with the text that it completes; files named after licences (LICENSE-MIT, LICENSE-APACHE) are a choice.
    """
    told = [claim for claim in texts if claim.kind != "unrecognised"] or texts
    whole = present.union(*(_parts(claim.expression) for claim in told))
    for other in (*others, *told):
        if len(_parts(other.expression)) > 1 and _parts(other.expression) <= whole:
            return [_as(claim, other.expression) for claim in told]
    keys = list(dict.fromkeys(key(claim.expression) for claim in told))
    if len(keys) < 2:
        return told
    for other in others:
        among = [claim for claim in told if _parts(claim.expression) <= _parts(other.expression)]
        if among and len({key(claim.expression) for claim in among}) < len(keys):
            return [_as(claim, other.expression) for claim in among]
    lesser = [one for one in keys if one.startswith("LGPL-3")]
    if lesser and all(one.startswith(("LGPL-3", "GPL-3")) for one in keys):
        return [claim for claim in told if key(claim.expression) in lesser]
    plain = [claim for claim in told if _PLAIN.fullmatch(claim.path)]
    if len({key(claim.expression) for claim in plain}) == 1 and len(plain) < len(told):
        backed = {key(other.expression) for other in others}
        if not backed or key(plain[0].expression) in backed:
            return plain
    expressions = list(dict.fromkeys(claim.expression for claim in told))
    joined = " OR ".join(f"({one})" if " " in one else one for one in expressions)
    return [_as(claim, joined) for claim in told]


def _parts(expression: str) -> set[str]:
    parsed = parse(expression)
    return {expression} if parsed is None else {base(one) for one in parsed.ids}


_PLAIN = re.compile(r"(licen[cs]e|copying|unlicense)(\.(txt|md|rst|adoc|html?|org))?", re.IGNORECASE)


def _as(claim: Claim, expression: str) -> Claim:
    return Claim(expression, claim.kind, claim.path, claim.lines, claim.similarity)


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


def _reading(seen: Seen, found: Conclusion, expression: str) -> Reading:
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
    if closing:
        expression = f"{expression} AND LicenseRef-{closing}"
    companions = {
        "openness": open_,
        "state_list": on_state_list(expression),
        "copyleft": copyleft(expression) if open_ != "unknown" else None,
        "exceptions": _exceptions(seen, expression),
        "contradictions": contradictions,
        "conditions": conditions,
    }
    confidence = (
        Confidence.LIKELY if closing and found.confidence is Confidence.ESTABLISHED else found.confidence
    )
    return Reading(
        definition.id, expression, confidence, found.support, found.against, tuple(questions), companions
    )


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
            if condition.kind == "except-folder" and condition.path:
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
                {"path": match.about, "value": match.licence, "citation": seen.cite(document, match.lines)},
            )
    return list(found.values())[:40]


def _none(seen: Seen) -> Reading:
    """Return the absence of licence: a finding when everything was read, unknown otherwise."""
    definition = seen.definition
    unread = [document for document in seen.of(*_PLACES) if document.text is None]
    if unread or seen.tree is None:
        return unknown(definition.id, definition.ask("which"), companions=_nothing())
    count = len(seen.of(*_PLACES))
    cited = seen.count("documents of the revision that may state a licence, none of which does", count)
    piece = definition.piece("nothing", cited, count=count)
    companions = _nothing() | {"openness": "not-open", "state_list": False}
    return Reading(
        definition.id, NONE, Confidence.LIKELY, (piece,), (), (definition.ask("which"),), companions
    )


_PLACES = (
    *(DocumentKind.LICENCE, DocumentKind.README, DocumentKind.CONTRIBUTING, DocumentKind.MANIFEST),
    *(DocumentKind.PUBLICCODE, DocumentKind.CODEMETA, DocumentKind.CITATION),
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
