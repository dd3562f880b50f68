"""Knowledge: everything that `knowledge/` and the definitions tell, each on a page of its own, for all."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reperes.errors import UsageError
from reperes.i18n import N_
from reperes.knowledge.catalogue import Catalogue
from reperes.knowledge.terms import load_terms
from reperes.law import Parameter, law
from reperes.law.library import STALE_AFTER
from reperes.report import directory
from reperes.report.advice.law import folder_tables, sources
from reperes.report.catalogues import list_table
from reperes.report.explanation import explain, near
from reperes.report.view import Link
from reperes.report.wording import of
from reperes.sources.catalogues.settings import Settings
from reperes.sources.catalogues.standing import Standing, standing, standings
from reperes_web.forms import Form, said
from reperes_web.language import language

SECTIONS: dict[str, tuple[str, str, str]] = {
    "modalites": (
        "modality",
        N_("The forms of cooperation"),
        N_("What a public body may do with a project, through which legal vehicle, with which steps."),
    ),
    "droit": (
        "parameter",
        N_("The law at a date"),
        N_("Thresholds, delays and rules, as they were on a day, with their references."),
    ),
    "roles": (
        "role",
        N_("The roles"),
        N_("What each place beside a project commits to, and how to leave it properly."),
    ),
    "lectures": (
        "reading",
        N_("The conclusions, and how they are drawn"),
        N_("What is read of a project: where it looks, what counts, what it cannot see."),
    ),
    "indicateurs": (
        "indicator",
        N_("The indicators, and how they are counted"),
        N_("What is measured: the question, the method, the limits."),
    ),
    "precedents": (
        "precedent",
        N_("It was done before"),
        N_("Cooperations that took place: who, with whom, for how much."),
    ),
    "ressources": (
        "resource",
        N_("The official pages"),
        N_("Guides, models and lists published by public bodies."),
    ),
    "catalogues": (
        "catalogue",
        N_("The catalogues"),
        N_("The lists of software and of bodies that are looked in, and how old they are here."),
    ),
    "glossaire": (
        "term",
        N_("The glossary"),
        N_("The words of an observation and of an advice, with the source of each definition."),
    ),
}
"""The parts of the knowledge: their address, the kind of what they list, their title, what they hold."""
_OF_KIND = {kind: slug for slug, (kind, _, _) in SECTIONS.items()}
_LONGEST = 200


class DateForm(Form):
    """The day whose law is shown."""

    date = forms.DateField(
        label=said(N_("The law as it was, or will be, on")),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """What the page of a parameter of law shows besides: where its values are written, its last check.

    `days`: since it was last checked; `stale`: for too long.
    """

    sources: list[Link]
    days: int
    stale: bool


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the parts, or what a search finds."""
    typed = request.GET.get("q", "")[:_LONGEST].strip()
    shown = {
        "typed": typed,
        "found": directory.search(typed, language()),
        "near": _near(typed),
        "sections": SECTIONS,
    }
    return render(request, "knowledge/index.html", shown)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """List what one part holds, by group."""
    kind, title, about = SECTIONS[slug]
    shown = {"title": title, "about": about, "slug": slug, "groups": directory.of_kind(kind, language())}
    return render(request, "knowledge/section.html", shown)


@require_safe
def law_at(request: HttpRequest) -> HttpResponse:
    """Show the law of a day: today's, or that of `date`."""
    today = timezone.localdate()
    form = DateForm(request.GET) if "date" in request.GET else DateForm(initial={"date": today})
    valid = form.is_bound and form.is_valid()
    day: date = form.cleaned_data["date"] if valid else today
    shown = {
        "form": form,
        "day": day,
        "title": SECTIONS["droit"][1],
        "tables": folder_tables([*law().parameters.values()], day, language()),
        "stale": len(law().stale(today)),
        "checked": min(rule.checked_on for rule in law().parameters.values()),
        "today": today,
        "stale_after": STALE_AFTER.days,
    }
    return render(request, "knowledge/law.html", shown, status=400 if form.errors else 200)


@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    """Show where each catalogue stands on this machine."""
    table = list_table([*standings(settings.HOME, timezone.localdate()).values()], language())
    kind, title, about = SECTIONS["catalogues"]
    groups = directory.of_kind(kind, language())
    shown = {"title": title, "about": about, "table": table, "groups": groups}
    return render(request, "knowledge/catalogues.html", shown)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show every term, each under its own anchor."""
    spoken = language()
    terms = [(one, of(one.label, spoken), of(one.definition, spoken)) for one in load_terms().values()]
    _, title, about = SECTIONS["glossaire"]
    return render(request, "knowledge/glossary.html", {"title": title, "about": about, "terms": terms})


@require_safe
def item(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show what an identifier means; one that is not known gets the nearest ones, one by a title its page."""
    try:
        explanation = explain(identifier, language(), _here)
    except UsageError:
        unknown = {"identifier": identifier[:_LONGEST], "near": _near(identifier)}
        return render(request, "knowledge/unknown.html", unknown, status=404)
    if explanation.id != identifier:
        return redirect("knowledge-item", explanation.id)
    shown: dict[str, object] = {
        "explanation": explanation,
        "related": directory.related(identifier, language()),
        "slug": _OF_KIND[directory.entries(language())[identifier].kind],
        "sections": SECTIONS,
        "rule": _rule(law().parameters.get(identifier)),
    }
    return render(request, "knowledge/item.html", shown)


def _near(typed: str) -> list[directory.Entry]:
    known = directory.entries(language())
    return [known[one] for one in near(typed)]


def _here(catalogue: Catalogue) -> Standing:
    return standing(catalogue, settings.HOME, Settings.of(settings.HOME), timezone.localdate())


def _rule(parameter: Parameter | None) -> Rule | None:
    if parameter is None:
        return None
    age = timezone.localdate() - parameter.checked_on
    return Rule(sources(parameter), max(age.days, 0), age > STALE_AFTER)
