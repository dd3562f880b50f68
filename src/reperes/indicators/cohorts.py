"""Who is there from one year to the next: newcomers, those who come back, and the core of a project."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Window
from reperes.facts.factset import FactSet
from reperes.i18n import N_
from reperes.indicators import contributions as c
from reperes.indicators.changes import yearly
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome, Point, Share
from reperes.indicators.windows import before_last, last


def active(facts: FactSet, window: Window) -> pl.DataFrame:
    """Return one row a person who contributed in the window: `person`, `contributions`, `days`, `first_at`.

    `days` is on how many distinct days (UTC) of the window; `first_at` their first contribution of all.
    """
    return (
        c.within_window(facts, window)
        .group_by("person")
        .agg(
            pl.len().alias("contributions"),
            pl.col("at").dt.date().n_unique().alias("days"),
        )
        .join(facts.derive(c.first_contributions), on="person")
    )


def arrived(window: Window) -> pl.Expr:
    """Return the condition that `first_at` falls in the window or later."""
    return pl.col("first_at").dt.date() >= window.start


def by_calendar_year(facts: FactSet, as_of: date, *, new: bool) -> tuple[Point, ...]:
    """Return how many people were new, or had come back, in each calendar year.

    Both series have the same years, so that they can be drawn one above the other.
    """
    rows = facts.derive(c.contributions).filter(pl.col("at").dt.date() <= as_of)
    years = (
        rows.select("person", pl.col("at").dt.year().alias("year"))
        .unique()
        .join(facts.derive(c.first_contributions), on="person")
        .group_by("year")
        .agg((pl.col("first_at").dt.year() == pl.col("year")).sum().alias("new"), pl.len().alias("all"))
        .select("year", "new" if new else pl.col("all") - pl.col("new"))
    )
    return yearly(dict(years.iter_rows()), as_of)


def core(people: pl.DataFrame) -> set[int]:
    """Return the smallest set of people who reach half (>=) of the contributions of `active`.

    Of people who contributed as much, the one who came first to the project counts first; people who came at
    the same instant count together. So no name, nor any order of rows, decides.
    """
    ranks = (
        people.group_by("contributions", "first_at")
        .agg("person", pl.col("contributions").sum().alias("together"))
        .sort("contributions", "first_at", descending=[True, False])
        .with_columns((pl.col("together").cum_sum() - pl.col("together")).alias("before"))
        .filter(2 * pl.col("before") < pl.col("together").sum())
    )
    return {person for group in ranks.get_column("person").to_list() for person in group}


@dataclass(frozen=True, slots=True)
class Turnover:
    """What became of the core of the year before: how many are still core, only active, or not seen."""

    retained: int
    moved: int
    lost: int

    @property
    def size(self) -> int:
        """Return how many people were the core of the year before."""
        return self.retained + self.moved + self.lost


def turnover(before: pl.DataFrame, after: pl.DataFrame) -> Turnover:
    """Compare the cores of two years, each given as `active`. The triple of OSS Compass v2, on years."""
    was, is_, seen = core(before), core(after), set(after.get_column("person"))
    return Turnover(retained=len(was & is_), moved=len(was & seen - is_), lost=len(was - seen))


def measure_turnover(facts: FactSet, as_of: date, definition: Definition, part: str) -> Measure:
    """Answer with one part of `Turnover`; the three are shown. Window, minima: of the definition.

    A share of one or two people would point at each of them: too little data, and nothing is shown.
    """
    months = definition.window_months or 24
    older, newer = before_last(as_of, months // 2), last(as_of, months // 2)
    before, after = active(facts, older), active(facts, newer)
    found = int(before.get_column("contributions").sum())
    if found < definition.minimum["contributions"]:
        return c.too_little(definition, found, "contributions", older)
    counted = turnover(before, after)
    if counted.size < definition.minimum["people"]:
        reason = Message(
            N_("People in the core of the year before: {found}; at least {minimum} are needed."),
            {"found": counted.size, "minimum": definition.minimum["people"]},
        )
        return definition.unmeasured(Outcome.TOO_LITTLE_DATA, reason, items=counted.size, window=older)
    shares = {
        name: Share(name, count, count / counted.size)
        for name, count in (("retained", counted.retained), ("moved", counted.moved), ("lost", counted.lost))
    }
    return definition.measured(
        shares[part].share,
        items=counted.size,
        window=Window(older.start, newer.end),
        citations=c.cite(older, found) + c.cite(newer, int(after.get_column("contributions").sum())),
        breakdown=tuple(shares.values()),
    )


def count_people(
    facts: FactSet,
    as_of: date,
    definition: Definition,
    which: Callable[[Window], pl.Expr],
    *,
    series: tuple[Point, ...] = (),
) -> Measure:
    """Answer with how many of the people `active` in the window meet a condition.

    Nobody is an answer, unless the whole history has less than `minimum.contributions`.
    """
    window = last(as_of, definition.window_months or 12)
    ever = facts.derive(c.contributions).height
    if ever < definition.minimum["contributions"]:
        return c.too_little(definition, ever, "contributions", Window(None, as_of))
    people = active(facts, window)
    items = int(people.get_column("contributions").sum())
    return definition.measured(
        people.filter(which(window)).height,
        items=items,
        window=window,
        citations=c.cite(window, items),
        series=series,
    )
