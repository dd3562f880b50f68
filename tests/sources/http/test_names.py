"""Under which name a host is spoken to, with which token, and through whom."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import trustme

from reperes.errors import UsageError
from reperes.sources.addresses import Reach
from reperes.sources.http.errors import LostError, NotAllowedError
from reperes.sources.http.tokens import Tokens
from support.web import HOST, Proxying, Site, as_json, client, moved, proxying, serving

OTHER = "other.example.org"
TOKEN = "ghp_0123456789abcdef"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def site(authority: trustme.CA) -> Iterator[Site]:
    with serving(authority.issue_cert(HOST)) as served:
        yield served


@pytest.fixture
def other(authority: trustme.CA) -> Iterator[Site]:
    with serving(authority.issue_cert(OTHER)) as served:
        yield served


BOTH = Reach(protocols=("https", "http"), private_hosts=frozenset({HOST, OTHER}))


def test_the_name_is_the_hosts_whatever_the_address(
    tmp_path: Path, site: Site, other: Site, trust: ssl.SSLContext
) -> None:
    site.routes["/a"] = as_json({})
    with client(tmp_path, trust=trust, reach=BOTH) as http:
        http.get(site.url("/a"))
        with pytest.raises(LostError, match="certificate"):
            http.get(site.url("/a", OTHER))
        with pytest.raises(LostError, match="certificate"):
            http.get(other.url("/a"))
    assert [heard.headers["host"] for heard in site.heard] == [f"{HOST}:{site.port}"]
    with client(tmp_path) as http, pytest.raises(LostError, match="certificate"):
        http.get(site.url("/a"))  # an authority that the system does not know


def test_a_token_goes_to_its_host_and_to_no_other(
    tmp_path: Path, site: Site, other: Site, trust: ssl.SSLContext
) -> None:
    site.routes["/a"] = as_json({})
    site.routes["/b"] = moved(other.url("/c", OTHER))
    site.routes["/graphql"] = as_json({})
    other.routes["/c"] = as_json({})
    other.routes["/back"] = moved(site.url("/a"))
    tokens = Tokens({f"{HOST}:{site.port}": TOKEN})
    with client(tmp_path, trust=trust, reach=BOTH, tokens=tokens) as http:
        http.get(site.url("/a"))
        http.post_json(site.url("/graphql"), {})
        assert http.get(site.url("/b")).url == other.url("/c", OTHER)
        http.get(other.url("/back", OTHER))
    # Nobody else chooses where it is shown: what another host sent here bears none.
    assert [heard.headers.get("authorization") for heard in site.heard] == [f"Bearer {TOKEN}"] * 3 + [None]
    assert [heard.headers.get("authorization") for heard in other.heard] == [None, None]


def test_a_token_of_another_port_or_protocol_is_not_sent(tmp_path: Path, trust: ssl.SSLContext) -> None:
    with serving() as plain:
        plain.routes["/a"] = as_json({})
        tokens = Tokens({f"{HOST}:{plain.port}": TOKEN, HOST: TOKEN})
        with client(tmp_path, trust=trust, tokens=tokens) as http:
            http.get(plain.url("/a"))
    assert "authorization" not in plain.heard[0].headers


def test_a_step_down_from_https_is_refused(tmp_path: Path, site: Site, trust: ssl.SSLContext) -> None:
    with serving() as plain:
        site.routes["/a"] = moved(plain.url("/a"))
        with client(tmp_path, trust=trust) as http, pytest.raises(NotAllowedError):
            http.get(site.url("/a"))
    assert plain.heard == []


def test_who_asks_is_part_of_the_question_to_the_cache(
    tmp_path: Path, site: Site, trust: ssl.SSLContext
) -> None:
    site.routes["/a"] = lambda heard: as_json(
        heard.headers.get("authorization"), Cache_Control="private, max-age=600"
    )
    with client(tmp_path, trust=trust, tokens=Tokens({f"{HOST}:{site.port}": TOKEN})) as http:
        assert http.get(site.url("/a")).json() == f"Bearer {TOKEN}"
    with client(tmp_path, trust=trust) as http:
        assert http.get(site.url("/a")).json() is None


def test_behind_a_proxy_it_alone_is_spoken_to(
    tmp_path: Path, trust: ssl.SSLContext, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.routes["/a"] = as_json({"n": 1})
    spoken: list[tuple[str, int]] = []
    connect = socket.create_connection

    def recorded(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
        spoken.append(address)
        return connect(address, *rest, **more)  # type: ignore[arg-type]  # as it was called

    def no_name(host: str, port: int) -> Sequence[str]:
        raise AssertionError((host, port))

    with proxying(site.port) as proxy:
        at = proxy.url.removeprefix("http://")
        reach = Reach(("https", "http"), proxy=f"http://ada:s3cret@{at}")
        with client(tmp_path, trust=trust, reach=reach, resolve=no_name) as http:
            with monkeypatch.context() as patch:
                patch.setattr(socket, "create_connection", recorded)
                assert http.get(f"https://{HOST}/a").json() == {"n": 1}
                http.get("http://plain.example.org/b")
            assert http.through == at
            assert http.spent.proxy == at
            shown = repr((http, reach, http.spent))
            inside(http, proxy, "127.0.0.1", "[::1]", "localhost", "169.254.169.254", "10.0.0.1")
    mine = [(host, port) for host, port in spoken if port != site.port]  # those that are not the proxy's
    assert {f"{host}:{port}" for host, port in mine} == {at}
    assert proxy.asked == [f"{HOST}:443", "http://plain.example.org/b"]
    assert [login is not None for login in proxy.logins] == [True]
    assert "s3cret" not in shown


def inside(http: object, proxy: Proxying, *hosts: str) -> None:
    """What is private by its very name is not asked of a proxy."""
    before = list(proxy.asked)
    for host in hosts:
        with pytest.raises(NotAllowedError):
            http.get(f"https://{host}/")  # type: ignore[attr-defined]  # a client
    assert proxy.asked == before


def test_a_proxy_that_cannot_be_spoken_to(tmp_path: Path) -> None:
    for proxy in ("socks5://127.0.0.1:1080", "http://", "http://a:99999"):
        with (
            client(tmp_path, reach=Reach(proxy=proxy)) as http,
            pytest.raises(NotAllowedError, match="proxy"),
        ):
            http.get("https://forge.example.org/")
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    reach = Reach(proxy=f"ada:s3cret@127.0.0.1:{port}")
    with client(tmp_path, reach=reach) as http, pytest.raises(LostError) as error:
        http.get("https://forge.example.org/")
    assert "s3cret" not in str(error.value)


def test_tokens_come_from_the_environment_and_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(
        "# mine\nForge.Example.org  abc=\n\ngit.example.org:8443 = def\n[2606:2800:220:1::1]:443 ghi\n"
    )
    file.chmod(0o600)
    environment = {"REPERES_TOKENS": "git.example.org:443=jkl, forge.example.org=mno", "GITHUB_TOKEN": "pqr"}
    tokens = Tokens.of_environment(environment, tmp_path)
    assert tokens.hosts == (
        "[2606:2800:220:1::1]",
        "api.github.com",
        "forge.example.org",
        "git.example.org",
        "git.example.org:8443",
    )
    found = [tokens.of(host) for host in tokens.hosts]
    assert found == ["ghi", "pqr", "mno", "jkl", "def"]
    assert tokens.of("sub.forge.example.org") is None
    assert Tokens.of_environment({}, tmp_path / "nowhere").hosts == ()


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        ("a.example.org x", 0o640, "Other users"),
        ("a.example.org x", 0o604, "Other users"),
        ("a.example.org s3cret s3cret", 0o600, "entry 1"),
        ("\n127.1 s3cret", 0o600, "entry 2"),
        ("s3cret", 0o600, "entry 1"),
        ("a.example.org s3cr\u00e9t", 0o600, "entry 1"),
    ],
)
def test_a_file_of_tokens_that_cannot_be_used_says_why_and_not_what(
    tmp_path: Path, text: str, mode: int, why: str
) -> None:
    file = tmp_path / "secrets"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    with pytest.raises(UsageError, match=why) as error:
        Tokens.of_environment({"REPERES_TOKENS_FILE": str(file)}, tmp_path)
    assert "s3cr" not in str(error.value)
    with pytest.raises(UsageError, match="cannot be read"):
        Tokens.of_environment({"REPERES_TOKENS_FILE": str(tmp_path / "none")}, tmp_path)
