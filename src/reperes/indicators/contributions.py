"""Who contributed what and when: the frames that most indicators start from."""

from collections.abc import Mapping

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import QueryCitation, Window
from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.i18n import N_
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.windows import within

FILTER = "commits of the observed branch, without merges, without bots; authors and co-authors"


def contributions(facts: FactSet) -> pl.DataFrame:
    """Return one row for each person who wrote a commit, author or co-author, oldest first.

    Columns: `commit` (row of `History.commits`), `person`, `affiliation` (null: unknown), `at` (author date,
    UTC). Merges and bots are left out, and commits whose date is implausible. Requires the history.
    """
    history = facts.require(HISTORY)
    commits = history.commits.with_row_index("row").filter(
        pl.col("parents") < 2,
        pl.col("authored_at").is_not_null(),
    )
    authors = commits.select(
        pl.col("row").alias("commit"),
        pl.col("author").alias("person"),
        "affiliation",
        pl.col("authored_at").alias("at"),
    )
    co_authors = (
        history.trailers.filter(pl.col("role") == "co-author")
        .join(commits.select(pl.col("row").alias("commit"), pl.col("authored_at").alias("at")), on="commit")
        .select("commit", "person", "affiliation", "at")
    )
    bots = history.people.with_row_index("person").filter(pl.col("kind") == "bot").select("person")
    return (
        pl.concat([authors, co_authors])
        .unique(["commit", "person"], keep="first", maintain_order=True)
        .join(bots, on="person", how="anti")
        .sort("at", "commit", descending=[False, True])
    )


def first_contributions(facts: FactSet) -> pl.DataFrame:
    """Return `person` and `first_at`, the instant of their first contribution in the whole history."""
    return facts.derive(contributions).group_by("person").agg(pl.col("at").min().alias("first_at"))


def within_window(facts: FactSet, window: Window) -> pl.DataFrame:
    """Return the contributions of a window."""
    return facts.derive(contributions).filter(within("at", window))


def per_person(rows: pl.DataFrame) -> list[int]:
    """Return how many contributions each person made, most first."""
    return rows.group_by("person").len().get_column("len").sort(descending=True).to_list()


def smallest_half(counts: list[int], whole: int | None = None) -> int:
    """Return how many of the largest counts reach half of the whole (>=), 0 when even all do not.

    The CHAOSS rule of the Contributor Absence Factor and of the Elephant Factor. `whole` is the sum of the
    counts unless more was counted than can be told apart.
    """
    total = sum(counts) if whole is None else whole
    reached = 0
    for rank, count in enumerate(sorted(counts, reverse=True), start=1):
        reached += count
        if 2 * reached >= total:
            return rank
    return 0


def cite(window: Window | None, count: int, filter_: str = FILTER) -> tuple[QueryCitation, ...]:
    """Return the citation of a count over the history."""
    return (QueryCitation("git", filter_, window, count),)


_TOO_FEW = {
    "commits": N_("Commits found in the period looked at: {found}; at least {minimum} are needed."),
    "contributions": N_(
        "Contributions found in the period looked at: {found}; at least {minimum} are needed."
    ),
    "files": N_("Source files found in the revision looked at: {found}; at least {minimum} are needed."),
    "gaps": N_("Past silences found in the period looked at: {found}; at least {minimum} are needed."),
    "people": N_("People found in the period looked at: {found}; at least {minimum} are needed."),
}


def too_little(
    definition: Definition,
    found: int,
    items: str,
    window: Window | None,
    details: Mapping[str, float] | None = None,
) -> Measure:
    """Return the answer of an indicator that found fewer `items` than its definition's minimum of them."""
    reason = Message(_TOO_FEW[items], {"found": found, "minimum": definition.minimum[items]})
    return definition.unmeasured(Outcome.TOO_LITTLE_DATA, reason, items=found, window=window, details=details)
