import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reperes_web.accounts.provider import Provider, of, origins

TOLD = {
    "REPERES_WEB_OIDC_ISSUER": "https://sso.exemple.fr/api/v2",
    "REPERES_WEB_OIDC_CLIENT_ID": "reperes",
    "REPERES_WEB_OIDC_CLIENT_SECRET": "s3cret",
}


def test_the_endpoints_of_proconnect_are_understood() -> None:
    assert of(TOLD) == Provider(
        issuer="https://sso.exemple.fr/api/v2",
        client="reperes",
        secret="s3cret",
        scopes="openid email profile",
        authorization="https://sso.exemple.fr/api/v2/authorize",
        token="https://sso.exemple.fr/api/v2/token",
        userinfo="https://sso.exemple.fr/api/v2/userinfo",
        jwks="https://sso.exemple.fr/api/v2/jwks",
        logout="https://sso.exemple.fr/api/v2/session/end",
        signed=True,
        trusts_email=False,
    )


def test_each_may_be_told() -> None:
    known = of(
        {
            **TOLD,
            "REPERES_WEB_OIDC_ISSUER": "https://sso.exemple.fr/",
            "REPERES_WEB_OIDC_JWKS": "https://keys.exemple.fr/all",
            "REPERES_WEB_OIDC_LOGOUT": "https://out.exemple.fr/end",
            "REPERES_WEB_OIDC_SCOPES": "openid, email siret",
            "REPERES_WEB_OIDC_SIGNED_USERINFO": "no",
            "REPERES_WEB_OIDC_TRUST_EMAIL": "yes",
        }
    )
    assert known is not None
    # As it is written: it is compared, sign by sign, with what tokens say.
    assert known.issuer == "https://sso.exemple.fr/"
    assert known.authorization == "https://sso.exemple.fr/authorize"
    assert known.jwks == "https://keys.exemple.fr/all"
    assert known.scopes == "openid email siret"
    assert (known.signed, known.trusts_email) == (False, True)
    assert origins(known) == ["https://out.exemple.fr", "https://sso.exemple.fr"]


def test_there_is_none_without_an_issuer() -> None:
    assert of({}) is None
    assert of({"REPERES_WEB_OIDC_ISSUER": " ", "REPERES_WEB_OIDC_CLIENT_ID": "reperes"}) is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"REPERES_WEB_OIDC_CLIENT_SECRET": ""}, "without REPERES_WEB_OIDC_CLIENT_SECRET"),
        ({"REPERES_WEB_OIDC_CLIENT_ID": " "}, "without REPERES_WEB_OIDC_CLIENT_ID"),
        ({"REPERES_WEB_OIDC_ISSUER": "http://sso.exemple.fr"}, "write an https address"),
        ({"REPERES_WEB_OIDC_JWKS": "http://keys.exemple.fr"}, "REPERES_WEB_OIDC_JWKS is 'http://keys"),
        ({"REPERES_WEB_OIDC_TOKEN": "https:///token"}, "REPERES_WEB_OIDC_TOKEN"),
        ({"REPERES_WEB_OIDC_TRUST_EMAIL": "perhaps"}, "write yes or no"),
    ],
)
def test_what_is_not_safe_is_refused_at_the_start(changed: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        of({**TOLD, **changed})


ASKED = """
import json
from reperes_web import settings as s
form = s.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
known = getattr(s, "OIDC_OP_TOKEN_ENDPOINT", None)
print(json.dumps([s.AUTHENTICATION_BACKENDS, s.PASSWORDS, form, known, s.CONTACT, s.KEEP_RUNS_DAYS]))
"""


def started(home: Path, **environment: str) -> list[object]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REPERES_WEB")}
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**kept, "REPERES_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_the_application_starts_with_and_without_it(tmp_path: Path) -> None:
    local, openid = "django.contrib.auth.backends.ModelBackend", "reperes_web.accounts.openid.Backend"
    assert started(tmp_path) == [[local], True, ["'self'"], None, "", 365]
    here = ["'self'", "https://sso.exemple.fr"]
    token = "https://sso.exemple.fr/api/v2/token"
    more = {"REPERES_WEB_CONTACT": "dpo@exemple.fr", "REPERES_WEB_KEEP_RUNS_DAYS": "90"}
    both = started(tmp_path, **TOLD, **more)
    assert both == [[openid, local], True, here, token, "dpo@exemple.fr", 90]
    off = started(tmp_path, **TOLD, REPERES_WEB_PASSWORDS="no")
    assert off == [[openid], False, here, token, "", 365]
    # Nobody could sign in.
    assert started(tmp_path, REPERES_WEB_PASSWORDS="no")[:2] == [[local], True]
