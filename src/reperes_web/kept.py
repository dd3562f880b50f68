"""From an observation to what the database keeps of it, and back to the view models of the reports."""

import json
import uuid
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from reperes import collecting
from reperes.facts.fact import Absent
from reperes.facts.factset import FactSet
from reperes.facts.schema import REPOSITORY
from reperes.i18n import Language
from reperes.observation import Observation as Observed
from reperes.readings.model import Confidence
from reperes.report.build import build
from reperes.report.json import document
from reperes.report.view import Report
from reperes.sources.http.ledger import Spent
from reperes.subject.address import parse
from reperes_web.models import Content, Observation, Project, Team
from reperes_web.subjects import key_of

_REPORT: TypeAdapter[Report] = TypeAdapter(Report)
_SPENT: TypeAdapter[Spent] = TypeAdapter(Spent)
_TOLD = frozenset({Confidence.ESTABLISHED, Confidence.LIKELY})
_FACTOR = "contributor_absence_factor"


Contents = tuple[tuple[str, str, bytes], ...]
"""Kind, language and compressed body of each."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An observation ready to be written: what takes time is done before the database is held."""

    observed: Observed
    moment: datetime
    key: str
    contents: Contents
    archive: uuid.UUID | None


def prepare(observed: Observed, moment: datetime, archive: uuid.UUID | None = None) -> Prepared:
    """Return what is to be written of an observation whose facts are kept under the name `archive`."""
    repository = observed.facts.value(REPOSITORY)
    origin = None if isinstance(repository, Absent) else repository.origin
    key = origin or key_of(parse(observed.input))
    return Prepared(observed, moment, key, contents_of(observed), archive)


def contents_of(observed: Observed) -> Contents:
    """Return what an observation says, in every language."""
    made = []
    for language in Language:
        said = _REPORT.dump_json(build(observed, language))
        told = json.dumps(document(observed, language), ensure_ascii=False).encode()
        made += [
            (kind, language.value, zlib.compress(body, 6))
            for kind, body in ((Content.REPORT, said), (Content.DATA, told))
        ]
    return tuple(made)


def keep(prepared: Prepared) -> Observation:
    """Write an observation, with its project; to be called within a transaction."""
    observed = prepared.observed
    repository = observed.facts.value(REPOSITORY)
    # Held until the end: another worker may be keeping another day of it.
    projects = Project.objects.select_for_update()
    project, _ = projects.get_or_create(key=prepared.key, defaults={"name": observed.name[:200]})
    licence = observed.reading("licence")
    made = Observation.objects.create(
        project=project,
        as_of=observed.as_of,
        observed_at=prepared.moment,
        input=observed.input,
        spent=_SPENT.dump_python(observed.spent, mode="json"),
        archive=prepared.archive,
        head="" if isinstance(repository, Absent) else repository.head or "",
        generator=observed.generator,
        openness=None if licence is None else licence.companions.get("openness"),
        absence_factor=_measured(observed, _FACTOR),
        **{name: _value(observed, name) for name in ("licence", "nature", "governance", "lifecycle")},
    )
    write(made, prepared.contents)
    newest = project.latest
    if newest is None or (newest.as_of, newest.observed_at) <= (made.as_of, made.observed_at):
        project.latest = made
        project.name = observed.name[:200]
        project.save(update_fields=["latest", "name"])
    return made


def write(observation: Observation, contents: Contents, team: Team | None = None) -> None:
    """Write what an observation says, to everybody or once corrected by a team."""
    Content.objects.bulk_create(
        Content(observation=observation, team=team, kind=kind, language=language, body=body)
        for kind, language, body in contents
    )


def unread(observation: Observation, facts: FactSet) -> Observed:
    """Return an observation made of its facts again, before anything is read in them."""
    return collecting.unread(
        facts,
        as_of=observation.as_of,
        subject=observation.input,
        name=observation.project.name,
        spent=_SPENT.validate_python(observation.spent),
    )


def report(observation: Observation, language: Language) -> Report:
    """Return the view model of an observation."""
    return _REPORT.validate_json(_body(observation, Content.REPORT, language, None))


def data(observation: Observation, language: Language) -> dict[str, Any]:
    """Return an observation as contract 4.2 writes it."""
    found: dict[str, Any] = from_json(_body(observation, Content.DATA, language, None))
    return found


def report_for(observation: Observation, team: Team, language: Language) -> Report | None:
    """Return the view model of an observation read again as a team corrected it; None when not kept."""
    try:
        return _REPORT.validate_json(_body(observation, Content.REPORT, language, team))
    except Content.DoesNotExist:
        return None


def data_for(observation: Observation, team: Team, language: Language) -> dict[str, Any] | None:
    """Return an observation read again as a team corrected it (contract 4.2); None when it is not there."""
    try:
        found: dict[str, Any] = from_json(_body(observation, Content.DATA, language, team))
    except Content.DoesNotExist:
        return None
    return found


def is_read_again(observation: Observation, team: Team) -> bool:
    """Return whether an observation was read again as a team corrected it."""
    return Content.objects.filter(observation=observation, team=team).exists()


def _body(observation: Observation, kind: str, language: Language, team: Team | None) -> bytes:
    held = Content.objects.get(observation=observation, team=team, kind=kind, language=language.value)
    return zlib.decompress(bytes(held.body))


def _value(observed: Observed, name: str) -> str | None:
    reading = observed.reading(name)
    if reading is None or reading.confidence not in _TOLD or reading.value is None:
        return None
    return str(reading.value)[:200]


def _measured(observed: Observed, name: str) -> int | None:
    found = next((one.value for one in observed.measures if one.indicator == name), None)
    return None if found is None else int(found)
