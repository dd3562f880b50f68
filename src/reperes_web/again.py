"""Reading an observation again once a team corrected it: what follows from a correction is for the engine.

The facts of an observation are kept in the people store of the machine that made it, for as long as its owner
wishes. Where they are no more, the correction stands by itself, and what follows from it is not worked out.
"""

import contextlib
import logging
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task

import reperes
from reperes.facts import store
from reperes.observation import Observation as Observed
from reperes.people.store import people_store
from reperes_web import kept
from reperes_web.amended import Amended, amended
from reperes_web.models import Content, Observation, Project, Team

LOG = logging.getLogger(__name__)
_MOST = 6


def place(archive: uuid.UUID) -> Path:
    """Return where the facts of an observation are kept."""
    folder = people_store(settings.HOME) / "observations"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{archive}.zip"


def archived(observed: Observed) -> uuid.UUID | None:
    """Keep the facts of an observation; return their name, None when there was no room for them."""
    name = uuid.uuid4()
    try:
        store.save(observed.facts, place(name))
    except OSError:
        LOG.warning("the facts of an observation could not be kept: it will not be read again")
        with contextlib.suppress(OSError):
            place(name).unlink(missing_ok=True)
        return None
    return name


def forget() -> int:
    """Delete the facts kept for longer than is set; return how many observations they were of."""
    limit = time.time() - settings.KEEP_FACTS_DAYS * 86_400
    gone = 0
    for path in place(uuid.UUID(int=0)).parent.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()
                gone += 1
    return gone


def corrected(project: Project, team: Team) -> None:
    """Forget what was read with former corrections, and have it read again."""
    with transaction.atomic():
        Content.objects.filter(observation__project=project, team=team).delete()
        newest = project.observations.exclude(archive=None).order_by("-as_of", "-observed_at")[:_MOST]
        for observation in newest:
            read_again.enqueue(observation.pk, team.pk)


def is_pending(observation: Observation, team: Team | None, said: Amended) -> bool:
    """Return whether what follows from the corrections of a team is still to be worked out, and can be."""
    if team is None or not said.corrected() or observation.archive is None:
        return False
    if Content.objects.filter(observation=observation, team=team).exists():
        return False
    return place(observation.archive).is_file()


@task()
def read_again(observation_id: int, team_id: int) -> None:
    """Read an observation again with the corrections of a team that stand."""
    observation = Observation.objects.select_related("project").filter(pk=observation_id).first()
    team = Team.objects.filter(pk=team_id).first()
    if observation is None or team is None or observation.archive is None:
        return
    said = amended(team, observation.project).corrected()
    path = place(observation.archive)
    if not said or not path.is_file():
        return
    observed = reperes.read(kept.unread(observation, store.load(path)), said)
    contents = kept.contents_of(observed)
    with transaction.atomic():
        Content.objects.filter(observation=observation, team=team).delete()
        if amended(team, observation.project).corrected() == said:
            kept.write(observation, contents, team)
