"""Who holds a project: what the parties that its texts name are, and whose hands the history shows.

Shared by the readings of governance, of the legal home and of the money. Names of persons stay here: a party
that is a person has no name.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import polars as pl
from pydantic import BaseModel, ConfigDict

from reperes.facts.citation import Window
from reperes.facts.documents import Document, DocumentKind
from reperes.facts.fact import Absent
from reperes.facts.factset import FactSet
from reperes.facts.schema import DOCUMENTS, HISTORY, REPOSITORY
from reperes.indicators.contributions import contributions, per_person, within_window
from reperes.indicators.organisations import UNIDENTIFIED, UNKNOWN, by_organisation
from reperes.indicators.windows import last
from reperes.knowledge.loader import load_strict
from reperes.people.stewards import Steward, load_stewards

Kind = Literal["foundation", "gip", "public-body", "cooperative", "consortium", "association", "company"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LED: Mapping[str, str] = {
    "foundation": "foundation-hosted",
    "association": "association-led",
    "public-body": "public-body-led",
    "gip": "public-body-led",
    "research": "public-body-led",
    "consortium": "consortium",
    "company": "company-led",
    "cooperative": "company-led",
    "people": "community-led",
}
ONE_PERSON = "one person"
MONTHS = 24

_LONGEST = 160
_MOST_LINES = 3
_A_HOUSE_AND_ITS_OWNER = 2
_OLD = 10
"""Years after the last one of a range of years: who held rights then need not hold the project now."""
_DEEP = 30
"""Lines of a licence file after which a line of rights is that of a text brought in, not the project's."""
_APPENDIX = re.compile(r"licensed under the apache licen[cs]e", re.IGNORECASE)
"""What follows the holder in the one licence that asks for it at its very end."""

_LINE = re.compile(
    r"^[\W_]{0,12}(?:spdx-filecopyrighttext:|(?:the )?licensed work is|licensor:"
    r"|[\w. -]{0,40}\bis(?= (?:copyright|©|\(c\))))?\s*"
    r"(?:@?copyrights?\b|©|\(c\)|&copy;)[\s:]*(?:(?:©|\(c\)|&copy;|copyright|by)[\s:]*)*(?P<rest>.+)$",
    re.IGNORECASE,
)
_LICENSOR = re.compile(r"^\W{0,6}licensor:\s*(?P<rest>.+)$", re.IGNORECASE)
_YEARS = re.compile(
    r"^[\s,]*(?P<years>(?:(?:19|20)\d\d(?:\s*(?:-|–|—|to|à|,|/)\s*(?:\d{2,4}|present|current|now|today|\s*$))?"
    r"[\s,–-]*)+)(?:present|current|now)?[\s,:.–-]*(?:©|\(c\)|by\b)?\s*",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"(?:19|20)\d\d\s*[-–—]\s*((?:19|20)\d\d)\s*[,.]?\s*$")
