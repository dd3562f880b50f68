"""What made-up projects need: what they say, what is supposed, what nobody knows."""

from collections.abc import Sequence

import pytest

from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.indicators.measure import Measure
from reperes.readings.model import Confidence, Reading
from support.observations import document, measured
from support.readings import contributing, made, messages, read, readme

SOURCES = [f"src/a{row}.py" for row in range(20)]
LONG = " ".join(f"Un outil, et le point {row} de {row**9} qu’il faut en savoir." for row in range(40))


def needs(found: Reading) -> dict[str, str]:
    """Return what is stated or inferred."""
    return {need: how for need, how in found.value.items() if how != "none-seen"}


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Documentation improvements are always welcome.", "documentation"),
        ("Aidez-nous à compléter la documentation : tout est à améliorer.", "documentation"),
        ("We are looking for beta testers.", "tests"),
        ("This project is looking for a new maintainer.", "maintenance"),
        ("Nous cherchons des mainteneurs.", "maintenance"),
        ("We need more reviewers.", "review"),
        ("Please consider donating.", "funding"),
        ("Faites un don à l’association.", "funding"),
        ("The governance is still to be defined.", "governance"),
        ("This code has not been audited.", "security"),
        ("Translate it on https://hosted.weblate.org/engage/registre/.", "translation"),
        ("Help us improve accessibility.", "accessibility"),
        ("We are looking for hosting.", "hosting"),
        ("Star this repository and spread the word.", "visibility"),
    ],
)
def test_quotes_what_the_project_asks_for(text: str, need: str) -> None:
    found = read("needs", documents=[readme(text)], origin=None)
    assert needs(found) == {need: "stated"}
    assert (found.confidence, found.support[0].args["need"]) == (Confidence.LIKELY, need)
    assert found.support[0].citations[0].quote == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "You need a maintainer’s approval. How to become a maintainer: contribute for a year.",
        "Please add tests and documentation for new features.",
        "Sponsored by Acme. If you need help with the command, see --help.",
        "If you are looking for contributors’ rights, read the licence.",
        "You will need a server to install it.",
    ],
)
def test_is_not_fooled(text: str) -> None:
    assert needs(read("needs", documents=[readme(text)], origin=None)) == {}


def test_a_funding_file_asks_for_money() -> None:
    path = ".github/FUNDING.yml"
    declared = Structured("FUNDING.yml", path, {"open_collective": "registre"})
    documents = [readme("…"), document(DocumentKind.FUNDING, path, "open_collective: registre")]
    found = read("needs", documents=documents, declarations=[declared], origin=None)
    assert (needs(found), messages(found)) == ({"funding": "stated"}, ["funding_file", "searched"])
    assert found.confidence is Confidence.ESTABLISHED


def test_two_documents_establish_and_a_translation_is_no_second_one() -> None:
    wanted = "We need more reviewers."
    again = read("needs", documents=[readme(wanted), contributing(wanted)], origin=None)
    assert (needs(again), again.confidence) == ({"review": "stated"}, Confidence.ESTABLISHED)
    translated = read("needs", documents=[readme(wanted), readme(wanted, "README.en.md")], origin=None)
    assert translated.confidence is Confidence.LIKELY


def test_a_need_that_a_document_not_read_might_state_is_left_out() -> None:
    documents = [readme("We need more reviewers."), document(DocumentKind.ADOPTERS, "ADOPTERS.md", None)]
    found = read("needs", documents=documents, origin=None)
    assert (needs(found), len(found.value), "visibility" in found.value) == ({"review": "stated"}, 10, False)
    cut = read("needs", documents=[document(DocumentKind.README, "README.md", "…", truncated=True)])
    assert (cut.value, cut.confidence) == (None, Confidence.UNKNOWN)


def inferred(
    measures: Sequence[Measure] = (),
    after: Sequence[Reading] = (),
    documents: Sequence[Document] = (readme(LONG),),
    paths: Sequence[str] = (*SOURCES, "tests/test_a.py", "docs/a.md"),
) -> Reading:
    resource = made("resource", "software")
    return read(
        "needs", documents=documents, paths=paths, measures=measures, after=[resource, *after], origin=None
    )


def test_one_pair_of_hands() -> None:
    assert needs(inferred([measured("contributor_absence_factor", 1, items=20)])) == {
        "maintenance": "inferred"
    }
    assert needs(inferred([measured("contributor_absence_factor", 1, items=19)])) == {}
    assert needs(inferred([measured("contributor_absence_factor", 2, items=900)])) == {}


def test_voluntary_work_of_one_person() -> None:
    alone = [measured("contributor_absence_factor", 1, items=20)]
    found = inferred(alone, [made("economic_model", ["volunteer"])])
    assert needs(found) == {"maintenance": "inferred", "funding": "inferred"}
    assert [question.id for question in found.questions] == ["needs.needs", "needs.inferred"]


@pytest.mark.parametrize(("people", "traced", "expected"), [(5, 30, True), (4, 30, False), (5, 29, False)])
def test_one_person_takes_everything_in(people: int, traced: int, *, expected: bool) -> None:
    measures = [
        measured("active_contributors", people),
        measured("integrators", 1, items=100, details={"commits_with_trace": traced}),
    ]
    assert needs(inferred(measures)) == ({"review": "inferred"} if expected else {})


def test_no_test_at_all() -> None:
    seldom = [measured("test_changes", 0.05)]
    assert needs(inferred(seldom, paths=[*SOURCES, "docs/a.md"])) == {"tests": "inferred"}
    assert needs(inferred(seldom)) == {}
    assert needs(inferred(paths=[*SOURCES, "docs/a.md"])) == {}


def test_almost_nothing_written() -> None:
    short = inferred(documents=[readme("Un outil.")], paths=[*SOURCES, "tests/test_a.py", "README.md"])
    assert needs(short) == {"documentation": "inferred"}


def test_nowhere_to_report_and_no_rule() -> None:
    people = [measured("active_contributors", 10)]
    after = [
        made("contribution_terms", "none", security_policy=None),
        made("governance", "community-led", documented="no"),
    ]
    assert needs(inferred(people, after)) == {"governance": "inferred", "security": "inferred"}
    assert needs(inferred([measured("active_contributors", 9)], after)) == {"security": "inferred"}
    assert needs(inferred([measured("active_contributors", 2)], after)) == {}
    company = made("governance", "company-led", documented="no")
    assert needs(inferred(people, [company])) == {}


def test_nothing_is_supposed_of_what_was_not_read() -> None:
    people = [measured("active_contributors", 10)]
    after = [made("contribution_terms", None, security_policy=None)]
    unread = inferred(people, after, documents=[readme(LONG), contributing(None)])
    assert (unread.value, unread.confidence) == (None, Confidence.UNKNOWN)


def test_nothing_is_supposed_of_what_is_archived() -> None:
    alone = [measured("contributor_absence_factor", 1, items=20)]
    assert needs(inferred(alone, [made("lifecycle", "archived")])) == {}


def test_a_declaration_of_accessibility() -> None:
    found = inferred(documents=[readme(LONG + "\n\nAccessibilité : partiellement conforme.")])
    assert needs(found) == {"accessibility": "inferred"}


def test_knows_nothing_of_what_cannot_be_read() -> None:
    for documents in (None, [readme(None)]):
        found = read("needs", documents=documents, origin=None)
        assert (found.value, found.confidence) == (None, Confidence.UNKNOWN)
