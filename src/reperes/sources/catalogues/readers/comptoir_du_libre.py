"""The Comptoir du Libre: software, the bodies that use it and those that offer services on it.

Read from `comptoir-du-libre_export_v1.json`: `{date_of_export, softwares: [{id, url, name, licence, modified,
external_resources, users, providers}]}`, where a link that is not given is an empty list.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import Field

from reperes.facts.catalogue import Entry, Identifier, Part, Party, PartyKind
from reperes.sources.catalogues.reader import (
    Row,
    Taken,
    address,
    addresses,
    body_name,
    day,
    page,
    parsed,
    text,
    under,
)

_PAGE = "https://comptoir-du-libre.org/fr/softwares/{id}"
_KINDS: Mapping[str, PartyKind] = MappingProxyType(
    {"administration": "public-body", "company": "company", "association": "association"}
)
_PERSON = "person"
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")
_CNLL_PAGE = re.compile(r"https?://annuaire\.cnll\.fr/solutions/([0-9]{1,9})/?")


class Links(Row):
    """Addresses of a project or of a body; `[]` where a catalogue gives no link."""

    website: str | None = None
    repository: str | None = None
    wikidata: object = None
    sill: object = None
    cnll: object = None
    framalibre: object = None


class Body(Row):
    """A user or a provider, whatever it is; `type` tells whether it is a person."""

    name: str = Field(min_length=1)
    type: str
    url: str | None = None
    external_resources: Links = Links()


class Software(Row):
    """One row of the export."""

    id: int = Field(ge=1)
    name: str = Field(min_length=1)
    users: object
    providers: object
    url: str | None = None
    licence: str | None = None
    modified: str | None = None
    external_resources: Links


def read(body: bytes) -> Taken:
    """Return the software of an export. Raises ShapeError."""
    content, taken = parsed(body), Taken()
    rows = taken.each(under(content, "softwares"), Software, "software")
    taken.keep(_entry(row, taken) for row in rows)
    taken.dated = day(content.get("date_of_export"))
    return taken


def _entry(row: Software, taken: Taken) -> Entry:
    links = row.external_resources
    users = parties(row.users, "user", taken)
    providers = parties(row.providers, "provider", taken)
    return Entry(
        id=str(row.id),
        name=text(row.name) or str(row.id),
        url=page(row.url, _PAGE.format(id=row.id)),
        repositories=addresses([links.repository]),
        website=address(links.website),
        identifiers=tuple(dict.fromkeys(_identifiers(links))),
        licence=text(row.licence),
        parties=(*users, *providers),
        dated=day(row.modified),
    )


def parties(values: object, part: Part, taken: Taken) -> tuple[Party, ...]:
    """Return the bodies of a list, each once; people are counted in `taken`, and left."""
    found: dict[Party, None] = {}
    for one in taken.parts(values, Body, part):
        kind, name = one.type.lower(), body_name(one.name)
        if kind == _PERSON or name is None:
            taken.persons += 1
            continue
        url = address(one.external_resources.website) or address(one.url)
        found[Party(name, part, _KINDS.get(kind), url)] = None
    return tuple(found)


def wikidata(value: object) -> str | None:
    """Return the identifier of an item of Wikidata, None when it is none."""
    return value if isinstance(value, str) and _WIKIDATA.fullmatch(value) else None


def cnll_solution(url: object) -> str | None:
    """Return the number of a page of the CNLL's directory that presents software; None for any other."""
    found = _CNLL_PAGE.fullmatch(url) if isinstance(url, str) else None
    return found[1] if found else None


def framalibre(value: object) -> str | None:
    """Return the name of a notice of Framalibre, from it or from its address."""
    line = text(value)
    return line.rstrip("/").rpartition("/")[2] or None if line else None


def _identifiers(links: Links) -> Iterator[Identifier]:
    sill = _of(links.sill, "id")
    if isinstance(sill, int) and not isinstance(sill, bool) and sill > 0:
        yield Identifier("sill", str(sill))
    for scheme, value in (
        ("wikidata", wikidata(_of(links.wikidata, "id"))),
        ("cnll-solution", cnll_solution(_of(links.cnll, "url"))),
        ("framalibre", framalibre(_of(links.framalibre, "slug"))),
    ):
        if value is not None:
            yield Identifier(scheme, value)


def _of(link: object, name: str) -> object:
    return link.get(name) if isinstance(link, Mapping) else None