_END = re.compile(
    r"\ball rights\b|\btous droits\b|\bhttps?://|\bwww\.|<|\bunder (?:the|a)\b|\blicen[cs]ed\b|\breleased\b"
    r"|\bsee\b|[;|]|\(http|\]\(|\.\s|\bsous licence\b|\bdual\b|\bfor the\b|\bthis (?:file|program|work)\b",
    re.IGNORECASE,
)
_TEMPLATE_TEXT = re.compile(r"permitted to copy and distribute verbatim", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:\s*,?\s*(?:\band\b|\bet\b|\bund\b|\by\b|&|\bor\b)\s+"
    r"(?:an? |all |many |its |the |other |les |autres |des |[\w*.'-]{1,30} ){0,4}"
    r"(?:contributors?|contributeurs?|others|many|collaborators|affiliates?|subsidiaries"
    r"|affiliate company)\b|,?\s+et al\b|,\s*(?:19|20)\d\d).*$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?:.*[-_.])?(?:licen[cs]e|copying|copyright|notice)(?:[-_. ](?:mit|apache|bsd|gpl|agpl|lgpl"
    r"|mpl|epl|eupl|code|commercial|community|enterprise|v?[\d.]+|md|markdown|txt|rst|adoc|html|[a-z]{2}))*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"third|3rd|party|font|vendor|deps|protobuf|assets?|icons?|images?|docs?$|data$", re.IGNORECASE
)
_SEVERAL = re.compile(r"\s/\s|\s-\s|,|;|&|\band\b|\bet\b|\+")
_UNFINISHED = re.compile(r"\s(?:et|and|en|de|of|&|for|pour)$", re.IGNORECASE)
_COMMENTS = " \t*#/;-|>."
_FORM = re.compile(
    r",\s*((?:inc|llc|ltd|limited|l\.l\.c|corp|gmbh|plc|s\.?a\.?s?|b\.?v|co)\b\.?)", re.IGNORECASE
)
_DOMAIN = re.compile(r"\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+\b")
_BRACKETS = re.compile(r"\s*\([^()]*\)?$")
_LISTED = re.compile(r"\((?:[A-Z][\w&.-]*, ){2,}[A-Z][\w&.-]*\)?$")
_CAPITALISED = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*")


class _Words(BaseModel):
    """`knowledge/vocabulary/holders.yaml`, which says what each key is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: dict[Kind, tuple[str, ...]]
    people: tuple[str, ...]
    things: tuple[str, ...]
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Who a text names. `kind`: one of `KINDS`, `people` (the contributors), `person`, or None: not told.

    `name` is None for people and persons; `known` is what `knowledge/organisations/` says of it. `parts`: the
    kinds of the organisations named side by side.
    """

    kind: str | None
    name: str | None = None
    known: Steward | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """A line that says whose the rights are.

    `is_old`: the years it gives ended long ago; `is_quotable`: nothing in it may be the name of a person.
    """

    party: Party
    document: Document
    line: int
    with_others: bool
    is_old: bool
    is_quotable: bool


@dataclass(frozen=True, slots=True)
class Hands:
    """An organisation in the history of the window: its share of all, of what could be told, its persons."""

    id: str
    kind: str
    share: float
    told: float
    people: int


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who wrote what: over the window, and ever. Shares of the person who wrote most, from 0 to 1."""

    window: Window
    count: int
    authors: int
    first: float
    ever: int
    authors_ever: int
    first_ever: float
    organisations: tuple[Hands, ...]


_AT = re.compile(r"\s(?:at|chez|from|with)\s", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:the|an?|our|la|les?|l['’]|une?|notre|nos|des?|du|d['’]|die|der|das|il|lo|el|los)(?:\s+|(?<=['’]))",
    re.IGNORECASE,
)


@cache
def words() -> _Words:
    """Return the words that tell what a holder is; KnowledgeError when the file breaks its schema."""
    return load_strict(_Words, files("reperes.knowledge") / "vocabulary" / "holders.yaml")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = [*words().kinds.items(), ("people", words().people)]
    return tuple((kind, re.compile(rf"(?<![\w.])(?:{'|'.join(found)})(?!\w)")) for kind, found in kinds)


@cache
def _thing() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{'|'.join(words().things)})(?!\w)")


@cache
def _blank() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words().blanks)})(?!\w)|[\[<{{]")


def plain(text: str) -> str:
    """Return a text in small letters, without accents, with straight apostrophes."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(one for one in bare if not unicodedata.combining(one)).lower()


def kind_of(steward: Steward) -> str | None:
    """Return the kind of an organisation that knowledge knows, by what it can sign as."""
    if steward.legal in KINDS:
        return steward.legal
    return {"fiscal-host": "foundation", "none": "people"}.get(steward.legal)


def told_by_words(text: str) -> str | None:
    """Return the kind that the words of a name tell, `people` among them."""
    low = plain(text)
    return next((kind for kind, pattern in _patterns() if pattern.search(low)), None)


