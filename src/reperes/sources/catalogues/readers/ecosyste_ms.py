"""ecosyste.ms: the packages made from a repository, how much they are reused, how they ask for money.

`GET /packages/lookup?repository_url=…` or `?purl=…`, a list of packages. Those who maintain them are left
out; an account on a platform where persons receive money is cut down to the platform, and so is a collective
that the project itself does not name.
"""

from collections.abc import Collection, Iterator
from typing import Annotated
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from pydantic import Field

from reperes.facts.catalogue import Entry, Found, Reuse
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.match import rests_on
from reperes.sources.catalogues.places import package, place
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import (
    MOST_ITEMS,
    Row,
    Taken,
    address,
    addresses,
    body_name,
    day,
    page,
    sentence,
)

MOST_REPOSITORIES = 2
MOST_PACKAGES = 3
_PER_PAGE = 30
_PAGE = "https://packages.ecosyste.ms/registries"
_OF_PROJECTS = frozenset(
    {
        "tidelift.com",
        "funding.communitybridge.org",
        "crowdfunding.lfx.linuxfoundation.org",
    }
)
"""Where an account is a project's by nature."""
_COLLECTIVES = "opencollective.com"
"""Where an account is a collective's, or a person's."""
_OF_ANYONE = {
    "github.com": "https://github.com/sponsors",
    **{
        host: f"https://{host}"
        for host in (
            *("patreon.com", "ko-fi.com", "liberapay.com", "issuehunt.io", "otechie.com", "polar.sh"),
            *("buymeacoffee.com", "thanks.dev", "paypal.com", "paypal.me", "donorbox.org"),
        )
    },
}
"""Where an account may be a person's: the platform is told, the account is not."""

_Count = Annotated[int, Field(ge=0, le=10**15)] | None


class _Registry(Row):
    name: str


class _Package(Row):
    name: Annotated[str, Field(min_length=1)]
    purl: Annotated[str, Field(min_length=1)]
    description: str | None = None
    homepage: str | None = None
    licenses: str | None = None
    repository_url: str | None = None
    registry_url: str | None = None
    dependent_packages_count: _Count = None
    dependent_repos_count: _Count = None
    downloads: _Count = None
    downloads_period: str | None = None
    last_synced_at: str | None = None
    funding_links: Annotated[list[object], Field(max_length=MOST_ITEMS)] | None = None
    registry: _Registry | None = None


def ask(asker: Asker, project: Project) -> Iterator[Found]:
    """Yield the packages of the project's addresses, then those that it names, each once."""
    told: set[str] = set()
    for here in project.places[:MOST_REPOSITORIES]:
        rows = _lookup(asker, repository_url=f"https://{here}")
        # What bears another address than the one asked about answers another question.
        yield from _found((row for row in rows if place(row.repository_url or "") == here), project, told)
    left = [one for one in project.packages if one not in told]
    for purl in left[:MOST_PACKAGES]:
        rows = _lookup(asker, purl=purl)
        yield from _found((row for row in rows if package(row.purl) == purl), project, told)


def resolve(asker: Asker, purl: str) -> str | None:
    """Return the address of the repository that a package is made from; None unless there is one alone."""
    bare = package(purl)
    if bare is None:
        return None
    rows = [row for row in _lookup(asker, purl=bare) if package(row.purl) == bare]
    told = {here: row.repository_url for row in rows if (here := place(row.repository_url or ""))}
    return page(next(iter(told.values())), "") or None if len(told) == 1 else None


def _lookup(asker: Asker, **by: str) -> Iterator[_Package]:
    query = by | {"sort": "dependent_repos_count", "order": "desc", "per_page": str(_PER_PAGE)}
    answer = asker.maybe(f"/packages/lookup?{urlencode(query)}")
    return iter(()) if answer is None else Taken().each(answer, _Package, "packages")


def _found(rows: Iterator[_Package], project: Project, told: set[str]) -> Iterator[Found]:
    for row in rows:
        purl = package(row.purl)
        if purl is None or purl in told:
            continue
        entry = _entry(row, purl, project.collectives)
        rests = rests_on(entry, project)
        if rests is not None:
            told.add(purl)
            yield Found(entry, rests)


def _entry(row: _Package, purl: str, collectives: Collection[str]) -> Entry:
    reuse = Reuse(
        package=purl,
        # Both are 0 in its own tables until they are counted: a zero tells nothing.
        repositories=row.dependent_repos_count or None,
        packages=row.dependent_packages_count or None,
        downloads=row.downloads,
        downloads_period=sentence(row.downloads_period) if row.downloads is not None else None,
    )
    return Entry(
        id=purl,
        name=body_name(row.name) or purl,
        url=_page(row),
        what=sentence(row.description),
        repositories=addresses([row.repository_url]),
        website=address(row.homepage),
        packages=(purl,),
        licence=sentence(row.licenses),
        reuse=(reuse,),
        funding=tuple(dict.fromkeys(_funding(row.funding_links or [], collectives))),
        dated=day(row.last_synced_at),
    )


def _page(row: _Package) -> str:
    registry, name = body_name(row.registry.name) if row.registry else None, body_name(row.name)
    if registry and name:
        return f"{_PAGE}/{quote(registry, safe='')}/packages/{quote(name, safe='@')}"
    return page(row.registry_url, _PAGE)


def _funding(links: list[object], collectives: Collection[str]) -> Iterator[str]:
    for link in links:
        known = address(link)
        if known is None:
            continue
        parts = urlsplit(known)
        bare = (parts.hostname or "").removeprefix("www.")
        if bare in _OF_PROJECTS:
            yield urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        elif bare == _COLLECTIVES:
            name = parts.path.strip("/").partition("/")[0].lower()
            yield f"https://{bare}/{name}" if name in collectives else f"https://{bare}"
        elif bare in _OF_ANYONE:
            yield _OF_ANYONE[bare]
