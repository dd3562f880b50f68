"""The order of recommendations, in words: verdict, need, goal, means, effort, power. No score."""

from collections.abc import Sequence

from reperes.modalities.judge import Judged
from reperes.modalities.model import Said, Verdict
from reperes.modalities.table import Known, Outcome

_VERDICTS = tuple(Verdict)
_EFFORTS = ("days", "weeks", "months", "years")


def ranked(found: Sequence[Judged]) -> list[Judged]:
    """Return the modalities in the order in which they are worth looking at; equal ones by their name."""
    return sorted(found, key=lambda one: (*_place(one), one.modality.id))


def _place(judged: Judged) -> tuple[int, ...]:
    return (
        _VERDICTS.index(judged.verdict),
        sum(one.outcome is Outcome.FAILS for one in judged.conditions),
        _need(judged.inputs["need"]),
        _answer(judged.inputs["goal"]),
        _means(judged),
        int(judged.modality.exception),
        _EFFORTS.index(judged.modality.effort),
        int(judged.modality.watch),
    )


def _need(known: Known) -> int:
    """Return 0 for a need that is stated, then inferred at least, not known, none seen."""
    worst = max({"stated": 0, "inferred": 1, "none-seen": 3}[one] for one in known.values)
    return 2 if worst == 3 and known.is_open else worst


def _answer(known: Known) -> int:
    return 1 if known.is_open else {"yes": 0, "no": 2}[known.values[0]]


def _means(judged: Judged) -> int:
    found = [one.outcome for one in judged.match if one.table.id == "means"]
    ranks = {Outcome.HOLDS: 0, Outcome.UNKNOWN: 1, Outcome.FAILS: 2}
    return max((ranks[one] for one in found), default=0)


def why(judged: Judged) -> tuple[Said, ...]:
    """Return what put a modality where it is, in words."""
    _, _, need, goal, means, exception, _, watch = _place(judged)
    found = [Said(f"advice.order_need_{('stated', 'inferred', 'unknown', 'none')[need]}")]
    found += [Said("advice.order_goal")] if goal == 0 else []
    found += [Said(f"advice.order_means_{('yes', 'unknown', 'no')[means]}")]
    found += [Said("advice.order_exception")] if exception else []
    found += [Said(f"advice.order_effort_{judged.modality.effort}")]
    return tuple(found + ([Said("advice.order_watch")] if watch else []))
