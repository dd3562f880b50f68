"""The list itself: a table to sort, to filter and to leaf through, all by its address."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from reperes.i18n import N_
from reperes.report.formats import with_unit
from reperes_web import listing
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language, say
from reperes_web.listing import Wanted
from reperes_web.models import Project
from reperes_web.pages.projects.choice import chosen

_PER_PAGE = 50
HEADERS = {
    "name": N_("Project"),
    "nature": N_("Nature"),
    "licence": N_("Licence"),
    "governance": N_("Governance"),
    "lifecycle": N_("Where it stands"),
    "absence_factor": N_("Half of the work rests on"),
    "as_of": N_("Observed as on"),
    "observations": N_("Observations"),
}
NUMBERS = frozenset({"absence_factor", "observations"})


@dataclass(frozen=True, slots=True)
class Header:
    """A header of the table: `order` is `ascending`, `descending`, or empty when another column orders."""

    id: str
    text: str
    href: str
    order: str
    is_number: bool


@signed_in
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the projects chosen, fifty at a time."""
    form, wanted = chosen(request)
    found = listing.projects(wanted, language())
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    held = listing.some(found, (page.number - 1) * _PER_PAGE, _PER_PAGE)
    shown = {
        "form": form,
        "rows": listing.rows(held),
        "word": lambda reading, value: listing.word(reading, value, language()),
        "people": lambda number: with_unit(number, "people", language()),
        "headers": [_header(request, wanted, name) for name in HEADERS],
        "total": page.paginator.count,
        "page": page,
        "pages": _pages(request, page),
        "chosen": any(request.GET.get(name) for name in form.fields),
        "kept": {"sort": wanted.sort, "order": "desc" if wanted.descending else "asc"},
        "exports": {kind: _address(request, f"projects-{kind}", page=None) for kind in ("csv", "ods")},
        "most": listing.MOST,
    }
    return render(request, "projects/list.html", shown)


def _header(request: HttpRequest, wanted: Wanted, name: str) -> Header:
    is_here = wanted.sort == name
    order = ("descending" if wanted.descending else "ascending") if is_here else ""
    href = _address(request, sort=name, order="desc" if order == "ascending" else "asc", page=None)
    return Header(name, say(HEADERS[name]), href, order, name in NUMBERS)


def _pages(request: HttpRequest, page: Page[Project]) -> dict[str, str]:
    """Return the addresses of the pages beside this one, those that are there."""
    there = {
        "previous": page.number - 1 if page.has_previous() else None,
        "next": page.number + 1 if page.has_next() else None,
    }
    return {name: _address(request, page=number) for name, number in there.items() if number is not None}


def _address(request: HttpRequest, to: str = "projects", **changed: object) -> str:
    """Return the address of the list as it is chosen, but for what is changed; None takes a field away."""
    query = request.GET.copy()
    for name, value in changed.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    told = query.urlencode()
    return reverse(to) + (f"?{told}" if told else "")
