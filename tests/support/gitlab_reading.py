"""A GitLab project, read over HTTP from the fake one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reperes.facts.fact import Reason
from reperes.facts.forge import ForgeRepository
from reperes.people.accounts import Accounts
from reperes.sources.forges.gitlab import GitLab
from reperes.sources.forges.model import Found, Item, Plan
from reperes.sources.forges.place import Place
from reperes.sources.http.client import Client
from reperes.sources.http.ledger import Bounds
from support import gitlab as fake
from support.gitlab import PROJECT, Request, ago
from support.web import HOST, READ_AT, client

SINCE = datetime(2025, 11, 1, tzinfo=UTC)
PATIENT = Bounds(seconds=5, idle=2, size=4 << 20, requests=200, attempts=2, wait=2, pause=0.01)
PLAN = Plan(SINCE)


def asker(http: Client, served: fake.GitLab, project: str = PROJECT) -> GitLab:
    web = served.site.url("")
    return GitLab(http, Place(web, project), Accounts(b"key", HOST), READ_AT)


def reading(tmp_path: Path, served: fake.GitLab, plan: Plan = PLAN, **known: Any) -> Found:
    with client(tmp_path, bounds=PATIENT, **known) as http:
        return asker(http, served).requests(plan)


def state_of(tmp_path: Path, served: fake.GitLab, project: str = PROJECT) -> ForgeRepository:
    with client(tmp_path, bounds=PATIENT) as http:
        return asker(http, served, project).repository()


def issues(count: int, **known: Any) -> list[Request]:
    return [Request(n, ago(300 - n * 290 / count), **known) for n in range(1, count + 1)]


def queries(served: fake.GitLab) -> list[dict[str, Any]]:
    return [json.loads(heard.body) for heard in served.site.heard if heard.method == "POST"]


def numbers(items: tuple[Item, ...]) -> list[int]:
    return [item.number for item in items]


def reasons(found: Found) -> list[Reason]:
    return [limit.reason for limit in (*found.limits, *found.issues.limits, *found.changes.limits)]
