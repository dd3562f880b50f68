"""Signing in at an OpenID provider, ProConnect above all.

mozilla-django-oidc speaks the protocol: state, nonce, PKCE, keys. It looks neither at the audience nor at the
issuer of what it is given: this does, and refuses with a page whatever is not for us, or not from there.
"""

import hashlib
import logging
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from mozilla_django_oidc.auth import OIDCAuthenticationBackend  # type: ignore[import-untyped]
from mozilla_django_oidc.views import (  # type: ignore[import-untyped]
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
)

from reperes.i18n import N_
from reperes_web.accounts import provider
from reperes_web.accounts.onward import page_wanted
from reperes_web.accounts.provider import Provider
from reperes_web.language import say
from reperes_web.models import Account

LOG = logging.getLogger(__name__)
_ID_TOKEN = "oidc_id_token"  # noqa: S105 - the name under which the library keeps it
_LEEWAY = 30
_NOT_BELIEVED = N_("What came back answers no request of this browser, or was not signed for this service.")


class Refused(SuspiciousOperation):
    """What the provider sent, or the browser brought back, is not to be believed."""


class Backend(OIDCAuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """Believes what the provider signed for us; finds or makes the account of that person."""

    def authenticate(self, request: HttpRequest | None, *, nonce: str, code_verifier: str) -> Account | None:
        """Return the account of who comes back from the provider. Raises Refused.

        The two keywords are asked for, so that Django never tries this with a name and a password.
        """
        if not nonce or not code_verifier:
            raise Refused("no nonce or no code verifier")
        found: Account | None = super().authenticate(request, nonce=nonce, code_verifier=code_verifier)
        return found

    def verify_token(self, token: str, **expected: Any) -> dict[str, Any]:
        """Return the claims of a token signed by the provider, for us, that still holds. Raises Refused."""
        known = _provider()
        is_id_token = "nonce" in expected
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in provider.ALGORITHMS or not header.get("kid"):
                raise Refused(f"signed with {header.get('alg')!r}, key {header.get('kid')!r}")
            claims = jwt.decode(
                token,
                self.retrieve_matching_jwk(token),
                algorithms=[header["alg"]],
                audience=known.client,
                issuer=known.issuer,
                leeway=_LEEWAY,
                options={"require": ["iss", "aud", "sub", *(["exp", "iat"] if is_id_token else [])]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise Refused(str(error)) from error
        audience = claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != known.client:
            raise Refused("it was made for several, and not at our request")
        if is_id_token and claims.get("nonce") != expected["nonce"]:
            raise Refused("it answers another request than ours")
        return dict(claims)

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Return what the provider tells of the person whom the identity token names. Raises Refused."""
        del id_token
        known = _provider()
        answer = requests.get(
            known.userinfo,
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=provider.TIMEOUT,
        )
        answer.raise_for_status()
        is_signed = answer.headers.get("Content-Type", "").lower().startswith("application/jwt")
        if known.signed and not is_signed:
            raise Refused("what is told of the person is not signed")
        told: dict[str, Any] = self.verify_token(answer.text) if is_signed else answer.json()
        if told.get("sub") != payload["sub"]:
            raise Refused("it tells of another person")
        return told

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> Account:
        """Return the account of a person, made if need be. Raises Refused."""
        told = self.get_userinfo(access_token, id_token, payload)
        with transaction.atomic():
            account = _known(told) or _made(told)
            _renew(account, told)
        return account


def _provider() -> Provider:
    """Return the provider; this backend serves nowhere without one."""
    known = settings.OPENID
    if known is None:
        raise ImproperlyConfigured("REPERES_WEB_OIDC_ISSUER")
    return known


def _known(told: dict[str, Any]) -> Account | None:
    """Return the account of a subject; else the only one that has this address, and no subject yet."""
    found = Account.objects.filter(subject=told["sub"]).first()
    email = _text(told, "email")
    believed = told.get("email_verified") is True or _provider().trusts_email
    if found is not None or not email or not believed:
        return found
    same = [*Account.objects.select_for_update().filter(email__iexact=email, is_active=True)[:2]]
    if len(same) != 1 or same[0].subject is not None:
        return None
    found = same[0]
    found.subject = told["sub"]
    # Whoever made this account may know its password, and hold keys: from now on it is that of another.
    found.set_unusable_password()
    found.tokens.all().delete()
    found.save(update_fields=["subject", "password"])
    return found


def _made(told: dict[str, Any]) -> Account:
    subject = str(told["sub"])
    name = f"openid-{hashlib.sha256(subject.encode()).hexdigest()[:24]}"
    try:
        with transaction.atomic():
            return Account.objects.create_user(name, subject=subject)
    except IntegrityError:
        # Two tabs came back at once.
        return Account.objects.get(subject=subject)


def _renew(account: Account, told: dict[str, Any]) -> None:
    """Write the name and the address as the provider tells them today; what it does not tell stays."""
    last = _text(told, "usual_name") or _text(told, "family_name")
    told_now = {
        "first_name": _text(told, "given_name")[:150],
        "last_name": (last or _text(told, "name"))[:150],
        "email": _text(told, "email")[:254],
    }
    changed = [name for name, value in told_now.items() if value and getattr(account, name) != value]
    for name in changed:
        setattr(account, name, told_now[name])
    if changed:
        account.save(update_fields=changed)


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value.strip() if isinstance(value, str) else ""


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    if settings.OPENID is None:
        raise Http404
    answer: HttpResponse = OIDCAuthenticationRequestView.as_view()(request)
    # The library keeps any address of ours, and a bare word too.
    request.session["oidc_login_next"] = page_wanted(request) or None
    return answer


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Sign in who comes back from the provider, or say why not."""
    if settings.OPENID is None:
        raise Http404
    try:
        answer: HttpResponse = _Back.as_view()(request)
    except SuspiciousOperation as error:
        LOG.warning("a sign-in was refused: %s", error)
        return _refused(request, say(_NOT_BELIEVED), 403)
    except (requests.RequestException, ValueError, KeyError) as error:
        LOG.warning("the provider could not be asked: %s", type(error).__name__)
        return _refused(request, say(N_("The provider did not answer as it should.")), 502)
    return answer


def logout_address(request: HttpRequest) -> str | None:
    """Return where the session is ended at the provider, None when that one did not open this session."""
    token = request.session.get(_ID_TOKEN)
    if settings.OPENID is None or not token:
        return None
    fields = {
        "id_token_hint": token,
        "state": get_random_string(32),
        "post_logout_redirect_uri": request.build_absolute_uri(resolve_url(settings.LOGOUT_REDIRECT_URL)),
    }
    return f"{settings.OPENID.logout}?{urlencode(fields)}"


class _Back(OIDCAuthenticationCallbackView):  # type: ignore[misc]  # the library has no types
    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer what this browser asked for, and nothing else: the library would sign out on any error."""
        if request.GET.get("state") not in request.session.get("oidc_states", {}):
            raise Refused("it answers no request of this browser")
        answer: HttpResponse = super().get(request)
        return answer

    def login_failure(self) -> HttpResponse:
        """Say that nobody was signed in, in place of going home without a word."""
        if self.request.GET.get("error"):
            LOG.info("the provider signed nobody in")
            return _refused(
                self.request, say(N_("The provider signed nobody in, or you gave up there.")), 403
            )
        raise Refused("nobody answers to it")

    def login_success(self) -> HttpResponse:
        """Open the session, and keep in it what ends it at the provider."""
        token = self.request.session.get(_ID_TOKEN)
        answer: HttpResponse = super().login_success()
        # The session of somebody else is emptied when it is opened for this one.
        self.request.session[_ID_TOKEN] = token
        return answer


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    told = (
        say(N_("You could not be signed in.")),
        why,
        say(N_("Begin again from the sign-in page; if it happens again, tell who runs this service.")),
    )
    return render(
        request, "accounts/refused.html", {"told": told, "contact": settings.CONTACT}, status=status
    )
