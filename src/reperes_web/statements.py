"""Saying something of a reading, and taking it back: the same from a page and through the API."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.modalities.given import of_file
from reperes.readings import definitions
from reperes_web import rereading
from reperes_web.bounds import TooManyError
from reperes_web.models import Addition, Correction, Membership, Project, Team
from reperes_web.models.judgements import Statement

_LONGEST = 120
_MOST_AN_HOUR = 120
"""Corrections and evidence of one account, in an hour: less than a program may write."""


def value_of(reading: str, value: Any) -> Any:
    """Return a value as the readings have it, None for unknown.

    Raises UsageError for a reading or a value that is not known.
    """
    return of_file({"readings": {reading: {"value": value}}})[reading].value


def evidence_value(reading: str, value: str) -> str:
    """Return the value that evidence speaks of, empty for a reading that has none of its own.

    Raises UsageError for a reading or a value that is not known, and for one that says nothing.
    """
    definition = definitions().get(reading)
    if definition is not None and not definition.takes_value and not value:
        return ""
    if value_of(reading, value) is None:
        raise UsageError(
            what=Message(N_("This evidence cannot be kept.")),
            why=Message(N_("Evidence speaks of a value: `unknown` is none.")),
            do=Message(N_("Name the value that it speaks for, or against.")),
        )
    return value.strip()


def signature(member: Membership) -> str:
    """Return what signs for a member: their function and their team, never their name."""
    return f"{member.function}, {member.team}"[:_LONGEST] if member.function else str(member.team)[:_LONGEST]


def correct(member: Membership, project: Project, reading: str, value: Any, reason: str) -> Correction:
    """Keep a correction; it takes the place of the one that stood, and the readings are made again."""
    _within_bounds(member)
    signed, now = signature(member), timezone.localdate()
    with transaction.atomic():
        # Two who correct at once wait for each other: one correction stands.
        Team.objects.select_for_update().get(pk=member.team_id)
        standing = Correction.objects.filter(
            team=member.team, project=project, reading=reading, withdrawn_on__isnull=True
        )
        standing.update(withdrawn_on=now, withdrawn_by=signed)
        made = Correction.objects.create(
            team=member.team,
            author=member.account,
            project=project,
            reading=reading,
            signed=signed,
            on=now,
            value=value,
            reason=reason,
        )
        rereading.changed(project, member.team)
    return made


def _within_bounds(member: Membership) -> None:
    since = timezone.now() - timedelta(hours=1)
    said = sum(
        kind.objects.filter(author=member.account, created_at__gte=since).count()
        for kind in (Correction, Addition)
    )
    if said >= _MOST_AN_HOUR:
        raise TooManyError(
            what=Message(N_("Nothing more can be said for now.")),
            why=Message(N_("You said {n} things of readings within an hour."), {"n": _MOST_AN_HOUR}),
            do=Message(N_("Go on in an hour.")),
        )


def add(member: Membership, project: Project, **fields: Any) -> Addition:
    """Keep evidence of the team's own; `fields` are those of the model that say what it is."""
    _within_bounds(member)
    return Addition.objects.create(
        team=member.team,
        author=member.account,
        project=project,
        signed=signature(member),
        on=timezone.localdate(),
        **fields,
    )


def withdraw(told: Statement, member: Membership) -> bool:
    """Withdraw what stands: it stays to be seen, and is used no more. False when it was withdrawn already.

    One UPDATE, so that two who withdraw at once do not both sign it.
    """
    now = timezone.localdate()
    standing = type(told)._default_manager.filter(pk=told.pk, withdrawn_on__isnull=True)  # noqa: SLF001 - Django’s name
    with transaction.atomic():
        if not standing.update(withdrawn_on=now, withdrawn_by=signature(member)):
            return False
        if isinstance(told, Correction):
            rereading.changed(told.project, told.team)
    told.withdrawn_on, told.withdrawn_by = now, signature(member)
    return True
