import pytest

from reperes.facts.citation import swhid
from reperes.facts.documents import Document, DocumentKind, Documents

BLOB, HEAD = "a" * 40, "b" * 40


@pytest.mark.parametrize(
    ("path", "lines", "origin", "expected"),
    [
        (b"LICENSE", None, None, f"swh:1:cnt:{BLOB};anchor=swh:1:rev:{HEAD};path=/LICENSE"),
        (
            b"docs/GOVERNANCE.md",
            (10, 14),
            "https://github.com/o/n",
            f"swh:1:cnt:{BLOB};origin=https://github.com/o/n;anchor=swh:1:rev:{HEAD};path=/docs/GOVERNANCE.md;lines=10-14",
        ),
        (b"a", (3, 3), None, f"swh:1:cnt:{BLOB};anchor=swh:1:rev:{HEAD};path=/a;lines=3"),
        (
            "é; 100%".encode(),
            None,
            None,
            f"swh:1:cnt:{BLOB};anchor=swh:1:rev:{HEAD};path=/%C3%A9%3B%20100%25",
        ),
        (b"\xff\n", None, None, f"swh:1:cnt:{BLOB};anchor=swh:1:rev:{HEAD};path=/%FF%0A"),
    ],
)
def test_a_qualified_swhid(
    path: bytes, lines: tuple[int, int] | None, origin: str | None, expected: str
) -> None:
    assert swhid(BLOB, path=path, revision=HEAD, origin=origin, lines=lines) == expected


def test_lines_are_quoted_as_they_stand() -> None:
    document = Document(DocumentKind.GOVERNANCE, "G.md", BLOB, 20, "one\ntwo\nthree\n")
    documents = Documents(HEAD, None, (document,))
    assert documents.cite(document, (2, 3)).quote == "two\nthree"
    assert documents.cite(document).quote is None
    assert documents.of(DocumentKind.README) == ()
    assert "two" not in repr(document)
