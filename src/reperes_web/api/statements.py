"""What the team says of the readings of a project: corrections, and evidence of its own."""

from datetime import date
from http import HTTPStatus
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Manager, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.modalities.given import of_file
from reperes.readings import definitions
from reperes_web import statements as said
from reperes_web.accounts.rights import Action
from reperes_web.api.access import caller
from reperes_web.api.problems import STATUSES, Problem, RefusedError
from reperes_web.api.schemas import Day, Paged, page_of
from reperes_web.models import Addition, Correction, Membership, Project
from reperes_web.models.judgements import Statement

router = Router(tags=["statements"])
S = TypeVar("S", bound=Statement)
_OPEN = frozenset({"licence", "needs"})  # their values are in no list of the definition
_READING = N_("Identifier of the reading, such as `governance`.")


class Corrected(Schema):
    """What a reading should be, and why."""

    reading: str = Field(max_length=40, description=_READING)
    value: Any = Field(
        description=N_("A value of that reading, or `unknown`: see /api/v1/explain/{reading}.")
    )
    reason: str = Field(min_length=1, max_length=1000, description=N_("Why."))

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"reading": "governance", "value": "association-led", "reason": "Statutes of 12 March 2026."}
            ]
        }
    )


class Added(Schema):
    """A piece of evidence that the team brings."""

    reading: str = Field(max_length=40, description=_READING)
    value: str = Field(
        "", max_length=80, description=N_("The value that it speaks of; none for a reading without values.")
    )
    against: bool = Field(default=False, description=N_("Whether it speaks against that value."))
    quote: str = Field(min_length=1, max_length=2000, description=N_("The very words."))
    url: str = Field("", max_length=2000, description=N_("Where they are, http or https."))
    seen_on: Day = Field(description=N_("When they were seen (YYYY-MM-DD)."))

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reading": "governance",
                    "value": "association-led",
                    "quote": "The association elects its board each year.",
                    "url": "https://example.org/statutes",
                    "seen_on": "2026-11-20",
                }
            ]
        }
    )


class StatementTold(Schema):
    """What both have: who says it, when, and whether it was withdrawn."""

    id: int
    reading: str
    signed: str = Field(description=N_("Function of who says it."))
    on: date
    withdrawn_on: date | None
    withdrawn_by: str


class CorrectionTold(StatementTold):
    """A correction that is kept."""

    value: Any
    reason: str


class AdditionTold(StatementTold):
    """A piece of evidence that is kept."""

    value: str
    against: bool
    quote: str
    url: str
    seen_on: date


class CorrectionPage(Schema):
    """A page of corrections."""

    items: list[CorrectionTold]
    count: int


class AdditionPage(Schema):
    """A page of evidence."""

    items: list[AdditionTold]
    count: int


@router.get(
    "/projects/{int:project}/corrections",
    url_name="corrections",
    response={200: CorrectionPage, STATUSES: Problem},
    summary=N_("List what the team corrected"),
    description=N_("The newest first; what was withdrawn is there, and says when."),
    operation_id="listCorrections",
)
def corrections(request: HttpRequest, project: int, paged: Query[Paged]) -> CorrectionPage:
    """List the corrections of the team."""
    held, count = _page(request, Correction.objects, project, paged)
    return CorrectionPage(items=[_correction(one) for one in held], count=count)


@router.post(
    "/projects/{int:project}/corrections",
    response={201: CorrectionTold, STATUSES: Problem},
    summary=N_("Correct a reading"),
    description=N_(
        "It stands beside the machine’s answer, signed and dated, for your team. Advice uses it; a former "
        "correction of that reading is withdrawn."
    ),
    operation_id="createCorrection",
)
def correct(request: HttpRequest, project: int, asked: Corrected) -> Status[CorrectionTold]:
    """Keep a correction."""
    member, about = _writer(request, project)
    made = said.correct(member, about, asked.reading, _value(asked.reading, asked.value), asked.reason)
    return Status(HTTPStatus.CREATED, _correction(made))


@router.post(
    "/projects/{int:project}/corrections/{int:number}/withdraw",
    response={200: CorrectionTold, STATUSES: Problem},
    summary=N_("Withdraw a correction"),
    description=N_("It stays to be seen, with the day and the function of who withdrew it."),
    operation_id="withdrawCorrection",
)
def withdraw_correction(request: HttpRequest, project: int, number: int) -> CorrectionTold:
    """Withdraw a correction."""
    return _correction(_withdrawn(request, Correction.objects, project, number))


