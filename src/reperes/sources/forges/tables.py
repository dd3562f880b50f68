"""From items to the frames of a fact."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from reperes.facts.forge import REQUESTS_SCHEMA, Requests
from reperes.people.accounts import Accounts
from reperes.sources.forges.model import Found, Item


def requests(
    found: Found, accounts: Accounts, read_at: datetime, *, issues_url: str, changes_url: str
) -> Requests:
    """Return the fact; items in order of opening, the newest first."""
    items = sorted(
        (*found.issues.items, *found.changes.items),
        key=lambda item: (item.opened_at, item.kind, item.number),
        reverse=True,
    )
    return Requests(
        read_at=read_at,
        issues_since=found.issues.since,
        changes_since=found.changes.since,
        issues_url=issues_url,
        changes_url=changes_url,
        requests=_frame("requests", [_row(item) for item in items]),
        answers=_frame(
            "answers",
            [
                {
                    "request": rank,
                    "kind": answer.kind,
                    "at": answer.at,
                    "person": answer.person,
                    "standing": answer.standing,
                }
                for rank, item in enumerate(items)
                for answer in item.answers
            ],
        ),
        labels=_frame(
            "labels",
            [{"request": rank, "label": label} for rank, item in enumerate(items) for label in item.labels],
        ),
        people=accounts.people(),
    )


def _row(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in REQUESTS_SCHEMA["requests"]}


def _frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(REQUESTS_SCHEMA[name]))
