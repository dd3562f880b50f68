"""One modality judged for one case: verdict, reasons, what there is to do."""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reperes.facts.citation import Citation, ReferenceCitation
from reperes.law import Unit
from reperes.modalities import calendar
from reperes.modalities.case import Case
from reperes.modalities.contribution import licence_reasons
from reperes.modalities.definition import Line, Modality
from reperes.modalities.model import Approval, Asked, Effect, Reason, Said, Used, Verdict
from reperes.modalities.table import Finding, Known, Outcome, Table, applies, may_apply

_PLAIN = frozenset({Unit.RULE, Unit.YES_NO, Unit.LIST})


@dataclass(frozen=True, slots=True)
class Judged:
    """A modality and all that was found of it, before it is given a rank."""

    modality: Modality
    inputs: Mapping[str, Known]
    conditions: tuple[Finding, ...]
    match: tuple[Finding, ...]
    verdict: Verdict
    args: Mapping[str, object]


def judge(modality: Modality, case: Case) -> Judged:
    """Return the verdict of one modality, by the rules of DESIGN 2.

    A condition that holds, but by which row is not known, is still to be verified: what has to be done is not
    known. A presumed one that is unknown only keeps from *fits*.
    """
    inputs = case.inputs(modality)
    conditions = tuple(table.read(inputs) for table in modality.conditions)
    match = tuple(table.read(inputs) for table in modality.match)
    return Judged(
        modality, inputs, conditions, match, _verdict(conditions, match), _arguments(modality, case)
    )


def _verdict(conditions: Sequence[Finding], match: Sequence[Finding]) -> Verdict:
    if any(one.outcome is Outcome.FAILS and one.sure for one in conditions):
        return Verdict.EXCLUDED
    open_ = [one for one in conditions if one.outcome is not Outcome.HOLDS or not one.is_plain]
    if not all(map(_is_presumed, open_)):
        return Verdict.TO_VERIFY
    held_back = [one for one in open_ if not _is_presumed_plainly(one)]
    matched = all(one.outcome is Outcome.HOLDS or _is_presumed_plainly(one) for one in match)
    return Verdict.POSSIBLE if held_back or not matched else Verdict.FITS


def _is_presumed(finding: Finding) -> bool:
    """Return whether what is not known is believed to hold: an answer that we could give is waited for."""
    asked = finding.missing and all(name.startswith("answer.") for name in finding.missing)
    return finding.table.presumed is not False and finding.outcome is not Outcome.FAILS and not asked


def _is_presumed_plainly(finding: Finding) -> bool:
    return finding.table.presumed == "plainly" and finding.outcome is not Outcome.FAILS


def reasons(judged: Judged, case: Case) -> tuple[Reason, ...]:
    """Return the reasons that decide first; among them, those against, then unknown, then for."""
    found = [
        reason
        for finding in (*judged.conditions, *judged.match)
        for reason in _of_finding(finding, judged, case)
    ]
    found += licence_reasons(judged.modality.id, case)
    rank = {Effect.AGAINST: 0, Effect.UNKNOWN: 1, Effect.FOR: 2}
    return tuple(sorted(found, key=lambda one: (not one.decides, rank[one.effect])))


def _of_finding(finding: Finding, judged: Judged, case: Case) -> Iterator[Reason]:
    table = finding.table
    rows = finding.rows
    decides = _decides(finding, judged)
    if _is_open(finding, judged):
        if table.presumed == "plainly":
            return  # it changes nothing: it is something to be wary of
        cited = _cited(table, finding.missing or table.inputs, judged, case)
        yield Reason(Effect.UNKNOWN, _said(judged, f"{table.id}.unknown", cited), decides)
        return
    effect = Effect.FOR if finding.outcome is Outcome.HOLDS else Effect.AGAINST
    if finding.is_plain:
        effect = Effect.AGAINST if rows[0].caution else effect
        cited = _cited(table, rows[0].when or table.inputs, judged, case)
        said = _said(judged, f"{table.id}.{rows[0].id}", cited, weak=not finding.sure)
        yield Reason(effect, said, decides)
        return
    cited = _cited(table, table.inputs, judged, case)
    args = {"condition": {"message": f"{judged.modality.id}.{table.id}.label"}}
    yield Reason(
        effect, Said(f"advice.whatever_{finding.outcome}", args, cited, weak=not finding.sure), decides
    )


def _decides(finding: Finding, judged: Judged) -> bool:
    """Return whether the verdict hangs on what a table answered; nothing decides what fits."""
    is_condition = finding in judged.conditions
    if judged.verdict is Verdict.EXCLUDED:
        return is_condition and finding.outcome is Outcome.FAILS and finding.sure
    held = finding.outcome is Outcome.HOLDS and (finding.is_plain or not is_condition)
    if judged.verdict is Verdict.TO_VERIFY:
        return is_condition and not held and not _is_presumed(finding)
    return not held and not _is_presumed_plainly(finding)


def _cited(
    table: Table, names: Sequence[str] | Mapping[str, object], judged: Judged, case: Case
) -> tuple[Citation, ...]:
    found = [rests for name in names for rests in judged.inputs[name].rests]
    found += [
        ReferenceCitation("parameter", one.id)
        for name in table.parameters
        for one in case.applicable(judged.modality.parameters[name])
    ]
    # What hangs on an answer of ours alone rests on what made us ask.
    found = found or [rests for name in table.inputs for rests in judged.inputs[name].rests]
    return tuple(dict.fromkeys(found))


