"""The client, against a real server: what it reads, what it asks again, and when it gives up."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from reperes.errors import Message
from reperes.facts.fact import Absent, Reason
from reperes.i18n import Language
from reperes.sources.http.answer import Came
from reperes.sources.http.errors import (
    BrokenError,
    DeniedError,
    HttpError,
    LateError,
    LimitedError,
    LostError,
    MalformedError,
    NotAllowedError,
    NothingThereError,
    TooLargeError,
)
from reperes.sources.http.ledger import Cost, Rate
from support.web import HOST, QUICK, READ_AT, Heard, Said, Site, as_json, client, moved, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def test_an_answer_says_all_that_is_needed(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = as_json({"by": "ada"}, X_Total_Count="12", Set_Cookie="a=b")
    with client(tmp_path) as http:
        answer = http.get(site.url("/a?b=c d".replace(" ", "%20")))
    assert (answer.status, answer.json(), answer.came, answer.from_cache) == (
        200,
        {"by": "ada"},
        Came.NETWORK,
        False,
    )
    assert (answer.url, answer.retrieved_at) == (site.url("/a?b=c%20d"), READ_AT)
    assert answer.headers["x-total-count"] == "12"
    assert "set-cookie" not in answer.headers
    assert "ada" not in repr(answer)  # bodies hold names
    [heard] = site.heard
    assert (heard.headers["host"], heard.headers["accept"]) == (f"{HOST}:{site.port}", "application/json")
    assert heard.headers["user-agent"].startswith("reperes/")
    assert "cookie" not in heard.headers


def test_pages_are_followed_by_their_header(tmp_path: Path, site: Site) -> None:
    def page(heard: Heard) -> Said:
        number = int(heard.path.partition("page=")[2] or 1)
        link = (
            f'<{site.url("/list?page=9")}>; rel="last", </list?page={number + 1}>; title="a, b"; rel="next"'
        )
        return as_json([number], **({"Link": link} if number < 3 else {}))

    site.routes["/list"] = page
    found: list[int] = []
    with client(tmp_path) as http:
        url: str | None = site.url("/list")
        while url is not None:
            answer = http.get(url)
            found += answer.json()
            url = answer.next_page
    assert found == [1, 2, 3]


def test_a_question_with_a_body(tmp_path: Path, site: Site) -> None:
    site.routes["/graphql"] = as_json({"errors": [{"message": "no such field"}]})
    with client(tmp_path) as http:
        answer = http.post_json(site.url("/graphql"), {"query": "{ é }", "a": 1})
        assert http.post_json(site.url("/graphql"), {"a": 1, "query": "{ é }"}).came is Came.NETWORK
    assert answer.json() == {"errors": [{"message": "no such field"}]}  # the caller's to judge
    assert json.loads(site.heard[0].body) == {"query": "{ é }", "a": 1}
    assert site.heard[0].headers["content-type"] == "application/json"
    assert len(site.heard) == 2


def test_what_did_not_change_is_not_sent_again(tmp_path: Path, site: Site) -> None:
    def answer(heard: Heard) -> Said:
        if heard.headers.get("if-none-match") == '"v1"':
            return Said(b"", 304, {"ETag": '"v1"', "X-RateLimit-Remaining": "41"})
        return as_json({"long": "x" * 1000}, ETag='"v1"')

    site.routes["/a"] = answer
    with client(tmp_path) as http:
        first = http.get(site.url("/a"))
    with client(tmp_path) as http:  # another run
        second = http.get(site.url("/a"))
        spent = http.spent.by_host[f"{HOST}:{site.port}"]
    assert (first.came, second.came, second.body) == (Came.NETWORK, Came.REVALIDATED, first.body)
    assert len(site.heard) == 2
    assert (spent.requests, spent.fetched, spent.revalidated) == (1, 0, 1)
    assert 0 < spent.received < 500
    assert (tmp_path / "data" / "people" / "http.db").stat().st_mode & 0o777 == 0o600


def test_what_the_host_calls_fresh_is_not_asked_again_and_is_as_old_as_it_says(
    tmp_path: Path, site: Site
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the cache of the library asks the clock
    site.routes["/a"] = as_json({}, Cache_Control="private, max-age=60")
    site.routes["/b"] = as_json({}, Cache_Control="no-store, max-age=60")
    with client(tmp_path, read_at=now + timedelta(seconds=30)) as http:
        assert [http.get(site.url("/a")).came for _ in range(3)] == [Came.NETWORK, Came.CACHE, Came.CACHE]
        assert http.get(site.url("/a")).retrieved_at - now < timedelta(seconds=10)
        assert [http.get(site.url("/b")).came for _ in range(2)] == [Came.NETWORK, Came.NETWORK]
        assert http.spent.total == replace(http.spent.total, requests=3, fetched=3, cached=3)


def test_another_form_of_the_same_address_is_another_question(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = lambda heard: Said(
        heard.headers["accept"].encode(), headers={"Cache-Control": "max-age=60"}
    )
    with client(tmp_path) as http:
        assert http.get(site.url("/a"), accept="text/plain").body == b"text/plain"
        assert http.get(site.url("/a"), accept="text/html").body == b"text/html"


def test_a_host_that_stumbles_is_asked_again(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = [Said(status=502), Said(status=503), as_json({"at": "last"})]
    with client(tmp_path) as http:
        assert http.get(site.url("/a")).json() == {"at": "last"}
        assert http.spent.total == replace(http.spent.total, requests=3, fetched=1, waits=2)
        assert http.spent.total.waited > 0.0


def test_a_host_that_stumbles_for_ever_is_left(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = Said(status=502)
    with client(tmp_path) as http, pytest.raises(BrokenError) as error:
        http.get(site.url("/a"))
    assert (len(site.heard), error.value.status) == (3, 502)
    absent = error.value.absent()
    assert absent == Absent(
        Reason.UNREACHABLE,
        Message("{host} answers that it fails ({status}).", {"host": f"{HOST}:{site.port}", "status": 502}),
    )
    assert absent.message.text(Language.FR) == f"{HOST}:{site.port} répond qu’il est en panne (502)."


def test_a_bug_of_the_host_is_not_asked_for_again(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = Said(status=500)
    with client(tmp_path) as http, pytest.raises(BrokenError):
        http.get(site.url("/a"))
    assert len(site.heard) == 1


def test_a_stumble_leaves_the_cache_as_it_was(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = [as_json({"n": 1}, ETag='"1"'), Said(status=502), Said(b"", 304, {"ETag": '"1"'})]
    with client(tmp_path) as http:
        http.get(site.url("/a"))
        assert http.get(site.url("/a")).came is Came.REVALIDATED


def test_retry_after_is_waited_for_when_it_is_short(tmp_path: Path, site: Site) -> None:
    told: list[str] = []
    site.routes["/a"] = [Said(status=429, headers={"Retry-After": "1"}), as_json({})]
    started = time.monotonic()
    with client(tmp_path, told=lambda message: told.append(message.text(Language.EN))) as http:
        http.get(site.url("/a"))
        assert time.monotonic() - started >= 0.99
        assert 0.9 <= http.spent.total.waited < 2
    assert told == [f"{HOST}:{site.port} asks to wait (1 s)."]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "3600"}, 3600),
        ({"Retry-After": format_datetime(READ_AT + timedelta(hours=2), usegmt=True)}, 7200),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(READ_AT.timestamp()) + 600)}, 600),
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": "90"}, 90),
        ({"RateLimit": "limit=100, remaining=0, reset=70"}, 70),
        ({"RateLimit": '"default";r=0;t=80'}, 80),
    ],
)
@pytest.mark.parametrize("status", [403, 429])
def test_beyond_a_short_wait_it_says_when_to_come_back(
    tmp_path: Path, site: Site, headers: dict[str, str], seconds: int, status: int
) -> None:
    headers = {"Date": format_datetime(READ_AT, usegmt=True), **headers}
    said = Said(b'{"message": "slow down"}', status, headers)
    site.routes["/repos/a"] = Said(write=lambda s: s.sendall(raw(said)))  # with the Date of the run
    started = time.monotonic()
    with client(tmp_path) as http:
        with pytest.raises(LimitedError) as error:
            http.get(site.url("/repos/a"))
        assert time.monotonic() - started < 1
        assert error.value.reason is Reason.RATE_LIMITED
        assert error.value.come_back is not None
        assert abs((error.value.come_back - READ_AT).total_seconds() - seconds) < 2
        with pytest.raises(LimitedError):  # and it is not asked again
            http.get(site.url("/repos/b"))
    assert len(site.heard) == 1


def raw(said: Said) -> bytes:
    lines = [f"HTTP/1.1 {said.status} x", *(f"{name}: {value}" for name, value in said.headers.items())]
    lines += [f"Content-Length: {len(said.body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + said.body


def test_a_quota_that_is_spent_is_known_before_asking(tmp_path: Path, site: Site) -> None:
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "900"}
    site.routes["/search/a"] = Said(headers=spent)
    site.routes["/repos/a"] = Said()
    with client(tmp_path) as http:
        http.get(site.url("/search/a"))
        with pytest.raises(LimitedError):
            http.get(site.url("/search/a"))
        http.get(site.url("/repos/a"))  # another quota
        rate = http.rate(site.url("/search/b"))
        assert rate is not None
        assert rate == Rate(0, rate.reset)
        assert http.rate(site.url("/repos/b")) is None
    assert [heard.path for heard in site.heard] == ["/search/a", "/repos/a"]


def test_a_limit_told_in_words_only(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = Said(b'{"message": "You have exceeded a secondary rate limit."}', 403)
    with client(tmp_path) as http, pytest.raises(LimitedError) as error:
        http.get(site.url("/a"))
    assert error.value.come_back is not None
    assert 59 < (error.value.come_back - READ_AT).total_seconds() < 62


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (404, NothingThereError, Reason.NOT_FOUND),
        (410, NothingThereError, Reason.NOT_FOUND),
        (401, DeniedError, Reason.REFUSED),
        (403, DeniedError, Reason.REFUSED),
        (451, DeniedError, Reason.REFUSED),
        (422, DeniedError, Reason.REFUSED),
    ],
)
def test_a_refusal_is_an_absence_with_its_reason(
    tmp_path: Path, site: Site, status: int, kind: type[HttpError], reason: Reason
) -> None:
    site.routes["/a"] = Said(b"{}", status)
    for offline in (False, True):  # replayed, it is the same
        with client(tmp_path, offline=offline) as http, pytest.raises(kind) as error:
            http.get(site.url("/a"))
        assert (error.value.reason, error.value.status) == (reason, status)
    assert len(site.heard) == 1


@pytest.mark.parametrize(
    "body", [b'{"a": [1, 2', b"", b"\xff\xfe{", b"[" * 60000, b'{"a": NaN}', b"1" * 5000]
)
def test_what_is_not_json_says_so_and_quotes_nothing(tmp_path: Path, site: Site, body: bytes) -> None:
    site.routes["/a"] = Said(body)
    with client(tmp_path) as http:
        answer = http.get(site.url("/a"))
    with pytest.raises(MalformedError) as error:
        answer.json()
    assert error.value.reason is Reason.MALFORMED
    assert set(error.value.why.args) == {"host", "detail"}
    assert str(error.value.why.args["detail"]).startswith("JSON, ")


def test_an_answer_cut_short_is_asked_again_then_absent(tmp_path: Path, site: Site) -> None:
    cut = Said(write=lambda s: s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"))
    site.routes["/a"] = [cut, as_json({})]
    site.routes["/b"] = cut
    with client(tmp_path) as http:
        assert http.get(site.url("/a")).json() == {}
        with pytest.raises(LostError):
            http.get(site.url("/b"))
    assert len(site.heard) == 5


def test_a_loop_of_redirects_ends(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = moved("/b")
    site.routes["/b"] = moved("/a")
    with client(tmp_path) as http, pytest.raises(MalformedError, match="without end"):
        http.get(site.url("/a"))
    assert len(site.heard) == QUICK.redirects + 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_told(tmp_path: Path, site: Site, status: int) -> None:
    site.routes["/a/b"] = moved("../c?d#e", status)
    site.routes["/c"] = as_json(1)
    with client(tmp_path) as http:
        assert http.get(site.url("/a/b")).url == site.url("/c?d")
        with pytest.raises(MalformedError, match="not asked there"):
            http.post_json(site.url("/a/b"), {})


def test_nobody_home(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with client(tmp_path) as http, pytest.raises(LostError) as error:
        http.get(f"http://{HOST}:{port}/")
    assert error.value.reason is Reason.UNREACHABLE
    assert http.spent.total == replace(Cost(), requests=3, waits=2, waited=http.spent.total.waited)


def test_a_cache_that_cannot_be_read_is_made_anew(tmp_path: Path, site: Site) -> None:
    file = tmp_path / "data" / "people" / "http.db"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"not a database" * 100)
    site.routes["/a"] = as_json({}, ETag='"1"')
    with client(tmp_path) as http:
        assert http.get(site.url("/a")).json() == {}
    assert file.read_bytes().startswith(b"SQLite format 3")


def test_a_cache_that_cannot_be_written_costs_nothing_else(tmp_path: Path, site: Site) -> None:
    (tmp_path / "data" / "people" / "http.db" / "in the way").mkdir(parents=True)
    site.routes["/a"] = as_json({}, ETag='"1"')
    with client(tmp_path) as http:
        assert [http.get(site.url("/a")).came for _ in range(2)] == [Came.NETWORK, Came.NETWORK]


def test_the_cache_does_not_grow_with_each_reading(tmp_path: Path, site: Site) -> None:
    import sqlite3

    site.routes["/a"] = lambda _: as_json({}, ETag=f'"{len(site.heard)}"')
    site.routes["/b"] = as_json({})
    with client(tmp_path) as http:
        for _ in range(5):
            http.get(site.url("/a"))
            http.get(site.url("/b"))
    with sqlite3.connect(tmp_path / "data" / "people" / "http.db") as connection:
        assert connection.execute("SELECT count(*) FROM entries WHERE expires_at > 0").fetchone() <= (2,)
    connection.close()


def test_threads_share_a_client(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = lambda heard: as_json(heard.path.partition("=")[2], ETag='"1"')
    with client(tmp_path) as http, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: http.get(site.url(f"/a?n={n}")).json(), range(40)))
        assert http.spent.total == replace(http.spent.total, requests=40, fetched=40, waits=0)
    assert found == [str(n) for n in range(40)]


def test_headers_that_are_ours_to_write(tmp_path: Path) -> None:
    with client(tmp_path) as http, pytest.raises(ValueError, match="authorization, cookie"):
        http.get("https://x.example.org", headers={"Authorization": "a", "Cookie": "b", "X-Version": "c"})


def test_a_next_page_is_another_of_the_same_host(tmp_path: Path, site: Site) -> None:
    links = ("https://elsewhere.example/a", f"http://{HOST}/a", "http://[::1", "//elsewhere.example/a", "/a")
    for link in links:
        site.routes["/a"] = Said(headers={"Link": f'<{link}>; rel="next"'})
        with client(tmp_path) as http, pytest.raises(MalformedError):
            assert http.get(site.url("/a")).next_page is None


def test_a_host_that_speaks_another_language_is_not_quoted(tmp_path: Path, site: Site) -> None:
    for said in (b"zoe <zoe@example.org>\r\n\r\n", b"HTTP/1.1 200 zoe\r\nzoe@example.org\r\n\r\n"):
        site.routes["/a"] = Said(write=lambda s, said=said: s.sendall(said))  # type: ignore[misc]
        with client(tmp_path) as http, pytest.raises(LostError) as error:
            http.get(site.url("/a"))
        assert "zoe" not in str(error.value)


@pytest.mark.parametrize(
    "headers",
    [
        {"Date": "Fri, 31 Dec 9999 23:59:59 -2300"},
        {
            "Date": "Fri, 31 Dec 9999 23:59:59 GMT",
            "X-RateLimit-Remaining": "5",
            "X-RateLimit-Reset": "1000000000",
        },
        {"Date": "Mon, 01 Jan 0001 00:00:00 +2300", "Retry-After": "Mon, 01 Jan 0001 00:00:00 +2300"},
    ],
)
def test_dates_at_the_ends_of_time_stop_nothing(tmp_path: Path, site: Site, headers: dict[str, str]) -> None:
    site.routes["/a"] = Said(headers=headers)
    with client(tmp_path) as http:
        assert http.get(site.url("/a")).status == 200


def test_past_its_time_and_its_bytes_a_client_asks_nothing_more(tmp_path: Path, site: Site) -> None:
    site.routes["/a"] = as_json({"long": "x" * 5000})
    for bounds, kind in ((replace(QUICK, bytes=6000), TooLargeError), (replace(QUICK, life=0), LateError)):
        with client(tmp_path, bounds=bounds) as http:
            if kind is TooLargeError:
                http.get(site.url("/a"))
                http.get(site.url("/a"))
            with pytest.raises(kind):
                http.get(site.url("/a"))
            assert http.spent.total.requests == (2 if kind is TooLargeError else 0)


def test_half_a_sign_in_an_address_is_refused(tmp_path: Path, site: Site) -> None:
    with client(tmp_path) as http, pytest.raises(NotAllowedError):
        http.get(site.url("/\ud800"))
    site.routes["/graphql"] = as_json({})
    with client(tmp_path) as http:
        http.post_json(site.url("/graphql"), {"cursor": "\ud800"})
