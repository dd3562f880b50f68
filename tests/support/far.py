"""A GitHub of one's own over TLS on the loopback, and what asks it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import trustme

from reperes.sources.addresses import Reach
from reperes.sources.forges.collect import Wanted
from reperes.sources.http.client import Client, ClientOf
from reperes.sources.http.ledger import Bounds
from reperes.sources.http.tokens import Tokens
from support.github import PROJECT, GitHub
from support.web import READ_AT, Heard, Site, at_home, serving

HOST = "github.example.org"
PLAIN = "code.example.org"
SINCE = date(2024, 11, 23)
DAY = timedelta(days=1)
BOUNDS = Bounds(seconds=5, idle=2, size=1 << 20, requests=100, attempts=2, wait=1, pause=0.01)


@dataclass
class Far:
    """The server, and how it is asked."""

    site: Site
    trust: ssl.SSLContext
    served: GitHub = field(default_factory=GitHub)

    def origin(self, project: str = PROJECT, host: str = HOST) -> str:
        return f"https://{host}:{self.site.port}/{project}"

    def client_of(self, home: Path, *, token: bool = True) -> ClientOf:
        known = Tokens({f"{HOST}:{self.site.port}": "secret"} if token else {})

        def client(moment: datetime, offline: bool) -> Client:  # noqa: FBT001 - the shape of ClientOf
            return Client(
                read_at=moment,
                home=home / "data",
                reach=Reach(private_hosts=frozenset({HOST, PLAIN})),
                tokens=known,
                bounds=BOUNDS,
                offline=offline,
                exactly=offline,
                resolve=at_home,
                trust=self.trust,
            )

        return client

    def wanted(self, home: Path, read_at: datetime = READ_AT, *, token: bool = True, **more: Any) -> Wanted:
        settings: dict[str, Any] = {
            "origin": self.origin(),
            "since": SINCE,
            "read_at": read_at,
            "home": home / "data",
            "offline": False,
            "client_of": self.client_of(home, token=token),
        }
        return Wanted(**(settings | more))


@contextmanager
def far_away(authority: trustme.CA) -> Iterator[Far]:
    """Serve a project, as GitHub does under the pages of an enterprise."""
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with serving(authority.issue_cert(HOST, PLAIN, "localhost")) as site:
        found = Far(site, trust)
        found.served.site, found.served.host = site, HOST
        site.routes["/api/graphql"] = found.served.graphql
        site.otherwise = lambda heard: found.served.rest(
            Heard(heard.method, heard.path.removeprefix("/api/v3"), heard.headers, heard.body)
        )
        yield found
