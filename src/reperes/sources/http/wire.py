"""What is under the cache: a request, signed for its host alone, goes out by the door."""

import re
import ssl
from collections.abc import Iterator
from email.utils import format_datetime

import httpcore2
import httpx2

from reperes.sources.http import errors
from reperes.sources.http.door import METER, Door
from reperes.sources.http.ledger import Ledger, come_back, moment, told
from reperes.sources.http.proxy import Proxy
from reperes.sources.http.target import authority
from reperes.sources.http.tokens import Tokens

_STORABLE = frozenset({200, 203})
_LONGEST_FRESH = 3600
_TOO_OFTEN = 429
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,9})")
_CONNECTIONS = 10


class _Body(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class Wire(httpx2.BaseTransport):
    """Sends; raises, before the cache learns of it, for an answer that only says to come back."""

    def __init__(
        self, door: Door, proxy: Proxy | None, tokens: Tokens, ledger: Ledger, trust: ssl.SSLContext | None
    ) -> None:
        self._tokens = tokens
        self._ledger = ledger
        trusted = trust or ssl.create_default_context()
        if proxy is None:
            self._pool = httpcore2.ConnectionPool(
                ssl_context=trusted, max_connections=_CONNECTIONS, network_backend=door
            )
        else:
            self._pool = httpcore2.HTTPProxy(
                httpcore2.URL(scheme=proxy.scheme, host=proxy.host, port=proxy.port, target="/"),
                proxy_auth=proxy.login,
                ssl_context=trusted,
                proxy_ssl_context=trusted if proxy.scheme == "https" else None,
                max_connections=_CONNECTIONS,
                network_backend=door,
            )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and return its answer, the body still to come."""
        url = request.url
        host, path = authority(url.scheme, url.host, url.port), url.raw_path.decode("ascii")
        METER.get().next(host)
        self._ledger.ask(host, path)
        idle = {name: METER.get().left() for name in ("connect", "read", "write", "pool")}
        response = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=[*request.headers.raw, *self._signature(url.scheme, host)],
                content=request.read(),
                extensions={"timeout": idle},
            )
        )
        try:
            return self._taken(host, path, response)
        except errors.HttpError:
            response.close()
            raise

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _signature(self, scheme: str, host: str) -> list[tuple[bytes, bytes]]:
        # A host that sends elsewhere does not choose whose token is shown there.
        told = scheme == "https" and METER.get().first == host
        token = self._tokens.of(host) if told else None
        return [] if token is None else [(b"Authorization", f"Bearer {token}".encode("ascii"))]

    def _taken(self, host: str, path: str, response: httpcore2.Response) -> httpx2.Response:
        headers = httpx2.Headers(response.headers)
        now = self._ledger.now()
        self._ledger.heard(host, path, told(headers, now))
        until = come_back(headers, now)
        if response.status == _TOO_OFTEN or (response.status == 403 and until is not None):
            if until is not None:
                self._ledger.close(host, path, until)
            raise errors.limited(host, until, response.status)
        if response.status >= 500:
            raise errors.broken(host, response.status, until)
        headers["cache-control"] = _tempered(response.status, headers)
        written = moment(headers.get("date"))
        if written is None or written > now:  # the cache would find it young for ever
            headers["date"] = format_datetime(now, usegmt=True)
        return httpx2.Response(response.status, headers=headers, stream=_Body(response))


def _tempered(status: int, headers: httpx2.Headers) -> str:
    """Return how long an answer may serve without asking: what the host says, an hour at most.

    Where it says nothing, it is asked each time whether its answer changed: an observation is of its day.
    """
    value = headers.get("cache-control", "").lower()
    if "no-store" in value or status not in _STORABLE:
        return "no-store"
    found = _MAX_AGE.search(value)
    if found is None and not {"etag", "last-modified"} & headers.keys():
        return "no-store"  # it could not be asked about
    if "no-cache" in value or found is None:
        return "private, no-cache"
    return f"private, max-age={min(int(found[1]), _LONGEST_FRESH)}"
