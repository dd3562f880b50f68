"""What the address of the list asks for: a form whose faults choose nothing rather than stop the reader."""

from django import forms
from django.http import HttpRequest

from reperes.i18n import N_
from reperes_web.forms import DayInput, Form, said
from reperes_web.language import language, say
from reperes_web.listing import SORTS, Wanted, choices, word


def _choice(reading: str, label: str) -> forms.ChoiceField:
    def listed() -> list[tuple[str, str]]:
        any_ = ("", say(N_("Any")))
        return [any_, *((value, word(reading, value, language())) for value in choices(reading))]

    return forms.ChoiceField(required=False, label=said(label), choices=listed)


class ChoiceForm(Form):
    """The filters of the list."""

    q = forms.CharField(
        required=False,
        max_length=200,
        label=said(N_("Name or address")),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    nature = _choice("nature", N_("Nature"))
    governance = _choice("governance", N_("Governance"))
    lifecycle = _choice("lifecycle", N_("Where it stands"))
    openness = _choice("openness", N_("Licence"))
    since = forms.DateField(
        required=False,
        label=said(N_("Observed since")),
        widget=DayInput(),
    )


def chosen(request: HttpRequest) -> tuple[ChoiceForm, Wanted]:
    """Return the form as it was filled, and what is looked for: a field that is wrong chooses nothing."""
    form = ChoiceForm(request.GET)
    form.is_valid()
    told = form.cleaned_data
    sort = request.GET.get("sort", "name")
    wanted = Wanted(
        text=(told.get("q") or "").strip(),
        nature=told.get("nature") or "",
        governance=told.get("governance") or "",
        lifecycle=told.get("lifecycle") or "",
        openness=told.get("openness") or "",
        since=told.get("since"),
        sort=sort if sort in SORTS else "name",
        descending=request.GET.get("order") == "desc",
    )
    return form, wanted
