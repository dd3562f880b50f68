"""The commits that people wrote, when, and who else had a hand in them."""

import calendar
from collections.abc import Mapping
from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY
from reperes.i18n import N_
from reperes.indicators.contributions import contributions
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome, Point
from reperes.indicators.windows import months_before, within

FILTER = "commits of the observed branch, without merges, written by a person; by author date"
YEARS = 10

_ENDORSEMENTS = ("signed-off-by", "reviewed-by", "acked-by")


def changes(facts: FactSet) -> pl.DataFrame:
    """Return one row a commit that at least one person wrote, oldest first.

    Columns: `commit` (row of `History.commits`), `at` (author date, UTC). Merges are left out, and commits
    whose date is implausible, and those that robots wrote alone. Requires the history.
    """
    return (
        facts.derive(contributions).select("commit", "at").unique("commit", keep="any").sort("at", "commit")
    )


def changes_within(facts: FactSet, window: Window) -> pl.DataFrame:
    """Return the commits of a window."""
    return facts.derive(changes).filter(within("at", window))


def until(facts: FactSet, as_of: date) -> pl.Series:
    """Return the author dates of the commits up to and including a day, oldest first."""
    return facts.derive(changes).filter(within("at", Window(None, as_of))).get_column("at")


def months_lived(facts: FactSet, as_of: date) -> int:
    """Return how many whole months have passed at `as_of` since the first commit, 0 when there is none."""
    at = until(facts, as_of)
    if at.is_empty():
        return 0
    day: date = at[0].date()
    months = (as_of.year - day.year) * 12 + as_of.month - day.month
    return months - (months_before(as_of, months) < day)


def too_young(definition: Definition, found: int, window: Window | None) -> Measure:
    """Return the answer of an indicator that needs a longer history: `minimum.months`."""
    text = (
        N_("The history goes back {found} months, at least {minimum} are needed.")
        if found
        else N_("The history goes back less than a month; at least {minimum} months are needed.")
    )
    reason = Message(text, {"found": found, "minimum": definition.minimum["months"]})
    return definition.unmeasured(Outcome.TOO_LITTLE_DATA, reason, window=window)


def by_month(at: pl.Series, as_of: date, months: int) -> tuple[Point, ...]:
    """Return how many instants fall in each of the last `months` calendar months, from the first one on."""
    counts = _counts(at.dt.year().cast(pl.Int32) * 12 + at.dt.month() - 1)
    last = as_of.year * 12 + as_of.month - 1
    first = max(min(counts, default=last + 1), last - months + 1)
    ended = as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]
    return tuple(
        Point(f"{month // 12}-{month % 12 + 1:02}", counts.get(month, 0), complete=month < last or ended)
        for month in range(first, last + 1)
    )


def by_year(at: pl.Series, as_of: date) -> tuple[Point, ...]:
    """Return how many instants fall in each of the last `YEARS` calendar years."""
    return yearly(_counts(at.dt.year()), as_of)


def yearly(counts: Mapping[int, int], as_of: date) -> tuple[Point, ...]:
    """Return the last `YEARS` calendar years as points, from the first year of `counts` on."""
    first = max(min(counts, default=as_of.year + 1), as_of.year - YEARS + 1)
    ended = (as_of.month, as_of.day) == (12, 31)
    return tuple(
        Point(str(year), counts.get(year, 0), complete=year < as_of.year or ended)
        for year in range(first, as_of.year + 1)
    )


def _counts(values: pl.Series) -> dict[int, int]:
    counted = values.drop_nulls().rename("value").value_counts(name="count")
    return dict(counted.iter_rows())


def others(facts: FactSet) -> pl.DataFrame:
    """Return one row for each trace that another person left on a commit of `changes`.

    Columns: `commit`, `person`, `committer` (whether they are its committer; else a trailer names them as
    having reviewed, acknowledged or signed it off). Its authors and co-authors, and robots, are no others.
    Requires the history.
    """
    history = facts.require(HISTORY)
    commits = history.commits.with_row_index("row").filter(pl.col("committer") != pl.col("author"))
    traces = pl.concat(
        [
            commits.select(
                pl.col("row").alias("commit"),
                pl.col("committer").alias("person"),
                pl.lit(value=True).alias("committer"),
            ),
            history.trailers.filter(pl.col("role").is_in(_ENDORSEMENTS)).select(
                "commit", "person", pl.lit(value=False).alias("committer")
            ),
        ]
    )
    people = history.people.with_row_index("person").filter(pl.col("kind") == "human").select("person")
    return (
        traces.join(people, on="person", how="semi")
        .join(facts.derive(changes), on="commit", how="semi")
        .join(facts.derive(contributions), on=["commit", "person"], how="anti")
    )
