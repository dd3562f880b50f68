"""Saying something of a reading, and taking it back: the same from a page and through the API."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from reperes_web import again
from reperes_web.models import Addition, Correction, Membership, Project
from reperes_web.models.judgements import Statement

_LONGEST = 120


def signature(member: Membership) -> str:
    """Return what signs for a member: their function and their team, never their name."""
    return f"{member.function}, {member.team}"[:_LONGEST] if member.function else str(member.team)[:_LONGEST]


def correct(member: Membership, project: Project, reading: str, value: Any, reason: str) -> Correction:
    """Keep a correction; it takes the place of the one that stood, and the readings are made again."""
    signed, now = signature(member), timezone.now().date()
    with transaction.atomic():
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
        again.corrected(project, member.team)
    return made


def add(member: Membership, project: Project, **fields: Any) -> Addition:
    """Keep evidence of the team's own; `fields` are those of the model that say what it is."""
    return Addition.objects.create(
        team=member.team,
        author=member.account,
        project=project,
        signed=signature(member),
        on=timezone.now().date(),
        **fields,
    )


def withdraw(told: Statement, member: Membership) -> bool:
    """Withdraw what stands: it stays to be seen, and is used no more. False when it was withdrawn already.

    One UPDATE, so that two who withdraw at once do not both sign it.
    """
    now = timezone.now().date()
    standing = type(told)._default_manager.filter(pk=told.pk, withdrawn_on__isnull=True)  # noqa: SLF001 - Django’s name
    with transaction.atomic():
        if not standing.update(withdrawn_on=now, withdrawn_by=signature(member)):
            return False
        if isinstance(told, Correction):
            again.corrected(told.project, told.team)
    told.withdrawn_on, told.withdrawn_by = now, signature(member)
    return True
