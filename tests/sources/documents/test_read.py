import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.errors import Message
from reperes.facts.documents import Document, DocumentKind, Structured
from reperes.facts.fact import Absent, Fact, Limit, Provenance, Reason
from reperes.facts.schema import DECLARATIONS, DOCUMENTS
from reperes.i18n import Language
from reperes.sources.documents.find import Candidate
from reperes.sources.documents.read import MAX_BYTES, Content, read

REVISION = "c" * 40
BLOB = "b" * 40
PROVENANCE = Provenance("documents", "tree", REVISION, datetime(2026, 11, 23, tzinfo=UTC), "documents.read/1")
ORIGIN = "https://example.org/medusa"


def one(
    kind: DocumentKind, path: bytes, content: Content | None
) -> tuple[Document, list[Structured], tuple[Limit, ...]]:
    candidate = Candidate(kind, path, "100644", BLOB)
    contents = {} if content is None else {BLOB: content}
    documents, declarations = read(
        [candidate], contents, revision=REVISION, origin=ORIGIN, provenance=PROVENANCE
    )
    assert not isinstance(documents.value, Absent)
    assert not isinstance(declarations.value, Absent)
    assert documents.limits == declarations.limits
    (document,) = documents.value.items
    return document, list(declarations.value.items), documents.limits


def of(data: bytes) -> Content:
    return Content(data, len(data))


def test_the_facts_are_those_of_the_schema() -> None:
    documents, declarations = read([], {}, revision=REVISION, origin=None, provenance=PROVENANCE)
    assert (documents.name, declarations.name) == (DOCUMENTS.name, DECLARATIONS.name)
    assert isinstance(documents.value, DOCUMENTS.type)
    assert isinstance(declarations.value, DECLARATIONS.type)
    assert documents == Fact(DOCUMENTS.name, documents.value, PROVENANCE)
    assert (documents.value.revision, documents.value.origin, documents.value.items) == (REVISION, None, ())
    assert declarations.value.items == ()


def test_documents_keep_the_order_of_the_candidates() -> None:
    candidates = [
        Candidate(DocumentKind.README, b"README.md", "100644", "1" * 40),
        Candidate(DocumentKind.PUBLICCODE, b"publiccode.yml", "100644", "2" * 40),
        Candidate(DocumentKind.CI, b".gitlab-ci.yml", "100644", "3" * 40),
    ]
    contents = {"1" * 40: of(b"# Medusa"), "2" * 40: of(b"publiccodeYmlVersion: '0'\nname: Medusa")}
    documents, declarations = read(
        candidates, contents, revision=REVISION, origin=ORIGIN, provenance=PROVENANCE
    )
    assert not isinstance(documents.value, Absent)
    assert not isinstance(declarations.value, Absent)
    assert [item.path for item in documents.value.items] == ["README.md", "publiccode.yml", ".gitlab-ci.yml"]
    assert declarations.value.items == (
        Structured("publiccode.yml", "publiccode.yml", {"publiccodeYmlVersion": "0", "name": "Medusa"}),
        Structured("ci", ".gitlab-ci.yml", {"system": "gitlab-ci"}),
    )


def test_a_document_is_cited_by_its_blob_even_with_a_path_that_is_not_utf_8() -> None:
    path = b"docs/gouvern\xe9.md"
    document, _, _ = one(DocumentKind.GOVERNANCE, path, of("Le comité décide.\nVoilà.".encode()))
    assert document.path.encode("utf-8", "surrogateescape") == path
    assert document == Document(
        DocumentKind.GOVERNANCE, document.path, BLOB, 27, "Le comité décide.\nVoilà.", truncated=False
    )


