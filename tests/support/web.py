"""Real servers on the loopback: one that answers what a test tells it to, and an outgoing proxy."""

import gzip
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

from reperes.sources.addresses import Reach
from reperes.sources.http.client import Client
from reperes.sources.http.ledger import Bounds

HOST = "forge.example.org"
READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUICK = Bounds(seconds=5, idle=2, size=1 << 16, requests=50, attempts=3, wait=2, pause=0.01)


@dataclass(frozen=True)
class Heard:
    """One request, as the server received it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Said:
    """What to answer: `write`, when given, writes to the socket whatever it likes instead."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    write: Callable[[socket.socket], None] | None = None


Route = Said | list[Said] | Callable[[Heard], Said]


@dataclass
class Site:
    """A server: its port, what it answers by path, what it heard. The last of a list is said again."""

    port: int = 0
    scheme: str = "http"
    routes: dict[str, Route] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    otherwise: Route = field(default_factory=lambda: Said(status=404))

    def url(self, path: str = "/", host: str = HOST) -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def said(self, heard: Heard) -> Said:
        self.heard.append(heard)
        route = self.routes.get(heard.path.partition("?")[0], self.otherwise)
        if callable(route):
            return route(heard)
        if isinstance(route, list):
            return route.pop(0) if len(route) > 1 else route[0]
        return route


def as_json(content: object, **headers: str) -> Said:
    return Said(
        json.dumps(content).encode(), headers={name.replace("_", "-"): v for name, v in headers.items()}
    )


def moved(where: str, status: int = 302) -> Said:
    return Said(b"", status, {"Location": where})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients leave in the middle of answers, on purpose."""


@contextmanager
def serving(certificate: trustme.LeafCert | None = None) -> Iterator[Site]:
    """Serve what the test writes in `routes`."""
    site = Site(scheme="https" if certificate else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: else each answer waits 40 ms for an acknowledgement

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            names = {name.lower(): value for name, value in self.headers.items()}
            said = site.said(Heard(self.command, self.path, names, self.rfile.read(size)))
            if said.write is not None:
                with suppress(OSError):
                    said.write(self.connection)
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.status != 304:
                self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def do_POST(self) -> None:
            self.do_GET()

    server = _Server(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    with _running(server):
        yield site


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Proxying:
    """An outgoing proxy: whom it was asked to speak to, and with which password."""

    url: str
    asked: list[str] = field(default_factory=list)
    logins: list[str | None] = field(default_factory=list)


@contextmanager
def proxying(to: int) -> Iterator[Proxying]:
    """Tunnel every CONNECT to a port of the loopback, whatever the host asked for; forward plain requests."""
    seen = Proxying("")

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_CONNECT(self) -> None:
            seen.asked.append(self.path)
            seen.logins.append(self.headers.get("Proxy-Authorization"))
            self.send_response(200)
            self.end_headers()
            with socket.create_connection(("127.0.0.1", to)) as far:
                back = threading.Thread(target=_pump, args=(far, self.connection), daemon=True)
                back.start()
                _pump(self.connection, far)
                back.join()
            self.close_connection = True

        def do_GET(self) -> None:
            seen.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    server = _Server(("127.0.0.1", 0), Handler)
    seen.url = f"http://127.0.0.1:{server.server_address[1]}"
    with _running(server):
        yield seen


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def at_home(host: str, port: int) -> list[str]:
    """Resolve every name to the loopback."""
    del host, port
    return ["127.0.0.1"]


def client(home: Path, **settings: Any) -> Client:
    """Return a client that may speak http to `HOST`, on the loopback."""
    known: dict[str, Any] = {
        "read_at": READ_AT,
        "home": home / "data",
        "reach": Reach(protocols=("https", "http"), private_hosts=frozenset({HOST})),
        "bounds": QUICK,
        "resolve": at_home,
    }
    return Client(**(known | settings))


def packed(body: bytes) -> Said:
    return Said(gzip.compress(body), headers={"Content-Encoding": "gzip"})
