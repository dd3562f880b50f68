"""From what GitHub answers to items and to the state of a repository."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from reperes.facts.forge import Counters, ForgeRepository, Owner, Release
from reperes.people.accounts import Accounts
from reperes.sources.forges.labels import meanings
from reperes.sources.forges.lenient import (
    address,
    get,
    instant,
    licence,
    name,
    number,
    page,
    rank,
    rows,
    truth,
)
from reperes.sources.forges.model import Answer, Item, Kind, Standing

_STANDINGS: Mapping[str, Standing] = {
    "OWNER": "member",
    "MEMBER": "member",
    "COLLABORATOR": "member",
    "CONTRIBUTOR": "outsider",
    "NONE": "outsider",
    "FIRST_TIMER": "first-timer",
    "FIRST_TIME_CONTRIBUTOR": "first-timer",
}
_NO_LICENCE = frozenset({"NOASSERTION", "OTHER"})
_HOST = re.compile(r"https?://([^/:]+)")


def standing(association: object) -> Standing | None:
    """Return what `authorAssociation` means; None where it tells nothing (a mannequin, a new word)."""
    return _STANDINGS.get(association) if isinstance(association, str) else None


def actor(accounts: Accounts, told: Any) -> int | None:
    """Return the number of an actor, None when the account was deleted."""
    return accounts.row(get(told, "login"), bot=get(told, "__typename") == "Bot")


def item(accounts: Accounts, kind: Kind, node: Mapping[str, Any], read_at: datetime) -> Item | None:
    """Return an issue or a pull request; None when it has no number or no date."""
    ranked, opened = rank(node.get("number")), instant(node.get("createdAt"))
    if ranked is None or opened is None:
        return None
    told = get(node, "timelineItems", "nodes")
    events = list(rows(told))
    # Events that the server could not make are as unread as those of the next page.
    missing = not isinstance(told, list) or len(events) < len(told)
    dated = [] if missing else [at for event in events if (at := _moment(event)) is not None]
    cut = missing or get(node, "timelineItems", "pageInfo", "hasNextPage") is not False
    closed_at = instant(node.get("closedAt"))
    closing = [event for event in events if event.get("__typename") == "ClosedEvent"]
    return Item(
        kind=kind,
        number=ranked,
        opened_at=opened,
        updated_at=instant(node.get("updatedAt")) or opened,
        seen_until=max(dated, default=opened) if cut else read_at,
        author=actor(accounts, node.get("author")),
        standing=standing(node.get("authorAssociation")),
        closed_at=closed_at,
        merged_at=instant(node.get("mergedAt")),
        closed_by=actor(accounts, closing[-1].get("actor")) if closing and closed_at and not cut else None,
        merged_by=actor(accounts, node.get("mergedBy")),
        answers=tuple(_answers(accounts, events)),
        labels=meanings(label.get("name") for label in rows(get(node, "labels", "nodes"))),
    )


def _moment(event: Mapping[str, Any]) -> datetime | None:
    return instant(event.get("submittedAt") or event.get("createdAt"))


def _answers(accounts: Accounts, events: list[Mapping[str, Any]]) -> Iterator[Answer]:
    for event in events:
        at, kind = _moment(event), event.get("__typename")
        who = actor(accounts, event.get("author"))
        said = standing(event.get("authorAssociation"))
        if at is not None and kind == "IssueComment":
            yield Answer("comment", at, who, said)
        elif at is not None and kind == "PullRequestReview":
            pushes = event.get("authorCanPushToRepository") is True
            yield Answer("review", at, who, "member" if pushes else said)


def repository(node: Mapping[str, Any], asked: str, read_at: datetime) -> ForgeRepository:
    """Return the state of a repository as GraphQL tells it; `asked` is the address that was asked for."""
    url = page(node.get("url"), asked)
    releases = node.get("releases")
    return ForgeRepository(
        forge="github",
        version=None,
        url=url,
        read_at=read_at,
        moved_from=asked if url.casefold() != asked.casefold() else None,
        private=truth(node.get("isPrivate")),
        archived=truth(node.get("isArchived")),
        archived_at=instant(node.get("archivedAt")),
        mirror=truth(node.get("isMirror")),
        mirror_of=address(node.get("mirrorUrl")),
        fork=truth(node.get("isFork")),
        # The account of a person is in the address of what they hold.
        fork_of=address(get(node, "parent", "url")) if _is_collective(get(node, "parent")) else None,
        issues_enabled=truth(node.get("hasIssuesEnabled")),
        discussions_enabled=truth(node.get("hasDiscussionsEnabled")),
        default_branch=name(get(node, "defaultBranchRef", "name")),
        licence=guessed(get(node, "licenseInfo", "spdxId")),
        created_at=instant(node.get("createdAt")),
        counters=Counters(
            open_issues=_total(node, "openIssues"),
            closed_issues=_total(node, "closedIssues"),
            open_changes=_total(node, "openChanges"),
            merged_changes=_total(node, "mergedChanges"),
            closed_changes=_total(node, "closedChanges"),
            releases=_total(node, "releases"),
            forks=number(node.get("forkCount")),
            stars=number(node.get("stargazerCount")),
        ),
        owner=_owner(node.get("owner")),
        funding=_funding(node.get("fundingLinks")),
        releases=None
        if get(releases, "nodes") is None
        else tuple(released(get(releases, "nodes"), "tagName", "publishedAt", "isPrerelease", "isDraft")),
    )


def _is_collective(node: Any) -> bool:
    return bool(get(node, "owner", "__typename") == "Organization")


def _funding(links: Any) -> tuple[str, ...]:
    """Return the sites where money is asked for: the rest of an address may be a person's account."""
    urls = (address(one.get("url")) for one in rows(links))
    hosts = (_HOST.match(url) for url in urls if url is not None)
    return tuple(dict.fromkeys(host[1].casefold().removeprefix("www.") for host in hosts if host))


def _total(node: Mapping[str, Any], name: str) -> int | None:
    return number(get(node, name, "totalCount"))


def _owner(node: Any) -> Owner:
    kind = get(node, "__typename")
    if kind == "User":
        return Owner("person")
    if kind != "Organization":
        return Owner(None)
    return Owner(
        "organisation",
        name=name(get(node, "name")) or name(get(node, "login")),
        verified_domain=truth(get(node, "isVerified")),
        website=address(get(node, "websiteUrl")),
        repositories=number(get(node, "repositories", "totalCount")),
    )


def guessed(told: object) -> str | None:
    """Return the SPDX identifier that GitHub believes in; None when it says that it does not know."""
    found = licence(told)
    return None if found is None or found.upper() in _NO_LICENCE else found


def released(nodes: Any, tag: str, date: str, early: str, draft: str) -> Iterator[Release]:
    """Yield the releases that are published, under the names of the fields of either interface."""
    for node in rows(nodes):
        tagged, at = name(node.get(tag)), instant(node.get(date))
        if tagged is not None and at is not None and node.get(draft) is not True:
            yield Release(tagged, at, node.get(early) is True)
