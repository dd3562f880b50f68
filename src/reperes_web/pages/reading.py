"""One reading of an observation: what was read, what the team says of it, and how to say more."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reperes.errors import UsageError
from reperes.i18n import N_
from reperes.modalities.vocabulary import NEEDS
from reperes.readings import definitions
from reperes.readings.definition import Definition
from reperes.report.statements import value_text, word
from reperes.report.view import Report, Statement
from reperes.report.wording import of
from reperes_web import amended, statements
from reperes_web.accounts import rights
from reperes_web.accounts.signed import account_of, signed_in
from reperes_web.forms import DayInput, Form, said
from reperes_web.language import language, reason, say
from reperes_web.models import Addition, Correction, Membership, Observation
from reperes_web.pages.administration import member_of
from reperes_web.pages.observation import found, worked_out

_UNKNOWN = "unknown"


class CorrectionForm(Form):
    """Another value, and why."""

    reason = forms.CharField(
        max_length=1000,
        label=said(N_("Why")),
        help_text=said(N_("What you know, and from whom: it will be read beside the answer.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, definition: Definition, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._definition = definition
        self.fields["value"] = _value_field(definition)
        self.order_fields(["value", "reason"])

    def clean_value(self) -> Any:
        """Return the value as the engine takes it; None for unknown."""
        return _checked(self._definition, self.cleaned_data["value"])


class AdditionForm(Form):
    """Evidence: what it says, where and when it was seen, what it speaks for."""

    against = forms.ChoiceField(
        choices=lambda: [("", say(N_("speaks for"))), ("yes", say(N_("speaks against")))],
        required=False,
        label=said(N_("It")),
        widget=forms.RadioSelect,
    )
    quote = forms.CharField(
        max_length=2000,
        label=said(N_("What is written or was said")),
        help_text=said(N_("Quote it as it stands. Name no person.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    url = forms.URLField(
        max_length=2000,
        required=False,
        assume_scheme="https",
        label=said(N_("Where it can be read")),
        help_text=said(N_("The address of the page, if there is one.")),
    )
    seen_on = forms.DateField(label=said(N_("When it was seen or heard")), widget=DayInput())

    def __init__(self, definition: Definition, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._definition = definition
        if definition.takes_value:
            self.fields["value"] = _one_value(definition)
            self.order_fields(["against", "value", "quote", "url", "seen_on"])
        else:
            del self.fields["against"]

    def clean_value(self) -> str:
        """Return the value that it speaks of, which the engine takes."""
        try:
            return statements.evidence_value(self._definition.id, self.cleaned_data["value"])
        except UsageError as error:
            raise forms.ValidationError(reason(error)) from error

    def clean_url(self) -> str:
        """Return an address of the web, and nothing else."""
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError(say(N_("Give an address that begins with https://.")))
        return url

    def clean_seen_on(self) -> date:
        """Return a day that has come."""
        seen: date = self.cleaned_data["seen_on"]
        if seen > timezone.localdate():
            raise forms.ValidationError(say(N_("This day is still to come.")))
        return seen


@signed_in
@require_GET
def show(request: HttpRequest, pk: int, reading: str) -> HttpResponse:
    """Show a reading, and the forms."""
    return _page(request, found(pk), _definition(reading))


@signed_in
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int, reading: str) -> HttpResponse:
    """Keep a correction; it takes the place of the one that stood."""
    if request.method == "GET":  # the page of a refused form, opened again
        return redirect("reading", pk, reading)
    observation, definition, member = found(pk), _definition(reading), member_of(request, rights.Action.WRITE)
    if not definition.takes_value:
        raise Http404
    form = CorrectionForm(definition, request.POST)
    if not form.is_valid():
        return _page(request, observation, definition, correction=form)
    told = form.cleaned_data
    statements.correct(member, observation.project, reading, told["value"], told["reason"])
    messages.success(
        request, say(N_("The correction is kept, signed by {who}."), who=statements.signature(member))
    )
    return redirect("reading", pk, reading)


@signed_in
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int, reading: str) -> HttpResponse:
    """Keep evidence of the team's own."""
    if request.method == "GET":
        return redirect("reading", pk, reading)
    observation, definition, member = found(pk), _definition(reading), member_of(request, rights.Action.WRITE)
    form = AdditionForm(definition, request.POST)
    if not form.is_valid():
        return _page(request, observation, definition, addition=form)
    told = form.cleaned_data
    statements.add(
        member,
        observation.project,
        reading=reading,
        value=told.get("value", ""),
        against=bool(told.get("against")),
        quote=told["quote"],
        url=told["url"],
        seen_on=told["seen_on"],
    )
    messages.success(
        request, say(N_("The evidence is kept, signed by {who}."), who=statements.signature(member))
    )
    return redirect("reading", pk, reading)


