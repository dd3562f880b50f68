"""What Repères knows, for anybody: the law of a day, the modalities, what each identifier means."""

import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from reperes.errors import UsageError
from reperes.i18n import N_
from reperes.knowledge.catalogue import Catalogue
from reperes.modalities.library import modalities
from reperes.report.advice.law import render as law
from reperes.report.explanation import explain, render
from reperes.report.wording import of
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.standing import Standing, standing
from reperes_web.api import contracts
from reperes_web.api.problems import STATUSES, Problem, RefusedError
from reperes_web.api.schemas import OptionalDay
from reperes_web.language import language

router = Router(tags=["knowledge"], auth=None)
_LONGEST = 200


class LawChoice(Schema):
    """Which law."""

    as_of: OptionalDay = Field(None, description=N_("As it was on that day; today by default (YYYY-MM-DD)."))
    stale: bool = Field(default=False, description=N_("Only what was not checked again for half a year."))


class ModalityTold(Schema):
    """A form of cooperation."""

    id: str
    label: str
    family: str = Field(description=N_("code-and-data, money or other."))
    direction: str = Field(description=N_("give or receive."))
    role: str = Field(description=N_("Role that it gives to the administration."))
    parameters: list[str] = Field(description=N_("Rules of law that it rests on: see /api/v1/law."))
    precedents: list[str]
    resources: list[str]


class ModalitiesTold(Schema):
    """All of them."""

    items: list[ModalityTold]
    count: int


class SectionTold(Schema):
    """A heading and its paragraphs."""

    heading: str
    paragraphs: list[str]


class ExplanationTold(Schema):
    """What an identifier means."""

    contract: str = Field(alias="schema")
    id: str
    kind: str
    title: str
    sections: list[SectionTold]


@router.get(
    "/law",
    response={200: None, STATUSES: Problem},
    openapi_extra=contracts.answers("law-1"),
    summary=N_("Read the law of a day"),
    description=N_("The contract reperes/law/1, as `reperes law --format json` writes it. For anybody."),
    operation_id="readLaw",
)
def law_of(request: HttpRequest, choice: Query[LawChoice]) -> HttpResponse:
    """Give the parameters of law as they were on a day."""
    del request
    day = choice.as_of or timezone.localdate()
    return _as_is(law(day, language(), "json", stale=choice.stale))


@router.get(
    "/modalities",
    response={200: ModalitiesTold, STATUSES: Problem},
    summary=N_("List the forms of cooperation"),
    description=N_("Each is explained whole at /api/v1/explain/{id}. For anybody."),
    operation_id="listModalities",
)
def list_modalities(request: HttpRequest) -> ModalitiesTold:
    """List the modalities."""
    del request
    items = [
        ModalityTold(
            id=one.id,
            label=of(one.label, language()),
            family=one.family,
            direction=one.direction,
            role=one.role,
            parameters=[*dict.fromkeys(name for ids in one.parameters.values() for name in ids)],
            precedents=[*one.precedents],
            resources=[*one.resources],
        )
        for one in modalities().values()
    ]
    return ModalitiesTold(items=items, count=len(items))


@router.get(
    "/explain/{path:identifier}",
    response={200: ExplanationTold, STATUSES: Problem},
    by_alias=True,
    summary=N_("Explain an identifier"),
    description=N_(
        "A reading, an indicator, a modality, a rule of law, a catalogue or a term: what it means, its "
        "method, its limits, its sources. For anybody."
    ),
    operation_id="explain",
)
def explained(request: HttpRequest, identifier: str) -> HttpResponse:
    """Explain an identifier, or the title of what it names."""
    del request
    if len(identifier) > _LONGEST:
        raise Http404
    try:
        found = explain(identifier, language(), _here)
    except UsageError as error:
        raise RefusedError(HTTPStatus.NOT_FOUND, what=error.what, why=error.why, do=error.do) from error
    return _as_is(render(found, language(), "json"))


def _here(catalogue: Catalogue) -> Standing:
    return standing(catalogue, settings.HOME, Settings.of(settings.HOME), timezone.localdate())


def _as_is(text: str) -> HttpResponse:
    found: dict[str, Any] = json.loads(text)
    return contracts.answer(found)