@pytest.mark.parametrize(
    ("content", "expected", "limit"),
    [
        (
            None,
            (None, None, False),
            (
                Reason.MISSING_OBJECT,
                "The content of {path} is not in this copy; documents in the same case: {count}.",
            ),
        ),
        (
            of(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
            (63, None, False),
            (
                Reason.MISSING_OBJECT,
                "{path} is kept outside the repository (Git LFS); documents in the same case: {count}.",
            ),
        ),
        (
            of(b"\0\1"),
            (2, None, False),
            (Reason.UNREADABLE, "{path} is not a text; documents in the same case: {count}."),
        ),
        (
            Content(b"abc", 5_000_000),
            (5_000_000, "abc", True),
            (Reason.TOO_LARGE, "Only the beginning of {path} was read; documents in the same case: {count}."),
        ),
    ],
)
def test_what_is_missing_is_a_limit_not_an_absence(
    content: Content | None, expected: tuple[object, ...], limit: tuple[Reason, str]
) -> None:
    document, _, limits = one(DocumentKind.README, b"README.\xe9", content)
    assert (document.size, document.text, document.truncated) == expected
    assert limits == (Limit(limit[0], Message(limit[1], {"path": "README.\\xe9", "count": 1})),)


def linked(path: bytes, target: bytes, *files: bytes) -> tuple[list[tuple[str, str | None]], list[str]]:
    """Return the paths and texts of what is read of a link and of files, and the limits."""
    candidates = [Candidate(DocumentKind.LICENCE, path, "120000", BLOB)]
    candidates += [Candidate(DocumentKind.LICENCE, file, "100644", REVISION) for file in files]
    contents = {BLOB: of(target), REVISION: of(b"Permission is granted")}
    documents, _ = read(candidates, contents, revision=REVISION, origin=ORIGIN, provenance=PROVENANCE)
    assert not isinstance(documents.value, Absent)
    told = [limit.message.text(Language.EN) for limit in documents.limits]
    return [(item.path, item.text) for item in documents.value.items], told


@pytest.mark.parametrize(
    ("target", "files"),
    [
        (b"legal/terms.txt", []),
        (b"../LICENSE", []),
        (b"LICENSE", []),
        # Where a project keeps it deep, it is not looked for as at the root.
        (b"lib/LICENSE", [b"lib/LICENSE"]),
    ],
)
def test_a_link_is_not_followed_and_that_is_told(target: bytes, files: list[bytes]) -> None:
    items, told = linked(b"LICENSE", target, *files)
    assert items == [("LICENSE", None), *((path.decode(), "Permission is granted") for path in files)]
    assert told == [
        "LICENSE is a link to another file, which was not followed; documents in the same case: 1."
    ]


@pytest.mark.parametrize(
    ("path", "target"),
    [(b"LICENSE", b"COPYING"), (b".github/LICENSE", b"../COPYING"), (b"COPY", b"./COPYING")],
)
def test_a_link_to_a_document_that_is_read_is_another_name_of_it(path: bytes, target: bytes) -> None:
    assert linked(path, target, b"COPYING") == ([("COPYING", "Permission is granted")], [])


def test_several_in_the_same_case_are_one_limit() -> None:
    candidates = [
        Candidate(DocumentKind.README, b"%d/README" % number, "100644", "0" * 40) for number in range(3)
    ]
    documents, _ = read(candidates, {}, revision=REVISION, origin=None, provenance=PROVENANCE)
    (limit,) = documents.limits
    assert limit.message.text(Language.EN) == (
        "The content of 0/README is not in this copy; documents in the same case: 3."
    )


def test_no_more_than_the_bound_is_kept() -> None:
    document, _, _ = one(DocumentKind.README, b"README", of(b"a" * (MAX_BYTES + 1)))
    assert (len(document.text or ""), document.size, document.truncated) == (MAX_BYTES, MAX_BYTES + 1, True)


PERSONS = b"Ada Example <ada@example.org>\nBob Example <bob@example.org>\n"


@pytest.mark.parametrize(
    ("kind", "path", "data", "text", "entries"),
    [
        (DocumentKind.AUTHORS, b"AUTHORS", PERSONS, None, 2),
        (DocumentKind.MAINTAINERS, b"MAINTAINERS", PERSONS, PERSONS.decode(), 2),
        (DocumentKind.README, b"README", PERSONS, PERSONS.decode(), None),
        (
            DocumentKind.AUTHORS,
            b"AUTHORS",
            b"See the history of the repository.\n",
            None,
            None,
        ),
    ],
)
def test_lists_of_persons_are_counted(
    kind: DocumentKind, path: bytes, data: bytes, text: str | None, entries: int | None
) -> None:
    document, _, _ = one(kind, path, of(data))
    assert (document.text, document.entries) == (text, entries)


def test_code_owners_keep_their_text_and_are_counted() -> None:
    document, declared, _ = one(DocumentKind.CODEOWNERS, b"CODEOWNERS", of(b"* @ada @org/team\n"))
    assert (document.text, document.entries) == ("* @ada @org/team\n", 1)
    assert declared == [
        Structured(
            "CODEOWNERS",
            "CODEOWNERS",
            {"rules": 1, "owners_count": 2, "team_owners_count": 1, "organisations": ["org"]},
        )
    ]


def test_a_structured_file_that_cannot_be_read_says_so() -> None:
    _, (declared,), _ = one(DocumentKind.MANIFEST, b"package.json", None)
    assert declared == Structured(
        "package.json", "package.json", {}, (Message("The content of this file could not be read."),)
    )


PATHS = {
    DocumentKind.CITATION: b"CITATION.cff",
    DocumentKind.CODEMETA: b"codemeta.json",
    DocumentKind.FUNDING: b"FUNDING.yml",
    DocumentKind.MANIFEST: b"pom.xml",
    DocumentKind.CODEOWNERS: b"CODEOWNERS",
    DocumentKind.AUTHORS: b"AUTHORS",
    DocumentKind.LICENCE: b"REUSE.toml",
}


@given(st.sampled_from(DocumentKind), st.binary(max_size=300), st.integers(0, 3))
def test_any_bytes_are_read(kind: DocumentKind, data: bytes, hidden: int) -> None:
    document, declared, _ = one(kind, PATHS.get(kind, b"\xff/x"), Content(data, len(data) + hidden))
    assert document.size == len(data) + hidden
    for structured in declared:
        json.dumps(structured.fields, allow_nan=False).encode()
