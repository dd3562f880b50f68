"""Wikidata: who develops, maintains, sponsors the software whose code is at an address.

One SPARQL query, `results.bindings[]`: a row for each value of each property of each item found. Humans are
not asked for; a value is an organisation only when its class says what it is, and none of them is a human.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote, urlencode

from pydantic import Field

from reperes.facts.catalogue import Entry, Found, Part, Party, PartyKind
from reperes.sources.catalogues.asking import Asker
from reperes.sources.catalogues.project import Project
from reperes.sources.catalogues.reader import Row, Taken, address, addresses, body_name, under

MOST_ROWS = 500
_IRI = re.compile(r"https?://[A-Za-z0-9.~_:/@!$&'()*+,;=%\[\]-]{1,500}")
"""What may stand between < and > in SPARQL, and no more (RFC 3987, IRIREF of the grammar)."""
_ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/(Q[1-9][0-9]{0,11})")
_HUMAN = "Q5"
_PARTS: dict[str, Part] = {"P178": "author", "P126": "steward", "P859": "funder", "P8324": "funder"}
"""Developer, maintained by, sponsor, funder."""
_LICENCE, _SITE = "P275", "P856"
_PROPERTY = re.compile(r"https?://www\.wikidata\.org/prop/direct/(P[1-9][0-9]{0,5})")
_CLASSES: dict[str, PartyKind] = {
    # Labels of www.wikidata.org; instances (P31) of these very classes, since those above them are disputed.
    "Q4830453": "company",  # business
    "Q783794": "company",  # company
    "Q6881511": "company",  # enterprise
    "Q891723": "company",  # public company
    "Q1058914": "company",  # software company
    "Q18388277": "company",  # technology company
    "Q157031": "foundation",  # foundation
    "Q163740": "association",  # nonprofit organization
    "Q48204": "association",  # voluntary association
    "Q327333": "public-body",  # government agency
    "Q2659904": "public-body",  # government organization
    "Q192350": "public-body",  # ministry
    "Q3918": "university",  # university
    "Q875538": "university",  # public university
}
_SHARPER: dict[PartyKind, PartyKind] = {"foundation": "association", "university": "public-body"}
"""A kind that is also the other one, more widely said: a foundation is a nonprofit organisation."""
_QUERY = """
SELECT DISTINCT ?item ?itemLabel ?code ?property ?value ?valueLabel ?class WHERE {
  VALUES ?code { %s }
  ?item wdt:P1324 ?code .
  OPTIONAL {
    VALUES ?property { wdt:P178 wdt:P126 wdt:P275 wdt:P856 wdt:P859 wdt:P8324 }
    ?item ?property ?value .
    FILTER NOT EXISTS { ?value wdt:P31 wd:Q5 . }
    OPTIONAL { ?value wdt:P31 ?class . }
  }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "fr,en,mul". }
}
LIMIT %d
"""


class _Value(Row):
    value: str


class _Binding(Row):
    item: _Value
    code: _Value
    item_label: Annotated[_Value | None, Field(alias="itemLabel")] = None
    property: _Value | None = None
    value: _Value | None = None
    value_label: Annotated[_Value | None, Field(alias="valueLabel")] = None
    classes: Annotated[_Value | None, Field(alias="class")] = None


@dataclass(slots=True)
class _Item:
    """What the rows of one item tell; values are by property, then by address."""

    name: str | None = None
    codes: list[str] = field(default_factory=list)
    labels: dict[tuple[str, str], str | None] = field(default_factory=dict)
    classes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def ask(asker: Asker, project: Project) -> Iterator[Found]:
    """Yield the items whose source code is at an address of the project."""
    codes = list(_codes(project))
    if not codes:
        return
    query = _QUERY % (" ".join(f"<{one}>" for one in codes), MOST_ROWS)
    answer = asker.get(f"?{urlencode({'format': 'json', 'query': query})}")
    items: dict[str, _Item] = {}
    for row in Taken().each(under(answer, "results", "bindings"), _Binding, "bindings"):
        identifier = _ENTITY.fullmatch(row.item.value)
        if identifier and row.code.value in codes:
            _add(items.setdefault(identifier[1], _Item()), identifier[1], row)
    for name, item in items.items():
        yield Found(_entry(name, item), "repository")


def _codes(project: Project) -> Iterator[str]:
    """Yield the ways in which an address may be written there, the likeliest first, each once."""
    told = [one for one in (address(project.origin),) if one]
    written = [*told, *(f"https://{one}" for one in project.places)]
    bare = dict.fromkeys(
        quote(one.partition("://")[2].rstrip("/").removesuffix(".git"), safe="/:@!$&'()*+,;=%~[]")
        for one in written
    )
    ways = (
        f"{scheme}://{one}{end}" for one in bare for scheme in ("https", "http") for end in ("", "/", ".git")
    )
    yield from (one for one in dict.fromkeys(ways) if _IRI.fullmatch(one))


def _add(item: _Item, identifier: str, row: _Binding) -> None:
    item.name = item.name or _label(row.item_label, identifier)
    item.codes.append(row.code.value)
    told = _PROPERTY.fullmatch(row.property.value) if row.property else None
    if told is None or row.value is None:
        return
    value = row.value.value
    item.labels[told[1], value] = _label(row.value_label, value.rpartition("/")[2])
    if row.classes is not None and (found := _ENTITY.fullmatch(row.classes.value)):
        item.classes[value].add(found[1])


def _label(told: _Value | None, identifier: str) -> str | None:
    """Return a label; None where the service repeats the identifier for want of one."""
    label = body_name(told.value) if told else None
    return None if label == identifier else label


def _entry(identifier: str, item: _Item) -> Entry:
    sites = addresses(value for name, value in item.labels if name == _SITE)
    licences = [label for (name, _), label in item.labels.items() if name == _LICENCE and label]
    return Entry(
        id=identifier,
        name=item.name or identifier,
        url=f"https://www.wikidata.org/wiki/{identifier}",
        repositories=addresses(item.codes),
        website=sites[0] if sites else None,
        licence=", ".join(dict.fromkeys(licences)) or None,
        parties=tuple(dict.fromkeys(_parties(item))),
    )


def _parties(item: _Item) -> Iterator[Party]:
    for (name, value), label in item.labels.items():
        identifier, classes = _ENTITY.fullmatch(value), item.classes.get(value, set())
        # Without a class, it may be a person that nobody described yet.
        if name not in _PARTS or label is None or identifier is None or not classes or _HUMAN in classes:
            continue
        url = f"https://www.wikidata.org/wiki/{identifier[1]}"
        yield Party(label, _PARTS[name], kind_of(classes), url)


def kind_of(classes: Iterable[str]) -> PartyKind | None:
    """Return the kind that classes tell, None when they tell none, or several that differ."""
    kinds = {_CLASSES[one] for one in classes if one in _CLASSES}
    for sharper, wider in _SHARPER.items():
        if sharper in kinds:
            kinds.discard(wider)
    return kinds.pop() if len(kinds) == 1 else None
