"""What a hostile host may cost: a time, a size, a number of requests."""

import gzip
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reperes.facts.fact import Reason
from reperes.sources.http.errors import (
    LateError,
    LostError,
    MalformedError,
    TooLargeError,
    TooManyError,
)
from support.web import HOST, QUICK, Said, Site, client, packed, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def drip(connection: socket.socket, start: bytes, each: bytes) -> None:
    connection.sendall(start)
    for _ in range(1000):
        time.sleep(0.1)
        connection.sendall(each)


@pytest.mark.parametrize(
    ("start", "each"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_a_slow_drip_ends_with_the_time_of_the_exchange(
    tmp_path: Path, site: Site, start: bytes, each: bytes
) -> None:
    site.routes["/a"] = Said(write=lambda s: drip(s, start, each))
    started = time.monotonic()
    with client(tmp_path, bounds=replace(QUICK, seconds=1)) as http, pytest.raises(LateError) as error:
        http.get(site.url("/a"))
    assert 0.9 < time.monotonic() - started < 2
    assert error.value.reason is Reason.TIME_OUT


def test_silence_is_asked_again_then_left(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = Said(write=lambda _: time.sleep(1))
    bounds = replace(QUICK, idle=0.2, attempts=2)
    with client(tmp_path, bounds=bounds) as http, pytest.raises(LostError):
        http.get(site.url("/a"))
    assert len(site.heard) == 2


def test_a_name_server_that_never_answers(tmp_path: Path) -> None:
    def never(host: str, port: int) -> list[str]:
        del host, port
        time.sleep(3)
        return []

    started = time.monotonic()
    with (
        client(tmp_path, resolve=never, bounds=replace(QUICK, seconds=0.3)) as http,
        pytest.raises(LateError),
    ):
        http.get(f"http://{HOST}/")
    assert time.monotonic() - started < 1


def pour(connection: socket.socket, start: bytes) -> None:
    connection.sendall(start)
    while True:
        connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def test_an_endless_body_stops_at_the_bound(tmp_path: Path, site: Site) -> None:
    start = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.routes["/a"] = Said(write=lambda s: pour(s, start))
    with client(tmp_path) as http:
        with pytest.raises(TooLargeError) as error:
            http.get(site.url("/a"))
        assert http.spent.total.received < 1 << 20
    assert error.value.reason is Reason.TOO_LARGE
    assert len(site.heard) == 1


def test_what_is_as_long_as_the_bound_is_read(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = Said(b"x" * QUICK.size)
    site.routes["/b"] = Said(b"x" * (QUICK.size + 1))
    site.routes["/c"] = packed(b"x" * QUICK.size)
    with client(tmp_path) as http:
        assert len(http.get(site.url("/a")).body) == QUICK.size
        assert http.get(site.url("/c")).body == b"x" * QUICK.size
        with pytest.raises(TooLargeError):
            http.get(site.url("/b"))


def test_a_bomb_is_not_unpacked(tmp_path: Path, site: Site) -> None:
    zeros = gzip.compress(b"\0" * (64 << 20))
    assert len(zeros) < QUICK.size
    site.routes["/a"] = Said(zeros, headers={"Content-Encoding": "gzip"})
    site.routes["/b"] = Said(gzip.compress(zeros), headers={"Content-Encoding": "gzip, gzip"})
    site.routes["/c"] = Said(b"x" * 30, headers={"Content-Encoding": "br"})
    site.routes["/d"] = Said(b"x" * 30, headers={"Content-Encoding": "gzip"})
    site.routes["/e"] = Said(gzip.compress(b"abc" * 99)[:-9], headers={"Content-Encoding": "gzip"})
    with client(tmp_path) as http:
        with pytest.raises(TooLargeError):
            http.get(site.url("/a"))
        for path in "bcde":
            with pytest.raises(MalformedError):
                http.get(site.url(f"/{path}"))


def test_headers_without_end(tmp_path: Path, site: Site) -> None:
    def pour_headers(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"x: " + b"y" * 5000 + b"\r\n")

    site.routes["/a"] = Said(write=pour_headers)
    with client(tmp_path) as http, pytest.raises((LostError, TooLargeError)):
        http.get(site.url("/a"))


def test_a_host_is_asked_so_many_times_and_no_more(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = Said()
    with client(tmp_path, bounds=replace(QUICK, requests=2)) as http:
        for _ in range(2):
            http.get(site.url("/a"))
        with pytest.raises(TooManyError) as error:
            http.get(site.url("/a"))
        assert http.spent.by_host == {
            f"{HOST}:{site.port}": replace(http.spent.total, requests=2, fetched=2, waits=0)
        }
    assert (len(site.heard), error.value.reason) == (2, Reason.TOO_MANY)
