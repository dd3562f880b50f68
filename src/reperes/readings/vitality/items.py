"""The five points: each turns indicators and readings into clues."""

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from reperes.facts.citation import Citation
from reperes.facts.documents import DocumentKind
from reperes.indicators.changes import months_lived
from reperes.indicators.measure import Measure
from reperes.indicators.organisations import IDENTIFIED, UNIDENTIFIED, UNKNOWN, by_organisation
from reperes.indicators.windows import last
from reperes.readings.judge import Clue
from reperes.readings.model import Piece, Weight
from reperes.readings.seen import Seen

ASKING = ("outsiders", "strangers", "everybody")
TRENDS = ("steady", "growing", "falling")
GRADES = ("fragile", "good", "poor", "unwritten")
_YEARS = 3
_MONTHS = 12
_HISTORY, _FORGE = "history", "forge"
"""One root for whatever is counted over the history, one for the forge: windows are not independent."""
_DECISIONS = "change_request_closure_ratio"


def _measure(seen: Seen, name: str) -> Measure | None:
    """Return a measure that has a value."""
    found = seen.measures.get(name)
    return None if found is None or found.value is None else found


def frequency(seen: Seen) -> Iterator[Clue]:
    """Yield the trend of the year, that of the years before, and how usual the present silence is."""
    definition, limits = seen.definition, seen.definition.thresholds
    trend = _measure(seen, "commit_trend")
    if trend is not None and trend.value is not None:
        name = "same_changes"
        if abs(trend.value) >= limits["change"]:
            name = "more_changes" if trend.value > 0 else "fewer_changes"
        cited = seen.indicator("commit_trend")
        year = definition.clue(name, cited, root=_HISTORY, share=abs(trend.value))
        yield year
        yield from _years(seen, trend, year.value)
    yield from _silence(seen, known=trend is not None)


def _years(seen: Seen, trend: Measure, value: str | None) -> Iterator[Clue]:
    """Compare the last whole calendar year with the mean of the three before.

    It confirms what the last twelve months say, or tempers it: a year is no long trend.
    """
    whole = [point for point in trend.series if point.complete]
    past = whole[-1 - _YEARS : -1]
    base = sum(point.value for point in past) / len(past) if past else 0
    if len(past) < _YEARS or not base:
        return
    latest, change = whole[-1], seen.definition.thresholds["change"]
    name = "like_years"
    if abs(latest.value - base) >= change * base:
        name = "above_years" if latest.value > base else "below_years"
    agrees = seen.definition.evidence[name].value == value
    yield seen.definition.clue(
        name,
        seen.indicator("commit_trend"),
        root=_HISTORY,
        weight=Weight.STRONG if agrees else Weight.WEAK,
        year=latest.period,
        count=int(latest.value),
        before=round(base),
    )


def _silence(seen: Seen, *, known: bool) -> Iterator[Clue]:
    measure = seen.measures.get("own_rhythm_silence")
    days = None if measure is None else measure.details.get("silence_days")
    if measure is None or days is None:
        return
    limits, cited = seen.definition.thresholds, seen.indicator("own_rhythm_silence")
    if days >= limits["long_silence"]:
        name = "unheard_silence" if measure.value == 0 else "long_silence"
        yield seen.definition.clue(name, cited, root=_HISTORY, days=int(days))
    elif not known and measure.value is not None and measure.value > limits["usual"]:
        day = (seen.as_of - timedelta(days=days)).isoformat()
        yield seen.definition.clue("usual_pace", cited, root=_HISTORY, day=day)


def quality(seen: Seen) -> Iterator[Piece]:
    """Yield what is seen of quality: it weighs on no value, as no share is right for every project."""
    told = (
        ("tests_touched", "test_changes"),
        ("documentation_touched", "documentation_changes"),
        ("reviewed", "review_share"),
    )
    for name, indicator in told:
        measure = _measure(seen, indicator)
        # A history without a trace of review says nothing: it may be made elsewhere.
        if measure is not None and measure.value is not None and (measure.value or name != "reviewed"):
            yield seen.definition.piece(name, seen.indicator(indicator), share=measure.value)


def retention(seen: Seen) -> Iterator[Clue]:
    """Yield what became of the core, of everybody, of newcomers; of the few people of a small project."""
    if seen.measures.get("active_contributors") is not None and _is_empty(seen):
        cited = seen.indicator("active_contributors")
        yield seen.definition.clue("nobody_active", cited, root=_HISTORY)
        return
    core = list(_core(seen))
    # Beside the core, what became of everybody confirms or tempers: in an open project, many only pass by.
    known = [*core, *_everybody(seen, {one.value for one in core})]
    yield from known
    if not known:
        yield from _small_team(seen)


def _is_empty(seen: Seen) -> bool:
    """Return whether nobody contributed over the year: unlike the other counts, 0 is then not measured."""
    measure = seen.measures["active_contributors"]
    return measure.value == 0 or (measure.value is None and measure.items == 0)


