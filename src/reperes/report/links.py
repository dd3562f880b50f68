"""Where a cited content can be opened: in the archive for ever, on its forge as it was."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from reperes.subject import Forge
from reperes.subject.hosts import forge_of

_ARCHIVE: Final = "https://archive.softwareheritage.org/"
_SAFE = "/!$&'()*+,:@-._~"
_CONTENT = re.compile(r"swh:1:cnt:[0-9a-f]{40}(?:;.*)?", re.DOTALL)
_REVISION = re.compile(r"swh:1:rev:([0-9a-f]{40})")
_LINES = re.compile(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?")
_MARKUP = (".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".org", ".ipynb")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How a forge writes the address of a file; `raw` makes it show the lines of a text it would format."""

    file: str
    raw: str
    line: str
    lines: str


_PATTERNS = {
    Forge.GITHUB: _Pattern("/blob/{revision}/{path}", "?plain=1", "#L{first}", "#L{first}-L{last}"),
    Forge.GITLAB: _Pattern("/-/blob/{revision}/{path}", "?plain=1", "#L{first}", "#L{first}-{last}"),
    Forge.FORGEJO: _Pattern(
        "/src/commit/{revision}/{path}", "?display=source", "#L{first}", "#L{first}-L{last}"
    ),
    Forge.SOURCEHUT: _Pattern(
        "/tree/{revision}/item/{path}", "?view-source", "#L{first}", "#L{first}-{last}"
    ),
    Forge.BITBUCKET: _Pattern("/src/{revision}/{path}", "", "#lines-{first}", "#lines-{first}:{last}"),
}


def archive_link(swhid: str) -> str | None:
    """Return the address of a content in the Software Heritage archive, None when it names no content.

    The archive may not hold it yet: the identifier is computed from the content, not asked for.
    """
    if not _CONTENT.fullmatch(swhid):
        return None
    return _ARCHIVE + quote(swhid, safe=_SAFE + ";=%")


def place(swhid: str) -> str:
    """Return what a person reads: `GOVERNANCE.md, 10-14`; bytes that are not UTF-8 as surrogates."""
    qualifiers = _qualifiers(swhid)
    path = unquote(qualifiers.get("path", ""), errors="surrogateescape").removeprefix("/")
    return ", ".join(part for part in (path or swhid.partition(";")[0], qualifiers.get("lines")) if part)


def forge_link(swhid: str) -> str | None:
    """Return the address of the file on its forge, at the revision and lines cited.

    None when the forge is not one whose addresses are known, or when the identifier does not tell enough.
    """
    qualifiers = _qualifiers(swhid)
    base = web_link(unquote(qualifiers.get("origin", "")))
    revision = _REVISION.fullmatch(qualifiers.get("anchor", ""))
    segments = unquote_to_bytes(qualifiers.get("path", "")).removeprefix(b"/").split(b"/")
    if base is None or revision is None or {b"", b".", b".."} & set(segments):
        return None
    pattern = _PATTERNS.get(forge_of(urlsplit(base).hostname or "") or Forge.GIT)
    if pattern is None:
        return None
    path = quote(b"/".join(segments), safe=_SAFE)
    address = base.removesuffix(".git") + pattern.file.format(revision=revision[1], path=path)
    lines = _LINES.fullmatch(qualifiers.get("lines", ""))
    if lines is None:
        return address
    form = pattern.lines if lines[2] else pattern.line
    raw = pattern.raw if path.lower().endswith(_MARKUP) else ""
    return address + raw + form.format(first=lines[1], last=lines[2])


def web_link(address: str | None) -> str | None:
    """Return an address that may be followed from a report, None when it is not plainly one of the web."""
    if address is None or not re.fullmatch(r"https?://[\x21-\x7e]+", address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if not parts.hostname or parts.username is not None or parts.password is not None:
        return None
    return quote(address.rstrip("/"), safe=_SAFE + ";=%?#[]")


def _qualifiers(swhid: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in swhid.split(";")[1:])
    return {key: value for key, _, value in pairs}
