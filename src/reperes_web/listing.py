"""The projects observed, one row each: chosen, put in order, said in words. The list and the API share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

from django.db.models import Case, Count, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower

from reperes.i18n import Language
from reperes.readings import definitions
from reperes.report.statements import value_text
from reperes_web.models import Observation, Project

M = TypeVar("M", bound=Model)
UNKNOWN = "unknown"
READINGS = ("nature", "governance", "lifecycle")
"""The readings of a closed vocabulary that a row shows and is chosen by."""
OPENNESS = ("open", "not-open")
SORTS = ("name", "nature", "licence", "governance", "lifecycle", "absence_factor", "as_of", "observations")
MOST = 20_000
"""Rows of an export at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty text chooses nothing, `unknown` chooses what is not known.

    `since`: the latest observation is of that day or later. `sort` is one of `SORTS`.
    """

    text: str = ""
    nature: str = ""
    governance: str = ""
    lifecycle: str = ""
    openness: str = ""
    since: date | None = None
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A project as its latest observation shows it; None is unknown. `observations`: how many there are."""

    project: Project
    latest: Observation
    observations: int


def choices(reading: str) -> tuple[str, ...]:
    """Return the values that a reading may be chosen by, `unknown` last."""
    values = OPENNESS if reading == "openness" else (*definitions()[reading].values,)
    return (*values, UNKNOWN)


def word(reading: str, value: object, language: Language) -> str:
    """Return a value of a reading in words; None is unknown. `openness` is said by the licence."""
    definition = definitions()["licence" if reading == "openness" else reading]
    return value_text(definition, UNKNOWN if value is None else value, language)


def projects(wanted: Wanted, language: Language, *, counted: bool = False) -> QuerySet[Project]:
    """Return the projects wanted, each with its latest observation; those never observed are left out.

    `counted`: each says in `times` how many observations it has, for what goes through all of them.
    """
    found = Project.objects.select_related("latest").filter(_chosen(wanted))
    if counted or wanted.sort == "observations":
        found = found.annotate(times=_times())
    key = _key(wanted.sort, language)
    ordered = key.desc(nulls_last=True) if wanted.descending else key.asc(nulls_last=True)
    return found.order_by(ordered, "pk")


def some(found: QuerySet[M], first: int, size: int) -> list[M]:
    """Return some of what was found, from `first`, counted from 0, in two queries.

    What is far in an order is put in it by its number alone: whole rows would be sorted for nothing.
    """
    numbers = [*found.values_list("pk", flat=True)[first : first + size]]
    held = {one.pk: one for one in found.filter(pk__in=numbers).order_by()}
    return [held[number] for number in numbers if number in held]


def rows(held: Sequence[Project]) -> list[Row]:
    """Return the rows of some projects, in their order, in one query more."""
    counted = _counted([one.pk for one in held])
    return [Row(one, one.latest, counted[one.pk]) for one in held if one.latest is not None]


def _times() -> Subquery:
    its = Observation.objects.filter(project=OuterRef("pk")).order_by()
    return Subquery(its.values("project").annotate(times=Count("pk")).values("times"))


def _counted(projects_: list[int]) -> Mapping[int, int]:
    of_these = Observation.objects.filter(project__in=projects_)
    return dict(of_these.values_list("project").annotate(times=Count("pk")).order_by())


def _chosen(wanted: Wanted) -> Q:
    chosen = Q(latest__isnull=False)
    if wanted.text:
        chosen &= Q(name__icontains=wanted.text) | Q(key__icontains=wanted.text)
    for name in (*READINGS, "openness"):
        value = getattr(wanted, name)
        if value == UNKNOWN:
            chosen &= Q(**{f"latest__{name}__isnull": True}) | Q(**{f"latest__{name}": UNKNOWN})
        elif value:
            chosen &= Q(**{f"latest__{name}": value})
    if wanted.since is not None:
        chosen &= Q(latest__as_of__gte=wanted.since)
    return chosen


def _key(sort: str, language: Language) -> F | Lower | Case:
    """Return what the rows are put in order by: words by their order in the language, not their codes."""
    if sort in READINGS:
        ranks = [When(**{f"latest__{sort}": value}, then=Value(at)) for value, at in _ranks(sort, language)]
        return Case(*ranks, default=None, output_field=IntegerField())
    if sort == "name":
        return Lower("name")
    if sort == "licence":
        return Lower("latest__licence")
    return F("times") if sort == "observations" else F(f"latest__{sort}")


@cache
def _ranks(reading: str, language: Language) -> tuple[tuple[str, int], ...]:
    values = sorted(
        definitions()[reading].values, key=lambda value: word(reading, value, language).casefold()
    )
    return tuple((value, at) for at, value in enumerate(values))
