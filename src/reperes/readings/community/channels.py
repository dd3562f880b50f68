"""The places where a community talks: the addresses that a project writes, by kind."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from reperes.facts.documents import Document, DocumentKind
from reperes.facts.quotes import masked
from reperes.people.stewards import load_stewards
from reperes.readings.definition import Definition
from reperes.readings.markup import Link, links, sections
from reperes.readings.seen import Seen

Channel = dict[str, object]
"""`kind`, `address`, `citation`."""

_PLACES = (
    *(DocumentKind.README, DocumentKind.SUPPORT, DocumentKind.CONTRIBUTING, DocumentKind.ISSUE_TEMPLATE),
    *(DocumentKind.GOVERNANCE, DocumentKind.MANIFEST, DocumentKind.DOCS_PAGE),
)
_PAGE = re.compile(
    r"commun|support|contact|help|aide|contribut|participa|meeting|getting[-_]involved", re.IGNORECASE
)
_CONFIG = re.compile(r"^\s*url: *[\"']?(https?://[^\s\"']+)", re.MULTILINE)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LIST = re.compile(
    r"@(?:lists?|listes?|groups?)\.|@googlegroups\.|@framalistes\.|@[\w.]*groups\.io|(?:^|[-_.])(?:dev|devel|users?|discuss|announce|list)@",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"example|@users\.noreply|@v?\d|@(?:your)?(?:domain|company|host)\.|@group\.calendar|\.(?:git|png|svg|js|py)$"
    r"|^(?:git|noreply|no-reply|user|username|you|me)@|^[\w.-]*(?:security|securite|secalert|abuse|psirt|vulnerab|privacy|dpo|conduct|coc|sales|legal|billing)[\w.-]*@",
    re.IGNORECASE,
)
_IRC = re.compile(r"\bircs?://[\w.:-]+/[#\w.-]+", re.IGNORECASE)
_PERSONAL = frozenset({"social", "blog"})
"""Where a person may speak in their own name: the name of the project must be in the address."""
_WHOLES = frozenset({"wiki", "blog", "translation", "issue-tracker", "discussions"})
# In the order in which an address is told: the first kind that knows it wins.
_KINDS = (
    *(("discussions", "discussions"), ("tracker", "issue-tracker"), ("translation", "translation")),
    *(
        ("chat", "chat"),
        ("mailing", "mailing-list"),
        ("forum", "forum"),
        ("meeting", "meeting"),
        ("wiki", "wiki"),
    ),
    *(("social", "social"), ("blog", "blog")),
)
_FORGES = re.compile(
    r"^(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|framagit\.org|bitbucket\.org)/", re.IGNORECASE
)
_COMMON = frozenset(
    {
        "org",
        "com",
        "net",
        "www",
        "github",
        "gitlab",
        "lab",
        "labs",
        "project",
        "app",
        "data",
        "core",
        "docs",
        "open",
        "the",
        "api",
    }
)


def channels_of(seen: Seen) -> tuple[list[Channel], list[Document]]:
    """Return the places of exchange, in their order, each once, and the documents that write some."""
    found: dict[str, Channel] = {}
    writers: list[Document] = []
    count: Counter[str] = Counter()
    at = seen.definition.thresholds
    own = _Own(seen)
    for document in searched_of(seen):
        written = list(_written(document, own, seen.definition))
        writers += [document] if written else []
        for kind, address, line in written:
            key = _place(kind, address)
            if key in found or count[kind] >= at["of_one_kind"] or len(found) >= at["channels"]:
                continue
            count[kind] += 1
            # Beside such an address there is often a name.
            quote = kind not in {"social", "e-mail"}
            found[key] = {
                "kind": kind,
                "address": address,
                "citation": seen.cite(document, (line, line), quote=quote),
            }
    return list(found.values()), writers


def searched_of(seen: Seen) -> list[Document]:
    """Return the documents where places of exchange are looked for."""
    return [item for item in seen.of(*_PLACES) if item.text is not None and _speaks(item)]


def is_unread(seen: Seen) -> bool:
    """Return whether a document that could write a place of exchange was not searched to its end."""
    return any(_speaks(document) for document in seen.unread(*_PLACES))


def _place(kind: str, address: str) -> str:
    """Return what makes two addresses one place: many pages are one wiki, one blog, one tracker."""
    plain = re.sub(
        r"^https?://(?:www\.)?|[?#].*$" if kind in _WHOLES else r"^https?://(?:www\.)?", "", address.lower()
    )
    deep = 3 if _FORGES.match(plain) else 1
    return f"{kind} {'/'.join(plain.split('/')[:deep])}" if kind in _WHOLES else plain.rstrip("/")


class _Own:
    """What ties an address to this project: the account where it is, and words of its name."""

    def __init__(self, seen: Seen) -> None:
        parts = urlsplit(seen.origin or "")
        path = [part.removesuffix(".git") for part in parts.path.strip("/").split("/") if part]
        self.host = parts.hostname or ""
        self.account = path[0].lower() if path else ""
        shortest = int(seen.definition.thresholds["name"])
        self._project = _words(path[1:], shortest)
        self._account = _words(path[:1], shortest)
        # An account that is no known organisation may be that of a person.
        self._known = bool(seen.origin and load_stewards().of_account(seen.origin))

    def named(self, address: str, *, account: bool = True) -> bool:
        """Return whether an address bears a name of the project, or of an account that is not a person's."""
        flat = re.sub(r"[^a-z0-9]", "", address.lower())
        names = self._project | (self._account if account or self._known else frozenset())
        return any(name in flat for name in names)

    def held(self, address: str) -> bool:
        """Return whether a forge address is of the account of the project; True when that is not known."""
        path = _FORGES.sub("", address).split("/")
        owner = path[1] if path[0] == "orgs" and len(path) > 1 else path[0]
        return not self.account or owner.lower() == self.account


