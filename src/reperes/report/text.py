"""The report in a terminal, or in a file when piped: plain words first, figures after, proofs on demand."""

import io
import textwrap
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from reperes.report.formats import typeset
from reperes.report.view import (
    Aspect,
    Bars,
    Chapter,
    Chart,
    Declaration,
    Documents,
    Evidence,
    Family,
    Indicator,
    Labels,
    Report,
    Sentence,
    Short,
    Statement,
    Table,
)

WIDTH = 80
_WIDEST = 110
_BAR = 24
_STRONG, _QUIET, _TITLE = "bold", "dim", "bold underline"


def render(report: Report, *, details: bool = False, width: int = WIDTH) -> str:
    """Return the report as plain text of `width` columns."""
    file = io.StringIO()
    print_report(report, Console(file=file, width=width, color_system=None), details=details)
    return file.getvalue()


def print_report(report: Report, console: Console, *, details: bool = False) -> None:
    """Print the report; lines are no longer than what the eye follows, but for what is to be copied."""
    _Printer(console, details=details).report(report)


class _Printer:
    """Lays a report out on a console. Rich only colours: it would break lines at no-break spaces."""

    def __init__(self, console: Console, *, details: bool) -> None:
        self._console = console
        self._width = min(console.width, _WIDEST)
        self._details = details

    def report(self, report: Report) -> None:
        labels = report.labels
        self._say(report.title, style=_STRONG)
        self._say(report.subtitle)
        self._heading(labels.short)
        self._short(report.short, report)
        if report.chapters:
            self._heading(labels.conclusions)
            self._say(labels.conclusions_intro)
        for chapter in report.chapters:
            self._chapter(chapter, labels)
        self._heading(labels.figures)
        self._say(labels.figures_intro)
        for family in report.families:
            self._family(family)
        self._heading(labels.documents)
        self._documents(report.documents)
        self._heading(labels.declarations)
        self._say(report.no_declaration or labels.declarations_intro)
        for declaration in report.declarations:
            self._declaration(declaration, labels.problems)
        if report.more_declarations is not None:
            self._blank()
            self._say(report.more_declarations)
        self._heading(labels.unknown)
        if not report.absences:
            self._say(report.no_absence)
        for where, why in report.absences:
            self._say(f"{where} — {why}", "– ", strong=len(where))
        self._heading(labels.evidence)
        for gives, command in report.commands:
            self._say(gives, "– ")
            self._copy(command, 4)
        for note in report.notes:
            self._say(note, "– ")
        self._blank()
        self._say(report.footer, style=_QUIET)

    def _blank(self) -> None:
        self._console.print()

    def _line(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True, highlight=False)

    def _say(self, text: str, lead: str = "", *, strong: int = 0, style: str = "") -> None:
        """Print a paragraph after `lead`, the lines aligned; its first `strong` characters stand out."""
        wrapper = textwrap.TextWrapper(
            width=max(self._width, len(lead) + 20),
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
            break_long_words=False,
        )
        for rank, line in enumerate(wrapper.wrap(typeset(text))):
            shown = Text(line, style)
            if rank == 0 and strong:
                shown.stylize(_STRONG, len(lead), len(lead) + strong)
            self._line(shown)

    def _copy(self, text: str, indent: int) -> None:
        """Print what is to be copied by hand: never cut."""
        self._line(Text(" " * indent + text))

    def _heading(self, text: str) -> None:
        self._blank()
        self._say(text.upper(), style=_TITLE)
        self._blank()

    def _short(self, short: Short, report: Report) -> None:
        self._say(report.labels.what, style=_STRONG)
        for sentence in short.what:
            self._say(sentence, "  – ")
        self._say(report.labels.uncertain, style=_STRONG)
        for sentence in short.uncertain:
            self._say(sentence, "  ? ")
        self._say(report.labels.next, style=_STRONG)
        for rank, step in enumerate(short.next, start=1):
            self._say(step.text, f"  {rank}. ")
            if step.link is not None:
                self._copy(step.link.href, 5)

    def _chapter(self, chapter: Chapter, labels: Labels) -> None:
        self._blank()
        self._say(chapter.title, style=_STRONG)
        for statement in chapter.statements:
            self._statement(statement, labels)

    def _statement(self, statement: Statement, labels: Labels) -> None:
        said = statement.value or ""
        sure = f" ({statement.confidence})" if statement.mark in {"established", "likely"} and said else ""
        self._say(f"{statement.label} — {said}{sure}".rstrip(" —"), "  ", strong=len(statement.label))
        if statement.correction is not None:
            self._say(statement.correction, "    ! ")
        for sign, sentences in (("+", statement.support), ("−", statement.against)):
            for sentence in sentences:
                self._sentence(sentence, f"    {sign} ")
        for aspect in statement.aspects:
            self._aspect(aspect)
        if statement.square is not None:
            self._say(f"{statement.square.title}. {statement.square.description}", "    ")
        for question in statement.questions:
            self._say(f"{labels.ask} — {question}", "    ? ", strong=len(labels.ask))

    def _sentence(self, sentence: Sentence, lead: str) -> None:
        self._say(sentence.text, lead, style=_QUIET if sentence.weak else "")
        if self._details:
            self._evidence(sentence.evidence, " " * len(lead))

    def _aspect(self, aspect: Aspect) -> None:
        text = "" if aspect.text is None else f" — {aspect.text}"
        self._say(f"{aspect.label}{text}", "    · ", strong=len(aspect.label))
        for sentence in aspect.sentences:
            self._sentence(sentence, "      – ")
        if aspect.table is not None:
            self._columns([aspect.table.headers, *aspect.table.rows], aspect.table.numbers_from)
        if self._details:
            self._evidence(aspect.evidence, "      ")
        for question in aspect.questions:
            self._say(question, "      ? ")

    def _family(self, family: Family) -> None:
        self._blank()
        self._say(family.title, style=_STRONG)
        for chart in family.charts:
            self._chart(chart)
        for indicator in family.indicators:
            self._say(indicator.sentence, "  – ")
            self._say(indicator.line or "", "    ", style=_QUIET)
            self._proof(indicator)
        for gap in family.gaps:
            names = ", ".join(indicator.label for indicator in gap.indicators)
            self._say(f"{names} — {gap.sentence}", "  ? ", strong=len(names))
            for indicator in gap.indicators:
                self._proof(indicator)

    def _chart(self, chart: Chart) -> None:
        self._say(f"{chart.title}. {chart.description}", "  – ")
        if isinstance(chart, Bars):
            drawn = [("░" if bar.unknown else "█") * _length(bar.share) for bar in chart.bars]
            self._columns([(bar.label, line, bar.text) for bar, line in zip(chart.bars, drawn, strict=True)])
        elif chart.spark:
            self._line(Text(f"    {chart.spark}"))
        if self._details:
            self._table(chart.table)

    def _columns(self, rows: Sequence[Sequence[str]], numbers_from: int | None = None) -> None:
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [
                cell.ljust(width) if numbers_from is None or rank < numbers_from else cell.rjust(width)
                for rank, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            self._line(Text("    " + "  ".join(cells).rstrip()))

    def _table(self, table: Table) -> None:
        self._say(table.caption, "    ", style=_QUIET)
        self._columns([table.headers, *table.rows], table.numbers_from)

    def _proof(self, indicator: Indicator) -> None:
        if not self._details:
            return
        for label, text in indicator.details:
            self._say(f"{label} — {text}", "      ", strong=len(label))
        self._evidence(indicator.evidence, "      ")
        for table in indicator.tables:
            self._table(table)

    def _evidence(self, evidence: Iterable[Evidence], lead: str) -> None:
        for one in evidence:
            self._say(one.text, lead)
            for line in one.quote:
                self._say(line, f"{lead}| ")
            if one.identifier is not None:
                self._copy(one.identifier, len(lead) + 2)
            for link in one.links:
                self._copy(link.href, len(lead) + 2)

    def _documents(self, documents: Documents) -> None:
        self._say(documents.sentence)
        for kind in documents.kinds:
            files = ", ".join(
                f"{file.path} ({file.note})" if file.note is not None else file.path for file in kind.files
            )
            more = "" if kind.more is None else f". {kind.more}"
            self._say(f"{kind.label} — {files}{more}", "+ ", strong=len(kind.label))
            if self._details:
                self._evidence((file.evidence for file in kind.files), "    ")
        if documents.missing is not None:
            self._say(documents.missing, "? ")

    def _declaration(self, declaration: Declaration, problems: str) -> None:
        self._blank()
        self._say(declaration.title, style=_STRONG)
        for name, value in declaration.fields.rows:
            self._say(f"{name} — {value}", "  ", strong=len(name))
        if declaration.more is not None:
            self._say(declaration.more, "  ", style=_QUIET)
        if declaration.problems:
            self._say(problems, "  ")
        for problem in declaration.problems:
            self._say(problem, "  – ")


def _length(share: float) -> int:
    """Return how many signs draw a share: what is not zero shows."""
    return max(1, round(share * _BAR)) if share > 0 else 0
