"""One-time links by which a person chooses a password: shown to who makes one, since no mail is sent."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from reperes_web.models import Account

DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)


def path_to_password(account: Account) -> str:
    """Return the path of a page where an account chooses its password: once, within `DAYS` days."""
    token = default_token_generator.make_token(account)
    return reverse("choose-password", args=(urlsafe_base64_encode(force_bytes(account.pk)), token))
