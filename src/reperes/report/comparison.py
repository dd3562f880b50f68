"""Two observations of one project, compared in words.

It reads two documents of contract 4.2, which is all that is kept of an observation after a while: the facts
are not needed, nor the version of Repères that made them. It stands in `report`, beside the words that it
says, and not in the dossier as DESIGN first had it: a comparison judges nothing and keeps nothing, and the
pages, the command line and the dossier may all lay the same view model out.

A change is told, never praised nor blamed; a change of confidence alone is told as such; what is measured by
two versions of a method is not compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reperes import readings
from reperes.i18n import N_, Language, translate
from reperes.report import compared_figures as figures
from reperes.report.compared_readings import Kind, Told, compare
from reperes.report.formats import clauses, day, number
from reperes.report.safe import safe
from reperes.report.view import Table
from reperes.report.wording import of, source

Document = Mapping[str, Any]
"""An observation as contract 4.2 writes it, said in the language of the comparison."""

_TITLES: Mapping[Kind, str] = {
    Kind.CHANGED: N_("What changed"),
    Kind.KNOWN: N_("What became known"),
    Kind.UNKNOWN: N_("What is not known any more"),
    Kind.SURE: N_("The same conclusion, another confidence"),
    Kind.BESIDE: N_("What changed in the details"),
}
_REASONS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """Changes of one kind, each in a sentence."""

    id: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one observation to a later one.

    `lead`: what is compared. `cautions`: why a difference may not come from the project. `parts` hold no
    empty one; `nothing` is said when there is none. `moved`: the figures that moved, None when none did.
    `same`: what did not change; `apart`: what could not be compared, and why.
    """

    language: str
    title: str
    lead: tuple[str, ...]
    cautions: tuple[str, ...]
    parts: tuple[Part, ...]
    nothing: str | None
    moved: Table | None
    moved_notes: tuple[str, ...]
    same: tuple[str, ...]
    apart: tuple[str, ...]


def build(earlier: Document, later: Document, language: Language) -> Comparison:
    """Return what changed between two observations of one project, the earlier one first."""
    told = [*_readings(earlier, later, language)]
    measured = figures.compare(earlier, later, language)
    parts = tuple(
        Part(kind.value, translate(language, title), tuple(one.text for one in told if one.kind is kind))
        for kind, title in _TITLES.items()
        if any(one.kind is kind for one in told)
    )
    nothing = translate(language, N_("No conclusion changed between these two observations."))
    return Comparison(
        language=language.value,
        title=translate(
            language,
            N_("{name}: what changed from {earlier} to {later}"),
            name=safe(str(later["subject"]["name"]), limit=120),
            earlier=_day(earlier, language),
            later=_day(later, language),
        ),
        lead=tuple(_lead(earlier, later, language)),
        cautions=tuple(_cautions(earlier, later, language)),
        parts=parts,
        nothing=None if parts else nothing,
        moved=measured.moved,
        moved_notes=measured.notes,
        same=(*_same(earlier, later, told, language), *measured.same),
        apart=(*_unread(earlier, later, language), *measured.apart),
    )


def _day(document: Document, language: Language) -> str:
    return day(date.fromisoformat(document["as_of"]), language)


def _lead(earlier: Document, later: Document, language: Language) -> Iterator[str]:
    before, after = _head(earlier), _head(later)
    if before is None or after is None:
        return
    if before == after:
        text = N_(
            "Both look at the same revision of the repository ({revision}): nothing was written between."
        )
        yield translate(language, text, revision=after[:12])
    else:
        text = N_("The repository went from revision {before} to revision {after}.")
        yield translate(language, text, before=before[:12], after=after[:12])


def _head(document: Document) -> str | None:
    repositories = document["subject"]["repositories"]
    head = repositories[0]["head"] if repositories else None
    return safe(head) if head else None


def _cautions(earlier: Document, later: Document, language: Language) -> Iterator[str]:
    made = [safe(str(one["generator"]), limit=80) for one in (earlier, later)]
    if made[0] != made[1]:
        text = N_(
            "They were made by two versions of the program ({before}, {after}): a change may be its own."
        )
        yield translate(language, text, before=made[0], after=made[1])
    lacked = [_lacked(one, language) for one in (earlier, later)]
    text = N_(
        "For {day} only, this was not read, or not wholly: {sources}. A difference may come from there."
    )
    for document, mine, others in ((earlier, lacked[0], lacked[1]), (later, lacked[1], lacked[0])):
        only = [one for one in mine if one not in others]
        if only:
            yield translate(language, text, day=_day(document, language), sources=clauses(only, language))
            yield from _why(document, only, language)


def _lacked(document: Document, language: Language) -> list[str]:
    """Return the sources that were not read, or not wholly, in words."""
    named = (source(str(one["source"]), language) for one in document["absences"])
    return [*dict.fromkeys(named)]


def _why(document: Document, sources: list[str], language: Language) -> Iterator[str]:
    """Yield why these were not read, or not wholly: a copy that stops at a day is no project that stopped."""
    told = [
        safe(str(one["text"]))
        for one in document["absences"]
        if source(str(one["source"]), language) in sources
    ]
    yield from list(dict.fromkeys(told))[:_REASONS]


def _readings(earlier: Document, later: Document, language: Language) -> Iterator[Told]:
    for name, definition in readings.definitions().items():
        before, after = earlier["readings"].get(name), later["readings"].get(name)
        if before is not None and after is not None:
            yield from compare(before, after, definition, language)


def _same(earlier: Document, later: Document, told: list[Told], language: Language) -> Iterator[str]:
    """Yield what did not change: the conclusions that are the same, those that stay unknown."""
    known = readings.definitions()
    both = [one for one in known if one in earlier["readings"] and one in later["readings"]]
    still = [one for one in both if one not in {each.reading for each in told}]
    open_ = [one for one in still if _is_unknown(later["readings"][one])]

    def labels(names: list[str]) -> str:
        return ", ".join(of(known[one].label, language) for one in names)

    settled = [one for one in still if one not in open_]
    if settled:
        yield translate(language, N_("The same on both days: {names}."), names=labels(settled))
    if open_:
        yield translate(language, N_("Unknown on both days: {names}."), names=labels(open_))


def _is_unknown(reading: Mapping[str, Any]) -> bool:
    return reading["value"] is None and reading["confidence"] == "unknown" and not reading.get("correction")


def _unread(earlier: Document, later: Document, language: Language) -> Iterator[str]:
    """Yield the conclusions that one of the two versions of the program did not draw."""
    known = readings.definitions()
    text = N_("Not read for {day}, so not compared: {names}.")
    for document, other in ((earlier, later), (later, earlier)):
        missing = [name for name in known if name in other["readings"] and name not in document["readings"]]
        if missing:
            names = ", ".join(of(known[one].label, language) for one in missing)
            yield translate(language, text, day=_day(document, language), names=names)
    gone = [one for document in (earlier, later) for one in document["readings"] if one not in known]
    if gone:
        text = N_("Conclusions that this version of the program does not know, so not compared: {n}.")
        yield translate(language, text, n=number(len(set(gone)), language))
