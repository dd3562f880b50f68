"""What the holder of a project says of who pays."""

from collections.abc import Iterator
from dataclasses import dataclass

from reperes.facts.documents import DocumentKind
from reperes.people.stewards import Steward, load_stewards
from reperes.readings import stewardship
from reperes.readings.economic_model.hands import ROOT as HISTORY
from reperes.readings.economic_model.hands import Shares, by_hands, shares
from reperes.readings.judge import Clue
from reperes.readings.model import Weight
from reperes.readings.named import lines_of
from reperes.readings.seen import Seen

VOLUNTEER, FOUNDATION, CORPORATE = "volunteer", "foundation-funded", "corporate-sponsored"
SUPPORT = "support-services"
ACCOUNT, RIGHTS, GOVERNANCE = "account", "rights", "governance"
"""`RIGHTS`: the licence and the presentation repeat one declaration of whose the rights are."""
_OF_KIND = {
    "public-body": "in-house-public",
    "gip": "in-house-public",
    "research": "research",
    "foundation": FOUNDATION,
}
PRODUCTS = ("open-core", "dual-licence", "delayed-open", "hosting-saas")
"""What a holder may sell without this project being part of it, and the support that goes with it."""
_GOVERNED = {
    "public-body-led": ("public-body", "in-house-public"),
    "foundation-hosted": ("foundation", FOUNDATION),
    "company-led": ("company", None),
}
_PRESENTING = (
    *(DocumentKind.README, DocumentKind.GOVERNANCE, DocumentKind.CONTRIBUTING, DocumentKind.SUPPORT),
    *(DocumentKind.SECURITY, DocumentKind.CODE_OF_CONDUCT, DocumentKind.PUBLICCODE, DocumentKind.MANIFEST),
)
_MOST_RIGHTS = 2
"""Lines of rights that are looked at: those that follow are of parts of the project."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the project, as far as the money goes: `public`, `company`, or neither."""

    steward: Steward | None
    public: bool
    company: bool
    clues: tuple[Clue, ...]
    hints: tuple[Clue, ...]

    @property
    def works(self) -> bool:
        """Whether something hints that a company does the work."""
        return any(one.root == HISTORY for one in self.hints)


def holder(seen: Seen) -> Holder:
    """Return who holds the project, and the clues that this gives; `hints` are those of a company."""
    steward = load_stewards().of_account(seen.origin) if seen.origin else None
    governed = _GOVERNED.get(str(seen.settled("governance")), (None, None))
    found = shares(seen)
    hints = tuple(_company(seen, steward, governed[0], found))
    rights = list(_rights(seen, steward))
    clues = [*_account(seen, steward), *_governed(seen, steward, *governed), *rights]
    told = governed[0] == "public-body" or (
        governed[0] is None and any(one.value == "in-house-public" for one in rights)
    )
    public = steward is not None and steward.kind == "public-body"
    public = public or (told and (steward is None or steward.kind == "research"))
    heavy = any(one.piece.weight is not Weight.WEAK for one in hints)
    company = not public and (heavy or len({one.root for one in hints}) > 1)
    clues += by_hands(seen, found, public=public, company=company)
    clues += _contracts(seen, steward) if public else ()
    return Holder(steward, public, company, tuple(clues), hints)


def _account(seen: Seen, steward: Steward | None) -> Iterator[Clue]:
    """Yield the usual ways the holder of the account lives; its kind speaks when they are not known."""
    if steward is None:
        return
    yield from (_lives(seen, steward, value) for value in steward.economy if value != VOLUNTEER)
    value = _OF_KIND.get(steward.kind)
    pays = steward.umbrella or steward.legal == "foundation" or not steward.economy
    if value is not None and value not in steward.economy and pays:
        yield _holds(seen, steward, value)


def _holds(seen: Seen, steward: Steward, value: str) -> Clue:
    cited = seen.knowledge(steward)
    return seen.definition.clue(
        "holder_is", cited, root=ACCOUNT, value=value, body=steward.name, kind=steward.kind
    )


def _lives(seen: Seen, steward: Steward, value: str) -> Clue:
    if value == _OF_KIND.get(steward.kind, CORPORATE if steward.kind == "company" else None):
        return _holds(seen, steward, value)
    # The members of an umbrella pay it for all its projects, and not for each.
    through = steward.umbrella and steward.kind == "foundation" and value == "membership-fees"
    sells = value in PRODUCTS or (value == SUPPORT and not set(PRODUCTS).isdisjoint(steward.economy))
    weight = Weight.WEAK if through or sells else None
    cited = seen.knowledge(steward)
    return seen.definition.clue(
        "holder_lives", cited, root=ACCOUNT, value=value, weight=weight, body=steward.name
    )