def _words(parts: list[str], shortest: int) -> frozenset[str]:
    words = {one for part in parts for one in (part, *re.split(r"[-_.]", part))}
    return frozenset(
        re.sub(r"[^a-z0-9]", "", word.lower())
        for word in words
        if len(word) >= shortest and word.lower() not in _COMMON
    )


def _speaks(document: Document) -> bool:
    deep = document.path.count("/")
    if document.kind is DocumentKind.DOCS_PAGE:
        return bool(_PAGE.search(document.path))
    if document.kind in {DocumentKind.README, DocumentKind.MANIFEST}:
        return deep == 0
    return deep <= 2


def _written(document: Document, own: _Own, definition: Definition) -> Iterator[tuple[str, str, int]]:
    """Yield the kind, the address and the line of what a document writes."""
    text = document.text or ""
    exchanging = _exchanging(document, definition)
    for link in _links(document):
        if masked(link.url) != link.url or "matrix.to/#/@" in link.url or "t.me/@" in link.url:
            continue  # a message to a person
        address = re.sub(r"^https?://", "", link.url)
        kind = _kind(address, own, definition, told=exchanging(link))
        if kind is not None:
            yield kind, _clean(link.url), link.line
    for found in _IRC.finditer(text):
        yield "chat", found.group(), text.count("\n", 0, found.start()) + 1
    if document.kind is not DocumentKind.MANIFEST:
        yield from _mails(text)


def _links(document: Document) -> Iterator[Link]:
    if document.kind is DocumentKind.ISSUE_TEMPLATE:
        text = document.text or ""
        for found in _CONFIG.finditer(text):
            yield Link("", found[1], text.count("\n", 0, found.start(1)) + 1)
        return
    yield from (link for link in links(document.text or "") if link.url.startswith(("http://", "https://")))


def _exchanging(document: Document, definition: Definition) -> "_Exchanging":
    return _Exchanging(document, _any(definition, "exchanging"))


_LONGEST_LINE = 2_000
"""Characters of a line that are looked at: a paragraph is rarely longer, a trap often is."""


class _Exchanging:
    """Tells whether the passage around a link speaks of exchanges: its words, its line, its heading."""

    def __init__(self, document: Document, words: re.Pattern[str]) -> None:
        text = document.text or ""
        self._always = document.kind in {DocumentKind.SUPPORT, DocumentKind.ISSUE_TEMPLATE}
        self._words = words
        self._lines = text.split("\n")
        self._headings = [(section.lines, section.heading) for section in sections(text)]

    def __call__(self, link: Link) -> bool:
        if self._always or self._words.search(link.text.lower()):
            return True
        line = self._lines[link.line - 1][:_LONGEST_LINE] if link.line <= len(self._lines) else ""
        around = re.sub(r"https?://\S+|\]\([^)]*\)", "", line).lower()
        headings = (name for (first, last), name in self._headings if first <= link.line <= last)
        return bool(self._words.search(around)) or any(self._words.search(name.lower()) for name in headings)


def _kind(address: str, own: _Own, definition: Definition, *, told: bool) -> str | None:
    """Return the kind of an address; None when it is not a place where this project talks."""
    low = address.lower()
    if _any(definition, "aside").search(low):
        return None
    for name, kind in _KINDS:
        if f"{name}_services" in definition.lists and _any(definition, f"{name}_services").search(low):
            return kind if _belongs(kind, low, own, told=told) else None
        if f"{name}_names" in definition.lists and _any(definition, f"{name}_names").search(low):
            if _FORGES.match(low) and not own.held(low):
                return None
            # A person's blog may have an article, at an address that names the project.
            ours = own.named(low.partition("/")[0] if kind == "blog" else low, account=kind not in _PERSONAL)
            return kind if ours and (told or kind in {"forum", "wiki", "blog"}) else None
    return None


def _belongs(kind: str, address: str, own: _Own, *, told: bool) -> bool:
    if _FORGES.match(address):
        return own.held(address)
    if kind in {"social", "blog", "wiki", "issue-tracker"}:
        return own.named(address, account=kind not in _PERSONAL)
    return told or own.named(address)


def _mails(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the addresses of lists and of roles; never one that may be a person's."""
    for found in _MAIL.finditer(text):
        address = found.group().strip(".")
        if _NOBODY.search(address):
            continue
        line = text.count("\n", 0, found.start()) + 1
        if _LIST.search(address):
            yield "mailing-list", address, line
        elif masked(address) == address:
            yield "e-mail", address, line


def _clean(url: str) -> str:
    """Return an address without what follows the reader (`utm_…`)."""
    return re.sub(r"[?&](?:utm_|ref=|source=)[^#]*", "", url).rstrip("/")


def _any(definition: Definition, name: str) -> re.Pattern[str]:
    return _joined(definition.lists[name])


@cache
def _joined(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns))
