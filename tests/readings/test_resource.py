"""What a project publishes above all: told by its files, then by what it calls itself."""

import pytest

from reperes.facts.documents import Document, DocumentKind
from reperes.readings.model import Confidence
from support.observations import document
from support.readings import messages, read, readme

PACKAGE = document(DocumentKind.MANIFEST, "pyproject.toml", "[project]\nname = 'x'\n")
SOURCES = [f"src/a{n}.py" for n in range(40)]
PAGES = [f"chapters/{n}.md" for n in range(20)]
TABLES = [f"data/{n}.csv" for n in range(20)]


@pytest.mark.parametrize(
    ("documents", "paths", "origin", "value", "confidence"),
    [
        ([PACKAGE], SOURCES, None, "software", Confidence.ESTABLISHED),
        ([], SOURCES, None, "software", Confidence.LIKELY),
        # Software speaks of standards and of data: its files decide.
        (
            [readme("It implements the standard for open data sets.")],
            SOURCES,
            None,
            "software",
            Confidence.LIKELY,
        ),
        ([], TABLES, None, "data", Confidence.LIKELY),
        (
            [readme("Ce dépôt contient le jeu de données des écoles.")],
            TABLES,
            None,
            "data",
            Confidence.ESTABLISHED,
        ),
        (
            [readme("This guide describes the policy of the State.")],
            PAGES,
            None,
            "documentation",
            Confidence.ESTABLISHED,
        ),
        ([readme("The open standard for timetables.")], PAGES, None, "specification", Confidence.LIKELY),
        (
            [readme("Le schéma de données des bornes.")],
            ["schema.json"],
            "https://forge.example/etat/schema-bornes",
            "specification",
            Confidence.ESTABLISHED,
        ),
        # A manifest beside a few scripts serves to build the text.
        (
            [PACKAGE, readme("The specification of the format.")],
            [*PAGES, "build.py"],
            None,
            "specification",
            Confidence.LIKELY,
        ),
        ([], [], None, None, Confidence.UNKNOWN),
    ],
)
def test_what_dominates(
    documents: list[Document], paths: list[str], origin: str | None, value: str | None, confidence: Confidence
) -> None:
    made = read("resource", documents=documents, paths=paths, origin=origin)
    assert (made.value, made.confidence) == (value, confidence)


def test_files_that_could_not_be_listed_leave_a_question() -> None:
    made = read("resource", documents=None)
    assert (made.value, made.confidence) == (None, Confidence.UNKNOWN)
    assert [question.id for question in made.questions] == ["resource.what"]


def test_what_counts_is_said() -> None:
    made = read("resource", documents=[PACKAGE], paths=SOURCES)
    assert messages(made) == ["many_sources", "package"]
    assert dict(made.support[0].args) == {"count": 40, "share": 1.0}
