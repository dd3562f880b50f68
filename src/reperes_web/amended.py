"""What a team says of a project beside what was read: corrections and evidence, and where they are shown.

The machine's answer stays beside them, always. They are handed to the engine as they are: what they change is
for it to say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from reperes.i18n import Language
from reperes.modalities.added import Added
from reperes.readings import definitions
from reperes.readings.model import Correction as Corrected
from reperes.report.conclusions import correction_text
from reperes.report.view import Report, Statement
from reperes_web import kept
from reperes_web.models import Addition, Correction, Observation, Project, Team


@dataclass(frozen=True, slots=True)
class Amended:
    """All that a team says of a project, those withdrawn included; the newest first."""

    corrections: tuple[Correction, ...] = ()
    additions: tuple[Addition, ...] = ()

    def correction(self, reading: str) -> Correction | None:
        """Return the correction of a reading that stands, if there is one."""
        return next((one for one in self.corrections_of(reading) if one.withdrawn_on is None), None)

    def corrections_of(self, reading: str) -> list[Correction]:
        """Return every correction of a reading."""
        return [one for one in self.corrections if one.reading == reading]

    def additions_of(self, reading: str) -> list[Addition]:
        """Return all the evidence added to a reading."""
        return [one for one in self.additions if one.reading == reading]

    def corrected(self) -> dict[str, Corrected]:
        """Return the corrections that stand, as the engine takes them."""
        found = {one.reading: self.correction(one.reading) for one in self.corrections}
        return {
            name: Corrected(one.value, one.reason, one.signed, one.on)
            for name, one in found.items()
            if one is not None
        }

    def added(self) -> list[Added]:
        """Return the evidence that stands, as the engine takes it; readings that have no value take none."""
        return [
            Added(one.reading, one.value, one.against)
            for one in reversed(self.additions)
            if one.withdrawn_on is None and one.value
        ]


def amended(team: Team | None, project: Project) -> Amended:
    """Return what a team says of a project."""
    if team is None:
        return Amended()
    order = ("-on", "-pk")
    return Amended(
        tuple(Correction.objects.filter(team=team, project=project).order_by(*order)),
        tuple(Addition.objects.filter(team=team, project=project).order_by(*order)),
    )


def report(observation: Observation, team: Team | None, said: Amended, language: Language) -> Report:
    """Return the view model that a team sees: read again with its corrections, or with these beside it."""
    corrected = said.corrected()
    if team is None or not corrected:
        return kept.report(observation, language)
    again = kept.report_for(observation, team, language)
    if again is not None:
        return again
    made = kept.report(observation, language)
    chapters = tuple(
        replace(chapter, statements=tuple(_beside(chapter.statements, corrected, language)))
        for chapter in made.chapters
    )
    return replace(made, chapters=chapters)


def data(observation: Observation, team: Team | None, said: Amended, language: Language) -> dict[str, Any]:
    """Return the observation as contract 4.2 writes it, with the corrections of a team."""
    corrected = said.corrected()
    again = kept.data_for(observation, team, language) if team is not None and corrected else None
    if again is not None:
        return again
    made = kept.data(observation, language)
    for name, one in corrected.items():
        told = {"value": one.value, "reason": one.reason, "by": one.by, "on": one.on.isoformat()}
        made["readings"][name] = {**made["readings"].get(name, {}), "correction": told}
    return made


def _beside(
    statements: Iterable[Statement], corrected: dict[str, Corrected], language: Language
) -> Iterable[Statement]:
    known = definitions()
    for one in statements:
        made = corrected.get(one.id)
        told = None if made is None else correction_text(made, known[one.id], language)
        yield one if told is None else replace(one, correction=told)
