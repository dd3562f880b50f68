"""Software of Italian public administrations: rows of `GET /v1/software` of the API of Developers Italia.

`{"data": [{"id", "url", "aliases", "publiccodeYml", "active", "updatedAt"}], "links": {"next": "?page…"}}`.
What a row says of the project is its publiccode.yml, as a text: read as one that a repository holds, so that
contacts, and owners or contractors that may be persons, are counted only.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import urljoin

from pydantic import Field

from reperes.facts.catalogue import Entry, Part, Party, PartyKind, Removed
from reperes.sources.catalogues import mail
from reperes.sources.catalogues.markdown import has_directives
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.reader import (
    MOST_ITEMS,
    Row,
    ShapeError,
    Taken,
    address,
    addresses,
    day,
    parsed,
    said,
    text,
    under,
)
from reperes.sources.documents.lenient.tree import MAX_CHARACTERS, RefusedError
from reperes.sources.documents.parties import is_organisation
from reperes.sources.documents.structured import publiccode

_RECORD = "https://api.developers.italia.it/v1/software/"
_WHERE = "software"
_ADMINISTRATION = "urn:x-italian-pa:"
"""How publiccode.yml writes the code of an administration in the index of the Italian ones."""
_ADDRESS = ("https://", "http://", "urn:")
_WORDS = frozenset(
    {"arpa", "asl", "ats", "ausl", "azienda", "aziende", "camera", "citta", "comunita", "consorzio", "corte"}
    | {
        "ente",
        "enti",
        "parco",
        "presidenza",
        "prefettura",
        "provincia",
        "province",
        "scuola",
        "ulss",
        "unione",
    }
)
"""Words, folded, that begin the name of an Italian body and no person's, beside those of any document."""
_COUNTS = (
    ("legal", "mainCopyrightOwner_count"),
    ("legal", "repoOwner_count"),
    ("maintenance", "contacts_count"),
)


class _Software(Row):
    id: str = Field(min_length=1, max_length=36, pattern=r"^[0-9a-zA-Z-]+$")
    url: str
    aliases: list[str] = Field(default_factory=list, max_length=MOST_ITEMS)
    yaml: str = Field(alias="publiccodeYml", max_length=MAX_CHARACTERS)
    active: bool | None = None
    updated: str | None = Field(None, alias="updatedAt")


def read(body: bytes) -> Taken:
    """Return the software of one page."""
    taken = Taken()
    taken.keep(_entries(taken, under(parsed(body), "data")))
    return taken


def next_page(body: bytes, address: str) -> str | None:
    """Return the address of the page after this one, which the API writes from the question mark on."""
    told = under(parsed(body), "links")
    following = told.get("next") if isinstance(told, Mapping) else None
    if following is None:
        return None
    if not isinstance(following, str) or not following.startswith("?"):
        raise ShapeError("links.next")
    try:
        return urljoin(address, following.replace("[", "%5B").replace("]", "%5D"))
    except ValueError:
        raise ShapeError("links.next") from None


def _entries(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Software, _WHERE):
        fields = _fields(row.yaml)
        if fields is None:
            taken.skipped[f"{_WHERE}.publiccodeYml: unreadable"] += 1
            continue
        name, where = text(fields.get("name")), addresses((row.url, *row.aliases))
        if name is None or "@" in name or not folded(name) or not where:
            taken.skipped[f"{_WHERE}.publiccodeYml.name: missing"] += 1
            continue
        what, hidden = mail.unmailed(_what(fields))
        taken.persons += hidden + _persons(fields)
        yield Entry(
            id=row.id,
            name=name,
            url=f"{_RECORD}{row.id}",
            names=tuple(_names(fields, name)),
            what=what,
            repositories=where,
            website=address(fields.get("landingURL")),
            licence=text(_block(fields, "legal").get("license")),
            parties=tuple(_parties(fields, taken)),
            removed=Removed(None, None) if row.active is False else None,
            dated=day(row.updated),
        )


def _fields(yaml: str) -> Mapping[str, object] | None:
    """Return the fields of a publiccode.yml; None when it cannot be read, or has directives of YAML."""
    with suppress(RefusedError):
        return None if has_directives(yaml) else publiccode.read(yaml, "").fields
    return None


def _block(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = fields.get(name)
    return found if isinstance(found, Mapping) else {}


def _blocks(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _what(fields: Mapping[str, object]) -> str | None:
    told = _block(fields, "description")
    short = {name: one.get("shortDescription") for name, one in told.items() if isinstance(one, Mapping)}
    return said(short)


def _names(fields: Mapping[str, object], name: str) -> Iterator[str]:
    seen = {folded(name)}
    for one in _blocks(list(_block(fields, "description").values())):
        local = text(one.get("localisedName"))
        if local and "@" not in local and folded(local) not in seen:
            seen.add(folded(local))
            yield local


def _persons(fields: Mapping[str, object]) -> int:
    counts = [_block(fields, block).get(name) for block, name in _COUNTS]
    contractors = _blocks(_block(fields, "maintenance").get("contractors"))
    return sum(one for one in counts if isinstance(one, int)) + sum("name" not in one for one in contractors)


def _parties(fields: Mapping[str, object], taken: Taken) -> Iterator[Party]:
    """Yield the organisations, each once for a part; what they are only where their identifier tells it.

    A name that nothing tells to be an organisation's, no address and no word, may be a person's.
    """
    seen: set[tuple[str, Part]] = set()
    known = {folded(name) for name, uri in map(_named, _written(fields)) if name and _is_address(uri)}
    for value, part, site in _told(fields):
        shown, uri = _named(value)
        if shown is None or (folded(shown), part) in seen:
            continue
        seen.add((folded(shown), part))
        if "@" in shown or not (part in _SURE or folded(shown) in known or _is_body(shown)):
            taken.persons += 1
            continue
        yield Party(shown, part, _kind(uri), address(site) or address(uri))


_SURE: frozenset[Part] = frozenset({"provider"})
"""Those that the reader of publiccode.yml told from persons."""


def _told(fields: Mapping[str, object]) -> Iterator[tuple[object, Part, object]]:
    """Yield what names an organisation, its part, its site."""
    users, legal = fields.get("usedBy"), _block(fields, "legal")
    yield fields.get("organisation"), "steward", None
    yield legal.get("mainCopyrightOwner"), "steward", None
    for one in users if isinstance(users, list) else []:
        yield one, "user", None
    for funder in _blocks(fields.get("fundedBy")):
        yield funder, "funder", None
    for contractor in _blocks(_block(fields, "maintenance").get("contractors")):
        yield contractor.get("name"), "provider", contractor.get("website")


def _written(fields: Mapping[str, object]) -> list[object]:
    return [fields.get("organisation"), *_blocks(fields.get("fundedBy"))]


def _named(value: object) -> tuple[str | None, object]:
    """Return the name of an organisation, and what identifies it."""
    return (text(value.get("name")), value.get("uri")) if isinstance(value, Mapping) else (text(value), None)


def _is_address(uri: object) -> bool:
    return isinstance(uri, str) and uri.startswith(_ADDRESS)


def _is_body(name: str) -> bool:
    return is_organisation(name) or not _WORDS.isdisjoint(folded(name).split(" "))


def _kind(uri: object) -> PartyKind | None:
    return "public-body" if isinstance(uri, str) and uri.startswith(_ADMINISTRATION) else None
