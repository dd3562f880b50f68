"""What published lists tell of the State’s markets: which software they cover, which bodies they name.

A list is matched by names, at its date: what it tells is likely, never established, and what it does not name
is not known to be out of it. One of a day that is not of the market tells of another market: it is let go.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from reperes.facts.catalogue import Listing
from reperes.facts.citation import Citation, ReferenceCitation, WebCitation
from reperes.law import Dated
from reperes.subject import names as names_of

SUPPORT, EXPERTISE = "marche-support", "marche-expertise"
_LIST = "liste-marche-support"
_ARTICLE = re.compile(r"^(?:les?|la|l|des|du|de|d) ")
_ACRONYM = re.compile(r"\(([^()]{2,20})\)")
_ASIDE = re.compile(r"\s*[:(].*$")
_LIMITED = re.compile(r"\b(?:lots?|uniquement|seulement|hors|sauf)\b", re.IGNORECASE)
_MINISTRIES = re.compile(r"(?:tous les )?ministeres(?: francais)?")
_MINISTRY = re.compile(r"ministere (?:de|du|des|charge)\b")
_LOT = re.compile(r"^\s*\d+\s*:\s*(?P<subject>[^(]+)")
_SHORTEST = 2
_TIED = frozenset({"repository", "package", "identifier"})
"""What ties a record to the very project: its account, its forge, a contribution to it or its name do not."""


def folded(name: str) -> str:
    """Return a name as it is compared, without a leading article."""
    return _ARTICLE.sub("", names_of.folded(name))


@dataclass(frozen=True, slots=True)
class Told:
    """What a list tells: yes or no, and what opens it."""

    answer: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A line of a list of beneficiaries, folded: its name, what else it is called.

    `whole` when it holds for every lot of the market.
    """

    name: str
    others: frozenset[str]
    whole: bool


@lru_cache  # the few lines of a market come again with each modality
def body(line: str, *others: str, restricted: bool = False) -> Body:
    """Return a line of a list: its text without what is between brackets, its acronym, its other names."""
    limited = _LIMITED.search(line) is not None
    called = map(folded, (*others, *(() if limited else _ACRONYM.findall(line))))
    return Body(
        name=folded(_ASIDE.sub("", line)),
        others=frozenset(one for one in called if len(one) >= _SHORTEST),
        whole=not restricted and not limited,
    )


def names(name: str, lines: Iterable[Body]) -> bool:
    """Return whether a list names an administration, for all of its market.

    « Ministères » names every ministry; a service of a ministry, whose name does not begin so, is not told.
    Two bodies may share an acronym: it is enough only where one of both sides gives nothing else.
    """
    own = folded(_ASIDE.sub("", name))
    if len(own) < _SHORTEST:
        return False
    acronyms = {folded(one) for one in _ACRONYM.findall(name)}
    is_ministry = _MINISTRY.match(own) is not None
    return any(
        own == line.name
        or own in line.others
        or line.name in acronyms
        or (is_ministry and any(map(_MINISTRIES.fullmatch, (line.name, *line.others))))
        for line in lines
        if line.whole and len(line.name) >= _SHORTEST
    )


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the companion `listed` of the reading of the ecosystem; its name is folded."""

    catalogue: str
    name: str
    is_tied: bool
    support_contract: bool | None
    day: date | None
    citation: WebCitation


def records(companions: Mapping[str, Any]) -> Iterator[Record]:
    """Yield the rows of the companion, of an observation or of its file.

    What is no row is let go, and so is one that bears no name, that nothing opens, or that was withdrawn.
    """
    rows = companions.get("listed")
    for row in rows if isinstance(rows, list | tuple) else ():
        if (
            not isinstance(row, Mapping)
            or not isinstance(row.get("name"), str)
            or _flag(row.get("withdrawn"))
        ):
            continue
        catalogue, name, rests = row.get("catalogue"), folded(row["name"]), row.get("rests")
        flag, citation = _flag(row.get("support_contract")), _citation(row.get("citation"))
        if isinstance(catalogue, str) and name and citation is not None:
            yield Record(
                catalogue=catalogue,
                name=name,
                is_tied=isinstance(rests, str) and rests in _TIED,
                support_contract=flag,
                day=_day(row["on"]) if "on" in row else citation.retrieved_on,
                citation=citation,
            )


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None


def _flag(told: object) -> bool | None:
    """Return a yes or a no; a file in YAML gives it as text."""
    said = {"true": True, "yes": True, "false": False, "no": False}
    return said.get(told) if isinstance(told, str) else told if isinstance(told, bool) else None


def _citation(told: object) -> WebCitation | None:
    if isinstance(told, WebCitation):
        return told
    url, day = (told.get("url"), told.get("retrieved_on")) if isinstance(told, Mapping) else (None, None)
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return None
    try:
        return WebCitation(url, date.fromisoformat(str(day)))
    except ValueError:
        return None


def is_in(catalogue: str, companions: Mapping[str, Any]) -> Told | None:
    """Return that a catalogue holds the project; None when nothing was found in it, which is not « no »."""
    found = [one for one in records(companions) if one.catalogue == catalogue and one.is_tied]
    return Told(answer=True, citations=_cited(found)) if found else None


def support_market(companions: Mapping[str, Any], market: Dated | None) -> Told | None:
    """Return whether lists put the project in the support market; None when they do not tell.

    `market` is the support market as the law knows it on the day of the advice: a row of another of its days
    is looked at, one of before or after it is not.

    A record that is surely the project’s own tells by its flag. The list of the market has names only: it
    tells when it names the project as such a record does. Where they disagree, it is asked.
    """
    rows = [one for one in records(companions) if _is_of(market, one.day)]
    own = [one for one in rows if one.is_tied]
    known = {one.name for one in own}
    by_list = [one for one in rows if one.catalogue == _LIST and one.name in known]
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
    found = [one for one in records(companions) if one.is_tied and one.name in subjects]
    return Told(answer=True, citations=_cited(found)) if found else None


def _cited(found: Iterable[Record]) -> tuple[Citation, ...]:
    own = [ReferenceCitation("reading", "ecosystem")]
    return tuple(dict.fromkeys([*own, *(one.citation for one in found)]))


def _is_of(market: Dated | None, day: date | None) -> bool:
    """Return whether a day is one of those of a market; one that is not known is none."""
    if market is None or day is None:
        return False
    return (market.start is None or market.start <= day) and (market.end is None or day <= market.end)


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

    def name(self, name: str, market: str, held: Dated | None) -> Told | None:
        """Return that the list of a market names an administration; None when it does not.

        `held` is what the law knows of the market on the day of the advice; one of before is of another.
        """
        if self.listing is None or self.listing.undated or not _is_of(held, self.listing.day):
            return None
        if not names(name, self.lines.get(market, ())):
            return None
        return Told(answer=True, citations=(WebCitation(self.listing.url, self.listing.day),))
