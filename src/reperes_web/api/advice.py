"""An advice, made and given; nothing of it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from ninja.throttling import SimpleRateThrottle
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

import reperes
from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.modalities.added import Added
from reperes.report.advice.json import document
from reperes.report.json_types import plain
from reperes_web import amended
from reperes_web.accounts.rights import Action
from reperes_web.api import contracts
from reperes_web.api.access import Caller, caller
from reperes_web.api.problems import STATUSES, Problem
from reperes_web.api.profiles import EXAMPLE, owned
from reperes_web.api.schemas import OptionalDay
from reperes_web.catalogued import beneficiaries
from reperes_web.language import language
from reperes_web.models import Observation

router = Router(tags=["advice"])


_EXAMPLE: JsonDict = {
    "readings": {"licence": "AGPL-3.0-or-later", "legal_home": "association"},
    "administration": EXAMPLE,
    "as_of": "2026-11-23",
}


class PerAccount(SimpleRateThrottle):
    """So many in a minute for one account, whatever its keys: an advice is worked out."""

    scope = "advice"

    def get_cache_key(self, request: HttpRequest) -> str:
        """Return what is counted."""
        return self.cache_format % {"scope": self.scope, "ident": caller(request).account.pk}


class AdviceAsked(Schema):
    """One project (`observation` or `readings`) and one administration (`profile` or `administration`)."""

    observation: int | None = Field(None, description=N_("Number of an observation kept here."))
    readings: dict[str, Any] | None = Field(
        None,
        description=N_(
            "Readings stated by hand, one value for each, or an observation written by the command line."
        ),
    )
    profile: int | None = Field(None, description=N_("Number of a profile of the team."))
    administration: dict[str, Any] | None = Field(
        None, description=N_("A profile, in the contract reperes/profile/1.")
    )
    purchase: dict[str, Any] | None = Field(
        None, description=N_("With `profile`: the purchase, if money is spent.")
    )
    answers: dict[str, Any] | None = Field(
        None, description=N_("With `profile`: answers to the checks of an advice.")
    )
    as_of: OptionalDay = Field(None, description=N_("Under the law of that day; of today by default."))

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})


@router.post(
    "/advice",
    throttle=[PerAccount("60/m")],
    response={200: None, STATUSES: Problem},
    openapi_extra=contracts.answers("advice-1"),
    summary=N_("Ask for an advice"),
    description=N_(
        "Which forms of cooperation fit, under the law of a day, each with its reasons: the contract "
        "reperes/advice/1, as `reperes advise --format json` writes it. Nothing is kept. The corrections of "
        "your team to the readings of an observation are used, and the advice says so."
    ),
    operation_id="askAdvice",
)
def ask_advice(request: HttpRequest, asked: AdviceAsked) -> HttpResponse:
    """Make an advice."""
    who = caller(request)
    day = asked.as_of or timezone.localdate()
    project, added = _project(who, asked)
    made = reperes.advise(
        project, _administration(who, asked), as_of=day, beneficiaries=beneficiaries(day), added=added
    )
    found = plain(document(made, language()))
    if not isinstance(found, dict):
        raise TypeError("an advice is a JSON object")
    return contracts.answer(found)


def _project(who: Caller, asked: AdviceAsked) -> tuple[Mapping[str, Any], Sequence[Added]]:
    """Return the readings to judge by, with what the team of the caller says of them."""
    if (asked.observation is None) is (asked.readings is None):
        raise _one_of("observation", "readings")
    if asked.observation is None:
        return asked.readings or {}, ()
    held = get_object_or_404(Observation.objects.select_related("project"), pk=asked.observation)
    team = None if who.membership is None else who.membership.team
    told = amended.amended(team, held.project)
    return amended.data(held, team, told, language()), told.added()


def _administration(who: Caller, asked: AdviceAsked) -> Mapping[str, Any]:
    if (asked.profile is None) is (asked.administration is None):
        raise _one_of("profile", "administration")
    beside = {"purchase": asked.purchase, "answers": asked.answers}
    told = {name: value for name, value in beside.items() if value is not None}
    if asked.profile is None:
        if told:
            raise UsageError(
                what=Message(N_("This advice cannot be made.")),
                why=Message(N_("`purchase` and `answers` stand beside `profile` only.")),
                do=Message(N_("Write them within `administration`.")),
            )
        return asked.administration or {}
    return {**owned(who, Action.READ, asked.profile).fields, **told}


def _one_of(one: str, other: str) -> UsageError:
    names = {"one": one, "other": other}
    return UsageError(
        what=Message(N_("This advice cannot be made.")),
        why=Message(N_("It takes either `{one}` or `{other}`, and not both."), names),
        do=Message(N_("Give `{one}`, or else `{other}`."), names),
    )
