"""Advice: which forms of cooperation fit, for one observation and one administration, at a date."""

from collections.abc import Iterator
from datetime import date

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

import reperes
from reperes.i18n import N_
from reperes.modalities.model import Advice as Advised
from reperes.report.advice import render as rendered
from reperes.report.advice.build import build
from reperes.report.advice.versus import versus
from reperes.report.advice.view import AdviceReport
from reperes_web import amended
from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.catalogued import beneficiaries
from reperes_web.forms import DayInput, Form, said
from reperes_web.language import language, say
from reperes_web.models import Advice
from reperes_web.pages.administration import CaseForm, is_taken, member_of, parts, profile_of
from reperes_web.pages.observation import found
from reperes_web.parts import is_part

_ANSWERS = ("yes", "no")
_FIRST_YEAR, _LAST_YEAR = 1985, 2999


class DayForm(Form):
    """The day whose law holds."""

    as_of = forms.DateField(label=said(N_("Under the law of")), widget=DayInput())

    def clean_as_of(self) -> date:
        """Return a day of our time, as the command line takes one."""
        day: date = self.cleaned_data["as_of"]
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            text = N_("Give a day from {first} to {last}.")
            raise forms.ValidationError(say(text, first=_FIRST_YEAR, last=_LAST_YEAR))
        return day


@signed_in
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is sought and what can be given, then advise."""
    observation = found(pk)
    member = member_of(request, rights.Action.WRITE if request.method == "POST" else rights.Action.READ)
    profile = profile_of(member.team)
    if request.method == "POST" and profile is not None:
        form = CaseForm(request.POST)
        if form.is_valid():
            fields = {**profile.fields, **form.told()}
            if is_taken(form, fields):
                made = Advice.objects.create(
                    team=member.team,
                    author=member.account,
                    observation=observation,
                    profile=profile,
                    fields=fields,
                    as_of=timezone.localdate(),
                )
                return redirect("advice", made.pk)
    else:
        form = CaseForm(initial=CaseForm.start({} if profile is None else profile.fields))
    before = Advice.objects.filter(team=member.team, observation__project=observation.project)
    context = {
        "observation": observation,
        "profile": profile,
        "form": form,
        "parts": [*parts(form)],
        "before": before.select_related("observation").order_by("-created_at")[:10],
        "may_write": rights.member_may(member, rights.Action.WRITE),
        "advice": None,
    }
    return render(request, "advice/ask.html", context, status=400 if form.errors else 200)


@signed_in
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an advice."""
    return _page(request, _advice(request, pk, rights.Action.READ))


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is sought, what can be given, or the purchase."""
    advice = _advice(request, pk, rights.Action.WRITE)
    if request.method == "POST":
        form = CaseForm(request.POST)
        if form.is_valid():
            kept = {
                key: one
                for key, one in advice.fields.items()
                if key not in {"relation", "goals", "means", "purchase"}
            }
            fields = {**kept, **form.told()}
            if is_taken(form, fields):
                advice.fields = fields
                advice.save(update_fields=["fields", "changed_at"])
                return redirect("advice", pk)
    else:
        form = CaseForm(initial=CaseForm.start(advice.fields))
    context = {
        "observation": advice.observation,
        "profile": None,
        "form": form,
        "parts": [*parts(form)],
        "before": [],
        "may_write": True,
        "advice": advice,
    }
    return render(request, "advice/ask.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def set_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the law of another day."""
    advice = _advice(request, pk, rights.Action.WRITE)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, advice, day=form, status=400)
    advice.as_of = form.cleaned_data["as_of"]
    advice.save(update_fields=["as_of", "changed_at"])
    return redirect("advice", pk)


