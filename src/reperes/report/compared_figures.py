"""The indicators of two observations: those that moved, those that cannot be compared, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reperes.i18n import N_, Language, translate
from reperes.indicators import definitions
from reperes.report.formats import CHANGE, SHARES, counted, day, number, plain, with_unit
from reperes.report.safe import safe
from reperes.report.view import Table
from reperes.report.wording import of

Data = Mapping[str, Any]

_REASON = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """`moved` is None when no figure moved; `notes` help to read it; `same` and `apart` are sentences."""

    moved: Table | None
    notes: tuple[str, ...]
    same: tuple[str, ...]
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One indicator on both days."""

    label: str
    before: Data
    after: Data

    @property
    def is_measured(self) -> bool:
        return self.before["value"] is not None and self.after["value"] is not None

    @property
    def same_method(self) -> bool:
        return bool(self.before["method"] == self.after["method"])

    @property
    def overlaps(self) -> bool:
        """Return whether both count some of the same days."""
        first, then = self.before["window"], self.after["window"]
        if first is None or then is None:
            return False
        return then["from"] is not None and bool(then["from"] < first["to"])


def compare(earlier: Data, later: Data, language: Language) -> Figures:
    """Return what became of the indicators between two documents of contract 4.2."""
    seen = [
        _Seen(of(definition.label, language), earlier["indicators"][name], later["indicators"][name])
        for name, definition in definitions().items()
        if name in earlier["indicators"] and name in later["indicators"]
    ]
    both = [one for one in seen if one.is_measured and one.same_method]
    moved = [one for one in both if _value(one.before, language) != _value(one.after, language)]
    same: tuple[str, ...] = ()
    if len(both) > len(moved):
        text = N_("Figures that did not move: {n}, of {all} that can be compared.")
        numbers = {"n": number(len(both) - len(moved), language), "all": number(len(both), language)}
        same = (translate(language, text, **numbers),)
    days = (_day(earlier, language), _day(later, language))
    return Figures(
        moved=_table(moved, days, language),
        notes=tuple(_notes(moved, language)),
        same=same,
        apart=tuple(_apart(seen, days, language)),
    )


def _day(document: Data, language: Language) -> str:
    return day(date.fromisoformat(document["as_of"]), language)


def _value(measure: Data, language: Language) -> str:
    return with_unit(measure["value"], str(measure["unit"]), language)


def _table(moved: list[_Seen], days: tuple[str, str], language: Language) -> Table | None:
    if not moved:
        return None
    headers = (translate(language, N_("Indicator")), *days, translate(language, N_("Change")))
    rows = tuple(
        (one.label, _value(one.before, language), _value(one.after, language), _change(one, language))
        for one in moved
    )
    return Table(translate(language, N_("The figures that moved")), headers, rows)


def _change(one: _Seen, language: Language) -> str:
    """Return by how much a figure moved: in points for a share, else relative to what it was."""
    before, after = float(one.before["value"]), float(one.after["value"])
    unit = str(one.after["unit"])
    if unit in SHARES or unit == CHANGE:
        points = round(100 * (after - before), 1)
        said = counted(points, N_("{value} point"), N_("{value} points"), language)
        return f"+{said}" if points > 0 else said
    if before == 0:
        return "–"
    return plain(after / before - 1, CHANGE, language)


def _notes(moved: list[_Seen], language: Language) -> Iterator[str]:
    overlapping = [one.label for one in moved if one.overlaps]
    if overlapping:
        text = N_("Counted over periods that overlap, so that part of what is counted is the same: {names}.")
        yield translate(language, text, names=", ".join(overlapping))
    if any(one.before["value"] == 0 and one.after["unit"] not in {*SHARES, CHANGE} for one in moved):
        yield translate(language, N_("“–”: a change from zero has no percentage."))


def _apart(seen: list[_Seen], days: tuple[str, str], language: Language) -> Iterator[str]:
    for one in seen:
        if not one.same_method:
            text = N_("{label}: the method changed ({before}, then {after}).")
            methods = {"before": safe(one.before["method"]), "after": safe(one.after["method"])}
            yield translate(language, text, label=one.label, **methods)
    groups: dict[tuple[str, str], list[str]] = {}
    for one in seen:
        if one.same_method and not one.is_measured:
            groups.setdefault(_lack(one, days, language), []).append(one.label)
    for (when, why), labels in groups.items():
        said = translate(language, N_("{when}: {names}."), when=when, names=", ".join(labels))
        yield f"{said} {why}".strip()


def _lack(one: _Seen, days: tuple[str, str], language: Language) -> tuple[str, str]:
    """Return on which day an indicator has a value, and why it has none on the other."""
    if one.before["value"] is not None:
        when, day_, lacking = translate(language, _ONLY, day=days[0]), days[1], one.after
    elif one.after["value"] is not None:
        when, day_, lacking = translate(language, _ONLY, day=days[1]), days[0], one.before
    else:
        when, day_, lacking = translate(language, N_("Measured on neither day")), days[1], one.after
    reason = safe(str(lacking["reason"] or ""), limit=_REASON)
    why = translate(language, N_("For {day}: {reason}"), day=day_, reason=reason) if reason else ""
    return when, why


_ONLY = N_("Measured for {day} only")
