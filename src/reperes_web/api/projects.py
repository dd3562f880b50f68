"""The projects observed, as the list shows them."""

from typing import Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from reperes.i18n import N_
from reperes_web import listing
from reperes_web.api.observations import ObservationRow, row_of
from reperes_web.api.problems import STATUSES, Problem
from reperes_web.api.schemas import Choice, page_of
from reperes_web.language import language
from reperes_web.listing import SORTS, Row, Wanted
from reperes_web.models import Project

router = Router(tags=["projects"])


class ProjectRow(Schema):
    """A project, with its latest observation."""

    id: int
    name: str
    address: str
    observations: int = Field(description=N_("How many observations there are."))
    latest: ObservationRow
    corrections: str = Field(description=N_("Where what your team says of its readings is, in this API."))
    additions: str = Field(description=N_("Where the evidence of your team is, in this API."))


class ProjectPage(Schema):
    """A page of projects."""

    items: list[ProjectRow]
    count: int


class ProjectChoice(Choice):
    """Which projects, in which order."""

    sort: Literal[*SORTS] = Field("name", description=N_("What orders them."))  # type: ignore[valid-type]
    order: Literal["asc", "desc"] = Field("asc", description=N_("From the least, or from the most."))


@router.get(
    "/projects",
    response={200: ProjectPage, STATUSES: Problem},
    summary=N_("List the projects observed"),
    description=N_("Each with its latest observation; what is not known comes last, in both orders."),
    operation_id="listProjects",
)
def projects(request: HttpRequest, choice: Query[ProjectChoice]) -> ProjectPage:
    """List the projects observed."""
    del request
    wanted = Wanted(
        choice.q,
        choice.nature or "",
        choice.governance or "",
        choice.lifecycle or "",
        choice.openness or "",
        choice.since,
        choice.sort,
        choice.order == "desc",
    )
    held, count = page_of(listing.projects(wanted, language()), choice)
    return ProjectPage(items=[_row_of(one) for one in listing.rows(held)], count=count)


@router.get(
    "/projects/{int:project}",
    response={200: ProjectRow, STATUSES: Problem},
    summary=N_("Read one project"),
    description=N_("With its latest observation, and where what your team says of it is."),
    operation_id="readProject",
)
def project(request: HttpRequest, project: int) -> ProjectRow:
    """Give one project."""
    del request
    found = get_object_or_404(Project.objects.select_related("latest"), pk=project, latest__isnull=False)
    return _row_of(listing.rows([found])[0])


def _row_of(row: Row) -> ProjectRow:
    row.latest.project = row.project  # it is there: it need not be asked for again
    return ProjectRow(
        id=row.project.pk,
        name=row.project.name,
        address=row.project.key,
        observations=row.observations,
        latest=row_of(row.latest),
        corrections=reverse("api-1:corrections", args=[row.project.pk]),
        additions=reverse("api-1:additions", args=[row.project.pk]),
    )
