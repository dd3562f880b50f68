"""Who can sign, from made-up documents and the reading of governance made of them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.facts.history import History
from reperes.readings.model import Confidence, Correction, Reading
from support.history import C, history
from support.observations import document
from support.readings import messages, read, readme

ALONE = history([C(date(2026, 1 + at % 9, 1 + at % 27), "ada") for at in range(40)])
MANY = history([C(date(2026, 1 + at % 9, 1 + at % 27), f"person{at % 30}") for at in range(120)])


def legal_home(*documents: Document, made: History | None = MANY, **more: Any) -> Reading:
    governance = read("governance", documents=documents, history=made, **more)
    return read("legal_home", documents=documents, history=made, after=[governance], **more)


def licence(text: str) -> Document:
    return document(DocumentKind.LICENCE, "LICENSE", text)


def test_the_owner_declared_by_a_card_can_sign() -> None:
    card = Structured("publiccode.yml", "publiccode.yml", {"legal": {"repoOwner": "Ville de Saint-Exemple"}})
    found = legal_home(
        document(DocumentKind.PUBLICCODE, "publiccode.yml", "…"), readme("# Registre"), declarations=[card]
    )
    assert (found.value, found.confidence) == ("public-body", Confidence.ESTABLISHED)
    assert found.companions == {
        "name": "Ville de Saint-Exemple",
        "identifier": None,
        "identifier_rests": None,
    }


def test_a_public_interest_group_is_a_public_body_of_its_own() -> None:
    found = legal_home(licence("Copyright 2020 GIP Registre"), readme("Registre est une startup d'État."))
    assert (found.value, found.confidence) == ("gip", Confidence.ESTABLISHED)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Registre SAS, SIREN 123 456 789", "123456789"),
        ("Registre SAS, SIRET : 123 456 789 00012", "123456789"),
        ("Registre SAS", None),
        # Of somebody else, or of a person who trades under their own name.
        ("Hébergement : Autre SARL, SIREN 123 456 789", None),
        ("Registre, auto-entrepreneur, SIREN 123 456 789", None),
    ],
)
def test_the_number_is_the_one_that_the_texts_write(text: str, identifier: str | None) -> None:
    found = legal_home(licence("Copyright 2020 Registre SAS"), readme(text))
    assert (found.value, found.confidence) == ("company", Confidence.LIKELY)
    rests = "text" if identifier else None
    assert found.companions == {"name": "Registre SAS", "identifier": identifier, "identifier_rests": rests}
    told = [piece for piece in found.support if piece.message == "legal_home.number"]
    assert [piece.args["identifier"] for piece in told if piece.citations] == [
        one for one in [identifier] if one is not None
    ]


def test_the_number_of_a_person_is_never_told() -> None:
    text = "Développé par une personne, SIREN 123 456 789"
    found = legal_home(licence("Copyright 2015 Ada Exemple"), readme(text), made=ALONE)
    assert (found.value, found.companions["identifier"]) == ("person", None)


def test_a_contested_governance_gives_a_contested_legal_home() -> None:
    documents = [licence("Copyright 2020 Fondation Exemple"), readme("Copyright 2021 Registre SAS")]
    found = legal_home(*documents)
    assert (found.value, found.confidence) == (None, Confidence.CONTRADICTED)
    assert [piece.args["who"] for piece in found.against] == ["Registre SAS"]


def test_it_works_from_the_governance_that_a_person_corrected() -> None:
    documents = [licence("Copyright 2020 Fondation Exemple"), readme("# Registre")]
    given = Correction("company-led", "…", "a maintainer", date(2026, 11, 1))
    governance = replace(read("governance", documents=documents, history=MANY), correction=given)
    found = read("legal_home", documents=documents, history=MANY, after=[governance])
    assert (found.value, found.confidence) == ("company", Confidence.LIKELY)
    assert (messages(found), found.companions["name"]) == (["corrected"], None)
    assert [piece.args["who"] for piece in found.against] == ["Fondation Exemple"]


def test_a_fiscal_host_is_named_by_the_texts() -> None:
    found = legal_home(readme("Registre has a fiscal sponsor that holds its funds."))
    assert (found.value, messages(found)) == ("fiscal-host", ["fiscal_host"])


def test_one_person_or_nobody_is_at_most_likely() -> None:
    person = legal_home(licence("Copyright 2015 Ada Exemple"), made=ALONE)
    assert (person.value, person.confidence) == ("person", Confidence.LIKELY)
    assert person.companions["name"] == "one person"
    nobody = legal_home(readme("# Registre"))
    assert (nobody.value, nobody.confidence) == ("none", Confidence.LIKELY)


def test_what_could_not_be_read_is_unknown_and_never_nobody() -> None:
    assert legal_home(readme(None)).value is None
    found = read("legal_home", documents=None, history=MANY)
    assert (found.value, found.confidence) == (None, Confidence.UNKNOWN)
    assert [one.id for one in found.questions] == ["legal_home.signs"]
