"""Who asked what of a project on its forge, and what came of it: what the indicators of answers start from.

An instant that is later than the day observed, or than the moment when the forge was read, is not known. What
is dated before the request it belongs to is not either: its day, or that of the request, is a false one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from reperes.facts.factset import FactSet
from reperes.facts.forge import Requests
from reperes.facts.schema import REQUESTS
from reperes.indicators.survival import Survival, survival

MEMBER, OUTSIDER = "member", "outsider"

BY_AUTHOR, BY_BOT, BY_ANOTHER, BY_NOBODY_KNOWN = "author", "bot", "another", "unknown"

_DAY = 86_400_000_000
"""Microseconds."""

_READ_LATE = timedelta(days=1)
"""Reading a forge takes a while: answers read up to a moment so near to the end are all read."""

_OUTSIDE = ("outsider", "first-timer")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The requests as they stood at `until`: the end of the day observed, or when they were read if earlier.

    requests
        One row each, those of bots left out, oldest first, with the columns of `Requests.requests`, null
        where later than `until`; who merged or closed before the opening is null too. `request`: the row
        there. `side`: `MEMBER` where the forge calls the author one, or they merged a change or closed the
        request of another; `OUTSIDER` where the forge says so of this request; else null. `read`: whether the
        answers to it could be. `followed_until`: the closing, or the last instant when an answer would be
        known. `cut`: whether it was followed neither to its closing nor to `until`. `ended`: who closed or
        merged it, one of `BY_…`, null when it is open. `answered_at`, `answered_by_member`: the first
        response up to `followed_until`, null when there was none.
    deeds
        One row each comment, review, merge or close (`deed`) that somebody else than the author made:
        `request`, `at`, `person`, `side` of that person. No bot, nobody unknown; the requests of bots are
        there too.
    """

    told: Requests
    source: str
    as_of: date
    until: datetime
    requests: pl.DataFrame
    deeds: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _On:
    """Equal for the same day: what is derived is kept by it."""

    day: date

    def __call__(self, facts: FactSet) -> Asked:
        return _asked(facts, self.day)


def asked(facts: FactSet, as_of: date) -> Asked:
    """Return the requests as they stood at the end of a day. Requires them."""
    return facts.derive(_On(as_of))


def waiting(requests: pl.DataFrame) -> Survival:
    """Estimate the days until the first response, those who still wait counted for what they waited."""
    lived = requests.select(
        pl.coalesce(to_answer(), followed()).dt.total_microseconds().alias("waited"),
        pl.col("answered_at").is_not_null().alias("answered"),
    )
    days = [waited / _DAY for waited in lived.get_column("waited").to_list()]
    return survival(days, lived.get_column("answered").to_list())


def to_answer() -> pl.Expr:
    """Return the time from the opening to the first response, null when there was none."""
    return pl.col("answered_at") - pl.col("opened_at")


def followed() -> pl.Expr:
    """Return the time from the opening to the last instant when an answer would be known."""
    return pl.col("followed_until") - pl.col("opened_at")


def of_side(requests: pl.DataFrame, side: str) -> pl.DataFrame:
    """Return the requests of members, or of people from outside."""
    return requests.filter(pl.col("side") == side)


def _asked(facts: FactSet, as_of: date) -> Asked:
    fact, told = facts.fact(REQUESTS), facts.require(REQUESTS)
    midnight = datetime.combine(as_of + timedelta(days=1), time(), UTC)
    until = min(midnight, told.read_at)
    answers = told.answers.filter(_known("at", midnight, told.read_at))
    people = told.people.with_row_index("person")
    bots = people.filter(pl.col("kind") == "bot").select("person")
    requests = _ended(_on(told, midnight), bots)
    deeds = _deeds(answers, requests).join(bots, on="person", how="anti")
    members = _members(answers, requests, deeds).join(bots, on="person", how="anti")
    known = _sided(requests.join(bots, left_on="author", right_on="person", how="anti"), "author", members)
    kept = _followed(known, _older(answers, requests, bots), until)
    sided = _sided(deeds, "person", members)
    return Asked(
        told=told,
        source="forge" if fact is None else fact.provenance.source,
        as_of=as_of,
        until=until,
        requests=_answered(kept, sided).sort("opened_at", "number"),
        deeds=sided.drop("standing"),
    )


def _on(told: Requests, midnight: datetime) -> pl.DataFrame:
    """Return the requests, what happened to them from `midnight` on set back to null."""
    closed, merged = (_known(name, midnight, told.read_at) for name in ("closed_at", "merged_at"))
    return (
        told.requests.with_row_index("request")
        .filter(_known("opened_at", midnight, told.read_at))
        .with_columns(
            pl.when(closed).then("closed_at").alias("closed_at"),
            pl.when(closed & _after_opening("closed_at")).then("closed_by").alias("closed_by"),
            pl.when(merged).then("merged_at").alias("merged_at"),
            pl.when(merged & _after_opening("merged_at")).then("merged_by").alias("merged_by"),
        )
    )


def _known(column: str, midnight: datetime, read_at: datetime) -> pl.Expr:
    return (pl.col(column) < midnight) & (pl.col(column) <= read_at)


def _after_opening(column: str) -> pl.Expr:
    return pl.col(column) >= pl.col("opened_at")


