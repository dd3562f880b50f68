"""Reading an observation again once a team corrected it: what follows from a correction is for the engine.

The facts of an observation are kept in the people store of the machine that made it, for as long as its owner
wishes. Where they are no more, the correction stands by itself, and what follows from it is not worked out.

As with runs, a row is the truth and the queue merely wakes a worker; who changes no row has lost.
"""

import contextlib
import logging
import time
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

import reperes
from reperes.facts import store
from reperes.observation import Observation as Observed
from reperes.people.store import people_store
from reperes_web import kept
from reperes_web.amended import amended
from reperes_web.models import Content, Correction, Observation, Project, Rereading, Team

LOG = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
_NEWEST = 6
"""Of how many observations of a project what follows from a correction is worked out."""
_HELD = timedelta(minutes=2)


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


def changed(project: Project, team: Team) -> None:
    """Forget what was read with former corrections, and have it read again with those that stand."""
    with transaction.atomic():
        Content.objects.filter(observation__project=project, team=team).delete()
        stands = Correction.objects.filter(project=project, team=team, withdrawn_on=None).exists()
        if not stands:
            Rereading.objects.filter(observation__project=project, team=team).delete()
            return
        newest = project.observations.exclude(archive=None).order_by("-as_of", "-observed_at")[:_NEWEST]
        for observation in newest:
            _want(observation, team)


def observed_anew(observation: Observation) -> None:
    """Have a new observation read with the corrections of the teams that made some."""
    if observation.archive is None:
        return
    standing = Correction.objects.filter(project=observation.project, withdrawn_on=None)
    for team in Team.objects.filter(pk__in=standing.values("team")):
        _want(observation, team)


def is_pending(observation: Observation, team: Team | None) -> bool:
    """Return whether what follows from the corrections of a team is still being worked out."""
    return Rereading.objects.filter(observation=observation, team=team, failed=False).exists()


def revive() -> None:
    """Wake a worker for what was left, or never taken."""
    now = timezone.now()
    silent = now - timedelta(seconds=settings.LEASE_SECONDS)
    left = Q(taken_until__lt=now) | Q(taken_until=None, woken_at__lt=silent)
    for one in Rereading.objects.filter(left, failed=False):
        if Rereading.objects.filter(left, pk=one.pk, failed=False).update(taken_until=None, woken_at=now):
            read_again.enqueue(one.pk)


@task(priority=-10)
def read_again(pk: int) -> None:
    """Read an observation again with the corrections of a team that stand, unless somebody else does."""
    now = timezone.now()
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    mine = Rereading.objects.filter(free, pk=pk, failed=False)
    if not mine.update(taken_until=now + _HELD, attempts=F("attempts") + 1):
        return
    asked = Rereading.objects.select_related("observation__project", "team").get(pk=pk)
    try:
        contents = _read(asked.observation, asked.team)
    except Exception:
        LOG.exception("observation %s could not be read again", asked.observation_id)
        over = asked.attempts >= MOST_ATTEMPTS
        Rereading.objects.filter(pk=pk).update(taken_until=None, failed=over)
        return
    with transaction.atomic():
        if Rereading.objects.filter(pk=pk, wanted=asked.wanted).delete()[0]:
            if contents is not None:
                Content.objects.filter(observation=asked.observation, team=asked.team).delete()
                kept.write(asked.observation, contents, asked.team)
        elif Rereading.objects.filter(pk=pk).update(taken_until=None, woken_at=timezone.now()):
            # It was asked for again in the meantime: what was read is of no use.
            read_again.enqueue(pk)


def _want(observation: Observation, team: Team) -> None:
    now = timezone.now()
    row, is_new = Rereading.objects.get_or_create(
        observation=observation, team=team, defaults={"woken_at": now}
    )
    if is_new or row.failed:
        read_again.enqueue(row.pk)
    if not is_new:
        # Many corrections in a row are one reading: whoever is at it reads again once it is done.
        Rereading.objects.filter(pk=row.pk).update(wanted=F("wanted") + 1, attempts=0, failed=False)


def _read(observation: Observation, team: Team) -> kept.Contents | None:
    """Return what the observation says once corrected; None where its facts are not."""
    said = amended(team, observation.project).corrected()
    if not said or observation.archive is None or not place(observation.archive).is_file():
        return None
    facts = store.load(place(observation.archive))
    return kept.contents_of(reperes.read(kept.unread(observation, facts), said))
