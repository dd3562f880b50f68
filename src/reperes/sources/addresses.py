"""The door to the network: which hosts may be spoken to, at which vetted addresses."""

import ipaddress
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from reperes.errors import Message, UnreachableError
from reperes.i18n import N_

HOSTS_VARIABLE = "REPERES_PRIVATE_HOSTS"
PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")

# What the tables of `ipaddress` take for global, or did at some version, and is not a host of the internet.
_REFUSED_4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4")))
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to its addresses; OSError or UnicodeError when it has none."""


class NoAddressError(UnreachableError):
    """The host has no address from here."""


class RefusedAddressError(UnreachableError):
    """The address, or what it leads to, is not spoken to."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached.

    `private_hosts` are names the administration vouches for though their addresses are not public: the forge
    of its own network. `proxy` is the address of the outgoing proxy, which does the resolving; it may hold a
    password, so it is not shown.
    """

    protocols: tuple[str, ...] = ("https",)
    private_hosts: frozenset[str] = frozenset()
    proxy: str | None = field(default=None, repr=False)

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> "Reach":
        """Return what the settings in the environment allow."""
        values = os.environ if environment is None else environment
        named = values.get(HOSTS_VARIABLE, "").replace(",", " ").split()
        return cls(
            private_hosts=frozenset(name.lower() for name in named),
            proxy=next((values[name] for name in PROXY_VARIABLES if values.get(name)), None),
        )


def _ask_the_system(host: str, port: int) -> Sequence[str]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


@dataclass(frozen=True, slots=True)
class Guard:
    """Tells at which addresses a host may be spoken to."""

    reach: Reach
    resolve: Resolve = _ask_the_system

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Return the vetted addresses of a host, resolved once, here: connect to them, not to the name.

        Every address it has must be global, so that a name cannot lead inside. Raises NoAddressError,
        RefusedAddressError.
        """
        try:
            addresses = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise _not_found(host, str(error)) from error
        if not addresses:
            raise _not_found(host, "–")
        if not self._vouched(host) and not all(map(is_global, addresses)):
            raise private(host)
        return addresses

    def literal(self, host: str) -> None:
        """Refuse a host that is private by its very name: all that can be vetted where a proxy resolves."""
        bare = host.lower().removesuffix(".").strip("[]")
        try:
            ipaddress.ip_address(bare.split("%", maxsplit=1)[0])
        except ValueError:
            inside = bare == "localhost" or bare.endswith(".localhost")
        else:
            inside = not is_global(bare)
        if inside and not self._vouched(host):
            raise private(host)

    def _vouched(self, host: str) -> bool:
        return host.lower() in self.reach.private_hosts


def vet(url: str, reach: Reach) -> str | None:
    """Return the one network address to connect to for `url`, or None where a proxy will choose.

    Raises UnreachableError for another protocol, a host without address or with one that is not global.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in reach.protocols or not host:
        raise other_protocol(reach)
    guard = Guard(reach)
    if reach.proxy:
        guard.literal(host)
        return None
    return guard.addresses(host, parts.port or 443)[0]


def is_global(address: str) -> bool:
    """Tell whether an address is a host's, on the internet: whatever it wraps must be one too."""
    if "%" in address:
        return False
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _global_4(found) if isinstance(found, IPv4Address) else _global_6(found)


def _global_4(found: IPv4Address) -> bool:
    return found.is_global and not found.is_multicast and not any(found in network for network in _REFUSED_4)


def _global_6(found: IPv6Address) -> bool:
    last = IPv4Address(int(found) & 0xFFFFFFFF)
    if found.ipv4_mapped is not None or found in _NAT64:
        return _global_4(last)
    if found not in _GLOBAL_6 or not found.is_global or any(found in network for network in _REFUSED_6):
        return False
    return (int(found) >> 32) & 0xFFFFFFFF not in _ISATAP or _global_4(last)


def private(host: str) -> RefusedAddressError:
    """Return the refusal of a host that leads inside."""
    return _refused(N_("The host {host} leads to a private address."), host=host)


def other_protocol(reach: Reach) -> RefusedAddressError:
    """Return the refusal of an address that is not of the protocols spoken."""
    return _refused(N_("Only {protocols} addresses are read."), protocols=", ".join(reach.protocols))


def _not_found(host: str, detail: str) -> NoAddressError:
    return NoAddressError(
        what=Message(N_("The host {host} cannot be found."), {"host": host}),
        why=Message(
            N_("{host} has no address from this machine ({detail})."), {"host": host, "detail": detail}
        ),
        do=Message(
            N_(
                "Check the address and the network; behind an outgoing proxy, set HTTPS_PROXY. Without a "
                "network, give the path of a local copy."
            )
        ),
    )


def _refused(why: str, **args: str) -> RefusedAddressError:
    return RefusedAddressError(
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
