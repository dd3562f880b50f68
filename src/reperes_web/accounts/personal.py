"""What is kept of an account: given to its owner as JSON, and erased when they ask."""

from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes_web.accounts import members
from reperes_web.models import Account, Addition, Advice, Correction, Profile, Team, Token
from reperes_web.models.judgements import Owned, Statement

Kept = TypeVar("Kept", bound=Owned)
SCHEMA = "reperes/account/1"


def export(account: Account) -> dict[str, Any]:
    """Return all that is kept of an account, as JSON types; passwords and keys are digests, and left out.

    What it wrote for a team belongs to the team: of one that it left, `elsewhere` only counts.
    """
    return {
        "schema": SCHEMA,
        "account": _person(account),
        "teams": [
            {"team": one.team.name, "role": one.role, "function": one.function}
            for one in account.memberships.select_related("team").order_by("pk")
        ],
        "runs": [
            {
                "subject": one.subject,
                "as_of": one.as_of.isoformat(),
                "asked_at": _moment(one.asked_at),
                "state": one.state,
            }
            for one in account.runs.order_by("asked_at")
        ],
        "profiles": [{**_owned(one), "fields": one.fields} for one in _by(account, Profile.objects.all())],
        "corrections": [
            {**_said(one), "value": one.value, "reason": one.reason}
            for one in _by(account, Correction.objects.select_related("project"))
        ],
        "additions": [_added(one) for one in _by(account, Addition.objects.select_related("project"))],
        "advice": [
            _advised(one) for one in _by(account, Advice.objects.select_related("observation__project"))
        ],
        "elsewhere": {
            "profiles": _elsewhere(account, Profile.objects.all()),
            "corrections": _elsewhere(account, Correction.objects.all()),
            "additions": _elsewhere(account, Addition.objects.all()),
            "advice": _elsewhere(account, Advice.objects.all()),
        },
        "tokens": [_key(one) for one in account.tokens.select_related("team").order_by("pk")],
    }


def erase(account: Account) -> None:
    """Delete an account. What it wrote for teams stays, signed by a function, without an author.

    The teams that it is the only member of go with it. Raises UsageError when another one would be left
    without a manager.
    """
    sessions = _sessions(account)
    with transaction.atomic():
        # Its colleagues wait: a manager who leaves in the meantime would count on this one.
        members.held(*Team.objects.filter(memberships__account=account))
        stuck = members.alone_in_charge(account)
        if stuck:
            raise UsageError(
                what=Message(N_("The account was not erased.")),
                why=Message(
                    N_("It is the only manager of {teams}."),
                    {"teams": ", ".join(team.name for team in stuck)},
                ),
                do=Message(N_("Make somebody else a manager there first, or delete the team.")),
            )
        for team in members.alone_in(account):
            team.delete()
        # They hold what its provider signed.
        Session.objects.filter(pk__in=sessions).delete()
        account.delete()


def _sessions(account: Account) -> list[str]:
    """Return the keys of the sessions of an account, in every browser: each has to be decoded to be known."""
    mine = str(account.pk)
    return [one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) == mine]


def _by(account: Account, things: QuerySet[Kept]) -> QuerySet[Kept]:
    """Return what an account wrote for the teams that it is in."""
    wrote = things.filter(author=account, team__in=account.memberships.values("team"))
    return wrote.select_related("team").order_by("created_at", "pk")


def _elsewhere(account: Account, things: QuerySet[Kept]) -> int:
    """Return how many things an account wrote for teams that it is no longer in."""
    return things.filter(author=account).exclude(team__in=account.memberships.values("team")).count()


def _person(account: Account) -> dict[str, Any]:
    return {
        "username": account.username,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "email": account.email,
        "provider_subject": account.subject,
        "invited_by": None if account.made_by is None else account.made_by.name,
        "joined": _moment(account.date_joined),
        "last_sign_in": _moment(account.last_login),
    }


def _added(one: Addition) -> dict[str, Any]:
    return {
        **_said(one),
        "value": one.value,
        "against": one.against,
        "quote": one.quote,
        "url": one.url,
        "seen_on": one.seen_on.isoformat(),
    }


def _advised(one: Advice) -> dict[str, Any]:
    return {
        **_owned(one),
        "project": one.observation.project.key,
        "as_of": one.as_of.isoformat(),
        "fields": one.fields,
    }


def _key(one: Token) -> dict[str, Any]:
    return {
        "team": one.team.name,
        "name": one.name,
        "start": one.start,
        "reads_only": one.reads_only,
        "created_at": _moment(one.created_at),
        "used_at": _moment(one.used_at),
        "expires_on": one.expires_on.isoformat(),
    }


def _owned(thing: Owned) -> dict[str, Any]:
    return {"team": thing.team.name, "created_at": _moment(thing.created_at)}


def _said(thing: Statement) -> dict[str, Any]:
    return {
        **_owned(thing),
        "project": thing.project.key,
        "reading": thing.reading,
        "signed": thing.signed,
        "on": thing.on.isoformat(),
        "withdrawn_on": None if thing.withdrawn_on is None else thing.withdrawn_on.isoformat(),
    }


def _moment(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat(timespec="seconds")
