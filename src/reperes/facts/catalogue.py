"""What catalogues say of a project: the records that are its own, and on what that rests."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Part = Literal["user", "provider", "author", "steward", "funder", "host"]
PartyKind = Literal["public-body", "company", "association", "foundation", "university"]
Rests = Literal["repository", "package", "identifier", "account", "forge", "domain", "contribution", "name"]
"""What the match of a project with a record rests on; `name` alone is a question, never an answer.

`forge`: the record is of the whole forge, which hosts others too; `domain`: of addresses that sign commits;
`contribution`: it tells of something given to the repository, whatever name it gives to what was given.
"""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that a catalogue ties to a project; never a person.

    `siren`: nine digits; `users`, `contacts`: how many people it declares as users, and as ready to be
    contacted; `kind` is None when the catalogue does not tell it.
    """

    name: str
    part: Part
    kind: PartyKind | None = None
    url: str | None = None
    siren: str | None = None
    users: int | None = None
    contacts: int | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """That a catalogue withdrew the project, when and why, in its own words."""

    on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LegalForm:
    """What the register of organisations says of one.

    `siren`: nine digits; `rna`: of an association; `category`: the four digits of INSEE's nomenclature of
    legal categories; `active`: False when it ceased.
    """

    siren: str
    category: str
    rna: str | None = None
    active: bool | None = None
    is_association: bool | None = None
    is_public: bool | None = None
    is_cooperative: bool | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """What a collective received and spent. Amounts in `currency` (ISO 4217), over its life unless said.

    `yearly`: what it may expect over a year, by its own estimate; `host`: who holds the money.
    """

    currency: str
    balance: float | None = None
    yearly: float | None = None
    received: float | None = None
    spent: float | None = None
    givers: int | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """Visits of an archive to a repository: whole copies only. `snapshot` is a SWHID."""

    first: date | None
    last: date | None
    visits: int | None = None
    snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class Reuse:
    """How much a package is reused. None when not told."""

    package: str
    repositories: int | None = None
    packages: int | None = None
    downloads: int | None = None
    downloads_period: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a repository by a program: 0 to 10 as its producer grades it, None when inconclusive."""

    name: str
    score: int | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """What another catalogue calls the project: `scheme` is the identifier of that catalogue."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a catalogue. None and empty stand for « not told », never for « no ».

    id, name, url
        The catalogue's identifier, its name for the project or the body, the page that opens the record.
    names, what
        Other names; one sentence that describes it.
    repositories, website, packages
        Addresses of code, of the site; package URLs.
    given_to
        Addresses of repositories to which something was given.
    accounts, domains
        Of an organisation: its accounts on forges (`github.com/name`), its domain names.
    licence
        As the catalogue writes it.
    support_contract
        Whether it is among the software of the interministerial support market, by the catalogue.
    public_service
        Whether a French public service develops it.
    lots
        Lists and lots that name it.
    contact
        What it publishes for being contacted.
    dated
        The day the record itself bears.
    """

    id: str
    name: str
    url: str
    names: tuple[str, ...] = ()
    what: str | None = None
    repositories: tuple[str, ...] = ()
    given_to: tuple[str, ...] = ()
    website: str | None = None
    packages: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    kind: PartyKind | None = None
    licence: str | None = None
    parties: tuple[Party, ...] = ()
    similar: tuple[str, ...] = ()
    support_contract: bool | None = None
    public_service: bool | None = None
    archived: bool | None = None
    lots: tuple[str, ...] = ()
    removed: Removed | None = None
    legal: LegalForm | None = None
    money: Money | None = None
    copies: Archived | None = None
    reuse: tuple[Reuse, ...] = ()
    funding: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    contact: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A record, and on what it is held for the project's own."""

    entry: Entry
    rests: Rests


@dataclass(frozen=True, slots=True)
class Listing:
    """What one catalogue says of the project; `found` is empty when it was looked in and nothing was found.

    `taken_at`: when we had it, UTC; `dated`: the day its producer gives it, else None; `url`: where it was
    had; `by_hand`: whether it was brought as a file; `checksum`: SHA-256 of what was received; `total`:
    records it holds, `skipped`: rows that did not fit; both are None when asked of one project.
    Nothing found is not « is not in it »: a record may bear another address.
    """

    catalogue: str
    taken_at: datetime
    url: str
    found: tuple[Found, ...] = field(default=())
    dated: date | None = None
    checksum: str | None = None
    total: int | None = None
    skipped: int | None = None
    by_hand: bool = False

    @property
    def undated(self) -> bool:
        """Whether the day whose state it tells is not known: a file brought by hand may be of any day."""
        return self.by_hand and self.dated is None

    @property
    def day(self) -> date:
        """The day whose state it tells: its producer's, else that of our taking it."""
        return self.dated or self.taken_at.date()

    @property
    def sure(self) -> tuple[Entry, ...]:
        """Return the records that an address, a package or an identifier ties to the project.

        Those of the forge that serves it, or of what was given to it, are records of something else.
        """
        return tuple(one.entry for one in self.found if one.rests not in {"name", "forge", "contribution"})

    @property
    def by_name(self) -> tuple[Entry, ...]:
        """Return the records that bear its name, and nothing else ties to it."""
        return tuple(one.entry for one in self.found if one.rests == "name")
