"""The law as it was on a day: what `reperes law` tells."""

import io
import json
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from rich.console import Console

from reperes.i18n import N_, Language, translate
from reperes.law import Dated, Parameter, law
from reperes.law.library import STALE_AFTER
from reperes.modalities.model import Used
from reperes.report.advice import words
from reperes.report.advice.json import parameter
from reperes.report.formats import day as written
from reperes.report.json_types import escaped
from reperes.report.markdown import escape, table
from reperes.report.printer import STRONG, Printer
from reperes.report.view import Link, Table
from reperes.report.wording import of

SCHEMA = "reperes/law/1"


def render(as_of: date, language: Language, format_: str, *, stale: bool = False) -> str:
    """Return the parameters as `text`, `json`, `markdown` or `html`."""
    found = law().stale(as_of) if stale else [*law().parameters.values()]
    if format_ == "json":
        return _json(found, as_of, language, stale=stale)
    title = _title(as_of, language, stale=stale)
    if not found:
        text = N_("Everything was checked {days} days before that day at most.")
        title = f"{title} – {translate(language, text, days=STALE_AFTER.days)}"
    tables = folder_tables(found, as_of, language)
    return {"markdown": _markdown, "html": _html}.get(format_, _text)(title, tables, language)


def folder_tables(found: Sequence[Parameter], as_of: date, language: Language) -> list[Table]:
    """Return parameters as they were on a day, a table a folder; identifiers are the first column."""
    return [_table(folder, items, as_of, language) for folder, items in _folders(found)]


def sources(item: Parameter) -> list[Link]:
    """Return the pages where the values of a parameter are written, those whose address is known."""
    told = {each.url: each.title for one in item.values for each in one.reference if each.url is not None}
    return [Link(title, url) for url, title in told.items()]


def _title(as_of: date, language: Language, *, stale: bool) -> str:
    text = N_("What was not checked again for {days} days, on {day}") if stale else N_("The law of {day}")
    return translate(language, text, day=written(as_of, language), days=STALE_AFTER.days)


def _folders(found: Sequence[Parameter]) -> list[tuple[str, list[Parameter]]]:
    ordered = sorted(found, key=lambda one: one.id.partition("/")[0])
    return [
        (folder, [*items]) for folder, items in groupby(ordered, key=lambda one: one.id.partition("/")[0])
    ]


def law_table(used: Sequence[Used], language: Language) -> Table | None:
    """Return the law that a modality rests on; None when it rests on none."""
    rows = tuple(_row(one, language) for one in used)
    caption = translate(language, N_("The law it rests on"))
    return Table(caption, _headers(language), rows, numbers_from=9) if rows else None


def _table(folder: str, items: Sequence[Parameter], as_of: date, language: Language) -> Table:
    rows = tuple((one.id, *_row(Used(one, one.at(as_of)), language)) for one in items)
    headers = (translate(language, N_("Identifier")), *_headers(language))
    caption = words.label("folder", folder, language)
    return Table(caption, headers, rows, numbers_from=9, raw=frozenset(range(len(rows))))


def _headers(language: Language) -> tuple[str, ...]:
    named = (N_("Rule"), N_("Value"), N_("Since"), N_("Reference"), N_("Checked on"))
    return tuple(translate(language, one) for one in named)


def _row(one: Used, language: Language) -> tuple[str, ...]:
    rule, dated = one.parameter, one.dated
    unknown = translate(language, N_("not known at that date"))
    return (
        of(rule.label, language),
        unknown if dated is None else words.value(dated, rule.unit, language),
        "–" if dated is None or dated.start is None else written(dated.start, language),
        "–" if dated is None else _reference(dated, language),
        written(rule.checked_on, language),
    )


def _reference(dated: Dated, language: Language) -> str:
    told = "; ".join(each.title for each in dated.reference)
    return told if dated.seen == "official" else f"{told} {translate(language, words.SECONDARY)}"


def _json(found: Sequence[Parameter], as_of: date, language: Language, *, stale: bool) -> str:
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "stale": stale,
        "parameters": [parameter(Used(one, one.at(as_of)), language) for one in found],
    }
    return escaped(json.dumps(content, ensure_ascii=False, indent=2))


def _text(title: str, tables: Sequence[Table], language: Language) -> str:
    file = io.StringIO()
    printer = Printer(Console(file=file, width=100, color_system=None), details=False)
    printer.say(title, style=STRONG)
    for content in tables:
        printer.heading(content.caption)
        for identifier, label, value, since, reference, checked in content.rows:
            printer.say(f"{label} — {value}", "– ", strong=len(label))
            printer.copy(identifier, 2)
            told = [reference, f"{content.headers[5]} {checked}"]
            if since != "–":
                told.insert(0, translate(language, N_("since {day}"), day=since))
            printer.say(" · ".join(one for one in told if one != "–"), "  ")
    return file.getvalue().rstrip("\n")


def _markdown(title: str, tables: Sequence[Table], language: Language) -> str:
    del language
    return "\n\n".join([f"# {escape(title)}", *(table(one) for one in tables)])


def _html(title: str, tables: Sequence[Table], language: Language) -> str:
    from reperes.report.html import environment

    return environment().get_template("law.html").render(title=title, tables=tables, language=language.value)
