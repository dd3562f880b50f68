"""The profiles of the team: who the administration is, contract 4.3 without its purchase and its answers."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Body, Query, Router, Schema, Status
from pydantic import Field
from pydantic.config import JsonDict

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.modalities.profile import administration
from reperes_web.accounts import rights
from reperes_web.accounts.rights import Action
from reperes_web.api import contracts
from reperes_web.api.access import Caller, caller
from reperes_web.api.problems import STATUSES, Problem
from reperes_web.api.schemas import Paged, page_of
from reperes_web.models import Profile

router = Router(tags=["profiles"])
EXAMPLE: JsonDict = {
    "name": "Ville d’Exemple",
    "kind": "local-authority",
    "level": "commune",
    "population": 220000,
    "means": {"budget_eur": 15000, "agent_days": 20, "skills": ["development", "legal"]},
    "relation": "critical-dependency",
    "goals": ["durability"],
}
_BODY = {
    "requestBody": {
        "content": {"application/json": {"schema": contracts.ref("profile-1"), "example": EXAMPLE}}
    }
}
_ONE_ADVICE = ("purchase", "answers")


class ProfileTold(Schema):
    """A profile that is kept."""

    id: int
    name: str
    changed_at: datetime
    profile: dict[str, Any] = Field(
        description=N_("The contract reperes/profile/1; what is absent is unknown.")
    )


class ProfilePage(Schema):
    """A page of profiles."""

    items: list[ProfileTold]
    count: int


@router.get(
    "/profiles",
    response={200: ProfilePage, STATUSES: Problem},
    summary=N_("List the profiles of the team"),
    description=N_("Who your administration is, as your team keeps it."),
    operation_id="listProfiles",
)
def profiles(request: HttpRequest, paged: Query[Paged]) -> ProfilePage:
    """List the profiles of the team."""
    team = caller(request).team(Action.READ)
    held, count = page_of(Profile.objects.filter(team=team).order_by("pk"), paged)
    return ProfilePage(items=[_told(one) for one in held], count=count)


@router.get(
    "/profiles/{int:profile}",
    url_name="profile",
    response={200: ProfileTold, STATUSES: Problem},
    summary=N_("Read one profile"),
    description=N_("In the contract reperes/profile/1; what is absent is unknown."),
    operation_id="readProfile",
)
def profile(request: HttpRequest, profile: int) -> ProfileTold:
    """Give one profile of the team."""
    return _told(owned(caller(request), Action.READ, profile))


@router.post(
    "/profiles",
    response={201: ProfileTold, STATUSES: Problem},
    openapi_extra=_BODY,
    summary=N_("Keep a profile"),
    description=N_(
        "The contract reperes/profile/1, without `purchase` and `answers`: an advice takes those."
    ),
    operation_id="createProfile",
)
def create(request: HttpRequest, response: HttpResponse, asked: Body[dict[str, Any]]) -> Status[ProfileTold]:
    """Keep a profile for the team."""
    who = caller(request)
    team = who.team(Action.WRITE)
    made = Profile.objects.create(team=team, author=who.account, fields=_fields(asked))
    response["Location"] = reverse("api-1:profile", args=[made.pk])
    return Status(HTTPStatus.CREATED, _told(made))


@router.put(
    "/profiles/{int:profile}",
    response={200: ProfileTold, STATUSES: Problem},
    openapi_extra=_BODY,
    summary=N_("Write a profile again, whole"),
    description=N_("What is not sent again is unknown from then on."),
    operation_id="replaceProfile",
)
def replace(request: HttpRequest, profile: int, asked: Body[dict[str, Any]]) -> ProfileTold:
    """Write a profile again."""
    held = owned(caller(request), Action.WRITE, profile)
    held.fields = _fields(asked)
    held.save(update_fields=["fields", "changed_at"])
    return _told(held)


@router.delete(
    "/profiles/{int:profile}",
    response={204: None, STATUSES: Problem},
    summary=N_("Erase a profile"),
    description=N_("The advice made from it stays: each holds its own copy."),
    operation_id="deleteProfile",
)
def delete(request: HttpRequest, profile: int) -> Status[None]:
    """Erase a profile."""
    owned(caller(request), Action.WRITE, profile).delete()
    return Status(HTTPStatus.NO_CONTENT, None)


def owned(who: Caller, action: Action, number: int) -> Profile:
    """Return a profile of the team of the caller; Http404 for another, RefusedError for a bare role."""
    team = who.team(action)
    return rights.owned(who.account, action, Profile.objects.filter(team=team), pk=number)


def _told(one: Profile) -> ProfileTold:
    return ProfileTold(id=one.pk, name=one.name, changed_at=one.changed_at, profile=_contract(one.fields))


def _fields(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a profile; UsageError says what is wrong in it."""
    for name in _ONE_ADVICE:
        if name in asked:
            raise UsageError(
                what=Message(N_("This profile cannot be kept.")),
                why=Message(N_("`{name}` goes with one advice, not with a profile."), {"name": name}),
                do=Message(N_("Give it to /api/v1/advice, beside `profile`.")),
            )
    return _contract(asked)


def _contract(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a profile as its contract writes it, whatever way it was typed; UsageError when it is none."""
    made = administration(fields).model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {name: _yes_no(value) for name, value in made.items()}


def _yes_no(value: Any) -> Any:
    """Return yes and no as words, which the pages hold as well."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return {name: _yes_no(one) for name, one in value.items()} if isinstance(value, dict) else value
