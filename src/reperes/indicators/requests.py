"""Who asked what of a project on its forge, and what came of it: what the indicators of answers start from.

An instant that is later than the day observed, or than the moment when the forge was read, is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from reperes.errors import Message
from reperes.facts.citation import Citation, QueryCitation, WebCitation, Window
from reperes.facts.factset import FactSet
from reperes.facts.forge import Requests
from reperes.facts.schema import REQUESTS
from reperes.i18n import N_
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Outcome, Share
from reperes.indicators.survival import Survival, survival
from reperes.indicators.windows import months_before, within

BOTH = ("issue", "change")
CHANGES = ("change",)

MEMBER, OUTSIDER = "member", "outsider"

_NAMES = {"issue": "issues", "change": "change requests"}
_DAY = 86_400_000_000
"""Microseconds."""

_READ_LATE = timedelta(days=1)
"""Reading a forge takes a while: answers read up to a moment so near to the end are all read."""

_UNREAD = {
    BOTH: N_("Neither the issues nor the change requests could be read."),
    CHANGES: N_("The change requests could not be read."),
}
_TOO_FEW = {
    "requests": N_("Requests found in the period looked at: {found}; at least {minimum} are needed."),
    "changes": N_("Change requests found in the period looked at: {found}; at least {minimum} are needed."),
    "merges": N_(
        "Merges by a known account found in the period looked at: {found}; at least {minimum} are needed."
    ),
    "open_requests": N_("Requests open on the forge: {found}; at least {minimum} are needed."),
    "handlings": N_(
        "Answers, reviews and merges found in the period looked at: {found}; at least {minimum} are needed."
    ),
    "people": N_("People found in the period looked at: {found}; at least {minimum} are needed."),
}


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The requests as they stood at `until`: the end of the day observed, or when they were read if earlier.

    requests
        One row each, those of bots left out, oldest first, with the columns of `Requests.requests`, null
        where later than `until`. `request`: the row there. `side`: `MEMBER` or `OUTSIDER`, null when the
        author is not known. `read`: whether the answers to it could be. `followed_until`: the closing, or the
        last instant when an answer would be known. `cut`: whether it was followed neither to its closing nor
        to `until`. `answered_at`, `answered_by_member`: the first response up to `followed_until`, null when
        there was none.
    deeds
        One row each comment, review, merge or close (`deed`) that somebody else than the author made:
        `request`, `at`, `person`. No bot, nobody unknown; the requests of bots are there too.
    """

    told: Requests
    source: str
    as_of: date
    until: datetime
    requests: pl.DataFrame
    deeds: pl.DataFrame

    def opened(self, scope: "Scope") -> pl.DataFrame:
        """Return the requests opened in the window, of the kinds that could be read."""
        return self.requests.filter(pl.col("kind").is_in(scope.kinds), within("opened_at", scope.window))


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: a window, and kinds of requests; `unread` are those that could not be read."""

    kinds: tuple[str, ...]
    unread: tuple[str, ...]
    window: Window

    def until_days_before(self, days: int) -> "Scope":
        """Return the same, ended `days` earlier: what was opened last had no time to be dealt with."""
        window = Window(self.window.start, self.window.end - timedelta(days=days))
        return Scope(self.kinds, self.unread, window)


@dataclass(frozen=True, slots=True)
class _On:
    """Equal for the same day: what is derived is kept by it."""

    day: date

    def __call__(self, facts: FactSet) -> Asked:
        return _asked(facts, self.day)


def asked(facts: FactSet, as_of: date) -> Asked:
    """Return the requests as they stood at the end of a day. Requires them."""
    return facts.derive(_On(as_of))


def scope(asked: Asked, definition: Definition, kinds: tuple[str, ...] = BOTH) -> Scope | Message:
    """Return what can be looked at of the last `window_months`, or why nothing can.

    The window begins where all the kinds that could be read were: to mix spans would favour one of them.
    """
    told = asked.told
    days = {"issue": told.issues_since, "change": told.changes_since}
    since = {kind: day for kind in kinds if (day := days[kind]) is not None}
    if not since:
        return Message(_UNREAD[kinds])
    wanted = months_before(asked.as_of, definition.window_months or 12)
    end = min(asked.as_of, told.read_at.date())
    if wanted > end:
        text = N_("The requests were read on {day}: before the period looked at.")
        return Message(text, {"day": end.isoformat()})
    start = max(wanted, *since.values())
    if start > end:
        text = N_("The requests could be read back to {day} only: after the period looked at.")
        return Message(text, {"day": start.isoformat()})
    return Scope(tuple(since), tuple(kind for kind in kinds if kind not in since), Window(start, end))


def cite(asked: Asked, scope: Scope, count: int, what: str) -> tuple[Citation, ...]:
    """Return the citations of a count of `what`, with the pages where people see the requests."""
    kinds = " and ".join(_NAMES[kind] for kind in scope.kinds)
    unread = "".join(f"; the {_NAMES[kind]} could not be read" for kind in scope.unread)
    filter_ = f"{kinds}, {what}, without those of bots{unread}"
    pages = {"issue": asked.told.issues_url, "change": asked.told.changes_url}
    return (
        QueryCitation(asked.source, filter_, scope.window, count),
        *(WebCitation(pages[kind], asked.told.read_at.date()) for kind in scope.kinds if pages[kind]),
    )


def too_little(definition: Definition, found: int, items: str, window: Window) -> Measure:
    """Return the answer of an indicator that found fewer `items` than its definition's minimum of them."""
    reason = Message(_TOO_FEW[items], {"found": found, "minimum": definition.minimum[items]})
    # A cohort that ends before it begins has no day.
    lasted = window if window.start is None or window.start <= window.end else None
    return definition.unmeasured(Outcome.TOO_LITTLE_DATA, reason, items=found, window=lasted)


