"""What is asked of contributors, on texts made up for it."""

from datetime import date

import pytest

from reperes.facts.citation import WebCitation
from reperes.facts.documents import Document, DocumentKind
from reperes.facts.history import History
from reperes.readings.model import Confidence, Reading
from support.history import C, history
from support.observations import document
from support.readings import contributing, messages, read, readme

ESTABLISHED, LIKELY = Confidence.ESTABLISHED, Confidence.LIKELY
AGREEMENT = (
    "# Individual Contributor License Agreement\n\n"
    "You hereby grant Acme a licence, with the right to sublicense."
)
CERTIFICATE = "By making a contribution to this project, I certify that it was created by me."
MERCI = "Merci de lire le guide, puis de proposer votre modification."


PLAIN = history([C(date(2026, 6, 1), "ada")])


def terms(*documents: Document | None, **more: object) -> Reading:
    given = [one for one in documents if one is not None]
    return read("contribution_terms", **{"documents": given, "origin": None, "history": PLAIN, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value", "confidence"),
    [
        ("Before we can merge, you must sign our Contributor\nLicense Agreement.", "cla", ESTABLISHED),
        ("Contributors must agree to the [CLA](./CLA.md).", "cla", ESTABLISHED),
        ("Les contributions externes sont soumises à un accord de contribution.", "cla", ESTABLISHED),
        ("Please read our [Contributor License Agreement](CLA.md).", "cla", LIKELY),
        ("Every commit must carry a `Signed-off-by` line.", "dco", ESTABLISHED),
        ("Chaque commit porte une ligne `Signed-off-by`.", "dco", ESTABLISHED),
        ("Sign off each commit with `git commit -s`. No CLA is required.", "dco", ESTABLISHED),
        ("You must sign the CLA.\n\nAll commits must be signed off (DCO).", "dco+cla", ESTABLISHED),
        (
            "By contributing you agree to assign copyright of your code to Acme.",
            "copyright-assignment",
            ESTABLISHED,
        ),
        ("Vous transférez tous vos droits d’auteur à Acme.", "copyright-assignment", ESTABLISHED),
        ("There is no separate contributor license agreement.", "none", LIKELY),
        ("Il n’y a pas d’accord de contribution à signer.", "none", LIKELY),
        ("`Signed-off-by` lines are not required.", "none", LIKELY),
        ("We do not require a CLA. A sign-off is not required either.", "none", ESTABLISHED),
        ("There is neither a CLA nor a DCO.", "none", ESTABLISHED),
        ("There is nothing to sign.", "none", ESTABLISHED),
        ("Il n’y a rien à signer.", "none", ESTABLISHED),
        ("[Signing](https://example.org/legal/cla) comes first.", "cla", LIKELY),
        ("[Signing](https://cla.example.org/sign) comes first.", "cla", LIKELY),
        (MERCI, "none", LIKELY),
    ],
)
def test_says_what_the_guide_asks(text: str, value: str, confidence: Confidence) -> None:
    found = terms(contributing(text))
    assert (found.value, found.confidence) == (value, confidence)


@pytest.mark.parametrize(
    "text",
    [
        "Licensed to the Example Foundation under one or more contributor license agreements.",
        "All changes need sign-off from two reviewers.",
        "Sign your commits with a key: `git commit -S`.",
        "## Accord de contribution\n\nEn proposant une modification, vous la placez sous licence EUPL.",
        "By submitting a change, you agree that it is licensed under the MIT licence.",
        "You keep your rights: you assign no copyright.",
        "`Signed-off-by` lines: we do not use this.",
        "There is nothing to sign until your first change is merged.",
        "Read [the page](https://example.org/docs/claims).",
    ],
)
def test_is_not_fooled(text: str) -> None:
    assert terms(contributing(text)).value == "none"


def test_an_agreement_mentioned_is_not_assigned_rights() -> None:
    found = terms(contributing("We do not ask you to assign copyright to us. Please sign our CLA."))
    assert found.value == "cla"


def test_knows_nothing_of_what_cannot_be_read() -> None:
    nothing = read("contribution_terms", documents=None)
    assert (nothing.confidence, set(nothing.companions.values())) == (Confidence.UNKNOWN, {None})
    assert len(nothing.companions) == 5
    unread = terms(contributing(None))
    assert (unread.value, unread.confidence) == (None, Confidence.UNKNOWN)


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (DocumentKind.CI, ".github/workflows/check.yml"),
        (DocumentKind.GOVERNANCE, "GOVERNANCE.md"),
        (DocumentKind.ISSUE_TEMPLATE, ".github/ISSUE_TEMPLATE/bug.md"),
        (DocumentKind.DOCS_PAGE, "docs/contributing.md"),
    ],
)
def test_nothing_is_asked_only_where_every_place_was_searched(kind: DocumentKind, path: str) -> None:
    found = terms(readme(MERCI), document(kind, path, None))
    assert (found.value, found.confidence) == (None, Confidence.UNKNOWN)
    assert [question.id for question in found.questions][:1] == ["contribution_terms.asked"]
    cut = terms(readme(MERCI), document(kind, path, "…", truncated=True))
    assert cut.confidence is Confidence.UNKNOWN
    assert terms(readme(MERCI), document(DocumentKind.DOCS_PAGE, "docs/views.md", None)).value == "none"


def test_without_a_history_nothing_says_that_nothing_is_signed_off() -> None:
    assert terms(readme(MERCI), history=None).value is None
    assert terms(contributing("There is no CLA."), history=None).value is None
    assert terms(contributing("There is neither a CLA nor a DCO."), history=None).value == "none"


