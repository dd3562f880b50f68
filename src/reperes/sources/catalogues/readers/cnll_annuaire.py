"""The CNLL's directory: for software of the SILL, the companies that offer services, with their SIREN.

Read from `prestataires-sill.json`: `[{nom, sill_id, prestataires: [{nom, siren, url}]}]`.
"""

from collections.abc import Iterator

from pydantic import Field

from reperes.facts.catalogue import Entry, Identifier, Party
from reperes.sources.catalogues.reader import Row, Taken, address, body_name, parsed, siren, text

_PAGE = "https://annuaire.cnll.fr/"


class _Company(Row):
    nom: str = Field(min_length=1)
    siren: str | None = None
    url: str | None = None


class _Software(Row):
    nom: str = Field(min_length=1)
    sill_id: int = Field(ge=1)
    prestataires: object


def read(body: bytes) -> Taken:
    """Return the software of the directory, known by its number in the SILL. Raises ShapeError."""
    taken = Taken()
    taken.keep(_entries(taken, parsed(body)))
    return taken


def _entries(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Software, "software"):
        number = str(row.sill_id)
        yield Entry(
            id=number,
            name=text(row.nom) or number,
            url=_PAGE,
            identifiers=(Identifier("sill", number),),
            parties=_companies(row.prestataires, taken),
        )


def _companies(values: object, taken: Taken) -> tuple[Party, ...]:
    found: dict[Party, None] = {}
    for one in taken.parts(values, _Company, "provider"):
        name = body_name(one.nom)
        if name is None:
            taken.persons += 1
            continue
        number = siren(one.siren)
        # The page of a company bears its number: without one, it leads nowhere.
        url = address(one.url) if number else None
        found[Party(name, "provider", "company", url, number)] = None
    return tuple(found)
