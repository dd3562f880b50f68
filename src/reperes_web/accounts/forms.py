"""The forms of accounts and teams."""

from typing import Any

from django import forms
from django.contrib.auth import forms as django_forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, QueryDict
from django.utils.functional import lazystr

from reperes.i18n import N_
from reperes_web.forms import Form, said
from reperes_web.language import say
from reperes_web.models import Account, Role

_NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, even empty; None when it is only shown."""
    return request.POST if request.method == "POST" else None


class SignInForm(Form):
    """A user name and a password."""

    username = forms.CharField(
        max_length=150, label=said(N_("User name")), widget=forms.TextInput(attrs=_NAME)
    )
    password = forms.CharField(
        strip=False,
        label=said(N_("Password")),
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class _PlainHelp:
    """What passwords have to be, as sentences: Django lays them out as a list, which a hint cannot hold."""

    def __str__(self) -> str:
        return " ".join(password_validators_help_texts())


class ChoosePasswordForm(django_forms.SetPasswordForm):  # type: ignore[type-arg]  # not at run time
    """A password, twice."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, label_suffix="", **fields)
        self.fields["new_password1"].help_text = lazystr(_PlainHelp())


class ChangePasswordForm(django_forms.PasswordChangeForm):
    """The password that one had, then another, twice."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, label_suffix="", **fields)
        self.fields["new_password1"].help_text = lazystr(_PlainHelp())


class AccountForm(Form):
    """A name. Nobody writes their own address: by it a colleague is added to a team."""

    first_name = forms.CharField(
        required=False,
        max_length=150,
        label=said(N_("First name")),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        required=False,
        max_length=150,
        label=said(N_("Last name")),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def __init__(self, *args: Any, account: Account, **fields: Any) -> None:
        first = {name: getattr(account, name) for name in self.base_fields}
        super().__init__(*args, initial=first, **fields)
        self._account = account

    def save(self) -> None:
        """Write it."""
        for name, value in self.cleaned_data.items():
            setattr(self._account, name, value)
        self._account.save(update_fields=[*self.cleaned_data])


class TeamForm(Form):
    """The name of a team."""

    name = forms.CharField(max_length=200, label=said(N_("Name")))


def _role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=lambda: [(role.value, say(role.label)) for role in Role],
        label=said(N_("Role")),
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )


def _function_field() -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=80,
        label=said(N_("Function")),
        help_text=said(N_("Such as “jurist” or “head of IT”. It signs corrections, in place of the name.")),
    )


class InviteForm(Form):
    """A colleague, by e-mail address, and what they will be in the team.

    `account` is the account that has this address, once the manager said that it is the right one.
    """

    email = forms.EmailField(
        max_length=150,
        label=said(N_("E-mail address")),
        help_text=said(N_("By it they will sign in, if they have no account yet.")),
    )
    role = _role_field()
    function = _function_field()
    account = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MemberForm(Form):
    """What a member is in the team."""

    role = _role_field()
    function = _function_field()


class FunctionForm(Form):
    """The function that signs one’s own corrections."""

    function = _function_field()


class SureForm(Form):
    """A box to tick before what cannot be undone."""

    sure = forms.BooleanField(label=said(N_("I understand that this cannot be undone.")))
