"""What is asked of an observation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reperes.readings.model import Correction
from reperes.sources.addresses import Reach
from reperes.sources.git.transfer import Bounds

if TYPE_CHECKING:
    from reperes.sources.http.client import ClientOf


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the address as typed, the day, the moment of the reading, and where things are kept.

    `origin` is the canonical address of a local copy. `read_at` is aware, in UTC. `home` is the program's
    data folder. `corrections` are those of readings, by identifier. Nothing is asked of the network when
    `offline`; the subject is no path of this machine unless `local`. `client_of` makes what asks forges; they
    are not asked when it is None.
    """

    subject: str
    as_of: date
    read_at: datetime
    home: Path
    origin: str | None = None
    offline: bool = False
    local: bool = True
    reach: Reach = field(default_factory=Reach)
    bounds: Bounds = field(default_factory=Bounds)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    client_of: "ClientOf | None" = None
