"""The advice in Markdown."""

from collections.abc import Iterator

from reperes.report.advice.view import AdviceReport, Card, Part, Reason
from reperes.report.markdown import escape, table


def render(report: AdviceReport, *, details: bool = False) -> str:
    """Return the advice in Markdown; `details` gives for each sentence what it rests on."""
    return "\n\n".join(block for block in _blocks(report, details=details) if block) + "\n"


def _blocks(report: AdviceReport, *, details: bool) -> Iterator[str]:
    labels = report.labels
    yield f"# {escape(report.title)}"
    yield escape(report.subtitle)
    yield f"> {escape(report.disclaimer)}"
    yield _list(report.notes)
    yield f"## {escape(labels.short)}"
    yield _list(report.short)
    if report.questions_first:
        yield from _questions(report)
    yield f"## {escape(labels.posture)}"
    yield f"**{escape(report.posture.role)}** — {escape(report.posture.what)}"
    yield _reasons(report.posture.why, details=details)
    for part in report.posture.parts:
        yield from _part(part)
    if report.ladder is not None:
        yield f"## {escape(report.ladder.title)}"
        yield escape(report.ladder.description)
        yield table(report.ladder.table)
    if report.calendar:
        yield f"## {escape(labels.calendar)}"
        yield _reasons(report.calendar, details=details)
    yield f"## {escape(labels.overview)}"
    yield table(report.overview)
    for group in report.groups:
        yield f"## {escape(group.title)} ({len(group.cards)})"
        yield escape(group.means)
        for card in group.cards:
            yield from _card(card, report, details=details)
    if not report.questions_first and report.questions:
        yield from _questions(report)
    if report.answers:
        yield f"## {escape(labels.answers)}"
        yield escape(labels.answers_intro)
        yield "```yaml\nanswers:\n" + "\n".join(f"  {one}" for one in report.answers) + "\n```"
    yield f"## {escape(labels.readings)}"
    yield table(report.readings)
    yield escape(report.footer)


def _questions(report: AdviceReport) -> Iterator[str]:
    yield f"## {escape(report.labels.questions)}"
    yield escape(report.labels.questions_intro)
    yield _list(report.questions, numbered=True)


def _card(card: Card, report: AdviceReport, *, details: bool) -> Iterator[str]:
    labels = report.labels
    if card.in_brief and not details:
        yield f"**{escape(card.label)}** (`{card.id}`) — {escape(card.why)}"
        return
    yield f"### {escape(card.label)}"
    yield f"`{card.id}` — {escape(card.family)} — **{escape(card.verdict)}**"
    yield escape(card.what)
    yield _reasons((*card.reasons, *(card.others if details else ())), details=details)
    if card.checks:
        yield f"**{escape(labels.checks)}.** {escape(labels.checks_intro)}"
        yield "\n".join(f"- [ ] {escape(one.question)} ({escape(one.answer)})" for one in card.checks)
    yield f"**{escape(labels.order)}.** {escape(card.order)}"
    if card.warnings:
        yield f"**{escape(labels.warnings)}**"
        yield _reasons(card.warnings, details=details)
    for part in card.parts:
        yield from _part(part)
    yield f"**{escape(labels.delay)}.** {escape(card.delay)}"
    if card.law is not None and details:
        yield table(card.law)
    yield "\n".join(f"- [{escape(one.text)}](<{one.href}>)" for one in card.links)


def _part(part: Part) -> Iterator[str]:
    yield f"**{escape(part.title)}**"
    yield _list(part.items, numbered=part.numbered)


def _reasons(reasons: tuple[Reason, ...], *, details: bool) -> str:
    lines = []
    for one in reasons:
        lines.append(f"- {escape(one.sign)} {escape(one.text)}")
        if details:
            lines += [f"  - {escape(proof)}" for proof in one.proofs]
    return "\n".join(lines)


def _list(items: tuple[str, ...], *, numbered: bool = False) -> str:
    return "\n".join(
        f"{f'{rank}.' if numbered else '-'} {escape(item)}" for rank, item in enumerate(items, 1)
    )