@signed_in
@require_POST
def withdraw(request: HttpRequest, pk: int, reading: str, kind: str, which: int) -> HttpResponse:
    """Withdraw a correction or evidence: it stays, struck through, and is used no more."""
    observation = found(pk)
    things = Correction.objects if kind == "correction" else Addition.objects
    told = rights.owned(
        request.user,
        rights.Action.WRITE,
        things.all(),
        pk=which,
        project=observation.project,
        reading=reading,
    )
    # It is signed in the team that owns it, whichever one they act for at the moment.
    member = Membership.objects.select_related("team").get(team=told.team, account=account_of(request))
    if statements.withdraw(told, member):
        messages.success(request, say(N_("It is withdrawn: it stays to be read, and is used no more.")))
    return redirect("reading", pk, reading)


def _page(
    request: HttpRequest,
    observation: Observation,
    definition: Definition,
    correction: CorrectionForm | None = None,
    addition: AdditionForm | None = None,
) -> HttpResponse:
    member = rights.membership(request)
    team = None if member is None else member.team
    told = amended.amended(team, observation.project)
    shown = amended.report(observation, team, told, language())
    standing = told.correction(definition.id)
    start = {} if standing is None else {"value": _shown(standing.value), "reason": standing.reason}
    context = {
        "observation": observation,
        "project": observation.project,
        "report": shown,
        "statement": _statement(shown, definition.id),
        "definition": definition,
        "question": of(definition.question, language()),
        "corrections": [(one, _worded(definition, one.value)) for one in told.corrections_of(definition.id)],
        "additions": [(one, _worded(definition, one.value)) for one in told.additions_of(definition.id)],
        "team": team,
        "signature": "" if member is None else statements.signature(member),
        "may_write": rights.member_may(member, rights.Action.WRITE),
        "correction": correction
        or (CorrectionForm(definition, initial=start) if definition.takes_value else None),
        "addition": addition or AdditionForm(definition, initial={"seen_on": timezone.localdate()}),
        **worked_out(observation, team, told),
    }
    return render(request, "reading.html", context, status=400 if correction or addition else 200)


def _definition(reading: str) -> Definition:
    definition = definitions().get(reading)
    if definition is None:
        raise Http404
    return definition


def _statement(report: Report, reading: str) -> Statement | None:
    return next((one for chapter in report.chapters for one in chapter.statements if one.id == reading), None)


def _shown(value: Any) -> Any:
    """Return what the form shows of a value: of a map of needs, those that are told."""
    return list(value) if isinstance(value, dict) else value or _UNKNOWN


def _worded(definition: Definition, value: Any) -> str:
    if value in (None, ""):
        return say(N_("unknown"))
    return value_text(definition, value, language())


def _labels(definition: Definition) -> Iterator[tuple[str, str]]:
    names = NEEDS if definition.id == "needs" else tuple(definition.values)
    for name in names:
        yield name, word(definition, name, language())


def _one_value(definition: Definition) -> forms.Field:
    label = said(N_("Value"))
    if definition.id == "licence":
        return forms.CharField(
            max_length=200, label=label, help_text=said(N_("An SPDX expression, such as EUPL-1.2."))
        )
    return forms.ChoiceField(choices=lambda: [*_labels(definition)], label=label)


def _value_field(definition: Definition) -> forms.Field:
    label = said(N_("What it should be"))
    if definition.id == "licence":
        text = N_("An SPDX expression, such as EUPL-1.2; NONE when there is no licence; or: unknown.")
        return forms.CharField(max_length=200, label=label, help_text=said(text))
    if definition.listed or definition.id == "needs":
        return forms.MultipleChoiceField(
            choices=lambda: [*_labels(definition)],
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=said(N_("None of them: unknown.")),
        )
    return forms.ChoiceField(
        choices=lambda: [*_labels(definition), (_UNKNOWN, say(N_("unknown")))],
        label=label,
        widget=forms.RadioSelect,
    )


def _checked(definition: Definition, value: Any) -> Any:
    """Return a value that the engine takes, None for unknown; a ValidationError says why it does not."""
    if value in ("", _UNKNOWN, []):
        return None
    stated = dict.fromkeys(value, "stated") if definition.id == "needs" else value
    try:
        return statements.value_of(definition.id, stated)
    except UsageError as error:
        raise forms.ValidationError(reason(error)) from error
