"""The template engine: that of the reports, with the pages of the application beside its parts."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader

from reperes.report import formats, html
from reperes_web.accounts import rights
from reperes_web.language import language, say
from reperes_web.models import Account
from reperes_web.parts import is_part
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
        "static": _static,
        "lang": lambda: language().value,
        "alone": settings.ALONE,
        "attributes": _attributes,
    }
    return made


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what every page shows around its content."""
    who = request.user
    return {
        "seen": begin(marking=not is_part(request)),
        "membership": rights.membership(request),
        "here": _here(request),
        "signed_in": who.is_authenticated,
        "account_name": who.shown if isinstance(who, Account) else "",
    }


def _here(request: HttpRequest) -> str:
    """Return the address to come back to: of a form that was refused, the page that it was on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.netloc == request.get_host() and page.path else reverse("home")


@cache
def _static(path: str) -> str:
    """Return the address of a file, which changes with what it holds: browsers keep it for long."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return f"{static(path)}?{hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]}"


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
    return f"{formats.day(local.date(), language())}, {local:%H:%M}"


def _number(value: float) -> str:
    return formats.number(value, language())
