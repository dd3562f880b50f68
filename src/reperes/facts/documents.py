"""What the tree of a project holds, and the documents in it that speak of the project."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from reperes.errors import Message
from reperes.facts.citation import ContentCitation, QueryCitation, swhid
from reperes.facts.quotes import quoted

if TYPE_CHECKING:
    import polars as pl

_SHA1_DIGITS = 40


class DocumentKind(StrEnum):
    """What a document is for. One file has one kind."""

    README = "readme"
    LICENCE = "licence"
    GOVERNANCE = "governance"
    CONTRIBUTING = "contributing"
    MAINTAINERS = "maintainers"
    AUTHORS = "authors"
    CODEOWNERS = "codeowners"
    FUNDING = "funding"
    SECURITY = "security"
    SECURITY_INSIGHTS = "security-insights"
    CODE_OF_CONDUCT = "code-of-conduct"
    CONTRIBUTOR_AGREEMENT = "contributor-agreement"
    SUPPORT = "support"
    ROADMAP = "roadmap"
    CHANGELOG = "changelog"
    ADOPTERS = "adopters"
    CITATION = "citation"
    CODEMETA = "codemeta"
    PUBLICCODE = "publiccode"
    MANIFEST = "manifest"
    CI = "ci"
    CHANGE_TEMPLATE = "change-request-template"
    ISSUE_TEMPLATE = "issue-template"
    DOCS_PAGE = "docs-page"


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    r"""The files of one revision.

    `entries` has `path` (bytes that are not UTF-8 written `\xNN`), `mode` and
    `blob` (object name; of the commit for a submodule, mode 160000), in git's order.
    """

    revision: str
    entries: "pl.DataFrame"

    def equals(self, other: "Tree") -> bool:
        """Return whether both list the same files."""
        return self.revision == other.revision and self.entries.equals(other.entries)


# Holders of rights, givers and authors are named there: such a place is pointed at, never quoted.
_NOT_QUOTED = frozenset(
    {DocumentKind.LICENCE, DocumentKind.FUNDING, DocumentKind.AUTHORS, DocumentKind.MAINTAINERS}
)


@dataclass(frozen=True, slots=True)
class Document:
    """One file that speaks of the project.

    `path` is exact: its bytes are `path.encode("utf-8", "surrogateescape")`. `text` is None when the content
    could not be read, or lists persons by nature (authors): such a list is counted by the `people` room, and
    `entries` is how many it names. `size` is in bytes; `truncated` says that `text` is only the beginning.
    What a text says is the project's own; it is kept out of `repr`, hence of logs.
    """

    kind: DocumentKind
    path: str
    blob: str
    size: int | None
    text: str | None = field(repr=False)
    truncated: bool = False
    entries: int | None = None


@dataclass(frozen=True, slots=True)
class Structured:
    """What a structured file declares, field by field, after a lenient reading and a strict model.

    `format` names the standard (`publiccode.yml`, `codemeta`, `package.json`…); `fields` holds only what
    passed the model, in the model's own shape (JSON types); `problems` says kindly what did not. Persons are
    never in `fields`: where a standard lists them, `<field>_count` says how many.
    """

    format: str
    path: str
    fields: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents found at one revision; `origin` is the canonical address of the repository, if known."""

    revision: str
    origin: str | None
    items: tuple[Document, ...]

    def of(self, *kinds: DocumentKind) -> tuple[Document, ...]:
        """Return the documents of these kinds, in the order they were found."""
        return tuple(item for item in self.items if item.kind in kinds)

    def cite(
        self, document: Document, lines: tuple[int, int] | None = None, *, quote: bool = True
    ) -> ContentCitation | QueryCitation:
        """Return the citation that opens a document, with those of its lines quoted when given (from 1).

        `quote` False points at the lines without quoting them: where they may name a person.

        A repository whose objects are named by SHA-256 has no SWHID: git's own way to the file is cited.
        """
        if len(document.blob) != _SHA1_DIGITS:
            return QueryCitation("git", f"git show {self.revision}:{document.path}", None, 1)
        said = None
        if quote and lines is not None and document.text is not None and document.kind not in _NOT_QUOTED:
            said = quoted(document.text, lines)
        path = document.path.encode("utf-8", "surrogateescape")
        name = swhid(document.blob, path=path, revision=self.revision, origin=self.origin, lines=lines)
        return ContentCitation(name, said)


@dataclass(frozen=True, slots=True)
class Declarations:
    """All the structured files found, in the order of the tree."""

    items: tuple[Structured, ...]
