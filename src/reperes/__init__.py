"""Repères: observe a free-software project or a digital commons, with evidence that opens line by line."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reperes.facts.catalogue import Listing
    from reperes.modalities.added import Added
    from reperes.modalities.model import Advice
    from reperes.observation import Observation
    from reperes.progress import Progress
    from reperes.readings.model import Correction

__all__ = ["advise", "observe", "read"]


def observe(
    subject: str,
    *,
    as_of: date,
    read_at: datetime,
    home: Path,
    origin: str | None = None,
    offline: bool = False,
    local: bool = True,
    progress: "Progress | None" = None,
    corrections: "Mapping[str, Correction] | None" = None,
) -> "Observation":
    """Observe one project as it was at the end of a day.

    Args:
        subject: a path, an https address, a package URL, a SWHID with its origin (see `reperes.subject`).
        as_of: the day; nothing later is counted.
        read_at: the moment of the reading, aware and in UTC; facts state it.
        home: the program's data folder; its `people` store, readable by its owner alone, holds clones.
        origin: the canonical address of a local copy.
        offline: make no request.
        local: a path on this machine may be read; without it, one is refused.
        progress: hears the steps.
        corrections: what a person says of some readings, by identifier; kept beside what was read, and used
            by the readings that come after.

    Raises:
        reperes.errors.UsageError: the subject is not understood.
        reperes.errors.UnreachableError: it cannot be reached or read.
    """
    import os

    from reperes import observing
    from reperes import progress as steps
    from reperes.request import Request
    from reperes.sources.addresses import Reach
    from reperes.sources.http.client import clients

    reach = Reach.of_environment()
    asked = Request(
        subject=subject,
        as_of=as_of,
        read_at=read_at,
        home=home,
        origin=origin,
        offline=offline,
        local=local,
        reach=reach,
        client_of=clients(os.environ, home, reach, offline=offline),
        corrections=corrections or {},
    )
    return observing.observe(asked, progress or steps.Silent())


def read(observation: "Observation", corrections: "Mapping[str, Correction] | None" = None) -> "Observation":
    """Return an observation with its readings made again, corrected by what a person says.

    Args:
        observation: what was observed; its facts and measures stay.
        corrections: by identifier of reading; kept beside what was read, and used by the readings that come
            after.
    """
    from dataclasses import replace

    from reperes import readings

    made = readings.read_all(observation.facts, observation.measures, observation.as_of, corrections)
    return replace(observation, readings=made)


def advise(
    project: "Observation | Mapping[str, Any]",
    administration: Mapping[str, Any],
    *,
    as_of: date,
    beneficiaries: "Listing | None" = None,
    added: "Iterable[Added]" = (),
) -> "Advice":
    """Judge every modality of cooperation for one project and one administration, at a date.

    Args:
        project: an observation, its document (contract 4.2), or readings stated by hand (contract 4.3:
            `legal_home: association`, …).
        administration: the profile (contract 4.3); all but `name` and `kind` may be absent.
        as_of: the day whose law holds; a purchase goes by the day of its consultation.
        beneficiaries: the catalogue `beneficiaires-marches` as it was taken, whole
            (`reperes.sources.catalogues.whole`); the lists of the law serve without it.
        added: evidence that people add to the readings; the advice says so.

    Raises:
        reperes.errors.UsageError: a reading or a field of the profile is not understood.
    """
    from reperes.law import law
    from reperes.modalities import given, profile
    from reperes.modalities.added import with_added
    from reperes.modalities.advise import advise as judge
    from reperes.modalities.case import Case
    from reperes.modalities.markets import Beneficiaries

    ours = profile.administration(administration)
    listed = Beneficiaries.of(beneficiaries)
    if isinstance(project, Mapping):
        found, name = given.of_file(project), given.name_in(project)
    else:
        found, name = given.of_observation(project.readings), project.name
    return judge(Case(ours, with_added(found, added), as_of, law(), listed), subject=name)
