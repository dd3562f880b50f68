"""The SILL: software that administrations use, users and « référents » by body, providers, support market.

Three shapes: Catalogi's list (`v2/catalogi.json`); the former list, kept for those who used it
(`catalogi.json`, `sill.json`); the same in 2022. The last two are told apart by `referencedSinceTime`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Discriminator, Field, RootModel, Tag

from reperes.facts.catalogue import Entry, Identifier, Part, Party, PartyKind, Removed
from reperes.sources.catalogues.reader import (
    Row,
    Taken,
    addresses,
    body_name,
    day,
    parsed,
    said,
    sentence,
    siren,
    text,
)
from reperes.sources.catalogues.readers import comptoir_du_libre as comptoir

_PAGE = "https://code.gouv.fr/sill/detail?id={id}"
_NO_BODY = frozenset({"NO_ORGANIZATION", "null", "undefined"})
"""What the list writes for people who gave no body."""
_CNLL = "://annuaire.cnll.fr/"
_AS_IT_IS: Mapping[str, str] = MappingProxyType(
    {"HAL": "hal", "SWH": "swhid", "Zenodo": "zenodo", "doi": "doi"}
)


def _named(value: object) -> object:
    if said(value) is None:
        raise ValueError("no name")
    return value


class _Site(Row):
    kind: str | None = Field(default=None, alias="additionalType")


class _Identifier(Row):
    """schema.org's PropertyValue: `of` is what it identifies, `site` who gave it."""

    value: str = Field(min_length=1)
    url: str | None = None
    of: str | None = Field(default=None, alias="additionalType")
    site: _Site = Field(default=_Site(), alias="subjectOf")


class _Body(Row):
    """An organisation or a person: schema.org's, or a provider as the former list wrote it."""

    type: str | None = Field(default=None, alias="@type")
    name: str = Field(min_length=1)
    url: str | None = None
    identifiers: object = None
    website: str | None = None
    siren: str | None = None
    cnll_url: str | None = Field(default=None, alias="cnllUrl")
    cdl_url: str | None = Field(default=None, alias="cdlUrl")


class _Count(Row):
    body: str
    users: int = Field(ge=0, alias="userCount")
    referents: int = Field(ge=0, alias="referentCount")


class _Similar(Row):
    name: object = None
    label: object = None
    software_name: object = Field(default=None, alias="softwareName")


class _Withdrawal(Row):
    reason: str | None = None
    time: str | int


class _Told(Row):
    """What other sites tell of the software; some names were others before 2026."""

    url: str | None = None
    website: str | None = Field(default=None, alias="websiteUrl")
    repository: str | None = Field(default=None, alias="codeRepositoryUrl")
    source: str | None = Field(default=None, alias="sourceUrl")
    authors: object = None
    developers: object = None
    identifiers: object = None
    external_id: str | None = Field(default=None, alias="externalId")
    source_slug: str | None = Field(default=None, alias="sourceSlug")


class _Shared(Row):
    """What every shape has."""

    id: int = Field(ge=1)
    name: Annotated[object, AfterValidator(_named)]
    description: object = None
    license: str | None = None
    updated: str | int | None = Field(default=None, alias="updateTime")
    attributes: object = Field(default=None, alias="customAttributes")
    withdrawal: _Withdrawal | None = Field(default=None, alias="dereferencing")


class _Software(_Shared, _Told):
    counts: object = Field(alias="userAndReferentCountByOrganization")
    providers: object
    similar: object = Field(default=None, alias="similarSoftwares")


class _Wikidata(Row):
    id: str | None = None
    website: str | None = Field(default=None, alias="websiteUrl")
    source: str | None = Field(default=None, alias="sourceUrl")


class _Desk(Row):
    """The record of the Comptoir du Libre within a row."""

    id: int | None = None
    providers: object = None
    users: object = None
    links: comptoir.Links = Field(default=comptoir.Links(), alias="external_resources")


