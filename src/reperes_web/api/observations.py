"""Observations, and the runs that make them."""

import uuid
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from reperes.errors import Message
from reperes.i18n import N_
from reperes_web import amended, catalogued
from reperes_web.api import contracts
from reperes_web.api.access import caller
from reperes_web.api.problems import STATUSES, Problem, RefusedError
from reperes_web.api.schemas import LARGEST, Choice, OptionalDay, page_of
from reperes_web.language import language
from reperes_web.listing import UNKNOWN
from reperes_web.models import Observation, Run
from reperes_web.runs import lease
from reperes_web.runs.ask import ask
from reperes_web.runs.messages import of_data, told

router = Router(tags=["observations"])


class ObservationRow(Schema):
    """An observation in one line; null is unknown, never no."""

    id: int
    project: int
    name: str
    address: str = Field(description=N_("Canonical address of the project."))
    as_of: date = Field(description=N_("The day whose state was observed."))
    observed_at: datetime
    generator: str
    head: str | None = Field(description=N_("Revision that was read."))
    nature: str | None
    licence: str | None
    openness: str | None
    governance: str | None
    lifecycle: str | None
    absence_factor: int | None = Field(description=N_("On how few people half of the work rests."))
    url: str = Field(description=N_("Where the whole observation is, in this API."))


class ObservationPage(Schema):
    """A page of observations."""

    items: list[ObservationRow]
    count: int


class ObservationChoice(Choice):
    """Which observations."""

    project: int | None = Field(None, ge=1, le=LARGEST, description=N_("Number of the project."))


class AskedFor(Schema):
    """What is to be observed."""

    subject: str = Field(min_length=1, max_length=2048, description=N_("An address, a pkg: URL or a name."))
    as_of: OptionalDay = Field(None, description=N_("As it was on that day; today by default."))
    again: bool = Field(default=False, description=N_("Even if it was observed that day already."))

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"subject": "https://forge.example.org/commun/registre"}]}
    )


class StepTold(Schema):
    """A step begun, and how many seconds after the beginning."""

    text: str
    at: float


class RunTold(Schema):
    """A run: where an observation asked for stands."""

    id: uuid.UUID
    subject: str
    as_of: date
    state: str = Field(description=N_("waiting, running, done, failed or stopped."))
    stop_asked: bool
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    steps: list[StepTold]
    failure: Problem | None
    observation: int | None = Field(description=N_("Number of the observation, once done."))
    url: str


def row_of(one: Observation) -> ObservationRow:
    """Return an observation in one line."""
    return ObservationRow(
        **{
            name: getattr(one, name) for name in ("id", "as_of", "observed_at", "generator", "absence_factor")
        },
        **{name: getattr(one, name) for name in ("nature", "licence", "governance", "lifecycle")},
        openness=None if one.openness == UNKNOWN else one.openness,
        head=one.head or None,
        project=one.project_id,
        name=one.project.name,
        address=one.project.key,
        url=reverse("api-1:observation", args=[one.pk]),
    )


def run_of(run: Run) -> RunTold:
    """Return where a run stands, in the language of the answer."""
    names_ = ("id", "subject", "as_of", "state", "stop_asked", "asked_at", "started_at", "ended_at")
    sentences = told(run.failure, language()) if run.failure else None
    return RunTold(
        **{name: getattr(run, name) for name in names_},
        steps=[
            StepTold(text=of_data(one["message"]).text(language()), at=float(one["at"])) for one in run.steps
        ],
        failure=Problem(**dict(zip(("what", "why", "do"), sentences, strict=True))) if sentences else None,
        observation=run.observation_id,
        url=reverse("api-1:run", args=[run.pk]),
    )


@router.get(
    "/observations",
    response={200: ObservationPage, STATUSES: Problem},
    summary=N_("List observations, the newest first"),
    description=N_("In one line each; the filters hold together. Observations are shared by all accounts."),
    operation_id="listObservations",
)
def observations(request: HttpRequest, choice: Query[ObservationChoice]) -> ObservationPage:
    """List observations."""
    del request
    found = Observation.objects.select_related("project").filter(_chosen(choice))
    held, count = page_of(found.order_by("-observed_at", "-pk"), choice)
    return ObservationPage(items=[row_of(one) for one in held], count=count)


