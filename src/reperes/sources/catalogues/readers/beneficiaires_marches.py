"""Who may use the interministerial markets of support and of expertise: a list of bodies for each.

The page is Markdown, one list under the heading of each market, or JSON:
`{"_meta": …, "lists": {"marché … support …": ["…"]}}`. One record for each body and market; some lines
stand for many bodies (« Les ministères français ») and keep their words. No date but that of the JSON.
"""

import re
from collections.abc import Iterator, Mapping

from pydantic import Field

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.markdown import brought, brought_on, bullets, decoded, plain
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.reader import Row, ShapeError, Taken, text, under

PAGE = "https://code.gouv.fr/fr/utiliser/marches-logiciels-libres/"
_WHERE = "bodies"
_MARKETS = {"support": "marche-support", "expertise": "marche-expertise"}
_ACRONYM = re.compile(r"\s*\((?P<acronym>[^()]{1,20})\)$")
_ARTICLE = re.compile(r"(?:(?:le|la|les)\s+|l[’'])(?=\w)", re.IGNORECASE)
_RESTRICTION = " : "


class _Body(Row):
    market: str
    name: str = Field(min_length=1, max_length=400)


def read(body: bytes) -> Taken:
    """Return the bodies of both lists."""
    taken, data = Taken(), brought(body)
    if data is not None:
        taken.dated = brought_on(data)
        told = list(_listed(under(data, "lists")))
    else:
        told = [(title, item) for title, item in bullets(decoded(body)) if "beneficiaires" in folded(title)]
    rows = [{"market": market, "name": name} for title, name in told if (market := _market(title))]
    if not rows:
        raise ShapeError(f"{_WHERE}: no list")
    taken.keep(_entries(taken, rows))
    return taken


def _listed(lists: object) -> Iterator[tuple[str, object]]:
    if not isinstance(lists, Mapping):
        raise ShapeError("lists: no block")
    for title, names in lists.items():
        if not isinstance(names, list):
            raise ShapeError("lists: no list")
        yield from ((title, name) for name in names)


def _market(title: str) -> str | None:
    """Return the market that a title names; None when it names none, or both."""
    words = folded(title).split(" ")
    found = [market for word, market in _MARKETS.items() if word in words]
    return found[0] if len(found) == 1 else None


def _entries(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Body, _WHERE):
        written, _, restriction = (text(plain(row.name)) or "").partition(_RESTRICTION)
        acronym = _ACRONYM.search(written)
        name = _ACRONYM.sub("", written)
        if not folded(name) or "@" in row.name:
            taken.skipped[f"{_WHERE}.name: empty"] += 1
            taken.persons += "@" in row.name
            continue
        others = [_ARTICLE.sub("", name, 1) if _ARTICLE.match(name) else name]
        others += [acronym["acronym"].strip()] if acronym else []
        yield Entry(
            id=f"{row.market}/{folded(name).replace(' ', '-')}",
            name=name,
            url=PAGE,
            names=tuple(dict.fromkeys(one for one in others if one and one != name)),
            what=text(restriction),
            kind="public-body",
            lots=(row.market,),
        )
