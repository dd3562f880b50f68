"""One hop of an exchange: a question to one host, through the cache or not, and its whole answer."""

import contextlib
import hashlib
import hmac
import logging
import os
import sqlite3
import ssl
from dataclasses import dataclass
from pathlib import Path

import hishel
import hishel.httpx2
import httpcore2
import httpx2

from reperes.people.store import key
from reperes.sources.addresses import Guard, RefusedAddressError
from reperes.sources.http import errors
from reperes.sources.http.answer import Came, kept, unpacked
from reperes.sources.http.archive import cache_file, forget_cache
from reperes.sources.http.door import METER, Door, Meter
from reperes.sources.http.ledger import Ledger
from reperes.sources.http.proxy import Proxy
from reperes.sources.http.target import Question, Target
from reperes.sources.http.tokens import Tokens
from reperes.sources.http.wire import Wire

KEPT_SECONDS = 30 * 86400
MOST_KEPT = 256 << 20
# They would speak on stderr where nobody asked them to; whoever configures logging hears them.
for _name in ("hishel", "httpcore2", "httpx2", "stamina"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Hop:
    """What one host answered."""

    status: int
    headers: dict[str, str]
    body: bytes
    came: Came


class Network:
    """The libraries, held together."""

    def __init__(
        self,
        *,
        home: Path,
        guard: Guard,
        proxy: Proxy | None,
        tokens: Tokens,
        ledger: Ledger,
        trust: ssl.SSLContext | None,
    ) -> None:
        self._home = home
        self._guard = guard
        self._through_proxy = proxy is not None
        self._tokens = tokens
        door = Door(guard, None if proxy is None else (proxy.host, proxy.port))
        self._wire = Wire(door, proxy, tokens, ledger, trust)
        self._transport: httpx2.BaseTransport = self._wire
        connection = _opened(cache_file(home))
        if connection is not None:
            storage = hishel.SqliteStorage(
                connection=connection,
                default_ttl=KEPT_SECONDS,
                max_size=MOST_KEPT,
                max_stream_size=ledger.bounds.size,
            )
            private = hishel.CacheOptions(shared=False)
            self._transport = hishel.httpx2.CacheTransport(self._wire, storage, rfc=private)

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def hop(self, question: Question, target: Target, meter: Meter, agent: str, *, keep: bool = True) -> Hop:
        """Ask `target` a question, without the cache unless it is kept. Raises HttpError."""
        if self._through_proxy:
            self._look(target)
        meter.next(target.authority)
        token = METER.set(meter)
        try:
            return self._asked(question, target, meter, agent, keep=keep)
        except (httpcore2.TimeoutException, TimeoutError) as error:
            if meter.late():
                raise errors.late(target.authority, meter.bounds.seconds) from None
            raise errors.lost(target.authority, type(error).__name__) from None
        except httpcore2.NetworkError as error:
            raise errors.lost(target.authority, str(error)[:200]) from None
        except (httpcore2.ProtocolError, httpcore2.ProxyError) as error:
            # It quotes what the host wrote.
            raise errors.lost(target.authority, type(error).__name__) from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise errors.malformed(target.authority, type(error).__name__) from None
        finally:
            METER.reset(token)

    def _look(self, target: Target) -> None:
        try:
            self._guard.literal(target.host)
        except RefusedAddressError as error:
            raise errors.not_allowed(error) from error

    def _asked(self, question: Question, target: Target, meter: Meter, agent: str, *, keep: bool) -> Hop:
        request = httpx2.Request(
            question.method,
            target.text,
            headers=[*question.headers, ("accept-encoding", "gzip"), ("user-agent", agent)],
            content=question.body or None,
            extensions={"caching": {"key": self._cache_key(question, target)}},
        )
        if (request.url.host, request.url.scheme) != (target.host, target.scheme):
            raise errors.malformed(target.authority, "URL")  # two readings of one address
        cached = keep and question.method == "GET"
        response = (self._transport if cached else self._wire).handle_request(request)
        try:
            encoding = response.headers.get("content-encoding", "")
            assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 - transports are synchronous
            body = unpacked(response.stream, encoding, target.authority, meter.bounds.size)
        finally:
            response.close()
        caching = response.extensions.get("caching", {})
        came = Came.NETWORK
        if caching.get("from_cache"):
            came = Came.REVALIDATED if caching["revalidated"] else Came.CACHE
        return Hop(response.status_code, kept(response.headers.multi_items()), body, came)

    def _cache_key(self, question: Question, target: Target) -> str:
        """Return what tells an answer in the cache: who asked, too, though the token cannot be read in it."""
        told = target.scheme == "https" and target.authority == question.target.authority
        token = self._tokens.of(target.authority) if told else None
        who = "" if token is None else hmac.new(key(self._home), token.encode(), "sha256").hexdigest()
        said = "\n".join((question.method, target.text, repr(question.headers), who))
        return hashlib.sha256(said.encode()).hexdigest()


def _opened(file: Path) -> sqlite3.Connection | None:
    """Open the cache, made anew when it cannot be read; None on a disk that refuses."""
    for _ in range(2):
        with contextlib.suppress(OSError, sqlite3.Error):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
            file.chmod(0o600)
            connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
            try:
                connection.execute("PRAGMA schema_version").fetchone()
                columns = connection.execute("SELECT count(*) FROM pragma_table_info('entries')").fetchone()
            except sqlite3.DatabaseError:
                connection.close()
            else:
                if columns[0] in {0, 8}:
                    return connection
                connection.close()
        forget_cache(file)
    return None
