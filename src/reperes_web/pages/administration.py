"""Who we are: the profile of a team, asked for in a few plain questions and kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reperes.errors import UsageError
from reperes.i18n import N_
from reperes.knowledge.bodies import KINDS, LEVELS
from reperes.modalities.definition import MARKETS
from reperes.modalities.profile import administration
from reperes.modalities.vocabulary import GOALS, OBJECTS, RELATIONS, SKILLS
from reperes.report.advice.words import label
from reperes_web.accounts import rights
from reperes_web.accounts.onward import page_wanted
from reperes_web.accounts.signed import signed_in
from reperes_web.forms import DayInput, Form, said
from reperes_web.language import language, reason, say
from reperes_web.models import Membership, Profile, Team

_ORDERS = ("state", "state-operator", "other-public")
"""Who may be a beneficiary of the interministerial contracts."""
_YES_NO = (("", N_("I do not know")), ("yes", N_("yes")), ("no", N_("no")))
_EXAMPLES: Mapping[str, str] = {
    "state": N_("a ministry, a prefecture"),
    "state-operator": N_("an agency or a public establishment of the State"),
    "local-authority": N_("a commune, a département, a region, a group of communes"),
    "local-public-body": N_("a CCAS, a school fund, a local public establishment of culture"),
    "hospital": N_("a public hospital"),
    "university": N_("a university, a school, a research body"),
    "other-public": N_("a GIP, a social security fund, a chamber"),
}


def _named(family: str, values: tuple[str, ...]) -> Any:
    return lambda: [(one, label(family, one, language())) for one in values]


def _kinds() -> list[tuple[str, str]]:
    return [(one, f"{label('body', one, language())} ({say(_EXAMPLES[one])})") for one in KINDS]


def _levels() -> list[tuple[str, str]]:
    other = ("other", label("body", "other-local-authority", language()))
    return [("", say(N_("none, or not known"))), *_named("body", LEVELS)(), other]


def _yes_no() -> list[tuple[str, str]]:
    return [(value, say(text)) for value, text in _YES_NO]


def _several(family: str, values: tuple[str, ...], text: str, hint: str = "") -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_named(family, values),
        required=False,
        label=said(text),
        help_text=said(hint) if hint else "",
        widget=forms.CheckboxSelectMultiple,
    )


def _amount(text: str, hint: str = "") -> forms.Field:
    return forms.CharField(
        max_length=40,
        required=False,
        label=said(text),
        help_text=said(hint) if hint else "",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


class ProfileForm(Form):
    """The administration itself."""

    name = forms.CharField(
        max_length=200,
        label=said(N_("What is the name of your administration?")),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(choices=_kinds, label=said(N_("What is it?")), widget=forms.RadioSelect)
    level = forms.ChoiceField(
        choices=_levels, required=False, label=said(N_("For a local authority: at which level?"))
    )
    population = _amount(N_("For a local authority: how many inhabitants?"), N_("Such as 220 000."))
    central_authority = forms.ChoiceField(
        choices=_yes_no,
        required=False,
        label=said(N_("Does it count as a central authority for European thresholds?")),
        help_text=said(N_("A ministry does; for an operator, its buyers know. It changes one threshold.")),
        widget=forms.RadioSelect,
    )
    marche_support = forms.ChoiceField(
        choices=_yes_no,
        required=False,
        label=said(
            N_("For the State and its bodies: is it a beneficiary of the interministerial support contract?")
        ),
        help_text=said(N_("The buying department knows; the published lists are looked in as well.")),
        widget=forms.RadioSelect,
    )
    marche_expertise = forms.ChoiceField(
        choices=_yes_no,
        required=False,
        label=said(
            N_(
                "For the State and its bodies: is it a beneficiary of the interministerial expertise "
                "contract?"
            )
        ),
        widget=forms.RadioSelect,
    )
    code_licence = forms.CharField(
        max_length=200,
        required=False,
        label=said(N_("Under which licence do you publish your own code?")),
        help_text=said(N_("If you would contribute some: an SPDX expression, such as EUPL-1.2.")),
    )

    def told(self) -> dict[str, Any]:
        """Return the fields of a profile that were answered."""
        given = dict(self.cleaned_data)
        markets = {name: given.pop(name.replace("-", "_")) for name in MARKETS}
        if given["kind"] not in _ORDERS:
            markets = {}  # only these may be beneficiaries: the question was not theirs
        return without_absent({**given, "market_beneficiary": markets})

    @staticmethod
    def start(fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form shows of a profile."""
        markets = fields.get("market_beneficiary", {})
        return {**fields, **{name.replace("-", "_"): markets.get(name, "") for name in MARKETS}}


