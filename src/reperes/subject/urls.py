"""From text to a place on the network: transport, host, port, segments of the path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote

from reperes.subject import refusals
from reperes.subject.hosts import canonical_host, is_recognised

# The ports that go without saying once the address is written in https.
_DEFAULT_PORTS: Mapping[str, frozenset[int]] = MappingProxyType(
    {"https": frozenset({443}), "http": frozenset({80, 443})}
)
_TRANSPORT = re.compile(
    r"(?P<plus>git\+)?(?P<transport>https?|ssh|git)(?:\+git)?:/{1,2}(?=[^/])(?P<rest>.*)", re.IGNORECASE
)
_TRANSPORT_ALONE = re.compile(r"(?:git\+)?(?:https?|ssh|git)(?:\+git)?:", re.IGNORECASE)
_SCP = re.compile(r"(?P<user>[^@/\\:\s]+)@(?P<host>[^@/\\:\s\[\]]+|\[[^\]/@]*\]):(?P<path>.*)")
_SCP_WITHOUT_USER = re.compile(r"(?P<host>[^@/\\:\s\[\]]+):(?P<path>(?!//)[^@]+)")
_BARE = re.compile(r"(?P<host>[^@/\\:?#\s\[\]]+|\[[^\]/@]*\])(?P<port>:[0-9]+)?(?=[/?#]|$)")
_HOST_AND_PORT = re.compile(r"(?:\[.*\]|localhost|[^:]*\.[^:]*):[0-9]{1,5}", re.IGNORECASE)
_USER = re.compile(r"[A-Za-z0-9._~-]+")
_PORT = re.compile(r"[0-9]{1,5}")
_LAST_PORT = 65535
# Forges accept tokens there too, and people paste such links.
_SECRET_QUERY = re.compile(
    r"[?&#;](?:(?:access|auth|feed|incoming_email|job|private|rss|static_object)_token|token|passw(?:or)?d|"
    r"(?:client_)?secret|api_?key)=",
    re.IGNORECASE,
)
_TOP_LABEL = re.compile(r"[^\W\d_]{2,}|xn--[a-z0-9-]+", re.IGNORECASE)
# Ends of file and directory names which are nobody's top-level domain.
_FILE_ENDINGS = frozenset({"bak", "git", "js", "old", "orig", "src", "tmp", "ts", "txt"})


@dataclass(frozen=True, slots=True)
class Location:
    """A place on the network, checked: no user, no empty, `.` or `..` segment.

    `port` is None when https has no need of it. `segments` are percent-decoded, `query` is not.
    """

    host: str
    port: int | None
    segments: tuple[str, ...]
    trailing_slash: bool = False
    query: str = ""

    @property
    def authority(self) -> str:
        """Host and port, as a URL writes them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


def locate(text: str) -> Location | None:
    """Read an `https`, `http`, `ssh` or `git` URL, or `user@host:path`; None when `text` has no such form.

    A revision after `@` is dropped from `git+…` URLs, as pip and SPDX write them.

    Raises:
        AddressError: `text` has the form of a URL, and holds credentials or is malformed.
    """
    if match := _TRANSPORT.fullmatch(text):
        transport = match["transport"].lower()
        return _locate(match["rest"], transport, revision=match["plus"] is not None)
    if _TRANSPORT_ALONE.match(text):
        raise refusals.host()
    if match := _SCP.fullmatch(text):
        return _locate(f"{match['user']}@{match['host']}/{match['path'].removeprefix('/')}", "ssh")
    return None


def locate_bare(text: str) -> tuple[Location, bool] | None:
    """Read a web address typed without its scheme: the location, and whether nothing else can be meant.

    None when the first segment does not look like a host, or when a relative path is the likelier reading.

    Raises:
        AddressError: a web address, malformed.
    """
    match = _BARE.match(text)
    if match is None:
        return None
    host, rest = match["host"], text[match.end() :]
    parts = re.split(r"[?#]", rest)[0].strip("/").split("/")
    deep = len(parts) > 1 and not {"", ".", ".."} & set(parts)
    if _is_surely_host(host, port=match["port"], rest=rest):
        return _locate(text, "https"), True
    if deep and looks_like_host(host):
        return _locate(text, "https"), False
    return None


