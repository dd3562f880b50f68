"""Which organisation an address domain speaks for, from `knowledge/organisations/`.

Forge accounts, names and sites of the same entries are read by `reperes.people.stewards`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.people.portrait import is_local

Kind = Literal["public-body", "research", "company", "foundation", "association"]
DomainName = Annotated[
    str, Field(pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$")
]
DomainPattern = Annotated[str, Field(pattern=r"^[a-z0-9*?-]+(\.[a-z0-9*?-]+)+$")]
Word = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
Account = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9~_.-]+)*$")]
PublicName = Annotated[str, Field(pattern=r"^\w(.*\w)?$", max_length=160)]
Legal = Literal[
    "company",
    "association",
    "foundation",
    "public-body",
    "gip",
    "cooperative",
    "fiscal-host",
    "consortium",
    "none",
]
Terms = Literal["cla", "dco", "none", "copyright-assignment"]
Living = Literal[
    "volunteer",
    "donations",
    "membership-fees",
    "foundation-funded",
    "pooled-by-users",
    "in-house-public",
    "support-services",
    "open-core",
    "dual-licence",
    "delayed-open",
    "hosting-saas",
    "public-funding",
    "research",
    "corporate-sponsored",
]

FREE_MAIL = "free_mail.yaml"
STEWARDS = "stewards"
_MOST = 253
"""Characters of a domain name: the DNS allows no more."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Domain(_Strict):
    """A domain, or a pattern of domains, and the days between which it said what it says."""

    domain: DomainName | None = None
    pattern: DomainPattern | None = None
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")
    each: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.domain is None) == (self.pattern is None):
            raise ValueError("an entry has a domain or a pattern, one of them")
        if self.start and self.end and self.start > self.end:
            raise ValueError("an entry ends before it starts")
        return self


class Entry(_Strict):
    """One organisation, or one family of them; france_public.yaml says what each key is for."""

    id: Word
    name: str = Field(min_length=1)
    kind: Kind
    country: Annotated[str, Field(pattern=r"^([A-Z]{2}|INT)$")] | None
    membership: bool = False
    family: bool = False
    domains: tuple[Domain, ...] = ()
    accounts: tuple[Account, ...] = ()
    names: tuple[PublicName, ...] = ()
    named: bool = True
    sites: tuple[DomainName, ...] = ()
    legal: Legal | None = None
    umbrella: bool = False
    terms: Terms | None = None
    economy: tuple[Living, ...] = ()
    source: str = Field(min_length=1)
    checked_on: date

    @model_validator(mode="after")
    def _is_known_by_something(self) -> Self:
        if not (self.domains or self.accounts or self.names):
            raise ValueError("an entry has domains, accounts or names")
        if not self.family and any(domain.each for domain in self.domains):
            raise ValueError("`each` is for families")
        if self.family and (self.accounts or self.names or self.sites or self.legal):
            raise ValueError(
                "a family is many organisations: write the one that has an account, a name or a site"
            )
        return self


class Register(_Strict):
    """A file of organisations."""

    organisations: tuple[Entry, ...] = Field(min_length=1)


