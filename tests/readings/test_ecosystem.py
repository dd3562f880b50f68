"""Who surrounds a project, from made-up documents, declarations and histories."""

from datetime import date
from typing import Any

import pytest

from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.readings.model import Confidence, Reading
from support.history import C, history
from support.observations import document
from support.readings import made, messages, read, readme

DINUM = "Direction interministérielle du numérique"
INRIA = "Inria"


def ecosystem(*documents: Document, **more: Any) -> Reading:
    return read("ecosystem", documents=documents, **more)


def parts(found: Reading) -> list[tuple[object, object, object]]:
    return [(one["name"], one["kind"], one["involvement"]) for one in found.companions["actors"]]


def test_nothing_seen_is_unknown_not_absent() -> None:
    found = ecosystem(readme("Registre, made by Ada Exemple for her friends."))
    assert (found.value, found.confidence) == (None, Confidence.UNKNOWN)
    assert [question.id for question in found.questions] == [
        "ecosystem.who_uses",
        "ecosystem.whom_to_call",
        "ecosystem.who_supports",
    ]


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        (f"Registre est porté par la {DINUM}.", (DINUM, "public-body", "steward")),
        (f"Registre was developed by {INRIA}.", (INRIA, "university", "author")),
        ("Registre is funded by the NLnet Foundation.", ("NLnet Foundation", "foundation", "funder")),
        (f"Registre est utilisé par la {DINUM}.", (DINUM, "public-body", "user")),
        (f"Nos serveurs : hébergé par la {DINUM}.", (DINUM, "public-body", "host")),
        ("Commercial support is provided by Makina Corpus.", ("Makina Corpus", "company", "provider")),
    ],
)
def test_the_sentence_tells_the_part(sentence: str, part: tuple[str, str, str]) -> None:
    assert parts(ecosystem(readme(sentence))) == [part]


def test_a_tool_named_by_a_text_is_no_steward() -> None:
    assert parts(ecosystem(readme("The cluster is managed by Red Hat tooling."))) == []


def test_addresses_of_an_organisation_from_five_contributions_on() -> None:
    commits = [C(date(2024, 5, at), f"a{at}@dinum") for at in range(1, 6)]
    commits += [C(date(2024, 6, at), f"b{at}@anssi") for at in range(1, 5)]
    commits += [C(date(2024, 7, at), f"c{at}@exemple.fr") for at in range(1, 9)]
    kinds = {"dinum": "public-body", "anssi": "public-body", "exemple.fr": "unidentified"}
    found = ecosystem(readme("Registre."), history=history(commits, organisations=kinds))
    assert parts(found) == [(DINUM, "public-body", "author")]
    assert found.companions["actors"][0]["citations"][0].count == 5


def test_what_a_publiccode_declares() -> None:
    declared = Structured(
        "publiccode.yml",
        "publiccode.yml",
        {
            "name": "Registre",
            "applicationSuite": "Suite Exemple",
            "isBasedOn": ["https://codeberg.org/exemple/ancien"],
            "usedBy": ["Ville d’Exemple", "https://inconnu.example", "Ada Exemple"],
            "fundedBy": [{"name": "Fondation Exemple"}],
            "maintenance": {
                "type": "contract",
                "contractors": [{"name": "Exemple SAS"}, {"name": "Ada Exemple"}],
            },
        },
    )
    found = ecosystem(document(DocumentKind.PUBLICCODE, "publiccode.yml", "…"), declarations=[declared])
    assert parts(found) == [
        ("Fondation Exemple", "foundation", "funder"),
        ("Ville d’Exemple", "public-body", "user"),
        ("Exemple SAS", "company", "provider"),
    ]
    assert [one.message.partition(".")[2] for one in found.companions["reuses"]] == [
        "based_on",
        "part_of",
        "declared_users",
    ]
    assert [one.args["body"] for one in found.companions["feedback"]] == ["Ville d’Exemple"]


def test_the_holder_of_the_account_is_cited_as_known() -> None:
    found = ecosystem(readme("Registre."), origin="https://github.com/betagouv/registre")
    (actor,) = found.companions["actors"]
    assert actor["involvement"] == "steward"
    assert [one.url for one in actor["citations"]] == ["https://beta.gouv.fr"]


def test_a_list_of_adopters_names_only_known_organisations() -> None:
    text = f"# Who uses Registre\n\n- {DINUM}, asked by Ada Exemple\n- Somebody Unknown\n- {INRIA}\n"
    found = ecosystem(document(DocumentKind.ADOPTERS, "ADOPTERS.md", text))
    assert parts(found) == [(DINUM, "public-body", "user"), (INRIA, "university", "user")]
    assert all(cited.quote is None for one in found.companions["actors"] for cited in one["citations"])
    assert messages(found) == ["actors_seen"]


def test_public_money_seen_by_the_economic_model_is_a_public_support() -> None:
    found = ecosystem(readme("Registre."), after=[made("economic_model", ["public-funding"])])
    assert [one.message for one in found.companions["public_support"]] == ["ecosystem.public_money"]
    assert found.confidence is Confidence.LIKELY


def test_the_steward_of_the_governance_is_an_actor_never_a_person() -> None:
    person = made("governance", "individual-led", steward={"name": "one person", "kind": "person"})
    body = made("governance", "association-led", steward={"name": "Communs Exemple", "kind": "association"})
    assert parts(ecosystem(readme("Registre."), after=[person])) == []
    assert parts(ecosystem(readme("Registre."), after=[body])) == [
        ("Communs Exemple", "association", "steward")
    ]