class CaseForm(Form):
    """What is sought with one project, and what can be given."""

    relation = forms.ChoiceField(
        choices=lambda: [("", say(N_("I do not know"))), *_named("relation", RELATIONS)()],
        required=False,
        label=said(N_("What is the project to you?")),
        widget=forms.RadioSelect,
    )
    goals = _several("goals", GOALS, N_("What do you seek?"))
    budget_eur = _amount(
        N_("Budget for this cooperation, in euros?"), N_("Such as 15 000; 0 when there is none.")
    )
    agent_days = _amount(N_("Days of agents that could be given?"), N_("Over a year, such as 20."))
    skills = _several("skills", SKILLS, N_("Which skills?"))
    object = forms.ChoiceField(
        choices=lambda: [("", say(N_("no purchase"))), *_named("object", OBJECTS)()],
        required=False,
        label=said(N_("Of what?")),
    )
    amount_eur_ht = _amount(
        N_("For which amount, in euros before tax?"),
        N_("Of the whole need, over its whole duration: it is what thresholds are compared with."),
    )
    duration_months = _amount(N_("Over how many months?"))
    consultation_on = forms.DateField(
        required=False,
        label=said(N_("When would the consultation begin?")),
        help_text=said(N_("Thresholds are those of that day.")),
        widget=DayInput(),
    )
    PURCHASE = ("object", "amount_eur_ht", "duration_months", "consultation_on")
    MEANS = ("budget_eur", "agent_days", "skills")

    def told(self) -> dict[str, Any]:
        """Return the fields of a profile that were answered."""
        given = dict(self.cleaned_data)
        if given["consultation_on"] is not None:
            given["consultation_on"] = given["consultation_on"].isoformat()
        means = {name: given.pop(name) for name in self.MEANS}
        purchase = {name: given.pop(name) for name in self.PURCHASE}
        return without_absent({**given, "means": means, "purchase": purchase})

    @staticmethod
    def start(fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form shows of a profile."""
        return {**fields, **fields.get("means", {}), **fields.get("purchase", {})}


def without_absent(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that say something: what is not answered is unknown, and is not written."""
    kept = {key: without_absent(one) if isinstance(one, Mapping) else one for key, one in fields.items()}
    return {key: one for key, one in kept.items() if one not in (None, "", [], {})}


def profile_of(team: Team) -> Profile | None:
    """Return the profile of a team, None when it was not made."""
    return Profile.objects.filter(team=team).order_by("pk").first()


def is_taken(form: Form, fields: Mapping[str, Any]) -> bool:
    """Return whether the engine takes a profile; else the form says why, beside the field if it has it."""
    try:
        administration(fields)
    except UsageError as error:
        name = str(error.why.args.get("field", "")).rpartition(".")[2].replace("-", "_")
        if name in form.fields:
            form.add_error(name, error.do.text(language()))
        else:
            form.add_error(None, reason(error))
        return False
    return True


def member_of(request: HttpRequest, action: rights.Action) -> Membership:
    """Return the membership that the reader acts under, if it allows so much."""
    member = rights.membership(request)
    if member is None:
        raise Http404
    rights.require(request.user, action, member.team)
    return member


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the profile of the team, or keep it."""
    member = member_of(request, rights.Action.WRITE if request.method == "POST" else rights.Action.READ)
    profile = profile_of(member.team)
    after = page_wanted(request)
    if request.method == "POST":
        form = ProfileForm(request.POST)
        if form.is_valid():
            fields = form.told()
            if is_taken(form, fields):
                _keep(profile, member, fields)
                messages.success(request, say(N_("The profile is kept.")))
                return redirect(after or "profile")
    else:
        form = ProfileForm(initial=ProfileForm.start({} if profile is None else profile.fields))
    context = {
        "form": form,
        "profile": profile,
        "team": member.team,
        "next": after,
        "may_write": rights.member_may(member, rights.Action.WRITE),
    }
    return render(request, "advice/profile.html", context, status=400 if form.errors else 200)


def _keep(profile: Profile | None, member: Membership, fields: dict[str, Any]) -> None:
    if profile is None:
        Profile.objects.create(team=member.team, author=member.account, fields=fields)
        if settings.ALONE:
            # The team was made before anybody could name it, and signs corrections.
            Team.objects.filter(pk=member.team_id).update(name=fields["name"])
    else:
        profile.fields = fields
        profile.save(update_fields=["fields", "changed_at"])


def parts(form: CaseForm) -> Iterator[tuple[str, list[forms.BoundField]]]:
    """Yield the groups of questions of a case, each with its title."""
    named = {
        N_("What you seek"): ("relation", "goals"),
        N_("What you can give"): CaseForm.MEANS,
        N_("A purchase, if there is one"): CaseForm.PURCHASE,
    }
    for title, names in named.items():
        yield say(title), [form[name] for name in names]
