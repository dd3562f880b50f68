"""What a run may ask, what it did ask, and what hosts said of how much more they would answer."""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType

from reperes.sources.http import errors

_EPOCH = 1_000_000_000
"""From here on, a time to reset is a date; below, a number of seconds."""
_FAR = timedelta(days=366)
_FIELD = {
    "remaining": re.compile(r"(?:^|[;,\s])(?:r|remaining)=(\d{1,12})(?!\d)"),
    "reset": re.compile(r"(?:^|[;,\s])(?:t|reset)=(\d{1,12})(?!\d)"),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer may cost.

    `seconds` is for the whole exchange: redirects, retries and waits included; `idle` for a silence within
    it. `size` is in bytes, packed and unpacked. `requests` is for each host, over the life of a client.
    `wait` is the longest that a host may ask us to wait, `pause` the first wait where it asks nothing.
    `life` is for all exchanges together, in seconds, and `bytes` for all that is received: nothing is asked
    past them.
    """

    seconds: float = 60
    idle: float = 15
    size: int = 16 << 20
    requests: int = 300
    redirects: int = 5
    attempts: int = 3
    wait: float = 20
    pause: float = 0.3
    life: float = 240
    bytes: int = 256 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """What one host cost: requests sent and bytes received, how many answers came from where, waits.

    `points`: what it says that its answers cost, where it counts so (GraphQL).
    """

    requests: int = 0
    received: int = 0
    points: int = 0
    fetched: int = 0
    revalidated: int = 0
    cached: int = 0
    archived: int = 0
    waits: int = 0
    waited: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Cost)))


@dataclass(frozen=True, slots=True)
class Spent:
    """What a client spent, by host; `proxy` is the one address spoken to, when there is one."""

    by_host: Mapping[str, Cost] = field(default_factory=dict)
    proxy: str | None = None

    @property
    def total(self) -> Cost:
        """What all hosts cost together."""
        return sum(self.by_host.values(), Cost())


@dataclass(frozen=True, slots=True)
class Rate:
    """What a host said of its quota: how many requests are left, until when."""

    remaining: int | None
    reset: datetime | None


@dataclass
class Ledger:
    """Counts for every thread of a run, and keeps from asking what would not be answered."""

    bounds: Bounds
    now: Callable[[], datetime]
    _costs: dict[str, Cost] = field(default_factory=dict)
    _rates: dict[tuple[str, str], Rate] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, host: str, **more: float) -> None:
        """Add to what a host cost."""
        with self._lock:
            cost = self._costs.get(host, Cost())
            self._costs[host] = replace(
                cost, **{name: getattr(cost, name) + value for name, value in more.items()}
            )

    def ask(self, host: str, path: str) -> None:
        """Count a request about to be made.

        Raises TooManyError when it was asked enough, LimitedError when it said that it would not answer.
        """
        with self._lock:
            cost = self._costs.get(host, Cost())
            if cost.requests >= self.bounds.requests:
                raise errors.too_many(host, self.bounds.requests)
            rate = self._rates.get((host, family(path)))
            if rate is not None and rate.remaining == 0 and rate.reset and rate.reset > self.now():
                raise errors.limited(host, rate.reset)
            self._costs[host] = replace(cost, requests=cost.requests + 1)

    @property
    def received(self) -> int:
        """How many bytes all hosts sent."""
        with self._lock:
            return sum(cost.received for cost in self._costs.values())

    def heard(self, host: str, path: str, rate: Rate) -> None:
        """Keep what an answer says of the quota."""
        if rate.remaining is not None:
            with self._lock:
                self._rates[host, family(path)] = rate

    def close(self, host: str, path: str, until: datetime) -> None:
        """Keep from asking a host until the moment it told."""
        self.heard(host, path, Rate(0, until))

    def rate(self, host: str, path: str) -> Rate | None:
        """Return what the host last said of the quota of this family of addresses."""
        with self._lock:
            return self._rates.get((host, family(path)))

    def spent(self, proxy: str | None) -> Spent:
        """Return what was spent until now."""
        with self._lock:
            return Spent(MappingProxyType(dict(self._costs)), proxy)


def family(path: str) -> str:
    """Return which quota an address counts for: GitHub's search and GraphQL have their own."""
    return path.split("?", maxsplit=1)[0].split("/", maxsplit=2)[1]


def told(headers: Mapping[str, str], now: datetime) -> Rate:
    """Return the quota that headers tell, in any of the forms in use."""
    remaining = _number(headers, "remaining")
    reset = _number(headers, "reset")
    if reset is None:
        return Rate(remaining, None)
    if reset >= _EPOCH:
        # The host's clock and ours may differ: what counts is how long there is to wait.
        wait = timedelta(seconds=reset) - (_date(headers.get("date")) or now - _ZERO)
    else:
        wait = timedelta(seconds=reset)
    return Rate(remaining, now + max(-_FAR, min(wait, _FAR)))


_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    for header in (f"x-ratelimit-{name}", f"ratelimit-{name}"):
        value = headers.get(header, "").strip()
        if re.fullmatch(r"[0-9]{1,12}", value):
            return int(value)
    found = _FIELD[name].search(headers.get("ratelimit", ""))
    return int(found[1]) if found else None


def come_back(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when the host says to ask again: Retry-After, else the reset of a quota with nothing left."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return now + min(timedelta(seconds=int(value)), _FAR)
    moment = _date(value)
    if moment is not None:
        return now + max(timedelta(), min(moment - (_date(headers.get("date")) or now - _ZERO), _FAR))
    rate = told(headers, now)
    return rate.reset if rate.remaining == 0 else None


def _date(value: str | None) -> timedelta | None:
    """Return how long after 1970 an HTTP date is."""
    try:
        moment = parsedate_to_datetime(value or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _ZERO
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def moment(value: str | None) -> datetime | None:
    """Return the moment that an HTTP date tells."""
    since = _date(value)
    try:
        return None if since is None else _ZERO + since
    except OverflowError:
        return None
