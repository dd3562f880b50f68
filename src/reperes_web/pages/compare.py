"""Two observations of one project, compared in words."""

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from reperes.i18n import N_
from reperes.report.comparison import build
from reperes_web import kept
from reperes_web.accounts.signed import signed_in
from reperes_web.forms import Form, said
from reperes_web.language import language
from reperes_web.models import Observation
from reperes_web.templating import written_day

_MOST = 100
"""Observations of one project that may be chosen, the latest ones."""


class ChooseForm(Form):
    """The other observation to compare with."""

    other = forms.TypedChoiceField(coerce=int, label=said(N_("Compare with the observation of")))

    def __init__(self, others: list[Observation], *args: object, **fields: object) -> None:
        super().__init__(*args, **fields)
        named = [(one.pk, written_day(one.as_of)) for one in others]
        self.fields["other"].choices = named  # type: ignore[attr-defined]  # it is a field of choices


@signed_in
@require_GET
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the reader choose which other observation of the project to compare one with."""
    observation = get_object_or_404(Observation.objects.select_related("project"), pk=pk)
    others = [*_others(observation)]
    form = ChooseForm(others, request.GET if "other" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("compare", pk, form.cleaned_data["other"])
    shown = {"observation": observation, "project": observation.project, "others": others, "form": form}
    return render(request, "compare/choose.html", shown, status=400 if form.errors else 200)


@signed_in
@require_GET
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Compare two observations of one project, the earlier one first whatever the order of the address."""
    observation = get_object_or_404(Observation.objects.select_related("project"), pk=pk)
    another = get_object_or_404(Observation, pk=other, project_id=observation.project_id)
    if another.pk == observation.pk:
        raise Http404
    earlier, later = sorted((observation, another), key=lambda one: (one.as_of, one.observed_at, one.pk))
    spoken = language()
    shown = {
        "earlier": earlier,
        "later": later,
        "project": observation.project,
        "comparison": build(kept.data(earlier, spoken), kept.data(later, spoken), spoken),
        "form": ChooseForm([*_others(later)], initial={"other": earlier.pk}),
    }
    return render(request, "compare/compare.html", shown)


def _others(observation: Observation) -> QuerySet[Observation]:
    same = Observation.objects.filter(project_id=observation.project_id).exclude(pk=observation.pk)
    return same.order_by("-as_of", "-observed_at")[:_MOST]
