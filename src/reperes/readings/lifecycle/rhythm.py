"""What the history says of the pace of a project, against its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from reperes.facts.citation import QueryCitation, Window
from reperes.indicators import changes as ch
from reperes.indicators.own_rhythm_silence.measure import active_days
from reperes.indicators.releases import Kind, until
from reperes.indicators.windows import months_before, within
from reperes.readings.judge import Clue
from reperes.readings.seen import Seen

_YEARS = 6
_BASE = 3
_MONTHS = 12
_TWO = 2
_HISTORY, _TAGS = "history", "tags"
"""The two registers: whatever is counted over the commits comes from one history, releases are put apart."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The pace at a day.

    `years`: changes of each span of twelve months, the last one first, as far back as the project goes (six
    at most; the first of its life is left out when it is not whole, unless it is the only one). `silence`:
    days since a person last worked; `longest`: the longest one of the five years before it, None when too few
    are known; `usual`: share of those years spent in silences as long. `releases`: days of the tags.
    """

    years: tuple[int, ...]
    months: int
    last: date
    silence: int
    longest: int | None
    usual: float | None
    people: int
    people_before: int
    returning: int
    releases: pl.Series

    @property
    def count(self) -> int:
        """Return the changes of the last twelve months."""
        return self.years[0]

    @property
    def before(self) -> int:
        """Return those of the twelve months before."""
        return self.years[1] if len(self.years) > 1 else 0

    @property
    def base(self) -> float | None:
        """Return the mean of the years before the last, three at most; None when there is none."""
        past = self.years[1 : 1 + _BASE]
        return sum(past) / len(past) if past else None

    @property
    def ratio(self) -> float | None:
        """Return the last twelve months as a share of the years before."""
        return self.count / self.base if self.base else None

    def tagged(self, start: date) -> int:
        """Return how many days since a day had a release."""
        return self.releases.filter(self.releases >= start).n_unique()


def rhythm(seen: Seen) -> Rhythm | None:
    """Return the pace of a project, None when nobody ever worked on it or the history could not be read."""
    if seen.history is None:
        return None
    days = seen.facts.derive(active_days)
    days = days.filter(days <= seen.as_of)
    if days.is_empty():
        return None
    last: date = days[-1]
    silence = seen.measures.get("own_rhythm_silence")
    longest = None if silence is None else silence.details.get("longest_gap_days")
    months = ch.months_lived(seen.facts, seen.as_of)
    return Rhythm(
        years=_years(seen, months),
        months=months,
        last=last,
        silence=(seen.as_of - last).days,
        longest=None if longest is None else int(longest),
        usual=seen.value("own_rhythm_silence"),
        people=int(seen.value("active_contributors") or 0),
        people_before=_people_before(seen),
        returning=int(seen.value("returning_contributors") or 0),
        releases=until(seen.facts, seen.as_of, Kind.RELEASE),
    )


def _years(seen: Seen, months: int) -> tuple[int, ...]:
    at = ch.until(seen.facts, seen.as_of).rename("at").to_frame()
    whole = max(1, min(_YEARS, months // _MONTHS))
    ends = [months_before(seen.as_of, _MONTHS * year) for year in range(whole + 1)]
    return tuple(at.filter(within("at", Window(ends[year + 1], ends[year]))).height for year in range(whole))


def _people_before(seen: Seen) -> int:
    measure = seen.measures.get("contributor_retention")
    return 0 if measure is None or measure.items is None else measure.items


def clues(seen: Seen, pace: Rhythm) -> Iterator[Clue]:
    """Yield what the pace speaks for."""
    below = list(_stopped(seen, pace)) or list(_falling(seen, pace)) or list(_calm(seen, pace))
    yield from below
    yield from _releases(seen, pace, below)
    if not below:
        yield from _at_work(seen, pace)


def _calm_kind(seen: Seen) -> bool:
    """Return whether it may be something that changes little: also when its kind could not be told."""
    kind = seen.settled("resource")
    return kind is None or kind in seen.definition.lists["unchanging"]


def _cite(seen: Seen, pace: Rhythm, months: int = _MONTHS) -> tuple[QueryCitation, ...]:
    window = Window(months_before(seen.as_of, months), seen.as_of)
    count = pace.count if months == _MONTHS else pace.count + pace.before
    return (seen.count(ch.FILTER, count, window),)


def _stopped(seen: Seen, pace: Rhythm) -> Iterator[Clue]:
    """Yield what says that nobody works on it any more."""
    limits, d, days, longest = seen.definition.thresholds, seen.definition, pace.silence, pace.longest
    cited = seen.indicator("own_rhythm_silence")
    unheard = longest is None or days > longest
    if days >= limits["long_silence"]:
        if _calm_kind(seen) and days < limits["longer_silence"]:
            yield d.clue("quiet_resource", cited, root=_HISTORY, days=days)
        elif (days >= limits["longer_silence"] or unheard) and not _calm_kind(seen):
            yield d.clue("silence", cited, root=_HISTORY, days=days)
        else:
            yield d.clue("usual_silence", cited, root=_HISTORY, days=days)
    elif longest and days >= limits["halt_days"] and days >= limits["halt_times"] * longest:
        yield d.clue("halt", cited, root=_HISTORY, days=days, longest=longest)
    elif not _calm_kind(seen) and len(pace.years) > 2 and pace.count + pace.before <= limits["few"]:
        yield d.clue("barely", *_cite(seen, pace, 2 * _MONTHS), root=_HISTORY, count=pace.count + pace.before)


def _releases(seen: Seen, pace: Rhythm, below: list[Clue]) -> Iterator[Clue]:
    """Yield what releases say: beside a calm pace, they are those of a project that is looked after."""
    if pace.releases.is_empty():
        return
    age = (seen.as_of - pace.releases[-1]).days
    cited = seen.indicator("release_age")
    count = pace.tagged(months_before(seen.as_of, _MONTHS))
    if count:
        name = "late_releases" if below else "recent_releases"
        calm = any(clue.value == "maintenance" for clue in below)
        value = "maintenance" if calm else None
        yield seen.definition.clue(name, cited, root=_TAGS, value=value, count=count)
    elif age >= seen.definition.thresholds["longer_silence"] <= pace.silence:
        # Without anybody at work there is no release: it follows from the silence, and does not confirm it.
        yield seen.definition.clue("no_release", cited, root=_HISTORY, days=age)


def _falling(seen: Seen, pace: Rhythm) -> Iterator[Clue]:
    """Yield what says that it changes less and less. A project still at work is not held to be declining."""
    limits, d, ratio, base = seen.definition.thresholds, seen.definition, pace.ratio, pace.base
    if ratio is None or base is None or base < limits["pace"]:
        return
    odd = (
        pace.longest is not None
        and pace.usual == 0
        and pace.silence >= max(limits["odd_days"], limits["odd_times"] * pace.longest)
        and ratio <= limits["odd_share"]
    )
    told: dict[str, Any] = {"count": pace.count, "share": ratio, "before": round(base)}
    if odd:
        yield d.clue(
            "odd_silence",
            seen.indicator("own_rhythm_silence"),
            root=_HISTORY,
            days=pace.silence,
            longest=pace.longest,
        )
    if not odd and (_calm_kind(seen) or _goes_on(seen, pace) or _is_irregular(pace)):
        return
    if ratio <= limits["fallen"] and pace.count < limits["brisk"]:
        yield d.clue("fallen", *_cite(seen, pace), root=_HISTORY, **told)
    elif ratio <= limits["falling"] and pace.count < limits["small"] and pace.count < pace.before:
        yield d.clue("falling", *_cite(seen, pace), root=_HISTORY, **told)
    elif not odd:
        return
    if pace.people_before >= limits["people"] and pace.people <= pace.people_before / 2:
        cited = seen.indicator("contributor_retention")
        yield d.clue("fewer_people", cited, root=_HISTORY, count=pace.people, before=pace.people_before)


def _goes_on(seen: Seen, pace: Rhythm) -> bool:
    """Return whether several people go on and publish: a fall from a peak is then no decline."""
    limits = seen.definition.thresholds
    several = pace.people >= limits["people"] and pace.returning >= limits["returning"]
    return several and pace.tagged(months_before(seen.as_of, _MONTHS)) > 0


def _is_irregular(pace: Rhythm) -> bool:
    """Return whether a year as calm was seen before, and the last two years are no fewer than any two."""
    past = pace.years[2:]
    if len(past) < _TWO:
        return False
    usual = _TWO * sum(past) / len(past)
    return pace.count >= min(pace.years[1:]) and pace.count + pace.before >= usual


def _calm(seen: Seen, pace: Rhythm) -> Iterator[Clue]:
    """Yield what says that it is looked after, without much evolution."""
    limits, d = seen.definition.thresholds, seen.definition
    if _calm_kind(seen) or len(pace.years) < 2:
        return
    peak = max(pace.years)
    told: dict[str, Any] = {"count": pace.count, "before": pace.before}
    at_its_own_pace = pace.count >= limits["pace"] / 2 and pace.count >= (pace.base or 0)
    if at_its_own_pace:
        return
    if pace.count < limits["pace"] and pace.before < 2 * limits["pace"]:
        yield d.clue("few_changes", *_cite(seen, pace), root=_HISTORY, **told)
    elif (
        pace.count < limits["small"]
        and limits["peak_times"] * pace.count <= peak
        and pace.count <= pace.before * 2
        and pace.before * 2 <= peak
    ):
        yield d.clue("calmer", *_cite(seen, pace), root=_HISTORY, peak=peak, **told)


def _at_work(seen: Seen, pace: Rhythm) -> Iterator[Clue]:
    limits, d = seen.definition.thresholds, seen.definition
    usual = pace.silence < limits["odd_days"] or (pace.usual or 0) > 0
    if pace.count >= limits["pace"]:
        name = "steady_pace" if usual else "slow_pace"
    else:
        name = "calm_resource" if _calm_kind(seen) else "slow_pace"
    if pace.count:
        yield d.clue(name, *_cite(seen, pace), root=_HISTORY, count=pace.count)
    if pace.people >= limits["people"] and pace.returning >= limits["returning"] and usual:
        cited = seen.indicator("active_contributors")
        yield d.clue("steady_people", cited, root=_HISTORY, count=pace.people, returning=pace.returning)