def _chosen(choice: ObservationChoice) -> Q:
    chosen = Q()
    if choice.q:
        chosen &= Q(project__name__icontains=choice.q) | Q(project__key__icontains=choice.q)
    if choice.project is not None:
        chosen &= Q(project=choice.project)
    if choice.since is not None:
        chosen &= Q(as_of__gte=choice.since)
    for name in ("nature", "governance", "lifecycle", "openness"):
        value = getattr(choice, name)
        if value == UNKNOWN:
            chosen &= Q(**{f"{name}__isnull": True}) | Q(**{name: UNKNOWN})
        elif value is not None:
            chosen &= Q(**{name: value})
    return chosen


@router.get(
    "/observations/{int:number}",
    url_name="observation",
    response={200: None, STATUSES: Problem},
    openapi_extra=contracts.answers("observation-1"),
    summary=N_("Read one observation, whole"),
    description=N_(
        "The contract reperes/observation/1, as `reperes observe --format json` writes it, with the "
        "corrections of your team."
    ),
    operation_id="readObservation",
)
def observation(request: HttpRequest, number: int) -> HttpResponse:
    """Give one observation, in the contract of the command line."""
    member = caller(request).membership
    team = None if member is None else member.team
    found = get_object_or_404(Observation.objects.select_related("project"), pk=number)
    said = amended.amended(team, found.project)
    return contracts.answer(amended.data(found, team, said, language()))


@router.post(
    "/observations",
    response={200: ObservationRow, 202: RunTold, STATUSES: Problem},
    summary=N_("Ask for an observation"),
    description=N_(
        "202 with the run that makes it, to be looked at again at its address; 200 with the observation when "
        "it was made that day already. The same subject asked for twice is one run."
    ),
    operation_id="askObservation",
)
def begin(request: HttpRequest, response: HttpResponse, asked: AskedFor) -> Status[Any]:
    """Begin an observation, or give the one that is there."""
    who = caller(request)
    who.check_may_start()
    hits = catalogued.several(asked.subject)
    if hits:
        listed = ", ".join(address for hit in hits for address in hit.repositories[:2])
        raise RefusedError(
            HTTPStatus.CONFLICT,
            what=Message(N_("Several projects answer to that name: which one?")),
            why=Message(N_("Catalogues know these: {addresses}."), {"addresses": listed}),
            do=Message(N_("Give the address of the one you mean.")),
        )
    found = ask(asked.subject, who.account, asked.as_of, again=asked.again)
    if found.observation is not None:
        return Status(HTTPStatus.OK, row_of(found.observation))
    if found.run is None:
        raise ValueError("neither a run nor an observation")
    made = run_of(found.run)
    response["Location"] = made.url
    return Status(HTTPStatus.ACCEPTED, made)


@router.get(
    "/runs/{uuid:run}",
    url_name="run",
    response={200: RunTold, STATUSES: Problem},
    summary=N_("See where a run stands"),
    description=N_("Once `state` is `done`, `observation` is the number of what was made."),
    operation_id="readRun",
)
def run(request: HttpRequest, run: uuid.UUID) -> RunTold:
    """Tell where a run stands."""
    del request
    return run_of(get_object_or_404(Run, pk=run))


@router.post(
    "/runs/{uuid:run}/stop",
    response={200: RunTold, STATUSES: Problem},
    summary=N_("Stop a run"),
    description=N_(
        "It stops at its next step. Whoever asked for it may stop it, or a manager of their team."
    ),
    operation_id="stopRun",
)
def stop(request: HttpRequest, run: uuid.UUID) -> RunTold:
    """Stop a run that is under way."""
    found = get_object_or_404(Run, pk=run)
    caller(request).check_may_stop(found)
    if not found.is_under_way:
        raise RefusedError(
            HTTPStatus.CONFLICT,
            what=Message(N_("This observation is not under way.")),
            why=Message(N_("It ended before it was asked to stop.")),
            do=Message(N_("There is nothing to do.")),
        )
    lease.stop(found)
    found.refresh_from_db()
    return run_of(found)
