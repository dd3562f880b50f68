"""What the structured files of a project declare."""

import html
import re
from collections.abc import Iterator, Mapping

from reperes.facts.documents import DocumentKind, Structured
from reperes.facts.fact import Absent
from reperes.facts.factset import FactSet
from reperes.facts.schema import DECLARATIONS, DOCUMENTS
from reperes.i18n import N_, Language, translate
from reperes.report import wording
from reperes.report.formats import clauses, number
from reperes.report.links import web_link
from reperes.report.safe import safe
from reperes.report.view import Declaration, Table

_FILES, _ROWS, _VALUES, _LENGTH, _DEPTH = 8, 24, 10, 300, 6
_OF_PROJECTS = ("publiccode.yml", "codemeta")

# Those of the code first; the labels of pyproject.toml are free, these are the usual ones.
_ADDRESSES = (
    ("url",),
    ("codeRepository",),
    ("repository-code",),
    ("support", "source"),
    ("repository",),
    *(("urls", label) for label in ("Repository", "repository", "Source", "source", "Source Code", "Code")),
    *(("urls", label) for label in ("GitHub", "GitLab", "Homepage", "homepage")),
    ("homepage",),
)

_FIELDS: Mapping[str, str] = {
    "name": N_("Name"),
    "title": N_("Title"),
    "description": N_("Description"),
    "version": N_("Version"),
    "softwareVersion": N_("Version"),
    "license": N_("Licence"),
    "licenses": N_("Licence"),
    "legal.license": N_("Licence"),
    "homepage": N_("Web page"),
    "url": N_("Address"),
    "urls": N_("Addresses"),
    "landingURL": N_("Web page"),
    "repository": N_("Repository"),
    "repository-code": N_("Repository"),
    "codeRepository": N_("Repository"),
    "support.source": N_("Repository"),
    "keywords": N_("Keywords"),
    "organisations": N_("Organisations"),
    "rules": N_("Rules, number"),
    "authors_count": N_("Authors, number"),
    "author_count": N_("Authors, number"),
    "maintainers_count": N_("Maintainers, number"),
    "maintainer_count": N_("Maintainers, number"),
    "contributors_count": N_("Contributors, number"),
    "contributor_count": N_("Contributors, number"),
    "contacts_count": N_("Contacts, number"),
    "owners_count": N_("Code owners, number"),
    "team_owners_count": N_("Teams among the code owners, number"),
    "github_count": N_("GitHub accounts to support, number"),
}


def presentation(facts: FactSet, language: Language) -> str | None:
    """Return how the project presents itself, in the first of its own files to say so, else its README."""
    found = ((item.path, _presentation(item, language)) for item in _whole_project(facts))
    path, text = next(((path, text) for path, text in found if text), ("", ""))
    if not text:
        path, text = _first_words(facts)
    if not text:
        return None
    said = N_("It presents itself so: “{text}” ({path}).")
    return translate(language, said, text=safe(_plain(text), limit=_LENGTH), path=safe(path, limit=120))


def _first_words(facts: FactSet) -> tuple[str, str]:
    """Return the first paragraph of the README, or its first sentence: nothing that may name somebody."""
    documents = facts.value(DOCUMENTS)
    items = () if isinstance(documents, Absent) else documents.of(DocumentKind.README)
    for item in items:
        if "/" not in item.path:
            paragraph = next(_paragraphs((item.text or "")[:_HEAD]), "")
            for text in (paragraph, _END.split(paragraph, maxsplit=1)[0]):
                if len(_WORD.findall(text)) >= _WORDS and not _MAYBE_A_PERSON.search(text):
                    return item.path, text
    return "", ""


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of sentences that open a text: no badge, table, link bar, licence tag nor code."""
    headings = 0
    for block in re.split(r"\n\s*\n", _HEADING.sub(r"\n\n\g<0>\n\n", _COMMENT.sub("\n\n", text))):
        if _HEADING.match(block.strip("\n")):
            headings += 1
        elif _CODE.match(block):
            return
        elif not _NOT_PROSE.match(block.strip()):
            said = _plain(block)
            if len(_WORD.findall(said)) >= _WORDS and _SENTENCE.search(said):
                yield said
        if headings > _HEADINGS:
            return


def _plain(block: str) -> str:
    """Return a block without mark-up: images go, links leave their words."""
    text = _IMAGE.sub("", block)
    text = html.unescape(_TAG.sub(" ", _LINK.sub(r"\1", text)))
    return " ".join(_MARK.sub("", text).split())


# A title, and one such as “About”: what comes after speaks of something else.
_HEAD, _WORDS, _HEADINGS = 6000, 6, 2
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")
_SENTENCE = re.compile(r"[.!?…][\"”»)]*$")
_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-z])")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^(?:(?:#{1,6}|={1,6}) [^\n]+|[^\n]+\n(?:={3,}|-{3,}|~{3,}) *)$", re.MULTILINE)
_CODE = re.compile(r"\n*(?:```|~~~|    |\t)")
_NOT_PROSE = re.compile(
    r"(?:#|=|-{3}|[-*+•] |\d+[.)] |\||>|\.\. |:[\w-]+:|\[[^\]]+\]:|\[?!\[|https?:|{%|\[\[|link:"
    r"|<(?:img|a|p|div|h\d|picture|table)\b[^>]*>\s*$)"
)
# Two capitalised words in a row, or an address: it may be somebody.
_MAYBE_A_PERSON = re.compile(r"@|\b[^\W\d_a-z]\w+ [^\W\d_a-z]\w+")
_IMAGE = re.compile(r"\[?!\[[^\]]{0,200}\](?:\([^)]{0,400}\)|\[[^\]]{0,100}\])(?:\]\([^)]{0,400}\))?")
_LINK = re.compile(r"\[([^\]]{1,200})\](?:\([^)]{0,400}\)|\[[^\]]{0,100}\])")
_TAG = re.compile(r"<[^>]{0,400}>")
_MARK = re.compile(r"[*`]{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|^#+ ", re.MULTILINE)


def address(facts: FactSet, language: Language) -> str | None:
    """Return the address that a file at the root declares: of the code, else of the project's page."""
    items = _whole_project(facts)
    for names in _ADDRESSES:
        for item in items:
            # `url` is the repository in publiccode.yml only.
            found = (
                None if names == ("url",) and item.format != "publiccode.yml" else _text(item.fields, *names)
            )
            if found is not None and web_link(found) is not None:
                text = N_("It declares the address {url} (not checked).")
                return translate(language, text, url=safe(found, limit=_LENGTH))
    return None


