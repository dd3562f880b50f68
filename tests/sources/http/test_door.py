"""The door: whom it lets be spoken to, tried with real sockets."""

import ipaddress
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from reperes.facts.fact import Reason
from reperes.sources.addresses import Reach, is_global
from reperes.sources.http.errors import HttpError, NoHostError, NotAllowedError
from support.web import HOST, Said, as_json, client, serving

OTHER = "other.example.org"
PUBLIC = "93.184.216.34"

# What a name may lead to, and must not.
INSIDE = {
    "loopback": "127.0.0.1",
    "loopback-end": "127.255.255.254",
    "any": "0.0.0.0",  # noqa: S104 - an address to refuse
    "zero-net": "0.1.2.3",
    "ten": "10.0.0.1",
    "private-b": "172.31.255.255",
    "private-c": "192.168.0.1",
    "metadata": "169.254.169.254",
    "shared": "100.64.0.1",
    "protocols": "192.0.0.8",
    "test-net": "192.0.2.1",
    "relay": "192.88.99.1",
    "benchmark": "198.18.0.1",
    "test-net-2": "198.51.100.1",
    "test-net-3": "203.0.113.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "loopback-6": "::1",
    "any-6": "::",
    "compatible": "::127.0.0.1",
    "compatible-public": "::8.8.8.8",
    "mapped": "::ffff:127.0.0.1",
    "mapped-metadata": "::ffff:a9fe:a9fe",
    "mapped-multicast": "::ffff:224.0.0.1",
    "translated": "::ffff:0:127.0.0.1",
    "nat64": "64:ff9b::7f00:1",
    "nat64-metadata": "64:ff9b::a9fe:a9fe",
    "nat64-local": "64:ff9b:1::808:808",
    "6to4": "2002:7f00:1::1",
    "6to4-ten": "2002:a00:1::1",
    "6to4-public": "2002:808:808::1",  # abandoned: nothing answers there
    "teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "orchid": "2001:20::1",
    "isatap": "2a00:1:2:3:0:5efe:10.0.0.1",
    "isatap-global": "2a00:1:2:3:200:5efe:127.0.0.1",
    "documentation": "2001:db8::1",
    "documentation-2": "3fff::1",
    "segments": "5f00::1",
    "discard": "100::1",
    "unique": "fd12:3456::1",
    "link": "fe80::1",
    "link-zone": "fe80::1%lo",
    "global-zone": "2606:2800:220:1::1%lo",
    "site-local": "fec0::1",
    "multicast-6": "ff0e::1",
    "nonsense": "localhost",
}

# As a redirect, they lead back to the host that wrote them.
NOWHERE = ("http:///", "http://")

# Where a redirect may point, and must not be followed. Something listens on {port} of the loopback.
LOCATIONS = [
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/",
    "http://sub.localhost:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.169.254.:80/",
    "http://[::ffff:169.254.169.254]/",
    "http://inside.example.org:{port}/",
    "http://mixed.example.org:{port}/",
    "//127.0.0.1:{port}/",
    "http://forge.example.org@127.0.0.1:{port}/",
    "http://forge.example.org:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@forge.example.org/",
    "http://127.0.0.1:{port}\\@forge.example.org/",
    "http:\\\\127.0.0.1:{port}/",
    "http://127.0.0.1:{port}%2f@forge.example.org/",
    "http://forge.example.org:0/",
    "http://forge.example.org:99999/",
    "http://[forge.example.org]/",
    "http://user:secret@forge.example.org:{port}/",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/x",
    "unix:///run/docker.sock",
    "javascript:alert(1)",
    "data:application/json,{{}}",
    *NOWHERE,
    "http://a..b/",
    "http://" + "a" * 9000,
]


