"""Asking for an observation: the same subject asked for twice at once is one run."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.subject import refusals
from reperes.subject.address import parse
from reperes_web.bounds import TooManyError
from reperes_web.models import Account, Observation, Run
from reperes_web.models.runs import UNDER_WAY
from reperes_web.runs.tasks import wake
from reperes_web.subjects import as_read, key_of

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What an agent gets: an observation that is there already, else the run that makes it."""

    run: Run | None = None
    observation: Observation | None = None


def ask(
    subject: str, account: Account, as_of: date | None = None, *, again: bool = False, origin: str = ""
) -> Asked:
    """Return the run of a subject on a day (today by default), begun if none is under way.

    An observation made the same day is given instead, unless it is wanted `again`. `origin` is the public
    address of a local copy. Raises UsageError for what
    is no subject, for a path where none is taken, and TooManyError for an account that asks for too much.
    """
    address = parse(subject)
    day = as_of or timezone.localdate()
    if day > timezone.localdate():
        raise _to_come(day)
    if address.path is not None and not settings.ALONE:
        raise refusals.on_this_machine(address)
    key, typed = key_of(address), as_read(address)
    for _ in range(_TRIES):
        found = _there_already(key, day, again=again)
        if found is not None:
            return found
        try:
            return Asked(run=_begun(account, Run(subject=typed, origin=origin, key=key, as_of=day)))
        except IntegrityError:
            # Somebody asked for it in the meantime; their run may be over by now.
            continue
    raise _too_many(
        Message(N_("Others ask for this very project at the same moment.")), Message(N_("Ask again."))
    )


def _there_already(key: str, day: date, *, again: bool) -> Asked | None:
    run = _under_way(key, day)
    if run is not None:
        return Asked(run=run)
    made = None if again else _made_today(key, day)
    return None if made is None else Asked(observation=made)


def _begun(account: Account, run: Run) -> Run:
    with transaction.atomic():
        # One at a time for one account: else two at once would both be the last one allowed.
        Account.objects.select_for_update().get(pk=account.pk)
        _within_bounds(account)
        run.asked_by = account
        run.save(force_insert=True)
        wake(run)
    return run


def _under_way(key: str, day: date) -> Run | None:
    return Run.objects.filter(key=key, as_of=day, state__in=UNDER_WAY).first()


def _made_today(key: str, day: date) -> Observation | None:
    since = timezone.now() - timedelta(days=1)
    known = Q(project__key=key) | Q(runs__key=key)
    found = Observation.objects.filter(known, as_of=day, observed_at__gte=since)
    return found.order_by("-observed_at").first()


def _within_bounds(account: Account) -> None:
    mine = Run.objects.filter(asked_by=account)
    if mine.filter(state__in=UNDER_WAY).count() >= settings.RUNS_AT_ONCE:
        raise _too_many(
            Message(N_("{n} observations of yours are under way already."), {"n": settings.RUNS_AT_ONCE}),
            Message(N_("Wait until one ends, or stop one.")),
        )
    if mine.filter(asked_at__gte=timezone.now() - timedelta(days=1)).count() >= settings.RUNS_A_DAY:
        raise _too_many(
            Message(N_("You asked for {n} observations within a day."), {"n": settings.RUNS_A_DAY}),
            Message(N_("Ask again tomorrow, or ask who runs this service for a larger bound.")),
        )


def _too_many(why: Message, do: Message) -> TooManyError:
    return TooManyError(what=Message(N_("No other observation can be begun now.")), why=why, do=do)


def _to_come(day: date) -> UsageError:
    return UsageError(
        what=Message(N_("{day} is still to come."), {"day": day.isoformat()}),
        why=Message(N_("A project is observed as it was on a day.")),
        do=Message(N_("Give today or a day before.")),
    )