def _rights(seen: Seen, steward: Steward | None) -> Iterator[Clue]:
    """Yield what the owner of the rights says, when nobody known holds the account."""
    for held in stewardship.holdings(seen.facts)[:_MOST_RIGHTS]:
        value = _OF_KIND.get(held.party.kind or "")
        if steward is None and value is not None and not held.is_old:
            yield seen.definition.clue(
                "rights_of",
                seen.cite(held.document, (held.line, held.line), quote=False),
                root=RIGHTS,
                value=value,
                weight=Weight.WEAK if value == FOUNDATION else None,
                path=held.document.path,
                kind=held.party.kind,
            )


def _governed(seen: Seen, steward: Steward | None, kind: str | None, value: str | None) -> Iterator[Clue]:
    """Yield what the reading of the governance says; to hold the rights is not yet to pay."""
    if not kind or not value or (steward is not None and steward.economy and value not in steward.economy):
        return
    yield seen.definition.clue(
        "governed",
        seen.reading("governance"),
        root=_root_of_governance(seen),
        value=value,
        weight=Weight.WEAK if value == FOUNDATION else None,
        kind=kind,
    )


def _root_of_governance(seen: Seen) -> str:
    """Return what that reading rests on: the account if it speaks there, else its first piece of evidence."""
    pieces = seen.readings[GOVERNANCE].support
    if any(
        one.message.endswith((".account_holds", ".account_listed", ".account_listed_unnamed"))
        for one in pieces
    ):
        return ACCOUNT
    if not pieces:
        return GOVERNANCE
    about_rights = pieces[0].message.partition(".")[2].startswith("rights")
    return RIGHTS if about_rights else str(pieces[0].args.get("path", HISTORY))


def _company(
    seen: Seen, steward: Steward | None, governed: str | None, found: Shares | None
) -> Iterator[Clue]:
    """Yield what says that a company holds the project."""
    definition = seen.definition
    if steward is not None and steward.kind != "company":
        return
    if steward is not None:
        yield _holds(seen, steward, CORPORATE)
    if governed == "company":
        sure = seen.readings[GOVERNANCE].is_established
        yield definition.clue(
            "governed",
            seen.reading(GOVERNANCE),
            root=_root_of_governance(seen),
            value=CORPORATE,
            weight=None if sure else Weight.WEAK,
            kind="company",
        )
    yield from _company_rights(seen, "company_rights")
    if found is not None and found.own >= definition.thresholds["own_domain_share"]:
        most = found.own >= definition.thresholds["own_domain_most"]
        yield definition.clue(
            "own_domain",
            found.cited,
            root=HISTORY,
            weight=Weight.STRONG if most else None,
            share=found.own,
        )


def _company_rights(seen: Seen, evidence: str) -> Iterator[Clue]:
    for held in stewardship.holdings(seen.facts)[:_MOST_RIGHTS]:
        if held.party.kind == "company" and not held.is_old and not held.with_others:
            cited, path = seen.cite(held.document, (held.line, held.line), quote=False), held.document.path
            yield seen.definition.clue(evidence, cited, root=RIGHTS, path=path)


def _contracts(seen: Seen, steward: Steward | None) -> Iterator[Clue]:
    """Yield what hints that a public holder has the work done by contractors."""
    yield from _company_rights(seen, "rights_of_contractor")
    yield from seen.clues("incubated_said", most=1)
    if steward is not None and _is_incubator(seen, steward):
        yield seen.definition.clue("incubated", seen.knowledge(steward), root=ACCOUNT, body=steward.name)
    for document in seen.of(*_PRESENTING):
        found = () if "/" in document.path else lines_of(document.text or "")
        for named, line in found:
            if named.kind == "public-body" and _is_incubator(seen, named):
                cited, path = seen.cite(document, (line, line), quote=False), document.path
                yield seen.definition.clue("incubator_named", cited, root=path, path=path, body=named.name)


def _is_incubator(seen: Seen, steward: Steward) -> bool:
    """Return whether the name of an organisation says that it gathers teams to build public services."""
    words = seen.definition.lists["incubators"]
    return any(word in steward.name.lower() for word in words)
