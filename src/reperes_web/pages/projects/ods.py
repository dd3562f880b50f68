"""A spreadsheet of typed cells, in the OpenDocument format.

The rows are written as text, and the library does the rest of the file: an element made for each cell would
take a minute for what takes a second.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from odfdo import Container, Document

from reperes.i18n import Language
from reperes.report.formats import number
from reperes.report.safe import safe

Cell = str | int | date | None
_OPEN, _CLOSE = b"<office:spreadsheet>", b"</office:spreadsheet>"
_LOCALES = {Language.FR: "fr-FR", Language.EN: "en-GB"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name and its rows, the first of which holds the headers."""

    name: str
    rows: Sequence[tuple[Cell, ...]]


def spreadsheet(sheets: Iterable[Sheet], *, title: str, language: Language) -> bytes:
    """Return a file: numbers and days are typed, headers repeat on each page, the language is told."""
    container = _empty(title, language)
    content = container.get_part("content.xml")
    if not isinstance(content, bytes):
        raise TypeError("the template of a spreadsheet has no content")
    head, _, rest = content.partition(_OPEN)
    tail = rest[rest.index(_CLOSE) :]
    tables = "".join(part for sheet in sheets for part in _sheet(sheet, language)).encode()
    container.set_part("content.xml", head + _OPEN + tables + tail)
    file = io.BytesIO()
    container.save(file)
    return file.getvalue()


def _empty(title: str, language: Language) -> Container:
    """Return the parts of a spreadsheet without a sheet; saved once so that its language is in them."""
    document = Document("spreadsheet")
    document.language = _LOCALES[language]
    document.meta.title = title
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    container = Document(file).container
    if container is None:
        raise TypeError("a document that was just saved has no parts")
    return container


def _sheet(sheet: Sheet, language: Language) -> Iterator[str]:
    headers, *rows = sheet.rows
    yield f"<table:table table:name={quoteattr(safe(sheet.name))}>"
    yield f'<table:table-column table:number-columns-repeated="{len(headers)}"/>'
    yield f"<table:table-header-rows>{_row(headers, language)}</table:table-header-rows>"
    for row in rows:
        yield _row(row, language)
    yield "</table:table>"


def _row(cells: tuple[Cell, ...], language: Language) -> str:
    return f"<table:table-row>{''.join(_cell(one, language) for one in cells)}</table:table-row>"


def _cell(value: Cell, language: Language) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        typed, said = f'office:value-type="date" office:date-value="{value.isoformat()}"', value.isoformat()
    elif isinstance(value, int):
        typed, said = f'office:value-type="float" office:value="{value}"', number(value, language)
    else:
        # A text never is a formula here: its cell says that it is a text.
        typed, said = 'office:value-type="string"', escape(safe(value))
    return f"<table:table-cell {typed}><text:p>{said}</text:p></table:table-cell>"
