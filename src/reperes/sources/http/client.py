"""The client: a question, the bounds it is asked within, and an answer or the reason why there is none.

The libraries are loaded at the first request: an observation that asks nothing does not pay for them.
"""

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reperes.errors import Message
from reperes.i18n import N_
from reperes.sources.addresses import Guard, Reach, Resolve
from reperes.sources.http import archive, errors
from reperes.sources.http.answer import Answer, Came
from reperes.sources.http.ledger import Bounds, Ledger, Rate, Spent, moment
from reperes.sources.http.proxy import Proxy
from reperes.sources.http.target import Question, Target, question, read
from reperes.sources.http.tokens import Tokens

if TYPE_CHECKING:
    from reperes.sources.http.door import Meter
    from reperes.sources.http.network import Hop, Network

JSON = "application/json"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_A_MINUTE = timedelta(seconds=60)
_LONGEST_PAUSE = 2.0
_NOT_KNOWN = 401


class Client:
    """Asks, within bounds; every source shares one for the length of a run.

    `read_at` is the moment of the run, aware: clocks below only measure from it. When `offline`, no request
    is made: what was kept of former runs answers. `trust` is the certificates to believe, those of the system
    by default. `told` hears when a host makes us wait. `exactly`: only what the run of `read_at` itself was
    answered will do.
    """

    def __init__(
        self,
        *,
        read_at: datetime,
        home: Path,
        reach: Reach | None = None,
        tokens: Tokens | None = None,
        bounds: Bounds | None = None,
        offline: bool = False,
        exactly: bool = False,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
        told: Callable[[Message], None] = lambda _: None,
    ) -> None:
        self._read_at = read_at
        self._started = time.monotonic()
        self._home = home
        self._reach = reach or Reach()
        self._guard = Guard(self._reach) if resolve is None else Guard(self._reach, resolve)
        self._tokens = tokens or Tokens()
        self._bounds = bounds or Bounds()
        self._offline = offline
        self._exactly = exactly
        self._trust = trust
        self._told = told
        self._ledger = Ledger(self._bounds, self._now)
        self._archive = archive.Archive(archive.place(home))
        self._swept = False
        self._network: Network | None = None
        self._opening = threading.Lock()

    def __repr__(self) -> str:
        return f"Client(offline={self._offline}, through={self.through!r}, tokens={self._tokens!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection. What was spent can still be asked."""
        if self._network is not None:
            self._network.close()
            self._network = None

    @property
    def through(self) -> str | None:
        """The outgoing proxy, then the only address spoken to; None where hosts are spoken to directly."""
        if not self._reach.proxy:
            return None
        return Proxy.read(self._reach.proxy).shown

    @property
    def spent(self) -> Spent:
        """What was spent until now."""
        return self._ledger.spent(self.through)

    def rate(self, url: str) -> Rate | None:
        """Return what the host of an address last said of how much more it would answer, None if nothing."""
        target = read(url, self._reach)
        return self._ledger.rate(target.authority, target.path)

    def has_token(self, url: str) -> bool:
        """Return whether the host of an address gave us something to be known by."""
        return self._tokens.of(read(url, self._reach).authority) is not None

    def count_points(self, url: str, points: int) -> None:
        """Add what an answer says that it cost, where a host counts otherwise than in requests."""
        self._ledger.count(read(url, self._reach).authority, points=points)

    def get(
        self,
        url: str,
        *,
        accept: str = JSON,
        headers: Mapping[str, str] | None = None,
        keep: bool = True,
    ) -> Answer:
        """Return the answer to a GET, redirects followed; its status is a success.

        Neither the cache nor the archive hears of it where `keep` is False: the caller keeps what it needs.

        Raises HttpError: NotAllowedError, NothingThereError, LimitedError…, each an absence with its reason.
        """
        return self._answered(question(read(url, self._reach), accept, headers), keep=keep)

    def post_json(
        self,
        url: str,
        body: object,
        *,
        accept: str = JSON,
        headers: Mapping[str, str] | None = None,
        keep: bool = True,
    ) -> Answer:
        """Return the answer to a question asked with a JSON body: one that changes nothing, such as GraphQL.

        It may be asked again when the network fails; `keep` is that of `get`. Errors that GraphQL tells in a
        200 are the caller's.
        """
        return self._answered(question(read(url, self._reach), accept, headers, body), keep=keep)

    def _now(self) -> datetime:
        return self._read_at + timedelta(seconds=time.monotonic() - self._started)

    def _answered(self, asked: Question, *, keep: bool = True) -> Answer:
        host = asked.target.authority
        if self._offline:
            found = self._archive.find(asked, self._read_at, exactly=self._exactly)
            if found is None:
                raise errors.not_kept(host)
            self._ledger.count(host, archived=1)
            return self._judged(found)
        if time.monotonic() - self._started > self._bounds.life:
            raise errors.no_more_time(host, self._bounds.life)
        if self._ledger.received > self._bounds.bytes:
            raise errors.no_more_room(host, self._bounds.bytes)
        answer = self._fetch(asked, keep=keep)
        if keep:
            self._archive.add(asked, answer, self._read_at)
        return self._judged(answer)

    def _judged(self, answer: Answer) -> Answer:
        """Return an answer that is a success; raise what any other means."""
        if 200 <= answer.status < 300:
            return answer
        if answer.status == _NOT_KNOWN and self._tokens.of(answer.host) is not None:
            raise errors.bad_token(answer.host)
        raise errors.refused(answer.host, answer.status)

    def _fetch(self, asked: Question, *, keep: bool) -> Answer:
        from reperes.sources.http.door import Meter

        target = asked.target
        meter = Meter(self._bounds, self._ledger, target.authority)
        for _ in range(self._bounds.redirects + 1):
            hop = self._patiently(asked, target, meter, keep=keep)
            location = hop.headers.get("location")
            if hop.status not in _REDIRECTS or location is None:
                return self._read(hop, target)
            if asked.method != "GET":
                raise errors.sent_elsewhere(target.authority)
            target = read(location, self._reach, target)
        raise errors.endless(asked.target.authority)

    def _read(self, hop: "Hop", target: Target) -> Answer:
        self._ledger.count(target.authority, **{_COUNTED[hop.came]: 1})
        if hop.status == 403 and b"rate limit" in hop.body[:4096].lower():
            until = self._now() + _A_MINUTE  # the least that GitHub asks for where it tells no moment
            self._ledger.close(target.authority, target.path, until)
            raise errors.limited(target.authority, until, hop.status)
        # An answer served without asking is as old as it says.
        written = moment(hop.headers.get("date")) if hop.came is Came.CACHE else None
        retrieved_at = min(self._read_at, written or self._read_at)
        return Answer(hop.status, target.text, hop.headers, hop.body, retrieved_at, hop.came)

    def _patiently(self, asked: Question, target: Target, meter: "Meter", *, keep: bool) -> "Hop":
        """Ask one host, again when its trouble may pass, within the bounds."""
        import stamina

        network = self._opened()
        agent = f"reperes/{version('reperes')}"
        failed: float | None = None
        for attempt in stamina.retry_context(
            on=partial(self._pause, meter),
            attempts=self._bounds.attempts,
            timeout=None,
            wait_initial=self._bounds.pause,
            wait_max=_LONGEST_PAUSE,
            wait_jitter=self._bounds.pause,
        ):
            with attempt:
                if failed is not None:
                    self._ledger.count(target.authority, waits=1, waited=time.monotonic() - failed)
                try:
                    return network.hop(asked, target, meter, agent, keep=keep)
                except errors.HttpError:
                    failed = time.monotonic()
                    raise
        raise AssertionError  # the last attempt returned, or raised

    def _pause(self, meter: "Meter", error: Exception) -> bool | float:
        """Return whether to ask again, or after how many seconds."""
        if not isinstance(error, errors.HttpError) or not error.passing:
            return False
        left = self._bounds.seconds - (time.monotonic() - meter.started)
        if error.come_back is None:
            return left > _LONGEST_PAUSE + self._bounds.pause
        wait = max((error.come_back - self._now()).total_seconds(), 0.0)
        if wait > self._bounds.wait or wait >= left:
            return False
        text = N_("{host} asks to wait ({n} s).")
        self._told(Message(text, {"host": meter.host, "n": f"{wait:.0f}"}))
        return wait

    def _opened(self) -> "Network":
        with self._opening:
            return self._network or self._open()

    def _open(self) -> "Network":
        from reperes.sources.http.network import Network

        if not self._swept:
            self._archive.sweep(self._read_at)
            self._swept = True
        self._network = Network(
            home=self._home,
            guard=self._guard,
            proxy=Proxy.read(self._reach.proxy) if self._reach.proxy else None,
            tokens=self._tokens,
            ledger=self._ledger,
            trust=self._trust,
        )
        return self._network


ClientOf = Callable[[datetime, bool], Client]
"""From the moment of a reading to a client; of a reading of the past, it tells what that one was told."""


def clients(
    environment: Mapping[str, str],
    home: Path,
    reach: Reach,
    *,
    offline: bool = False,
    bounds: Bounds | None = None,
) -> ClientOf:
    """Return what makes the clients of a run, with the tokens of the environment or of the data folder.

    `bounds` are those of an observation unless others are given. No token is needed, nor read, when
    `offline`. Raises UsageError for tokens that cannot be read.
    """
    tokens = Tokens() if offline else Tokens.of_environment(environment, home)

    def client(read_at: datetime, offline: bool) -> Client:  # noqa: FBT001 - the shape of ClientOf
        return Client(
            read_at=read_at,
            home=home,
            reach=reach,
            tokens=tokens,
            bounds=bounds,
            offline=offline,
            exactly=offline,
        )

    return client


_COUNTED = {
    Came.NETWORK: "fetched",
    Came.REVALIDATED: "revalidated",
    Came.CACHE: "cached",
    Came.ARCHIVE: "archived",
}
