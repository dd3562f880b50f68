"""What was asked on a forge, for tests, written as a short table."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, cast

import polars as pl

from reperes.facts.fact import Fact, Provenance
from reperes.facts.factset import FactSet
from reperes.facts.forge import REQUESTS_SCHEMA, Counters, ForgeRepository, Requests
from reperes.facts.schema import FORGE, REQUESTS
from reperes.indicators import definitions
from reperes.indicators.measure import Measure
from support.indicators import AS_OF

READ_AT = datetime(2026, 11, 23, 18, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
ISSUES_URL = "https://forge.example.org/group/tool/issues"
CHANGES_URL = "https://forge.example.org/group/tool/pulls"

Kind = Literal["issue", "change"]
When = str | datetime
Answer = tuple[When, str | None, str] | tuple[When, str | None, str, str | None]


@dataclass(frozen=True)
class R:
    """One request. Persons are named by any word, None for a deleted account: `bot-…` is a robot.

    A day stands for its noon, UTC. `answers`: when, who, `comment` or `review`, and where they stand if the
    forge tells. What was merged is closed at the same time, by nobody known. `seen`: the answers were read up
    to then; up to when the forge was read by default.
    """

    on: When
    author: str | None = "zoe"
    kind: Kind = "issue"
    answers: Sequence[Answer] = ()
    closed: When | None = None
    closed_by: str | None = None
    merged: When | None = None
    merged_by: str | None = None
    standing: str | None = None
    seen: When | None = None


def instant(when: When | None) -> datetime | None:
    if when is None or isinstance(when, datetime):
        return when
    return datetime.fromisoformat(when if ":" in when else f"{when} 12:00").replace(tzinfo=UTC)


def requests(
    rows: Sequence[R],
    *,
    read_at: datetime = READ_AT,
    issues_since: date | None = LONG_AGO,
    changes_since: date | None = LONG_AGO,
) -> Requests:
    """Build the requests from rows in any order."""
    people: dict[str, int] = {}

    def person(name: str | None) -> int | None:
        return None if name is None else people.setdefault(name, len(people))

    asked, answers = [], []
    ordered = sorted(rows, key=lambda one: instant(one.on) or read_at, reverse=True)
    for row, one in enumerate(ordered):
        asked.append(
            (
                *(row + 1, one.kind, instant(one.on), person(one.author), one.standing),
                *(instant(one.closed or one.merged), instant(one.merged)),
                *(person(one.closed_by), person(one.merged_by)),
                instant(one.seen) or read_at,
            )
        )
        for at, who, kind, *standing in one.answers:
            answers.append((row, kind, instant(at), person(who), standing[0] if standing else None))

    def frame(name: str, data: Sequence[tuple[object, ...]]) -> pl.DataFrame:
        return pl.DataFrame(data, schema=dict(REQUESTS_SCHEMA[name]), orient="row")

    return Requests(
        read_at=read_at,
        issues_since=issues_since,
        changes_since=changes_since,
        issues_url=ISSUES_URL,
        changes_url=CHANGES_URL,
        requests=frame("requests", asked),
        answers=frame("answers", answers),
        labels=frame("labels", []),
        people=frame("people", [(name, "bot" if name.startswith("bot-") else "human") for name in people]),
    )


def forge(issues: int | None, changes: int | None, read_at: datetime = READ_AT) -> ForgeRepository:
    """Build the state of a repository, with so many issues and change requests open."""
    counters = Counters(open_issues=issues, open_changes=changes)
    return ForgeRepository(
        "forgejo", None, "https://forge.example.org/group/tool", read_at, counters=counters
    )


def of_requests(built: Requests, state: ForgeRepository | None = None) -> FactSet:
    """Build a fact set from requests and, where it matters, the state of the repository."""
    provenance = Provenance("forge.forgejo", ISSUES_URL, None, built.read_at, "forge.requests/1")
    facts: list[Fact[Any]] = [Fact(REQUESTS.name, built, provenance)]
    return FactSet(facts if state is None else [*facts, Fact(FORGE.name, state, provenance)])


def ask(
    indicator: str,
    rows: Sequence[R],
    as_of: date = AS_OF,
    *,
    state: ForgeRepository | None = None,
    **more: Any,
) -> Measure:
    """Return the measure of the requests; `more` is for `requests`."""
    module = importlib.import_module(f"reperes.indicators.{indicator}.measure")
    found = of_requests(requests(rows, **more), state)
    return cast("Measure", module.measure(found, as_of, definitions()[indicator]))
