"""Who has the last word, from made-up documents and histories."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.facts.history import History
from reperes.readings.model import Confidence, Reading
from support.history import C, history
from support.observations import document
from support.readings import contributing, messages, read, readme

ALONE = history([C(date(2026, 1 + at % 9, 1 + at % 27), "ada") for at in range(40)])
MANY = history([C(date(2026, 1 + at % 9, 1 + at % 27), f"person{at % 30}") for at in range(120)])


def licence(text: str) -> Document:
    return document(DocumentKind.LICENCE, "LICENSE", text)


def rules(text: str) -> Document:
    return document(DocumentKind.GOVERNANCE, "GOVERNANCE.md", text)


def governance(*documents: Document, made: History | None = MANY, **more: Any) -> Reading:
    return read("governance", documents=documents, history=made, **more)


def _from(organisation: str, kind: str, count: int = 40) -> History:
    commits = [C(date(2026, 5, 1 + at % 27), f"person{at % 4}@{organisation}") for at in range(count)]
    return history(commits, organisations={organisation: kind})


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Registre is a [Sample Foundation](https://sample.example) project.", "foundation-hosted"),
        ("Registre est développé par l'association Communs Exemple.", "association-led"),
        ("Ce projet est porté par le Ministère des communs.", "public-body-led"),
        ("Registre is developed and maintained by Sample Labs Inc., a company in Lyon.", "company-led"),
        ("Registre is maintained by [@ada](https://forge.example/ada).", "individual-led"),
        ("La solution Registre est une startup d'État.", "public-body-led"),
        ("Registre is a registered trademark of Sample Ltd.", "company-led"),
    ],
)
def test_a_presentation_says_who_holds_the_project(sentence: str, value: str) -> None:
    few = history([C(date(2026, 5, 1), "ada"), C(date(2026, 5, 2), "bob")])
    found = governance(readme(sentence), made=few)
    assert (found.value, found.confidence) == (value, Confidence.LIKELY)


@pytest.mark.parametrize(
    "sentence",
    [
        "On Debian, the package is maintained by Sample Inc.",
        "The parser that we use was developed by the Ministry of Examples.",
        "under the GNU General Public License as published by the Free Software Foundation",
        "Plugins are developed by Sample GmbH.",
        "Acme is a registered trademark of Acme Inc.",
        "Donate to the Sample Foundation, it is a good cause.",
    ],
)
def test_a_phrase_about_something_else_does_not_fool(sentence: str) -> None:
    assert governance(readme(sentence)).value == "community-led"


def test_rights_and_addresses_together_establish_a_public_body() -> None:
    found = governance(
        licence("Copyright (c) 2022 Ville de Saint-Exemple"), made=_from("insee", "public-body")
    )
    assert (found.value, found.confidence) == ("public-body-led", Confidence.ESTABLISHED)
    assert messages(found) == ["rights_held", "domain_leads"]
    assert found.companions["steward"] == {"name": "Ville de Saint-Exemple", "kind": "public-body"}


def test_the_law_comes_before_the_fact() -> None:
    """A foundation holds the rights, a company writes the code: the foundation, likely."""
    found = governance(licence("Copyright Sample Foundation"), made=_from("sap", "company"))
    assert (found.value, found.confidence) == ("foundation-hosted", Confidence.LIKELY)
    assert "governance.domain_leads" in [piece.message for piece in found.against]


def test_a_card_and_rights_that_disagree_are_not_established() -> None:
    card = Structured("publiccode.yml", "publiccode.yml", {"legal": {"repoOwner": "Registre SAS"}})
    documents = [
        licence("Copyright 2020 Ville de Saint-Exemple"),
        document(DocumentKind.PUBLICCODE, "publiccode.yml", "…"),
    ]
    found = governance(*documents, made=_from("sap", "company"), declarations=[card])
    assert (found.value, found.confidence) == ("public-body-led", Confidence.LIKELY)
    assert [piece.message for piece in found.against] == ["governance.card_owner", "governance.domain_leads"]


@pytest.mark.parametrize(
    ("documents", "made", "value"),
    [
        ([licence("Copyright (c) 2015 Ada Exemple")], ALONE, "individual-led"),
        ([readme("# Registre")], MANY, "community-led"),
        ([rules("Maintainers vote on changes; a simple majority decides.")], ALONE, "community-led"),
        ([rules("Registre has a benevolent dictator, who decides.")], MANY, "individual-led"),
        ([readme("# Registre")], _from("registre.example", "unidentified"), "company-led"),
    ],
)
def test_without_a_steward_rules_and_hands_tell(
    documents: Sequence[Document], made: History, value: str
) -> None:
    found = governance(*documents, made=made)
    assert (found.value, found.confidence) == (value, Confidence.LIKELY)


def test_a_person_is_never_named() -> None:
    found = governance(licence("Copyright (c) 2015 Ada Exemple"), made=ALONE)
    assert found.companions["steward"] == {"name": "one person", "kind": "one person"}
    assert "Exemple" not in repr([piece.args for piece in found.support]) + repr(
        [getattr(cited, "quote", None) for piece in found.support for cited in piece.citations]
    )


def test_the_account_among_the_code_owners_is_a_person_s() -> None:
    owners = document(DocumentKind.CODEOWNERS, "CODEOWNERS", "* @exemple")
    found = governance(owners, licence("Copyright (c) 2015 Ada Exemple"), made=ALONE)
    assert (found.value, found.confidence) == ("individual-led", Confidence.ESTABLISHED)


def test_nothing_that_speaks_is_unknown() -> None:
    found = governance(readme("# Registre"), made=None)
    assert (found.value, found.confidence) == (None, Confidence.UNKNOWN)
    assert [one.id for one in found.questions] == ["governance.who", "governance.how", "governance.joining"]
    unread = read("governance", documents=None)
    assert (unread.value, unread.companions["documented"]) == (None, "unknown")


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        ([rules("The steering committee has nine members. Decisions are made by a majority vote.")], "yes"),
        ([readme("La gouvernance est [décrite ici](docs/gouvernance.md).")], "yes"),
        ([contributing("The steering committee is listed on the site.")], "partial"),
        ([contributing("Maintainers review pull requests within a week.")], "no"),
        ([document(DocumentKind.CODEOWNERS, "CODEOWNERS", "* @exemple/team"), readme("# Registre")], "no"),
        (
            [document(DocumentKind.DOCS_PAGE, "docs/adr/0001.md", "The decision is made to use a queue.")],
            "no",
        ),
        ([readme(None)], "unknown"),
    ],
)
def test_tells_whether_the_rules_are_written(documents: Sequence[Document], said: str) -> None:
    assert governance(*documents).companions["documented"] == said


def test_quotes_who_decides_how_one_joins_and_how_one_refuses() -> None:
    text = (
        "Decisions are made by lazy consensus.\n\n"
        "New maintainers are nominated by a maintainer.\n\n"
        "In case of disagreement, the board is asked."
    )
    found = governance(rules(text)).companions
    lines = {
        name: [piece.citations[0].swhid.rpartition("lines=")[2] for piece in found[name]]
        for name in ("decides", "joins", "refuses")
    }
    assert lines == {"decides": ["1"], "joins": ["3"], "refuses": ["5"]}
