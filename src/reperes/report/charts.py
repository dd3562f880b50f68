"""Charts as inline SVG, drawn here: no script, no request, readable at any width.

Positions across are percentages and all the rest is in pixels, with no `viewBox`: a text keeps its size when
the chart narrows. Nothing is told by colour alone: parts differ by their hatching, and every value is also in
the table that follows the chart. A page may set the colours again, by the classes of the elements.
"""

import textwrap
from collections.abc import Iterator
from html import escape

from reperes.report.view import Bar, Bars, Chart, Columns

_FONT = 14
_HEIGHT = 150
_ROW = 46
_BAR = 16
_LEADING = 18
_LINE_LENGTH = 40
"""Characters of a label on one line: what a narrow screen holds."""
# How wide a bar is that stands for all (percent): its value is written on its right.
_WHOLE = 60
_LEGEND = 24
_INK, _FIRST, _SECOND, _LINE = "#1b1b1f", "#1f5f99", "#a34a00", "#80808a"
# A label nearer to an edge than this (percent) is aligned on it, so as not to be cut.
_EDGE = 6


def svg(chart: Chart) -> str:
    """Return one `<svg>` element; ids begin with the chart's, which is unique in a page."""
    drawn, height = _columns(chart) if isinstance(chart, Columns) else _bars(chart)
    name = escape(chart.id)
    return (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc" class="chart" width="100%" '
        f'height="{height}" font-size="{_FONT}" font-family="system-ui, sans-serif" fill="{_INK}">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(chart.description)}</desc>'
        f"<defs>{_hatching(name)}</defs>{drawn}</svg>"
    )


def _hatching(name: str) -> str:
    return (
        f'<pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="ground" width="6" height="6" fill="#fff"/>'
        f'<rect class="second" width="3" height="6" fill="{_SECOND}"/></pattern>'
    )


def _columns(chart: Columns) -> tuple[str, int]:
    legend = list(_legend(chart))
    top = _LEGEND * len(legend) + _FONT + 8
    floor = top + _HEIGHT
    periods = list(zip(*(series.values for series in chart.series), strict=True))
    highest = max((sum(values) for values in periods), default=0)
    parts = [*legend, *_frame(chart, top, floor)]
    for slot, values in enumerate(periods):
        faint = chart.unfinished and slot == len(periods) - 1
        box = f'x="{_at(slot + 0.1, len(periods))}" width="{_at(0.8, len(periods))}"'
        y = float(floor)
        for rank, value in enumerate(values):
            if value > 0:
                tall = value / highest * _HEIGHT
                y -= tall
                fill = _fill(escape(chart.id), rank, faint=faint)
                parts.append(f'<rect {box} y="{y:.1f}" height="{tall:.1f}" {fill}/>')
    parts += _ticks(chart, len(periods), floor)
    return "".join(parts), floor + _FONT + 10


def _fill(name: str, rank: int, *, faint: bool = False) -> str:
    paler = ' fill-opacity="0.45"' if faint else ""
    if rank > 0:
        return f'class="edge" fill="url(#{name}-hatch)" stroke="{_SECOND}"{paler}'
    if faint:
        return f'class="first faint" fill="{_FIRST}" stroke="{_FIRST}"{paler}'
    return f'class="first" fill="{_FIRST}"'


def _at(slot: float, slots: int) -> str:
    return f"{100 * slot / slots:.3f}%"


def _legend(chart: Columns) -> Iterator[str]:
    if len(chart.series) < 2:
        return
    for rank, series in enumerate(chart.series):
        y = rank * _LEGEND
        yield (
            f'<rect x="1" y="{y + 2}" width="{_FONT}" height="{_FONT}" {_fill(escape(chart.id), rank)}/>'
            f'<text class="ink" x="{_FONT + 8}" y="{y + _FONT}">{escape(series.label)}</text>'
        )


def _frame(chart: Columns, top: int, floor: int) -> Iterator[str]:
    yield f'<line class="line" x1="0" x2="100%" y1="{floor}" y2="{floor}" stroke="{_LINE}"/>'
    if chart.top is not None:
        yield (
            f'<line class="line" x1="0" x2="100%" y1="{top}" y2="{top}" stroke="{_LINE}" '
            'stroke-dasharray="2 4"/>'
            f'<text class="ink" x="0" y="{top - 5}">{escape(chart.top)}</text>'
        )


def _ticks(chart: Columns, slots: int, floor: int) -> Iterator[str]:
    for slot, label in chart.ticks:
        anchor, across = "middle", 100 * (slot + 0.5) / slots
        if across < _EDGE:
            anchor, across = "start", 0
        elif across > 100 - _EDGE:
            anchor, across = "end", 100
        yield (
            f'<text class="ink" x="{across:.3f}%" y="{floor + _FONT + 4}" text-anchor="{anchor}">'
            f"{escape(label)}</text>"
        )


def _bars(chart: Bars) -> tuple[str, int]:
    drawn, y = [], 0
    for bar in chart.bars:
        lines = textwrap.wrap(bar.label, _LINE_LENGTH) or [""]
        drawn.append(_bar(escape(chart.id), bar, lines, y))
        y += _ROW + _LEADING * (len(lines) - 1)
    return "".join(drawn), y


def _bar(name: str, bar: Bar, lines: list[str], top: int) -> str:
    """Return a bar under its label, which takes as many lines as a narrow screen asks for."""
    base = top + _FONT + _LEADING * (len(lines) - 1)
    box = f'x="0" y="{base + 6}" height="{_BAR}"'
    label = "".join(
        f'<text class="ink" x="0" y="{top + _FONT + _LEADING * line}">{escape(text)}</text>'
        for line, text in enumerate(lines)
    )
    return (
        f"{label}"
        f'<text class="ink" x="{_WHOLE + 2}%" y="{base + 6 + _FONT - 1}">{escape(bar.text)}</text>'
        f'<rect class="track" {box} width="{_WHOLE}%" fill="none" stroke="{_LINE}"/>'
        f'<rect {box} width="{_WHOLE * bar.share:.2f}%" {_fill(name, 1 if bar.unknown else 0)}/>'
    )
