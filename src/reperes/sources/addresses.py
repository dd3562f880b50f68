"""The door to the network: which hosts may be spoken to, at which vetted addresses."""

import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from reperes.errors import Message, UnreachableError
from reperes.i18n import N_

HOSTS_VARIABLE = "REPERES_PRIVATE_HOSTS"
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached.

    `private_hosts` are names the administration vouches for though their addresses are not public: the forge
    of its own network. `proxy` says that an outgoing proxy does the resolving.
    """

    protocols: tuple[str, ...] = ("https",)
    private_hosts: frozenset[str] = frozenset()
    proxy: bool = False

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> "Reach":
        """Return what the settings in the environment allow."""
        values = os.environ if environment is None else environment
        named = values.get(HOSTS_VARIABLE, "").replace(",", " ").split()
        return cls(
            private_hosts=frozenset(name.lower() for name in named),
            proxy=any(values.get(name) for name in PROXY_VARIABLES),
        )


def vet(url: str, reach: Reach) -> str | None:
    """Return the one network address to connect to for `url`, or None where a proxy will choose.

    The host is resolved once, here; every address it has must be global, so that a name cannot lead inside.
    Raises UnreachableError for another protocol, a host without address or with one that is not global.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in reach.protocols or not host:
        raise _refused(N_("Only {protocols} addresses are read."), protocols=", ".join(reach.protocols))
    if reach.proxy:
        return None
    try:
        answers = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(
            what=Message(N_("The host {host} cannot be found."), {"host": host}),
            why=Message(N_("Its name has no address from this machine ({detail})."), {"detail": str(error)}),
            do=Message(
                N_(
                    "Check the address and the network; behind an outgoing proxy, set HTTPS_PROXY. Without a "
                    "network, give the path of a local copy."
                )
            ),
        ) from error
    addresses = [str(answer[4][0]) for answer in answers]
    if host.lower() not in reach.private_hosts and not all(_is_global(address) for address in addresses):
        raise _refused(N_("The host {host} leads to a private address."), host=host)
    return addresses[0]


def _is_global(address: str) -> bool:
    found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global
    return found.is_global and not found.is_multicast


def _refused(why: str, **args: str) -> UnreachableError:
    return UnreachableError(
        what=Message(N_("This address is not read.")),
        why=Message(why, args),
        do=Message(
            N_(
                "If it is a forge of your own network that you trust, name its host in the variable "
                "{variable}; otherwise give a public https address or a local copy."
            ),
            {"variable": HOSTS_VARIABLE},
        ),
    )
