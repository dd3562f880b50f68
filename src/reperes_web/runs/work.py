"""Doing one run: the engine observes, the run says where it stands, the result is kept whole or not."""

import logging

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

import reperes
from reperes.errors import Message, ReperesError
from reperes.i18n import N_
from reperes_web.kept import keep, prepare
from reperes_web.models import Run, State
from reperes_web.rereading import archived, observed_anew
from reperes_web.runs import lease
from reperes_web.runs.heart import Heart, LetGoError, Why
from reperes_web.runs.messages import as_data, failure

LOG = logging.getLogger(__name__)
MOST_BREAKS = 2
"""How often the program may break on a run before it is said to have failed."""


def work(run_id: str) -> None:
    """Do a run, if it can be had. Whatever happens, the run says how it ended, or is left to another."""
    holder = lease.take(run_id)
    if holder is None:
        return
    run = Run.objects.get(pk=run_id)
    heart = Heart(run, holder, before=since(run))
    try:
        with heart:
            _observe(run, heart)
    except LetGoError as error:
        _let_go(heart, error.why)
    except ReperesError as error:
        heart.end(State.FAILED, failure=failure(error))
    except Exception as error:
        LOG.exception("run %s", run_id)
        close_old_connections()
        if run.attempts >= MOST_BREAKS:
            heart.end(State.FAILED, failure=_broken(error))
        else:
            heart.give_back(counted=True)


def _let_go(heart: Heart, why: Why) -> None:
    if why is Why.ASKED:
        heart.end(State.STOPPED)
    elif why is Why.LATE:
        heart.end(State.FAILED, failure=_late())
    elif why is Why.ENDING:
        heart.give_back(counted=False)


def _observe(run: Run, heart: Heart) -> None:
    moment = timezone.now()
    observation = reperes.observe(
        run.subject,
        as_of=run.as_of,
        read_at=moment,
        home=settings.HOME,
        origin=run.origin or None,
        local=settings.ALONE,
        progress=heart,
    )
    heart.step(Message(N_("Keeping the observation")))
    prepared = prepare(observation, moment, archived(observation))
    # Interrupted in the middle of a commit, the connection would be neither here nor there.
    heart.shield()
    # It was of no use for the whole of the work: it may have been cut in the meantime.
    close_old_connections()
    with transaction.atomic():
        kept = keep(prepared)
        observed_anew(kept)
        if not heart.end(State.DONE, observation=kept):
            raise LetGoError(Why.LOST)


def _broken(error: Exception) -> dict[str, object]:
    told = {
        "what": Message(N_("The observation could not be finished.")),
        "why": Message(N_("Something in the program broke ({kind})."), {"kind": type(error).__name__}),
        "do": Message(N_("Ask again later; if it happens again, tell who runs this service.")),
    }
    return {key: as_data(message) for key, message in told.items()}


def _late() -> dict[str, object]:
    told = {
        "what": Message(N_("The observation could not be finished.")),
        "why": Message(N_("It took more than {n} minutes."), {"n": settings.RUN_MINUTES}),
        "do": Message(N_("Ask again later; if it happens again, tell who runs this service.")),
    }
    return {key: as_data(message) for key, message in told.items()}


def since(run: Run) -> float:
    """Return for how many seconds a run has been, or was, under way."""
    if run.started_at is None:
        return 0.0
    return ((run.ended_at or timezone.now()) - run.started_at).total_seconds()
