"""Home: one field, examples, what the service does, what was observed lately."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from reperes.errors import ReperesError
from reperes.i18n import N_
from reperes_web import catalogued
from reperes_web.accounts import rights
from reperes_web.accounts.signed import signed_in
from reperes_web.forms import DayInput, Form, said
from reperes_web.language import sentences_of
from reperes_web.models import Account, Observation
from reperes_web.runs.ask import ask

_RECENT = 6
_LONGEST = 2048


class AskForm(Form):
    """What is to be observed, and as it was on which day."""

    subject = forms.CharField(
        max_length=_LONGEST,
        label=said(N_("Name or address of the project")),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "type": "search"}
        ),
    )
    origin = forms.CharField(
        max_length=_LONGEST,
        required=False,
        label=said(N_("Public address of the project, for a copy on this machine")),
        help_text=said(N_("Its forge and the catalogues are asked by that address.")),
    )
    as_of = forms.DateField(
        required=False,
        label=said(N_("As it was on (today by default)")),
        widget=DayInput(),
    )


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show the field, or begin the observation that was asked for."""
    if request.method == "POST":
        return _ask(request)
    typed = request.GET.get("subject", "")
    return _home(request, AskForm(initial={"subject": typed[:_LONGEST]}))


@signed_in
@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return the projects that catalogues know by what is being typed."""
    typed = request.GET.get("subject", "")
    shown = {"found": catalogued.like(typed), "typed": catalogued.is_name(typed)}
    return render(request, "suggestions.html", shown)


def _ask(request: HttpRequest) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _home(request, form, status=400)
    account = request.user
    if not isinstance(account, Account):
        return redirect("sign-in")
    if not rights.may_start(account):
        raise PermissionDenied
    subject: str = form.cleaned_data["subject"]
    day: date | None = form.cleaned_data["as_of"]
    found = catalogued.several(subject)
    if found:
        return _home(request, form, found=found)
    try:
        asked = ask(
            subject,
            account,
            day,
            again="again" in request.POST,
            origin=form.cleaned_data["origin"] if settings.ALONE else "",
        )
    except ReperesError as error:
        told = sentences_of(error)
        return _home(request, form, told=told, status=400)
    if asked.observation is not None:
        return redirect("observation", asked.observation.pk)
    assert asked.run is not None  # noqa: S101 - one or the other
    return redirect("run", asked.run.pk)


def _home(request: HttpRequest, form: AskForm, status: int = 200, **more: object) -> HttpResponse:
    recent = Observation.objects.select_related("project").order_by("-observed_at")[:_RECENT]
    shown = {
        "form": form,
        "recent": recent if request.user.is_authenticated else [],
        "today": timezone.localdate(),
        "catalogued": catalogued.known(),
        "told": None,
        "found": [],
        "may_start": rights.may_start(request.user),
    }
    return render(request, "home.html", {**shown, **more}, status=status)