def too_few_read(definition: Definition, opened: pl.DataFrame, window: Window) -> Measure | None:
    """Return why nothing is said of the answers to requests: too few, or too few whose answers were read."""
    total, read = opened.height, int(opened.get_column("read").sum())
    if read >= definition.minimum["requests"]:
        return None
    if total < definition.minimum["requests"]:
        return too_little(definition, total, "requests", window)
    return definition.unmeasured(Outcome.NOT_MEASURED, answers_read(opened), items=read, window=window)


def answers_read(opened: pl.DataFrame) -> Message:
    """Return how many of the requests had their answers read, where that is why nothing is said."""
    text = N_("The answers could be read for {read} requests of {total}.")
    return Message(text, {"read": int(opened.get_column("read").sum()), "total": opened.height})


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
    return _since_opening("answered_at")


def followed() -> pl.Expr:
    """Return the time from the opening to the last instant when an answer would be known."""
    return _since_opening("followed_until")


def of_side(requests: pl.DataFrame, side: str) -> pl.DataFrame:
    """Return the requests of members, or of people from outside."""
    return requests.filter(pl.col("side") == side)


def shares(parts: Mapping[str, int]) -> tuple[Share, ...]:
    """Return the parts of a whole, in order; what was not read is shown only where there is some."""
    whole = sum(parts.values())
    kept = {key: count for key, count in parts.items() if count or key != "unread"}
    return tuple(Share(key, count, count / whole if whole else 0.0) for key, count in kept.items())


def _since_opening(column: str) -> pl.Expr:
    # A request brought from elsewhere may hold answers older than itself.
    before = pl.col(column) < pl.col("opened_at")
    return pl.when(before).then(timedelta()).otherwise(pl.col(column) - pl.col("opened_at"))


def _asked(facts: FactSet, as_of: date) -> Asked:
    fact, told = facts.fact(REQUESTS), facts.require(REQUESTS)
    midnight = datetime.combine(as_of + timedelta(days=1), time(), UTC)
    until = min(midnight, told.read_at)
    requests = _on(told, midnight)
    people = told.people.with_row_index("person")
    humans = people.filter(pl.col("kind") == "human").select("person")
    deeds = _deeds(told, requests, midnight).join(humans, on="person", how="semi")
    members = _members(told, requests, deeds, midnight).join(humans, on="person", how="semi")
    bots = people.filter(pl.col("kind") == "bot").select("person")
    kept = requests.join(bots, left_on="author", right_on="person", how="anti")
    return Asked(
        told=told,
        source="forge" if fact is None else fact.provenance.source,
        as_of=as_of,
        until=until,
        requests=_answered(_sided(_followed(kept, until), members), deeds, members).sort(
            "opened_at", "number"
        ),
        deeds=deeds,
    )


