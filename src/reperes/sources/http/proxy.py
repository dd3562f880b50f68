"""The outgoing proxy that an administration imposes: then the only address spoken to."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from reperes.i18n import N_
from reperes.sources.http import errors


@dataclass(frozen=True, slots=True)
class Proxy:
    """An outgoing proxy. Its password, when it has one, is not shown."""

    scheme: str
    host: str
    port: int
    login: tuple[str, str] | None

    def __repr__(self) -> str:
        return f"Proxy({self.shown!r})"

    @property
    def shown(self) -> str:
        """Its address, without what it is entered with."""
        return f"{self.host}:{self.port}"

    @classmethod
    def read(cls, text: str) -> "Proxy":
        """Return the proxy that a setting names. Raises NotAllowedError for one of another kind."""
        try:
            parts = urlsplit(text if "://" in text else f"http://{text}")
            usual = {"http": 80, "https": 443}[parts.scheme]
            port = parts.port or usual
        except (ValueError, KeyError):
            port = 0
        if not port or not parts.hostname:
            raise errors.refused_address(N_("The outgoing proxy must be an http or https address."))
        login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        return cls(parts.scheme, parts.hostname, port, login)
