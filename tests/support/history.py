"""Histories for tests, written as a short table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from reperes.errors import Message
from reperes.facts.documents import Tree
from reperes.facts.fact import Absent, Fact, Key, Provenance, Reason
from reperes.facts.factset import FactSet
from reperes.facts.history import SCHEMA, TREE_SCHEMA, History
from reperes.facts.schema import HISTORY, TREE

READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROVENANCE = Provenance("git", "test", "0" * 40, READ_AT, "test/1")


@dataclass(frozen=True)
class C:
    """One commit. Persons are named by any word: `bot-…` is a robot; `ada@insee` writes from `insee`.

    `on`: author date; `committed`: committer's, the same by default; `touches`: "A src/x.py", "M docs/y.md"
    (git's letters); `trailers`: ("reviewed-by", "bob@acme").
    """

    on: date | datetime | None
    author: str
    touches: Sequence[str] = ()
    co: Sequence[str] = ()
    parents: int = 1
    committer: str | None = None
    committed: date | datetime | None = None
    trailers: Sequence[tuple[str, str]] = ()


def instant(day: date | datetime | None) -> datetime | None:
    if day is None or isinstance(day, datetime):
        return day
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def history(
    commits: Sequence[C],
    *,
    organisations: Mapping[str, str] | None = None,
    tags: Sequence[tuple[str, date]] = (),
) -> History:
    """Build a history from commits in any order; `organisations` maps an id to its kind."""
    kinds = dict(organisations or {})
    people: dict[str, int] = {}
    groups = {name: row for row, name in enumerate(kinds)}
    files: dict[str, int] = {}

    def person(name: str) -> int:
        return people.setdefault(name.split("@", maxsplit=1)[0], len(people))

    def group(name: str) -> int | None:
        return groups[name.split("@")[1]] if "@" in name else None

    rows, touches, trailers = [], [], []
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    ordered = sorted(commits, key=lambda c: instant(c.committed or c.on) or epoch, reverse=True)
    for row, c in enumerate(ordered):
        at, committed = instant(c.on), instant(c.committed or c.on)
        rows.append(
            (
                f"{row:040x}",
                c.parents,
                at,
                committed,
                person(c.author),
                person(c.committer or c.author),
                group(c.author),
            )
        )
        for touch in c.touches:
            status, path = touch.split(" ", 1)
            touches.append((row, files.setdefault(path, len(files)), status))
        named = [("co-author", name) for name in c.co] + list(c.trailers)
        trailers += [(row, role, person(name), group(name)) for role, name in named]

    def frame(name: str, data: Sequence[tuple[object, ...]]) -> pl.DataFrame:
        return pl.DataFrame(data, schema=dict(SCHEMA[name]), orient="row")

    return History(
        revision="0" * 40,
        commits=frame("commits", rows),
        touches=frame("touches", touches),
        trailers=frame("trailers", trailers),
        tags=frame("tags", [(name, f"{0:040x}", instant(day), True) for name, day in tags]),
        files=frame("files", [(path,) for path in files]),
        people=frame("people", [(name, "bot" if name.startswith("bot-") else "human") for name in people]),
        organisations=frame("organisations", list(kinds.items())),
    )


def tree(*paths: str) -> Tree:
    """Build a tree of ordinary files."""
    entries = pl.DataFrame([(path, "100644", "1" * 40) for path in paths], schema=TREE_SCHEMA, orient="row")
    return Tree("0" * 40, entries)


def facts(values: Mapping[Key[object], object]) -> FactSet:
    """Build a fact set from values by key."""
    return FactSet(Fact(key.name, value, PROVENANCE) for key, value in values.items())


def of_history(built: History, *paths: str) -> FactSet:
    """Build a fact set from a history and, where they matter, the paths of the tree."""
    return FactSet(
        [Fact(HISTORY.name, built, PROVENANCE), Fact(TREE.name, tree(*paths), PROVENANCE)],
    )


def without_history() -> FactSet:
    """Build a fact set whose history is absent."""
    absent = Absent(Reason.EMPTY, Message("nothing"))
    return FactSet([Fact(HISTORY.name, absent, PROVENANCE)])
