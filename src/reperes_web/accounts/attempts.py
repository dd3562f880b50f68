"""Guessing passwords takes too long: failed sign-ins are counted, by name and place, and by place alone."""

import ipaddress
import logging
import re
from datetime import datetime, timedelta
from functools import cache

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
LOG = logging.getLogger(__name__)
_HOME_BITS = 64
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([\d.]+):\d+")


def place(request: HttpRequest) -> str:
    """Return where a request comes from: an IPv4 address, or the network of one home in IPv6.

    It is empty when the address cannot be read, which is logged once. A port after it is left out.

    Behind a proxy of ours it is the last address of X-Forwarded-For, which that proxy added; those before it
    are what the visitor claims. Elsewhere the header is not looked at: anybody may write it.
    """
    told, whence = str(request.META.get("REMOTE_ADDR", "")), "REMOTE_ADDR"
    if settings.BEHIND_PROXY and "X-Forwarded-For" in request.headers:
        told, whence = request.headers["X-Forwarded-For"].rpartition(",")[2].strip(), "X-Forwarded-For"
    ported = _WITH_PORT.fullmatch(told)
    try:
        address = ipaddress.ip_address(told if ported is None else ported[1] or ported[2])
    except ValueError:
        _tell_unreadable(whence)
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
    where = place(request)
    # The name first: one that is blocked already takes nothing from those who share its place.
    if not _count(_of_name(name, where), MOST_OF_A_NAME):
        return False
    # Those whose place is not known do not share one: anybody could shut all of them out.
    return not where or _count(_of_place(where), MOST_OF_A_PLACE)


def succeeded(request: HttpRequest, name: str) -> None:
    """Forget the attempts of a name from a place, and take this one back from the place."""
    where = place(request)
    Attempt.objects.filter(digest=_of_name(name, where)).delete()
    Attempt.objects.filter(digest=_of_place(where), count__gt=0).update(count=F("count") - 1)


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
    try:
        with transaction.atomic():
            Attempt.objects.create(digest=digest, since=now)
    except IntegrityError:
        # It is full, or another one came first in the meantime.
        return bool(mine.filter(count__lt=most).update(count=F("count") + 1))
    return True


def _limit() -> datetime:
    return timezone.now() - timedelta(minutes=MINUTES)


@cache
def _tell_unreadable(whence: str) -> None:
    """Say once, in each process, what an administrator has to mend."""
    told = "the address in %s cannot be read: failed sign-ins are bounded by name alone"
    LOG.warning(told, whence)


def _of_name(name: str, where: str) -> str:
    return _digest(f"name\n{name.casefold()}\n{where}")


def _of_place(where: str) -> str:
    return _digest(f"place\n{where}")


def _digest(text: str) -> str:
    return salted_hmac("reperes_web.accounts.attempts", text, algorithm="sha256").hexdigest()
