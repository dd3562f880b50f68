import pytest

from reperes.facts.citation import ContentCitation, QueryCitation, swhid
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


def test_a_blob_named_by_sha_256_is_cited_by_the_way_to_it() -> None:
    document = Document(DocumentKind.README, "docs/R.md", "c" * 64, 2, "x")
    assert Documents("d" * 64, None, (document,)).cite(document) == QueryCitation(
        "git", f"git show {'d' * 64}:docs/R.md", None, 1
    )


def test_lines_are_quoted_as_they_stand() -> None:
    document = Document(DocumentKind.GOVERNANCE, "G.md", BLOB, 20, "one\ntwo\nthree\n")
    documents = Documents(HEAD, None, (document,))
    quoted, whole = documents.cite(document, (2, 3)), documents.cite(document)
    assert isinstance(quoted, ContentCitation)
    assert isinstance(whole, ContentCitation)
    assert (quoted.quote, whole.quote) == ("two\nthree", None)
    assert documents.of(DocumentKind.README) == ()
    assert "two" not in repr(document)
