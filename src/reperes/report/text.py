"""The report in a terminal, or in a file when piped: plain words first, figures after, proofs on demand."""

import io
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from reperes.report.printer import QUIET, STRONG, Printer
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
)

WIDTH = 80
_BAR = 24


def render(report: Report, *, details: bool = False, width: int = WIDTH) -> str:
    """Return the report as plain text of `width` columns."""
    file = io.StringIO()
    print_report(report, Console(file=file, width=width, color_system=None), details=details)
    return file.getvalue()


def print_report(report: Report, console: Console, *, details: bool = False) -> None:
    """Print the report; lines are no longer than what the eye follows, but for what is to be copied."""
    _Printer(console, details=details).report(report)


class _Printer(Printer):
    """Lays a report out on a console."""

    def report(self, report: Report) -> None:
        labels = report.labels
        self.say(report.title, style=STRONG)
        self.say(report.subtitle)
        self.heading(labels.short)
        self._short(report.short, report)
        if report.chapters:
            self.heading(labels.conclusions)
            self.say(labels.conclusions_intro)
        for chapter in report.chapters:
            self._chapter(chapter, labels)
        self.heading(labels.figures)
        self.say(labels.figures_intro)
        for family in report.families:
            self._family(family)
        self.heading(labels.documents)
        self._documents(report.documents)
        self._declarations(report)
        self.heading(labels.unknown)
        if not report.absences:
            self.say(report.no_absence)
        for where, why in report.absences:
            self.say(f"{where} — {why}", "– ", strong=len(where))
        self.heading(labels.evidence)
        for gives, command in report.commands:
            self.say(gives, "– ")
            self.copy(command, 4)
        for note in report.notes:
            self.say(note, "– ")
        self.blank()
        self.say(report.footer, style=QUIET)

    def _short(self, short: Short, report: Report) -> None:
        self.say(report.labels.what, style=STRONG)
        for sentence in short.what:
            self.say(sentence, "  – ")
        self.say(report.labels.uncertain, style=STRONG)
        for sentence in short.uncertain:
            self.say(sentence, "  ? ")
        self.say(report.labels.next, style=STRONG)
        for rank, step in enumerate(short.next, start=1):
            self.say(step.text, f"  {rank}. ")
            if step.link is not None:
                self.copy(step.link.href, 5)

    def _chapter(self, chapter: Chapter, labels: Labels) -> None:
        self.blank()
        self.say(chapter.title, style=STRONG)
        for statement in chapter.statements:
            self._statement(statement, labels)

    def _statement(self, statement: Statement, labels: Labels) -> None:
        said = statement.value or ""
        sure = f" ({statement.confidence})" if statement.mark in {"established", "likely"} and said else ""
        self.say(f"{statement.label} — {said}{sure}".rstrip(" —"), "  ", strong=len(statement.label))
        if statement.correction is not None:
            self.say(statement.correction, "    ! ")
        for sign, sentences in (("+", statement.support), ("−", statement.against)):
            for sentence in sentences:
                self._sentence(sentence, f"    {sign} ")
        for aspect in statement.aspects:
            self._aspect(aspect)
        if statement.square is not None:
            self.say(f"{statement.square.title}. {statement.square.description}", "    ")
        for question in statement.questions:
            self.say(f"{labels.ask} — {question}", "    ? ", strong=len(labels.ask))

    def _sentence(self, sentence: Sentence, lead: str) -> None:
        self.say(sentence.text, lead, style=QUIET if sentence.weak else "")
        if self.details:
            self._evidence(sentence.evidence, " " * len(lead))

    def _aspect(self, aspect: Aspect) -> None:
        text = "" if aspect.text is None else f" — {aspect.text}"
        self.say(f"{aspect.label}{text}", "    · ", strong=len(aspect.label))
        for sentence in aspect.sentences:
            self._sentence(sentence, "      – ")
        if aspect.table is not None:
            self.columns([aspect.table.headers, *aspect.table.rows], aspect.table.numbers_from)
        if self.details:
            self._evidence(aspect.evidence, "      ")
        for question in aspect.questions:
            self.say(question, "      ? ")

    def _family(self, family: Family) -> None:
        self.blank()
        self.say(family.title, style=STRONG)
        for chart in family.charts:
            self._chart(chart)
        for indicator in family.indicators:
            self.say(indicator.sentence, "  – ")
            self.say(indicator.line or "", "    ", style=QUIET)
            self._proof(indicator)
        for gap in family.gaps:
            names = ", ".join(indicator.label for indicator in gap.indicators)
            self.say(f"{names} — {gap.sentence}", "  ? ", strong=len(names))
            for indicator in gap.indicators:
                self._proof(indicator)

    def _chart(self, chart: Chart) -> None:
        self.say(f"{chart.title}. {chart.description}", "  – ")
        if isinstance(chart, Bars):
            drawn = [("░" if bar.unknown else "█") * _length(bar.share) for bar in chart.bars]
            self.columns([(bar.label, line, bar.text) for bar, line in zip(chart.bars, drawn, strict=True)])
        elif chart.spark:
            self.line(Text(f"    {chart.spark}"))
        if self.details:
            self.table(chart.table)

    def _proof(self, indicator: Indicator) -> None:
        if not self.details:
            return
        for label, text in indicator.details:
            self.say(f"{label} — {text}", "      ", strong=len(label))
        self._evidence(indicator.evidence, "      ")
        for table in indicator.tables:
            self.table(table)

    def _evidence(self, evidence: Iterable[Evidence], lead: str) -> None:
        for one in evidence:
            self.say(one.text, lead)
            for line in one.quote:
                self.say(line, f"{lead}| ")
            if one.identifier is not None:
                self.copy(one.identifier, len(lead) + 2)
            for link in one.links:
                self.copy(link.href, len(lead) + 2)

    def _documents(self, documents: Documents) -> None:
        self.say(documents.sentence)
        for kind in documents.kinds:
            files = ", ".join(
                f"{file.path} ({file.note})" if file.note is not None else file.path for file in kind.files
            )
            more = "" if kind.more is None else f". {kind.more}"
            self.say(f"{kind.label} — {files}{more}", "+ ", strong=len(kind.label))
            if self.details:
                self._evidence((file.evidence for file in kind.files), "    ")
        if documents.missing is not None:
            self.say(documents.missing, "? ")

    def _declarations(self, report: Report) -> None:
        labels = report.labels
        if report.forge is not None:
            self.heading(labels.forge)
            self.say(labels.forge_intro)
            self._declaration(report.forge, labels.problems)
        if report.catalogues is not None:
            self.heading(labels.catalogues)
            self.say(labels.catalogues_intro)
            self._declaration(report.catalogues, labels.problems)
        self.heading(labels.declarations)
        self.say(report.no_declaration or labels.declarations_intro)
        for declaration in report.declarations:
            self._declaration(declaration, labels.problems)
        if report.more_declarations is not None:
            self.blank()
            self.say(report.more_declarations)

    def _declaration(self, declaration: Declaration, problems: str) -> None:
        self.blank()
        self.say(declaration.title, style=STRONG)
        for name, value in declaration.fields.rows:
            self.say(f"{name} — {value}", "  ", strong=len(name))
        if declaration.more is not None:
            self.say(declaration.more, "  ", style=QUIET)
        if declaration.problems:
            self.say(problems, "  ")
        for problem in declaration.problems:
            self.say(problem, "  – ")


def _length(share: float) -> int:
    """Return how many signs draw a share: what is not zero shows."""
    return max(1, round(share * _BAR)) if share > 0 else 0