def locate_scp_without_user(text: str) -> Location | None:
    """Read `host.example:path`; None when `text` has no such form.

    Raises:
        AddressError: it has, and the path is malformed.
    """
    match = _SCP_WITHOUT_USER.fullmatch(text)
    if match is None or not looks_like_host(match["host"]):
        return None
    return _locate(f"{match['host']}/{match['path'].removeprefix('/')}", "ssh")


def looks_like_host(text: str) -> bool:
    """Tell whether `text` may be the name of a site rather than of a directory."""
    labels = text.removesuffix(".").lower().split(".")
    top = labels[-1]
    return len(labels) > 1 and all(labels) and bool(_TOP_LABEL.fullmatch(top)) and top not in _FILE_ENDINGS


def holds_secret(url: str) -> bool:
    """Tell whether the query or the fragment of `url` holds a token or a password."""
    return _SECRET_QUERY.search(url) is not None


def _is_surely_host(host: str, *, port: str | None, rest: str) -> bool:
    if host.startswith("[") or re.fullmatch(r"[0-9]+(?:\.[0-9]+){3}", host):
        return bool(rest or port)
    named = re.search(r"[^\W\d_]", host) is not None
    return (
        (port is not None and named)
        or (host.lower() == "localhost" and rest.startswith("/"))
        or ("." in host and is_recognised(host.lower().removesuffix(".")))
    )


def _locate(text: str, transport: str, *, revision: bool = False) -> Location:
    """`text` starts with the authority."""
    if holds_secret(text):
        raise refusals.credentials()
    before_fragment = text.partition("#")[0]
    body, _, query = before_fragment.partition("?")
    authority, _, path = body.partition("/")
    if "@" not in authority and "@" in text and ":" in authority and not _HOST_AND_PORT.fullmatch(authority):
        # A password that holds a `/`, `?` or `#`: it is cut there, and its end would pass for a path.
        raise refusals.credentials()
    authority = _without_user(authority, transport)
    host_text, port_text = _split_port(authority)
    if transport == "ssh" and port_text and not port_text.isdigit():
        # ssh://git@host:owner/name is neither a URL nor an scp path; package.json and pom.xml are full of it.
        port_text, path = "", f"{port_text}/{path}"
    host, port = canonical_host(host_text), _port(port_text, transport)
    if revision:
        path = re.sub(r"(?<=[^/])@.*", "", path)
    return Location(
        host=host,
        port=port,
        segments=_segments(path, host),
        trailing_slash=path.endswith("/"),
        query=query,
    )


def _without_user(authority: str, transport: str) -> str:
    user, at, host = authority.rpartition("@")
    # The user of an ssh URL only says which key to look for; that of any other may be a token.
    if at and not (transport == "ssh" and _USER.fullmatch(user)):
        raise refusals.credentials()
    return host


def _split_port(authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        host, bracket, port = authority[1:].partition("]")
        if not bracket or ":" not in host or (port and not port.startswith(":")):
            raise refusals.host()
        return host, port[1:]
    host, _, port = authority.partition(":")
    return host, port


def _port(text: str, transport: str) -> int | None:
    if not text:
        return None
    if not _PORT.fullmatch(text) or not 0 < int(text) <= _LAST_PORT:
        raise refusals.host()
    # The port of an ssh or git daemon says nothing of where https is served.
    if transport not in _DEFAULT_PORTS or int(text) in _DEFAULT_PORTS[transport]:
        return None
    return int(text)


def _segments(path: str, host: str) -> tuple[str, ...]:
    if path in {"", "/"}:
        return ()
    segments = tuple(unquote(part) for part in path.removesuffix("/").split("/"))
    for segment in segments:
        if not segment or {".", ".."} & set(re.split(r"[/\\]", segment)):
            raise refusals.segment(host)
    return segments
