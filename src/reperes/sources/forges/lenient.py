"""Taking plain values out of what a forge answers: another type than the one wanted counts as not told."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

_EARLIEST, _LATEST = 1990, 2999


def get(value: Any, *path: str) -> Any:
    """Return what is under keys, one in the other; None where one is missing."""
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def rows(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list; nothing when it is none."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))


def text(value: Any) -> str | None:
    """Return a text that says something."""
    return value.strip() or None if isinstance(value, str) else None


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
    """Return an https or http address, without a name or a password."""
    found = text(value)
    if found is None or not found.isascii() or len(found) > 2000:
        return None
    scheme, _, rest = found.partition("://")
    if scheme not in {"https", "http"} or not rest or "@" in rest.partition("/")[0]:
        return None
    return found
