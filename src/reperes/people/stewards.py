"""Which organisation holds a forge account or a site, or is named by a text: `knowledge/organisations/`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from reperes.knowledge.loader import KnowledgeError
from reperes.people.organisations import (
    Entry,
    FreeMail,
    Kind,
    Legal,
    Living,
    Organisations,
    Register,
    Terms,
    load_free_mail,
    load_organisations,
    load_other_registers,
    load_registers,
)

_LEGAL: Mapping[Kind, Legal] = MappingProxyType(
    {
        "public-body": "public-body",
        "research": "public-body",
        "company": "company",
        "foundation": "foundation",
        "association": "association",
    }
)
# How a public body and a laboratory live, unless their entry says otherwise.
_ECONOMY: Mapping[Kind, tuple[Living, ...]] = MappingProxyType(
    {"public-body": ("in-house-public",), "research": ("research",)}
)
# Pages that a forge publishes for an account bear its name before one of these.
_PAGES: Mapping[str, str] = MappingProxyType(
    {"github.io": "github.com", "gitlab.io": "gitlab.com", "codeberg.page": "codeberg.org"}
)
_ADDRESS = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?P<host>[a-z0-9.-]+)(?::[0-9]+(?=/|$))?[/:]*(?P<path>[^?#\s]*)",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 2000
_LONGEST_HOST = 253
_DEEPEST = 8
"""Segments of an address that may tell an account: forges nest groups, not without end."""
_LONGEST_TEXT = 400_000
_MOST_NAMED = 200
_SHORT = 5
"""Letters up to which a name is told from a word by its capitals."""
_WIDEST = 240
"""Characters that a name may take in a text, the marks of comments between its lines included."""
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"[ \t\xa0\u202f]+|[ \t]*\r?\n[ \t>#*/;]*")


@dataclass(frozen=True, slots=True)
class Steward:
    """An organisation that may hold a project.

    `country`: ISO 3166 alpha-2, `INT`, or None when the entry does not tell; `legal`: what it can sign as;
    `umbrella`: it hosts projects that keep their name and their maintainers; `terms`: what it asks of who
    contributes to any of its projects, None when no general rule is known; `economy`: the usual ways it
    lives.
    """

    id: str
    name: str
    kind: Kind
    country: str | None
    legal: Legal
    umbrella: bool = False
    terms: Terms | None = None
    economy: tuple[Living, ...] = ()
    source: str = ""
    checked_on: date = date.min


class Stewards:
    """The organisations of `knowledge/`, asked by account, by site, or by the names in a text."""

    def __init__(
        self, registers: Sequence[Register], organisations: Organisations, free_mail: FreeMail
    ) -> None:
        """Index the entries; KnowledgeError when an identifier, account, name or site is written twice."""
        entries = [entry for register in registers for entry in register.organisations]
        _index("organisation", ((entry.id, entry) for entry in entries))
        self._organisations = organisations
        self._platforms = free_mail.platforms
        self._accounts = _index("account", ((one.lower(), org) for org in entries for one in org.accounts))
        self._sites = _index("site", ((one, org) for org in entries for one in org.sites))
        names = _index("name", ((_folded(one), _Named(one, org)) for org in entries for one in _names(org)))
        self._names: dict[str, dict[str, list[tuple[str, _Named]]]] = defaultdict(lambda: defaultdict(list))
        for name in sorted(names, key=len, reverse=True):
            first, *others = _WORD.findall(name)
            self._names[first][others[0] if others else ""].append((name, names[name]))

    def __repr__(self) -> str:
        return f"<Stewards: {len(self._accounts)} accounts, {len(self._sites)} sites>"

    def of_account(self, origin_url: str) -> Steward | None:
        """Return the organisation that holds the account, or the whole forge, where a repository is.

        The longest place known wins: `forge.example/team/part`, `forge.example/team`, `forge.example`.
        """
        host, path = _split(origin_url)
        segments = path.lower().split("/")[:_DEEPEST]
        places = (f"{host}/{'/'.join(segments[:size])}" for size in range(len(segments), 0, -1))
        entry = next((self._accounts[one] for one in (*places, host) if one in self._accounts), None)
        return _steward(entry) if entry else None

    def of_site(self, url: str) -> Steward | None:
        """Return the organisation that holds the domain of a web address, members' domains included.

        On a platform where anybody publishes, the account is looked for instead.
        """
        host, _ = _split(url)
        labels = host.split(".")
        above = [".".join(labels[at:]) for at in range(len(labels))]
        site = next((suffix for suffix in above if suffix in self._sites), "")
        platform = next((suffix for suffix in above if suffix in self._platforms), "")
        held, entry = self._organisations.holder(host) or ("", None)
        if platform and len(platform) >= max(len(site), len(held)):
            return self._on_platform(url, labels, platform)
        if entry and len(held) > len(site):
            return _steward(entry, own=held)
        return _steward(self._sites[site]) if site else None

    def named(self, text: str) -> tuple[tuple[Steward, int], ...]:
        """Return the organisations that a text names, with the lines (from 1), in the order of the text.

        Each organisation once a line; no more than 200 of them, and the first 400,000 characters.
        """
        read = text[:_LONGEST_TEXT]
        lowered = _lowered(read)
        found: dict[tuple[str, int], tuple[Steward, int]] = {}
        line, last, end = 1, 0, 0
        for word, following in pairwise(_WORD.finditer(f"{lowered} _")):
            start = word.start()
            if word[0] not in self._names or start < end:
                continue
            named = self._longest(word[0], following[0], lowered[start : start + _WIDEST])
            if named is None or (named.is_short and not read.startswith(named.text, start)):
                continue
            line, last, end = line + read.count("\n", last, start), start, start + len(named.text)
            found.setdefault((named.id, line), (_steward(named.entry), line))
            if len(found) == _MOST_NAMED:
                break
        return tuple(found.values())

    def _longest(self, first: str, second: str, text: str) -> "_Named | None":
        """Return the longest name that begins a text, whose first two words are told to be quick."""
        begun = self._names[first]
        names = [*begun.get(second, ()), *begun.get("", ())]
        here = _folded(text) if names else ""
        return next(
            (named for name, named in names if here.startswith(name) and not _WORD.match(here, len(name))),
            None,
        )

    def _on_platform(self, url: str, labels: Sequence[str], platform: str) -> Steward | None:
        forge = _PAGES.get(platform)
        if forge is None:
            return self.of_account(url)
        depth = len(platform.split("."))
        return self.of_account(f"{forge}/{labels[-depth - 1]}") if len(labels) > depth else None


@dataclass(frozen=True, slots=True)
class _Named:
    """A name as its entry writes it."""

    text: str
    entry: Entry

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def is_short(self) -> bool:
        return len(self.text) <= _SHORT


T = TypeVar("T", Entry, _Named)


def _names(entry: Entry) -> Iterator[str]:
    """Give the names to look for: one word alone may be a product or a town, unless it is in `names`."""
    if entry.named and not entry.family and " " in entry.name and entry.name not in entry.names:
        yield entry.name
    yield from entry.names


def _lowered(text: str) -> str:
    """Return `text` in lower case, every character in its place: one capital letter would take two."""
    return text.replace("İ", "I").lower()


def _folded(name: str) -> str:
    """Return a name as it is compared: in lower case, on one line; “Acme, Inc” is “Acme Inc”."""
    return _GAP.sub(" ", _lowered(name)).replace("'", "’").replace(", inc", " inc")


def _index(what: str, claims: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, claim in claims:
        if key in found:
            raise KnowledgeError(f"{what} written twice: {key} ({found[key].id}, {claim.id})")
        found[key] = claim
    return found


def _split(address: str) -> tuple[str, str]:
    match = _ADDRESS.match(address[:_LONGEST_ADDRESS])
    if match is None:
        return "", ""
    return match["host"][:_LONGEST_HOST].lower().strip("."), match["path"].strip("/").removesuffix(".git")


def _steward(entry: Entry, own: str = "") -> Steward:
    identifier, name = (own, own) if entry.family else (entry.id, entry.name)
    return Steward(
        identifier,
        name,
        entry.kind,
        entry.country,
        legal=entry.legal or _LEGAL[entry.kind],
        umbrella=entry.umbrella,
        terms=entry.terms,
        economy=entry.economy or _ECONOMY.get(entry.kind, ()),
        source=entry.source,
        checked_on=entry.checked_on,
    )


@cache
def load_stewards() -> Stewards:
    """Return the organisations of `knowledge/`; KnowledgeError when a file breaks its schema."""
    registers = (*load_registers(), *load_other_registers())
    return Stewards(registers, load_organisations(), load_free_mail())