def test_finds_an_agreement_whatever_else_was_not_read() -> None:
    found = terms(readme(None), document(DocumentKind.CONTRIBUTOR_AGREEMENT, "CLA.md", AGREEMENT))
    assert (found.value, found.confidence) == ("cla", LIKELY)
    assert found.companions["cla_kind"] == "individual"
    assert found.companions["relicensing"] is True


def test_two_places_that_agree_establish() -> None:
    check = document(DocumentKind.CI, ".github/workflows/cla.yml", "uses: exemple/has-signed-cla@v2")
    found = terms(document(DocumentKind.CONTRIBUTOR_AGREEMENT, "CLA.md", AGREEMENT), check)
    assert (found.value, found.confidence) == ("cla", ESTABLISHED)


def test_an_agreement_that_assigns_is_no_mere_licence() -> None:
    text = "# Contributor agreement\n\nYou assign to Us all right, title and interest in the contribution."
    found = terms(document(DocumentKind.CONTRIBUTOR_AGREEMENT, "CLA.md", text))
    assert (found.value, found.confidence) == ("copyright-assignment", ESTABLISHED)


def test_is_contradicted_when_two_documents_say_the_contrary() -> None:
    found = terms(
        contributing("You must sign the CLA."),
        readme("There is no CLA."),
    )
    assert (found.value, found.confidence) == (None, Confidence.CONTRADICTED)
    assert [question.id for question in found.questions][:1] == ["contribution_terms.asked"]


def test_the_names_of_files_speak() -> None:
    paths = ["README.md", "legal/ContributorAgreement.pdf", "vendor/x/CLA.md"]
    found = terms(readme(MERCI), paths=paths)
    assert (found.value, messages(found)) == ("cla", ["cla_file"])
    assert terms(readme(MERCI), paths=["README.md", ".github/dco.yml"]).value == "dco"
    assert terms(readme(MERCI), paths=["README.md", "criteria/political/legal/cla.md"]).value == "none"


def signed(share: int, people: int) -> History:
    """Return 20 commits, so many with a Signed-off-by line, by so many people."""
    day = date(2026, 6, 1)
    names = ["ada", "bob", "cleo", "dan"][:people]
    return history(
        [
            C(
                day,
                names[row % people],
                trailers=[("signed-off-by", names[row % people])] if row < share else [],
            )
            for row in range(20)
        ]
    )


@pytest.mark.parametrize(
    ("share", "people", "value", "messages_"),
    [
        (16, 3, "dco", ["dco_habit"]),
        (15, 3, "dco", ["dco_frequent"]),
        (20, 2, "dco", ["dco_frequent"]),
        (9, 3, "none", ["nothing_asked"]),
    ],
)
def test_a_habit_is_likely_at_most(share: int, people: int, value: str, messages_: list[str]) -> None:
    found = terms(readme(MERCI), history=signed(share, people))
    assert (found.value, found.confidence, messages(found)) == (value, LIKELY, messages_)


def test_a_habit_does_not_add_to_an_agreement() -> None:
    found = terms(contributing("You must sign the CLA."), history=signed(20, 3))
    assert found.value == "cla"


def test_a_rule_of_the_organisation_is_likely() -> None:
    found = read("contribution_terms", documents=[readme(MERCI)], origin="https://github.com/apache/exemple")
    assert (found.value, found.confidence, messages(found)) == ("cla", LIKELY, ["org_rule_cla"])
    (cited,) = found.support[0].citations
    assert isinstance(cited, WebCitation)


def where(found: Reading, name: str) -> object:
    place = found.companions[name]
    return None if place is None else place["where"]


def test_says_where_the_rules_are_written() -> None:
    found = terms(
        contributing(MERCI),
        readme("# Outil\n\n## Code of conduct\n\nBe kind to one another, here as anywhere else, please.\n"),
        document(DocumentKind.SECURITY, "SECURITY.md", "Report a vulnerability to security@exemple.org."),
    )
    assert where(found, "guide") == "CONTRIBUTING.md"
    assert where(found, "code_of_conduct") == "README.md (section)"
    assert where(found, "security_policy") == "SECURITY.md"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://github.com/exemple/outil", "https://github.com/exemple/.github/blob/main/CONTRIBUTING.md"),
        ("https://github.com/autre/outil", None),
    ],
)
def test_follows_a_link_of_the_same_account_only(origin: str, expected: str | None) -> None:
    text = "See [how to contribute](https://github.com/exemple/.github/blob/main/CONTRIBUTING.md)."
    assert where(read("contribution_terms", documents=[readme(text)], origin=origin), "guide") == expected


def test_a_page_about_features_or_an_empty_template_is_no_policy() -> None:
    page = document(
        DocumentKind.SECURITY, "docs/security.md", "How to configure the login form and its tokens."
    )
    template = "# Security Policy\n\nUse this section to tell people how to report a vulnerability."
    found = terms(readme(MERCI), page, document(DocumentKind.SECURITY, "SECURITY.md", template))
    assert where(found, "security_policy") is None
    assert "contribution_terms.security" in {question.id for question in found.questions}


def test_a_certificate_in_the_tree_is_a_sign() -> None:
    found = terms(document(DocumentKind.CONTRIBUTOR_AGREEMENT, "DCO.txt", CERTIFICATE))
    assert (found.value, found.confidence) == ("dco", LIKELY)
