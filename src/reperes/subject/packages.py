"""Package URLs, and the pages of registries that amount to one."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import quote

from packageurl import PackageURL

from reperes.subject import refusals
from reperes.subject.forges import remote
from reperes.subject.hosts import forge_of
from reperes.subject.model import Address, AddressError, AddressKind, Forge
from reperes.subject.urls import Location, holds_secret, locate

# A user in a URL, save the lone user of an ssh one.
_CREDENTIALS = re.compile(r"//[^/?#@]*:[^/?#]*@|(?<!ssh:)//[^/?#]*@|^[^/@:]+:[^/@]+@", re.IGNORECASE)
_MAJOR_VERSION = re.compile(r"v[0-9]+")

_FORGE_TYPES: Mapping[str, str] = MappingProxyType(
    {"bitbucket": "bitbucket.org", "github": "github.com", "gitlab": "gitlab.com"}
)


@dataclass(frozen=True, slots=True)
class _Registry:
    """`root` leads to its packages; a package takes `parts` segments, the last one being its name."""

    type: str
    root: str
    parts: int = 1


_REGISTRIES: Mapping[str, _Registry] = MappingProxyType(
    {
        "central.sonatype.com": _Registry("maven", "artifact", 2),
        "crates.io": _Registry("cargo", "crates"),
        "mvnrepository.com": _Registry("maven", "artifact", 2),
        "npmjs.com": _Registry("npm", "package"),
        "nuget.org": _Registry("nuget", "packages"),
        "packagist.org": _Registry("composer", "packages", 2),
        "pypi.org": _Registry("pypi", "project"),
        "rubygems.org": _Registry("gem", "gems"),
    }
)


_GO = "pkg.go.dev"


def read_purl(text: str) -> Address:
    """Read a package URL. `url` is set when the package itself names its repository.

    A `vcs_url` wins over the type: it is what the one who wrote the package URL took the trouble to say.

    Raises:
        AddressError: `text` is malformed, lacks the owner that its type asks for, or holds credentials.
    """
    try:
        package = PackageURL.from_string(f"pkg:{text.partition(':')[2]}")
        canonical = package.to_string()
    except ValueError:
        # The library quotes the whole text.
        raise refusals.package() from None
    if any(_CREDENTIALS.search(value) or holds_secret(value) for value in package.qualifiers.values()):
        raise refusals.credentials()
    parts = (*(package.namespace or "").split("/"), package.name, canonical)
    if not all(part.isprintable() for part in parts):
        raise refusals.package()
    repository = _stated(text, package) or _implied(text, package)
    return _address(text, package, repository)


def read_registry_page(typed: str, location: Location) -> Address | None:
    """Read a page of a package registry as the package it shows; None for any other site.

    Raises:
        AddressError: a page of a registry which shows no package.
    """
    host = location.host.removeprefix("www.")
    if host == _GO and location.segments:
        return _read_parts(typed, "golang", [part.partition("@")[0] for part in location.segments])
    registry = _REGISTRIES.get(host)
    if registry is None:
        if host == _GO:
            raise refusals.not_a_project(location.authority)
        return None
    root, *rest = location.segments or ("",)
    parts = registry.parts + (registry.type == "npm" and rest[:1] != [] and rest[0].startswith("@"))
    if root != registry.root or len(rest) < parts:
        names = "/".join(("group", "name")[-registry.parts :])
        raise refusals.not_a_project(
            location.authority, f"https://{location.authority}/{registry.root}/{names}"
        )
    return _read_parts(typed, registry.type, rest[:parts])


def _read_parts(typed: str, purl_type: str, parts: list[str]) -> Address:
    path = "/".join(quote(part, safe="") for part in parts)
    return replace(read_purl(f"pkg:{purl_type}/{path}"), input=typed)


def _address(typed: str, package: PackageURL, repository: Address | None) -> Address:
    return Address(
        input=typed,
        kind=AddressKind.PACKAGE,
        path=None,
        url=repository.url if repository else None,
        forge=repository.forge if repository else None,
        host=repository.host if repository else None,
        project=repository.project if repository else None,
        package=package.to_string(),
        name=package.name,
    )


def _repository(typed: str, location: Location) -> Address:
    if location.host.removeprefix("www.") in {*_REGISTRIES, _GO}:
        raise refusals.not_a_project(location.authority)
    return remote(typed, location)


def _stated(typed: str, package: PackageURL) -> Address | None:
    """The repository that the qualifiers state, if git reads it."""
    text = package.qualifiers.get("vcs_url", "")
    # One unreadable line of an inventory must not hide the package: a catalogue may still know it.
    with suppress(AddressError):
        location = locate(text)
        return _repository(typed, location) if location else None
    return None


def _implied(typed: str, package: PackageURL) -> Address | None:
    """The repository that the type and the namespace imply."""
    parts = (*(package.namespace or "").split("/"), package.name)
    if package.type in _FORGE_TYPES:
        if not package.namespace:
            raise refusals.package()
        return _on_forge(typed, package, parts)
    if package.type == "golang" and len(parts) > 2:
        return _go_module(typed, parts)
    return None


def _on_forge(typed: str, package: PackageURL, parts: tuple[str, ...]) -> Address:
    base = package.qualifiers.get("repository_url", "") or f"https://{_FORGE_TYPES[package.type]}"
    location = locate(base if "://" in base else f"https://{base}")
    if location is None:
        raise refusals.package()
    segments = (*location.segments, *parts)
    address = _repository(typed, replace(location, segments=segments, trailing_slash=False, query=""))
    return replace(address, forge=Forge(package.type))


def _go_module(typed: str, parts: tuple[str, ...]) -> Address | None:
    """A module path starts with its repository only on a known forge, or where `.git` ends it."""
    host, *path = parts
    if forge_of(host.lower()) is None and not any(part.endswith(".git") for part in path):
        return None
    if _MAJOR_VERSION.fullmatch(path[-1]) and len(path) > 2:
        path.pop()
    with suppress(AddressError):
        found = locate(f"https://{host}/{'/'.join(path)}")
        return _repository(typed, found) if found else None
    return None