def _ended(requests: pl.DataFrame, bots: pl.DataFrame) -> pl.DataFrame:
    """Tell who closed or merged each request: `ended`."""
    merger = pl.when(pl.col("merged_at").is_not_null()).then("merged_by")
    who = pl.coalesce(merger, "closed_by")
    by = (
        pl.when(pl.max_horizontal("closed_at", "merged_at").is_null())
        .then(None)
        .when(who.is_null())
        .then(pl.lit(BY_NOBODY_KNOWN))
        .when(who.is_in(bots.get_column("person").implode()))
        .then(pl.lit(BY_BOT))
        .when(who == pl.col("author"))
        .then(pl.lit(BY_AUTHOR))
        .otherwise(pl.lit(BY_ANOTHER))
    )
    return requests.with_columns(by.alias("ended"))


def _deeds(answers: pl.DataFrame, requests: pl.DataFrame) -> pl.DataFrame:
    """Return the deeds of others than the author, bots included, with `standing` in place of `side`."""
    said = pl.col("kind").cast(pl.String).alias("deed")
    found = [answers.select("request", said, "at", "person", "standing")]
    for deed, at, who in (("merge", "merged_at", "merged_by"), ("close", "closed_at", "closed_by")):
        found.append(
            requests.filter(pl.col(at).is_not_null()).select(
                "request",
                pl.lit(deed).alias("deed"),
                pl.col(at).alias("at"),
                pl.col(who).alias("person"),
                pl.lit(None, answers.schema["standing"]).alias("standing"),
            )
        )
    return (
        pl.concat(found)
        .join(requests.select("request", "author", "opened_at"), on="request")
        .filter(
            pl.col("person").is_not_null(),
            pl.col("person").ne_missing(pl.col("author")),
            _after_opening("at"),
        )
        .drop("author", "opened_at")
    )


def _members(answers: pl.DataFrame, requests: pl.DataFrame, deeds: pl.DataFrame) -> pl.DataFrame:
    """Return `person`: whom the forge calls members, who merged a change, who closed the request of another.

    To merge, one's own change included, takes the right to write; so does closing what is not one's own.
    """
    named = pl.col("standing") == "member"
    closed = deeds.filter(pl.col("deed") == "close").join(
        requests.filter(pl.col("author").is_not_null()), on="request", how="semi"
    )
    found = (
        requests.filter(named).select(pl.col("author").alias("person")),
        answers.filter(named).select("person"),
        requests.select(pl.col("merged_by").alias("person")),
        closed.select("person"),
    )
    return pl.concat(found).drop_nulls().unique()


def _sided(rows: pl.DataFrame, who: str, members: pl.DataFrame) -> pl.DataFrame:
    """Tell the side of `who`: a `standing` that is not told is no proof of being from outside."""
    side = (
        pl.when(pl.col(who).is_null())
        .then(None)
        .when(pl.col(who).is_in(members.get_column("person").implode()))
        .then(pl.lit(MEMBER))
        .when(pl.col("standing").is_in(_OUTSIDE))
        .then(pl.lit(OUTSIDER))
    )
    return rows.with_columns(side.alias("side"))


def _older(answers: pl.DataFrame, requests: pl.DataFrame, bots: pl.DataFrame) -> pl.DataFrame:
    """Return `request`: those younger than answers of others to them, as when brought from elsewhere."""
    return (
        answers.join(bots, on="person", how="anti")
        .join(requests.select("request", "author", "opened_at"), on="request")
        .filter((pl.col("person") != pl.col("author")).fill_null(value=True), ~_after_opening("at"))
        .select("request")
    )


def _followed(requests: pl.DataFrame, older: pl.DataFrame, until: datetime) -> pl.DataFrame:
    ended = pl.max_horizontal("closed_at", "merged_at")
    end = pl.min_horizontal(pl.lit(until), ended)
    seen = pl.max_horizontal("opened_at", "seen_until")
    # When it was first answered, or opened, nobody can tell.
    misdated = pl.col("request").is_in(older.get_column("request").implode()) | (
        pl.min_horizontal("closed_at", "merged_at") < pl.col("opened_at")
    ).fill_null(value=False)
    read = (pl.col("seen_until") > pl.col("opened_at")) & ~misdated
    return requests.with_columns(
        read.alias("read"),
        pl.max_horizontal("opened_at", pl.min_horizontal(end, seen)).alias("followed_until"),
        (~read | (seen + _READ_LATE < end)).alias("cut"),
    )


def _answered(requests: pl.DataFrame, deeds: pl.DataFrame) -> pl.DataFrame:
    found = pl.concat([deeds.select("request", "at", "side"), _merged_for_outsiders(requests)])
    first = (
        found.join(requests.filter("read").select("request", "followed_until"), on="request")
        .filter(pl.col("at") <= pl.col("followed_until"))
        .with_columns((pl.col("side") == MEMBER).fill_null(value=False).alias("answered_by_member"))
        .sort("at", "answered_by_member", descending=[False, True])
        .unique("request", keep="first", maintain_order=True)
        .select("request", pl.col("at").alias("answered_at"), "answered_by_member")
    )
    return requests.join(first, on="request", how="left")


def _merged_for_outsiders(requests: pl.DataFrame) -> pl.DataFrame:
    """Return the merges by nobody known that the author could not make: somebody of the project did."""
    return (
        of_side(requests, OUTSIDER)
        .filter(pl.col("merged_at").is_not_null(), pl.col("ended") == BY_NOBODY_KNOWN)
        .select("request", pl.col("merged_at").alias("at"), pl.lit(MEMBER).alias("side"))
    )
