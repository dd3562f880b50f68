"""The list as a file: what is chosen, entire, up to a bound that the page tells."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from reperes.i18n import N_, Language
from reperes.report.formats import day, number
from reperes.report.safe import safe
from reperes_web import listing
from reperes_web.accounts.signed import signed_in
from reperes_web.language import language, say
from reperes_web.models import Project
from reperes_web.pages.projects.choice import ChoiceForm, chosen
from reperes_web.pages.projects.ods import Cell, Sheet, spreadsheet
from reperes_web.pages.projects.page import HEADERS

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@signed_in
@require_GET
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the projects chosen as CSV, row after row: UTF-8 with its mark, as spreadsheets expect it.

    The separator is that of the language: a semicolon in French, where the comma is that of decimals.
    """
    _, wanted = chosen(request)
    separator = ";" if language() is Language.FR else ","
    found = listing.projects(wanted, language(), counted=True)[: listing.MOST].iterator(chunk_size=500)
    table = _table(found, request.build_absolute_uri("/observations/"), language(), _headers())
    answer = StreamingHttpResponse(_lines(table, separator), content_type="text/csv; charset=utf-8")
    return _named(answer, "csv")


@signed_in
@require_GET
def as_ods(request: HttpRequest) -> HttpResponseBase:
    """Send the projects chosen as a spreadsheet, with a second sheet that says what they are."""
    form, wanted = chosen(request)
    found = listing.projects(wanted, language(), counted=True)
    held = [*found[: listing.MOST]]
    table = [*_table(iter(held), request.build_absolute_uri("/observations/"), language(), _headers())]
    sheets = (
        Sheet(say(N_("Projects")), tuple(table)),
        Sheet(say(N_("About this list")), tuple(_about(form, len(held), found.count()))),
    )
    body = spreadsheet(sheets, title=say(N_("Projects observed")), language=language())
    return _named(HttpResponse(body, content_type=_ODS), "ods")


def _headers() -> list[str]:
    said = {name: say(text) for name, text in HEADERS.items()}
    return [
        said["name"],
        say(N_("Address")),
        *(said[name] for name in ("nature", "licence")),
        say(N_("Openness of the licence")),
        *(said[name] for name in ("governance", "lifecycle")),
        say(N_("Half of the work rests on (people)")),
        *(said[name] for name in ("as_of", "observations")),
        say(N_("Page of the observation")),
    ]


def _table(
    found: Iterator[Project], pages: str, spoken: Language, headers: list[str]
) -> Iterator[tuple[Cell, ...]]:
    yield tuple(headers)
    for project in found:
        latest = project.latest
        if latest is None:
            continue

        def word(reading: str, value: object) -> str:
            return listing.word(reading, value, spoken)

        factor: Cell = latest.absence_factor
        yield (
            safe(project.name),
            safe(project.key),
            word("nature", latest.nature),
            word("licence", latest.licence),
            word("openness", latest.openness),
            word("governance", latest.governance),
            word("lifecycle", latest.lifecycle),
            word("nature", None) if factor is None else factor,
            latest.as_of,
            getattr(project, "times", 0),
            f"{pages}{latest.pk}/",
        )


def _about(form: ChoiceForm, held: int, total: int) -> Iterator[tuple[Cell, ...]]:
    """Yield what whoever opens the file a year later has to know of it."""
    spoken = language()
    yield (say(N_("What")), say(N_("Value")))
    yield (say(N_("Made on")), timezone.localdate())
    yield (say(N_("Projects in this file")), held)
    if held < total:
        text = N_("Only the first {n} of {total} are here: choose fewer of them to have all.")
        said = say(text, n=number(held, spoken), total=number(total, spoken))
        yield (say(N_("Left out")), said)
    for bound in form:
        value = form.cleaned_data.get(bound.name)
        if value:
            yield (str(bound.label), _chosen_words(bound.name, value, spoken))
    note = N_("“Unknown” is not “no”: it was not established. Each page of an observation tells why.")
    yield (say(N_("How to read it")), say(note))


def _chosen_words(name: str, value: object, spoken: Language) -> str:
    if isinstance(value, date):
        return day(value, spoken)
    return safe(str(value)) if name == "q" else listing.word(name, value, spoken)


def _lines(table: Iterator[tuple[Cell, ...]], separator: str) -> Iterator[bytes]:
    """Yield the lines of a CSV file, none of whose cells is a formula for whoever opens it."""
    yield b"\xef\xbb\xbf"
    for row in table:
        line = io.StringIO()
        csv.writer(line, delimiter=separator, quoting=csv.QUOTE_ALL).writerow(
            [_guarded(cell) for cell in row]
        )
        yield line.getvalue().encode()


def _guarded(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


def _named(answer: HttpResponseBase, kind: str) -> HttpResponseBase:
    name = f"reperes-{timezone.localdate().isoformat()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
