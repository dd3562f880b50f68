"""The grammar of addresses: what an agent types, whatever they copied it from.

Nothing here looks at the disk or at the network: an ambiguous address is given its likelier reading, and a
hint that says the other one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import unquote

from reperes.errors import Message
from reperes.i18n import N_
from reperes.subject import refusals
from reperes.subject.forges import remote
from reperes.subject.hosts import ARCHIVE
from reperes.subject.model import Address, AddressError, AddressKind, Forge
from reperes.subject.packages import read_purl, read_registry_page
from reperes.subject.urls import Location, locate, locate_bare, locate_scp_without_user, looks_like_host

__all__ = ["Address", "AddressError", "AddressKind", "Forge", "parse"]

_LONGEST = 2048
# Surrogates stand for the bytes of an argument that are not UTF-8: no report could be written with them.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):(?P<rest>.*)", re.IGNORECASE)
_PATH = re.compile(r"[./~\\]|[a-z]:[\\/](?!/)", re.IGNORECASE)
_SHORTHANDS: Mapping[str, str] = MappingProxyType(
    {
        "bitbucket": "bitbucket.org",
        "codeberg": "codeberg.org",
        "github": "github.com",
        "gitlab": "gitlab.com",
        "sourcehut": "git.sr.ht",
    }
)
# Repeated to the reader; any other might be the start of a secret.
_REFUSED_SCHEMES = frozenset(
    {"bzr", "cvs", "data", "ext", "fd", "ftp", "ftps", "gist", "hg", "javascript", "mailto", "rsync", "s3"}
    | {"sftp", "svn", "tel", "vbscript", "ws", "wss"}
)
_GITHUB_PAIR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9_-][A-Za-z0-9._-]*")
_SOURCEHUT_PAIR = re.compile(r"~[a-z0-9_-]+/[A-Za-z0-9_-][A-Za-z0-9._-]*")
_SWHID = re.compile(r"swh:1:(?:cnt|dir|rev|rel|snp):[0-9a-f]{40}(?P<qualifiers>(?:;[a-z_]+=[^;]*)*)")
_ARCHIVE = re.compile(rf"(?:https?://)?{re.escape(ARCHIVE)}/(?P<page>.*)", re.IGNORECASE)
_ARCHIVED_ORIGIN = re.compile(r"[?&]origin_url=(?P<origin>[^&#]+)")


def parse(text: str) -> Address:
    """Understand what was typed as the subject of an observation.

    `owner/name` is LOCAL, with the hint of a forge: only the caller may look whether such a directory exists.

    Raises:
        AddressError: nothing that we take; says what was understood, why it will not do and what would.
    """
    if len(text) > _LONGEST:
        raise refusals.too_long(len(text), _LONGEST)
    typed = text.strip()
    if not typed:
        raise refusals.empty()
    if _UNPRINTABLE.search(typed):
        raise refusals.unprintable()
    if typed.startswith("-"):
        raise refusals.option()
    if _PATH.match(typed):
        return _local(typed, typed)
    archived = _ARCHIVE.fullmatch(typed)
    if archived:
        return _archived(typed, archived["page"])
    return _network(typed, typed) or _schemed(typed) or _schemeless(typed)


def _network(typed: str, text: str) -> Address | None:
    location = locate(text)
    return _located(typed, location) if location else None


def _located(typed: str, location: Location) -> Address:
    return read_registry_page(typed, location) or remote(typed, location)


def _schemed(typed: str) -> Address | None:
    match = _SCHEME.fullmatch(typed)
    if match is None:
        return None
    scheme, rest = match["scheme"].lower(), match["rest"]
    if scheme in _READERS:
        return _READERS[scheme](typed)
    if scheme in _SHORTHANDS and not rest.startswith("//"):
        return _network(typed, f"https://{_SHORTHANDS[scheme]}/{rest.removeprefix('/')}")
    refused = scheme.removeprefix("git+").partition("+")[0]
    known = refused if refused in _REFUSED_SCHEMES else None
    if known and not rest.startswith("//"):
        raise refusals.scheme(known)
    _refuse_credentials(typed)
    if found := _without_scheme(typed, typed):
        return found
    # “Nuage : le projet” is a name.
    if known or not rest.startswith(" "):
        raise refusals.scheme(known)
    return None


def _without_scheme(typed: str, text: str) -> Address | None:
    """Read `host.example:443/owner/name`, `github.com/owner/name` or `github.com:owner/name`."""
    bare = locate_bare(text)
    if bare and bare[1]:
        return _located(typed, bare[0])
    location = locate_scp_without_user(text)
    return _located(typed, location) if location else None


def _schemeless(typed: str) -> Address:
    _refuse_credentials(typed)
    bare = locate_bare(typed)
    if bare:
        location, sure = bare
        hint = Message(N_("If a directory of this machine was meant, write ./{path}."), {"path": typed})
        return replace(_located(typed, location), hint=None if sure else hint)
    if "/" in typed or "\\" in typed or typed.endswith(".git"):
        return replace(_local(typed, typed), hint=_hint(typed))
    if not any(character.isalnum() for character in typed):
        raise refusals.no_name()
    return _address(typed, AddressKind.NAME, path=None, name=" ".join(typed.split()))


def _refuse_credentials(text: str) -> None:
    """Refuse `user:secret@host`, `token@host/path` and e-mail addresses; `node@18` is neither."""
    first = re.split(r"[/\\?#]", text.partition("://")[2] or text)[0]
    user, at, host = first.rpartition("@")
    if not at:
        return
    if ":" in user or (looks_like_host(host) and first != text):
        raise refusals.credentials()
    if looks_like_host(host):
        raise refusals.email()


def _hint(path: str) -> Message | None:
    """The web address that a path with one slash may be short for."""
    first, slash, last = path.partition("/")
    short = path.removesuffix(".git")
    if not slash or "/" in last or not last:
        return None
    if looks_like_host(first):
        url = f"https://{path}"
    elif _SOURCEHUT_PAIR.fullmatch(short):
        url = f"https://git.sr.ht/{short}"
    elif _GITHUB_PAIR.fullmatch(short):
        url = f"https://github.com/{short}"
    else:
        return None
    return Message(N_("Did you mean {url}?"), {"url": url})


def _local(typed: str, path: str) -> Address:
    parts = [part for part in re.split(r"[/\\]", path) if part not in {"", "."}]
    if len(parts) > 1 and parts[-1] == ".git":
        parts.pop()
    name = parts[-1] if parts else path
    hint = _hint(path) if path.startswith("~") else None
    return _address(typed, AddressKind.LOCAL, path=path, name=name.removesuffix(".git") or name, hint=hint)


def _address(
    typed: str, kind: AddressKind, *, path: str | None, name: str, hint: Message | None = None
) -> Address:
    return Address(
        input=typed,
        kind=kind,
        path=path,
        url=None,
        forge=None,
        host=None,
        project=None,
        package=None,
        name=name,
        hint=hint,
    )


def _file(typed: str) -> Address:
    body = re.split(r"[?#]", typed.partition(":")[2])[0]
    if body.startswith("//"):
        host, _, body = body[2:].partition("/")
        body = f"/{body}" if host.lower() in {"", "localhost"} else ""
    try:
        path = unquote(body, errors="strict")
    except UnicodeDecodeError:
        raise refusals.remote_file() from None
    if not path.startswith("/"):
        raise refusals.remote_file()
    if _UNPRINTABLE.search(path):
        raise refusals.unprintable()
    # file:///C:/project
    return _local(typed, path[1:] if re.match(r"/[A-Za-z]:/", path) else path)


def _maven(typed: str) -> Address:
    system, _, text = typed.partition(":")[2].partition(":")
    if system.lower() != "git":
        known = system.lower() if system.lower() in _REFUSED_SCHEMES else None
        raise refusals.scheme(known)
    if text.lower().startswith("file:"):
        return replace(_file(text), input=typed)
    found = _network(typed, text)
    if found is None:
        _refuse_credentials(text)
        found = _without_scheme(typed, text)
    if found is None:
        raise refusals.scheme(None)
    return found


def _swhid(typed: str) -> Address:
    return _identified(typed, typed)


def _identified(typed: str, swhid: str) -> Address:
    match = _SWHID.fullmatch(swhid)
    if match is None:
        raise refusals.swhid()
    for qualifier in match["qualifiers"].split(";"):
        key, _, value = qualifier.partition("=")
        if key == "origin":
            return _origin(typed, value)
    raise refusals.swhid_without_origin()


def _origin(typed: str, encoded: str) -> Address:
    origin = unquote(encoded)
    if _UNPRINTABLE.search(origin):
        raise refusals.unprintable()
    found = _network(typed, origin)
    if found is None:
        match = _SCHEME.fullmatch(origin)
        known = match["scheme"].lower() if match else None
        raise refusals.scheme(known if known in _REFUSED_SCHEMES else None)
    return found


def _archived(typed: str, page: str) -> Address:
    """A page of the Software Heritage archive stands for the project that it shows."""
    if page.startswith("swh:"):
        return _identified(typed, page.removesuffix("/"))
    if origin := _ARCHIVED_ORIGIN.search(page):
        return _origin(typed, origin["origin"])
    raise refusals.not_a_project(ARCHIVE)


_READERS: Mapping[str, Callable[[str], Address]] = MappingProxyType(
    {"file": _file, "git+file": _file, "pkg": read_purl, "scm": _maven, "swh": _swhid}
)
