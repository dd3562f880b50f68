"""Taking plain values out of what a forge answers: another type than the one wanted counts as not told."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from reperes.sources.http import errors

_EARLIEST, _LATEST = 1990, 2999
_ROWS = 1000
"""Rows of a list that are looked at: no forge gives a page as long."""

_TEXT = 500
_NAME = 120
_SURROGATES = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(
    r"(https?://[A-Za-z0-9.:\[\]-]{1,255}(?:/[A-Za-z0-9._~%!$&'()*+,;=:/-]{0,1000})?)(?:[?#].*)?"
)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,79}")


def get(value: Any, *path: str) -> Any:
    """Return what is under keys, one in the other; None where one is missing."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def rows(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, a thousand at most; nothing when it is none."""
    if isinstance(value, list):
        yield from (one for one in islice(value, _ROWS) if isinstance(one, Mapping))


def text(value: Any) -> str | None:
    """Return a text that says something, not too long, and made of whole signs."""
    if not isinstance(value, str) or len(value) > _TEXT or _SURROGATES.search(value):
        return None
    return value.strip() or None


def name(value: Any) -> str | None:
    """Return the name of a thing: a branch, a tag, a group. One that holds an e-mail address is not kept."""
    found = text(value)
    return None if found is None or "@" in found or len(found) > _NAME else found


def licence(value: Any) -> str | None:
    """Return what is written as an identifier of SPDX is."""
    found = text(value)
    return found if found is not None and _SPDX.fullmatch(found) else None


def rank(value: Any) -> int | None:
    """Return the number of a request."""
    found = number(value)
    return found if found and found < 1 << 32 else None


def number(value: Any) -> int | None:
    """Return a whole number, from 0 on; one written in figures will do."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 12:
        return int(value)
    return value if type(value) is int and 0 <= value < 1 << 40 else None


def truth(value: Any) -> bool | None:
    """Return a yes or a no."""
    return value if isinstance(value, bool) else None


def instant(value: Any) -> datetime | None:
    """Return a moment written as ISO 8601, in UTC; None when it is implausible, as Forgejo's 0001-01-01."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if _EARLIEST <= moment.year <= _LATEST else None


def address(value: Any) -> str | None:
    """Return an https or http address of plain signs, without what follows a question mark.

    One that holds an at sign, as a password or an e-mail address do, is not kept.
    """
    found = text(value)
    parts = None if found is None or "@" in found else _ADDRESS.fullmatch(found)
    return None if parts is None else parts[1]


def page(value: Any, asked: str) -> str:
    """Return the page of a project as its forge writes it, the one asked where that is on another host."""
    url = address(value)
    return url if url is not None and _host(url) == _host(asked) else asked


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].casefold()


def page_of(value: Any, host: str, told: str = "JSON") -> list[Any]:
    """Return the rows of a page; MalformedError when it is none: an error is not an empty list."""
    if not isinstance(value, list) or len(value) > _ROWS:
        raise errors.malformed(host, told)
    return value
