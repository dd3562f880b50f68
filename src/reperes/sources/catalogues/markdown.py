"""Lists and tables of a page in Markdown, as plain text; a page may be brought as JSON instead."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reperes.sources.catalogues.reader import ShapeError, day, parsed

_FENCE = "---"
_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<url>[^\s()]*)\)")
_MARKS = re.compile(r"[*`]+")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = frozenset("-: ")
_MOST_CELLS = 100
_LONGEST_LINE = 20_000
_MOST_LINES = 20_000
"""Lines of a page that people write; one of a longer page is not of the catalogue."""
_DIRECTIVE = re.compile(r"(?:^|[\r\n\x85\u2028\u2029])\ufeff?%(?!YAML )")


def decoded(body: bytes) -> str:
    """Return the text of a page; ShapeError when it is not UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShapeError(type(error).__name__) from None


def is_json(body: bytes) -> bool:
    """Return whether a body is JSON, at its first sign."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"[", b"{"}


def brought(body: bytes) -> Mapping[str, Any] | None:
    """Return the block that was brought in the place of a page; None for a page. ShapeError for a list."""
    if not is_json(body):
        return None
    data = parsed(body)
    if not isinstance(data, Mapping):
        raise ShapeError("no block")
    return data


def brought_on(data: Mapping[str, Any]) -> date | None:
    """Return the day of what was brought, which `_meta.snapshot_date` tells."""
    meta = data.get("_meta")
    return day(meta.get("snapshot_date")) if isinstance(meta, Mapping) else None


def has_directives(page: str) -> bool:
    """Return whether YAML has directives, that of its version aside: each is compared with all the others."""
    return _DIRECTIVE.search(page) is not None


def bullets(page: str) -> Iterator[tuple[str, str]]:
    """Yield the items of its outermost lists, each after the heading that it is under."""
    heading = ""
    for line in _lines(page):
        if line.startswith("#"):
            heading = plain(line.strip("# \t"))
        elif line[:2] in {"- ", "* ", "+ "} and (item := plain(line[2:])):
            yield heading, item


def rows(page: str) -> Iterator[dict[str, str]]:
    """Yield the rows of its tables, each cell as it is written, by the title of its column."""
    titles: list[str] = []
    for line in _lines(page):
        if not line.lstrip().startswith("|"):
            titles = []
            continue
        cells = [one.strip().replace("\\|", "|") for one in _CELL.split(line.strip().strip("|"), _MOST_CELLS)]
        if not titles:
            titles = [plain(one) for one in cells]
        elif not all(_RULE.issuperset(one) for one in cells):
            yield dict(zip(titles, cells, strict=False))


def links(cell: str) -> tuple[str, ...]:
    """Return the addresses that a text links to."""
    return tuple(found["url"] for found in _LINK.finditer(cell))


def plain(text: str) -> str:
    """Return a text without emphasis, and with the words of links alone."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\g<text>", text)).split())


def _lines(page: str) -> Iterator[str]:
    """Yield the lines of a page after its front matter, cut to 20,000 signs; ShapeError past 20,000 lines."""
    lines = page.splitlines()
    if len(lines) > _MOST_LINES:
        raise ShapeError("lines")
    if lines and lines[0].strip() == _FENCE:
        ends = (at for at, line in enumerate(lines[1:], 1) if line.strip() == _FENCE)
        lines = lines[next(ends, 0) + 1 :]
    yield from (line[:_LONGEST_LINE] for line in lines)
