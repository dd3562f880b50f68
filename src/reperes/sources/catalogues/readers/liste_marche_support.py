"""Software of the interministerial support market: a list of names.

The page is Markdown (one item for each, under the heading that speaks of « logiciels »), or JSON:
`{"_meta": {"snapshot_date"}, "software": ["…"]}`. The date of the page's front matter is that of its
creation: it dates nothing.
"""

import re
from collections.abc import Iterator

from pydantic import Field

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.markdown import brought, brought_on, bullets, decoded
from reperes.sources.catalogues.places import folded
from reperes.sources.catalogues.reader import Row, ShapeError, Taken, text, under

PAGE = "https://code.gouv.fr/fr/utiliser/marches-logiciels-libres-liste-logiciels/"
_WHERE = "software"
_BRACKETS = re.compile(r"\((?P<within>[^()]*)\)")
_BEFORE = re.compile(r"(?:ex[. ]|anciennement |dont |ou )\s*", re.IGNORECASE)
_WITHIN = re.compile(r"\s*[&,;]\s*|\s+et\s+")
_AFTER = re.compile(r"\s+et plugins$", re.IGNORECASE)
_EDITION = re.compile(r"\s+(?:CE|community)$", re.IGNORECASE)


class _Software(Row):
    name: str = Field(min_length=1, max_length=200)


def read(body: bytes) -> Taken:
    """Return the software of a page, or of its JSON."""
    taken, data = Taken(), brought(body)
    if data is not None:
        taken.dated = brought_on(data)
        told = under(data, "software")
        rows = [{"name": one} for one in told] if isinstance(told, list) else None
    else:
        items = bullets(decoded(body))
        rows = [{"name": item} for heading, item in items if _is_of_software(folded(heading))]
        if not rows:
            raise ShapeError(f"{_WHERE}: no list")
    taken.keep(_entries(taken, rows))
    return taken


def _is_of_software(heading: str) -> bool:
    """Return whether a heading is that of the list: the page of beneficiaries names software too."""
    return "logiciels" in heading and "beneficiaires" not in heading


def _entries(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Software, _WHERE):
        written = text(row.name)
        names = names_in(written) if written and "@" not in written else ()
        if written is None or not names or not folded(names[0]):
            taken.skipped[f"{_WHERE}.name: empty"] += 1
            taken.persons += "@" in row.name
            continue
        yield Entry(
            id=folded(written).replace(" ", "-"),
            name=names[0],
            url=PAGE,
            names=names[1:],
            lots=("marche-support",),
            support_contract=True,
        )


def names_in(written: str) -> tuple[str, ...]:
    """Return the names that an item of the list gives to a software, the first being its own.

    « Matomo (Ex. Piwik) » gives both; « Open Jdk » is found as « OpenJdk » too.
    """
    within = [found["within"] for found in _BRACKETS.finditer(written)]
    first, *others = [_tidy(one) for one in _BRACKETS.sub(" ", written).split(" / ")]
    others += [_tidy(one) for text in within for one in _WITHIN.split(_BEFORE.sub("", text.strip(), 1))]
    bare = _EDITION.sub("", first)
    words = first.split(" ")
    others += [bare, "".join(words) if len(words) == 2 else first]
    return tuple(dict.fromkeys(one for one in (first, *others) if one))


def _tidy(name: str) -> str:
    return _AFTER.sub("", " ".join(name.split())).rstrip(" !.,;:")
