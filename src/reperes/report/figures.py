"""Which measures are drawn, and as what. The shape of a measure decides, or the indicator that it is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reperes.i18n import N_, Language, translate
from reperes.indicators.definition import Definition
from reperes.indicators.measure import Measure, Point, Share
from reperes.report import wording
from reperes.report.formats import number, percent, period
from reperes.report.view import Bar, Bars, Chart, Columns, Series, Table

MONTHS = 60
YEARS = 10
NEW, RETURNING, FREQUENCY = "new_contributors", "returning_contributors", "commit_frequency"


@dataclass(frozen=True, slots=True)
class _Whole:
    """How the parts of a measure are drawn.

    `description` says the `share` of the part `told`; `unknown` are the parts of which nothing is known.
    """

    id: str
    title: str
    description: str
    told: str
    unknown: frozenset[str]


_WHOLES: Mapping[str, _Whole] = {
    "organisational_diversity": _Whole(
        "organisations",
        N_("Contributions by kind of organisation"),
        N_("The share of each kind; the organisation is unknown for {share} of the contributions."),
        wording.UNKNOWN,
        frozenset({wording.UNKNOWN, "unidentified"}),
    ),
    "time_to_first_response": _Whole(
        "responses",
        N_("Requests by the time until their first answer"),
        N_("The share of the requests answered within each time; {share} have had no answer so far."),
        "unanswered",
        frozenset({"unanswered", "withdrawn", "closed_by_bot", "ended_unknown", "unread"}),
    ),
    "first_timer_outcomes": _Whole(
        "first-timers",
        N_("What became of the first proposals of newcomers"),
        N_("The share of each outcome; {share} wait without any answer."),
        "waiting_unanswered",
        frozenset({"waiting_unanswered", "unread"}),
    ),
}

_MONTH = re.compile(r"\d{4}-\d{2}")
_LEVELS = "▁▂▃▄▅▆▇█"
_NARROW = 6


def sparkline(values: Sequence[float]) -> str:
    """Return one character a value, by eighths of the highest; a dot for zero."""
    top = max(values, default=0)
    if top <= 0:
        return ""
    return "".join(_LEVELS[min(7, int(8 * value / top))] if value > 0 else "·" for value in values)


def charts(
    measures: Mapping[str, Measure], definitions: Mapping[str, Definition], language: Language
) -> dict[str, Chart]:
    """Return the charts by the identifier of the indicator under which they stand."""
    drawn: dict[str, Chart] = {}
    months = measures[FREQUENCY].series if FREQUENCY in measures else ()
    if _any(months[-MONTHS:]) and all(_MONTH.fullmatch(point.period) for point in months):
        drawn[FREQUENCY] = _activity(months[-MONTHS:], language)
    new, returning = (measures[name].series if name in measures else () for name in (NEW, RETURNING))
    if _any((*new[-YEARS:], *returning[-YEARS:])) and [point.period for point in new] == [
        point.period for point in returning
    ]:
        drawn[NEW] = _newcomers(new[-YEARS:], returning[-YEARS:], language)
    for name, whole in _WHOLES.items():
        if name in measures and any(part.count for part in measures[name].breakdown):
            drawn[name] = _parts(whole, measures[name], definitions[name], language)
    return drawn


def tells(series: Sequence[Point]) -> bool:
    """Return whether a series has more to show than zeros, in what a chart would show of it."""
    return _any(series[-MONTHS:])


def _any(points: Iterable[Point]) -> bool:
    return any(point.value for point in points)


def breakdown_table(measure: Measure, definition: Definition, language: Language) -> Table:
    """Return the parts of a whole, as counted."""
    rows = tuple(
        (
            wording.part(share.key, definition, language),
            number(share.count, language),
            percent(share.share, language),
        )
        for share in measure.breakdown
    )
    return Table(
        translate(language, N_("{label}: the parts"), label=wording.of(definition.label, language)),
        (
            translate(language, N_("Part")),
            translate(language, N_("Number")),
            translate(language, N_("Share of all")),
        ),
        rows,
    )


def series_table(measure: Measure, definition: Definition, language: Language) -> Table:
    """Return the values of an indicator over time."""
    label = wording.of(definition.label, language)
    return _over_time(label, ((label, measure.series),), language)


def _over_time(caption: str, series: Sequence[tuple[str, Sequence[Point]]], language: Language) -> Table:
    points = {point.period: point for _, line in series for point in line}
    found = [{point.period: number(point.value, language, 2) for point in line} for _, line in series]
    unfinished = translate(language, N_("not over"))
    rows = tuple(
        (
            period(key, language) if points[key].complete else f"{period(key, language)} ({unfinished})",
            *(values.get(key, "—") for values in found),
        )
        for key in sorted(points)
    )
    return Table(
        translate(language, N_("{label}: over time"), label=caption),
        (translate(language, N_("Period")), *(label for label, _ in series)),
        rows,
    )


def _activity(months: Sequence[Point], language: Language) -> Columns:
    title, label = translate(language, N_("Activity by month")), translate(language, N_("Commits"))
    values = tuple(point.value for point in months)
    best = max(months, key=lambda point: point.value)
    description = translate(
        language,
        N_("Commits each month, from {first} to {last}. The busiest month is {best} ({top})."),
        first=period(months[0].period, language),
        last=period(months[-1].period, language),
        best=period(best.period, language),
        top=number(best.value, language),
    )
    return Columns(
        id="activity",
        title=title,
        description=description + _not_over(months[-1], language),
        series=(Series(label, values),),
        ticks=_years([point.period for point in months], language),
        top=_top(values, language),
        unfinished=not months[-1].complete,
        spark=sparkline(values),
        table=_over_time(title, ((label, months),), language),
    )


def _years(months: Sequence[str], language: Language) -> tuple[tuple[int, str], ...]:
    january = tuple((rank, key[:4]) for rank, key in enumerate(months) if key.endswith("-01"))
    if len(january) > 1:
        return january
    ends = dict.fromkeys((0, len(months) - 1))
    return tuple((rank, period(months[rank], language)) for rank in ends)


def _newcomers(new: Sequence[Point], returning: Sequence[Point], language: Language) -> Columns:
    title = translate(language, N_("Newcomers and people who came back, by year"))
    labels = translate(language, N_("New that year")), translate(language, N_("Already there before"))
    totals = [one.value + other.value for one, other in zip(new, returning, strict=True)]
    whole = max((rank for rank, point in enumerate(new) if point.complete), default=len(new) - 1)
    description = translate(
        language,
        N_(
            "People who contributed each year, from {first} to {last}. "
            "In {year}, new: {new}; already there: {known}."
        ),
        first=new[0].period,
        last=new[-1].period,
        year=new[whole].period,
        new=number(new[whole].value, language),
        known=number(returning[whole].value, language),
    )
    step = 1 if len(new) <= _NARROW else 2
    return Columns(
        id="newcomers",
        title=title,
        description=description + _not_over(new[-1], language),
        series=tuple(
            Series(label, tuple(point.value for point in line))
            for label, line in zip(labels, (new, returning), strict=True)
        ),
        ticks=tuple((rank, new[rank].period) for rank in range(len(new) - 1, -1, -step)),
        top=_top(totals, language),
        unfinished=not new[-1].complete,
        spark=sparkline(totals),
        table=_over_time(title, ((labels[0], new), (labels[1], returning)), language),
    )


def _parts(whole: _Whole, measure: Measure, definition: Definition, language: Language) -> Bars:
    title = translate(language, whole.title)
    table = breakdown_table(measure, definition, language)
    told = sum(share.share for share in measure.breakdown if share.key == whole.told)
    return Bars(
        id=whole.id,
        title=title,
        description=translate(language, whole.description, share=percent(told, language)),
        bars=tuple(
            _bar(share, definition, language, unknown=share.key in whole.unknown)
            for share in measure.breakdown
        ),
        table=Table(translate(language, N_("{label}: the parts"), label=title), table.headers, table.rows),
    )


def _bar(share: Share, definition: Definition, language: Language, *, unknown: bool) -> Bar:
    text = f"{percent(share.share, language)} ({number(share.count, language)})"
    return Bar(wording.part(share.key, definition, language), min(1.0, max(0.0, share.share)), text, unknown)


def _top(values: Iterable[float], language: Language) -> str | None:
    highest = max(values, default=0)
    return number(highest, language) if highest > 0 else None


def _not_over(last: Point, language: Language) -> str:
    if last.complete:
        return ""
    return " " + translate(language, N_("{period} is not over."), period=period(last.period, language))
