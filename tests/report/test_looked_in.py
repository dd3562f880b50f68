"""Which catalogues were looked in, on which day, with what: never more than what was found."""

from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest

from reperes.errors import Message
from reperes.facts.catalogue import Entry, Found, Listing, Rests
from reperes.facts.fact import Absent, Fact, Limit, Reason
from reperes.facts.schema import CATALOGUES
from reperes.i18n import Language
from reperes.report import looked_in
from reperes.report.schema import schema
from support.history import PROVENANCE
from support.observations import observation

TAKEN_AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
URL = "https://catalogue.example.org/all.json"


def fact(name: str, *rests: Rests, old: bool = False, **more: Any) -> Fact[Any]:
    known: dict[str, Any] = {"taken_at": TAKEN_AT, "url": URL, "total": 700, "checksum": "0" * 64}
    found = tuple(Found(Entry(str(n), "Registre", URL), one) for n, one in enumerate(rests))
    limits = (Limit(Reason.STALE, Message("Old.")),) if old else ()
    listing = Listing(name, found=found, **(known | more))
    return Fact(CATALOGUES[name].name, listing, PROVENANCE, limits=limits)


def asked(name: str, *rests: Rests, **more: Any) -> Fact[Any]:
    return fact(name, *rests, total=None, checksum=None, **more)


def rows(*facts: Fact[Any], language: Language = Language.EN) -> list[str]:
    """Return what is told of each catalogue."""
    shown = looked_in.declaration(observation(catalogued=facts), language)
    return [] if shown is None else [row[1] for row in shown.fields.rows]


@pytest.mark.parametrize(
    ("told", "english", "french"),
    [
        (
            fact("sill", "repository", "name", "name"),
            "as it was on 20 November 2026; of the project: 1 of 700 records; by its name alone: 2",
            "état du 20 novembre 2026 ; fiches du projet : 1 sur 700 ; par son nom seul : 2",
        ),
        (
            fact("sill", dated=date(2026, 9, 1)),
            "as it was on 1 September 2026; of the project: 0 of 700 records",
            "état du 1er septembre 2026 ; fiches du projet : 0 sur 700",
        ),
        (
            asked("wikidata", "identifier"),
            "asked about the project on 20 November 2026: 1 found",
            "interrogé sur le projet le 20 novembre 2026 ; trouvé : 1",
        ),
        (
            fact("sill", "package", old=True),
            "as it was on 20 November 2026; of the project: 1 of 700 records; old, or no longer kept up",
            None,
        ),
    ],
)
def test_a_catalogue_is_told_with_its_day_and_what_was_found(
    told: Fact[Any], english: str, french: str | None
) -> None:
    assert rows(told) == [english]
    assert french is None or rows(told, language=Language.FR) == [french]


def test_each_has_its_own_name_in_the_order_of_their_identifiers() -> None:
    facts = [fact("sill"), asked("wikidata"), fact("comptoir-du-libre")]
    shown = looked_in.declaration(observation(catalogued=facts), Language.EN)
    assert shown is not None
    assert shown.title == "Catalogues looked in"
    assert [name for name, _ in shown.fields.rows] == [
        "Comptoir du Libre",
        "The State’s list of free software (SILL)",
        "Wikidata",
    ]


@pytest.mark.parametrize(
    "name", ["noms-de-domaine-publics", "code-gouv-organisations", "beneficiaires-marches"]
)
def test_a_list_of_bodies_is_told_only_where_one_of_them_holds_the_project(name: str) -> None:
    assert rows(fact(name)) == []
    assert len(rows(fact(name, "account"))) == 1


def test_what_could_not_be_had_was_not_looked_in() -> None:
    absent = Absent(Reason.OFFLINE, Message("Not asked."))
    facts: list[Fact[Any]] = [Fact(CATALOGUES["sill"].name, absent, PROVENANCE)]
    seen = observation(catalogued=facts)
    assert looked_in.declaration(seen, Language.EN) is None
    assert looked_in.as_data(seen) == looked_in.as_data(observation()) == []


def test_what_is_of_after_the_day_observed_was_not_looked_in() -> None:
    later = datetime(2026, 11, 24, tzinfo=UTC)
    assert rows(fact("sill", "repository", taken_at=later)) == []
    assert len(rows(fact("sill", "repository", taken_at=later, dated=date(2026, 11, 23)))) == 1


def test_as_data() -> None:
    facts = [fact("sill", "repository", "name", old=True, dated=date(2026, 9, 1)), asked("wikidata")]
    found = looked_in.as_data(observation(catalogued=facts))
    assert found == [
        {
            "catalogue": "sill",
            "day": "2026-09-01",
            "taken_on": "2026-11-20",
            "url": URL,
            "checksum": "0" * 64,
            "records": 700,
            "found": 1,
            "by_name": 1,
            "old": True,
        },
        {
            "catalogue": "wikidata",
            "day": "2026-11-20",
            "taken_on": "2026-11-20",
            "url": URL,
            "checksum": None,
            "records": None,
            "found": 0,
            "by_name": 0,
            "old": False,
        },
    ]
    whole = schema()
    jsonschema.validate(found, {**whole["properties"]["catalogues"], "$defs": whole["$defs"]})
