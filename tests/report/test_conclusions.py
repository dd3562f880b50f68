"""Readings in words: each thing once, with all that it rests on."""

import pytest

from reperes.facts.citation import WebCitation
from reperes.i18n import Language
from reperes.readings import definitions
from reperes.readings.model import Confidence, Piece, Reading, Weight
from reperes.report.conclusions import statement
from reperes.report.evidence import evidence
from reperes.report.view import Statement
from support.observations import AS_OF

SAYS_FREE = "nature.says_free"


def piece(weight: Weight, *pages: str, path: str = "README.md") -> Piece:
    cited = tuple(WebCitation(f"https://exemple.org/{page}", AS_OF) for page in pages)
    return Piece(SAYS_FREE, weight, {"path": path}, cited)


def said(*support: Piece) -> Statement:
    reading = Reading("nature", "free-software", Confidence.LIKELY, support)
    return statement(reading, definitions()["nature"], Language.EN)


def test_what_several_places_say_alike_is_said_once_and_opens_on_all_of_them() -> None:
    weak, strong = piece(Weight.WEAK, "a", "b"), piece(Weight.STRONG, "b", "c")
    (sentence,) = said(weak, strong).support
    cited = piece(Weight.WEAK, "a", "b", "c").citations
    assert sentence.evidence == tuple(evidence(one, Language.EN) for one in cited)
    assert not sentence.weak
    (hint,) = said(weak, weak).support
    assert (hint.weak, len(hint.evidence)) == (True, 2)


def test_what_is_left_is_counted_by_what_it_says() -> None:
    several = [piece(Weight.WEAK, path=f"{at % 7}.md") for at in range(20)]
    *shown, left = said(*several).support
    assert (len(shown), left.text) == (5, "Others of the same sort: 2.")


def test_a_point_of_vitality_that_is_not_known_says_so() -> None:
    point = Reading("vitality.retention", None, Confidence.UNKNOWN)
    reading = Reading("vitality", None, Confidence.LIKELY, companions={"items": {"retention": point}})
    (aspect,) = statement(reading, definitions()["vitality"], Language.EN).aspects
    assert aspect.text == "unknown: what was read is not enough to tell"


def record(rests: str, on: str | None = "2026-11-20") -> dict[str, object]:
    """Return a row of the records of catalogues."""
    cited = WebCitation("https://code.gouv.fr/sill/detail?id=233", AS_OF)
    told = {"catalogue": "sill", "name": "Registre", "on": on, "rests": rests, "withdrawn": False}
    return told | {"support_contract": None, "lots": None, "citation": cited}


@pytest.mark.parametrize("language", Language)
def test_the_records_of_catalogues_are_for_programs_sentences_say_the_same(language: Language) -> None:
    records = (record("repository"), record("name", None))
    reading = Reading("ecosystem", None, Confidence.LIKELY, companions={"listed": records})
    assert statement(reading, definitions()["ecosystem"], language).aspects == ()


@pytest.mark.parametrize(
    ("language", "title", "headers", "row"),
    [
        (
            Language.FR,
            "Organismes vus",
            ("nom", "genre", "rôle"),
            ("Ville d’Exemple", "organisme public", "utilisateur"),
        ),
        (
            Language.EN,
            "Organisations seen",
            ("name", "kind", "part taken"),
            ("Ville d’Exemple", "public body", "user"),
        ),
    ],
)
def test_what_has_several_fields_is_a_table_that_opens_on_what_it_rests_on(
    language: Language, title: str, headers: tuple[str, ...], row: tuple[str, ...]
) -> None:
    page = "https://code.gouv.fr/sill/detail?id=233"
    actor = {"name": "Ville d’Exemple", "kind": "public-body", "involvement": "user"}
    actors = (actor | {"citations": (WebCitation(page, AS_OF),)},)
    companions = {"actors": actors, "listed": (record("repository"),)}
    reading = Reading("ecosystem", None, Confidence.LIKELY, companions=companions)
    (aspect,) = statement(reading, definitions()["ecosystem"], language).aspects
    assert aspect.table is not None
    assert (aspect.label, aspect.table.headers, aspect.table.rows) == (title, headers, (row,))
    assert [one.links[0].href for one in aspect.evidence] == [page]


def test_a_number_found_by_a_name_says_so_beside_the_steward() -> None:
    steward = {
        "name": "Registre SAS",
        "kind": "company",
        "identifier": "732829320",
        "identifier_rests": "name",
    }
    reading = Reading("governance", "company-led", Confidence.LIKELY, companions={"steward": steward})
    (aspect,) = statement(reading, definitions()["governance"], Language.EN).aspects
    assert aspect.text == (
        "name: Registre SAS; kind: company; registration number: 732829320; "
        "what ties it to the steward: the name alone, to be confirmed"
    )


@pytest.mark.parametrize(
    ("documented", "language", "text"),
    [
        ("no", Language.FR, "aucune dans ce qui a été lu ; il peut y en avoir ailleurs"),
        ("no", Language.EN, "none in what was read; there may be some elsewhere"),
        ("yes", Language.EN, "yes"),
        ("partial", Language.FR, "en partie"),
    ],
)
def test_rules_that_were_not_found_are_not_said_to_be_none(
    documented: str, language: Language, text: str
) -> None:
    reading = Reading("governance", None, Confidence.UNKNOWN, companions={"documented": documented})
    (aspect,) = statement(reading, definitions()["governance"], language).aspects
    assert aspect.text == text
