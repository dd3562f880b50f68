"""The report in Markdown (CommonMark, with the tables of the usual forges)."""

import re
from collections.abc import Iterable

from reperes.report.view import (
    Aspect,
    Bars,
    Chart,
    Declaration,
    Documents,
    Evidence,
    Family,
    Indicator,
    Labels,
    Link,
    Report,
    Sentence,
    Short,
    Statement,
    Table,
)

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$]|^[-+=#:]")
_KEY = re.compile(r"[\w.@:/-]+")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is.

    `text` is one line, as `safe` makes it. An address may still become a link: to itself, hence no trap.
    """
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(lambda found: "\\" + found.group(), text))


def render(report: Report, *, details: bool = False) -> str:
    """Return the report in Markdown."""
    blocks = [block for block in _blocks(report, details=details) if block]
    return "\n\n".join(blocks) + "\n"


def _blocks(report: Report, *, details: bool) -> Iterable[str]:
    labels = report.labels
    yield f"# {escape(report.title)}"
    yield escape(report.subtitle) + (f" — {_link(report.origin)}" if report.origin else "")
    yield f"## {escape(labels.short)}"
    yield from _short(report.short, report)
    if report.chapters:
        yield f"## {escape(labels.conclusions)}"
        yield escape(labels.conclusions_intro)
    for chapter in report.chapters:
        yield f"### {escape(chapter.title)}"
        for statement in chapter.statements:
            yield from _statement(statement, labels, details=details)
    yield f"## {escape(labels.figures)}"
    yield escape(labels.figures_intro)
    for family in report.families:
        yield from _family(family, details=details)
    yield f"## {escape(labels.documents)}"
    yield from _documents(report.documents)
    if report.forge is not None:
        yield f"## {escape(labels.forge)}"
        yield escape(labels.forge_intro)
        yield from _declaration(report.forge, labels.problems)
    if report.catalogues is not None:
        yield f"## {escape(labels.catalogues)}"
        yield escape(labels.catalogues_intro)
        yield from _declaration(report.catalogues, labels.problems)
    yield f"## {escape(labels.declarations)}"
    yield escape(report.no_declaration or labels.declarations_intro)
    for declaration in report.declarations:
        yield from _declaration(declaration, labels.problems)
    yield escape(report.more_declarations or "")
    yield f"## {escape(labels.unknown)}"
    if report.absences:
        yield table(Table("", (labels.source, labels.why), report.absences, numbers_from=2))
    else:
        yield escape(report.no_absence)
    yield f"## {escape(labels.evidence)}"
    yield _list(f"{escape(gives)}\n\n  ```\n  {command}\n  ```" for gives, command in report.commands)
    yield from (escape(note) for note in report.notes)
    yield "---"
    yield escape(report.footer)


def _link(link: Link) -> str:
    return f"[{escape(link.text)}](<{link.href}>)"


def _list(items: Iterable[str], mark: str = "-") -> str:
    return "\n".join(f"{mark} {item}" for item in items)


def _short(short: Short, report: Report) -> Iterable[str]:
    yield f"### {escape(report.labels.what)}"
    yield _list(escape(sentence) for sentence in short.what)
    yield f"### {escape(report.labels.uncertain)}"
    yield _list(escape(sentence) for sentence in short.uncertain)
    yield f"### {escape(report.labels.next)}"
    yield _list(
        (escape(step.text) + (f" {_link(step.link)}" if step.link else "") for step in short.next), "1."
    )


def table(content: Table) -> str:
    """Return a table, its caption above."""
    marks = ["---:" if rank >= content.numbers_from else "---" for rank, _ in enumerate(content.headers)]
    lines = [_row(escape(cell) for cell in content.headers), _row(marks)]
    for rank, (name, *cells) in enumerate(content.rows):
        plain = rank not in content.raw or not _KEY.fullmatch(name)
        lines.append(_row((escape(name) if plain else f"`{name}`", *(escape(cell) for cell in cells))))
    caption = [f"{escape(content.caption)}\n"] if content.caption else []
    return "\n".join([*caption, *lines])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _statement(statement: Statement, labels: Labels, *, details: bool) -> Iterable[str]:
    said = statement.value or ""
    sure = f" ({statement.confidence})" if statement.mark in {"established", "likely"} and said else ""
    head = f" — {escape(said + sure)}" if said else ""
    yield f"**{escape(statement.label)}**{head}"
    yield escape(statement.correction or "")
    for title, sentences in ((labels.for_, statement.support), (labels.against, statement.against)):
        if sentences:
            yield f"*{escape(title)}*\n\n" + _list(_sentence(one, details=details) for one in sentences)
    for aspect in statement.aspects:
        yield from _aspect(aspect, details=details)
    if statement.square is not None:
        yield f"*{escape(statement.square.title)}* — {escape(statement.square.description)}"
    if statement.questions:
        yield f"*{escape(labels.ask)}*\n\n" + _list(escape(question) for question in statement.questions)


def _sentence(sentence: Sentence, *, details: bool) -> str:
    shown = [_evidence(one) for one in sentence.evidence] if details else []
    return escape(sentence.text) + "".join(f" — {one}" for one in shown)


def _aspect(aspect: Aspect, *, details: bool) -> Iterable[str]:
    text = "" if aspect.text is None else f" — {escape(aspect.text)}"
    yield f"*{escape(aspect.label)}*{text}"
    yield _list(_sentence(one, details=details) for one in aspect.sentences)
    if aspect.table is not None:
        yield table(Table("", aspect.table.headers, aspect.table.rows, aspect.table.numbers_from))
    if details:
        yield _list(_evidence(one) for one in aspect.evidence)
    yield _list(escape(question) for question in aspect.questions)


def _family(family: Family, *, details: bool) -> Iterable[str]:
    yield f"### {escape(family.title)}"
    for chart in family.charts:
        yield from _chart(chart, details=details)
    for indicator in family.indicators:
        label, figure = escape(indicator.label), escape(indicator.figure or "")
        yield f"**{label}** — {escape(indicator.sentence)}  \n{figure}"
        if details:
            yield from _proof(indicator)
    for gap in family.gaps:
        names = ", ".join(escape(indicator.label) for indicator in gap.indicators)
        yield f"**{names}** — {escape(gap.sentence)}"
        if details:
            for indicator in gap.indicators:
                yield from _proof(indicator)


def _chart(chart: Chart, *, details: bool) -> Iterable[str]:
    yield f"**{escape(chart.title)}** — {escape(chart.description)}"
    if isinstance(chart, Bars):
        yield table(chart.table)
        return
    if chart.spark:
        yield f"```text\n{chart.spark}\n```"
    if details:
        yield table(chart.table)


def _proof(indicator: Indicator) -> Iterable[str]:
    yield _list(f"*{escape(label)}* — {escape(text)}" for label, text in indicator.details)
    yield _list(_evidence(evidence) for evidence in indicator.evidence)
    yield from map(table, indicator.tables)


def _evidence(evidence: Evidence) -> str:
    parts = [escape(evidence.text)]
    if evidence.identifier is not None:
        parts.append(escape(evidence.identifier))
    parts += [_link(link) for link in evidence.links]
    quote = "".join(f"\n  > {escape(line)}  " for line in evidence.quote)
    said = "; ".join(parts).replace(":; ", ": ")  # a text may announce the identifier that follows
    return said + (f"\n{quote}\n" if quote else "")


def _documents(documents: Documents) -> Iterable[str]:
    yield escape(documents.sentence)
    rows = []
    for kind in documents.kinds:
        files = []
        for file in kind.files:
            link = file.evidence.links[0] if file.evidence.links else None
            name = _link(Link(file.path, link.href)) if link else escape(file.path)
            files.append(name + (f" ({escape(file.note)})" if file.note else ""))
        rows.append(
            f"**{escape(kind.label)}** — {', '.join(files)}" + (f". {escape(kind.more)}" if kind.more else "")
        )
    yield _list(rows)
    if documents.missing is not None:
        yield escape(documents.missing)


def _declaration(declaration: Declaration, problems: str) -> Iterable[str]:
    yield f"### {escape(declaration.title)}"
    if declaration.fields.rows:
        yield table(Table("", declaration.fields.headers, declaration.fields.rows, 2, declaration.fields.raw))
    if declaration.more is not None:
        yield escape(declaration.more)
    if declaration.problems:
        yield escape(problems)
        yield _list(escape(problem) for problem in declaration.problems)
