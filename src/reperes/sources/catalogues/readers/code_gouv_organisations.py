"""Accounts of public bodies on forges, as code.gouv.fr lists them, in any of the shapes that it publishes.

JSON: rows of `data/organizations/json/all.json` (`login`, `organization_url`…), of its successor
`codegouvfr-organizations.json` (`id` is the address, `organization` the body) and of `owners.json` (letters).
YAML: `comptes-organismes-publics.yml`, forges by host name, their `owners` when they are not whole; the
offices of `fr-public-sector-ospo.yml` when they come with it, their `code` being accounts.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import AliasChoices, Field

from reperes.facts.catalogue import Entry, Identifier
from reperes.sources.catalogues import mail
from reperes.sources.catalogues.markdown import brought_on, decoded, has_directives, is_json
from reperes.sources.catalogues.reader import (
    MOST_ITEMS,
    Row,
    ShapeError,
    Taken,
    address,
    parsed,
    text,
)

_FORGES, _OFFICES = "comptes-organismes-publics", "fr-public-sector-ospo"
_IGNORED = f"{_FORGES}: ignored_since"
_DIRECTORY = "service-public"
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNKNOWN = "00000000-0000-0000-0000-000000000000"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d{1,5})?")
_SHARED = frozenset(
    {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "framagit.org", "git.sr.ht"}
)
"""Forges that everybody shares: without an owner, their address is nobody's account."""
_DEEPEST = 8
_LONGEST_YAML = 8 << 20


class _Account(Row):
    where: str = Field(validation_alias=AliasChoices("organization_url", "id"), max_length=500)
    login: str | None = Field(None, validation_alias=AliasChoices("login", "l"))
    name: str | None = Field(None, validation_alias=AliasChoices("name", "n"))
    body: str | None = Field(None, validation_alias=AliasChoices("organization", "ps"))
    what: str | None = Field(None, validation_alias=AliasChoices("description", "d"))
    website: str | None = Field(None, validation_alias=AliasChoices("website", "h"))
    email: str | None = Field(None, validation_alias=AliasChoices("email", "e"))


class _Owner(Row):
    host: str
    owner: str | None = Field(pattern=r"^[^@/\s]+(?:/[^@/\s]+)*$")
    pso_id: str | None = None
    ignored: bool = False


class _Office(Row):
    url: str
    name: str = Field(min_length=1)
    created: str | None = None
    email: str | None = None
    pso_id: str | None = None
    code: list[str] | None = Field(None, max_length=MOST_ITEMS)


def read(body: bytes) -> Taken:
    """Return the organisations of a file, JSON or YAML."""
    taken = Taken()
    data = parsed(body) if is_json(body) else _yaml(body)
    if isinstance(data, Mapping) and "organization_url" in data:
        data = [data]  # its producer writes a list of one without the list
    if isinstance(data, list):
        taken.keep(_accounts(taken, data))
        return taken
    if isinstance(data, Mapping) and (_FORGES in data or _OFFICES in data):
        taken.dated = brought_on(data)
        taken.keep(_owners(taken, data.get(_FORGES, {})))
        taken.keep(_offices(taken, data.get(_OFFICES, [])))
        return taken
    taken.keep(_owners(taken, data))
    return taken


def _accounts(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Account, "organizations"):
        account = _account(row.where)
        if account is None:
            taken.skipped["organizations.organization_url: address"] += 1
            continue
        names = list(dict.fromkeys(one for told in (row.body, row.name, row.login) if (one := text(told))))
        what, hidden = mail.unmailed(text(row.what))
        contact = mail.role(row.email)
        taken.persons += hidden + (1 if row.email and contact is None else 0)
        names = [one for one in names if "@" not in one and not mail.is_in(one)] or [
            account.rpartition("/")[2]
        ]
        yield Entry(
            id=account,
            name=names[0],
            url=f"https://{account}",
            names=tuple(names[1:]),
            what=what,
            website=address(row.website),
            accounts=(account,),
            kind="public-body",
            contact=contact,
        )


