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
from reperes.modalities.model import Used
from reperes.report.advice import words
from reperes.report.advice.json import parameter
from reperes.report.formats import day as written
from reperes.report.json_types import escaped
from reperes.report.markdown import escape, table
from reperes.report.printer import STRONG, Printer
from reperes.report.view import Table
from reperes.report.wording import of

SCHEMA = "reperes/law/1"


def render(as_of: date, language: Language, format_: str, *, stale: bool = False) -> str:
    """Return the parameters as `text`, `json`, `markdown` or `html`."""
    found = law().stale(as_of) if stale else [*law().parameters.values()]
    if format_ == "json":
        return _json(found, as_of, language, stale=stale)
    title = _title(as_of, language, stale=stale)
    if not found:
        nothing = translate(language, N_("Everything was checked less than 180 days before that day."))
        return f"{title}\n\n{nothing}"
    tables = [_table(folder, items, as_of, language) for folder, items in _folders(found)]
    return {"markdown": _markdown, "html": _html}.get(format_, _text)(title, tables, language)


def _title(as_of: date, language: Language, *, stale: bool) -> str:
    text = N_("What was not checked again for 180 days, on {day}") if stale else N_("The law of {day}")
    return translate(language, text, day=written(as_of, language))


def _folders(found: Sequence[Parameter]) -> list[tuple[str, list[Parameter]]]:
    ordered = sorted(found, key=lambda one: one.id.partition("/")[0])
    return [
        (folder, [*items]) for folder, items in groupby(ordered, key=lambda one: one.id.partition("/")[0])
    ]


def _table(folder: str, items: Sequence[Parameter], as_of: date, language: Language) -> Table:
    def say(text: str) -> str:
        return translate(language, text)

    headers = (
        say(N_("Identifier")),
        say(N_("Rule")),
        say(N_("Value")),
        say(N_("Since")),
        say(N_("Reference")),
        say(N_("Checked on")),
    )
    rows = tuple(_row(one, as_of, language) for one in items)
    return Table(
        words.label("folder", folder, language),
        headers,
        rows,
        numbers_from=9,
        raw=frozenset(range(len(rows))),
    )


def _row(one: Parameter, as_of: date, language: Language) -> tuple[str, ...]:
    dated = one.at(as_of)
    return (
        one.id,
        of(one.label, language),
        translate(language, N_("not known at that date"))
        if dated is None
        else words.value(dated, one.unit, language),
        "–" if dated is None or dated.start is None else written(dated.start, language),
        "–" if dated is None else _reference(dated, language),
        written(one.checked_on, language),
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
