"""Where a project is on its forge."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Place:
    """A project on a forge. `web`: `https://host[:port]`; `project`: `group/name`, as the forge writes it."""

    web: str
    project: str

    @property
    def url(self) -> str:
        """The page of the project."""
        return f"{self.web}/{quote(self.project, safe='/~')}"

    @property
    def host(self) -> str:
        """The host, with its port where it is not the usual one."""
        return self.web.partition("://")[2]
