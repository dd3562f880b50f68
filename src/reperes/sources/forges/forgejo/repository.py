"""The state of the repository, and of who holds it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from reperes.facts.forge import Counters, ForgeRepository, Owner, Release
from reperes.sources.forges.forgejo.api import SIZE, Api, listed, total
from reperes.sources.forges.lenient import (
    address,
    get,
    instant,
    licence,
    name,
    number,
    page,
    rows,
    text,
    truth,
)
from reperes.sources.forges.place import Place
from reperes.sources.http import errors
from reperes.sources.http.errors import HttpError, NothingThereError

_NAME = re.compile(r"(?!\.\.?/)[A-Za-z0-9_.-]{1,255}/(?!\.\.?$)[A-Za-z0-9_.-]{1,255}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+~_-]{0,79}")


def asked(api: Api) -> Mapping[str, Any]:
    """Return what the forge says of the repository, and follow it where it moved; HttpError if nothing."""
    answer = api.project()
    told = answer.json()
    if not isinstance(told, Mapping):
        raise errors.malformed(answer.host, "JSON")
    if answer.host != api.place.host:
        # Where another host sends is not followed: whoever holds the first would choose what is asked of it.
        raise errors.sent_elsewhere(api.place.host)
    named = text(told.get("full_name"))
    written = named if named is not None and _NAME.fullmatch(named) else api.place.project
    api.place = Place(api.place.web, written)
    return told


def elsewhere(told: Mapping[str, Any]) -> bool:
    """Return whether the project keeps its issues on another tracker."""
    return isinstance(told.get("external_tracker"), Mapping)


def repository(api: Api, told: Mapping[str, Any], before: Place, read_at: datetime) -> ForgeRepository:
    """Return the facts; `before` is the place that was asked for. What is not told costs no error."""
    archived, mirror, fork = (truth(told.get(name)) for name in ("archived", "mirror", "fork"))
    return ForgeRepository(
        forge="forgejo",
        version=_version(api),
        url=page(told.get("html_url"), api.place.url),
        read_at=read_at,
        moved_from=before.url if before.url.casefold() != api.place.url.casefold() else None,
        # Of an owner whom only those with an account may see, it is « internal », and not private.
        private=True if truth(told.get("internal")) else truth(told.get("private")),
        archived=archived,
        archived_at=instant(told.get("archived_at")) if archived else None,
        mirror=mirror,
        mirror_of=address(told.get("original_url")) if mirror else None,
        fork=fork,
        issues_enabled=truth(told.get("has_issues")),
        changes_enabled=truth(told.get("has_pull_requests")),
        default_branch=name(told.get("default_branch")),
        licence=_licence(told.get("licenses")),
        created_at=instant(told.get("created_at")),
        counters=_counters(api, told),
        owner=_owner(api),
        releases=_releases(api, told),
    )


def _version(api: Api) -> str | None:
    try:
        version = text(get(api.site("version").json(), "version"))
    except HttpError:
        return None
    return version if version is not None and _VERSION.fullmatch(version) else None


def _licence(told: object) -> str | None:
    """Return the licence when it is one: of several, the forge does not say how they go together."""
    if not isinstance(told, list) or len(told) != 1:
        return None
    return licence(told[0])


def _counters(api: Api, told: Mapping[str, Any]) -> Counters:
    away = elsewhere(told)
    return Counters(
        open_issues=None if away else number(told.get("open_issues_count")),
        closed_issues=None if away or told.get("has_issues") is False else _closed(api),
        open_changes=number(told.get("open_pr_counter")),
        releases=number(told.get("release_counter")),
        forks=number(told.get("forks_count")),
        stars=number(told.get("stars_count")),
    )


def _closed(api: Api) -> int | None:
    try:
        return total(api.project("/issues", state="closed", type="issues", limit=1))
    except HttpError:
        return None


def _owner(api: Api) -> Owner:
    login = api.place.project.partition("/")[0]
    try:
        told = api.site(f"orgs/{quote(login, safe='')}").json()
    except NothingThereError:
        return Owner("person")
    except HttpError:
        return Owner(None)
    if not isinstance(told, Mapping):
        return Owner(None)
    named = (name(told.get(key)) for key in ("full_name", "name", "username"))
    shown = next((one for one in named if one is not None), None)
    return Owner("organisation", name=shown, website=address(told.get("website")))


def _releases(api: Api, told: Mapping[str, Any]) -> tuple[Release, ...] | None:
    """Return the last releases, the newest first; none where the project does without."""
    if told.get("has_releases") is False:
        return ()
    try:
        content = listed(api.project("/releases", limit=SIZE))
    except HttpError:
        return None
    found = []
    for row in rows(content):
        tag, published_at = name(row.get("tag_name")), instant(row.get("published_at"))
        if tag is not None and published_at is not None and row.get("draft") is not True:
            found.append(Release(tag, published_at, early=row.get("prerelease") is True))
    return tuple(found)
