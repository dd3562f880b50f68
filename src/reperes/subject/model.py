"""The words of the grammar of addresses."""

from dataclasses import dataclass
from enum import StrEnum

from reperes.errors import Message, UsageError
from reperes.i18n import Language


class AddressKind(StrEnum):
    """What sort of thing an address points to."""

    LOCAL = "local"
    REMOTE = "remote"
    PACKAGE = "package"
    NAME = "name"


class Forge(StrEnum):
    """Which software serves a repository, as far as its address tells.

    `GIT` is a plain git host, or one whose software the address does not give away.
    """

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    SOURCEHUT = "sourcehut"
    BITBUCKET = "bitbucket"
    GIT = "git"


@dataclass(frozen=True, slots=True)
class Address:
    """What was typed, understood.

    Attributes:
        input: As typed, without the blanks around it.
        kind: What it points to.
        path: LOCAL only: the path as typed, `~` not expanded; a `file:` URL gives its decoded path.
        url: REMOTE, and PACKAGE when its repository can be told without asking anyone: `https` clone URL
            without credentials, default port, trailing slash, query or fragment, host in lower case. It has
            no `.git` ending, save where the rest would then be read as something else (`…/a/b/tree.git`).
        forge: Told from the host, or from the shape of the page typed: `parse(url)` gives the same `url`, but
            may know less about the forge of a host that nobody has heard of.
        host: Canonical host without port nor brackets; an international name is in its ASCII form.
        project: The path of the project as its forge writes it: `owner/name`, `group/sub/name`,
            `~owner/name`.
        package: PACKAGE only: the canonical package URL.
        name: Short human name: the last segment.
        hint: The other thing that an ambiguous address may mean, to be said when this one leads nowhere.
    """

    input: str
    kind: AddressKind
    path: str | None
    url: str | None
    forge: Forge | None
    host: str | None
    project: str | None
    package: str | None
    name: str
    hint: Message | None = None


class AddressError(UsageError, ValueError):
    """What was typed is no address that we take. Never repeats a credential that was typed."""

    @property
    def understood(self) -> str:
        """What was understood of it, in English."""
        return self.what.text(Language.EN)

    @property
    def suggestion(self) -> str:
        """What would work instead, in English."""
        return self.do.text(Language.EN)
