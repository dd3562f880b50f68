"""The advice in a terminal: what to ask, which role, what fits and why; the rest on demand."""

import io

from rich.console import Console

from reperes.report.advice.view import AdviceReport, Card, Group, Part, Posture, Reason
from reperes.report.printer import QUIET, STRONG, Printer
from reperes.report.view import Bars

WIDTH = 80
_RULER = 24
_WARNED = 3


def render(report: AdviceReport, *, details: bool = False, width: int = WIDTH) -> str:
    """Return the advice as plain text of `width` columns."""
    file = io.StringIO()
    print_advice(report, Console(file=file, width=width, color_system=None), details=details)
    return file.getvalue()


def print_advice(report: AdviceReport, console: Console, *, details: bool = False) -> None:
    """Print the advice; `details` unfolds every modality."""
    _Printer(console, details=details).report(report)


class _Printer(Printer):
    """Lays an advice out on a console."""

    def report(self, report: AdviceReport) -> None:
        labels = report.labels
        self._opening(report)
        if report.questions_first:
            self._questions(report)
        self.heading(labels.posture)
        self._posture(report.posture)
        if report.ladder is not None:
            self._ladder(report.ladder)
        self._calendar(report)
        for group in report.groups:
            self._group(group, report)
        if not report.questions_first:
            self._questions(report)
        self._answers(report)
        self.heading(labels.readings)
        self.columns([report.readings.headers, *report.readings.rows])
        self.blank()
        self.say(report.footer, style=QUIET)

    def _opening(self, report: AdviceReport) -> None:
        self.say(report.title, style=STRONG)
        self.say(report.subtitle)
        self.say(report.disclaimer, style=QUIET)
        for note in report.notes:
            self.say(note, "! ")
        self.heading(report.labels.short)
        for sentence in report.short:
            self.say(sentence, "– ")

    def _calendar(self, report: AdviceReport) -> None:
        if report.calendar:
            self.heading(report.labels.calendar)
        for one in report.calendar:
            self._reason(one, "")

    def _answers(self, report: AdviceReport) -> None:
        if not report.answers:
            return
        self.heading(report.labels.answers)
        self.say(report.labels.answers_intro)
        for line in ("answers:", *(f"  {one}" for one in report.answers)):
            self.copy(line, 2)

    def _questions(self, report: AdviceReport) -> None:
        if not report.questions:
            return
        self.heading(report.labels.questions)
        self.say(report.labels.questions_intro)
        for rank, question in enumerate(report.questions, 1):
            self.say(question, f"  {rank}. ")

    def _posture(self, posture: Posture) -> None:
        self.say(f"{posture.role} — {posture.what}", strong=len(posture.role))
        for one in posture.why:
            self._reason(one, "  ")
        for part in posture.parts:
            self._part(part, "  ")

    def _ladder(self, ladder: Bars) -> None:
        self.heading(ladder.title)
        self.say(ladder.description)
        drawn = [("░" if bar.unknown else "█") * max(1, round(bar.share * _RULER)) for bar in ladder.bars]
        for bar, line in zip(ladder.bars, drawn, strict=True):
            self.say(f"{bar.text} — {bar.label}", "    ", strong=len(bar.text))
            self.copy(line, 4)

    def _group(self, group: Group, report: AdviceReport) -> None:
        self.heading(f"{group.title} ({len(group.cards)})")
        self.say(group.means)
        for card in group.cards:
            self._card(card, report)

    def _card(self, card: Card, report: AdviceReport) -> None:
        if card.in_brief and not self.details:
            self.blank()
            self.say(f"{card.label} ({card.id}) — {card.why}", "– ", strong=len(card.label))
            return
        self.blank()
        self.say(f"{card.label} ({card.id}) — {card.family}", strong=len(card.label))
        full = self.details or card.mark in {"fits", "possible"}
        for one in (*card.reasons, *(card.others if self.details else ())):
            if full or one.sign != "+":
                self._reason(one, "  ")
        self._doing(card, report, full=full)

    def _doing(self, card: Card, report: AdviceReport, *, full: bool) -> None:
        labels = report.labels
        if card.checks:
            self.say(labels.checks_intro, "  ", style=QUIET)
        for check in card.checks:
            self.say(f"{check.question} [{check.answer}]", "  ☐ ")
        self.say(f"{labels.order} — {card.order}", "  ", strong=len(labels.order))
        for one in card.warnings if self.details else card.warnings[:_WARNED]:
            self._reason(one, "  ")
        for part in card.parts if full else ():
            if self.details or part.numbered:
                self._part(part, "  ")
        self.say(f"{labels.delay} — {card.delay}", "  ", strong=len(labels.delay))
        if self.details:
            self._sources(card)

    def _sources(self, card: Card) -> None:
        for link in card.links:
            self.say(link.text, "  – ")
            self.copy(link.href, 4)
        if card.law is not None:
            self.say(card.law.caption, "  ", style=STRONG)
            for label, *told in card.law.rows:
                named = zip(card.law.headers[1:], told, strict=True)
                self.say(label, "  – ", strong=len(label))
                for header, text in named:
                    self.say(f"{header} — {text}", "      ")

    def _reason(self, reason: Reason, lead: str) -> None:
        self.say(reason.text, f"{lead}{reason.sign} ", style=QUIET if reason.weak else "")
        if self.details:
            for proof in reason.proofs:
                self.say(proof, f"{lead}    ", style=QUIET)

    def _part(self, part: Part, lead: str) -> None:
        self.say(part.title, lead, style=STRONG)
        for rank, item in enumerate(part.items, 1):
            self.say(item, f"{lead}{f'{rank}.' if part.numbered else '–'} ")