def party(text: str, own: frozenset[str] = frozenset()) -> Party:
    """Return who a short text names; `own` are the names of the project and of its account."""
    whole = text.strip(" \t.,:;*_`\"'“”«»[]")[:_LONGEST]
    whole = _AT.split(whole)[-1]  # « a person at an organisation »: the organisation alone is kept
    name = _BRACKETS.sub("", whole) or whole
    named = load_stewards().named(whole)
    parts = _parts(name)
    if named:
        steward = named[0][0]
        houses = {one.id for one, _ in named}
        kind = "consortium" if len(houses) > _A_HOUSE_AND_ITS_OWNER else kind_of(steward)
        return Party(kind, _organisations_of(name) if len(parts) > 1 else steward.name, steward, parts)
    domain = _DOMAIN.search(plain(name))
    site = load_stewards().of_site(f"https://{domain.group()}") if domain else None
    if site is not None:
        return Party(kind_of(site), site.name, site)
    kind = "consortium" if _LISTED.search(whole) else told_by_words(name)
    if kind == "people":
        return Party("people")
    if kind is not None and not _reads_as_a_name(name):
        return Party(None)
    if kind is not None:
        return Party(kind, _organisations_of(name), None, parts)
    return Party("person") if _is_person(name, own) else Party(None)


def _reads_as_a_name(text: str) -> bool:
    """Return whether words that hold one of organisation are a name: « meant for associations » is none."""
    bare = _ARTICLE.sub("", text, count=1)
    return bare[:1].isupper() or bare[:1].isdigit()


def _organisations_of(name: str) -> str:
    """Return a name without the parts that nothing tells to be an organisation: they may be persons."""
    whole = _FORM.sub(r" \1", " ".join(name.split()))
    told = [one.strip() for one in _SEVERAL.split(whole) if _kind_of_part(one) in KINDS]
    return ", ".join(dict.fromkeys(told)) or whole


def _may_name_a_person(holder: str) -> bool:
    """Return whether a part of what is written is told to be no organisation."""
    parts = [one for one in _SEVERAL.split(_FORM.sub(r" \1", holder)) if one.strip()]
    return len(parts) > 1 and any(_kind_of_part(one) is None for one in parts)


def _kind_of_part(text: str) -> str | None:
    named = load_stewards().named(text)
    return kind_of(named[0][0]) if named else told_by_words(text)


def _parts(name: str) -> tuple[str, ...]:
    """Return the kinds of the organisations named side by side, each kind once."""
    found: dict[str, None] = {}
    for one in _SEVERAL.split(name):
        kind = _kind_of_part(one)
        if kind in KINDS:
            found[str(kind)] = None
    return tuple(found)


def _is_person(name: str, own: frozenset[str]) -> bool:
    """Return whether a name without a word of organisation reads as a person's, and not as the project's."""
    tokens = re.sub(r"\([^)]*\)|<[^>]*>|\S*@\S*", " ", name).split()
    if not 2 <= len(tokens) <= 4 or any(not _CAPITALISED.fullmatch(one.strip(".,")) for one in tokens):
        return False
    if not (tokens[0][0].isupper() and tokens[-1][0].isupper()) or _thing().search(plain(name)):
        return False
    return "".join(plain(one) for one in tokens).replace(".", "") not in own


def own_names(origin: str | None) -> frozenset[str]:
    """Return the names of the repository and of its account, letters and digits only."""
    parts = (origin or "").lower().removesuffix(".git").rstrip("/").split("/")[3:]
    return frozenset(re.sub(r"[^a-z0-9]", "", part) for part in parts if part)


def holdings(facts: FactSet) -> tuple[Holding, ...]:
    """Return what the licence files, the notices and the presentation say of whose the rights are."""
    documents, repository = facts.value(DOCUMENTS), facts.value(REPOSITORY)
    if isinstance(documents, Absent):
        return ()
    own = own_names(getattr(repository, "origin", None))
    year = getattr(getattr(repository, "committed_at", None), "year", None)
    found: list[Holding] = []
    for document in documents.of(DocumentKind.LICENCE, DocumentKind.README):
        if _speaks_of_rights(document):
            most = 1 if _is_notice(document) else _MOST_LINES
            found += [one for one, _ in zip(_lines(document, own, year), range(most), strict=False)]
    return tuple(found)


