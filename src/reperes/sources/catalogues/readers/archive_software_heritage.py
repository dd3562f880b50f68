"""Software Heritage: since when a repository is archived, until when, and the last whole copy.

`GET /origin/<address>/visits/`, a list of visits, the latest first. It knows a repository by the very address
that it was taken from, capitals and `.git` included: one that is not found may be there under another.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated
from urllib.parse import quote

from pydantic import Field

from reperes.facts.catalogue import Archived, Entry, Found
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import Row, Taken, address, day

_PER_PAGE = 100
_FIRST_PAST = _PER_PAGE + 1
"""Visits are numbered from 1, and listed downwards from the one before `last_visit`."""
_PAGE = "https://archive.softwareheritage.org/browse/origin/directory/?origin_url="


class _Visit(Row):
    visit: Annotated[int, Field(ge=1)]
    date: str
    status: str | None = None
    snapshot: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")] | None = None

    @property
    def whole(self) -> bool:
        """Whether it left a whole copy."""
        return self.status == "full" and self.snapshot is not None


def ask(asker: Asker, project: Project) -> Iterator[Found]:
    """Yield what was archived at the first address of the project that is known: three requests at most."""
    for origin in _origins(project):
        latest = _visits(asker, origin)
        if latest is None:
            continue
        copies = _copies(asker, origin, *latest)
        if copies is not None:
            page = f"{_PAGE}{quote(origin, safe='')}"
            entry = Entry(id=origin, name=origin, url=page, repositories=(origin,), copies=copies)
            yield Found(entry, "repository")
        return


def _origins(project: Project) -> list[str]:
    """Return the addresses under which the repository may be archived: as it is written, then the other."""
    here = address(project.origin) or next((f"https://{one}" for one in project.places), None)
    if here is None:
        return []
    as_is = here.rstrip("/")
    other = as_is.removesuffix(".git") if as_is.endswith(".git") else f"{as_is}.git"
    return [as_is, other]


def _visits(asker: Asker, origin: str, before: int | None = None) -> tuple[list[_Visit], bool] | None:
    """Return a page of visits, the latest first, and whether it is full; None where nothing is known."""
    more = "" if before is None else f"&last_visit={before}"
    answer = asker.maybe(f"/origin/{quote(origin, safe=':/')}/visits/?per_page={_PER_PAGE}{more}")
    if answer is None:
        return None
    visits = list(Taken().each(answer, _Visit, "visits"))
    return visits, len(answer) >= _PER_PAGE


def _copies(asker: Asker, origin: str, latest: list[_Visit], is_full: bool) -> Archived | None:  # noqa: FBT001 - a pair
    """Return what the visits tell, the earliest asked for where the latest are not all; None for no copy."""
    earliest, is_all = latest, True
    if is_full:
        earliest, _ = _visits(asker, origin, _FIRST_PAST) or ([], False)
        is_all = bool(earliest) and min((one.visit for one in latest), default=_FIRST_PAST) <= _FIRST_PAST
    first, last = _days(earliest), _days(latest)
    if not first and not last:
        return None
    copies = {one.visit for one in (*latest, *earliest) if one.whole}
    newest = max((one for one in latest if one.whole), key=lambda one: one.visit, default=None)
    return Archived(
        first=min(first, default=None),
        last=max(last, default=None),
        visits=len(copies) if is_all else None,
        snapshot=None if newest is None else f"swh:1:snp:{newest.snapshot}",
    )


def _days(visits: list[_Visit]) -> list[date]:
    """Return the days of the visits that left a whole copy."""
    return [found for one in visits if one.whole and (found := day(one.date)) is not None]