@router.get(
    "/projects/{int:project}/additions",
    url_name="additions",
    response={200: AdditionPage, STATUSES: Problem},
    summary=N_("List the evidence that the team brought"),
    description=N_("The newest first; what was withdrawn is there, and says when."),
    operation_id="listAdditions",
)
def additions(request: HttpRequest, project: int, paged: Query[Paged]) -> AdditionPage:
    """List the evidence of the team."""
    held, count = _page(request, Addition.objects, project, paged)
    return AdditionPage(items=[_addition(one) for one in held], count=count)


@router.post(
    "/projects/{int:project}/additions",
    response={201: AdditionTold, STATUSES: Problem},
    summary=N_("Bring a piece of evidence"),
    description=N_("A quotation for a value of a reading, or against it, signed and dated, for your team."),
    operation_id="createAddition",
)
def add(request: HttpRequest, project: int, asked: Added) -> Status[AdditionTold]:
    """Keep a piece of evidence."""
    member, about = _writer(request, project)
    _check_value(asked.reading, asked.value)
    _check_url(asked.url)
    if asked.seen_on > timezone.now().date():
        raise _refused(Message(N_("`seen_on` is still to come.")), Message(N_("Give today or a day before.")))
    return Status(HTTPStatus.CREATED, _addition(said.add(member, about, **asked.model_dump())))


@router.post(
    "/projects/{int:project}/additions/{int:number}/withdraw",
    response={200: AdditionTold, STATUSES: Problem},
    summary=N_("Withdraw a piece of evidence"),
    description=N_("It stays to be seen, with the day and the function of who withdrew it."),
    operation_id="withdrawAddition",
)
def withdraw_addition(request: HttpRequest, project: int, number: int) -> AdditionTold:
    """Withdraw a piece of evidence."""
    return _addition(_withdrawn(request, Addition.objects, project, number))


def _page(request: HttpRequest, kind: Manager[S], project: int, paged: Paged) -> tuple[list[S], int]:
    team = caller(request).team(Action.READ)
    of = get_object_or_404(Project, pk=project)
    found: QuerySet[S] = kind.filter(team=team, project=of).order_by("-pk")
    return page_of(found, paged)


def _writer(request: HttpRequest, project: int) -> tuple[Membership, Project]:
    """Return who says something, and of what; whoever may not is refused first."""
    return caller(request).member(Action.WRITE), get_object_or_404(Project, pk=project)


def _withdrawn(request: HttpRequest, kind: Manager[S], project: int, number: int) -> S:
    member, about = _writer(request, project)
    found = get_object_or_404(kind, team=member.team, project=about, pk=number)
    if not said.withdraw(found, member):
        raise RefusedError(
            HTTPStatus.CONFLICT,
            what=Message(N_("This was withdrawn already.")),
            why=Message(N_("What is said of a reading is withdrawn once, and stays to be seen.")),
            do=Message(N_("Say it again if it holds after all.")),
        )
    return found


def _value(reading: str, value: Any) -> Any:
    """Return the value as the readings have it; UsageError for a reading or a value that is not known."""
    return of_file({"readings": {reading: {"value": value}}})[reading].value


def _check_value(reading: str, value: str) -> None:
    """Hold evidence to a value of its reading, and to none where the reading has none."""
    definition = definitions().get(reading)
    has_values = definition is None or bool(definition.values) or reading in _OPEN
    if not has_values and not value:
        return
    if _value(reading, value) is None:
        raise _refused(
            Message(N_("Evidence speaks of a value: `unknown` is none.")),
            Message(N_("Name the value that it speaks for, or against.")),
        )


def _check_url(url: str) -> None:
    try:
        if url:
            URLValidator(schemes=("http", "https"))(url)
    except ValidationError as error:
        raise _refused(
            Message(N_("`url` is no address of the web.")),
            Message(N_("Give an http or https address, or none.")),
        ) from error


def _refused(why: Message, do: Message) -> UsageError:
    return UsageError(what=Message(N_("This evidence cannot be kept.")), why=why, do=do)


_BOTH = ("id", "reading", "signed", "on", "withdrawn_on", "withdrawn_by", "value")


def _correction(one: Correction) -> CorrectionTold:
    return CorrectionTold(**{name: getattr(one, name) for name in (*_BOTH, "reason")})


def _addition(one: Addition) -> AdditionTold:
    return AdditionTold(
        **{name: getattr(one, name) for name in (*_BOTH, "against", "quote", "url", "seen_on")}
    )
