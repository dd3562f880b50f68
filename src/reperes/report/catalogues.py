"""What `reperes catalogue` tells: where each catalogue stands here, and which projects bear a name."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console

from reperes.i18n import N_, Language, translate
from reperes.knowledge.catalogue import Catalogue
from reperes.report.catalogues_json import list_document, search_document, state, written
from reperes.report.formats import counted, day, number, span
from reperes.report.markdown import escape, table
from reperes.report.printer import STRONG, Printer
from reperes.report.safe import safe
from reperes.report.view import Link, Table
from reperes.report.wording import of
from reperes.sources.catalogues.search import Closeness, Hit, Index, Known
from reperes.sources.catalogues.snapshots import Meta, SnapshotError
from reperes.sources.catalogues.standing import Standing, changes

if TYPE_CHECKING:
    from reperes.sources.catalogues.take import Outcome

SHORT = 12
"""Characters of a checksum that are shown."""
_LONGEST = 300
_ADDRESS = re.compile(r"https?://[!-;=?-\[\]-~]+")
_WAYS = {"whole": N_("taken whole"), "asked": N_("asked about one project at a time")}
_CLOSENESS: Mapping[Closeness, str] = {
    "exact": N_("exactly this name"),
    "words": N_("holds these words"),
    "beginning": N_("holds words that begin so"),
    "near": N_("nearly this name"),
    "described": N_("described by these words"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A catalogue in words: `snapshot` tells what is kept of it, empty when nothing is."""

    id: str
    label: str
    state: str
    gives: str
    publisher: str
    licence: str
    way: str
    snapshot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A project in words: `counts` are its licence, users and providers; `known`, the records that open."""

    name: str
    closeness: str
    what: str
    addresses: tuple[Link, ...]
    counts: tuple[str, ...]
    known: tuple[Link, ...]


def render_list(standings: Sequence[Standing], language: Language, format_: str) -> str:
    """Return where catalogues stand as `text`, `json`, `markdown` or `html`."""
    title = translate(language, N_("The catalogues"))
    if format_ == "json":
        return written(list_document(standings, language))
    if format_ == "markdown":
        return f"# {escape(title)}\n\n{table(list_table(standings, language))}"
    if format_ == "html":
        return _page("catalogues.html", title, language, table=list_table(standings, language))
    return _list_text(title, [row(one, language) for one in standings], language)


def render_search(words: str, hits: Sequence[Hit], index: Index, language: Language, format_: str) -> str:
    """Return the projects found, the closest first, as `text`, `json`, `markdown` or `html`."""
    if format_ == "json":
        return written(search_document(words, hits, index))
    title = translate(language, N_("“{words}” in the catalogues"), words=safe(words, _LONGEST))
    shown = [project(one, language) for one in hits]
    notes = [*_notes(shown, index, language)]
    if format_ == "markdown":
        return _search_markdown(title, shown, notes)
    if format_ == "html":
        return _page("catalogue-search.html", title, language, hits=shown, notes=notes)
    return _search_text(title, shown, notes)


def row(one: Standing, language: Language) -> Row:
    """Return a catalogue in words."""
    catalogue = one.catalogue
    return Row(
        id=catalogue.id,
        label=of(catalogue.label, language),
        state=state(one, language),
        gives=of(catalogue.gives, language).strip(),
        publisher=catalogue.publisher,
        licence=catalogue.licence,
        way=translate(language, _WAYS[catalogue.way]),
        snapshot=() if one.meta is None else tuple(kept(one, one.meta, language)),
    )


def kept(one: Standing, meta: Meta, language: Language) -> Iterator[str]:
    """Yield what is known of a snapshot: its day and age, its records, what was left out, its checksum."""
    told = N_("state of {day}, {age} ago")
    yield translate(language, told, day=day(meta.day, language), age=span(one.age or 0, language))
    yield counted(meta.records, N_("{value} record"), N_("{value} records"), language)
    skipped = sum(meta.skipped.values())
    if skipped:
        yield counted(skipped, N_("{value} row left out"), N_("{value} rows left out"), language)
    if meta.persons:
        persons = N_("{value} person left out"), N_("{value} persons left out")
        yield counted(meta.persons, *persons, language)
    if meta.url is None:
        yield translate(language, N_("brought by hand"))
    yield translate(language, N_("checksum {sum}"), sum=meta.checksum[:SHORT])


def list_table(standings: Sequence[Standing], language: Language) -> Table:
    """Return where catalogues stand as one table."""
    named = (
        *(N_("Identifier"), N_("Catalogue"), N_("State"), N_("What it gives"), N_("Producer"), N_("Licence")),
        *(
            N_("Way"),
            N_("Day"),
            N_("Age in days"),
            N_("Records"),
            N_("Rows left out"),
            N_("Persons left out"),
        ),
        N_("Checksum"),
    )
    rows = tuple(_cells(one, language) for one in standings)
    headers = tuple(translate(language, name) for name in named)
    return Table("", headers, rows, numbers_from=8, raw=frozenset(range(len(rows))))


def _cells(one: Standing, language: Language) -> tuple[str, ...]:
    said, meta = row(one, language), one.meta
    told = (said.id, said.label, said.state, said.gives, said.publisher, said.licence, said.way)
    if meta is None:
        return *told, *("–",) * 6
    counts = (one.age or 0, meta.records, sum(meta.skipped.values()), meta.persons)
    figures = (number(count, language) for count in counts)
    return *told, day(meta.day, language), *figures, meta.checksum[:SHORT]


def project(hit: Hit, language: Language) -> Found:
    """Return a project in words."""
    counts = []
    if hit.licence:
        counts.append(safe(hit.licence, _LONGEST))
    if hit.users is not None:
        users = N_("{value} organisation uses it"), N_("{value} organisations use it")
        counts.append(counted(hit.users, *users, language))
    if hit.providers is not None:
        providers = N_("{value} organisation provides services"), N_("{value} organisations provide services")
        counts.append(counted(hit.providers, *providers, language))
    return Found(
        name=safe(hit.name, _LONGEST),
        closeness=translate(language, _CLOSENESS[hit.closeness]),
        what=safe(hit.what or "", _LONGEST),
        addresses=tuple(Link(safe(url), _followed(url)) for url in hit.repositories),
        counts=tuple(counts),
        known=tuple(_opened(one, language) for one in hit.known),
    )


def _opened(one: Known, language: Language) -> Link:
    text = N_("{catalogue}, {day}, withdrawn from it") if one.removed else N_("{catalogue}, {day}")
    return Link(
        translate(language, text, catalogue=one.catalogue, day=day(one.day, language)), _followed(one.url)
    )


def _notes(hits: Sequence[Found], index: Index, language: Language) -> Iterator[str]:
    """Yield what has to be known of the search itself: where it looked, and what that does not tell."""
    if not index.looked:
        yield translate(
            language, N_("No catalogue was taken here: `reperes catalogue update` brings their snapshots.")
        )
    elif not hits:
        text = N_("Nothing bears this name, nor a near one. It may be elsewhere: looked in {names}.")
        names = ", ".join(f"{name} ({day(on, language)})" for name, on in index.looked)
        yield translate(language, text, names=names)
    for name in index.unread:
        yield translate(language, N_("The snapshot of {name} cannot be read: take it again."), name=name)


def _printed() -> tuple[io.StringIO, Printer]:
    file = io.StringIO()
    return file, Printer(Console(file=file, width=100, color_system=None), details=False)


def _list_text(title: str, rows: Sequence[Row], language: Language) -> str:
    file, printer = _printed()
    printer.say(title, style=STRONG)
    for one in rows:
        printer.blank()
        printer.say(f"{one.label} — {one.state}", "– ", strong=len(one.label))
        printer.copy(one.id, 2)
        printer.say(one.gives, "  ")
        printer.say(f"{one.publisher} · {one.licence} · {one.way}", "  ")
        if one.snapshot:
            printer.say(" · ".join(one.snapshot), "  ")
    printer.blank()
    text = N_("`reperes catalogue update` takes them again; `reperes explain ID` tells more of one.")
    printer.say(translate(language, text))
    return file.getvalue().rstrip("\n")


def _search_text(title: str, hits: Sequence[Found], notes: Sequence[str]) -> str:
    file, printer = _printed()
    printer.say(title, style=STRONG)
    for one in hits:
        printer.blank()
        printer.say(f"{one.name} — {one.closeness}", "– ", strong=len(one.name))
        if one.what:
            printer.say(one.what, "  ")
        for link in one.addresses:
            printer.copy(link.text, 2)
        if one.counts:
            printer.say(" · ".join(one.counts), "  ")
        for link in one.known:
            printer.copy(f"{link.text}: {link.href}" if link.href else link.text, 2)
    for note in notes:
        printer.blank()
        printer.say(note)
    return file.getvalue().rstrip("\n")


def _search_markdown(title: str, hits: Sequence[Found], notes: Sequence[str]) -> str:
    blocks = [f"# {escape(title)}"]
    for one in hits:
        blocks.append(f"## {escape(one.name)}")
        told = [escape(one.closeness), *([escape(one.what)] if one.what else [])]
        told += [f"<{link.href}>" if link.href else escape(link.text) for link in one.addresses]
        told += [escape(text) for text in one.counts]
        told += [
            f"{escape(link.text)}: <{link.href}>" if link.href else escape(link.text) for link in one.known
        ]
        blocks.append("\n".join(f"- {text}" for text in told))
    return "\n\n".join([*blocks, *(escape(note) for note in notes)])


def _followed(url: str) -> str:
    """Return an address that a page may lead to, empty for anything else that a record may hold."""
    return url if _ADDRESS.fullmatch(url) else ""


def _page(template: str, title: str, language: Language, **content: object) -> str:
    from reperes.report.html import environment

    page = environment().get_template(template)
    return page.render(title=title, language=language.value, **content)


def outcome_text(outcome: "Outcome", language: Language) -> str:
    """Return one line on a catalogue that was taken: what it holds, what was left out, what changed."""
    meta = outcome.snapshot.meta
    parts = [counted(meta.records, N_("{value} record"), N_("{value} records"), language)]
    skipped = sum(meta.skipped.values())
    if skipped:
        rows = counted(skipped, N_("{value} row left out"), N_("{value} rows left out"), language)
        reason = max(meta.skipped, key=lambda one: meta.skipped[one])
        parts.append(translate(language, N_("{rows}, mostly for {reason}"), rows=rows, reason=reason))
    if meta.persons:
        persons = N_("{value} person left out"), N_("{value} persons left out")
        parts.append(counted(meta.persons, *persons, language))
    parts.append(_changed(outcome, language))
    told = " · ".join(parts)
    return translate(language, N_("{label}: {figure}"), label=meta.catalogue, figure=told)


def _changed(outcome: "Outcome", language: Language) -> str:
    before = outcome.before
    if before is None:
        return translate(language, N_("first snapshot"))
    since = day(before.meta.day, language)
    if not outcome.changed:
        return translate(language, N_("unchanged since {day}"), day=since)
    try:
        found = changes(before, outcome.snapshot)
    except SnapshotError:
        return translate(language, N_("new snapshot; the former, of {day}, cannot be read"), day=since)
    text = N_("since {day}: {came} came, {went} went, {changed} changed")
    counts = {"came": found.came, "went": found.went, "changed": found.changed}
    figures = {name: number(count, language) for name, count in counts.items()}
    return translate(language, text, day=since, **figures)


def sections(
    catalogue: Catalogue, language: Language, here: Standing | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Yield what a catalogue is, heading by heading; `here` tells how it stands on this machine."""

    def say(text: str, **args: object) -> str:
        return translate(language, text, **args)

    yield say(N_("What it is")), [of(catalogue.what, language).strip()]
    yield say(N_("What it gives")), [of(catalogue.gives, language).strip()]
    yield say(N_("What it cannot tell")), [of(catalogue.cannot_tell, language).strip()]
    yield say(N_("Personal data")), [of(catalogue.personal, language).strip()]
    if here is not None:
        told = [] if here.meta is None else [" · ".join(kept(here, here.meta, language))]
        yield say(N_("On this machine")), [state(here, language), *told]
    if catalogue.ended is not None:
        text = N_("since {day}: “{says}” ({source})")
        ended = catalogue.ended
        since, says = day(ended.since, language), of(ended.says, language).strip()
        yield say(N_("No longer kept up")), [say(text, day=since, says=says, source=ended.source)]
    yield say(N_("How it is had")), [*_had(catalogue, language)]
    yield say(N_("Producer")), [catalogue.publisher]
    yield say(N_("Licence")), [catalogue.licence]
    yield say(N_("Page")), [catalogue.page]
    yield say(N_("Address")), [catalogue.address if here is None else here.address]
    yield say(N_("Checked on")), [day(catalogue.checked_on, language)]
    yield say(N_("Source")), [catalogue.source]


def _had(catalogue: Catalogue, language: Language) -> Iterator[str]:
    yield translate(language, _WAYS[catalogue.way])
    old = (
        N_("what it says is shown as old after {value} day"),
        N_("what it says is shown as old after {value} days"),
    )
    yield counted(catalogue.old_after_days, *old, language)
    if catalogue.way == "asked":
        fresh = N_("an answer serves {value} day without asking again")
        many = N_("an answer serves {value} days without asking again")
        yield counted(catalogue.fresh_days, fresh, many, language)
    if catalogue.seconds_between:
        text = N_("asked once in {seconds} s at most")
        yield translate(language, text, seconds=number(catalogue.seconds_between, language, 2))
