"""Which catalogues were looked in, on which day, with what: never more than what was found."""

from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest

from reperes.errors import Message
from reperes.facts.catalogue import Entry, Found, Listing, Rests
from reperes.facts.fact import Absent, Fact, Reason
from reperes.facts.schema import CATALOGUES
from reperes.i18n import Language
from reperes.report import looked_in
from reperes.report.schema import schema
from support.history import PROVENANCE
from support.observations import observation

TAKEN_AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
URL = "https://catalogue.example.org/all.json"


def fact(name: str, *rests: Rests, **more: Any) -> Fact[Any]:
    known: dict[str, Any] = {"taken_at": TAKEN_AT, "url": URL, "total": 700, "checksum": "0" * 64}
    found = tuple(Found(Entry(str(n), "Registre", URL), one) for n, one in enumerate(rests))
    listing = Listing(name, found=found, **(known | more))
    return Fact(CATALOGUES[name].name, listing, PROVENANCE)


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
            "as it was on 20 November 2026; records of the project: 1 of 700; by its name alone: 2",
            "état du 20 novembre 2026 ; fiches du projet : 1 sur 700 ; par son nom seul : 2",
        ),
        (
            fact("sill", dated=date(2026, 9, 1), skipped=12),
            "as it was on 1 September 2026; records of the project: 0 of 700; rows left out: 12",
            "état du 1er septembre 2026 ; fiches du projet : 0 sur 700 ; lignes laissées de côté : 12",
        ),
        (
            asked("wikidata", "identifier"),
            "asked about the project on 20 November 2026; found: 1",
            "interrogé sur le projet le 20 novembre 2026 ; trouvé : 1",
        ),
        (
            # One day more than the 90 that it is of its day.
            fact("sill", "package", dated=date(2026, 8, 24)),
            ("as it was on 24 August 2026; records of the project: 1 of 700; old, or no longer kept up"),
            "état du 24 août 2026 ; fiches du projet : 1 sur 700 ; ancien, ou plus tenu à jour",
        ),
        (
            fact("sill", "package", by_hand=True),
            (
                "brought on 20 November 2026, of a day that the file does not tell; "
                "records of the project: 1 of 700"
            ),
            "apporté le 20 novembre 2026, d’un jour que le fichier ne dit pas ; fiches du projet : 1 sur 700",
        ),
        (
            fact("sill", by_hand=True, dated=date(2026, 11, 1)),
            "as it was on 1 November 2026; records of the project: 0 of 700",
            "état du 1er novembre 2026 ; fiches du projet : 0 sur 700",
        ),
        (
            # Its producer ended it: that is told even where nothing was found.
            fact("code-gouv-organisations"),
            "as it was on 20 November 2026; records of who holds it: 0 of 700; old, or no longer kept up",
            "état du 20 novembre 2026 ; fiches de qui le détient : 0 sur 700 ; ancien, ou plus tenu à jour",
        ),
        (
            fact("code-gouv-organisations", by_hand=True),
            (
                "brought on 20 November 2026, of a day that the file does not tell; "
                "records of who holds it: 0 of 700; old, or no longer kept up"
            ),
            (
                "apporté le 20 novembre 2026, d’un jour que le fichier ne dit pas ; "
                "fiches de qui le détient : 0 sur 700 ; ancien, ou plus tenu à jour"
            ),
        ),
        (
            fact("noms-de-domaine-publics", "domain", "domain"),
            "as it was on 20 November 2026; domains that sign contributions: 2 of 700",
            "état du 20 novembre 2026 ; domaines qui signent des contributions : 2 sur 700",
        ),
    ],
)
def test_a_catalogue_is_told_with_its_day_and_what_was_found(
    told: Fact[Any], english: str, french: str
) -> None:
    assert rows(told) == [english]
    assert rows(told, language=Language.FR) == [french]


@pytest.mark.parametrize(
    ("day", "old"), [(date(2026, 8, 25), False), (date(2026, 8, 24), True), (date(2026, 11, 20), False)]
)
@pytest.mark.parametrize("rests", [(), ("repository",)])
def test_it_is_old_by_its_day_and_not_by_what_was_found_in_it(
    day: date, rests: tuple[Rests, ...], *, old: bool
) -> None:
    assert rows(fact("sill", *rests, dated=day))[0].endswith("old, or no longer kept up") is old


def test_what_was_not_looked_in_is_named() -> None:
    looked = [name for name in CATALOGUES if name not in {"sill", "wikidata"}]
    absent = Absent(Reason.OFFLINE, Message("Not asked."))
    facts = [*map(fact, looked), Fact(CATALOGUES["sill"].name, absent, PROVENANCE)]
    for language, text in (
        (Language.EN, "Not looked in: The State’s list of free software (SILL), Wikidata."),
        (Language.FR, "Pas regardés : Socle interministériel de logiciels libres (SILL), Wikidata."),
    ):
        shown = looked_in.declaration(observation(catalogued=facts), language)
        assert shown is not None
        assert shown.more == text
    whole = looked_in.declaration(observation(catalogued=map(fact, CATALOGUES)), Language.EN)
    assert whole is not None
    assert whole.more is None


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
    facts = [
        fact("comptoir-du-libre", by_hand=True, skipped=3),
        fact("sill", "repository", "name", dated=date(2026, 8, 1), skipped=0),
        asked("wikidata"),
    ]
    found = looked_in.as_data(observation(catalogued=facts))
    assert found == [
        {
            "catalogue": "comptoir-du-libre",
            "day": None,
            "taken_on": "2026-11-20",
            "url": URL,
            "checksum": "0" * 64,
            "records": 700,
            "skipped": 3,
            "found": 0,
            "by_name": 0,
            "old": None,
        },
        {
            "catalogue": "sill",
            "day": "2026-08-01",
            "taken_on": "2026-11-20",
            "url": URL,
            "checksum": "0" * 64,
            "records": 700,
            "skipped": 0,
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
            "skipped": None,
            "found": 0,
            "by_name": 0,
            "old": False,
        },
    ]
    whole = schema()
    jsonschema.validate(found, {**whole["properties"]["catalogues"], "$defs": whole["$defs"]})
