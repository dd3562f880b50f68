"""What the holder of a project and the hands in its history say of who pays."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reperes.facts.citation import QueryCitation, Window
from reperes.facts.schema import HISTORY
from reperes.indicators.contributions import FILTER
from reperes.indicators.organisations import by_organisation
from reperes.indicators.windows import last
from reperes.people.stewards import Steward, load_stewards
from reperes.readings import stewardship
from reperes.readings.judge import Clue
from reperes.readings.model import Weight
from reperes.readings.resource.read import own_files
from reperes.readings.seen import Seen

VOLUNTEER, FOUNDATION = "volunteer", "foundation-funded"
ACCOUNT, HISTORY_ROOT, RIGHTS, GOVERNANCE = "account", "history", "rights", "governance"
_OF_KIND = {
    "public-body": "in-house-public",
    "gip": "in-house-public",
    "research": "research",
    "foundation": FOUNDATION,
}
_GOVERNED = {
    "public-body-led": ("public-body", "in-house-public"),
    "foundation-hosted": ("foundation", FOUNDATION),
    "company-led": ("company", None),
}
_MISTAKABLE = 4
"""Letters under which the likeness of a domain and of an account is chance."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the project, as far as the money goes: `public`, `company`, or neither."""

    steward: Steward | None
    public: bool
    company: bool
    clues: tuple[Clue, ...]
    hints: tuple[Clue, ...]


def holder(seen: Seen) -> Holder:
    """Return who holds the project, and the clues that this gives; `hints` are those of a company."""
    steward = load_stewards().of_account(seen.origin) if seen.origin else None
    governed = _GOVERNED.get(str(seen.settled("governance")), (None, None))
    clues = [*_account(seen, steward), *_governed(seen, steward, *governed)]
    shares = _shares(seen)
    hints = tuple(_company(seen, steward, governed[0], shares))
    rights = list(_rights(seen, steward))
    clues += rights
    public = steward is not None and steward.kind == "public-body"
    told = governed[0] == "public-body" or (
        governed[0] is None and any(one.value == "in-house-public" for one in rights)
    )
    public = public or (told and (steward is None or steward.kind == "research"))
    heavy = any(one.piece.weight is not Weight.WEAK for one in hints)
    company = not public and (heavy or len({one.root for one in hints}) > 1)
    return Holder(
        steward, public, company, (*clues, *_history(seen, shares, public=public, company=company)), hints
    )


def _account(seen: Seen, steward: Steward | None) -> Iterator[Clue]:
    """Yield the usual ways the holder of the account lives; its kind speaks when they are not known."""
    if steward is None:
        return
    yield from (_lives(seen, steward, value) for value in steward.economy if value != VOLUNTEER)
    value = _OF_KIND.get(steward.kind)
    pays = steward.umbrella or steward.legal == "foundation" or not steward.economy
    if value is not None and value not in steward.economy and pays:
        yield seen.definition.clue(
            "holder_is", root=ACCOUNT, value=value, body=steward.name, kind=steward.kind
        )


def _lives(seen: Seen, steward: Steward, value: str) -> Clue:
    # The members of an umbrella pay the foundation, which pays for its projects.
    through = steward.umbrella and steward.kind == "foundation" and value == "membership-fees"
    weight = Weight.WEAK if through else Weight.STRONG
    return seen.definition.clue("holder_lives", root=ACCOUNT, value=value, weight=weight, body=steward.name)


