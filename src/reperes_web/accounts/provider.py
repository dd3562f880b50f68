"""The OpenID provider, as the environment tells it. Nothing is asked of the provider at the start.

The endpoints not told are those of ProConnect, under the issuer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from reperes_web.environment import flag, words

_PREFIX = "REPERES_WEB_OIDC_"
_PATHS = {
    "AUTHORIZATION": "/authorize",
    "TOKEN": "/token",
    "USERINFO": "/userinfo",
    "JWKS": "/jwks",
    "LOGOUT": "/session/end",
}
TIMEOUT = 10
"""Seconds that the provider has to answer."""
ALGORITHMS = ("RS256", "ES256")
"""How the provider may sign: with a key of its own, never with one that we share."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who signs people in for us, where, and what we believe of it.

    `signed`: what it tells of a person has to be signed. `trusts_email`: an e-mail address that it tells is
    that person’s, whether it says so or not.
    """

    issuer: str
    client: str
    secret: str
    scopes: str
    authorization: str
    token: str
    userinfo: str
    jwks: str
    logout: str
    signed: bool
    trusts_email: bool


def of(environment: Mapping[str, str]) -> Provider | None:
    """Return the provider that the environment tells, None without an issuer.

    Raises ValueError for an issuer without a client, and for an address that is neither https nor on this
    machine: whoever stands on the way could sign in as anybody.
    """
    issuer = environment.get(f"{_PREFIX}ISSUER", "").strip()
    if not issuer:
        return None
    told = {name: environment.get(_PREFIX + name, "").strip() for name in ("CLIENT_ID", "CLIENT_SECRET")}
    for name, value in told.items():
        if not value:
            raise ValueError(f"{_PREFIX}ISSUER is set without {_PREFIX}{name}: the provider gives both")
    base = issuer.rstrip("/")
    places = {
        name: environment.get(_PREFIX + name, "").strip() or base + path for name, path in _PATHS.items()
    }
    for name, address in places.items():
        _safe(_PREFIX + name, address)
    return Provider(
        issuer=issuer,
        client=told["CLIENT_ID"],
        secret=told["CLIENT_SECRET"],
        scopes=" ".join(words(f"{_PREFIX}SCOPES", environment=environment)) or "openid email profile",
        signed=flag(f"{_PREFIX}SIGNED_USERINFO", default=True, environment=environment),
        trusts_email=flag(f"{_PREFIX}TRUST_EMAIL", environment=environment),
        **{name.lower(): address for name, address in places.items()},
    )


def settings(provider: Provider) -> dict[str, Any]:
    """Return the settings of mozilla-django-oidc for a provider."""
    return {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": provider.authorization,
        "OIDC_OP_TOKEN_ENDPOINT": provider.token,
        "OIDC_OP_USER_ENDPOINT": provider.userinfo,
        "OIDC_OP_JWKS_ENDPOINT": provider.jwks,
        "OIDC_RP_CLIENT_ID": provider.client,
        "OIDC_RP_CLIENT_SECRET": provider.secret,
        "OIDC_RP_SCOPES": provider.scopes,
        # Which algorithm it is, each token says, among `ALGORITHMS`: this one only asks for the keys.
        "OIDC_RP_SIGN_ALGO": ALGORITHMS[0],
        "OIDC_USE_PKCE": True,
        "OIDC_TIMEOUT": TIMEOUT,
        "OIDC_AUTHENTICATION_CALLBACK_URL": "openid-back",
        "OIDC_STORE_ID_TOKEN": True,
    }


def origins(provider: Provider) -> list[str]:
    """Return the origins that a form of ours may lead to."""
    parts = [urlsplit(address) for address in (provider.authorization, provider.logout)]
    return sorted({f"{one.scheme}://{one.netloc}" for one in parts})


def _safe(name: str, address: str) -> None:
    parts = urlsplit(address)
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if (parts.scheme == "https" and parts.netloc) or (parts.scheme == "http" and here):
        return
    raise ValueError(f"{name} is {address!r}: write an https address")