class _Former(_Shared):
    since: int = Field(alias="referencedSinceTime")
    function: str | None = None
    in_support: bool | None = Field(default=None, alias="isPresentInSupportContract")
    from_public_service: bool | None = Field(default=None, alias="isFromFrenchPublicService")
    counts: object = Field(default=None, alias="userAndReferentCountByOrganization")
    providers: object = Field(default=None, alias="serviceProviders")
    cnll: object = Field(default=None, alias="annuaireCnllServiceProviders")
    told: _Told | None = Field(default=None, alias="softwareExternalData")
    wikidata: _Wikidata | None = Field(default=None, alias="wikidataData")
    desk: _Desk | None = Field(default=None, alias="comptoirDuLibreSoftware")
    alike: object = Field(default=None, alias="alikeSoftwares")
    similar: object = Field(default=None, alias="similarExternalSoftwares")


def _shape(row: object) -> str:
    return "former" if isinstance(row, Mapping) and "referencedSinceTime" in row else "list"


class _Row(
    RootModel[
        Annotated[
            Annotated[_Software, Tag("list")] | Annotated[_Former, Tag("former")], Discriminator(_shape)
        ]
    ]
):
    """A row of any shape."""


def read(body: bytes) -> Taken:
    """Return the software of the SILL, known by its number there. Raises ShapeError."""
    taken = Taken()
    rows = (row.root for row in taken.each(parsed(body), _Row, "software"))
    taken.keep(_listed(one, taken) if isinstance(one, _Software) else _former(one, taken) for one in rows)
    return taken


def _listed(row: _Software, taken: Taken) -> Entry:
    users = _users(row.counts, taken)
    return _entry(row, row, (*users, *_organizations(row.providers, "provider", taken)), row.similar, taken)


def _former(row: _Former, taken: Taken) -> Entry:
    told, wikidata, desk = row.told or _Told(), row.wikidata or _Wikidata(), row.desk or _Desk()
    users = (*_users(row.counts, taken), *comptoir.parties(desk.users, "user", taken))
    # `serviceProviders` merges the two other lists.
    providers = _providers(row.providers, taken) or (
        *comptoir.parties(desk.providers, "provider", taken),
        *_providers(row.cnll, taken),
    )
    similar = [*_list(row.alike), *_list(row.similar)]
    entry = _entry(row, told, (*users, *providers), similar, taken)
    more = [("wikidata", comptoir.wikidata(wikidata.id)), ("comptoir-du-libre", _number(desk.id))]
    return replace(
        entry,
        what=entry.what or sentence(row.function),
        repositories=addresses((*entry.repositories, wikidata.source, desk.links.repository)),
        website=entry.website or next(iter(addresses([wikidata.website, desk.links.website])), None),
        identifiers=tuple(dict.fromkeys((*entry.identifiers, *_identifiers(more)))),
        support_contract=_first(row.in_support, entry.support_contract),
        public_service=_first(row.from_public_service, entry.public_service),
    )


def _entry(row: _Shared, told: _Told, parties: tuple[Party, ...], similar: object, taken: Taken) -> Entry:
    known = list(taken.parts(told.identifiers, _Identifier, "identifier"))
    item = comptoir.wikidata(told.external_id) if told.source_slug == "wikidata" else None
    names = _names(row.name)
    return Entry(
        id=str(row.id),
        name=names[0],
        url=_PAGE.format(id=row.id),
        names=names[1:],
        what=said(row.description),
        repositories=addresses(
            [told.repository, told.source, *(one.url for one in known if one.of == "Repo")]
        ),
        website=next(iter(addresses([told.url, told.website])), None),
        identifiers=_identifiers([*(_of_software(one) for one in known), ("wikidata", item)]),
        licence=text(row.license),
        parties=(*parties, *_organizations([*_list(told.authors), *_list(told.developers)], "author", taken)),
        similar=_similar(similar, taken),
        support_contract=_flag(row.attributes, "isPresentInSupportContract"),
        public_service=_flag(row.attributes, "isFromFrenchPublicService"),
        removed=_removed(row.withdrawal),
        dated=_day(row.updated),
    )


def _names(value: object) -> tuple[str, ...]:
    """Return the name in French, else in English, else in any language; then the others."""
    others = map(text, value.values()) if isinstance(value, Mapping) else ()
    return tuple(dict.fromkeys(one for one in (said(value), *others) if one))


