"""Where a project writes its guide, its code of conduct, how to report a vulnerability."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reperes.facts.documents import Document, DocumentKind
from reperes.readings.markup import Link, Section, links, sections
from reperes.readings.seen import Seen

Place = Mapping[str, object]
"""`where` (a path, a path and « (section) », an address) and its `citation`."""

_SHORTEST = 40
"""Characters under which a file or a section says nothing."""
_SHORT = 60
"""Words up to which a section may only point elsewhere."""
_TEMPLATE = re.compile(
    r"use this section to tell people|\[?insert (?:contact|email|your)|lorem ipsum|todo: ?(?:write|add|fill)",
    re.IGNORECASE,
)


_ANY = re.compile("")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for: kinds of documents, headings, and addresses or words of links."""

    kinds: tuple[DocumentKind, ...]
    holds: re.Pattern[str]
    heading: re.Pattern[str]
    link: re.Pattern[str]
    page: re.Pattern[str]
    deny: re.Pattern[str] = re.compile(r"(?!)")
    name: re.Pattern[str] = _ANY
    standard: str = ""
    sentence: str = ""


_IMAGE = re.compile(r"\.(?:svg|png|gif|jpg|pdf)$|shields\.io|badge")
_ON_FORGE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org)/([^/]+)/[^/#?]+", re.IGNORECASE
)

GUIDE = _Wanted(
    (DocumentKind.CONTRIBUTING,),
    _ANY,
    re.compile(
        r"(?:how (?:to|do i|can i) |comment )?"
        r"(?:contribu|beitragen|bijdragen|getting involved|get involved|participer)",
        re.IGNORECASE,
    ),
    re.compile(r"contribut(?:ing|e|ion|ions|or-?guide)\b|contribuer|hacking", re.IGNORECASE),
    re.compile(
        r"(?:^|/)(?:how-?to-?)?contribut(?:e|ing|ion|ions|ing[-_]guide(?:lines)?|ion[-_]guide(?:lines)?)[^/]*$|contribuer",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:contributors?|contribution[ -]?licen[sc]e)\b", re.IGNORECASE),
    name=re.compile(r"contrib|contribu|hacking|beitrag|bijdrag|submitting", re.IGNORECASE),
)
CONDUCT = _Wanted(
    (DocumentKind.CODE_OF_CONDUCT,),
    _ANY,
    re.compile(
        r"code of (?:conduct|ethics)|code de (?:bonne )?conduite|community (?:guidelines|standards)"
        r"|verhaltenskodex",
        re.IGNORECASE,
    ),
    re.compile(
        r"code[-_ ]?of[-_ ]?(?:conduct|ethics)|code[-_ ]de[-_ ]conduite|contributor-covenant\.org|/conduct\b",
        re.IGNORECASE,
    ),
    re.compile(r"code[-_]?of[-_]?conduct|code[-_]de[-_]conduite|(?:^|/)conduct\b", re.IGNORECASE),
)
SECURITY = _Wanted(
    (DocumentKind.SECURITY, DocumentKind.SECURITY_INSIGHTS),
    re.compile(
        r"report|disclos|vulnerabilit|signal|divulg|hackerone|bugcrowd|bounty|security@|contact:|meld|melden",
        re.IGNORECASE,
    ),
    re.compile(
        r"security(?: (?:policy|issues?|vulnerabilit\w*|bugs?|report(?:s|ing)?|disclosure|problems?))?$"
        r"|(?:report|disclos)\w* (?:a |an |of )?(?:security|vulnerabilit)\w*|vulnerabilit\w*"
        r"|responsible disclosure"
        r"|sécurité|signaler une (?:faille|vulnérabilité)|failles? de sécurité|security\b.{0,30}\breport",
        re.IGNORECASE,
    ),
    re.compile(
        r"security[-_ /]?(?:policy|advisories|vulnerabilit|disclosure|report)"
        r"|report(?:ing)?[-_ ](?:a[-_ ])?(?:security|vulnerabilit)|vulnerability[-_ ]disclosure"
        r"|hackerone\.com/|bugcrowd\.com/|yeswehack\.com/|/security\.(?:md|html|txt)|/security/?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"vulnerabilit|disclosure|security[-_ ]?(?:policy|process|report)|report\w*[-_]security"
        r"|(?:^|/)security\.\w+$",
        re.IGNORECASE,
    ),
    standard=r"(?:^|/)\.well-known/security\.txt$",
    sentence="security_sentence",
)
_HOLDERS = (
    *(DocumentKind.README, DocumentKind.CONTRIBUTING, DocumentKind.SUPPORT, DocumentKind.GOVERNANCE),
    *(DocumentKind.ISSUE_TEMPLATE, DocumentKind.CHANGE_TEMPLATE, DocumentKind.CODE_OF_CONDUCT),
)


