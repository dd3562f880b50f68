"""What the support market gave back to projects: which company, to which software, when, at which address.

The page is a table in Markdown (`Entreprise`, `Outil`, `Date` as dd/mm/yy, the subject, links), or JSON:
`{"_meta": …, "contributions": [{"company", "software", "date", "commits": ["https://…"]}]}`. One record for
each software; the subjects are left.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import Field

from reperes.facts.catalogue import Entry, Party
from reperes.sources.catalogues.markdown import brought, brought_on, decoded, links, plain, rows
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.reader import (
    MOST_ITEMS,
    Row,
    ShapeError,
    Taken,
    address,
    addresses,
    text,
    under,
)
from reperes.subject.address import AddressError, Forge, parse

PAGE = "https://code.gouv.fr/fr/utiliser/marches-logiciels-libres-liste-contributions/"
_WHERE = "contributions"
_DAY = re.compile(r"(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{2})")
_CENTURY = 2000
_PAGE_OF_GIT = re.compile(r"https?://[^/?#]+/(?!c/)[^?#]+?/(?:\+/[0-9a-f]|commit/\?id=[0-9a-f])")
"""How Gitiles and cgit write the address of a commit; Gerrit writes that of a change after `/c/`."""


class _Contribution(Row):
    company: str = Field(min_length=1, max_length=200)
    software: str = Field(min_length=1, max_length=200)
    date: str | None = None
    commits: list[str] = Field(default_factory=list, max_length=MOST_ITEMS)


def read(body: bytes) -> Taken:
    """Return the software that received contributions."""
    taken, data = Taken(), brought(body)
    if data is not None:
        taken.dated = brought_on(data)
        told = under(data, "contributions")
    else:
        told = [_row(one) for one in rows(decoded(body)) if "Entreprise" in one]
        if not told:
            raise ShapeError(f"{_WHERE}: no table")
    by_software: dict[str, list[_Contribution]] = {}
    for row in taken.each(told, _Contribution, _WHERE):
        key = folded(row.software)
        if not key or "@" in row.software:
            taken.skipped[f"{_WHERE}.software: empty"] += 1
            taken.persons += "@" in row.software
            continue
        taken.persons += sum("@" in one for one in row.company.split("/"))
        by_software.setdefault(key, []).append(row)
    taken.keep([_entry(key, found) for key, found in by_software.items()])
    return taken


def _row(cells: dict[str, str]) -> dict[str, object]:
    """Return a row of the table as the JSON writes it; a column that is missing is told by the model."""
    wanted = {"company": "Entreprise", "software": "Outil", "date": "Date"}
    told = {name: plain(cells[title]) for name, title in wanted.items() if title in cells}
    return {**told, "commits": [url for cell in cells.values() for url in links(cell)]}


def _entry(key: str, found: list[_Contribution]) -> Entry:
    name, *names = dict.fromkeys(text(row.software) or key for row in found)
    days = [one for row in found if (one := _day(row.date))]
    return Entry(
        id=key.replace(" ", "-"),
        name=name,
        url=PAGE,
        names=tuple(names),
        given_to=addresses(_repositories(url for row in found for url in row.commits)),
        parties=tuple(
            Party(one, "author", "company")
            for one in dict.fromkeys(one for row in found for one in _companies(row.company))
        ),
        dated=max(days, default=None),
    )


def _companies(written: str) -> Iterator[str]:
    """Yield the companies of a cell: « Arawa/Collabora » are two."""
    for one in written.split("/"):
        name = text(one)
        if name and "@" not in name:
            yield name


def _repositories(urls: Iterable[str]) -> Iterator[str]:
    """Yield the repositories that addresses of commits, of issues or of changes are of.

    Of a host whose software is not told, only the pages that git's own browsers write: a tracker's are none.
    """
    for url in urls:
        if address(url) is None:
            continue
        try:
            read_as = parse(url)
        except AddressError:
            continue
        told = read_as.forge is not Forge.GIT or _PAGE_OF_GIT.match(url)
        if told and read_as.project and read_as.url:
            yield read_as.url


def _day(written: str | None) -> date | None:
    """Return the day that is written dd/mm/yy; None for anything else."""
    found = _DAY.fullmatch(written or "")
    if found is None:
        return None
    try:
        return date(_CENTURY + int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
