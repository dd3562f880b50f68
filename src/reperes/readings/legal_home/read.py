"""Who can sign, invoice and receive for the project: the steward’s legal kind, a person, or nobody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reperes.facts.documents import DocumentKind
from reperes.people.stewards import load_stewards
from reperes.readings.judge import Clue, Conclusion, conclude
from reperes.readings.legal_home.numbers import number_of
from reperes.readings.listed import Number, by_category, number_of_body, records
from reperes.readings.model import Confidence, Piece, Question, Reading, Weight, unknown
from reperes.readings.seen import Seen
from reperes.readings.stewardship import LED, ONE_PERSON

_VALUES: Mapping[str, str] = {
    "umbrella": "foundation",
    "says_association": "association",
    "says_public": "public-body",
    "own_domain": "company",
}
"""What the pieces of the reading of governance that name nobody say that somebody can sign as."""

_TOLD = frozenset(
    {
        *(
            "account_holds",
            "account_listed",
            "account_listed_unnamed",
            "own_site",
            "card_owner",
            "rights_held",
            "rights_also",
            "manifest_names",
        ),
        *("says_held", "trademark", "domain_leads", "domain_some", "own_domain"),
    }
)
"""The pieces of the reading of governance that are said here in the same words."""

_LED_BY: Mapping[str, str] = {
    "foundation-hosted": "foundation",
    "association-led": "association",
    "public-body-led": "public-body",
    "company-led": "company",
    "individual-led": "person",
    "community-led": "none",
}
_PLACES = (DocumentKind.README, DocumentKind.LICENCE, DocumentKind.PUBLICCODE, DocumentKind.GOVERNANCE)
_HISTORY = "history"
_ACCOUNT = frozenset({"account_holds", "account_listed", "account_listed_unnamed"})
_FORMS = ("association", "foundation", "gip", "public_body", "cooperative", "company")
_NATURAL = frozenset({"person", "none"})
_HOST = "fiscal-host"
_SORT_OF: Mapping[str, str] = {"gip": "public-body", "cooperative": "company"}
"""Forms that are a sort of another: the register tells the one where a text tells the other."""


def read(seen: Seen) -> Reading:
    """Take the legal kind of what the reading of governance found, and what the texts say of money."""
    definition = seen.definition
    governance = seen.readings.get("governance")
    asked = (definition.ask("signs"),)
    nothing = {"name": None, "identifier": None, "identifier_rests": None}
    if governance is None or (seen.documents is None and governance.settled is None):
        return unknown(definition.id, *asked, companions=nothing)
    clues = [*_stewards(seen, governance.support), *_money(seen)]
    beside = list(_stewards(seen, governance.against))
    clues += [clue for clue in beside if clue.root != _HISTORY]
    # Who writes for a steward that is not kept is told beside another, and signs nothing by itself.
    clues += [clue.weighing(Weight.WEAK) for clue in beside if clue.root == _HISTORY and clues]
    if governance.correction is not None:
        clues = [*_corrected(seen, clues, governance.settled)]
    if any(clue.value == "gip" for clue in clues):  # a GIP is a public body: the two do not contradict
        clues = [replace(clue, value="gip") if clue.value == "public-body" else clue for clue in clues]
    clues = [*_beside_a_holder(clues)]
    clues += list(_found_none(seen, governance.settled)) if not clues else []
    found = conclude(clues, tuple(definition.values))
    name = _name(found.value, found.support)
    registered = None if found.value in _NATURAL else number_of_body(seen, name)
    clue = None if registered is None else _registered(seen, registered, found.value)
    found = found if clue is None else _told_by_name(found, clue)
    confidence = found.confidence
    if found.value in _NATURAL and confidence is Confidence.ESTABLISHED:
        confidence = Confidence.LIKELY
    is_another = clue is not None and clue.value != found.value
    identified = _identified(seen, found.value, name, None if is_another else registered)
    questions = list(() if confidence is Confidence.ESTABLISHED else asked)
    if registered is not None and (is_another or identified["identifier_rests"] == "name"):
        questions.insert(0, _is_it(seen, registered))
    written = number_of(seen, found.value, name)
    support = found.support if written is None else (*found.support, written)
    companions = {"name": name, **identified}
    return Reading(
        definition.id, found.value, confidence, support, found.against, tuple(questions), companions
    )


def _identified(
    seen: Seen, value: str | None, name: str | None, registered: Number | None
) -> dict[str, str | None]:
    """Return the number of the body and what it rests on: a text, else a catalogue, else its name alone."""
    written = number_of(seen, value, name)
    if written is not None:
        return {"identifier": str(written.args["identifier"]), "identifier_rests": "text"}
    if registered is None or value in {None, "none", "person"}:
        return {"identifier": None, "identifier_rests": None}
    return {"identifier": registered.identifier, "identifier_rests": registered.rests}


def _beside_a_holder(clues: Sequence[Clue]) -> Iterator[Clue]:
    """Yield the clues; who holds the money, by a catalogue, is a hint where a body holds the project."""
    held = any(clue.value != _HOST and clue.piece.weight is not Weight.WEAK for clue in clues)
    for clue in clues:
        yield clue.weighing(Weight.WEAK) if held and clue.piece.message.endswith(".host_listed") else clue


def _told_by_name(found: Conclusion, clue: Clue) -> Conclusion:
    """Return a conclusion with what is told of a body by its name alone: the value stays what it was."""
    if clue.value == found.value:
        return replace(found, support=(*found.support, clue.piece))
    return replace(found, against=(*found.against, clue.piece))


def _registered(seen: Seen, number: Number, held: str | None) -> Clue | None:
    """Return what the register says of the form of the body; it was found by its name: a hint only.

    It speaks for what is `held` when it tells the same form, one that is a sort of it, or that of a host.
    """
    if number.legal is None:
        return None
    form = by_category(number.legal, {form: seen.definition.lists[form] for form in _FORMS})
    if form is None:
        return None
    agrees = held == _HOST or held in {form, _SORT_OF.get(form)} or form == _SORT_OF.get(str(held))
    name = "registered" if number.legal.active is not False else "registered_ceased"
    return seen.definition.clue(
        name,
        number.citation,
        root="register",
        value=held if agrees else form,
        who=number.name,
        kind=form,
        identifier=number.identifier,
        catalogue=number.catalogue,
    )


def _is_it(seen: Seen, number: Number) -> Question:
    return seen.definition.ask("is_it_this_one", who=number.name, identifier=number.identifier)


def _stewards(seen: Seen, pieces: Iterable[Piece]) -> Iterator[Clue]:
    """Yield what governance found of a steward, as what it can sign as.

    The owner that a card declares can sign: it is declared to tell it.
    """
    for piece in pieces:
        message = piece.message.partition(".")[2]
        value = str(piece.args.get("kind") or _VALUES.get(message, ""))
        if value not in seen.definition.values or message == "agreement_with":
            continue
        name = message if message in _TOLD else "text_says"
        weight = Weight.FORMAL if message == "card_owner" and value != "company" else piece.weight
        root = str(piece.args.get("path", "account" if message in _ACCOUNT else _HISTORY))
        args = {"kind": value, "who": value, **piece.args}
        yield seen.definition.clue(name, *piece.citations, root=root, value=value, weight=weight, **args)


def _corrected(seen: Seen, clues: Iterable[Clue], governance: object) -> Iterator[Clue]:
    """Yield what follows from a governance that a person corrected: what says otherwise is a hint only."""
    value = _LED_BY.get(str(governance))
    for clue in clues:
        agrees = clue.value == "fiscal-host" or LED.get(str(clue.value)) == governance
        yield clue if agrees else clue.weighing(Weight.WEAK)
        if agrees and clue.value in {"gip", "cooperative"}:
            value = clue.value
    if value is not None:
        cited = seen.reading("governance")
        yield seen.definition.clue("corrected", cited, root="governance", value=value, governance=governance)


def _money(seen: Seen) -> Iterator[Clue]:
    for hit in seen.hits("fiscal_host")[:2]:
        lines = (hit.document.text or "").split("\n")[hit.lines[0] - 1 : hit.lines[1] + 2]
        named = (one for one, _ in load_stewards().named("\n".join(lines)))
        host = next((one for one in named if one.legal == "fiscal-host" or one.umbrella), None)
        if host is None:
            yield seen.clue(hit)
            continue
        path, page = hit.document.path, seen.knowledge(host)
        cited = seen.cite(hit.document, hit.lines)
        yield seen.definition.clue("named_host", cited, page, root=path, path=path, who=host.name)
    yield from seen.clues("collects", "says_form", most=1)
    for record in records(seen):
        money = record.entry.money
        if money is not None and money.host is not None:
            yield seen.definition.clue(
                "host_listed", record.cite(), root="collective", who=money.host, **record.said
            )


def _found_none(seen: Seen, governance: object) -> Iterator[Clue]:
    """Yield the finding that nobody was found, when every place was read to its end."""
    if not seen.of(*_PLACES) or seen.unread(*_PLACES):
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
