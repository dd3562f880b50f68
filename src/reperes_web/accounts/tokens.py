"""Keys to the API: made once, shown once, kept as a digest; each acts for one account in one team."""

import hashlib
import secrets
from datetime import date, timedelta

from django.utils import timezone

from reperes_web.models import Membership, Token

_MARK = "rep_"
_SHOWN = 12
_BYTES = 32
_USED_EVERY = timedelta(minutes=5)
MOST = 20
"""Keys that an account may have at once."""


def make(of: Membership, name: str, until: date, *, reads_only: bool) -> tuple[Token, str]:
    """Make a key for a member of a team; return it with its text, which is kept nowhere."""
    text = _MARK + secrets.token_urlsafe(_BYTES)
    made = Token.objects.create(
        account=of.account,
        team=of.team,
        name=name,
        digest=_digest(text),
        start=text[:_SHOWN],
        reads_only=reads_only,
        expires_on=until,
    )
    return made, text


def find(text: str) -> Token | None:
    """Return the key that a text opens, with its account and its team; None when it opens none.

    A key opens nothing after its last day, once revoked, or when its account was closed.
    """
    found = (
        Token.objects.select_related("account", "team")
        .filter(digest=_digest(text), account__is_active=True, expires_on__gte=timezone.localdate())
        .first()
    )
    if found is not None:
        _used(found)
    return found


def _used(token: Token) -> None:
    """Keep when it was last used, to a few minutes: reading must not write each time."""
    now = timezone.now()
    if token.used_at is None or now - token.used_at > _USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
