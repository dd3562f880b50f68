"""What published lists tell of the State’s markets: which software they cover, which bodies they name.

A list is matched by names, at its date: what it tells is likely, never established, and what it does not name
is not known to be out of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reperes.facts.catalogue import Listing
from reperes.facts.citation import Citation, ReferenceCitation, WebCitation

SUPPORT, EXPERTISE = "marche-support", "marche-expertise"
_LIST = "liste-marche-support"
_NOT_LETTERS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:les?|la|l|des|du|de|d) ")
_ACRONYM = re.compile(r"\(([^()]{2,20})\)")
_ASIDE = re.compile(r"\s*[:(].*$")
_LOT = re.compile(r"^\s*\d+\s*:\s*(?P<subject>[^(]+)")
_SHORTEST = 2


def folded(name: str) -> str:
    """Return a name as it is compared: letters and digits, without case, accents, nor a leading article."""
    letters = unicodedata.normalize("NFKD", name.replace("œ", "oe")).casefold()
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return _ARTICLE.sub("", _NOT_LETTERS.sub(" ", bare).strip())


@dataclass(frozen=True, slots=True)
class Told:
    """What a list tells: yes or no, and what opens it."""

    answer: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A line of a list of beneficiaries: its names, folded; `whole` when it holds for all of the market."""

    names: frozenset[str]
    whole: bool


def body(line: str, *others: str, restricted: bool = False) -> Body:
    """Return a line of a list: its text without what is between brackets, its acronym, its other names."""
    told = {folded(_ASIDE.sub("", line)), *map(folded, _ACRONYM.findall(line)), *map(folded, others)}
    aside = bool(re.search(r"\b(?:lot|uniquement|seulement)\b", line, re.IGNORECASE))
    return Body(frozenset(one for one in told if len(one) >= _SHORTEST), not (restricted or aside))


def names(name: str, lines: Iterable[Body]) -> bool:
    """Return whether a list names an administration, for all of its market.

    « Ministères » names every ministry; a service of a ministry, whose name does not begin so, is not told.
    """
    own = folded(_ASIDE.sub("", name))
    own_names = {own, *map(folded, _ACRONYM.findall(name))}
    for line in lines:
        if line.whole and not own_names.isdisjoint(line.names):
            return True
        ministries = any(one.startswith("minister") for one in line.names)
        if line.whole and ministries and re.match(r"ministere (?:de|du|des|charge)\b", own):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the companion `listed` of the reading of the ecosystem."""

    catalogue: str
    name: str
    rests: str
    support_contract: bool | None
    citation: WebCitation | None


def records(companions: Mapping[str, Any]) -> Iterator[Record]:
    """Yield the rows of the companion, of an observation or of its file; what is no row is let go."""
    rows = companions.get("listed")
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, Mapping) or not isinstance(row.get("catalogue"), str):
            continue
        flag = row.get("support_contract")
        yield Record(
            catalogue=row["catalogue"],
            name=str(row.get("name") or ""),
            rests=str(row.get("rests") or "name"),
            support_contract=flag if isinstance(flag, bool) else None,
            citation=_citation(row.get("citation")),
        )


def _citation(told: object) -> WebCitation | None:
    if isinstance(told, WebCitation):
        return told
    if not isinstance(told, Mapping):
        return None
    try:
        return WebCitation(str(told["url"]), date.fromisoformat(str(told["retrieved_on"])))
    except (KeyError, ValueError):
        return None


def is_in(catalogue: str, companions: Mapping[str, Any]) -> Told | None:
    """Return that a catalogue holds the project; None when nothing was found in it, which is not « no »."""
    found = [one for one in records(companions) if one.catalogue == catalogue and one.rests != "name"]
    return Told(answer=True, citations=_cited(found)) if found else None


def support_market(companions: Mapping[str, Any]) -> Told | None:
    """Return whether lists put the project in the support market; None when they do not tell.

    A record that is surely the project’s own tells by its flag. The list of the market has names only: it
    tells when it names the project as such a record does. Where they disagree, it is asked.
    """
    rows = list(records(companions))
    own = [one for one in rows if one.rests != "name"]
    known = {folded(one.name) for one in own}
    by_list = [one for one in rows if one.catalogue == _LIST and folded(one.name) in known]
    holding = [one for one in own if one.support_contract] + by_list
    out = [one for one in own if one.support_contract is False]
    if bool(holding) == bool(out):  # nothing tells, or two catalogues disagree
        return None
    return Told(answer=bool(holding), citations=_cited(holding or out))


def expertise_market(companions: Mapping[str, Any], lots: object) -> Told | None:
    """Return that a lot of the expertise market bears the name of the project; None when none does.

    A general lot may cover it all the same: that is asked.
    """
    subjects = {
        folded(match["subject"])
        for lot in (lots if isinstance(lots, list | tuple) else ())
        if (match := _LOT.match(str(lot)))
    }
    found = [one for one in records(companions) if one.rests != "name" and folded(one.name) in subjects]
    return Told(answer=True, citations=_cited(found)) if found else None


def _cited(found: Iterable[Record]) -> tuple[Citation, ...]:
    own = [ReferenceCitation("reading", "ecosystem")]
    return tuple(dict.fromkeys([*own, *(one.citation for one in found if one.citation is not None)]))


@dataclass(frozen=True, slots=True)
class Beneficiaries:
    """The lists of beneficiaries that were taken, by market; empty when none was."""

    listing: Listing | None = None
    lines: Mapping[str, tuple[Body, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, listing: Listing | None) -> "Beneficiaries":
        """Return the lines of a list that was taken whole."""
        found: dict[str, list[Body]] = {}
        for one in () if listing is None else listing.found:
            line = body(one.entry.name, *one.entry.names, restricted=one.entry.what is not None)
            for lot in one.entry.lots:
                found.setdefault(lot, []).append(line)
        return cls(listing, {market: tuple(lines) for market, lines in found.items()})

    def name(self, name: str, market: str) -> Told | None:
        """Return that the list of a market names an administration; None when it does not."""
        if self.listing is None or not names(name, self.lines.get(market, ())):
            return None
        return Told(answer=True, citations=(WebCitation(self.listing.url, self.listing.day),))