def declarations(facts: FactSet, language: Language) -> tuple[tuple[Declaration, ...], str | None]:
    """Return the first structured files, field by field, and how many others there are."""
    items = [item for item in _items(facts) if item.fields or item.problems]
    left = len(items) - _FILES
    more = translate(
        language, N_("Other structured files, not shown here: {count}."), count=number(left, language)
    )
    return tuple(_declaration(item, language) for item in items[:_FILES]), more if left > 0 else None


def _items(facts: FactSet) -> list[Structured]:
    """Return the structured files: those that speak of a whole project, then those nearest to the root."""
    found = facts.value(DECLARATIONS)
    # The files of continuous integration are listed among the documents, and declare no more than that.
    items = () if isinstance(found, Absent) else [item for item in found.items if item.format != "ci"]
    return sorted(items, key=lambda item: (item.path.count("/"), item.format not in _OF_PROJECTS))


def _whole_project(facts: FactSet) -> list[Structured]:
    # Further down, a file speaks of a part: a package among others, an example.
    return [item for item in _items(facts) if "/" not in item.path]


def _declaration(item: Structured, language: Language) -> Declaration:
    title = safe(item.path, limit=200)
    if not item.path.endswith(item.format):
        title = f"{safe(item.format, limit=60)} — {title}"
    rows = tuple(_rows("", item.fields, language))
    left = len(rows) - _ROWS
    more = translate(language, N_("Other fields not shown here: {count}."), count=number(left, language))
    return Declaration(
        title=title,
        fields=Table(
            translate(language, N_("What {file} declares"), file=title),
            (translate(language, N_("Field")), translate(language, N_("Declared value"))),
            tuple((_label(name, language), value) for name, value in rows[:_ROWS]),
            numbers_from=2,
            raw=frozenset(rank for rank, (name, _) in enumerate(rows[:_ROWS]) if name not in _FIELDS),
        ),
        more=more if left > 0 else None,
        problems=tuple(wording.say(problem, language) for problem in item.problems),
    )


def _rows(name: str, value: object, language: Language, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the leaves of a JSON value; a list of plain values is one leaf."""
    if depth < _DEPTH and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _rows(f"{name}.{key}".removeprefix("."), inner, language, depth + 1)
    elif isinstance(value, list | tuple):
        if depth < _DEPTH and any(isinstance(inner, Mapping | list | tuple) for inner in value):
            for rank, inner in enumerate(value, start=1):
                yield from _rows(f"{name}.{rank}", inner, language, depth + 1)
        elif value:
            leaves = [_leaf(inner, language) for inner in value[:_VALUES]]
            leaves += ["…"] if len(value) > _VALUES else []
            has_commas = any("," in leaf for leaf in leaves)
            yield safe(name, limit=80), clauses(leaves, language) if has_commas else ", ".join(leaves)
    elif value is not None and value != {}:
        yield safe(name, limit=80), _leaf(value, language)


def _label(name: str, language: Language) -> str:
    return translate(language, _FIELDS[name]) if name in _FIELDS else name


def _leaf(value: object, language: Language) -> str:
    if isinstance(value, bool):
        return translate(language, N_("yes") if value else N_("no"))
    if isinstance(value, Mapping | list | tuple):
        return "…"
    return safe(str(value), limit=_LENGTH)


def _presentation(item: Structured, language: Language) -> str | None:
    described = item.fields.get("description")
    if isinstance(described, Mapping):
        texts = [described.get(language), *described.values()]
        described = next((text for text in texts if isinstance(text, Mapping)), {})
        return _text(described, "shortDescription") or _text(described, "longDescription")
    return _text(item.fields, "description")


def _said(fields: object, *names: str) -> str | None:
    """Return a text, or the texts of a list."""
    for name in names[:-1]:
        fields = fields.get(name) if isinstance(fields, Mapping) else None
    value = fields.get(names[-1]) if isinstance(fields, Mapping) else None
    if not isinstance(value, list | tuple):
        return _text(fields, names[-1])
    return ", ".join(text.strip() for text in value if isinstance(text, str) and text.strip()) or None


def _text(fields: object, *names: str) -> str | None:
    for name in names:
        fields = fields.get(name) if isinstance(fields, Mapping) else None
    return fields.strip() or None if isinstance(fields, str) else None
