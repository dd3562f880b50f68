"""What became of a catalogue that was taken, in a line."""

from collections.abc import Mapping

from reperes.i18n import N_, Language, translate
from reperes.report.formats import counted, day, number
from reperes.sources.catalogues.snapshots import SnapshotError
from reperes.sources.catalogues.standing import changes
from reperes.sources.catalogues.take import Outcome

_SKIPPED: Mapping[str, str] = {
    "ignored_since": N_("the list tells to ignore them"),
    "twice": N_("{field} is that of another row"),
    "missing": N_("{field} is missing"),
    "empty": N_("{field} is empty"),
    "address": N_("{field} is no address"),
    "domain": N_("{field} is no domain name"),
}
"""Why rows were left out, by the end of the reason that a reader gives."""


def skipped_text(reason: str, language: Language) -> str:
    """Return why rows were left out, in words where there are some, else as the reader gives it."""
    where, _, kind = reason.rpartition(": ")
    field = where.rpartition(".")[2]
    if field in {"", "*", "[]"}:
        return reason
    if kind.startswith("string_too_"):
        return translate(language, N_("{field} is too long or too short"), field=field)
    if kind.endswith("_type"):
        return translate(language, N_("{field} is not of the form expected"), field=field)
    return translate(language, _SKIPPED[kind], field=field) if kind in _SKIPPED else reason


def outcome_text(outcome: Outcome, language: Language) -> str:
    """Return one line on a catalogue that was taken: what it holds, what was left out, what changed."""
    meta = outcome.snapshot.meta
    parts = [counted(meta.records, N_("{value} record"), N_("{value} records"), language)]
    skipped = sum(meta.skipped.values())
    if skipped:
        rows = counted(skipped, N_("{value} row left out"), N_("{value} rows left out"), language)
        reason = max(meta.skipped, key=lambda one: meta.skipped[one])
        said = skipped_text(reason, language)
        parts.append(translate(language, N_("{rows}, mostly: {reason}"), rows=rows, reason=said))
    if meta.persons:
        persons = N_("{value} person left out"), N_("{value} persons left out")
        parts.append(counted(meta.persons, *persons, language))
    parts.append(_changed(outcome, language))
    told = " · ".join(parts)
    return translate(language, N_("{label}: {figure}"), label=meta.catalogue, figure=told)


def _changed(outcome: Outcome, language: Language) -> str:
    before = outcome.before
    if before is None:
        return translate(language, N_("first snapshot"))
    since = day(before.meta.day, language)
    if not outcome.changed:
        return translate(language, N_("unchanged since {day}"), day=since)
    try:
        found = changes(before, outcome.snapshot)
    except SnapshotError:
        return translate(language, N_("new snapshot; the former, of {day}, cannot be read"), day=since)
    text = N_("since {day}: {came} came, {went} went, {changed} changed")
    counts = {"came": found.came, "went": found.went, "changed": found.changed}
    figures = {name: number(count, language) for name, count in counts.items()}
    return translate(language, text, day=since, **figures)
