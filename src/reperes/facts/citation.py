"""Citations: provenances that a reader can open (DESIGN 2 and 4.2)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote

_SWH_SAFE = "/!$&'()*+,:@-._~"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends included. `start` is None where it goes back to the first commit."""

    start: date | None
    end: date


@dataclass(frozen=True, slots=True)
class ContentCitation:
    """A place in the content of a repository, as a qualified SWHID (ISO/IEC 18670).

    `swhid` is `swh:1:cnt:<blob>;origin=<url>;anchor=swh:1:rev:<commit>;path=/<path>;lines=<a>-<b>`: the git
    blob identifier *is* the SWHID, so git alone can check it. `origin` is left out when it is not known.
    """

    swhid: str
    quote: str | None = None
    kind: Literal["content"] = "content"


@dataclass(frozen=True, slots=True)
class WebCitation:
    """A page, as it was on a day."""

    url: str
    retrieved_on: date
    quote: str | None = None
    kind: Literal["web"] = "web"


@dataclass(frozen=True, slots=True)
class QueryCitation:
    """A question put to a source, and how many items answered it. `filter` is written to be run again."""

    source: str
    filter: str
    window: Window | None
    count: int
    kind: Literal["query"] = "query"


@dataclass(frozen=True, slots=True)
class ReferenceCitation:
    """Something that Repères itself explains: `reperes explain <id>`."""

    kind: Literal["reading", "indicator", "parameter", "precedent"]
    id: str


Citation = ContentCitation | WebCitation | QueryCitation | ReferenceCitation


def swhid(
    blob: str,
    *,
    path: bytes,
    revision: str,
    origin: str | None = None,
    lines: tuple[int, int] | None = None,
) -> str:
    """Return the qualified SWHID of a file's content, or of some of its lines (counted from 1, inclusive).

    `;` and `%` inside a qualifier are percent-encoded, as the specification asks, and so is every byte of a
    path that is not plain ASCII: a path of any bytes gives an ASCII identifier.
    """
    parts = [f"swh:1:cnt:{blob}"]
    if origin is not None:
        parts.append(f"origin={quote(origin, safe=_SWH_SAFE + '?=#')}")
    parts.append(f"anchor=swh:1:rev:{revision}")
    parts.append(f"path=/{quote(path, safe=_SWH_SAFE)}")
    if lines is not None:
        first, last = lines
        parts.append(f"lines={first}" if first == last else f"lines={first}-{last}")
    return ";".join(parts)
