"""The door to the network: what a name leads to is vetted once, before anything is asked."""

import socket

import pytest

from reperes.errors import UnreachableError
from reperes.sources.addresses import Reach, vet

PUBLIC = "93.184.216.34"


def answer(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Make every name lead to these addresses."""

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        del host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_public_address_is_the_one_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, PUBLIC, "2606:2800:220:1::1")
    assert vet("https://forge.example.org/a/b", Reach()) == PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",  # 6to4 of 127.0.0.1
        "64:ff9b::7f00:1",  # NAT64 of 127.0.0.1
        "::127.0.0.1",
        "::ffff:224.0.0.1",
        "64:ff9b:1::808:808",  # NAT64 of a local network
        "2a00:1::5efe:10.0.0.1",  # ISATAP
        "fec0::1",
        "192.88.99.1",
    ],
)
def test_no_private_address_is_reached(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answer(monkeypatch, address)
    with pytest.raises(UnreachableError, match="private address"):
        vet("https://forge.example.org/a/b", Reach())
    answer(monkeypatch, PUBLIC, address)  # one bad address among good ones is enough
    with pytest.raises(UnreachableError, match="private address"):
        vet("https://forge.example.org/a/b", Reach())


def test_a_host_that_the_administration_vouches_for_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "10.1.2.3")
    reach = Reach.of_environment({"REPERES_PRIVATE_HOSTS": "Forge.Intra, other.intra"})
    assert vet("https://forge.intra/a/b", reach) == "10.1.2.3"
    with pytest.raises(UnreachableError, match="private address"):
        vet("https://else.intra/a/b", reach)


@pytest.mark.parametrize(
    "url", ["http://forge.example.org/a", "ssh://forge.example.org/a", "file:///etc", "https:///a"]
)
def test_only_https_is_spoken(url: str) -> None:
    with pytest.raises(UnreachableError, match="https"):
        vet(url, Reach())


def test_behind_a_proxy_the_proxy_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    assert (
        vet("https://forge.example.org/a", Reach.of_environment({"HTTPS_PROXY": "http://proxy:3128"})) is None
    )


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "10.1.2.3", "localhost", "LOCALHOST.", "a.localhost", "169.254.169.254"]
)
def test_behind_a_proxy_what_is_private_by_its_very_name_is_refused(host: str) -> None:
    with pytest.raises(UnreachableError, match="private address"):
        vet(f"https://{host}/a", Reach(proxy="http://proxy:3128"))


def test_a_proxy_and_its_password_are_not_shown() -> None:
    assert "s3cret" not in repr(Reach.of_environment({"https_proxy": "http://ada:s3cret@proxy:3128"}))


def test_a_name_without_address_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(UnreachableError) as error:
        vet("https://nowhere.example.org/a", Reach())
    assert "nowhere.example.org" in error.value.what.args.values()
    assert "HTTPS_PROXY" in error.value.do.msgid
