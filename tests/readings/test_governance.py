"""Who has the last word, from made-up documents and histories."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.facts.history import History
from reperes.readings.model import Confidence, Reading, Weight
from support.history import C, history
from support.observations import document
from support.readings import contributing, messages, read, readme

ALONE = history([C(date(2026, 1 + at % 9, 1 + at % 27), "ada") for at in range(40)])
FEW = history([C(date(2026, 1 + at % 9, 1 + at % 27), f"person{at % 9}") for at in range(45)])
MANY = history([C(date(2026, 1 + at % 9, 1 + at % 27), f"person{at % 30}") for at in range(120)])


def licence(text: str) -> Document:
    return document(DocumentKind.LICENCE, "LICENSE", text)


def rules(text: str) -> Document:
    return document(DocumentKind.GOVERNANCE, "GOVERNANCE.md", text)


def governance(*documents: Document, made: History | None = MANY, **more: Any) -> Reading:
    return read("governance", documents=documents, history=made, **more)


def _from(*organisations: tuple[str, str], people: int = 4) -> History:
    commits = [
        C(date(2026, 5, 1 + at % 27), f"{name}-person{at % people}@{name}")
        for name, _ in organisations
        for at in range(40)
    ]
    return history(commits, organisations=dict(organisations))


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
        licence("Copyright (c) 2022 Ville de Saint-Exemple"), made=_from(("insee", "public-body"))
    )
    assert (found.value, found.confidence) == ("public-body-led", Confidence.ESTABLISHED)
    assert messages(found) == ["rights_held", "domain_leads"]
    assert found.support[1].args["who"] == "Institut national de la statistique et des études économiques"
    assert found.companions["steward"] == {"name": "Ville de Saint-Exemple", "kind": "public-body"}


@pytest.mark.parametrize(
    "documents",
    [
        # The presentation alone: a site, a sentence and a line of rights are one document.
        [readme("Registre is developed by Sample Inc.\n\nCopyright 2020 Sample Inc.")],
        [readme("Registre is developed by INRIA, see https://registre.inria.fr\n\nCopyright 2020 INRIA")],
        # One licence, and its double.
        [licence("Crown copyright\nCopyright 2020 Ville de Saint-Exemple")],
        [
            licence("Copyright 2020 Sample Inc."),
            document(DocumentKind.LICENCE, "LICENSE-MIT", "Copyright 2021 Sample Inc."),
        ],
    ],
)
def test_one_document_does_not_establish_by_itself(documents: Sequence[Document]) -> None:
    assert governance(*documents, made=FEW).confidence is Confidence.LIKELY


def test_a_card_is_one_document() -> None:
    told = {"legal": {"repoOwner": "Sample SAS"}}
    card = Structured("publiccode.yml", "publiccode.yml", told)
    text = "longDescription: Ce projet est porté par Sample SAS"
    found = governance(
        document(DocumentKind.PUBLICCODE, "publiccode.yml", text), made=FEW, declarations=[card]
    )
    assert messages(found) == ["card_owner", "says_held"]
    assert (found.value, found.confidence) == ("company-led", Confidence.LIKELY)


def test_what_rests_on_knowledge_cites_its_page() -> None:
    found = governance(readme("# Registre"), origin="https://github.com/inseefr/registre")
    assert messages(found) == ["account_holds"]
    assert [cited.kind for cited in found.support[0].citations] == ["web"]


@pytest.mark.parametrize(
    ("people", "documents", "value"),
    [
        (1, [readme("# Registre")], "individual-led"),
        (2, [readme("See https://data.insee.fr and https://www.education.gouv.fr")], "individual-led"),
        (3, [readme("# Registre")], "public-body-led"),
        (1, [licence("Copyright (c) 2022 Ville de Saint-Exemple")], "public-body-led"),
    ],
)
def test_the_address_of_one_person_makes_no_public_body(
    people: int, documents: Sequence[Document], value: str
) -> None:
    made = _from(("insee", "public-body"), people=people)
    found = governance(*documents, made=made)
    assert found.value == value
    leads = any(piece.message == "governance.domain_leads" for piece in (*found.support, *found.against))
    assert leads == (people >= 3 or documents[0].kind is DocumentKind.LICENCE)


def test_links_to_public_sites_are_counted_once_each_and_stay_weak() -> None:
    links = "https://data.insee.fr/a https://data.insee.fr/b https://www.education.gouv.fr"
    found = governance(readme(links), contributing(links), made=FEW)
    linked = [piece for piece in (*found.support, *found.against) if piece.message.endswith("public_site")]
    assert [(piece.args["count"], piece.weight) for piece in linked] == [(2, Weight.WEAK)]


def test_rules_not_searched_to_their_end_are_unknown_and_not_absent() -> None:
    cut = document(DocumentKind.GOVERNANCE, "docs/maintainers.md", None)
    assert governance(readme("# Registre"), cut).companions["documented"] == "unknown"
    long = readme("# Registre\n" + "mot " * 60_000)
    assert governance(long).companions["documented"] == "unknown"


def test_the_law_comes_before_the_fact() -> None:
    """A foundation holds the rights, a company writes the code: the foundation, likely."""
    found = governance(licence("Copyright Sample Foundation"), made=_from(("sap", "company")))
    assert (found.value, found.confidence) == ("foundation-hosted", Confidence.LIKELY)
    assert "governance.domain_leads" in [piece.message for piece in found.against]


def test_a_card_and_rights_that_disagree_are_not_established() -> None:
    card = Structured("publiccode.yml", "publiccode.yml", {"legal": {"repoOwner": "Registre SAS"}})
    documents = [
        licence("Copyright 2020 Ville de Saint-Exemple"),
        document(DocumentKind.PUBLICCODE, "publiccode.yml", "…"),
    ]
    found = governance(*documents, made=_from(("sap", "company")), declarations=[card])
    assert (found.value, found.confidence) == ("public-body-led", Confidence.LIKELY)
    assert [piece.message for piece in found.against] == ["governance.card_owner", "governance.domain_leads"]


@pytest.mark.parametrize(
    ("documents", "made", "value"),
    [
        ([readme("# Registre")], ALONE, "individual-led"),
        ([licence("Copyright (c) 2015 Ada Exemple")], FEW, "individual-led"),
        ([licence("Copyright (c) 2015 Ada Exemple and contributors")], FEW, "community-led"),
        ([readme("# Registre")], MANY, "community-led"),
        ([rules("Maintainers vote on changes; a simple majority decides.")], ALONE, "community-led"),
        ([rules("Registre has a benevolent dictator, who decides.")], MANY, "individual-led"),
        ([readme("# Registre")], _from(("registre.example", "unidentified")), "company-led"),
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