@signed_in
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer checks: those that are sent; an empty answer is « not known »."""
    advice = _advice(request, pk, rights.Action.WRITE)
    before = _report(advice)
    known = {check.id for group in before.groups for card in group.cards for check in card.checks}
    told = {
        name.removeprefix("check-"): value
        for name, value in request.POST.items()
        if name.startswith("check-") and name.removeprefix("check-") in known
    }
    with transaction.atomic():
        # As it stands now: another answer may have come while this one was read.
        advice = (
            Advice.objects.select_for_update(of=("self",))
            .select_related("observation__project", "team")
            .get(pk=pk)
        )
        kept = {**advice.fields.get("answers", {}), **told}
        answers = {check: value for check, value in kept.items() if check not in told or value in _ANSWERS}
        advice.fields = {**advice.fields, "answers": answers}
        advice.save(update_fields=["fields", "changed_at"])
    if is_part(request):
        return _page(request, advice, before=before, answered=frozenset(told))
    return redirect("advice", pk)


@signed_in
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an advice."""
    advice = _advice(request, pk, rights.Action.WRITE)
    observation = advice.observation_id
    advice.delete()
    return redirect("advise", observation)


@signed_in
@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show two modalities side by side."""
    advice = _advice(request, pk, rights.Action.READ)
    report = _report(advice)
    cards = {card.id: card for group in report.groups for card in group.cards}
    chosen = [cards[one] for one in (request.GET.get("a", ""), request.GET.get("b", "")) if one in cards]
    shown = {
        "advice": advice,
        "report": report,
        "cards": cards,
        "chosen": chosen,
        "versus": versus(chosen[0], chosen[1], language()) if len(chosen) == 2 else None,
    }
    return render(request, "advice/compare.html", shown)


@signed_in
@require_GET
def file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Return an advice as the command line writes it."""
    kinds = {"html": "text/html", "md": "text/markdown", "json": "application/json"}
    if extension not in kinds:
        raise Http404
    advice = _advice(request, pk, rights.Action.READ)
    names = {"md": "markdown"}
    text = rendered(_advised(advice), language(), names.get(extension, extension), details=True)
    made = HttpResponse(text, content_type=f"{kinds[extension]}; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="conseil-{advice.pk}-{advice.as_of}.{extension}"'
    return made


def _page(
    request: HttpRequest,
    advice: Advice,
    *,
    day: DayForm | None = None,
    before: AdviceReport | None = None,
    answered: frozenset[str] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    """Return the page, or its part with what changed since `before`, once `answered` checks were."""
    report = _report(advice)
    role = rights.role_in(request.user, advice.team)
    shown = {
        "advice": advice,
        "observation": advice.observation,
        "report": report,
        "day": day or DayForm(initial={"as_of": advice.as_of}),
        "may_write": rights.allows(role, rights.Action.WRITE),
        "answered": answered,
        "announced": "" if before is None else " ".join(_changes(before, report)),
    }
    part = "advice/judged.html" if before is not None else "advice/advice.html"
    return render(request, part, shown, status=status)


def _changes(before: AdviceReport, after: AdviceReport) -> Iterator[str]:
    """Yield what answers changed: the verdicts that are no longer the same."""
    former = {card.id: card.verdict for group in before.groups for card in group.cards}
    cards = [card for group in after.groups for card in group.cards]
    changed = [card for card in cards if former.get(card.id) != card.verdict]
    if not changed:
        yield say(N_("The answer is kept: no verdict changes."))
    for card in changed:
        text = N_("{name}: {former}, now {verdict}.")
        yield say(text, name=card.label, former=former.get(card.id, ""), verdict=card.verdict)


def _advice(request: HttpRequest, pk: int, action: rights.Action) -> Advice:
    things = Advice.objects.select_related("observation__project")
    return rights.owned(request.user, action, things, pk=pk)


def _report(advice: Advice) -> AdviceReport:
    return build(_advised(advice), language())


def _advised(advice: Advice) -> Advised:
    told = amended.amended(advice.team, advice.observation.project)
    return reperes.advise(
        amended.data(advice.observation, advice.team, told, language()),
        advice.fields,
        as_of=advice.as_of,
        beneficiaries=beneficiaries(advice.as_of),
        added=told.added(),
    )