def _rights(seen: Seen, steward: Steward | None) -> Iterator[Clue]:
    """Yield what the owner of the rights says, when nobody known holds the account."""
    for held in stewardship.holdings(seen.facts)[:2]:
        value = _OF_KIND.get(held.party.kind or "")
        if steward is None and value is not None and not held.is_old:
            cited = seen.cite(held.document, (held.line, held.line), quote=False)
            yield seen.definition.clue(
                "rights_of",
                cited,
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
    held = value == FOUNDATION
    yield seen.definition.clue(
        "governed",
        seen.reading("governance"),
        root=RIGHTS if steward is None else ACCOUNT,  # what that reading rests on
        value=value,
        weight=Weight.WEAK if held else None,
        kind=kind,
    )


def _company(
    seen: Seen, steward: Steward | None, governed: str | None, shares: "_Shares | None"
) -> Iterator[Clue]:
    """Yield what says that a company holds the project."""
    definition = seen.definition
    if steward is not None and steward.kind != "company":
        return
    if steward is not None:
        yield definition.clue(
            "holder_is", root=ACCOUNT, value="corporate-sponsored", body=steward.name, kind="company"
        )
    if governed == "company":
        sure = seen.readings["governance"].is_established
        yield definition.clue(
            "governed",
            seen.reading("governance"),
            root=GOVERNANCE if steward is None else ACCOUNT,
            value="corporate-sponsored",
            weight=None if sure else Weight.WEAK,
            kind="company",
        )
    for held in stewardship.holdings(seen.facts)[:2]:
        if held.party.kind == "company" and not held.is_old and not held.with_others:
            cited_line = seen.cite(held.document, (held.line, held.line), quote=False)
            path = held.document.path
            yield definition.clue(
                "company_rights", cited_line, root=RIGHTS, value="corporate-sponsored", path=path
            )
    if shares is not None and shares.own >= definition.thresholds["own_domain_share"]:
        most = shares.own >= definition.thresholds["own_domain_most"]
        yield definition.clue(
            "own_domain",
            shares.cited,
            root=HISTORY_ROOT,
            value="corporate-sponsored",
            weight=Weight.STRONG if most else None,
            share=shares.own,
        )


@dataclass(frozen=True, slots=True)
class _Shares:
    """Shares of the contributions, by kind; `own`: of the domain that bears the account's name."""

    count: int
    of: dict[str, float]
    own: float
    publics: int
    pooling: int
    cited: QueryCitation


def _shares(seen: Seen) -> _Shares | None:
    if seen.history is None:
        return None
    window = last(seen.as_of, int(seen.definition.thresholds["months"]))
    counted = by_organisation(seen.facts, window)
    if int(counted.get_column("contributions").sum()) < seen.definition.thresholds["few"]:
        window = Window(None, seen.as_of)
        counted = by_organisation(seen.facts, window)
    whole = int(counted.get_column("contributions").sum())
    if not whole:
        return None
    sums = dict(counted.group_by("kind").agg(pl.col("contributions").sum()).iter_rows())
    ids = seen.facts.require(HISTORY).organisations.get_column("id")
    names = stewardship.own_names(seen.origin)
    own = sum(
        count
        for row, count, kind in counted.select("affiliation", "contributions", "kind").iter_rows()
        if row is not None and kind in {"unidentified", "company"} and _alike(ids[row], names)
    )
    least = seen.definition.thresholds["contributions"]
    often = counted.filter(pl.col("contributions") >= least).get_column("kind").to_list()
    publics = often.count("public-body")
    pooling = publics + often.count("research") if publics else 0
    cited = seen.count(FILTER, whole, window)
    return _Shares(whole, {kind: n / whole for kind, n in sums.items()}, own / whole, publics, pooling, cited)


def _alike(domain: str, names: frozenset[str]) -> bool:
    """Return whether a domain bears one of the names of the project: `example.io` and `examplehq`."""
    if domain.endswith((".org", ".edu", ".gov")):
        return False
    label = "".join(one for one in domain.split(".", maxsplit=1)[0] if one.isalnum())
    return any(
        min(len(label), len(name)) >= _MISTAKABLE and (name.startswith(label) or label.startswith(name))
        for name in names
    )


def _history(seen: Seen, shares: _Shares | None, *, public: bool, company: bool) -> Iterator[Clue]:
    """Yield what the addresses of the authors say of who employs them."""
    if shares is None or shares.count < seen.definition.thresholds["contributions"]:
        return
    limits, made = seen.definition.thresholds, seen.definition.clue
    of_public, of_company = shares.of.get("public-body", 0.0), shares.of.get("company", 0.0)
    if of_public >= limits["public_share"]:
        yield made("public_authors", shares.cited, root=HISTORY_ROOT, share=of_public)
    if public and 1 - of_public >= limits["contracted_share"] and _is_a_program(seen):
        yield made("contracted", shares.cited, root=HISTORY_ROOT, share=1 - of_public)
    if not public and not company and of_company >= limits["company_share"]:
        for name in ("providers_paid", "providers_sell") if shares.publics else ("company_authors",):
            yield made(name, shares.cited, root=HISTORY_ROOT, share=of_company)
    if shares.of.get("research", 0.0) >= limits["research_share"]:
        yield made("research_authors", shares.cited, root=HISTORY_ROOT, share=shares.of["research"])
    if shares.pooling >= limits["pooling"] and not company:
        yield made("many_public_authors", shares.cited, root=HISTORY_ROOT, count=shares.pooling)


def _is_a_program(seen: Seen) -> bool:
    """Return whether there is code enough for contracts: a text or a list is written by agents."""
    if seen.settled("resource") != "software" or seen.tree is None:
        return False
    return seen.facts.derive(own_files).filter("source").height >= seen.definition.thresholds["code_files"]
