"""The one way out: a connection is made to a vetted address or to the proxy, and ends with its exchange."""

import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpcore2

from reperes.sources.addresses import Guard, NoAddressError, RefusedAddressError
from reperes.sources.http import errors
from reperes.sources.http.ledger import Bounds, Ledger

_MOST_ADDRESSES = 4
_HEADERS = 1 << 20
"""What an answer may hold beside its body."""
_MOMENT = 0.05
T = TypeVar("T")


@dataclass(slots=True)
class Meter:
    """Measures one exchange: `host` is the one presently asked, `received` what its answer weighs.

    `first`: the host that the question was for; another is there because that one sent to it.
    """

    bounds: Bounds
    ledger: Ledger
    first: str
    host: str = ""
    started: float = field(default_factory=time.monotonic)
    received: int = 0

    def left(self) -> float:
        """Return how many seconds are left; LateError when there are none."""
        left = self.bounds.seconds - (time.monotonic() - self.started)
        if left <= 0:
            raise errors.late(self.host, self.bounds.seconds)
        return left

    def late(self) -> bool:
        """Tell whether the time is over, or as good as."""
        return self.bounds.seconds - (time.monotonic() - self.started) < _MOMENT

    def next(self, host: str) -> None:
        """Begin to measure the answer of `host`."""
        self.host, self.received = host, 0

    def take(self, size: int) -> None:
        """Count bytes from the network; TooLargeError past the bound."""
        self.ledger.count(self.host, received=size)
        self.received += size
        if self.received > self.bounds.size + _HEADERS:
            raise errors.too_large(self.host, self.bounds.size)


METER: ContextVar[Meter] = ContextVar("METER")


def _within(meter: Meter, call: Callable[[], T]) -> T:
    """Return what a call gives, if it does in the time left: a name server may never answer."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(call())
        except BaseException as error:  # noqa: BLE001 - it is raised again, where it is waited for
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(meter.left())
    if failed:
        raise failed[0]
    if not done:
        raise errors.late(meter.host, meter.bounds.seconds)
    return done[0]


class Door(httpcore2.NetworkBackend):
    """Opens connections: nothing else in the program does, git's own apart."""

    def __init__(self, guard: Guard, proxy: tuple[str, int] | None) -> None:
        self._guard = guard
        self._proxy = proxy
        self._system = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the proxy when there is one, else to an address of `host` that was vetted."""
        del timeout, local_address
        meter = METER.get()
        if self._proxy is not None:
            if (host, port) != self._proxy:
                raise errors.lost(host, "proxy")
            addresses: Iterable[str] = (host,)
        else:
            addresses = self._vetted(meter, host, port)
        trouble: Exception = httpcore2.ConnectError("–")
        for address in addresses:
            try:
                stream = self._system.connect_tcp(
                    address, port, min(meter.left(), meter.bounds.idle), None, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                trouble = error
            else:
                return Stream(stream)
        raise trouble

    def _vetted(self, meter: Meter, host: str, port: int) -> Iterable[str]:
        try:
            return _within(meter, lambda: self._guard.addresses(host, port))[:_MOST_ADDRESSES]
        except NoAddressError as error:
            raise errors.no_host(error) from error
        except RefusedAddressError as error:
            raise errors.not_allowed(error) from error

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Refuse: nothing is reached by a socket of this machine."""
        del timeout, socket_options
        raise errors.lost(path, "unix")


class Stream(httpcore2.NetworkStream):
    """A connection whose every move is within the time and the bytes of the exchange under way."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes."""
        del timeout
        meter = METER.get()
        data = self._inner.read(max_bytes, _patience(meter))
        meter.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        del timeout
        self._inner.write(buffer, _patience(METER.get()))

    def close(self) -> None:
        """Close."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Begin TLS under the name of the host, whatever the address."""
        del timeout
        return Stream(self._inner.start_tls(ssl_context, server_hostname, _patience(METER.get())))

    def get_extra_info(self, info: str) -> Any:
        """Tell about the connection."""
        return self._inner.get_extra_info(info)


def _patience(meter: Meter) -> float:
    return min(meter.left(), meter.bounds.idle)
