"""Where a made-up community talks and how it welcomes."""

import pytest

from reperes.facts.documents import DocumentKind
from reperes.readings.model import Confidence, Reading
from support.observations import document
from support.readings import contributing, made, messages, read, readme

ORIGIN = "https://github.com/exemple/registre"


def community(*texts: str, origin: str = ORIGIN) -> Reading:
    return read("community", documents=[readme(text) for text in texts], origin=origin)


def channels(found: Reading) -> list[tuple[object, object]]:
    return [(one["kind"], one["address"]) for one in found.companions["channels"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Join the [chat](https://matrix.to/#/#registre:exemple.org)",
            ("chat", "https://matrix.to/#/#registre:exemple.org"),
        ),
        ("Le [forum](https://forum.registre.fr)", ("forum", "https://forum.registre.fr")),
        (
            "La liste : https://groups.google.com/g/registre",
            ("mailing-list", "https://groups.google.com/g/registre"),
        ),
        ("Écrire à registre@framalistes.org", ("mailing-list", "registre@framalistes.org")),
        ("Écrire à contact@registre.fr", ("e-mail", "contact@registre.fr")),
        (
            "https://github.com/exemple/registre/issues",
            ("issue-tracker", "https://github.com/exemple/registre/issues"),
        ),
        (
            "https://github.com/exemple/registre/discussions",
            ("discussions", "https://github.com/exemple/registre/discussions"),
        ),
        ("https://mastodon.social/@registre", ("social", "https://mastodon.social/@registre")),
        (
            "https://hosted.weblate.org/engage/registre",
            ("translation", "https://hosted.weblate.org/engage/registre"),
        ),
        ("Questions : irc://irc.libera.chat/registre", ("chat", "irc://irc.libera.chat/registre")),
    ],
)
def test_sorts_the_addresses_that_the_project_writes(text: str, expected: tuple[str, str]) -> None:
    assert channels(community(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Écrire à ada.lovelace@exemple.org",
        "Suivez-moi : https://mastodon.social/@ada",
        "https://github.com/autre/outil/issues",
        "https://blog.ada.org/2024/registre",
        "https://en.wikipedia.org/wiki/Registre",
        "https://lists.exemple.org/msg/registre/ada@exemple.org",
        "https://github.com/exemple/registre/blob/main/issues.md",
    ],
)
def test_keeps_no_person_and_no_other_project(text: str) -> None:
    assert channels(community(text)) == []


def test_many_pages_are_one_wiki() -> None:
    base = "https://github.com/exemple/registre/wiki"
    assert channels(community(f"Le wiki : {base}/Accueil et {base}/Guide")) == [("wiki", f"{base}/Accueil")]


def test_tells_the_languages() -> None:
    documents = [
        readme("Le registre est un outil pour les agents et les communes, avec une aide pour qui commence."),
        readme("…", "README.en.md"),
    ]
    paths = ["docs/fr/a.md", "docs/de/a.md", "src/id/a.md"]
    found = read("community", documents=documents, paths=paths, origin=ORIGIN)
    assert found.companions["languages"] == ["fr", "de", "en"]


def test_one_folder_of_two_letters_is_no_language() -> None:
    found = read("community", documents=[readme("…")], paths=["docs/it/a.md"], origin=ORIGIN)
    assert found.companions["languages"] == []


def test_says_how_it_welcomes() -> None:
    text = (
        "Look for a good first issue. Before writing code, open a discussion in an issue.\n\n"
        "We hold a monthly community call. There are many ways to contribute. Contributions are welcome!"
    )
    citation = document(DocumentKind.CONTRIBUTING, "CONTRIBUTING.md", text)
    terms = made("contribution_terms", "none", guide={"where": "CONTRIBUTING.md", "citation": None})
    found = read("community", documents=[citation], after=[terms], origin=ORIGIN)
    said = [piece.message.partition(".")[2] for piece in found.companions["welcome"]]
    assert said == ["guide", "first_issues", "meetings", "expected", "beyond_code", "open_to_all"]
    assert [question.id for question in found.questions] == ["community.where"]


def test_says_when_help_is_not_wanted() -> None:
    found = read(
        "community", documents=[contributing("We do not accept external contributions.")], origin=ORIGIN
    )
    assert [piece.message for piece in found.against] == ["community.closed_to_code"]


def test_one_presentation_makes_places_likely_and_a_file_made_for_it_or_two_documents_establish() -> None:
    text = "Le [forum](https://forum.registre.fr)"
    guide = [readme(text), contributing(text)]
    assert community(text).confidence is Confidence.LIKELY
    assert read("community", documents=guide, origin=ORIGIN).confidence is Confidence.ESTABLISHED
    support = [document(DocumentKind.SUPPORT, "SUPPORT.md", text)]
    assert read("community", documents=support, origin=ORIGIN).confidence is Confidence.ESTABLISHED


def test_what_was_cut_is_not_silence() -> None:
    cut = document(DocumentKind.SUPPORT, "SUPPORT.md", "…", truncated=True)
    found = read("community", documents=[readme("Un outil."), cut], origin=ORIGIN)
    assert (found.confidence, found.support) == (Confidence.UNKNOWN, ())


def test_asks_when_nothing_is_written() -> None:
    found = community("Un outil.")
    assert (found.value, found.confidence, messages(found)) == (None, Confidence.LIKELY, ["no_channel"])
    assert [question.id for question in found.questions] == [
        "community.where",
        "community.meetings",
        "community.newcomers",
    ]


def test_counts_the_documents_that_were_searched() -> None:
    documents = [
        readme("Un outil."),
        readme("Une partie.", "lib/README.md"),
        document(DocumentKind.DOCS_PAGE, "docs/contact.md", "…"),
        document(DocumentKind.DOCS_PAGE, "docs/tutoriel.md", "…"),
        document(DocumentKind.MANIFEST, "package.json", "{}"),
    ]
    (piece,) = read("community", documents=documents, origin=ORIGIN).support
    assert piece.args == {"count": 3}


def test_knows_nothing_of_what_cannot_be_read() -> None:
    assert read("community", documents=None).confidence is Confidence.UNKNOWN
    assert read("community", documents=[readme(None)], origin=ORIGIN).confidence is Confidence.UNKNOWN
