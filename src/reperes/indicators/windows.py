"""Spans of days before a day."""

import calendar
from datetime import date, timedelta

import polars as pl

from reperes.facts.citation import Window


def months_before(day: date, months: int) -> date:
    """Return the same day of the month, `months` earlier, or the month's last one."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last(as_of: date, months: int) -> Window:
    """Return the `months` up to and including `as_of`."""
    return Window(months_before(as_of, months), as_of)


def before_last(as_of: date, months: int) -> Window:
    """Return the `months` that come just before `last(as_of, months)`: no day is in both."""
    return Window(months_before(as_of, 2 * months), months_before(as_of, months) - timedelta(days=1))


def within(column: str, window: Window) -> pl.Expr:
    """Return the condition that an instant falls on a day of the window, in UTC; false where it is null."""
    day = pl.col(column).dt.date()
    inside = day <= window.end
    if window.start is not None:
        inside &= day >= window.start
    return inside.fill_null(value=False)
