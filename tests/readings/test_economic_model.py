"""What a project lives on, from made-up documents, declarations and histories."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.facts.history import History
from reperes.i18n import Language
from reperes.readings.model import Confidence, Piece, Reading, Weight
from reperes.report.statements import piece_text
from support.history import C, history
from support.observations import document
from support.readings import contributing, made, messages, read, readme

NOBODY = history([C(date(2026, 1 + at % 9, 1 + at % 27), f"person{at % 5}") for at in range(60)])
CODE = [f"src/registre/part{at}.py" for at in range(40)]


def economy(*documents: Document, of: History | None = NOBODY, **more: Any) -> Reading:
    return read("economic_model", documents=documents, history=of, **more)


def licence(text: str) -> Document:
    return document(DocumentKind.LICENCE, "LICENSE", text)


SERVICES = ["support-services"]


def funding(**fields: object) -> Sequence[Structured]:
    return [Structured("FUNDING.yml", ".github/FUNDING.yml", fields)]


def _from(organisation: str, kind: str, count: int, others: int = 0) -> History:
    commits = [C(date(2026, 5, 1 + at % 27), f"person{at % 4}@{organisation}") for at in range(count)]
    commits += [C(date(2026, 6, 1 + at % 27), f"guest{at % 4}") for at in range(others)]
    return history(commits, organisations={organisation: kind})


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Registre vit de vos dons : https://opencollective.com/registre.", ["donations"]),
        ("Members pay an annual membership fee set by the general assembly.", ["membership-fees"]),
        ("Adhérez à l'association pour soutenir le projet.", ["membership-fees"]),
        ("Registre is a fiscally sponsored project of a charity.", ["foundation-funded"]),
        ("This work received funding under grant agreement No 123456.", ["public-funding"]),
        ("Registre a été financé par le plan de relance.", ["public-funding"]),
        ("Les développements sont mutualisés entre les communes.", ["pooled-by-users"]),
        ("Commercial support is available from the authors.", ["support-services"]),
        # What is paid for is work, not an edition; the page is one of support.
        ("Commercial support, paid features/fixes: https://registre.example/commercial-support/", SERVICES),
        ("The Enterprise Edition adds paid features and bug fixes.", ["open-core"]),
        ("Some features are only available in the Enterprise Edition.", ["open-core"]),
        ("You can purchase a commercial license instead.", ["dual-licence"]),
        ("Try our hosted version first.", ["hosting-saas"]),
        ("Registre est développé par l'unité mixte de recherche des communs.", ["research"]),
    ],
)
def test_a_presentation_says_who_pays(sentence: str, values: list[str]) -> None:
    found = economy(readme(sentence))
    assert (found.value, found.confidence) == (values, Confidence.LIKELY)


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no commercial support for Registre.",
        "Registre works with GitHub Enterprise and Windows Professional edition.",
        "Don't forget to sign your commits.",
        "Endpoints are supported by the browser and by Docker.",
        "It runs on Google Cloud and is managed by systemd.",
        "Registre simule les aides : fonds social, plan de relance.",
        "Calcul des cotisations sociales annuelles par l'Urssaf.",
        "It also reads the files of Voisine Enterprise Edition.",
        "It can be deployed on the Voisine Cloud platform.",
    ],
)
def test_a_phrase_that_must_not_fool(sentence: str) -> None:
    assert economy(readme(sentence)).value == ["volunteer"]


def test_a_funding_file_establishes_donations() -> None:
    found = economy(readme("Registre."), declarations=funding(platforms=["liberapay"], liberapay_count=1))
    assert (found.value, found.confidence) == (["donations"], Confidence.ESTABLISHED)
    assert messages(found) == ["funding_file"]


def test_volunteering_is_a_finding_of_every_place_read_and_stands_alone() -> None:
    found = economy(readme("Registre tient un registre."), contributing("Proposez une modification."))
    assert (found.value, found.confidence) == (["volunteer"], Confidence.LIKELY)
    assert found.support[0].args == {"count": 2}
    assert [question.id for question in found.questions] == [
        "economic_model.who_pays",
        "economic_model.who_receives",
    ]


@pytest.mark.parametrize("documents", [None, [readme(None)]])
def test_a_place_that_cannot_be_read_makes_it_unknown(documents: list[Document] | None) -> None:
    found = read("economic_model", documents=documents, history=NOBODY)
    assert (found.value, found.confidence) == (None, Confidence.UNKNOWN)


def test_without_the_history_nobody_is_called_a_volunteer() -> None:
    assert economy(readme("Registre."), of=None).confidence is Confidence.UNKNOWN


@pytest.mark.parametrize(
    ("told", "value"),
    [
        (Piece("governance.one_domain", Weight.STRONG, {"share": 0.99}), None),
        # Whose the rights are says nothing of who works.
        (Piece("governance.rights_held", Weight.STRONG, {"path": "LICENSE"}), ["volunteer"]),
    ],
)
def test_nobody_is_called_a_volunteer_where_the_work_seems_to_come_from_a_company(
    told: Piece, value: list[str] | None
) -> None:
    company = replace(made("governance", "company-led"), support=(told,))
    found = economy(readme("Registre."), after=[company])
    assert found.value == value
    assert [one.message for one in (*found.support, *found.against)][-1] == "economic_model.governed"


def test_public_addresses_tell_an_in_house_team() -> None:
    found = economy(readme("Registre."), of=_from("agence", "public-body", 40, 10))
    assert found.value == ["in-house-public"]
    assert found.support[0].args == {"share": 0.8}


PUBLIC = [made("governance", "public-body-led"), made("resource", "software")]


def of_a_public_body(*documents: Document, of: History = NOBODY, **more: Any) -> Reading:
    return economy(*documents, of=of, paths=CODE, after=PUBLIC, **more)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Registre.", ["in-house-public"]),
        ("Registre, une start-up d'État.", ["in-house-public", "public-funding"]),
        ("Registre, hébergé sur https://beta.gouv.fr.", ["in-house-public", "public-funding"]),
        (
            "Registre est développé dans le cadre d'un marché public.",
            ["in-house-public", "public-funding"],
        ),
    ],
)
def test_addresses_that_tell_nothing_are_not_those_of_contractors(sentence: str, values: list[str]) -> None:
    found = of_a_public_body(readme(sentence))
    assert (found.value, found.confidence) == (values, Confidence.LIKELY)


@pytest.mark.parametrize(
    ("kind", "count", "values"),
    [
        ("company", 12, ["in-house-public", "public-funding"]),
        ("company", 11, ["in-house-public"]),
        ("unidentified", 50, ["in-house-public"]),
    ],
)
def test_companies_that_sign_beside_a_public_holder_are_paid_by_it(
    kind: str, count: int, values: list[str]
) -> None:
    found = of_a_public_body(readme("Registre."), of=_from("prestataire", kind, count, 60 - count))
    assert found.value == values


def test_the_contractors_that_a_public_body_declares() -> None:
    declared = Structured(
        "publiccode.yml", "publiccode.yml", {"maintenance": {"contractors": [{"name": "Exemple SAS"}]}}
    )
    found = of_a_public_body(
        document(DocumentKind.PUBLICCODE, "publiccode.yml", "…"), declarations=[declared]
    )
    assert found.value == ["in-house-public", "public-funding"]
    assert "contractors_declared" in messages(found)


def test_the_account_of_a_company_does_not_establish_what_it_pays_for() -> None:
    found = economy(
        readme("Exemples de réglages."),
        origin="https://github.com/elastic/exemples",
        after=[made("governance", "company-led")],
    )
    assert (found.value, found.confidence) == (["corporate-sponsored"], Confidence.LIKELY)
    assert messages(found) == ["holder_is", "governed", "company_pays"]
    assert {type(one).__name__ for piece in found.support for one in piece.citations} == {
        "WebCitation",
        "ReferenceCitation",
    }


def test_what_the_documents_say_and_the_holder_sells_is_kept() -> None:
    found = economy(
        readme("[Cloud](https://cloud.elastic.example) : free trial."),
        origin="https://github.com/elastic/registre",
    )
    assert found.value == ["hosting-saas"]
    assert {piece.message for piece in found.support} == {
        "economic_model.hosted_offer",
        "economic_model.holder_lives",
        "economic_model.own_offer",
    }


def test_nobody_is_called_a_volunteer_when_a_place_was_not_read_to_its_end() -> None:
    long = readme("Registre.\n" * 20_001)
    assert economy(long).confidence is Confidence.UNKNOWN


def test_every_piece_has_a_citation() -> None:
    found = economy(
        readme("The Enterprise Edition has more features."),
        licence("Copyright 2026 Sample Labs Inc."),
        of=_from("sample", "company", 40),
        paths=["ee/LICENSE", "ee/a.py"],
        declarations=funding(platforms=["liberapay"]),
        after=[made("governance", "company-led")],
    )
    assert messages(found) == ["funding_file", "enterprise_edition", "paid_folder"]
    assert all(piece.citations for piece in (*found.support, *found.against))


def test_a_company_that_sells_nothing_pays_for_itself() -> None:
    found = economy(
        readme("Registre."),
        licence("MIT\nCopyright 2026 Sample Labs Inc."),
        of=_from("sample", "company", 40),
    )
    assert found.value == ["corporate-sponsored"]


def test_a_company_that_sells_lives_on_what_it_sells() -> None:
    found = economy(
        readme("The Enterprise Edition has more features."),
        licence("Copyright 2026 Sample Labs Inc."),
        of=_from("sample", "company", 40),
        after=[made("governance", "company-led")],
    )
    assert found.value == ["open-core"]  # that support is sold with it is supposed, and not enough alone


def test_a_licence_that_opens_later_establishes_it() -> None:
    found = economy(readme("Registre."), licence("Change Date: 2030-01-01\nChange License: MPL 2.0"))
    assert (found.value, found.confidence) == (["delayed-open"], Confidence.ESTABLISHED)


def test_two_weak_clues_of_one_document_are_not_enough() -> None:
    found = economy(readme("The Community Edition.\n\nL’édition communautaire."))
    assert found.value == ["volunteer"]
    assert [piece.message for piece in found.against] == ["economic_model.community_edition"]


def test_a_folder_of_a_paid_edition_with_its_licence() -> None:
    found = economy(readme("Registre."), paths=["README.md", "ee/LICENSE", "ee/audit.py", "src/main.py"])
    assert found.value == ["open-core"]
    assert found.support[0].args == {"folder": "ee"}


def test_a_publiccode_that_names_who_funds() -> None:
    declared = Structured(
        "publiccode.yml",
        "publiccode.yml",
        {"fundedBy": [{"name": "Commission européenne", "uri": "https://commission.europa.eu"}]},
    )
    found = economy(document(DocumentKind.PUBLICCODE, "publiccode.yml", "…"), declarations=[declared])
    assert (found.value, found.confidence) == (["public-funding"], Confidence.ESTABLISHED)


def test_each_model_kept_says_what_it_allows_in_both_languages() -> None:
    found = economy(readme("Faites un don."), declarations=funding(platforms=["open_collective"]))
    (piece,) = found.companions["engagements"]
    assert piece_text(piece, Language.FR).startswith("Dons : adhérer")
    assert piece_text(piece, Language.EN).startswith("Donations: join")
