"""What every asked catalogue may do: fail, slow us down, stop short, change its shape, answer anything."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from reperes.facts.catalogue import Found, Listing
from reperes.facts.fact import Reason
from reperes.sources.catalogues.asking import Asker, ask
from reperes.sources.catalogues.reader import ShapeError
from reperes.sources.http.errors import BrokenError, LimitedError, MalformedError, NothingThereError
from support.asked import asked, project, unhurried
from support.catalogues import SIREN
from support.web import QUICK, READ_AT, Said, as_json, serving

PLACE = "github.com/atelier/registre"
PERSON = "Quidam"
ABOUT = project(
    origin=f"https://{PLACE}",
    places=(PLACE,),
    packages=("pkg:npm/registre",),
    holders=("Atelier du registre",),
    collectives=("registre",),
)
_ENTITY = "http://www.wikidata.org/entity/"
ANSWERS: dict[str, Any] = {
    "recherche-entreprises": {
        "results": [
            {
                "siren": SIREN,
                "nom_complet": "ATELIER DU REGISTRE (ADR)",
                "nom_raison_sociale": "ATELIER DU REGISTRE",
                "sigle": "ADR",
                "etat_administratif": "A",
                "nature_juridique": "9220",
                "statut_diffusion": "O",
                "dirigeants": [{"nom": PERSON}],
                "complements": {
                    "est_association": True,
                    "est_administration": True,
                    "identifiant_association": "W751234567",
                },
            }
        ]
    },
    "ecosyste-ms": [
        {
            "name": "registre",
            "purl": "pkg:npm/registre",
            "description": "Tient un registre",
            "homepage": "https://registre.example.org/",
            "licenses": "MIT",
            "repository_url": f"https://{PLACE}",
            "registry_url": "https://www.npmjs.com/package/registre",
            "dependent_packages_count": 3,
            "dependent_repos_count": 4,
            "downloads": 5,
            "downloads_period": "last-month",
            "last_synced_at": "2026-11-18T03:10:02Z",
            "funding_links": ["https://opencollective.com/registre"],
            "maintainers": [{"name": PERSON}],
            "registry": {"name": "npmjs.org"},
        }
    ],
    "open-collective": {
        "data": {
            "c0": {
                "slug": "registre",
                "name": "Registre",
                "type": "COLLECTIVE",
                "currency": "EUR",
                "stats": {
                    "balance": {"value": 12.5, "currency": "EUR"},
                    "totalAmountSpent": {"value": -3, "currency": "EUR"},
                },
                "host": {"name": "Hébergeur", "type": "ORGANIZATION"},
                "totalFinancialContributors": 8,
            }
        }
    },
    "archive-software-heritage": [
        {"visit": 1, "date": "2019-05-06T00:00:00Z", "status": "full", "snapshot": "ab" * 20, "type": "git"}
    ],
    "wikidata": {
        "results": {
            "bindings": [
                {
                    "item": {"type": "uri", "value": f"{_ENTITY}Q900"},
                    "itemLabel": {"type": "literal", "value": "Registre"},
                    "code": {"type": "uri", "value": f"https://{PLACE}"},
                    "property": {"type": "uri", "value": "http://www.wikidata.org/prop/direct/P178"},
                    "value": {"type": "uri", "value": f"{_ENTITY}Q10"},
                    "valueLabel": {"type": "literal", "value": "Atelier"},
                    "class": {"type": "uri", "value": f"{_ENTITY}Q783794"},
                }
            ]
        }
    },
    "openssf-scorecard": {
        "date": "2026-11-16T02:40:11Z",
        "repo": {"name": PLACE, "commit": "a" * 40},
        "score": 6.4,
        "checks": [{"name": "Maintained", "score": 10, "reason": "active", "details": [PERSON]}],
    },
}
NAMES = sorted(ANSWERS)
each = pytest.mark.parametrize("name", NAMES)


@each
def test_it_answers(tmp_path: Path, name: str) -> None:
    with serving() as site:
        site.otherwise = as_json(ANSWERS[name])
        found = asked(name, site, tmp_path, ABOUT)
    assert len(found) == 1
    assert PERSON not in repr(found)


@each
def test_nothing_there_is_nothing_found_unless_it_is_the_only_place(tmp_path: Path, name: str) -> None:
    with serving() as site:
        if name in {"open-collective", "wikidata"}:
            with pytest.raises(NothingThereError):
                asked(name, site, tmp_path, ABOUT)
        else:
            assert asked(name, site, tmp_path, ABOUT) == ()
        assert len(site.heard) <= 3


@each
def test_it_is_waited_for_when_it_asks_for_it(tmp_path: Path, name: str) -> None:
    with serving() as site:
        site.otherwise = [Said(status=429, headers={"Retry-After": "1"}), as_json(ANSWERS[name])]
        assert len(asked(name, site, tmp_path, ABOUT)) == 1
        assert len(site.heard) == 2


@each
def test_it_is_left_when_it_asks_for_too_long(tmp_path: Path, name: str) -> None:
    with serving() as site:
        site.otherwise = Said(status=429, headers={"Retry-After": "3600"})
        with pytest.raises(LimitedError) as error:
            asked(name, site, tmp_path, ABOUT)
        assert len(site.heard) == 1
    assert error.value.reason is Reason.RATE_LIMITED


@each
def test_it_fails(tmp_path: Path, name: str) -> None:
    with serving() as site:
        site.otherwise = Said(status=500)
        with pytest.raises(BrokenError):
            asked(name, site, tmp_path, ABOUT)
        assert len(site.heard) == 1


@each
def test_it_stops_in_the_middle(tmp_path: Path, name: str) -> None:
    with serving() as site:
        site.otherwise = Said(json.dumps(ANSWERS[name]).encode()[:-3])
        with pytest.raises(MalformedError):
            asked(name, site, tmp_path, ABOUT)


@each
@pytest.mark.parametrize("answer", [0, "text", True, {"message": "hello"}, [3, 4], [[]]])
def test_it_changed_its_shape(tmp_path: Path, name: str, answer: object) -> None:
    with serving() as site:
        site.otherwise = as_json(answer)
        with pytest.raises(ShapeError):
            asked(name, site, tmp_path, ABOUT)


@each
def test_a_long_answer_is_read_within_its_bound(tmp_path: Path, name: str) -> None:
    with serving() as site:
        site.otherwise = Said(b" " * 5000 + json.dumps(ANSWERS[name]).encode())
        found = asked(name, site, tmp_path, ABOUT, bounds=replace(QUICK, size=1 << 14))
        assert len(found) == 1


@dataclass
class Talker:
    """Answers the same to every question."""

    name: str
    content: object

    def get(self, *_: object, **__: object) -> Any:
        return copy.deepcopy(self.content)

    maybe = get
    post = get

    @property
    def catalogue(self) -> object:
        return unhurried(self.name)

    address = "https://catalogue.example.org"


_LISTINGS = TypeAdapter(Listing)


def told(name: str, content: object) -> tuple[Found, ...] | None:
    """Return what is read, None for another shape; what is read can be kept and read again."""
    try:
        listing = ask(cast("Asker", Talker(name, content)), ABOUT, READ_AT)
    except ShapeError:
        return None
    assert _LISTINGS.validate_json(_LISTINGS.dump_json(listing, exclude_defaults=True)) == listing
    return listing.found


HOSTILE: tuple[object, ...] = (
    *(None, True, 0, -1, 10**30, 1e308, 0.5, "", "\ud800", "\x00\x1b[31m", "x" * 10_000, "\u202egro.live"),
    *("javascript:alert(1)", "https://camille@example.org/", "camille.quidam@example.org"),
    *([], {}, [[]], {"value": None}, [None]),
)


def mutated(content: Any, hostile: object) -> Iterator[object]:
    """Yield the content with each of its parts replaced, one at a time."""
    yield hostile
    parts = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    for key, value in list(parts):
        for other in mutated(value, hostile):
            changed = copy.copy(content)
            changed[key] = other
            yield changed
    if isinstance(content, dict):
        for key in content:
            yield {name: value for name, value in content.items() if name != key}


@each
def test_any_part_may_be_anything(name: str) -> None:
    for hostile in HOSTILE:
        for content in mutated(ANSWERS[name], hostile):
            shown = repr(told(name, content))
            assert "@example.org" not in shown
            assert not re.search(r"(?:url|website)='javascript|(?:repositories|funding)=\('javascript", shown)
            assert "\\x1b" not in shown


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@each
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=_JSON)
def test_anything_is_read_or_is_another_shape(name: str, content: object) -> None:
    found = told(name, content)
    assert found in {None, ()}