class FreeMail(_Strict):
    """The file of the domains that are never an affiliation."""

    domains: tuple[DomainName, ...]
    patterns: tuple[DomainPattern, ...]
    labels: frozenset[Word]
    second_levels: frozenset[Word]
    platforms: frozenset[DomainName] = frozenset()
    source: str = Field(min_length=1)
    checked_on: date


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation. `country`: ISO 3166 alpha-2, `INT`, or None when the entry does not tell."""

    id: str
    name: str
    kind: Kind
    country: str | None


@dataclass(frozen=True, slots=True)
class _Claim:
    """What an entry says of a domain; no `entry`: never an affiliation."""

    entry: Entry | None
    start: date | None = None
    end: date | None = None
    each: bool = False

    def holds(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


class Organisations:
    """The organisations of `knowledge/`, asked by address domain."""

    def __init__(self, registers: Sequence[Register], free_mail: FreeMail) -> None:
        """Index the entries; KnowledgeError when an identifier, or a domain at one date, is written twice."""
        self._free = free_mail
        self._exact: dict[str, list[_Claim]] = defaultdict(list)
        patterns: dict[str, list[_Claim]] = defaultdict(list)
        for name in (*free_mail.domains, *free_mail.patterns):
            (patterns if set("*?") & set(name) else self._exact)[name].append(_Claim(None))
        entries = [entry for register in registers for entry in register.organisations]
        for entry in entries:
            for one in entry.domains:
                claim = _Claim(entry, one.start, one.end, one.each)
                (self._exact[one.domain] if one.domain else patterns[one.pattern or ""]).append(claim)
        _refuse_twice([entry.id for entry in entries])
        for name, claims in (*self._exact.items(), *patterns.items()):
            if len(claims) > 1:
                _refuse_overlap(name, claims)
        self._patterns = list(patterns.values())
        self._globs = re.compile("|".join(f"({_regex(glob)})" for glob in patterns))

    def __repr__(self) -> str:
        return f"<Organisations: {len(self._exact) + len(self._patterns)} domains>"

    def of(self, address_domain: str, on: date | None) -> Organisation | None:
        """Return the organisation that an address domain speaks for on a day; None when it tells none.

        The longest domain known wins. When the day is not known (None), there is an answer only if the
        domain never was another's.
        """
        if on is None:
            return self._undated(address_domain)
        return next(
            (found for start, found in reversed(self.timeline(address_domain)) if not start or start <= on)
        )

    def holder(self, domain: str) -> tuple[str, Entry] | None:
        """Return the entry that holds a domain today, members' and projects' domains included.

        With the part of the domain that it is known by: in a family, that of the one organisation.
        """
        held = [] if self._is_nobody(domain) else self._claims(domain)
        suffix, claim = next(((part, one) for part, one in held if one.end is None), ("", _Claim(None)))
        return (_own(_normal(domain), suffix, claim), claim.entry) if claim.entry else None

    def knows(self, address_domain: str) -> bool:
        """Return whether something is known of a domain, were it that it is never an affiliation."""
        return self._is_nobody(address_domain) or bool(self._claims(address_domain))

    def timeline(self, address_domain: str) -> tuple[tuple[date | None, Organisation | None], ...]:
        """Return the organisations of a domain over time: each one from a day on, the first one from ever."""
        if self._is_nobody(address_domain):
            return ((None, None),)
        claims = self._claims(address_domain)
        bounds = {claim.start for _, claim in claims if claim.start}
        bounds |= {claim.end + timedelta(1) for _, claim in claims if claim.end}
        days: list[date | None] = [None, *sorted(bounds)]
        return tuple((day, self._first(address_domain, claims, day or date.min)) for day in days)

    def registrable(self, address_domain: str) -> str | None:
        """Return the part of a domain that somebody registered: `a.b.example.co.uk` gives `example.co.uk`.

        None for what cannot be a name on the internet.
        """
        name = _normal(address_domain)
        labels = name.split(".")
        if not _NAME.fullmatch(name) or is_local(name):
            return None
        size = 3 if len(labels[-1]) == 2 and labels[-2] in self._free.second_levels else 2
        return ".".join(labels[-size:]) if len(labels) >= size else None

    def _is_nobody(self, address_domain: str) -> bool:
        return not self._free.labels.isdisjoint(_normal(address_domain).split("."))

    def _undated(self, address_domain: str) -> Organisation | None:
        claims = [] if self._is_nobody(address_domain) else self._claims(address_domain)
        if not claims:
            return None
        suffix = claims[0][0]
        nearest = {claim.entry.id if claim.entry else None for other, claim in claims if other == suffix}
        return _organisation(_normal(address_domain), suffix, claims[0][1]) if len(nearest) == 1 else None

    def _claims(self, address_domain: str) -> list[tuple[str, _Claim]]:
        """Return what is said of a domain and of those above it, nearest first, with the part known."""
        labels = _normal(address_domain).split(".")
        found = []
        for suffix in (".".join(labels[at:]) for at in range(len(labels))):
            match = None if suffix in self._exact else self._globs.fullmatch(suffix)
            claims = (
                self._patterns[match.lastindex - 1]
                if match and match.lastindex
                else self._exact.get(suffix, [])
            )
            found += [(suffix, claim) for claim in claims]
        return found

    def _first(self, address_domain: str, claims: list[tuple[str, _Claim]], on: date) -> Organisation | None:
        held = ((suffix, claim) for suffix, claim in claims if claim.holds(on))
        suffix, claim = next(held, ("", _Claim(None)))
        return _organisation(_normal(address_domain), suffix, claim)


_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9-]+)+")


def _normal(address_domain: str) -> str:
    return address_domain[:_MOST].casefold().strip(". ")


def _regex(glob: str) -> str:
    return "".join({"*": "[^.]+", "?": "[^.]"}.get(mark, re.escape(mark)) for mark in glob)


def _organisation(name: str, suffix: str, claim: _Claim) -> Organisation | None:
    entry = claim.entry
    if entry is None or entry.membership:
        return None
    if not entry.family:
        return Organisation(entry.id, entry.name, entry.kind, entry.country)
    own = _own(name, suffix, claim)
    return Organisation(own, own, entry.kind, entry.country)


def _own(name: str, suffix: str, claim: _Claim) -> str:
    above = name.removesuffix(suffix).strip(".").rpartition(".")[2]
    return f"{above}.{suffix}" if claim.each and above else suffix


def _refuse_twice(ids: Sequence[str]) -> None:
    twice = sorted(name for name, count in Counter(ids).items() if count > 1)
    if twice:
        raise KnowledgeError(f"organisations written twice: {', '.join(twice)}")


def _refuse_overlap(name: str, claims: Sequence[_Claim]) -> None:
    ordered = sorted(claims, key=lambda claim: claim.start or date.min)
    for one, following in pairwise(ordered):
        if one.end is None or following.start is None or following.start <= one.end:
            raise KnowledgeError(f"{name} is written twice for the same days")


@cache
def load_registers() -> tuple[Register, ...]:
    """Return the files of organisations that have domains; KnowledgeError when one breaks its schema."""
    folder = files("reperes.knowledge") / "organisations"
    return tuple(load_strict(Register, file) for file in _yaml(folder) if file.name != FREE_MAIL)


@cache
def load_free_mail() -> FreeMail:
    """Return the domains that are never an affiliation; KnowledgeError when the file breaks its schema."""
    return load_strict(FreeMail, files("reperes.knowledge") / "organisations" / FREE_MAIL)


@cache
def load_other_registers() -> tuple[Register, ...]:
    """Return the files of organisations that have no domain: nothing but a forge or a text tells them.

    They are apart, so that reading a history does not pay for them.
    """
    folder = files("reperes.knowledge") / "organisations" / STEWARDS
    registers = tuple(load_strict(Register, file) for file in _yaml(folder))
    refuse_domains(registers)
    return registers


def refuse_domains(registers: Sequence[Register]) -> None:
    """KnowledgeError when an entry has domains, where nobody looks for them."""
    lost = [one.id for register in registers for one in register.organisations if one.domains]
    if lost:
        raise KnowledgeError(f"{STEWARDS}/ is for organisations without domains: {', '.join(lost)}")


def _yaml(folder: Traversable) -> list[Traversable]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name
    )


@cache
def load_organisations() -> Organisations:
    """Return the organisations of `knowledge/`; KnowledgeError when a file breaks its schema."""
    return Organisations(load_registers(), load_free_mail())
