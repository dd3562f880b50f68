"""What the commands that observe ask for."""

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from reperes.people.store import home
from reperes.sources.addresses import Reach

if TYPE_CHECKING:
    from reperes.request import Request


def request(subject: str, *, as_of: date | None, origin: str | None, offline: bool) -> "Request":
    """Return what is asked now, of today unless another day is given, with the settings of the environment.

    Raises UsageError for tokens that cannot be read.
    """
    from reperes.request import Request
    from reperes.sources.http.client import clients

    now = datetime.now(UTC)  # noqa: TID251 - the edge of the program
    reach = Reach.of_environment()
    return Request(
        subject=subject,
        as_of=as_of or now.date(),
        read_at=now,
        home=home(),
        origin=origin,
        offline=offline,
        reach=reach,
        client_of=clients(os.environ, home(), reach, offline=offline),
    )