def _speaks_of_rights(document: Document) -> bool:
    if document.text is None or "/" in document.path:
        return False
    return document.kind is DocumentKind.README or bool(
        _FILE.fullmatch(document.path)
        and not _ASIDE.search(document.path.rpartition(".")[0] or document.path)
    )


def _lines(document: Document, own: frozenset[str], year: int | None) -> Iterator[Holding]:
    lines = (document.text or "")[:200_000].split("\n")
    for at, line in enumerate(lines):
        match = _LINE.match(line[:400]) or _LICENSOR.match(line[:400])
        if match is None or _is_of_a_text(document, lines, at):
            continue
        rest = match["rest"]
        years = _YEARS.match(rest)
        holder = rest[years.end() :] if years else rest
        end = _END.search(holder)
        holder = re.sub(r"[\[\]*_`]", "", holder[: end.start()] if end else holder).strip(" ,.-–(")
        if _UNFINISHED.search(holder) and at + 1 < len(lines):
            holder = f"{holder} {lines[at + 1].strip(_COMMENTS)}"[:_LONGEST]
        if not holder or (_blank().search(plain(holder)) and not re.search(r"crown", holder, re.IGNORECASE)):
            continue
        ended = _LAST_YEAR.search(years["years"].rstrip(" ,")) if years else None
        alone = _OTHERS.sub("", holder).strip(" ,")
        is_old = bool(ended and year and int(ended[1]) + _OLD < year)
        told = party(alone, own) if alone else Party("people")
        is_quotable = told.name is not None and not _may_name_a_person(holder)
        yield Holding(told, document, at + 1, alone != holder, is_old, is_quotable)


def _is_of_a_text(document: Document, lines: list[str], at: int) -> bool:
    """Return whether a line of rights is that of a licence text, or of a text brought in deep in a file."""
    if any(_TEMPLATE_TEXT.search(one) for one in lines[at + 1 : at + 6]):
        return True
    if document.kind is not DocumentKind.LICENCE or at < _DEEP:
        return False
    in_appendix = any(_APPENDIX.search(one) for one in lines[at + 1 : at + 4])
    return not in_appendix or _is_notice(document)


def _is_notice(document: Document) -> bool:
    return "notice" in document.path.lower()


def authorship(facts: FactSet, as_of: date) -> Authorship | None:
    """Return whose hands the history shows over the last 24 months and ever; None without a history."""
    history = facts.value(HISTORY)
    if isinstance(history, Absent):
        return None
    window = last(as_of, MONTHS)
    lately, ever = per_person(within_window(facts, window)), per_person(facts.derive(contributions))
    return Authorship(
        window,
        sum(lately),
        len(lately),
        lately[0] / sum(lately) if lately else 0.0,
        sum(ever),
        len(ever),
        ever[0] / sum(ever) if ever else 0.0,
        _organisations(facts, window),
    )


def _organisations(facts: FactSet, window: Window) -> tuple[Hands, ...]:
    counted = by_organisation(facts, window)
    persons = within_window(facts, window).group_by("affiliation").agg(pl.col("person").n_unique())
    people = dict(persons.iter_rows())
    whole = int(counted.get_column("contributions").sum())
    told = counted.filter(pl.col("kind") != UNKNOWN)
    known = int(told.get_column("contributions").sum())
    ids = facts.require(HISTORY).organisations.get_column("id")
    return tuple(
        Hands(ids[row], kind, count / whole, count / known, people[row])
        for row, count, kind in told.select("affiliation", "contributions", "kind").head(8).iter_rows()
    )


def is_identified(hands: Hands) -> bool:
    """Return whether knowledge knows the organisation."""
    return hands.kind != UNIDENTIFIED