def _on(told: Requests, midnight: datetime) -> pl.DataFrame:
    """Return the requests, what happened to them from `midnight` on set back to null."""
    closed, merged = (_known(name, midnight, told.read_at) for name in ("closed_at", "merged_at"))
    return (
        told.requests.with_row_index("request")
        .filter(_known("opened_at", midnight, told.read_at))
        .with_columns(
            pl.when(closed).then("closed_at").alias("closed_at"),
            pl.when(closed).then("closed_by").alias("closed_by"),
            pl.when(merged).then("merged_at").alias("merged_at"),
            pl.when(merged).then("merged_by").alias("merged_by"),
        )
    )


def _known(column: str, midnight: datetime, read_at: datetime) -> pl.Expr:
    return (pl.col(column) < midnight) & (pl.col(column) <= read_at)


def _deeds(told: Requests, requests: pl.DataFrame, midnight: datetime) -> pl.DataFrame:
    """Return what others than the author did: `request`, `deed`, `at`, `person`, bots included."""
    answers = told.answers.filter(_known("at", midnight, told.read_at))
    found = [answers.select("request", pl.col("kind").cast(pl.String).alias("deed"), "at", "person")]
    for deed, at, who in (("merge", "merged_at", "merged_by"), ("close", "closed_at", "closed_by")):
        found.append(
            requests.filter(pl.col(at).is_not_null()).select(
                "request",
                pl.lit(deed).alias("deed"),
                pl.col(at).alias("at"),
                pl.col(who).alias("person"),
            )
        )
    authors = requests.select("request", "author")
    return (
        pl.concat(found)
        .join(authors, on="request")
        .filter(pl.col("person").is_not_null(), pl.col("person").ne_missing(pl.col("author")))
        .drop("author")
    )


def _members(told: Requests, requests: pl.DataFrame, deeds: pl.DataFrame, midnight: datetime) -> pl.DataFrame:
    """Return `person`: those whom the forge calls members, and those who merged somebody else's change."""
    answers = told.answers.filter(_known("at", midnight, told.read_at))
    named = pl.col("standing") == "member"
    found = (
        requests.filter(named).select(pl.col("author").alias("person")),
        answers.filter(named).select("person"),
        deeds.filter(pl.col("deed") == "merge").select("person"),
    )
    return pl.concat(found).drop_nulls().unique()


def _followed(requests: pl.DataFrame, until: datetime) -> pl.DataFrame:
    end = pl.min_horizontal(pl.lit(until), pl.max_horizontal("closed_at", "merged_at"))
    seen = pl.max_horizontal("opened_at", "seen_until")
    return requests.with_columns(
        (pl.col("seen_until") > pl.col("opened_at")).alias("read"),
        pl.min_horizontal(end, seen).alias("followed_until"),
        (seen + _READ_LATE < end).alias("cut"),
    )


def _sided(requests: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    member = pl.col("author").is_in(members.get_column("person").implode())
    side = pl.when(member).then(pl.lit(MEMBER)).otherwise(pl.lit(OUTSIDER))
    return requests.with_columns(pl.when(pl.col("author").is_not_null()).then(side).alias("side"))


def _answered(requests: pl.DataFrame, deeds: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    first = (
        deeds.join(requests.filter("read").select("request", "followed_until"), on="request")
        .filter(pl.col("at") <= pl.col("followed_until"))
        .sort("at", "person")
        .unique("request", keep="first", maintain_order=True)
        .select(
            "request",
            pl.col("at").alias("answered_at"),
            pl.col("person").is_in(members.get_column("person").implode()).alias("answered_by_member"),
        )
    )
    return requests.join(first, on="request", how="left")
