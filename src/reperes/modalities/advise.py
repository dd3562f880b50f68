"""From a case to an advice: every modality judged, put in order, and a posture."""

import difflib
from collections.abc import Iterable, Iterator

from reperes.facts.citation import ReferenceCitation
from reperes.law.library import STALE_AFTER
from reperes.licences import NONE, parse
from reperes.modalities import judge as of
from reperes.modalities import ranking
from reperes.modalities.case import Case
from reperes.modalities.judge import Judged, judge
from reperes.modalities.library import modalities
from reperes.modalities.model import Advice, Recommendation, Said, Verdict
from reperes.modalities.roles import posture
from reperes.modalities.table import Outcome
from reperes.readings import definitions
from reperes.readings.model import Question

_FIELDS = {
    "body": "level",
    "money": "budget",
    "budget_covers": "amount",
    "under": "amount",
    "over": "population",
    "time": "days",
    "goal": "goals",
    "skill": "skills",
    "beneficiary": "market_beneficiary",
    "in_force": "date",
}
"""The field of the profile, or the date, that an input hangs on, where it does not bear its name."""


def advise(case: Case, *, subject: str | None = None) -> Advice:
    """Return the advice for one case; `subject` is the name of the project."""
    order = ranking.ranked([judge(modality, case) for modality in modalities().values()])
    made = tuple(_recommendation(judged, rank, case) for rank, judged in enumerate(order, 1))
    return Advice(
        as_of=case.as_of,
        administration=case.administration.name,
        subject=subject,
        questions=_questions(order, case),
        notes=tuple(_notes(case, made)),
        posture=posture(made, case),
        recommendations=made,
        readings=case.readings,
    )


def _recommendation(judged: Judged, rank: int, case: Case) -> Recommendation:
    modality = judged.modality
    return Recommendation(
        modality=modality.id,
        verdict=judged.verdict,
        rank=rank,
        role=modality.role,
        reasons=of.reasons(judged, case),
        order=ranking.why(judged),
        parameters=of.used(judged, case),
        checks=of.checks(judged, case),
        approvals=of.approvals(judged),
        steps=of.lines(judged, "steps", modality.steps),
        papers=of.lines(judged, "papers", modality.papers),
        ours=of.lines(judged, "commitments.ours", modality.commitments.ours),
        theirs=of.lines(judged, "commitments.theirs", modality.commitments.theirs),
        pitfalls=of.pitfalls(judged, case),
        days=of.days(judged, case),
        questions=tuple(_of(judged, case)),
        args=judged.args,
    )


def _questions(order: Iterable[Judged], case: Case) -> tuple[Question, ...]:
    """Return what to ask, each once: what decides most modalities first."""
    asked: dict[str, Question] = {}
    weight: dict[str, int] = {}
    for judged in order:
        if judged.verdict is Verdict.EXCLUDED:
            continue
        for question in _of(judged, case):
            asked.setdefault(question.id, question)
            weight[question.id] = weight.get(question.id, 0) + (judged.verdict is Verdict.TO_VERIFY)
    return tuple(sorted(asked.values(), key=lambda one: -weight[one.id]))


def _of(judged: Judged, case: Case) -> Iterator[Question]:
    """Yield the questions whose answers may change the verdict of one modality."""
    told: dict[str, None] = {}
    for finding in (*judged.conditions, *judged.match):
        # What a list tells of us is likely only: whether we order on a market stays ours to say.
        listed = (
            name
            for name in finding.table.inputs
            if name.startswith("beneficiary.") and of.is_likely(judged.inputs[name])
        )
        for name in (*finding.missing, *listed):
            told.update(dict.fromkeys(_subjects(name, judged, case)))
        if finding.outcome is Outcome.FAILS and not finding.sure:
            told.update(
                dict.fromkeys(
                    rests.id
                    for name in finding.table.inputs
                    for rests in judged.inputs[name].rests
                    if rests.kind == "reading" and not case.reading(rests.id).is_sure
                )
            )
    stopped = case.reading("lifecycle").value == "archived"
    for name in told:
        if not (stopped and name == "needs"):  # a project that stopped has no need to tell
            yield _question(name, case)


def _subjects(name: str, judged: Judged, case: Case) -> list[str]:
    """Return what an input hangs on: readings, or a field of the profile; checks are asked apart."""
    if name.startswith("answer."):
        return []
    found = [rests.id for rests in judged.inputs[name].rests if rests.kind == "reading"]
    if name.startswith("under.") and case.amount is not None:
        # The amount is told. Which threshold binds a State operator may not be; any other lack is the law's.
        operator = "state-operator" in case.administration.bodies and len(judged.inputs[name].rests) > 1
        return ["administration.central_authority"] if operator else []
    if name.startswith("over.") and case.administration.population is not None:
        return []
    return found or [f"administration.{_field(name)}"]


def _field(name: str) -> str:
    family = name.partition(".")[0]
    return _FIELDS.get(family, family)


def _question(name: str, case: Case) -> Question:
    if name.startswith("administration."):
        return Question(name, (name,))
    known = case.reading(name).questions
    if known:
        return known[0]
    for key, ask in definitions()[name].questions.items():
        if name in ask.settles and "{" not in ask.text.fr:
            return Question(f"{name}.{key}", ask.settles)
    for other in definitions().values():
        for key, ask in other.questions.items():
            if name in ask.settles and "{" not in ask.text.fr:
                return Question(f"{other.id}.{key}", ask.settles)
    return Question(f"advice.ask_{name}", (name,))


def _notes(case: Case, made: Iterable[Recommendation]) -> Iterator[Said]:
    checked = min(used.parameter.checked_on for one in made for used in one.parameters)
    day = max(case.as_of, case.consultation_on)
    if day > checked + STALE_AFTER:
        yield Said("advice.law_known_until", {"checked_day": checked.isoformat()})
    if case.consultation_on != case.as_of:
        yield Said("advice.consultation_day", {"planned_day": case.consultation_on.isoformat()})
    licence = case.reading("licence").value
    if licence is not None and licence != NONE and parse(str(licence)) is None:
        yield Said("advice.licence_unread", {"licence": licence}, (ReferenceCitation("reading", "licence"),))
    for name, given in case.readings.items():
        if given.is_corrected:
            yield Said(
                "advice.corrected", {"reading": {"reading": name}}, (ReferenceCitation("reading", name),)
            )
        elif given.is_added:
            yield Said("advice.added", {"reading": {"reading": name}}, (ReferenceCitation("reading", name),))
    known = [f"{one.id}.{check}" for one in modalities().values() for check in one.checks]
    for answer in case.administration.answers:
        if answer not in known:
            near = difflib.get_close_matches(answer, known, n=1, cutoff=0.6)
            yield Said("advice.unused_answer", {"answer": answer, "near": near[0] if near else "–"})
