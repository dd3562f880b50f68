"""From what GitLab answers, by GraphQL and by REST, to the state of a repository."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from reperes.facts.forge import Counters, ForgeRepository, Owner, Release
from reperes.licences.facts import canonical
from reperes.sources.forges.lenient import address, get, instant, name, number, page, rows, text, truth
from reperes.sources.forges.place import Place

_EARLY = re.compile(
    r"(?:^|[^a-z])(?:alpha|beta|rc|pre(?:view|release)?|dev|snapshot|nightly|canary)(?![a-z])"
    r"|[0-9][-._]?[ab][0-9]",
    re.IGNORECASE,
)
_LEVELS = {"enabled": True, "disabled": False}


def repository(
    node: Mapping[str, Any],
    told: Mapping[str, Any],
    place: Place,
    read_at: datetime,
    *,
    moved_from: str | None,
    version: str | None,
) -> ForgeRepository:
    """Return the state of a repository, `node` from GraphQL and `told` from REST; either may be empty."""
    parent = get(told, "forked_from_project")
    # The account of a person is in the address of what they hold.
    fork_of = address(get(parent, "web_url")) if get(parent, "namespace", "kind") == "group" else None
    issues, changes = _enabled(node, told, "issues"), _enabled(node, told, "mergeRequests")
    return ForgeRepository(
        forge="gitlab",
        version=version,
        url=page(node.get("webUrl") or told.get("web_url"), place.url),
        read_at=read_at,
        moved_from=moved_from,
        private=_private(node.get("visibility") or told.get("visibility")),
        archived=_either(truth(node.get("archived")), truth(told.get("archived"))),
        mirror=truth(told.get("mirror")),
        # That no origin is named may mean that it is one we may not see.
        fork=True if isinstance(told.get("forked_from_project"), Mapping) else None,
        fork_of=fork_of,
        issues_enabled=issues,
        changes_enabled=changes,
        default_branch=name(get(node, "repository", "rootRef")) or name(told.get("default_branch")),
        licence=_licence(get(told, "license", "key")),
        created_at=instant(node.get("createdAt")) or instant(told.get("created_at")),
        counters=_counters(node, told, issues=issues is not False, changes=changes is not False),
        owner=_owner(node, told),
        releases=_releases(get(node, "releases", "nodes"), read_at),
    )


def _private(visibility: object) -> bool | None:
    """Return whether only some may read the project: `internal` is for those who have an account."""
    return {"public": False, "internal": True, "private": True}.get(str(visibility).lower())


def _either(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - two answers to one question
    return other if one is None else one


def _enabled(node: Mapping[str, Any], told: Mapping[str, Any], what: str) -> bool | None:
    """Return whether requests may be made. Those kept for members are neither a yes nor a no.

    Before the access level was told (17), a no is what GitLab says to whoever asks.
    """
    plain = "issues" if what == "issues" else "merge_requests"
    levels = (text(get(node, f"{what}AccessLevel", "stringValue")), text(told.get(f"{plain}_access_level")))
    for level in levels:
        if level is not None:
            return _LEVELS.get(level.casefold())
    return _either(truth(node.get(f"{what}Enabled")), truth(told.get(f"{plain}_enabled")))


def _counters(node: Mapping[str, Any], told: Mapping[str, Any], *, issues: bool, changes: bool) -> Counters:
    """Return the counters. Of requests that cannot be made, GitLab says 0, which would say too much."""
    opened = number(get(node, "issueStatusCounts", "opened"))

    def count(*keys: str) -> int | None:
        return number(get(node, *keys))

    return Counters(
        open_issues=(number(told.get("open_issues_count")) if opened is None else opened) if issues else None,
        closed_issues=count("issueStatusCounts", "closed") if issues else None,
        open_changes=count("openChanges", "count") if changes else None,
        merged_changes=count("mergedChanges", "count") if changes else None,
        closed_changes=count("closedChanges", "count") if changes else None,
        releases=count("releases", "count"),
        forks=_known(count("forksCount"), told.get("forks_count")),
        stars=_known(count("starCount"), told.get("star_count")),
    )


def _known(one: int | None, other: Any) -> int | None:
    return number(other) if one is None else one


def _owner(node: Mapping[str, Any], told: Mapping[str, Any]) -> Owner:
    """Return whose namespace it is; the name of a person is not kept."""
    kind = text(get(told, "namespace", "kind"))
    group = text(get(node, "group", "fullName"))
    if kind == "group" or (kind is None and group is not None):
        return Owner("organisation", name=name(group or _full_name(told)))
    if kind == "user" or ("group" in node and node["group"] is None and get(node, "namespace", "fullPath")):
        return Owner("person")
    return Owner(None)


def _full_name(told: Mapping[str, Any]) -> str | None:
    """Return the name of the group, those above it included."""
    whole, own = text(told.get("name_with_namespace")), text(told.get("name"))
    if whole is not None and own is not None and whole.endswith(f" / {own}"):
        return text(whole.removesuffix(f" / {own}"))
    return text(get(told, "namespace", "name"))


def _licence(key: Any) -> str | None:
    found = text(key)
    return None if found is None else canonical(found)


def _releases(nodes: Any, read_at: datetime) -> tuple[Release, ...] | None:
    return tuple(_released(nodes, read_at)) if isinstance(nodes, list) else None


def _released(nodes: Any, read_at: datetime) -> Iterator[Release]:
    """Yield what was released: one that is announced for later was not."""
    for node in rows(nodes):
        tag, at = name(node.get("tagName")), instant(node.get("releasedAt"))
        if tag is not None and at is not None and at <= read_at and node.get("upcomingRelease") is not True:
            yield Release(tag, at, _EARLY.search(tag) is not None)