def _core(seen: Seen) -> Iterator[Clue]:
    limits = seen.definition.thresholds
    lost, kept = _measure(seen, "core_loss"), _measure(seen, "core_retention")
    if lost is None or kept is None or lost.value is None or kept.value is None:
        return
    name, share = "core_steps_back", kept.value
    if lost.value >= limits["core_gone"]:
        name, share = "core_left", lost.value
    elif kept.value >= limits["core_kept"]:
        name = "core_stays"
    cited = seen.indicator("core_loss" if name == "core_left" else "core_retention")
    yield seen.definition.clue(name, cited, root=_HISTORY, share=share, size=kept.items or 0)


def _everybody(seen: Seen, core: set[str | None]) -> Iterator[Clue]:
    """Yield what became of all the people, newcomers apart; it is weak where the `core` says otherwise."""
    limits = seen.definition.thresholds
    everybody, arrivals = _measure(seen, "contributor_retention"), _measure(seen, "newcomer_survival")
    if everybody is not None and everybody.value is not None:
        name = "people_pass"
        if everybody.value >= limits["faithful"]:
            name = "people_stay"
        elif everybody.value < limits["unfaithful"]:
            name = "people_leave"
        clue = _share(seen, name, "contributor_retention", everybody)
        agrees = not core or clue.value in core
        yield clue if agrees else clue.weighing(Weight.WEAK)
    if arrivals is not None and arrivals.value is not None:
        name = "newcomers_stay" if arrivals.value >= limits["survive"] else "newcomers_leave"
        yield _share(seen, name, "newcomer_survival", arrivals)


def _share(seen: Seen, name: str, indicator: str, measure: Measure) -> Clue:
    cited = seen.indicator(indicator)
    return seen.definition.clue(name, cited, root=_HISTORY, share=measure.value, size=measure.items or 0)


def _small_team(seen: Seen) -> Iterator[Clue]:
    """Yield what is said of a team too small for shares: in its first year, nobody was there before."""
    active, returning = (_measure(seen, name) for name in ("active_contributors", "returning_contributors"))
    if active is None or returning is None or active.value is None or returning.value is None:
        return
    cited = seen.indicator("returning_contributors")
    if returning.value > 1:
        yield seen.definition.clue(
            "small_and_faithful", cited, root=_HISTORY, count=int(active.value), size=int(returning.value)
        )
    elif returning.value == 1:
        yield seen.definition.clue("one_remains", cited, root=_HISTORY)
    elif not _is_young(seen):
        yield seen.definition.clue("nobody_remains", cited, root=_HISTORY)


def _is_young(seen: Seen) -> bool:
    return months_lived(seen.facts, seen.as_of) < 2 * _MONTHS


def diversity(seen: Seen) -> Iterator[Clue]:
    """Yield how many people, and how many organisations, make half of the work."""
    limits, definition = seen.definition.thresholds, seen.definition
    people = _measure(seen, "contributor_absence_factor")
    active = int(seen.value("active_contributors") or 0)
    if active == 1:
        yield definition.clue("alone", seen.indicator("active_contributors"), root=_HISTORY)
    elif people is not None and people.value is not None:
        count = int(people.value)
        name = "few_people" if count > 1 else "one_person"
        name = "many_people" if count >= limits["spread"] else name
        cited = seen.indicator("contributor_absence_factor")
        # Many people of one organisation still depend on it.
        weight = Weight.WEAK if name == "many_people" and seen.value("elephant_factor") == 1 else None
        yield definition.clue(name, cited, root=_HISTORY, weight=weight, count=count)
    elif active > 1:
        yield definition.clue(
            "some_people", seen.indicator("active_contributors"), root=_HISTORY, count=active
        )
    yield from _organisations(seen)


def _organisations(seen: Seen) -> Iterator[Clue]:
    elephants = _measure(seen, "elephant_factor")
    if elephants is None or elephants.value is None:
        return
    cited = seen.indicator("elephant_factor")
    if elephants.value > 1:
        count = int(seen.value("organisational_diversity") or elephants.value)
        yield seen.definition.clue("several_organisations", cited, root=_HISTORY, count=count)
        return
    rows = by_organisation(seen.facts, last(seen.as_of, _MONTHS))
    most = int(rows.filter(pl.col("kind").is_in(IDENTIFIED)).item(0, "contributions"))
    share = most / int(rows.get_column("contributions").sum())
    yield seen.definition.clue("one_organisation", cited, root=_HISTORY, share=share)


def unknown_organisations(seen: Seen) -> Iterator[Piece]:
    """Yield how much of the work has no known organisation, when that is much."""
    measure = seen.measures.get("organisational_diversity")
    parts = () if measure is None else measure.breakdown
    share = sum(part.share for part in parts if part.key in {UNKNOWN, UNIDENTIFIED})
    if measure is not None and share >= seen.definition.thresholds["concentrated"]:
        cited = seen.indicator("organisational_diversity")
        yield seen.definition.piece(
            "unknown_organisations", cited, share=share, count=int(measure.value or 0)
        )