def _owners(taken: Taken, forges: object) -> Iterator[Entry]:
    if not isinstance(forges, Mapping):
        raise ShapeError(f"{_FORGES}: no block")
    for row in taken.each(list(_listed(forges)), _Owner, _FORGES):
        if row.ignored:
            taken.skipped[_IGNORED] += 1
            continue
        account = _account(f"https://{row.host}/{row.owner or ''}")
        if account is None:
            taken.skipped[f"{_FORGES}.host: address"] += 1
            continue
        yield Entry(
            id=account,
            name=text(row.owner) or row.host,
            url=f"https://{account}",
            accounts=(account,),
            identifiers=_directory(row.pso_id),
            kind="public-body",
        )


def _listed(forges: Mapping[Any, Any]) -> Iterator[object]:
    """Yield one row for each owner of a forge, or for the forge itself when it is whole."""
    for host, forge in forges.items():
        if not isinstance(forge, Mapping):
            yield None
        elif "owners" not in forge:
            yield {"host": host, "owner": None, **_settings(forge)}
        elif not isinstance(forge["owners"], Mapping):
            yield None
        else:
            for owner, told in forge["owners"].items():
                own = told if isinstance(told, Mapping) else {}
                yield {"host": host, "owner": owner, **_settings(forge), **_settings(own)}


def _settings(block: Mapping[Any, Any]) -> dict[str, object]:
    """Return what is told of a forge or of an owner; an owner without it has that of its forge."""
    told = {"pso_id": block["pso_id"]} if block.get("pso_id") else {}
    return {**told, "ignored": True} if block.get("ignored_since") else told


def _offices(taken: Taken, rows: object) -> Iterator[Entry]:
    for row in taken.each(rows, _Office, _OFFICES):
        url, name = address(row.url), text(row.name)
        if url is None or name is None or "@" in name:
            taken.skipped[f"{_OFFICES}.url: address"] += 1
            continue
        contact = mail.role(row.email)
        taken.persons += 1 if row.email and contact is None else 0
        yield Entry(
            id=url.rstrip("/"),
            name=name,
            url=url,
            website=url,
            accounts=tuple(dict.fromkeys(one for code in row.code or () if (one := _account(code)))),
            identifiers=_directory(row.pso_id),
            kind="public-body",
            contact=contact,
        )


def _account(url: str) -> str | None:
    """Return `host/owner`, or the host of a whole forge, in small letters; None for what is no address.

    GitHub shows the repositories of an organisation at `/orgs/name/…`.
    """
    where = address(url)
    if where is None:
        return None
    parts = urlsplit(where)
    path = [one for one in parts.path.lower().split("/") if one]
    if path[:1] == ["orgs"]:
        path = path[1:2]
    elif path[:1] == ["groups"]:
        path = path[1:]
    host = parts.netloc.lower()
    if not _HOST.fullmatch(host) or len(path) > _DEEPEST or any("@" in one for one in path):
        return None
    return "/".join((host, *path)) if path or host not in _SHARED else None


def _directory(identifier: str | None) -> tuple[Identifier, ...]:
    """Return the body's identifier in the State's directory: it is noughts where there is none."""
    known = identifier if identifier and _IDENTIFIER.fullmatch(identifier) else None
    return (Identifier(_DIRECTORY, known),) if known and known != _UNKNOWN else ()


def _yaml(body: bytes) -> object:
    """Return YAML as data where every scalar is a text; ShapeError for what the file never holds."""
    if len(body) > _LONGEST_YAML:
        raise ShapeError("length")
    page = decoded(body)
    if has_directives(page):
        raise ShapeError("directive")
    try:
        _refuse_tricks(page)
        return yaml.load(page, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes texts, lists and blocks only
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, ShapeError):
            raise
        raise ShapeError(type(error).__name__) from None


def _refuse_tricks(page: str) -> None:
    """Refuse aliases, which multiply, and depth, which the reader's stack pays for."""
    depth = 0
    for event in yaml.parse(page, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ShapeError("alias")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ShapeError("depth")
