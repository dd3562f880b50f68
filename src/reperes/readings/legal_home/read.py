"""Who can sign, invoice and receive for the project: the steward’s legal kind, a person, or nobody."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reperes.facts.documents import DocumentKind
from reperes.people.stewards import load_stewards
from reperes.readings.judge import Clue, conclude
from reperes.readings.model import Confidence, Piece, Reading, Weight, unknown
from reperes.readings.seen import Seen
from reperes.readings.stewardship import ONE_PERSON

_ROOTS: Mapping[str, str] = {
    "account_holds": "account",
    "own_site": "account",
    "card_owner": "card",
    "rights_held": "rights",
    "rights_also": "rights",
    "manifest_names": "manifest",
    "domain_leads": "history",
    "domain_some": "history",
}
"""The pieces of the reading of governance that name a steward; those not listed come from a text."""

_VALUES: Mapping[str, str] = {
    "umbrella": "foundation",
    "says_association": "association",
    "says_public": "public-body",
    "own_domain": "company",
}
_PLACES = (DocumentKind.README, DocumentKind.LICENCE, DocumentKind.PUBLICCODE, DocumentKind.GOVERNANCE)
_SIREN = re.compile(r"\bsire[nt]e?\b[^\d\n]{0,30}(\d{3}[\s.]?\d{3}[\s.]?\d{3})\b", re.IGNORECASE)
_RNA = re.compile(r"\b(W\d{9})\b")


def read(seen: Seen) -> Reading:
    """Take the legal kind of what the reading of governance found, and what the texts say of money."""
    definition = seen.definition
    governance = seen.readings.get("governance")
    asked = (definition.ask("signs"),)
    nothing = {"name": None, "identifier": None}
    if governance is None or (seen.documents is None and governance.settled is None):
        return unknown(definition.id, *asked, companions=nothing)
    clues = [*_stewards(seen, governance.support), *_money(seen)]
    first = next((clue.value for clue in clues if clue.value and clue.piece.weight is not Weight.WEAK), None)
    beside = [clue for clue in _stewards(seen, governance.against) if clue.root != "history"]
    clues += beside if first is None else [clue for clue in beside if clue.value == first]
    if any(clue.value == "gip" for clue in clues):  # a GIP is a public body: the two do not contradict
        clues = [replace(clue, value="gip") if clue.value == "public-body" else clue for clue in clues]
    clues += list(_found_none(seen, governance.settled)) if not clues else []
    found = conclude(clues, tuple(definition.values))
    confidence = found.confidence
    if found.value in {"none", "person"} and confidence is Confidence.ESTABLISHED:
        confidence = Confidence.LIKELY
    companions = {"name": _name(found.value, found.support), "identifier": _identifier(seen, found.value)}
    questions = () if confidence is Confidence.ESTABLISHED else asked
    return Reading(
        definition.id, found.value, confidence, found.support, found.against, questions, companions
    )


def _stewards(seen: Seen, pieces: Iterable[Piece]) -> Iterator[Clue]:
    """Yield what governance found of a steward, as what it can sign as."""
    for piece in pieces:
        message = piece.message.partition(".")[2]
        value = str(piece.args.get("kind") or _VALUES.get(message, ""))
        if value not in seen.definition.values or message == "agreement_with":
            continue
        name = message if message in seen.definition.evidence else "text_says"
        weight = Weight.FORMAL if message == "card_owner" and value != "company" else piece.weight
        root = _ROOTS.get(message, str(piece.args.get("path", "text")))
        args = {"kind": value, "who": value, **piece.args}
        yield seen.definition.clue(name, *piece.citations, root=root, value=value, weight=weight, **args)


def _money(seen: Seen) -> Iterator[Clue]:
    for hit in seen.hits("fiscal_host")[:2]:
        named = load_stewards().named(
            "\n".join((hit.document.text or "").split("\n")[hit.lines[0] - 1 : hit.lines[1] + 2])
        )
        who = next((one.name for one, _ in named if one.legal == "fiscal-host" or one.umbrella), None)
        yield (
            seen.clue(hit)
            if who is None
            else seen.definition.clue(
                "named_host",
                seen.cite(hit.document, hit.lines),
                root=hit.document.path,
                path=hit.document.path,
                who=who,
            )
        )
    yield from seen.clues("collects", "says_form", most=1)


def _found_none(seen: Seen, governance: object) -> Iterator[Clue]:
    """Yield the finding that nobody was found, when every place was read."""
    read = seen.of(*_PLACES)
    if not read or any(one.text is None for one in read):
        return
    cited = seen.count("documents that name an organisation as the holder", 0)
    if governance == "individual-led":
        yield seen.definition.clue("one_person", cited, seen.reading("governance"), root="search")
    elif governance == "community-led":
        yield seen.definition.clue("nobody", cited, seen.reading("governance"), root="search")


def _name(value: str | None, support: Iterable[Piece]) -> str | None:
    if value in {None, "none"}:
        return None
    if value == "person":
        return ONE_PERSON
    return next(
        (str(piece.args["who"]) for piece in support if piece.args.get("who") not in {None, value}), None
    )


def _identifier(seen: Seen, value: str | None) -> str | None:
    """Return the SIREN, or the RNA of an association, that a text about the project writes."""
    for document in seen.of(*_PLACES, DocumentKind.FUNDING, DocumentKind.SUPPORT):
        text = (document.text or "")[:200_000]
        rna, siren = _RNA.search(text), _SIREN.search(text)
        if rna and value == "association":
            return rna[1]
        if siren:
            return re.sub(r"\D", "", siren[1])
    return None
