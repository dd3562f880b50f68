"""What the readings make of what catalogues say: their records, and what ties them to the project."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from reperes.facts.catalogue import (
    Archived,
    Check,
    Entry,
    Found,
    LegalForm,
    Listing,
    Money,
    Part,
    Party,
    Removed,
    Rests,
    Reuse,
)
from reperes.facts.citation import QueryCitation, WebCitation, Window
from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.i18n import Language
from reperes.readings import definitions
from reperes.readings.listed import by_category
from reperes.readings.model import Confidence, Piece, Reading, Weight
from reperes.report.statements import piece_text, question_text
from support.history import C, history
from support.licences import text as reference
from support.observations import ORIGIN, document
from support.readings import made, messages, read, readme

ESTABLISHED, LIKELY, UNKNOWN = Confidence.ESTABLISHED, Confidence.LIKELY, Confidence.UNKNOWN
DAY = date(2026, 11, 20)
TAKEN_AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
PAGE = "https://catalogue.example.org/233"
SIREN, OTHER_SIREN = "732829320", "404833048"
CITED = WebCitation(PAGE, DAY)
MANY = history([C(date(2026, 1 + at % 9, 1 + at % 27), f"person{at % 30}") for at in range(120)])


def entry(**more: Any) -> Entry:
    return Entry(**({"id": "233", "name": "Registre", "url": PAGE} | more))


def listing(catalogue: str, *entries: Entry, rests: Rests = "repository", **more: Any) -> Listing:
    """Return what a catalogue says; `total` is None for one that is asked about one project."""
    known: dict[str, Any] = {
        "taken_at": TAKEN_AT,
        "url": "https://catalogue.example.org/all.json",
        "total": 700,
    }
    return Listing(catalogue, found=tuple(Found(one, rests) for one in entries), **(known | more))


def ecosystem(*listings: Listing, **more: Any) -> Reading:
    return read("ecosystem", listings=listings, documents=[readme("# Registre")], **more)


def told(pieces: Iterable[Piece]) -> list[tuple[str, dict[str, object]]]:
    """Return names and placeholders, but those that every record has."""
    shared = {"catalogue", "day", "entry"}
    return [
        (one.message.partition(".")[2], {name: arg for name, arg in one.args.items() if name not in shared})
        for one in pieces
    ]


def named(pieces: Iterable[Piece], message: str) -> list[Piece]:
    return [one for one in pieces if one.message.partition(".")[2] == message]


def asked(reading: Reading) -> list[str]:
    return [one.id.partition(".")[2] for one in reading.questions]


USED = entry(
    parties=(
        Party("Ville d’Exemple", "user", "public-body", users=9, contacts=0),
        Party("Département d’Exemple", "user", "public-body", users=2, contacts=3),
        Party("Université d’Exemple", "user", "university", users=1, contacts=1),
        Party("Association d’Exemple", "user", "association"),
        Party("Atelier Libre", "provider", "company", siren=SIREN),
        Party("Nuage Bleu", "provider"),
    )
)


def test_who_uses_it_and_who_provides_services_are_counted_and_cited() -> None:
    found = ecosystem(listing("sill", USED))
    assert (found.value, found.confidence) == (None, LIKELY)
    assert told(found.support) == [
        ("actors_seen", {"count": 5, "public": 2}),
        ("users_listed", {"count": 4}),
        ("providers_listed", {"count": 2}),
        ("in_catalogue", {"rests": "repository"}),
    ]
    assert all(one.citations == (CITED,) for one in found.support)
    (piece,) = named(found.support, "users_listed")
    assert piece_text(piece, Language.EN) == (
        "Bodies that declare using it, according to the SILL on 20 November 2026: 4."
    )
    assert asked(found) == ["whom_to_call"]


def test_the_bodies_are_actors_but_those_whose_kind_nothing_tells() -> None:
    found = ecosystem(listing("sill", USED))
    assert [(one["name"], one["kind"], one["involvement"]) for one in found.companions["actors"]] == [
        ("Ville d’Exemple", "public-body", "user"),
        ("Département d’Exemple", "public-body", "user"),
        ("Université d’Exemple", "university", "user"),
        ("Association d’Exemple", "association", "user"),
        ("Atelier Libre", "company", "provider"),
    ]
    assert {one["citations"] for one in found.companions["actors"]} == {(CITED,)}


def test_those_who_accept_to_be_contacted_are_to_be_called_first() -> None:
    pieces = ecosystem(listing("sill", USED)).companions["feedback"]
    assert told(pieces) == [
        ("accepts_contact", {"body": "Département d’Exemple", "contacts": 3}),
        ("accepts_contact", {"body": "Université d’Exemple", "contacts": 1}),
        ("declares_use", {"body": "Ville d’Exemple"}),
    ]
    assert piece_text(pieces[0], Language.FR) == (
        "À appeler : Département d’Exemple (référents, qui acceptent d’être contactés : 3), "
        "selon le SILL au 20 novembre 2026."
    )


def test_a_body_to_call_is_named_once_whatever_the_catalogues_that_name_it() -> None:
    one = entry(
        parties=(Party("Ville d’Exemple", "user", "public-body"), Party("DINUM", "user", "public-body"))
    )
    other = entry(parties=(Party("Ville d'Exemple", "user", "public-body", users=4, contacts=2),))
    found = ecosystem(listing("comptoir-du-libre", one), listing("sill", other, rests="identifier"))
    assert told(found.companions["feedback"]) == [
        ("accepts_contact", {"body": "Ville d'Exemple", "contacts": 2}),
        ("declares_use", {"body": "DINUM"}),
    ]


def test_what_is_published_for_being_contacted_is_a_quotation() -> None:
    found = ecosystem(
        listing("code-gouv-organisations", entry(contact="contact@exemple.gouv.fr"), rests="account")
    )
    (piece,) = found.companions["feedback"]
    assert piece.message == "ecosystem.contact"
    assert piece.citations == (WebCitation(PAGE, DAY, "contact@exemple.gouv.fr"),)
    assert "contact@" not in str(piece.args)


def test_what_depends_on_it_and_what_is_like_it_are_reuses() -> None:
    reuse = (
        Reuse("pkg:pypi/registre", repositories=41, packages=0, downloads=12),
        Reuse("pkg:npm/registre"),
    )
    found = ecosystem(
        listing("ecosyste-ms", entry(reuse=reuse), rests="package", total=None),
        listing("sill", entry(similar=tuple(f"Semblable {n}" for n in range(9)))),
    )
    assert told(found.companions["reuses"]) == [
        ("repositories_depend", {"package": "pkg:pypi/registre", "count": 41}),
        ("packages_depend", {"package": "pkg:pypi/registre", "count": 0}),
        ("similar", {"names": [f"Semblable {n}" for n in range(8)]}),
    ]


@pytest.mark.parametrize(
    ("catalogue", "known", "rests", "expected"),
    [
        ("sill", {"support_contract": True}, "repository", [("in_support_market", {})]),
        ("sill", {"support_contract": False}, "repository", []),
        ("sill", {"support_contract": None, "public_service": None}, "repository", []),
        ("sill", {"public_service": True}, "repository", [("public_service", {})]),
        ("sill", {"public_service": False}, "repository", []),
        ("code-gouv-organisations", {"kind": "public-body"}, "account", [("public_account", {})]),
        ("code-gouv-organisations", {"kind": None}, "account", []),
        # That of a whole forge, which hosts others too.
        ("code-gouv-organisations", {"kind": "public-body"}, "forge", []),
        (
            "contributions-marche-support",
            {"parties": (Party("B", "author", "company"), Party("A", "author", "company"))},
            "contribution",
            [("fixes_given_back", {"names": ["A", "B"]})],
        ),
        ("contributions-marche-support", {}, "contribution", [("fixes_given_back", {"names": ["unknown"]})]),
    ],
)
def test_what_the_lists_of_the_state_do_for_it_is_public_support(
    catalogue: str, known: dict[str, Any], rests: Rests, expected: list[tuple[str, dict[str, object]]]
) -> None:
    found = ecosystem(listing(catalogue, entry(**known), rests=rests))
    assert told(found.companions["public_support"]) == expected


def test_an_old_list_of_accounts_is_a_hint_of_a_public_holder() -> None:
    then = datetime(2025, 4, 20, 8, tzinfo=UTC)
    account = listing("code-gouv-organisations", entry(kind="public-body"), rests="account", taken_at=then)
    found = [ecosystem(account, as_of=on) for on in (date(2025, 4, 25), date(2026, 11, 23))]
    assert [one.companions["public_support"][0].weight for one in found] == [Weight.STRONG, Weight.WEAK]


def test_the_list_of_its_forge_tells_nothing_of_the_project() -> None:
    forge = listing("code-gouv-organisations", entry(kind="public-body"), rests="forge")
    found = ecosystem(forge)
    assert (found.confidence, found.support) == (UNKNOWN, ())
    assert forge.sure == ()


def test_a_card_that_does_not_put_it_in_the_support_market_is_against() -> None:
    found = ecosystem(listing("sill", entry(support_contract=False)))
    assert told(found.against) == [("out_of_support_market", {})]
    assert found.against[0].citations == (CITED,)
    assert piece_text(found.against[0], Language.EN) == (
        "Its record does not put it in the interministerial support market, according to the SILL on "
        "20 November 2026; the ministerial coordinator can confirm it."
    )


@pytest.mark.parametrize("rests", ["repository", "identifier", "name"])
def test_a_list_that_names_it_where_its_card_does_not_disputes_the_support_market(rests: Rests) -> None:
    card = listing("sill", entry(support_contract=False))
    found = ecosystem(card, listing("liste-marche-support", entry(support_contract=True), rests=rests))
    assert told(found.against) == [("support_market_disputed", {})]
    # Of one that bears the name only, it is not told as a support.
    supports = told(found.companions["public_support"])
    assert supports == ([] if rests == "name" else [("in_support_market", {})])
    assert "Ask the ministerial coordinator which of the two is up to date" in piece_text(
        found.against[0], Language.EN
    )


@pytest.mark.parametrize("other", [{"support_contract": None}, {"support_contract": False}])
def test_a_list_that_does_not_name_it_disputes_nothing(other: dict[str, Any]) -> None:
    card = listing("sill", entry(support_contract=False))
    found = ecosystem(card, listing("liste-marche-support", entry(**other), rests="name"))
    assert told(found.against) == [("out_of_support_market", {})]


def test_a_namesake_that_was_withdrawn_disputes_nothing() -> None:
    gone = entry(support_contract=True, removed=Removed(DAY, None))
    card = listing("sill", entry(support_contract=False))
    found = ecosystem(card, listing("liste-marche-support", gone, rests="name"))
    assert told(found.against) == [("out_of_support_market", {})]


GIVEN = entry(
    name="Autre nom",
    dated=date(2026, 3, 9),
    given_to=("https://codeberg.org/exemple/registre",),
    parties=(Party("Atelier Libre", "author", "company"), Party("Ancien Atelier", "author", "company")),
)


def test_what_a_market_gave_back_is_told_with_its_last_day_and_makes_nobody_an_actor() -> None:
    found = ecosystem(listing("contributions-marche-support", GIVEN, rests="contribution"))
    (piece,) = found.companions["public_support"]
    assert (piece.message, piece.args) == (
        "ecosystem.fixes_given_back",
        {
            "names": ["Ancien Atelier", "Atelier Libre"],
            "catalogue": "contributions-marche-support",
            "day": "2026-03-09",
        },
    )
    assert piece.citations == (WebCitation(PAGE, date(2026, 3, 9)),)
    assert piece_text(piece, Language.EN).startswith(
        "The support market gave fixes back to the project, the last known on 9 March 2026, according to "
    )
    assert piece_text(piece, Language.EN).endswith("(companies: Ancien Atelier, Atelier Libre).")
    assert (found.companions["actors"], found.companions["listed"], found.support) == ((), (), ())


@pytest.mark.parametrize(
    ("catalogue", "rests"),
    [("noms-de-domaine-publics", "domain"), ("contributions-marche-support", "contribution")],
)
def test_what_is_not_a_record_of_the_project_itself_is_not_told_as_one(catalogue: str, rests: Rests) -> None:
    found = ecosystem(listing(catalogue, NAMESAKE, rests=rests))
    without = ecosystem()
    own = [name for name in without.companions if name != "public_support"]
    assert (found.support, found.against, found.questions) == ((), (), without.questions)
    assert {name: found.companions[name] for name in own} == {name: without.companions[name] for name in own}


def test_visits_of_an_archive_are_told_by_their_days() -> None:
    copies = Archived(date(2019, 5, 6), date(2026, 10, 1))
    one_visit = replace(copies, last=None)
    for seen, last in ((copies, "2026-10-01"), (one_visit, "2019-05-06")):
        found = ecosystem(listing("archive-software-heritage", entry(copies=seen), total=None))
        (piece,) = named(found.support, "copied")
        assert (piece.args["first_day"], piece.args["last_day"]) == ("2019-05-06", last)
    none = ecosystem(listing("archive-software-heritage", entry(copies=Archived(None, None)), total=None))
    assert messages(none) == ["in_catalogue"]


@pytest.mark.parametrize(
    ("removed", "message", "english"),
    [
        (
            Removed(date(2024, 2, 1), "It is no longer free."),
            "withdrawn",
            "Withdrawn from the catalogue on 1 February 2024, according to the SILL.",
        ),
        (
            Removed(None, None),
            "withdrawn_some_day",
            "Withdrawn from the catalogue, on a day that it does not tell, according to the SILL.",
        ),
    ],
)
def test_a_withdrawal_is_against(removed: Removed, message: str, english: str) -> None:
    (piece,) = ecosystem(listing("sill", entry(removed=removed))).against
    assert piece.message == f"ecosystem.{message}"
    assert piece_text(piece, Language.EN) == english
    assert piece.citations == (WebCitation(PAGE, DAY, removed.reason),)


WITHDRAWN = entry(
    licence="MIT",
    kind="public-body",
    accounts=("codeberg.org/exemple",),
    support_contract=True,
    public_service=True,
    lots=("marche-support",),
    similar=("Semblable",),
    reuse=(Reuse("pkg:pypi/registre", repositories=41),),
    funding=("https://example.org/give",),
    money=Money("EUR", received=1000.0, host="Hôte"),
    checks=(Check("Vulnerabilities", 0),),
    copies=Archived(date(2019, 5, 6), DAY),
    contact="contact@exemple.gouv.fr",
    parties=USED.parties,
    removed=Removed(date(2024, 2, 1), "It is no longer free."),
)


@pytest.mark.parametrize("catalogue", ["sill", "code-gouv-organisations", "contributions-marche-support"])
@pytest.mark.parametrize("rests", ["repository", "package", "identifier", "account"])
def test_a_record_that_was_withdrawn_says_so_and_nothing_else(catalogue: str, rests: Rests) -> None:
    found, without = ecosystem(listing(catalogue, WITHDRAWN, rests=rests)), ecosystem()
    assert (found.support, found.confidence, found.questions) == ((), UNKNOWN, without.questions)
    assert told(found.against) == [("withdrawn", {"removed_day": "2024-02-01"})]
    beside = [name for name in without.companions if name != "listed"]
    assert {name: found.companions[name] for name in beside} == dict.fromkeys(beside, ())
    assert [(one["withdrawn"], one["rests"]) for one in found.companions["listed"]] == [(True, rests)]


@pytest.mark.parametrize("name", ["licence", "governance", "legal_home", "economic_model", "needs"])
@pytest.mark.parametrize("catalogue", ["sill", "code-gouv-organisations", "openssf-scorecard"])
def test_a_record_that_was_withdrawn_changes_no_other_reading(name: str, catalogue: str) -> None:
    listings = [listing(catalogue, WITHDRAWN, rests="account")]
    known: dict[str, Any] = {"documents": [readme("# Registre"), licence_text(MIT)], "history": MANY}
    if "governance" in definitions()[name].after:
        known["after"] = [
            made("governance", "company-led", steward={"name": "Atelier Libre", "kind": "company"})
        ]
    assert read(name, listings=listings, **known) == read(name, **known)


def test_one_that_is_still_in_another_list_is_disputed_by_nothing() -> None:
    found = ecosystem(
        listing("sill", replace(WITHDRAWN, support_contract=False)),
        listing("liste-marche-support", entry(support_contract=True)),
    )
    assert told(found.companions["public_support"]) == [("in_support_market", {})]
    assert told(found.against) == [("withdrawn", {"removed_day": "2024-02-01"})]


def test_a_record_is_listed_with_what_ties_it_to_the_project() -> None:
    sure = entry(support_contract=False, lots=("marche-support",))
    namesake = entry(name="Registre 2", support_contract=True)
    found = ecosystem(listing("sill", sure), listing("comptoir-du-libre", namesake, rests="name"))
    assert found.companions["listed"] == (
        {
            "catalogue": "sill",
            "name": "Registre",
            "on": "2026-11-20",
            "rests": "repository",
            "support_contract": False,
            "lots": "marche-support",
            "withdrawn": False,
            "citation": CITED,
        },
        {
            "catalogue": "comptoir-du-libre",
            "name": "Registre 2",
            "on": "2026-11-20",
            "rests": "name",
            "support_contract": None,
            "lots": None,
            "withdrawn": False,
            "citation": CITED,
        },
    )


def test_the_day_is_that_of_the_producer_where_it_gives_one() -> None:
    found = ecosystem(listing("sill", USED, dated=date(2026, 9, 1)))
    (piece,) = named(found.support, "users_listed")
    assert (piece.args["day"], piece.citations) == ("2026-09-01", (WebCitation(PAGE, date(2026, 9, 1)),))


def test_a_file_brought_by_hand_without_a_day_is_of_an_unknown_day() -> None:
    found = ecosystem(listing("sill", USED, by_hand=True))
    assert [one["on"] for one in found.companions["listed"]] == [None]
    (piece,) = named(found.support, "users_listed")
    # What is cited was received on that day, of whatever day it is.
    assert (piece.args["day"], piece.citations) == ("undated", (CITED,))
    assert piece_text(piece, Language.EN) == (
        "Bodies that declare using it, according to the SILL on an unknown day: 4."
    )
    dated = ecosystem(listing("sill", USED, by_hand=True, dated=date(2026, 9, 1)))
    assert [one["on"] for one in dated.companions["listed"]] == ["2026-09-01"]


@pytest.mark.parametrize(
    ("catalogue", "day"),
    [
        ("openssf-scorecard", "2026-03-09"),
        ("contributions-marche-support", "2026-03-09"),
        ("ecosyste-ms", "2026-03-09"),
        # The day of a record is there that of its last change: what it says is of the day of the list.
        ("sill", "2026-11-20"),
        ("comptoir-du-libre", "2026-11-20"),
    ],
)
def test_the_day_is_that_of_the_record_where_each_has_one(catalogue: str, day: str) -> None:
    found = ecosystem(listing(catalogue, entry(dated=date(2026, 3, 9))))
    (row,) = found.companions["listed"]
    assert (row["on"], row["citation"]) == (day, WebCitation(PAGE, date.fromisoformat(day)))
    [undated] = ecosystem(listing(catalogue, entry())).companions["listed"]
    # The day of a list is that of its records only where they have none of their own.
    assert undated["on"] == (None if day == "2026-03-09" else "2026-11-20")


def test_a_record_is_of_no_later_than_its_list() -> None:
    found = ecosystem(listing("ecosyste-ms", entry(dated=DAY + timedelta(days=400)), total=None))
    assert [one["on"] for one in found.companions["listed"]] == ["2026-11-20"]


NAMESAKE = entry(
    name="Registre",
    licence="MIT",
    support_contract=True,
    public_service=True,
    money=Money("EUR", received=1000.0, host="Hôte"),
    checks=(Check("Vulnerabilities", 0),),
    removed=Removed(DAY, None),
    contact="contact@exemple.gouv.fr",
    parties=USED.parties,
)


def test_a_namesake_alone_is_a_question_and_nothing_else() -> None:
    without, found = ecosystem(), ecosystem(listing("sill", NAMESAKE, rests="name"))
    assert (found.value, found.confidence) == (without.value, without.confidence) == (None, UNKNOWN)
    assert told(found.support) == [("same_name", {})]
    assert found.support[0].weight is Weight.WEAK
    assert found.against == ()
    assert {name: found.companions[name] for name in without.companions if name != "listed"} == {
        name: () for name in without.companions if name != "listed"
    }
    assert asked(found) == ["is_it_this_one", *asked(without)]
    assert question_text(found.questions[0], Language.EN) == (
        f"Is “Registre”, in the SILL ({PAGE}), your project?"
    )


@pytest.mark.parametrize("name", ["licence", "governance", "legal_home", "economic_model", "needs"])
def test_a_namesake_changes_no_other_reading(name: str) -> None:
    documents = [readme("# Registre\n\nLicensed under the EUPL-1.2 license.\n"), licence_text(MIT)]
    after = [made("governance", "company-led", steward={"name": "Atelier Libre", "kind": "company"})]
    known: dict[str, Any] = {"documents": documents, "history": MANY}
    if "governance" in definitions()[name].after:
        known["after"] = after
    assert read(name, listings=[listing("sill", NAMESAKE, rests="name")], **known) == read(name, **known)


def test_a_namesake_of_a_record_that_is_sure_is_not_asked_about() -> None:
    other = listing("comptoir-du-libre", entry(name="REGISTRE"), rests="name")
    assert "is_it_this_one" not in asked(ecosystem(listing("sill", entry()), other))


def test_one_question_is_asked_for_each_name_three_at_most() -> None:
    some = [entry(id=str(n), name=f"Registre {n // 2}") for n in range(6)]
    found = ecosystem(listing("sill", *some, rests="name"))
    assert asked(found).count("is_it_this_one") == 2
    many = [entry(id=str(n), name=f"Registre {n}") for n in range(6)]
    assert asked(ecosystem(listing("sill", *many, rests="name"))).count("is_it_this_one") == 3


LONG_AGO = date(2026, 3, 1)
"""More than the 90 days past which these catalogues are old."""


def searched(name: str, day: date = DAY) -> QueryCitation:
    return QueryCitation(f"catalogue.{name}", f"records at {ORIGIN}", Window(day, day), 0)


def test_where_nothing_was_found_it_is_said_and_is_no_answer() -> None:
    looked = [
        listing("sill"),
        listing("comptoir-du-libre"),
        listing("developers-italia", dated=LONG_AGO),
        listing("code-gouv-depots", by_hand=True),
        listing("beneficiaires-marches"),  # a list of bodies: a project is not expected in it
        listing("wikidata", total=None),
    ]
    found = ecosystem(*looked)
    assert (found.confidence, found.companions) == (UNKNOWN, ecosystem().companions)
    assert [(one.message, one.args, one.weight, one.citations) for one in found.support] == [
        (
            "ecosystem.not_found_in",
            {"catalogues": ["comptoir-du-libre", "sill"]},
            Weight.WEAK,
            (searched("comptoir-du-libre"), searched("sill")),
        ),
        (
            "ecosystem.not_found_in_old",
            {"catalogues": ["code-gouv-depots", "developers-italia"]},
            Weight.WEAK,
            (searched("code-gouv-depots"), searched("developers-italia", LONG_AGO)),
        ),
    ]
    assert [piece_text(one, Language.EN) for one in found.support] == [
        (
            "At its address, no record was found in: the Comptoir du Libre, the SILL. It may be there under "
            "another address."
        ),
        (
            "At its address, nothing either in copies that are old, or whose day is not known: "
            "code.gouv.fr’s list of the repositories of public bodies, the catalogue of Developers Italia."
        ),
    ]
    assert asked(found) == asked(ecosystem())


def test_what_has_no_address_is_not_said_to_be_nowhere() -> None:
    assert ecosystem(listing("sill"), origin=None) == ecosystem(origin=None)


def test_where_only_its_name_was_found_it_is_not_said_to_be_nowhere() -> None:
    found = ecosystem(listing("sill", entry(), rests="name"), listing("comptoir-du-libre"))
    assert told(found.support) == [
        ("same_name", {}),
        ("not_found_in", {"catalogues": ["comptoir-du-libre"]}),
    ]


def test_what_is_of_after_the_day_observed_is_not_seen() -> None:
    later = listing("sill", USED)
    before = DAY - timedelta(days=1)
    assert ecosystem(later, as_of=before) == ecosystem(as_of=before)
    dated = replace(later, dated=before)  # taken since, of a day that its producer gives
    assert messages(ecosystem(dated, as_of=before)) == messages(ecosystem(later))


def licence_text(text: str) -> Document:
    return document(DocumentKind.LICENCE, "LICENSE", text)


MIT = reference("MIT")


def licensed(said: str, written: str | None, catalogue: str = "sill") -> tuple[Reading, Reading]:
    """Return the reading of a licence that a card declares, without a catalogue, then with one."""
    card = Structured("publiccode.yml", "publiccode.yml", {"legal": {"license": said}})
    documents = [document(DocumentKind.PUBLICCODE, "publiccode.yml", "…")]
    without = read("licence", documents=documents, declarations=[card])
    listings = [listing(catalogue, entry(licence=written))]
    return without, read("licence", documents=documents, declarations=[card], listings=listings)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("EUPL-1.2", "EUPL-1.2"),
        ("GPL-3.0-only", "GPL-3.0-or-later"),
        ("GPL-3.0-or-later", "GPL-3.0-only"),
        ("GPL-3.0-or-later", "GNU GPL v3"),
        ("EUPL-1.2 OR MIT", "MIT"),
        ("MIT", "EUPL-1.2 OR MIT"),
        # The family without its version, as catalogues of software often write it.
        ("EUPL-1.2", "EUPL"),
        ("GPL-2.0-or-later", "GPL"),
        ("LGPL-2.1-only", "GNU LGPL"),
        ("BSD-3-Clause", "BSD"),
        ("CECILL-2.1", "CeCILL"),
        ("AGPL-3.0-or-later", "AGPL"),
        # Nothing that can be understood says nothing.
        ("EUPL-1.2", "multiple licences"),
        ("EUPL-1.2", None),
    ],
)
def test_the_same_licence_says_nothing_more(said: str, written: str | None) -> None:
    without, found = licensed(said, written)
    assert found == without


@pytest.mark.parametrize(
    ("said", "written"), [("EUPL-1.2", "MIT"), ("AGPL-3.0-only", "GPL"), ("GPL-3.0-only", "GPL-2.0-only")]
)
def test_another_licence_is_a_contradiction_that_is_shown(said: str, written: str) -> None:
    without, found = licensed(said, written)
    assert (found.value, found.confidence) == (without.value, without.confidence) == (said, LIKELY)
    (piece,) = found.against
    assert (piece.message, piece.weight) == ("licence.listed_otherwise", Weight.WEAK)
    assert piece.args == {"licence": written, "catalogue": "sill", "day": "2026-11-20"}
    assert piece.citations == (CITED,)
    assert found.companions["contradictions"] == [piece]
    assert found.questions == without.questions


def test_what_the_text_establishes_stays_so() -> None:
    known: dict[str, Any] = {
        "documents": [licence_text(MIT)],
        "declarations": [Structured("package.json", "package.json", {"license": "MIT"})],
    }
    found = read("licence", listings=[listing("sill", entry(licence="EUPL-1.2"))], **known)
    assert (found.value, found.confidence) == ("MIT", ESTABLISHED)
    assert told(found.against) == [("listed_otherwise", {"licence": "EUPL-1.2"})]


def test_a_licence_where_none_was_read_is_a_contradiction_too() -> None:
    documents = [readme("# Registre")]
    listings = [listing("sill", entry(licence="EUPL-1.2"))]
    without, found = (
        read("licence", documents=documents),
        read("licence", documents=documents, listings=listings),
    )
    assert (found.value, found.confidence) == (without.value, without.confidence) == ("NONE", LIKELY)
    assert told(found.against) == [("listed_otherwise", {"licence": "EUPL-1.2"})]
    assert found.companions["contradictions"] == list(found.against)


ACCOUNT = entry(name="Ville de Saint-Exemple", kind="public-body", accounts=("codeberg.org/exemple",))
BEFORE_ITS_END = date(2025, 3, 1)
"""Its producer no longer keeps the list of accounts up since May 2025."""
EARLIER = history([C(date(2024, 1 + at % 9, 1 + at % 27), f"person{at % 30}") for at in range(120)])
THEN: dict[str, Any] = {"as_of": date(2025, 4, 1), "history": EARLIER}


def holding(*listings: Listing, name: str = "governance", **more: Any) -> Reading:
    known: dict[str, Any] = {
        "documents": [readme("# Registre")],
        "history": MANY,
        "listings": listings,
    } | more
    governance = read("governance", **known)
    return governance if name == "governance" else read(name, after=[governance], **known)


def account_of(one: Entry = ACCOUNT, **more: Any) -> Listing:
    """Return the list of accounts as it was before its producer ended it."""
    known: dict[str, Any] = {"rests": "account", "dated": BEFORE_ITS_END}
    return listing("code-gouv-organisations", one, **(known | more))


def test_the_account_of_a_public_body_by_a_catalogue_makes_it_the_steward() -> None:
    found = holding(account_of(), **THEN)
    assert (found.value, found.confidence) == ("public-body-led", LIKELY)
    assert found.companions["steward"] == {"name": "Ville de Saint-Exemple", "kind": "public-body"}
    (piece,) = found.support
    assert (piece.message, piece.weight, piece.citations) == (
        "governance.account_listed",
        Weight.STRONG,
        (WebCitation(PAGE, BEFORE_ITS_END),),
    )
    assert "selon la liste des comptes d’organismes publics de code.gouv.fr au 1er mars 2025" in piece_text(
        piece, Language.FR
    )


@pytest.mark.parametrize(
    ("more", "known"),
    [
        ({}, {}),  # its producer ended it since
        ({"dated": DAY}, {}),
        ({"dated": date(2024, 6, 1)}, THEN),  # more than 180 days before
        ({"dated": None, "by_hand": True}, {}),
    ],
)
def test_an_account_of_a_list_that_is_old_is_a_hint(more: dict[str, Any], known: dict[str, Any]) -> None:
    found, without = holding(account_of(**more), **known), holding(**known)
    assert (found.value, found.confidence) == (without.value, without.confidence) == ("community-led", LIKELY)
    assert found.companions == without.companions
    (piece,) = named(found.against, "account_listed")
    assert (piece.weight, piece.args["who"]) == (Weight.WEAK, "Ville de Saint-Exemple")


@pytest.mark.parametrize("name", ["exemple", "Exemple"])
def test_an_account_that_names_no_body_is_a_hint_and_nobody_to_sign_with(name: str) -> None:
    listed, without = account_of(replace(ACCOUNT, name=name)), holding(**THEN)
    found = holding(listed, **THEN)
    assert (found.value, found.confidence) == (without.value, without.confidence)
    assert found.companions == without.companions
    (piece,) = named(found.against, "account_listed_unnamed")
    assert (piece.weight, "who" in piece.args) == (Weight.WEAK, False)
    assert piece_text(piece, Language.EN) == (
        f"The account {name} is tied to a public body that the list does not name, according to "
        "code.gouv.fr’s list of the accounts of public bodies on 1 March 2025."
    )
    home_, before = holding(listed, name="legal_home", **THEN), holding(name="legal_home", **THEN)
    assert (home_.companions["name"], home_.companions["identifier"]) == (None, None)
    (told_,) = named([*home_.support, *home_.against], "account_listed_unnamed")
    assert told_.weight is Weight.WEAK
    assert piece_text(told_, Language.FR) == (
        f"Le compte {name} est rattaché à un organisme public que la liste ne nomme pas, selon la liste des "
        "comptes d’organismes publics de code.gouv.fr au 1er mars 2025 : un compte ne signe rien."
    )
    assert before.companions["name"] is None


def test_an_account_whose_body_is_known_already_is_not_told_twice() -> None:
    known: dict[str, Any] = {"origin": "https://github.com/etalab/registre", **THEN}
    assert holding(account_of(), **known) == holding(**known)


@pytest.mark.parametrize(
    ("more", "rests"), [({"kind": "company"}, "account"), ({"kind": None}, "account"), ({}, "forge")]
)
def test_an_account_is_that_of_a_public_body_only_where_it_is_said(
    more: dict[str, Any], rests: Rests
) -> None:
    assert holding(account_of(replace(ACCOUNT, **more), rests=rests), **THEN) == holding(**THEN)


def test_a_catalogue_that_contradicts_what_is_likely_is_told_with_what_it_contradicts() -> None:
    documents = [readme("# Registre"), licence_text("Copyright 2020 Registre SAS")]
    found, without = (
        holding(account_of(), documents=documents, **THEN),
        holding(documents=documents, **THEN),
    )
    assert (without.value, without.confidence) == ("company-led", LIKELY)
    assert (found.value, found.confidence) == ("public-body-led", LIKELY)
    assert [one.args.get("who") for one in found.against] == ["Registre SAS", None]


@pytest.mark.parametrize(
    ("holder", "value"), [("Registre SAS", "company-led"), ("Fondation Registre", "foundation-hosted")]
)
def test_a_catalogue_does_not_overturn_what_the_project_establishes(holder: str, value: str) -> None:
    known: dict[str, Any] = {
        "documents": [
            readme("# Registre"),
            licence_text(f"Copyright 2020 {holder}"),
            document(DocumentKind.PUBLICCODE, "publiccode.yml", "…"),
        ],
        "declarations": [Structured("publiccode.yml", "publiccode.yml", {"legal": {"repoOwner": holder}})],
        **THEN,
    }
    listed = account_of()
    found, without = holding(listed, **known), holding(**known)
    assert (found.value, found.confidence) == (without.value, without.confidence) == (value, ESTABLISHED)
    assert found.companions == without.companions
    (piece,) = named(found.against, "account_listed")
    assert piece.weight is Weight.WEAK
    assert [one for one in found.against if one != piece] == list(without.against)
    home_, before = holding(listed, name="legal_home", **known), holding(name="legal_home", **known)
    assert (home_.value, home_.confidence) == (before.value, before.confidence)
    assert messages(home_) == messages(before)


def test_the_legal_home_is_told_in_the_same_words() -> None:
    found = holding(account_of(), name="legal_home", **THEN)
    assert (found.value, found.confidence) == ("public-body", LIKELY)
    assert messages(found) == ["account_listed"]
    assert found.companions == {
        "name": "Ville de Saint-Exemple",
        "identifier": None,
        "identifier_rests": None,
    }


def legal(category: str = "5710", *, name: str = "REGISTRE SAS", siren: str = SIREN, **more: Any) -> Entry:
    page = f"https://annuaire-entreprises.data.gouv.fr/entreprise/{siren}"
    return Entry(siren, name, page, legal=LegalForm(siren, category, **({"active": True} | more)))


def register(*entries: Entry) -> Listing:
    return listing("recherche-entreprises", *entries, rests="name", total=None)


def home(*listings: Listing, holder: str = "Registre SAS", text: str = "", **more: Any) -> Reading:
    documents = [licence_text(f"Copyright 2020 {holder}"), readme(f"# Registre\n\n{text}")]
    return holding(*listings, name="legal_home", documents=documents, **more)


NUMBERS = {"name": "Registre SAS", "identifier": SIREN, "identifier_rests": "name"}


def test_the_register_that_agrees_is_a_hint_and_a_question() -> None:
    without, found = home(), home(register(legal()))
    assert (found.value, found.confidence) == (without.value, without.confidence) == ("company", LIKELY)
    assert (messages(found), found.against) == (["rights_held", "registered"], ())
    assert found.support[1].weight is Weight.WEAK
    assert found.support[1].citations == (WebCitation(legal().url, DAY),)
    assert found.companions == NUMBERS
    assert asked(found) == ["is_it_this_one", "signs"]
    assert question_text(found.questions[0], Language.FR) == (
        f"La structure qui porte votre projet est-elle bien « REGISTRE SAS », SIREN {SIREN} ?"
    )


def test_two_hints_of_the_register_establish_nothing() -> None:
    found = home(register(legal()), text="Registre SAS au capital de 100 €")
    without = home(text="Registre SAS au capital de 100 €")
    assert (found.value, found.confidence) == (without.value, without.confidence)


def test_a_form_that_contradicts_is_shown_and_its_number_is_not_that_of_the_body() -> None:
    without, found = home(), home(register(legal("9220")))
    assert (found.value, found.confidence) == (without.value, without.confidence) == ("company", LIKELY)
    assert told(found.against) == [
        ("registered", {"who": "REGISTRE SAS", "kind": "association", "identifier": SIREN})
    ]
    assert found.companions == {"name": "Registre SAS", "identifier": None, "identifier_rests": None}
    assert asked(found) == ["is_it_this_one", "signs"]


def test_one_that_ceased_is_said_so() -> None:
    found = home(register(legal(active=False)))
    assert messages(found) == ["rights_held", "registered_ceased"]
    assert "has ceased" in piece_text(found.support[1], Language.EN)
    assert messages(home(register(legal(active=None)))) == ["rights_held", "registered"]


@pytest.mark.parametrize(
    "entries",
    [
        [legal(), legal(siren=OTHER_SIREN)],
        [legal(name="Autre SAS")],
        [replace(legal(), legal=None)],
        [],
    ],
)
def test_the_register_says_nothing_when_several_or_none_bear_the_name(entries: list[Entry]) -> None:
    assert home(register(*entries)) == home()


@pytest.mark.parametrize(
    ("holder", "category", "value"),
    [
        ("GIP Registre", "7410", "gip"),
        ("Ville de Registre", "7210", "public-body"),
        # A group of public interest is a public body; a cooperative, a company.
        ("Ministère de Registre", "7410", "public-body"),
        ("GIP Registre", "7389", "gip"),
        ("SCIC Registre", "5710", "cooperative"),
        ("Registre SAS", "5458", "company"),
    ],
)
def test_a_form_that_is_a_sort_of_the_other_does_not_contradict(
    holder: str, category: str, value: str
) -> None:
    without, found = home(holder=holder), home(register(legal(category, name=holder)), holder=holder)
    assert (found.value, found.confidence) == (without.value, without.confidence)
    assert (found.value, found.against) == (value, ())
    assert messages(found)[-1] == "registered"
    assert found.companions["identifier"] == SIREN


def test_a_category_without_a_value_gives_a_number_and_no_form() -> None:
    found = home(register(legal("9900")))
    assert (messages(found), found.companions) == (["rights_held"], NUMBERS)


@pytest.mark.parametrize(
    ("category", "value"), [("5458", "cooperative"), ("5499", "company"), ("1000", None), ("7410", "gip")]
)
def test_the_longest_beginning_of_a_category_wins(category: str, value: str | None) -> None:
    lists = {name: tuple(starts) for name, starts in definitions()["legal_home"].lists.items()}
    assert by_category(LegalForm(SIREN, category), lists) == value


def test_the_number_that_a_catalogue_gives_to_the_very_body_comes_before_the_register() -> None:
    steward = Party("Registre, SAS", "steward", "company", siren=SIREN)
    found = home(listing("sill", entry(parties=(steward,))), register(legal(siren=OTHER_SIREN)))
    assert found.companions == NUMBERS | {"identifier_rests": "catalogue"}
    assert asked(found) == ["signs"]
    assert "registered" not in messages(found)


@pytest.mark.parametrize("part", ["provider", "user", "author", "funder", "host"])
def test_the_number_of_another_part_that_bears_the_name_is_a_question(part: Part) -> None:
    party = Party("Registre, SAS", part, "company", siren=SIREN)
    found = home(listing("cnll-annuaire", entry(parties=(party,))), register(legal(siren=OTHER_SIREN)))
    assert found.companions == NUMBERS
    assert asked(found) == ["is_it_this_one", "signs"]
    assert found.questions[0].args == {"who": "Registre, SAS", "identifier": SIREN}
    assert (found.value, found.confidence) == (home().value, home().confidence)
    assert "registered" not in messages(found)


@pytest.mark.parametrize("parts", [("provider", "steward"), ("steward", "provider")])
def test_the_same_number_is_that_of_the_steward_wherever_it_is_read_first(parts: tuple[Part, Part]) -> None:
    first, second = (Party("Registre SAS", one, "company", siren=SIREN) for one in parts)
    found = home(listing("cnll-annuaire", entry(parties=(first,))), listing("sill", entry(parties=(second,))))
    assert found.companions == NUMBERS | {"identifier_rests": "catalogue"}


@pytest.mark.parametrize("category", ["5710", "9220", "7210", "7410", "1000", "9900", "0000", ""])
@pytest.mark.parametrize("active", [True, False, None])
@pytest.mark.parametrize("holder", ["Registre SAS", "Association Registre", "Ville de Registre", "Registre"])
def test_the_register_never_changes_a_value(category: str, active: bool | None, holder: str) -> None:  # noqa: FBT001 - a parameter of the table
    listed = register(legal(category, name=holder, active=active))
    for name in ("governance", "legal_home"):
        known: dict[str, Any] = {"name": name, "documents": [licence_text(f"Copyright 2020 {holder}")]}
        found, without = holding(listed, **known), holding(**known)
        assert (found.value, found.confidence) == (without.value, without.confidence)


def test_two_numbers_for_one_name_are_none() -> None:
    parties = tuple(Party("Registre SAS", "provider", "company", siren=one) for one in (SIREN, OTHER_SIREN))
    found = home(listing("cnll-annuaire", entry(parties=parties)))
    assert found.companions["identifier"] is None
    same = (
        listing("sill-prestataires", entry(parties=parties[:1])),
        listing("cnll-annuaire", entry(parties=parties[:1])),
    )
    assert home(*same).companions["identifier"] == SIREN


def test_the_number_that_a_text_writes_comes_first() -> None:
    found = home(register(legal()), text=f"Registre SAS, SIREN {OTHER_SIREN}")
    assert found.companions == {
        "name": "Registre SAS",
        "identifier": OTHER_SIREN,
        "identifier_rests": "text",
    }
    assert "is_it_this_one" not in asked(found)


def test_no_number_is_given_to_a_person_nor_to_nobody() -> None:
    alone = history([C(date(2026, 1 + at % 9, 1 + at % 27), "ada") for at in range(40)])
    known: dict[str, Any] = {"documents": [readme("# Registre")], "history": alone}
    found = holding(register(legal(name="one person")), name="legal_home", **known)
    assert (found.value, found.companions["identifier"]) == ("person", None)


def test_the_steward_has_the_same_number() -> None:
    documents = [licence_text("Copyright 2020 Registre SAS"), readme("# Registre")]
    found = holding(register(legal()), documents=documents)
    assert found.companions["steward"] == {
        "name": "Registre SAS",
        "kind": "company",
        "identifier": SIREN,
        "identifier_rests": "name",
    }
    assert holding(documents=documents).companions["steward"] == {"name": "Registre SAS", "kind": "company"}


FUND = listing(
    "open-collective",
    entry(money=Money("EUR", received=12345.6, yearly=4000.0, host="Caisse d’Exemple")),
    rests="identifier",
    total=None,
)


def test_who_holds_the_money_is_a_fiscal_host_where_nobody_else_holds_the_project() -> None:
    documents = [readme("# Registre")]
    found = holding(FUND, name="legal_home", documents=documents)
    assert (found.value, found.confidence) == ("fiscal-host", LIKELY)
    assert (messages(found), found.companions["name"]) == (["host_listed"], "Caisse d’Exemple")


def test_who_holds_the_money_does_not_overturn_who_holds_the_project() -> None:
    card = Structured("publiccode.yml", "publiccode.yml", {"legal": {"repoOwner": "Ville de Saint-Exemple"}})
    known: dict[str, Any] = {
        "documents": [readme("# Registre"), document(DocumentKind.PUBLICCODE, "publiccode.yml", "…")],
        "declarations": [card],
    }
    found, without = holding(FUND, name="legal_home", **known), holding(name="legal_home", **known)
    assert (
        (found.value, found.confidence) == (without.value, without.confidence) == ("public-body", ESTABLISHED)
    )
    assert told(found.against) == [("host_listed", {"who": "Caisse d’Exemple"})]
    # Likely or contradicted, it is what it was as well.
    assert (
        (home(FUND).value, home(FUND).confidence) == (home().value, home().confidence) == ("company", LIKELY)
    )


def economy(*listings: Listing) -> Reading:
    return read("economic_model", documents=[readme("# Registre")], history=MANY, listings=listings)


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        (
            Money("EUR", received=12345.6, yearly=4000.0),
            [("collective_receives", {"amount": 12346, "currency": "EUR"})],
        ),
        (Money("USD", yearly=4000.0), [("collective_yearly", {"amount": 4000, "currency": "USD"})]),
    ],
)
def test_what_a_public_fund_receives_speaks_for_donations(
    money: Money, expected: list[tuple[str, dict[str, object]]]
) -> None:
    found = economy(listing("open-collective", entry(money=money), rests="identifier", total=None))
    assert (found.value, found.confidence) == (["donations"], LIKELY)
    assert told(found.support) == expected


@pytest.mark.parametrize(
    ("money", "weight"),
    [
        (Money("EUR", received=1000.0), Weight.STRONG),
        (Money("EUR", received=999.0), Weight.WEAK),
        # Some six euros.
        (Money("JPY", received=1000.0), Weight.WEAK),
    ],
)
def test_a_small_fund_is_a_hint(money: Money, weight: Weight) -> None:
    found = economy(listing("open-collective", entry(money=money), rests="identifier", total=None))
    pieces = named((*found.support, *found.against), "collective_receives")
    assert [one.weight for one in pieces] == [weight]


@pytest.mark.parametrize(
    "money",
    [
        Money("EUR", balance=0.0, received=0.0, yearly=0.0),
        Money("EUR", balance=250.0, received=99.0),
        Money("EUR"),
    ],
)
def test_a_fund_that_never_received_anything_tells_nothing(money: Money) -> None:
    assert (
        economy(listing("open-collective", entry(money=money), rests="identifier", total=None)) == economy()
    )


def test_addresses_where_to_support_a_package_are_a_hint_and_no_more() -> None:
    funding = ("https://example.org/give", "https://example.org/sponsor")
    one = listing("ecosyste-ms", entry(funding=funding), rests="package", total=None)
    found = economy(one)
    assert (found.value, found.confidence) == (economy().value, economy().confidence)
    assert told(found.against) == [("funding_listed", {"count": 2})]
    assert economy(one, FUND).value == ["donations"]


def needs(*checks: Check, dated: date | None = DAY, **more: Any) -> Reading:
    one = entry(checks=checks, dated=dated)
    listings = [listing("openssf-scorecard", one, total=None)] if checks else []
    return read("needs", documents=[readme("# Registre")], listings=listings, **more)


@pytest.mark.parametrize("score", [0, 5])
def test_known_faults_infer_a_need_of_security(score: int) -> None:
    found = needs(Check("Vulnerabilities", score), Check("Maintained", 0))
    assert found.value["security"] == "inferred"
    assert {name for name, how in found.value.items() if how == "inferred"} == {"security"}
    (piece,) = named(found.support, "security_checked")
    assert (piece.args["names"], piece.weight, piece.citations) == (
        ["Vulnerabilities"],
        Weight.WEAK,
        (CITED,),
    )


@pytest.mark.parametrize(
    "check",
    [
        Check("Vulnerabilities", None),
        Check("Vulnerabilities", 10),
        Check("Vulnerabilities", 6),
        Check("Maintained", 0),
        Check("Code-Review", 0),
    ],
)
def test_a_check_that_is_inconclusive_or_good_or_of_something_else_tells_nothing(check: Check) -> None:
    assert needs(check) == needs()


def test_a_check_of_a_project_that_has_stopped_infers_nothing() -> None:
    after = [made("lifecycle", "archived")]
    assert needs(Check("Vulnerabilities", 0), after=after) == needs(after=after)


@pytest.mark.parametrize(
    ("dated", "inferred"),
    [
        (None, False),
        (date(2026, 8, 25), True),  # 90 days before the day observed
        (date(2026, 8, 24), False),
        (date(2019, 1, 1), False),
    ],
)
def test_a_check_infers_a_need_of_its_own_day_only(dated: date | None, *, inferred: bool) -> None:
    found = needs(Check("Vulnerabilities", 0), dated=dated)
    assert (found.value["security"] == "inferred") is inferred
    pieces = named(found.support, "security_checked")
    assert [one.args["day"] for one in pieces] == (["2026-08-25"] * inferred)
