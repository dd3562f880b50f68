"""The template engine: that of the reports, with the pages of the application beside its parts."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django_htmx.jinja import htmx_script
from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from reperes.report import formats, html
from reperes_web.accounts import rights
from reperes_web.language import language, say
from reperes_web.models import Account
from reperes_web.prose import rich
from reperes_web.terms import begin, defined, glossed


def environment(**_: Any) -> Environment:
    """Return the engine of the pages."""
    made = html.environment().overlay()
    # An overlay shares what it does not set again; ours must not change that of the reports.
    made.loader = ChoiceLoader([PackageLoader("reperes_web"), html.loader()])
    made.filters = {
        **made.filters,
        "day": written_day,
        "moment": _moment,
        "number": _number,
        "glossed": glossed,
        "defined": defined,
        "rich": rich,
    }
    made.globals = {
        **made.globals,
        "_": say,
        "url": _url,
        "static": static,
        "htmx_script": lambda: Markup(htmx_script()),  # noqa: S704 - it is the library’s own tag
        "lang": lambda: language().value,
        "alone": settings.ALONE,
        "attributes": _attributes,
        "seen_terms": set,
    }
    return made


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows around its content."""
    who = request.user
    return {
        "seen": begin(),
        "membership": rights.membership(request),
        "here": request.get_full_path(),
        "signed_in": who.is_authenticated,
        "account_name": who.shown if isinstance(who, Account) else "",
    }


def _url(name: str, *args: object, **fields: object) -> str:
    return reverse(name, args=args, kwargs=fields)


def _attributes(bound: BoundField, hint: str) -> dict[str, str]:
    """Return what ties a field to its help and its errors."""
    told = bool(hint or bound.help_text or bound.errors)
    made = {"aria-describedby": f"{bound.auto_id}-told"} if told else {}
    return made | ({"aria-invalid": "true"} if bound.errors else {})


def written_day(when: date | datetime) -> str:
    """Return a day as the language of the answer writes it."""
    return formats.day(when.date() if isinstance(when, datetime) else when, language())


def _moment(when: datetime) -> str:
    local = timezone.localtime(when)
    return f"{formats.day(local.date(), language())}, {local:%H:%M} UTC"


def _number(value: float) -> str:
    return formats.number(value, language())