def answers(seen: Seen) -> Iterator[Clue]:
    """Yield how many of enough requests were answered within a week: of people from outside, not members."""
    measure, limits = _measure(seen, "answered_within_seven_days"), seen.definition.thresholds
    if measure is None:
        return
    outsiders, strangers, everybody = ASKING
    told = {name: int(value) for name, value in measure.details.items()}
    members = told.get("members", 0)
    # That members leave their own requests without an answer says nothing of how others are answered.
    size, count = (measure.items or 0) - members, told["answered"] - told.get("members_answered", 0)
    who = strangers if members else everybody
    if told.get("outsiders", 0) >= limits["enough"]:
        who, count, size = outsiders, told["outsiders_answered"], told["outsiders"]
    if size < limits["enough"]:
        return
    name = "answered_in_part"
    if count >= limits["answered_well"] * size:
        name = "answered"
    elif count < limits["answered_poorly"] * size:
        name = "hardly_answered"
    what = "requests"
    if "changes_left_out" in told or "issues_left_out" in told:
        what = "issues" if "changes_left_out" in told else "changes"
    cited = _cited(seen, measure)
    yield seen.definition.clue(name, *cited, root=_FORGE, what=what, who=who, count=count, size=size)


def responsiveness(seen: Seen) -> Iterator[Piece]:
    """Yield what else tells of responsiveness, for no value: on the forge, and as traces in the history."""
    definition = seen.definition
    week, first = _measure(seen, "answered_within_seven_days"), _measure(seen, "time_to_first_response")
    if week is not None and week.details.get("members"):
        count, size = int(week.details["members_answered"]), int(week.details["members"])
        yield definition.piece("beside_members", *_cited(seen, week), count=count, size=size)
    if first is not None and first.value is not None:
        yield definition.piece("first_answer", *_cited(seen, first), delay=first.value)
    newcomers = _measure(seen, "first_timer_outcomes")
    if newcomers is not None and newcomers.value is not None and newcomers.items:
        merged = round(newcomers.value * newcomers.items)
        yield definition.piece("first_steps", *_cited(seen, newcomers), count=merged, size=newcomers.items)
    delay, reviewed = _measure(seen, "integration_delay"), _measure(seen, "review_share")
    # A few patches taken up years later tell nothing of how a project answers.
    usual = reviewed is not None and (reviewed.value or 0) >= definition.thresholds["usual_review"]
    if usual and delay is not None and delay.value is not None:
        cited = seen.indicator("integration_delay")
        yield definition.piece("integration_delay", cited, delay=round(delay.value, 3))
    if reviewed is not None and reviewed.value:
        yield definition.piece("reviewed", seen.indicator("review_share"), share=reviewed.value)


def _cited(seen: Seen, measure: Measure) -> tuple[Citation, ...]:
    """Return the citations of what a forge told: the indicator, the question, the pages that open it."""
    return (seen.indicator(measure.indicator), *measure.citations)


def decisions(seen: Seen) -> Iterator[Clue]:
    """Yield whether change requests get a decision: it tells nothing good of rules that are not written."""
    share = _decided(seen)
    if share is None:
        return
    limits, cited = seen.definition.thresholds, _of_decisions(seen)
    if share >= limits["decided"] and _documented(seen) == "yes":
        yield seen.definition.clue("most_decided", *cited, root=_FORGE, share=share)
    elif share < limits["undecided"]:
        yield seen.definition.clue("many_undecided", *cited, root=_FORGE, share=share)


def decided(seen: Seen) -> Iterator[Piece]:
    """Yield, for no value, that most change requests get a decision where it is not written how."""
    share = _decided(seen)
    if share is not None and share >= seen.definition.thresholds["decided"] and _documented(seen) != "yes":
        yield seen.definition.piece("most_decided", *_of_decisions(seen), share=share)


def _decided(seen: Seen) -> float | None:
    measure = _measure(seen, _DECISIONS)
    return None if measure is None else measure.value


def _of_decisions(seen: Seen) -> tuple[Citation, ...]:
    return _cited(seen, seen.measures[_DECISIONS])


def _documented(seen: Seen) -> object:
    governance = seen.readings.get("governance")
    return None if governance is None else governance.companions.get("documented")


def clarity(seen: Seen) -> Iterator[Clue]:
    """Yield what is written of decisions, as the reading of governance tells, and of contributing."""
    governance = seen.readings.get("governance")
    if governance is None or seen.documents is None:
        return
    said = _documented(seen)
    name = {"yes": "rules_written", "partial": "rules_partly_written", "no": "rules_unwritten"}.get(str(said))
    if name is None:
        return
    people = int(seen.value("active_contributors") or 0)
    if said == "no" and people >= seen.definition.thresholds["many"]:
        cited_people = seen.indicator("active_contributors")
        yield seen.definition.clue(
            "many_without_rules", seen.reading("governance"), cited_people, root="governance", count=people
        )
        return
    cited = tuple(one for one in governance.companions.get("documents", ()) if isinstance(one, Citation))[:3]
    yield seen.definition.clue(name, *cited, seen.reading("governance"), root="governance")
    if said == "no":
        return
    for told, kind in (("guide_written", DocumentKind.CONTRIBUTING), ("plans_written", DocumentKind.ROADMAP)):
        for document in seen.of(kind)[:1]:
            path = document.path
            yield seen.definition.clue(told, seen.cite(document), root=told, path=path)
