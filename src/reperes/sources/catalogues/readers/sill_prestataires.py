"""Providers of the software of the SILL, merged by DINUM from the Comptoir du Libre and the CNLL's directory.

Read from `sill-prestataires.json`: `[{sill_id, prestataires: [{nom, website, cdl_url, cnll_url, siren}]}]`,
where all but `nom` may be missing.
It names no software: a record is known by its number in the SILL, which is no name to be looked for by.
"""

from collections.abc import Iterator

from pydantic import Field

from reperes.facts.catalogue import Entry, Identifier, Party, PartyKind
from reperes.sources.catalogues.reader import Row, Taken, addresses, body_name, parsed, siren

_PAGE = "https://code.gouv.fr/sill/detail?id={id}"


class _Provider(Row):
    nom: str = Field(min_length=1)
    website: str | None = None
    cdl_url: str | None = None
    cnll_url: str | None = None
    siren: str | None = None


class _Software(Row):
    sill_id: int = Field(ge=1)
    prestataires: object


def read(body: bytes) -> Taken:
    """Return the providers of each software, by its number in the SILL. Raises ShapeError."""
    taken = Taken()
    taken.keep(_entries(taken, parsed(body)))
    return taken


def _entries(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Software, "software"):
        number = str(row.sill_id)
        yield Entry(
            id=number,
            name=number,
            url=_PAGE.format(id=number),
            identifiers=(Identifier("sill", number),),
            parties=_providers(row.prestataires, taken),
        )


def _providers(values: object, taken: Taken) -> tuple[Party, ...]:
    found: dict[Party, None] = {}
    for one in taken.parts(values, _Provider, "provider"):
        name = body_name(one.nom)
        if name is None:
            taken.persons += 1
            continue
        pages = addresses([one.website, one.cnll_url, one.cdl_url])
        # The CNLL lists companies; the Comptoir du Libre tells what each provider is, and this file lost it.
        kind: PartyKind | None = "company" if addresses([one.cnll_url]) else None
        found[Party(name, "provider", kind, next(iter(pages), None), siren(one.siren))] = None
    return tuple(found)