def _users(counts: object, taken: Taken) -> Iterator[Party]:
    """Yield the bodies that counted users or « référents »; people who gave no body are left."""
    rows = (
        [{**count, "body": body} if isinstance(count, Mapping) else None for body, count in counts.items()]
        if isinstance(counts, Mapping)
        else counts
    )
    for one in taken.parts(rows, _Count, "user"):
        name = body_name(one.body)
        if name is not None and name not in _NO_BODY:
            yield Party(name, "user", "public-body", users=one.users, contacts=one.referents)
        elif text(one.body) is not None and name is None:
            taken.persons += one.users + one.referents


def _providers(values: object, taken: Taken) -> tuple[Party, ...]:
    """Return the providers of the former lists, which told of none whether it is a person."""
    found = []
    for one in taken.parts(values, _Body, "provider"):
        if one.type == "Person":
            taken.persons += 1
        else:
            found.append(_party(one, "provider", taken))
    return _told(found, taken)


def _organizations(values: object, part: Part, taken: Taken) -> tuple[Party, ...]:
    """Return those that are surely organisations, where the type is written; any other is a person."""
    found = []
    for one in taken.parts(values, _Body, part):
        if one.type == "Organization":
            found.append(_party(one, part, taken))
        else:
            taken.persons += 1
    return _told(found, taken)


def _told(found: Iterable[Party | None], taken: Taken) -> tuple[Party, ...]:
    """Return the bodies, each once; one without a name that can be shown is a person."""
    parties = list(found)
    taken.persons += parties.count(None)
    return tuple(dict.fromkeys(one for one in parties if one is not None))


def _party(one: _Body, part: Part, taken: Taken) -> Party | None:
    name = body_name(one.name)
    if name is None:
        return None
    known = {each.site.kind: each for each in taken.parts(one.identifiers, _Identifier, "identifier")}
    number = siren(one.siren) or (siren(known["SIREN"].value) if "SIREN" in known else None)
    pages = [one.url, one.website, one.cnll_url, one.cdl_url, *(each.url for each in known.values())]
    # The CNLL lists companies; where else a body comes from tells nothing of what it is.
    kind: PartyKind | None = "company" if any(_CNLL in (page or "") for page in pages) else None
    return Party(name, part, kind, next(iter(addresses(pages)), None), number)


def _of_software(one: _Identifier) -> tuple[str, str | None]:
    """Return a scheme and a value: None for what does not identify the software, or in no scheme we know."""
    if one.of not in {None, "Software"}:
        return "", None
    match one.site.kind:
        case "wikidata":
            found = "wikidata", comptoir.wikidata(one.value)
        case "FramaLibre":
            found = "framalibre", comptoir.framalibre(one.value)
        case "ComptoirDuLibre":
            found = "comptoir-du-libre", _digits(one.value)
        case "cnll" if one.url is None:
            # The number of the software in the SILL, that the directory is asked with.
            found = "cnll-annuaire", _digits(one.value)
        case "cnll":
            found = "cnll-solution", comptoir.cnll_solution(one.url)
        case other:
            found = _AS_IT_IS.get(other or "", ""), text(one.value)
    return found


def _identifiers(found: Iterable[tuple[str, str | None]]) -> tuple[Identifier, ...]:
    return tuple(dict.fromkeys(Identifier(scheme, value) for scheme, value in found if scheme and value))


def _similar(values: object, taken: Taken) -> tuple[str, ...]:
    rows = taken.parts(values, _Similar, "similar")
    names = (said(one.name) or said(one.label) or said(one.software_name) for one in rows)
    return tuple(dict.fromkeys(name for name in names if name))


def _removed(withdrawal: _Withdrawal | None) -> Removed | None:
    return None if withdrawal is None else Removed(_day(withdrawal.time), text(withdrawal.reason))


def _day(value: str | int | None) -> date | None:
    """Return the day of a moment, written or in milliseconds since 1970."""
    if not isinstance(value, int):
        return day(value)
    try:
        return datetime.fromtimestamp(value / 1000, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _flag(attributes: object, name: str) -> bool | None:
    value = attributes.get(name) if isinstance(attributes, Mapping) else None
    return value if isinstance(value, bool) else None


def _first(*values: bool | None) -> bool | None:
    return next((one for one in values if one is not None), None)


def _digits(value: str) -> str | None:
    return value if value.isascii() and value.isdecimal() else None


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _list(values: object) -> list[object]:
    return values if isinstance(values, list) else []
