"""The days to mind: closure of the budget, sessions of assemblies, ends of markets, new values."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from reperes.facts.citation import ReferenceCitation
from reperes.knowledge.bodies import kind_of
from reperes.law import Parameter, Unit
from reperes.modalities.case import Case
from reperes.modalities.definition import Modality
from reperes.modalities.model import Said
from reperes.modalities.table import Known, may_apply

_FOLDER = "calendrier"
_CLOSURES = (("cloture_paiements", "reprise_paiements"), ("cloture_commandes", "reprise_commandes"))


def warnings(modality: Modality, case: Case, inputs: Mapping[str, Known]) -> tuple[Said, ...]:
    """Return what the day of the advice, or of the consultation, makes worth saying."""
    found: list[Said] = []
    if modality.calendar.budget_closure:
        found += _closures(case)
    asked = [one for one in modality.approvals if one.who == "assembly" and may_apply(one.when, inputs)]
    if modality.calendar.assembly and asked:
        found += _assembly(case)
    for name in modality.calendar.ends:
        found += [said for one in case.applicable(modality.parameters[name]) for said in _end(one, case)]
    for identifiers in modality.parameters.values():
        found += [said for one in case.applicable(identifiers) for said in _change(one, case)]
    return tuple({(one.message, str(one.args)): one for one in found}.values())


def _value(case: Case, name: str) -> tuple[Parameter, object]:
    parameter = case.law[f"{_FOLDER}/{name}"]
    dated = parameter.at(case.as_of)
    return parameter, None if dated is None else dated.value


def _binds(parameter: Parameter, case: Case) -> bool:
    return any(parameter.binds(body, central=None, object_=None) for body in case.administration.bodies)


def _closures(case: Case) -> Iterator[Said]:
    """Say which doors of the budget are closed, about to close, or closed on the day planned."""
    day, planned = case.as_of, case.consultation_on
    _, notice = _value(case, "alerte")
    for closing, opening in _CLOSURES:
        parameter, ends = _value(case, closing)
        again, starts = _value(case, opening)
        if not _binds(parameter, case) or not isinstance(ends, str) or not isinstance(starts, str):
            continue
        cites = (ReferenceCitation("parameter", parameter.id), ReferenceCitation("parameter", again.id))
        last, first = _next(ends, day), _next(starts, day)
        if first < last:
            since = last.replace(year=last.year - 1)
            args: dict[str, object] = {"closed_day": since.isoformat(), "open_day": first.isoformat()}
            yield Said(f"advice.{closing}_closed", args, cites)
        elif isinstance(notice, int | float) and last - day <= timedelta(days=notice):
            args = {"closing_day": last.isoformat(), "open_day": _next(starts, last).isoformat()}
            yield Said(f"advice.{closing}_near", args, cites)
        elif planned > day and _next(starts, planned) < _next(ends, planned):
            args = {"planned_day": planned.isoformat(), "open_day": _next(starts, planned).isoformat()}
            yield Said(f"advice.{closing}_planned", args, cites)


def _next(month_day: str, after: date) -> date:
    """Return the first such day of the year, from a day on."""
    month, day = (int(part) for part in month_day.split("-"))
    found = date(after.year, month, day)
    return found if found >= after else date(after.year + 1, month, day)


def _assembly(case: Case) -> Iterator[Said]:
    parameter, months = _value(case, "sessions_assemblee")
    local = any(
        kind_of(body) in {"local-authority", "local-public-body"} for body in case.administration.bodies
    )
    if local and months is not None:
        args: dict[str, object] = {"months": {"value": months, "unit": "MONTHS"}}
        yield Said("advice.assembly", args, (ReferenceCitation("parameter", parameter.id),))


def _end(parameter: Parameter, case: Case) -> Iterator[Said]:
    """Say when what a modality hangs on is about to end, has ended, or is not known to have begun."""
    _, notice = _value(case, "alerte_fin")
    cites = (ReferenceCitation("parameter", parameter.id),)
    told: dict[str, object] = {"parameter": {"parameter": parameter.id}}
    dated = parameter.at(case.as_of)
    if dated is None:
        yield Said("advice.not_known_at_date", told, cites)
    elif dated.end is not None and dated.value is not False:
        near = isinstance(notice, int | float) and dated.end - case.as_of <= timedelta(days=notice)
        if near:
            yield Said("advice.ends", {**told, "end_day": dated.end.isoformat()}, cites)


def _change(parameter: Parameter, case: Case) -> Iterator[Said]:
    """Say when an amount is not the one that the guidance or old notes give, or will change."""
    if parameter.unit is not Unit.EUR_HT:
        return
    dated, before = parameter.at(case.consultation_on), parameter.before(case.consultation_on)
    cites = (ReferenceCitation("parameter", parameter.id),)
    told: dict[str, object] = {"parameter": {"parameter": parameter.id}}
    _, notice = _value(case, "alerte_changement")
    if dated is not None and before is not None and dated.start is not None:
        recent = isinstance(notice, int | float) and case.consultation_on - dated.start <= timedelta(
            days=notice
        )
        if recent:
            values = {
                "now": {"value": dated.value, "unit": parameter.unit.value},
                "before": {"value": before.value, "unit": parameter.unit.value},
            }
            yield Said("advice.changed", {**told, **values, "start_day": dated.start.isoformat()}, cites)
    following = parameter.after(case.consultation_on)
    if following is not None and following.start is not None:
        args = {
            **told,
            "next": {"value": following.value, "unit": parameter.unit.value},
            "start_day": following.start.isoformat(),
        }
        yield Said("advice.will_change", args, cites)
