"""From what GitHub answers to items and to the state of a repository."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from reperes.facts.forge import Counters, ForgeRepository, Owner, Release
from reperes.people.accounts import Accounts
from reperes.sources.forges.labels import meanings
from reperes.sources.forges.lenient import address, get, instant, number, rows, text, truth
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


def standing(association: object) -> Standing | None:
    """Return what `authorAssociation` means; None where it tells nothing (a mannequin, a new word)."""
    return _STANDINGS.get(association) if isinstance(association, str) else None


def actor(accounts: Accounts, told: Any) -> int | None:
    """Return the number of an actor, None when the account was deleted."""
    return accounts.row(get(told, "login"), bot=get(told, "__typename") == "Bot")


def item(accounts: Accounts, kind: Kind, node: Mapping[str, Any], read_at: datetime) -> Item | None:
    """Return an issue or a pull request; None when it has no number or no date."""
    rank, opened = number(node.get("number")), instant(node.get("createdAt"))
    if rank is None or opened is None:
        return None
    events = list(rows(get(node, "timelineItems", "nodes")))
    dated = [at for event in events if (at := _moment(event)) is not None]
    cut = get(node, "timelineItems", "pageInfo", "hasNextPage") is not False
    closed_at = instant(node.get("closedAt"))
    closing = [event for event in events if event.get("__typename") == "ClosedEvent"]
    return Item(
        kind=kind,
        number=rank,
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
    url = address(node.get("url")) or asked
    releases = node.get("releases")
    return ForgeRepository(
        forge="github",
        version=None,
        url=url,
        read_at=read_at,
        moved_from=asked if url.casefold() != asked.casefold() else None,
        archived=truth(node.get("isArchived")),
        archived_at=instant(node.get("archivedAt")),
        mirror=truth(node.get("isMirror")),
        mirror_of=address(node.get("mirrorUrl")),
        fork=truth(node.get("isFork")),
        fork_of=address(get(node, "parent", "url")),
        issues_enabled=truth(node.get("hasIssuesEnabled")),
        discussions_enabled=truth(node.get("hasDiscussionsEnabled")),
        default_branch=text(get(node, "defaultBranchRef", "name")),
        licence=licence(get(node, "licenseInfo", "spdxId")),
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
        funding=tuple(link for one in rows(node.get("fundingLinks")) if (link := address(one.get("url")))),
        releases=None
        if get(releases, "nodes") is None
        else tuple(released(get(releases, "nodes"), "tagName", "publishedAt", "isPrerelease", "isDraft")),
    )


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
        name=text(get(node, "name")) or text(get(node, "login")),
        verified_domain=truth(get(node, "isVerified")),
        website=address(get(node, "websiteUrl")),
        repositories=number(get(node, "repositories", "totalCount")),
    )


def licence(told: object) -> str | None:
    """Return the SPDX identifier that GitHub believes in; None when it says that it does not know."""
    found = text(told)
    return None if found is None or found.upper() in _NO_LICENCE else found


def released(nodes: Any, tag: str, date: str, early: str, draft: str) -> Iterator[Release]:
    """Yield the releases that are published, under the names of the fields of either interface."""
    for node in rows(nodes):
        name, at = text(node.get(tag)), instant(node.get(date))
        if name is not None and at is not None and node.get(draft) is not True:
            yield Release(name, at, node.get(early) is True)