def resolve(host: str, port: int) -> Sequence[str]:
    """Resolve what a test means by a name; any other as the system does."""
    known = {
        HOST: ["127.0.0.1"],
        OTHER: ["127.0.0.1"],
        "inside.example.org": ["127.0.0.1"],
        "mixed.example.org": [PUBLIC, "127.0.0.1"],
    }
    if host in known:
        return known[host]
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@contextmanager
def trap() -> Iterator[tuple[int, list[str]]]:
    """Listen on one port of the loopback, in both families where there are two; tell who came."""
    came: list[str] = []
    with ExitStack() as stack:
        first = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = first.getsockname()[1]
        listening = [first]
        if socket.has_ipv6:
            with suppress(OSError):  # no IPv6 on this machine: its addresses are refused all the same
                listening.append(
                    stack.enter_context(socket.create_server(("::1", port), family=socket.AF_INET6))
                )

        def wait(server: socket.socket) -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                came.append(str(address))
                connection.close()

        for server in listening:
            threading.Thread(target=wait, args=(server,), daemon=True).start()
        yield port, came
        for server in listening:
            server.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("address", INSIDE.values(), ids=INSIDE.keys())
def test_a_name_that_leads_inside_is_not_asked(tmp_path: Path, address: str) -> None:
    for addresses in ([address], [PUBLIC, address], [address, PUBLIC]):
        with (
            trap() as (port, came),
            client(tmp_path, resolve=lambda *_, known=addresses: known) as http,
            pytest.raises(NotAllowedError) as error,
        ):
            http.get(f"https://rebound.example.org:{port}/")
        assert error.value.reason is Reason.NOT_ALLOWED
        assert (came, http.spent.total.received) == ([], 0)


@pytest.mark.parametrize("location", [text for text in LOCATIONS if text not in NOWHERE])
def test_a_redirect_that_leads_inside_is_not_followed(tmp_path: Path, location: str) -> None:
    with serving() as site, trap() as (port, came):
        site.routes["/a"] = Said(
            write=lambda s: s.sendall(
                f"HTTP/1.1 302 Found\r\nLocation: {location.format(port=port)}\r\n"
                "Content-Length: 0\r\n\r\n".encode()
            )
        )
        with client(tmp_path, resolve=resolve) as http, pytest.raises(HttpError) as error:
            http.get(site.url("/a"))
    assert isinstance(error.value, NotAllowedError | NoHostError), error.value
    assert came == []
    assert len(site.heard) == 1


@pytest.mark.parametrize("location", LOCATIONS)
def test_an_address_that_leads_inside_is_not_asked_either(tmp_path: Path, location: str) -> None:
    with trap() as (port, came), client(tmp_path, resolve=resolve) as http, pytest.raises(HttpError) as error:
        http.get(location.format(port=port))
    assert isinstance(error.value, NotAllowedError | NoHostError), error.value
    assert came == []


@pytest.mark.parametrize(
    "address",
    [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_a_host_of_the_internet_is(address: str) -> None:
    assert is_global(address)
    assert ipaddress.ip_address(address)


def test_the_address_that_was_vetted_is_the_one_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []
    tried: list[object] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        del port
        asked.append(host)
        return next(answers)

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with client(tmp_path, resolve=rebinding) as http, pytest.raises(NotAllowedError):
        http.get("https://rebound.example.org/")  # a connection refused, then a name that changed its mind
    assert (asked, tried) == (["rebound.example.org"] * 2, [PUBLIC])


def test_a_connection_resolves_once_and_serves_again(tmp_path: Path) -> None:
    answers = iter([["127.0.0.1"], ["10.9.9.9"]])
    with serving() as site, client(tmp_path, resolve=lambda *_: next(answers)) as http:
        site.routes["/a"] = as_json({})
        http.get(site.url("/a"))
        http.get(site.url("/a"))
    assert len(site.heard) == 2


def test_a_second_address_is_tried_when_the_first_is_dead(tmp_path: Path) -> None:
    with serving() as site, client(tmp_path, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]) as http:
        site.routes["/a"] = as_json({})
        assert http.get(site.url("/a")).status == 200
        assert http.spent.total.requests == 1


def test_production_speaks_https_alone(tmp_path: Path) -> None:
    with client(tmp_path, reach=Reach()) as http:
        for url in ("http://forge.example.org/", "ftp://forge.example.org/", "forge.example.org/a"):
            with pytest.raises(NotAllowedError, match="https"):
                http.get(url)