def _said(
    judged: Judged,
    part: str,
    cited: tuple[Citation, ...] = (),
    *,
    weak: bool = False,
) -> Said:
    return Said(f"{judged.modality.id}.{part}", judged.args, cited, weak)


def _arguments(modality: Modality, case: Case) -> dict[str, object]:
    """Return what may fill the sentences of a modality; a value that is not known is None."""
    asked, home = case.administration, case.reading("legal_home")
    needs = case.reading("needs").value or {}
    told = [need for need in modality.serves if needs.get(need) in {"stated", "inferred"}]
    budget, days = asked.means.budget_eur, asked.means.agent_days
    found: dict[str, object] = {
        "legal_home": home.value,
        "licence": case.reading("licence").value,
        "body": asked.bodies[0] if len(asked.bodies) == 1 else asked.kind,
        "amount": None if case.amount is None else {"value": case.amount, "unit": "EUR_HT"},
        "budget": None if budget is None else {"value": budget, "unit": "EUR"},
        "days": days,
        "population": asked.population,
        "needs": told,
        "goals": [goal for goal in modality.goals if goal in (asked.goals or ())],
    }
    for name, used in _used(modality, case):
        if used.parameter.unit not in _PLAIN:
            found[name] = _amount(used)
    return found


def _amount(used: Used) -> object:
    value = None if used.dated is None else used.dated.value
    return (
        None
        if value is None
        else {
            "value": value if isinstance(value, int | float) else str(value),
            "unit": used.parameter.unit.value,
        }
    )


def _used(modality: Modality, case: Case) -> Iterator[tuple[str, Used]]:
    for name, identifiers in modality.parameters.items():
        for parameter in case.applicable(identifiers):
            yield name, Used(parameter, case.value(parameter))


def used(judged: Judged, case: Case) -> tuple[Used, ...]:
    """Return the parameters that concern the case, each once, as they hold."""
    found = {one.parameter.id: one for _, one in _used(judged.modality, case)}
    for said in days(judged, case):
        for parameter in (case.law[one.id] for one in said.citations if one.kind == "parameter"):
            found.setdefault(parameter.id, Used(parameter, case.value(parameter)))
    return tuple(found.values())


def checks(judged: Judged, case: Case) -> tuple[Asked, ...]:
    """Return the checks that matter here: those that may still change the verdict, and those answered."""
    found = []
    open_ = {name for one in judged.conditions for name in one.missing}
    # What a list answers is likely only: the question stays asked.
    open_ |= {name for name in judged.inputs if name.startswith("answer.") and is_likely(judged.inputs[name])}
    for name in judged.modality.checks:
        answer = case.administration.answers.get(f"{judged.modality.id}.{name}")
        if answer is None and (f"answer.{name}" not in open_ or judged.verdict is Verdict.EXCLUDED):
            continue
        rests = judged.inputs[f"answer.{name}"].rests
        found.append(Asked(f"{judged.modality.id}.{name}", _said(judged, f"checks.{name}", rests), answer))
    return tuple(found)


def is_likely(known: Known) -> bool:
    """Return whether what is known of an input is likely only."""
    return not known.is_open and known.values != known.sure


def lines(judged: Judged, part: str, items: Sequence[Line]) -> tuple[Said, ...]:
    """Return the lines that may concern the case: `part` is the name of the list in the definition."""
    return tuple(
        _said(
            judged,
            f"{part}.{at}",
            _line_rests(line, judged),
            weak=not applies(line.when, judged.inputs),
        )
        for at, line in enumerate(items)
        if may_apply(line.when, judged.inputs) and _can_be_said(line, judged)
    )


def _can_be_said(line: Line, judged: Judged) -> bool:
    """Return whether every value of law that a line tells is known at the date."""
    wanted = {name for _, name, _, _ in string.Formatter().parse(line.text.en) if name}
    return all(judged.args.get(name) is not None for name in wanted & set(judged.modality.parameters))


def _line_rests(line: Line, judged: Judged) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(rests for name in line.when for rests in judged.inputs[name].rests))


def approvals(judged: Judged) -> tuple[Approval, ...]:
    """Return whose agreement has to be obtained."""
    return tuple(
        Approval(one.who, _said(judged, f"approvals.{at}", weak=not applies(one.when, judged.inputs)))
        for at, one in enumerate(judged.modality.approvals)
        if may_apply(one.when, judged.inputs)
    )


def _is_open(finding: Finding, judged: Judged) -> bool:
    """Return whether a table has no answer, or a condition one of several rows that is not known which."""
    varies = finding.outcome is Outcome.HOLDS and not finding.is_plain and finding in judged.conditions
    return finding.outcome is Outcome.UNKNOWN or varies


def pitfalls(judged: Judged, case: Case) -> tuple[Said, ...]:
    """Return what to be wary of: what is presumed, what concerns this very case, what concerns everyone."""
    presumed = [
        _said(
            judged,
            f"{one.table.id}.unknown",
            _cited(one.table, one.missing or one.table.inputs, judged, case),
        )
        for one in (*judged.conditions, *judged.match)
        if one.table.presumed == "plainly" and _is_open(one, judged)
    ]
    found = lines(judged, "pitfalls", judged.modality.pitfalls)
    return (*presumed, *sorted(found, key=lambda one: one.weak or not one.citations))


def days(judged: Judged, case: Case) -> tuple[Said, ...]:
    """Return the days to mind."""
    return calendar.warnings(judged.modality, case, judged.inputs)
