"""An answer, whether it comes from the network, the cache or the archive."""

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin, urlsplit

from reperes.sources.http import errors

_LINK = re.compile(
    r"<([^<>\s]{1,4000})>((?:\s*;\s*[a-z*]+\s*=\s*(?:\"[^\"]{0,200}\"|[^\s\",;]{0,200})){0,8})", re.IGNORECASE
)
_NEXT = re.compile(r";\s*rel\s*=\s*(?:\"(?:[^\"]*\s)?next(?:\s[^\"]*)?\"|next(?![^\s;,]))", re.IGNORECASE)
KEPT = re.compile(
    r"content-type|date|etag|last-modified|link|location|retry-after|(?:x-)?ratelimit.*"
    r"|x-(?:total|total-count|total-pages|page|next-page|per-page)"
)
_LONGEST = 8192


class Came(StrEnum):
    """Where an answer came from."""

    NETWORK = "network"
    REVALIDATED = "revalidated"
    CACHE = "cache"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered. `url` is where the redirects led; `headers` are those of use, in small letters.

    The body may hold names: it is not shown.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    retrieved_at: datetime
    came: Came = field(compare=False)

    @property
    def from_cache(self) -> bool:
        """Whether the body was already here."""
        return self.came is not Came.NETWORK

    @property
    def host(self) -> str:
        """The host that answered, with its port where it is not the usual one."""
        return urlsplit(self.url).netloc

    @property
    def next_page(self) -> str | None:
        """The address of the next page, None on the last; MalformedError if it is elsewhere or this one."""
        for address, parameters in _LINK.findall(self.headers.get("link", "")):
            if _NEXT.search(parameters):
                try:
                    further = str(urljoin(self.url, address))
                    wrong = further == self.url or urlsplit(further)[:2] != urlsplit(self.url)[:2]
                except ValueError:
                    wrong = True
                if wrong:
                    raise errors.malformed(self.host, "Link")
                return further
        return None

    def json(self) -> Any:
        """Return the body as data; MalformedError when it is not JSON."""
        try:
            return json.loads(self.body.decode("utf-8-sig"), parse_constant=_not_json)
        except (ValueError, RecursionError) as error:
            # The error may quote the body.
            raise errors.malformed(self.host, f"JSON, {type(error).__name__}") from None


def _not_json(constant: str) -> float:
    raise ValueError(constant)


def kept(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the headers that are of use to a reader."""
    found: dict[str, str] = {}
    for name, value in headers:
        if KEPT.fullmatch(name.lower()):
            before = f"{found[name.lower()]}, " if name.lower() in found else ""
            found[name.lower()] = (before + value)[:_LONGEST]
    return found


def unpacked(chunks: Iterable[bytes], encoding: str, host: str, size: int) -> bytes:
    """Return a whole body; TooLargeError once it passes `size`, MalformedError when it is badly packed."""
    if encoding.lower() in {"", "identity"}:
        return _gathered(chunks, host, size)
    if encoding.lower() not in {"gzip", "x-gzip"}:
        raise errors.malformed(host, "Content-Encoding")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def pieces() -> Iterable[bytes]:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield inflate.decompress(rest, 1 << 16)
                rest = inflate.unconsumed_tail
                if inflate.unused_data:
                    raise errors.malformed(host, "gzip")

    try:
        body = _gathered(pieces(), host, size)
    except zlib.error:
        raise errors.malformed(host, "gzip") from None
    if not inflate.eof and body:
        raise errors.malformed(host, "gzip")
    return body


def _gathered(chunks: Iterable[bytes], host: str, size: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > size:
            raise errors.too_large(host, size)
    return bytes(body)
