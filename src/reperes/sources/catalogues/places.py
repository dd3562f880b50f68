"""When two addresses are the same place, and two names the same name."""

from functools import lru_cache

from packageurl import PackageURL

from reperes.subject.address import AddressError, parse
from reperes.subject.names import folded

__all__ = ["account", "folded", "package", "place"]


@lru_cache(maxsize=4096)
def place(url: str) -> str | None:
    """Return what tells a repository from any other, however its address is written; None if it is none.

    Forges do not tell capitals apart; `http`, `.git`, a page deep in the repository make no difference.
    """
    try:
        address = parse(url)
    except AddressError:
        return None
    if address.url is None or address.project is None:
        return None
    return address.url.partition("://")[2].lower().removesuffix(".git").rstrip("/")


def account(url: str) -> tuple[str, ...]:
    """Return the places of the accounts that may hold a repository, the nearest first."""
    found = place(url)
    if found is None:
        return ()
    host, *parts = found.split("/")
    return tuple("/".join((host, *parts[:size])) for size in range(len(parts) - 1, 0, -1))


def package(purl: str) -> str | None:
    """Return a package URL without its version nor qualifiers; None when it is none."""
    try:
        read = PackageURL.from_string(purl)
    except ValueError:
        return None
    return PackageURL(read.type, read.namespace, read.name).to_string()
