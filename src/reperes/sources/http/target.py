"""What is asked, and of whom: an address read once, by one grammar, whoever wrote it."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from reperes.i18n import N_
from reperes.sources.addresses import Reach, other_protocol
from reperes.sources.http.errors import not_allowed, refused_address
from reperes.subject.hosts import canonical_host
from reperes.subject.model import AddressError

_PORTS = {"https": 443, "http": 80}
_DOWN = ("https", "http")
_LONGEST = 8192
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_KEPT = "/?#[]@!$&'()*+,;=:%~"
OURS = frozenset({"authorization", "cookie", "host", "proxy-authorization", "accept-encoding", "user-agent"})


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be spoken to, as far as its form tells. `text` is its canonical form."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host, with its port where it is not the usual one: what a token or a count is tied to."""
        return authority(self.scheme, self.host, self.port)

    @property
    def text(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"


def authority(scheme: str, host: str, port: int | None) -> str:
    """Return how a host and a port are written together."""
    shown = f"[{host}]" if ":" in host else host
    return shown if port in {None, _PORTS.get(scheme)} else f"{shown}:{port}"


def read(text: str, reach: Reach, base: Target | None = None) -> Target:
    """Return the target that an address, or a redirect from `base`, means.

    Raises NotAllowedError: another protocol, a step down from https, a host written in a form that programs
    read differently, a name or password, a port that is none.
    """
    if len(text) > _LONGEST or _UNSAFE.search(text):
        raise refused_address(N_("An address has no space, no control character, and an end."))
    try:
        parts = urlsplit(text if base is None else urljoin(base.text, text))
        port = parts.port
    except ValueError:
        raise refused_address(N_("Its host or its port cannot be read.")) from None
    if parts.scheme not in reach.protocols or (base is not None and (base.scheme, parts.scheme) == _DOWN):
        raise not_allowed(other_protocol(reach))
    if "@" in parts.netloc:
        raise refused_address(N_("It holds a name or a password, which are not sent."))
    if port == 0:
        raise refused_address(N_("Its host or its port cannot be read."))
    try:
        host = canonical_host(parts.hostname or "")
    except AddressError:
        raise refused_address(N_("Its host or its port cannot be read.")) from None
    try:
        path = quote(parts.path or "/", safe=_KEPT) + (
            f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
        )
    except UnicodeEncodeError:  # half of a sign
        raise refused_address(N_("Its host or its port cannot be read.")) from None
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path)


@dataclass(frozen=True, slots=True)
class Question:
    """One request to make, or to find the answer of in the archive."""

    method: str
    target: Target
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    @property
    def key(self) -> str:
        """What tells it from any other question; whoever asks, with or without a token."""
        said = [self.method, self.target.text, [list(pair) for pair in self.headers], self.body.decode()]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def question(target: Target, accept: str, headers: Mapping[str, str] | None, body: object = None) -> Question:
    """Return a question; it has a JSON body where one is given. The client alone writes what identifies."""
    said = {name.lower(): value for name, value in (headers or {}).items()} | {"accept": accept}
    if ours := OURS & said.keys():
        message = f"the client itself writes {', '.join(sorted(ours))}"
        raise ValueError(message)
    if body is None:
        return Question("GET", target, tuple(sorted(said.items())))
    said["content-type"] = "application/json"
    data = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    return Question("POST", target, tuple(sorted(said.items())), data)
