"""Who signs the contributions, as far as the money goes: shares by kind of organisation."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from reperes.facts.citation import QueryCitation, Window
from reperes.facts.schema import HISTORY
from reperes.indicators.contributions import FILTER
from reperes.indicators.organisations import UNIDENTIFIED, UNKNOWN, by_organisation
from reperes.indicators.windows import last
from reperes.readings import stewardship
from reperes.readings.judge import Clue
from reperes.readings.model import Weight
from reperes.readings.resource.read import own_files
from reperes.readings.seen import Seen

ROOT = "history"
_MISTAKABLE = 4
"""Letters under which the likeness of a domain and of an account is chance."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the contributions, by kind of organisation.

    `own`: of the domains that bear the account's name; `others`: of those that knowledge does not
    identify and that do not bear it. `publics`: public bodies that contribute often;
    `pooling`: with research institutions, 0 where no public body does.
    """

    count: int
    of: dict[str, float]
    own: float
    others: float
    publics: int
    pooling: int
    cited: QueryCitation


def shares(seen: Seen) -> Shares | None:
    """Return the shares over the window, over the whole history when it holds too little."""
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
    own = others = 0
    for row, count, kind in counted.select("affiliation", "contributions", "kind").iter_rows():
        if row is None or kind not in {UNIDENTIFIED, "company"}:
            continue
        own += count if _is_business(ids[row]) and _bears(ids[row], names) else 0
        others += count if kind == UNIDENTIFIED and not _bears(ids[row], names) else 0
    least = seen.definition.thresholds["contributions"]
    often = counted.filter(pl.col("contributions") >= least).get_column("kind").to_list()
    publics = often.count("public-body")
    return Shares(
        whole,
        {kind: n / whole for kind, n in sums.items()},
        own / whole,
        others / whole,
        publics,
        publics + often.count("research") if publics else 0,
        seen.count(FILTER, whole, window),
    )


def _is_business(domain: str) -> bool:
    return not domain.endswith((".org", ".edu", ".gov"))


def _bears(domain: str, names: frozenset[str]) -> bool:
    """Return whether a domain bears one of the names of the project: `example.io` and `examplehq`."""
    label = "".join(one for one in domain.split(".", maxsplit=1)[0] if one.isalnum())
    return any(
        min(len(label), len(name)) >= _MISTAKABLE and (name.startswith(label) or label.startswith(name))
        for name in names
    )


def by_hands(seen: Seen, found: Shares | None, *, public: bool, company: bool) -> Iterator[Clue]:
    """Yield what the addresses of the authors say of who employs them; `public`, `company`: who holds."""
    if found is None or found.count < seen.definition.thresholds["contributions"]:
        return
    limits, made = seen.definition.thresholds, seen.definition.clue
    of_public, of_company = found.of.get("public-body", 0.0), found.of.get("company", 0.0)
    if of_public >= limits["public_share"]:
        yield made("public_authors", found.cited, root=ROOT, share=of_public)
    if public:
        yield from _hired(seen, found)
    elif not company and of_company >= limits["company_share"]:
        for name in ("providers_paid", "providers_sell") if found.publics else ("company_authors",):
            yield made(name, found.cited, root=ROOT, share=of_company)
    if found.of.get("research", 0.0) >= limits["research_share"]:
        yield made("research_authors", found.cited, root=ROOT, share=found.of["research"])
    if found.pooling >= limits["pooling"] and not company:
        yield made("many_public_authors", found.cited, root=ROOT, count=found.pooling)


def _hired(seen: Seen, found: Shares) -> Iterator[Clue]:
    """Yield what says that others than the agents of the public holder do the work.

    An address that tells no organisation is not one of a contractor: it makes a guess, and no more.
    """
    limits, made = seen.definition.thresholds, seen.definition.clue
    of_company = found.of.get("company", 0.0)
    outside = of_company + found.others
    if of_company >= limits["hired_most"]:
        yield made("hired", found.cited, root=ROOT, weight=Weight.STRONG, share=of_company)
    elif outside >= limits["hired"] and outside * found.count >= limits["contributions"]:
        yield made("hired", found.cited, root=ROOT, share=outside)
    if found.of.get(UNKNOWN, 0.0) >= limits["unknown_share"] and _is_a_program(seen):
        yield made("unknown_hands", found.cited, root=ROOT, share=found.of[UNKNOWN])


def _is_a_program(seen: Seen) -> bool:
    """Return whether there is code enough for contracts: a text or a list is written by agents."""
    if seen.settled("resource") != "software" or seen.tree is None:
        return False
    return seen.facts.derive(own_files).filter("source").height >= seen.definition.thresholds["code_files"]