def place_of(seen: Seen, wanted: _Wanted) -> Place | None:
    """Return the best place: a file of that name, a section of a larger file, a page, else a link."""
    ways = (_files, _sections, _pages, _others, _links, _standard, _sentences)
    for found in (way(seen, wanted) for way in ways):
        first = next(found, None)
        if first is not None:
            return first
    return None


def _files(seen: Seen, wanted: _Wanted) -> Iterator[Place]:
    for document in seen.of(*wanted.kinds):
        if wanted.name.search(document.path) and _says_something(document, wanted):
            yield {"where": document.path, "citation": seen.cite(document)}


def _others(seen: Seen, wanted: _Wanted) -> Iterator[Place]:
    """Files of the kind whose name says something else first: how to develop is not yet how to contribute."""
    for document in seen.of(*wanted.kinds):
        if _says_something(document, wanted):
            yield {"where": document.path, "citation": seen.cite(document)}


def _says_something(document: Document, wanted: _Wanted) -> bool:
    """Tell whether a file counts: unread, by its name; not when empty, or a template left as it was."""
    if document.text is None:
        return True
    said = document.text.strip()
    if document.kind is DocumentKind.SECURITY and _TEMPLATE.search(said) and len(said) < 2000:
        return False
    known = document.path.count("/") == 0 or document.path.startswith(".")
    return len(said) >= _SHORTEST // 2 and (known or bool(wanted.holds.search(said)))


def _sections(seen: Seen, wanted: _Wanted) -> Iterator[Place]:
    for document in _holders(seen):
        if document.kind in wanted.kinds or document.text is None:
            continue
        for section in sections(document.text):
            if _opens(section, wanted):
                yield _linked(seen, document, section, wanted) or {
                    "where": f"{document.path} (section)",
                    "citation": seen.cite(document, _first(section)),
                }


def _opens(section: Section, wanted: _Wanted) -> bool:
    heading = re.sub(r"^[\W\d_]+", "", section.heading)
    return bool(
        wanted.heading.match(heading)
        and not wanted.deny.match(heading)
        and len(section.body.strip()) >= _SHORTEST
        and wanted.holds.search(section.body)
    )


def _linked(seen: Seen, document: Document, section: Section, wanted: _Wanted) -> Place | None:
    """Return the link that a short section gives instead of saying it itself."""
    if len(section.body.split()) > _SHORT:
        return None
    return next(
        (
            _as_place(seen, document, link, section.lines[0])
            for link in links(section.body)
            if _leads(seen, link, wanted)
        ),
        None,
    )


def _pages(seen: Seen, wanted: _Wanted) -> Iterator[Place]:
    for document in seen.of(DocumentKind.DOCS_PAGE):
        if wanted.page.search(document.path) and document.text and wanted.holds.search(document.text):
            yield {"where": document.path, "citation": seen.cite(document)}


def _links(seen: Seen, wanted: _Wanted) -> Iterator[Place]:
    for document in _holders(seen):
        if document.text is not None and document.kind not in wanted.kinds:
            for link in links(document.text):
                if _leads(seen, link, wanted):
                    yield _as_place(seen, document, link, 0)


def _standard(seen: Seen, wanted: _Wanted) -> Iterator[Place]:
    """A file at the place where a standard wants it, in whatever folder a site is published from."""
    if seen.tree is None or not wanted.standard:
        return
    paths = seen.tree.entries.get_column("path")
    for path in paths.filter(paths.str.contains(wanted.standard)).sort().head(1):
        yield {"where": path, "citation": seen.count(f"files named {path}", 1)}


def _sentences(seen: Seen, wanted: _Wanted) -> Iterator[Place]:
    for hit in seen.hits(wanted.sentence) if wanted.sentence else ():
        yield {"where": f"{hit.document.path} (section)", "citation": seen.cite(hit.document, hit.lines)}


def _leads(seen: Seen, link: Link, wanted: _Wanted) -> bool:
    if not link.url.startswith(("http://", "https://")) or _IMAGE.search(link.url):
        return False
    account = _ON_FORGE.match(link.url)
    own = _ON_FORGE.match(seen.origin or "")
    if account and own and account[1].lower() != own[1].lower():
        return False  # the guide of another project, of which this one is perhaps a copy
    address = link.url[account.end() :] if account else link.url
    return bool(wanted.link.search(address) or wanted.link.search(link.text))


def _as_place(seen: Seen, document: Document, link: Link, before: int) -> Place:
    line = link.line + before
    return {"where": link.url, "citation": seen.cite(document, (line, line))}


def _first(section: Section) -> tuple[int, int]:
    return section.lines[0], min(section.lines[1], section.lines[0] + 3)


def _holders(seen: Seen) -> Sequence[Document]:
    """Return what speaks for the whole project: a presentation in a folder is that of a part."""
    most = {DocumentKind.README: 0}
    return [item for item in seen.of(*_HOLDERS) if item.path.count("/") <= most.get(item.kind, 2)]
