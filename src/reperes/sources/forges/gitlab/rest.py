"""What GitLab tells by REST: more of the state of a project; its lists, where GraphQL is not spoken."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from reperes.sources.forges.lenient import get, number, page_of, rows
from reperes.sources.forges.model import Kind, Plan
from reperes.sources.forges.place import Place
from reperes.sources.http import errors
from reperes.sources.http.client import Client

PAGE = 100


def address(place: Place) -> str:
    """Return where the state of a project is told."""
    return f"{place.web}/api/v4/projects/{quote(place.project, safe='')}"


def written(moment: datetime) -> str:
    """Return a moment as GitLab reads it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def project(client: Client, place: Place) -> Mapping[str, Any]:
    """Return the state of a project; HttpError when there is none that may be seen."""
    told = client.get(f"{address(place)}?license=true").json()
    if not isinstance(told, Mapping):
        raise errors.malformed(place.host, "JSON, project")
    return told


def releases(client: Client, place: Place) -> tuple[Any, int | None]:
    """Return the last releases, under the names that GraphQL gives, and how many there are."""
    answer = client.get(f"{address(place)}/releases?per_page={PAGE}")
    told = [
        {name: row.get(key) for name, key in _RELEASE.items()}
        for row in rows(page_of(answer.json(), place.host))
    ]
    return told, number(answer.headers.get("x-total"))


def pages(client: Client, place: Place, kind: Kind, plan: Plan) -> Iterator[list[Mapping[str, Any]]]:
    """Yield pages of issues or merge requests, under the names that GraphQL gives."""
    what = "issues" if kind == "issue" else "merge_requests"
    order, argument = ("created_at", "created_after")
    if plan.after is not None:
        order, argument = ("updated_at", "updated_after")
    asked = {
        "scope": "all",
        "order_by": order,
        "sort": "desc",
        argument: written(plan.after or plan.since),
        "per_page": PAGE,
    }
    page = 1
    while True:
        answer = client.get(f"{address(place)}/{what}?{urlencode({**asked, 'page': page})}")
        told = page_of(answer.json(), place.host, "JSON, list")
        yield [_node(row, kind) for row in rows(told)]
        # A proxy may have kept the links to itself: a page that is full may then have another behind it.
        if answer.next_page is None and ("link" in answer.headers or len(told) < PAGE):
            return
        page += 1


def _node(row: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    labels = row.get("labels")
    node = {name: row.get(key) for name, key in _ITEM.items()} | {
        "mergeUser": row.get("merge_user") or row.get("merged_by"),
        "labels": {"nodes": [{"title": label} for label in labels] if isinstance(labels, list) else []},
    }
    # An approval is no note that is counted: of a merge request, 0 does not tell that nobody answered.
    if kind == "issue" and number(get(row, "user_notes_count")) == 0:
        node["notes"] = _NONE
    return node


_NONE = {"nodes": [], "pageInfo": {"hasNextPage": False, "hasPreviousPage": False}}
_RELEASE = {"tagName": "tag_name", "releasedAt": "released_at", "upcomingRelease": "upcoming_release"}
_ITEM = {
    "iid": "iid",
    "createdAt": "created_at",
    "updatedAt": "updated_at",
    "closedAt": "closed_at",
    "mergedAt": "merged_at",
    "state": "state",
    "author": "author",
    "closedBy": "closed_by",
}
