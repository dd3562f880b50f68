"""Domain names of bodies with a mission of public service: `domains.csv`, tens of thousands of rows.

Columns `name`, `http_status`, `https_status`, `SIREN`, `type`, `sources`, `script`. Some sources, and one
type, are « Ajout manuel de … » a person: only the types known here are kept, the sources are left.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping

from pydantic import Field

from reperes.facts.catalogue import Entry, Identifier, PartyKind
from reperes.sources.catalogues.markdown import decoded
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.reader import Row, ShapeError, Taken, siren

_PAGE = (
    "https://gitlab.adullact.net/dinum/noms-de-domaine-organismes-secteur-public/-/blob/master/domains.csv"
)
_WHERE = "domains"
_COLUMNS = ("name", "type")
_OTHERS = ("SIREN", "sources")
_MOST_COLUMNS = 100
_DOMAIN = re.compile(r"(?:[^\W_][\w-]{0,62}\.|_[\w-]{1,62}\.)+[^\W\d_][\w-]{1,62}")
_SIRET = 14
_LONGEST = 253
_BY_HAND = "ajout manuel"
_PUBLIC: PartyKind = "public-body"
_TYPES: Mapping[str, tuple[str, PartyKind | None]] = {
    folded(name): (name, kind)
    for name, kind in (
        ("Académie", _PUBLIC),
        ("Ambassade", _PUBLIC),
        ("APHP", _PUBLIC),
        ("Bibliothèque", None),
        ("Centre de gestion", _PUBLIC),
        ("Collectivité", _PUBLIC),
        ("Commune", _PUBLIC),
        ("Conseil départemental", _PUBLIC),
        ("Conseil régional", _PUBLIC),
        ("EPCI", _PUBLIC),
        ("Établissement scolaire", None),
        ("Gouvernement", _PUBLIC),
        ("Hôpital", None),
        ("MDPH ou MDA", _PUBLIC),
        ("Préfecture", _PUBLIC),
        ("Santé", None),
        ("Université", "university"),
    )
}
"""Each type with what it tells: schools, hospitals and libraries of the list may be private ones."""


class _Domain(Row):
    name: str = Field(min_length=1, max_length=_LONGEST)
    type: str | None = None
    number: str | None = Field(None, alias="SIREN")
    sources: str | None = None


def read(body: bytes) -> Taken:
    """Return the domains of the file."""
    taken, persons = Taken(), set[str]()
    taken.keep(_entries(taken, _rows(decoded(body)), persons))
    taken.persons += len(persons)
    return taken


def _rows(page: str) -> Iterator[dict[str, str]]:
    """Yield the cells read of each row; a cell past 128 KiB, which `csv` allows, is another shape."""
    lines = csv.reader(io.StringIO(page, newline=""))
    try:
        titles = next(lines, [])
        if len(titles) > _MOST_COLUMNS or not set(_COLUMNS).issubset(titles):
            raise ShapeError(f"{_WHERE}: columns")
        wanted = {name: titles.index(name) for name in (*_COLUMNS, *_OTHERS) if name in titles}
        for cells in lines:
            if cells:
                yield {name: cells[at] for name, at in wanted.items() if at < len(cells)}
    except csv.Error as error:
        raise ShapeError(type(error).__name__) from None


def _entries(taken: Taken, rows: object, persons: set[str]) -> Iterator[Entry]:
    types: dict[str | None, tuple[str | None, PartyKind | None]] = {}
    for row in taken.each(rows, _Domain, _WHERE):
        persons |= {one for told in (row.type, row.sources) if told and (one := _person(told))}
        name = row.name.lower().rstrip(".")
        if _DOMAIN.fullmatch(name) is None:
            taken.skipped[f"{_WHERE}.name: domain"] += 1
            continue
        if row.type not in types:
            types[row.type] = _type(row.type)
        what, kind = types[row.type]
        number = _siren(row.number)
        yield Entry(
            id=name,
            name=name,
            url=_PAGE,
            what=what,
            domains=(name,),
            identifiers=(Identifier("siren", number),) if number else (),
            kind=kind,
        )


def _type(written: str | None) -> tuple[str | None, PartyKind | None]:
    """Return a type as it is shown, and what it tells; « Préfécture » is how the list writes it."""
    return _TYPES.get(folded(written or ""), (None, None))


def _siren(written: str | None) -> str | None:
    """Return the SIREN of a body, also when it is written with the five digits of an establishment."""
    digits = "".join((written or "").split())
    return siren(digits[:9] if len(digits) == _SIRET else digits)


def _person(written: str) -> str | None:
    told = written.strip().lower()
    return (
        told.removeprefix(_BY_HAND).strip().removeprefix("de ") or None if told.startswith(_BY_HAND) else None
    )
