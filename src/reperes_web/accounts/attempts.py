"""Guessing passwords takes too long: failed sign-ins are counted, by name and place, and by place alone."""

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from reperes_web.models import Attempt

MINUTES = 15
MOST_OF_A_NAME = 5
MOST_OF_A_PLACE = 50
"""A whole administration may come from one address: the bound of a place only stops long lists of names."""
_HOME_BITS = 64


def place(request: HttpRequest) -> str:
    """Return where a request comes from: an IPv4 address, or the network of one home in IPv6; may be empty.

    Behind a proxy of ours it is the last address of X-Forwarded-For, which that proxy added; those before it
    are what the visitor claims. Elsewhere the header is not looked at: anybody may write it.
    """
    told = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        told = request.headers.get("X-Forwarded-For", told).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _HOME_BITS), strict=False))
    return str(address)


def begin(request: HttpRequest, name: str) -> bool:
    """Count an attempt before the password is looked at; return False when there were too many lately.

    Counted first, so that many at once do not all pass; `succeeded` takes it back.
    """
    # The name first: one that is blocked already takes nothing from those who share its place.
    return _count(_of_name(request, name), MOST_OF_A_NAME) and _count(_of_place(request), MOST_OF_A_PLACE)


def succeeded(request: HttpRequest, name: str) -> None:
    """Forget the attempts of a name from a place, and take this one back from the place."""
    Attempt.objects.filter(digest=_of_name(request, name)).delete()
    Attempt.objects.filter(digest=_of_place(request), count__gt=0).update(count=F("count") - 1)


def forget() -> int:
    """Delete the counts that hold nobody any more; return how many."""
    return Attempt.objects.filter(since__lt=_limit()).delete()[0]


def _count(digest: str, most: int) -> bool:
    now = timezone.now()
    mine = Attempt.objects.filter(digest=digest)
    if mine.filter(since__lt=_limit()).update(count=1, since=now):
        return True
    if mine.filter(count__lt=most).update(count=F("count") + 1):
        return True
    if mine.exists():
        return False
    try:
        with transaction.atomic():
            Attempt.objects.create(digest=digest, since=now)
    except IntegrityError:
        # Another one came first in the meantime.
        return bool(mine.filter(count__lt=most).update(count=F("count") + 1))
    return True


def _limit() -> datetime:
    return timezone.now() - timedelta(minutes=MINUTES)


def _of_name(request: HttpRequest, name: str) -> str:
    return _digest(f"name\n{name.casefold()}\n{place(request)}")


def _of_place(request: HttpRequest) -> str:
    return _digest(f"place\n{place(request)}")


def _digest(text: str) -> str:
    return salted_hmac("reperes_web.accounts.attempts", text, algorithm="sha256").hexdigest()
