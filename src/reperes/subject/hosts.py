"""What the name of a host tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from types import MappingProxyType

from reperes.subject import refusals
from reperes.subject.model import Forge

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST = 253

# Forges whose software cannot be read in their name. A missing one costs little: git works the same
# everywhere, and a page such as /-/issues or /src/branch/main gives the software away.
FORGES: Mapping[str, Forge] = MappingProxyType(
    {
        "bitbucket.org": Forge.BITBUCKET,
        "codeberg.org": Forge.FORGEJO,
        "gitea.com": Forge.FORGEJO,
        "code.forgejo.org": Forge.FORGEJO,
        "git.disroot.org": Forge.FORGEJO,
        "git.sr.ht": Forge.SOURCEHUT,
        "github.com": Forge.GITHUB,
        "code.europa.eu": Forge.GITLAB,
        "code.videolan.org": Forge.GITLAB,
        "forge.apps.education.fr": Forge.GITLAB,
        "forge.inrae.fr": Forge.GITLAB,
        "forgemia.inra.fr": Forge.GITLAB,
        "framagit.org": Forge.GITLAB,
        "git.drupalcode.org": Forge.GITLAB,
        "gitlab.com": Forge.GITLAB,
        "invent.kde.org": Forge.GITLAB,
        "salsa.debian.org": Forge.GITLAB,
    }
)

# Plain git hosts whose home page is worth recognising without a scheme.
_GIT_HOSTS = frozenset(
    {
        "chromium.googlesource.com",
        "go.googlesource.com",
        "git.kernel.org",
        "git.launchpad.net",
        "git.savannah.gnu.org",
        "git.savannah.nongnu.org",
        "repo.or.cz",
    }
)


# It shows copies of repositories; those that it hosts itself are for its own use.
ARCHIVE = "archive.softwareheritage.org"


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a host; `drop` is the first segment of the path there, when it has one too many."""

    host: str
    drop: str | None = None


ALIASES: Mapping[str, Alias] = MappingProxyType(
    {
        "ssh.github.com": Alias("github.com"),
        "raw.githubusercontent.com": Alias("github.com"),
        "codeload.github.com": Alias("github.com"),
        "api.github.com": Alias("github.com", drop="repos"),
        "altssh.gitlab.com": Alias("gitlab.com"),
        "altssh.bitbucket.org": Alias("bitbucket.org"),
        "cgit.git.savannah.gnu.org": Alias("git.savannah.gnu.org"),
        "https.git.savannah.gnu.org": Alias("git.savannah.gnu.org"),
    }
)

# Whatever else lives under these is a service beside the repositories: documentation, gists, mailing lists.
_SERVICES: Mapping[str, str] = MappingProxyType(
    {
        ".bitbucket.org": "bitbucket.org",
        ".codeberg.org": "codeberg.org",
        ".github.com": "github.com",
        ".githubusercontent.com": "github.com",
        ".gitlab.com": "gitlab.com",
        ".sr.ht": "git.sr.ht",
    }
)

PUBLISHED: Mapping[str, str] = MappingProxyType(
    {
        ".bitbucket.io": "bitbucket.org",
        ".codeberg.page": "codeberg.org",
        ".github.io": "github.com",
        ".gitlab.io": "gitlab.com",
        ".srht.site": "git.sr.ht",
    }
)

_NAMED_AFTER: Mapping[str, Forge] = MappingProxyType(
    {
        "bitbucket": Forge.BITBUCKET,
        "codeberg": Forge.FORGEJO,
        "forgejo": Forge.FORGEJO,
        "gitea": Forge.FORGEJO,
        "github": Forge.GITHUB,
        "gitlab": Forge.GITLAB,
    }
)


def canonical_host(text: str) -> str:
    """Return the lower-case ASCII form of a host name, an IPv4 or an IPv6 address (without brackets).

    Raises:
        AddressError: not a host. `127.1`, `0x7f.0.0.1` or `2130706433` are refused: libraries disagree on
            them, and a guard that reads them otherwise than the one who connects guards nothing.
    """
    if ":" in text:
        return _ipv6(text)
    host = _ascii(text).removesuffix(".")
    labels = host.split(".")
    if len(host) > _LONGEST or not all(_LABEL.fullmatch(label) for label in labels):
        raise refusals.host()
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(host)
    return host


def _ascii(text: str) -> str:
    if len(text) > _LONGEST:
        raise refusals.host()
    if text.isascii():
        return text.lower()
    try:
        return text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        # The codec quotes the text in its message.
        raise refusals.host() from None


def _ipv4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except AddressValueError:
        raise refusals.host() from None


def _ipv6(text: str) -> str:
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise refusals.host() from None
    if address.scope_id is not None:
        raise refusals.host()
    return address.compressed


def forge_of(host: str) -> Forge | None:
    """Return the forge that a canonical host name announces, or None."""
    known = FORGES.get(host)
    if known or is_service(host):
        return known
    # `forgejo.org` or `gitlab.org` is the web site of the software, not a place that runs it.
    for label in host.split(".")[:-2]:
        if label in _NAMED_AFTER:
            return _NAMED_AFTER[label]
    return None


_INSIDE = frozenset(
    {
        "localhost",
        "local",
        "localdomain",
        "internal",
        "intranet",
        "interne",
        "lan",
        "home",
        "corp",
        "private",
        "test",
    }
)


def is_inside(host: str) -> bool:
    """Return whether a canonical host is, by its very name, of a network that the world does not see.

    An address in figures is taken for one: nothing there tells whose it is.
    """
    labels = host.rstrip(".").split(".")
    in_figures = ":" in host or labels[-1].isdigit()
    return in_figures or len(labels) == 1 or labels[-1] in _INSIDE or labels[-2:] == ["home", "arpa"]


def is_service(host: str) -> bool:
    """Tell whether a canonical host belongs to a forge without serving its repositories."""
    return host not in FORGES and host not in ALIASES and f".{host}".endswith(tuple(_SERVICES))


def example_of(host: str, authority: str | None = None) -> str | None:
    """Return what the URL of a project looks like on a forge, or on the forge that a service belongs to.

    `host` is canonical; `authority` adds its port. None for a host which is no known forge.
    """
    for ending, forge_host in _SERVICES.items():
        if is_service(host) and f".{host}".endswith(ending):
            return example_of(forge_host)
    forge = forge_of(host)
    if forge is None:
        return None
    return f"https://{authority or host}/{'~' if forge is Forge.SOURCEHUT else ''}owner/name"


def is_recognised(host: str) -> bool:
    """Tell whether a canonical host name, alone, is enough to know that a web address was meant."""
    return (
        host.startswith(("www.", "git.", "cgit.", "gitweb."))
        or host in ALIASES
        or host in _GIT_HOSTS
        or is_service(host)
        or host.endswith(tuple(PUBLISHED))
        or forge_of(host) is not None
    )
