"""What `reperes catalogue` tells: where each catalogue stands here, and which projects bear a name."""

import io
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from reperes.i18n import N_, Language, translate
from reperes.knowledge.catalogue import Catalogue, catalogues
from reperes.report.catalogues_json import brought_on, list_document, search_document, state, written
from reperes.report.formats import clauses, counted, day, number, span
from reperes.report.markdown import escape, table
from reperes.report.printer import STRONG, Printer
from reperes.report.safe import safe
from reperes.report.view import Link, Table
from reperes.report.wording import of
from reperes.sources.catalogues.search import (
    BROUGHT,
    MOST_TYPED,
    Closeness,
    Hit,
    Index,
    Known,
    Looked,
    is_address,
)
from reperes.sources.catalogues.snapshots import Meta
from reperes.sources.catalogues.standing import Standing

SHORT = 12
"""Characters of a checksum that are shown."""
_LONGEST = 300
_ADDRESS = re.compile(r"https?://[!-;=?-\[\]-~]+")
_WIDTH = 100
_NOT_STATED = "not-stated"
"""What stands for the licence where the producer tells none."""
_WAYS = {"whole": N_("taken whole"), "asked": N_("asked about one project at a time")}
_MORE = N_("`reperes catalogue update` takes them again; `reperes explain ID` tells more of one.")
_CLOSENESS: Mapping[Closeness, str] = {
    "address": N_("at this address"),
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
    """A project in words: `counts` are its licence and who is around; `known`, the records that open."""

    name: str
    closeness: str
    what: str
    addresses: tuple[Link, ...]
    counts: tuple[str, ...]
    known: tuple[Link, ...]


def render_list(
    standings: Sequence[Standing], language: Language, format_: str, *, width: int = _WIDTH
) -> str:
    """Return where catalogues stand as `text` of so many columns, `json`, `markdown` or `html`."""
    title = translate(language, N_("The catalogues"))
    if format_ == "json":
        return written(list_document(standings, language))
    if format_ == "markdown":
        more = escape(translate(language, _MORE))
        return f"# {escape(title)}\n\n{table(list_table(standings, language))}\n\n{more}"
    if format_ == "html":
        more = translate(language, _MORE)
        return _page("catalogues.html", title, language, table=list_table(standings, language), more=more)
    return _list_text(title, [row(one, language) for one in standings], language, width)


def render_search(
    words: str, hits: Sequence[Hit], index: Index, language: Language, format_: str, *, width: int = _WIDTH
) -> str:
    """Return the projects found, the closest first, as `text`, `json`, `markdown` or `html`."""
    if format_ == "json":
        return written(search_document(words, hits, index))
    title = translate(language, N_("“{words}” in the catalogues"), words=safe(words, MOST_TYPED))
    shown = [project(one, language) for one in hits]
    notes = [*_notes(words, shown, index, language)]
    step = _next_step(shown, language)
    if format_ == "markdown":
        return _search_markdown(title, shown, step, notes, language)
    if format_ == "html":
        return _page("catalogue-search.html", title, language, hits=shown, step=step, notes=notes)
    return _search_text(title, shown, step, notes, language, width=width)


def row(one: Standing, language: Language) -> Row:
    """Return a catalogue in words."""
    catalogue = one.catalogue
    return Row(
        id=catalogue.id,
        label=of(catalogue.label, language),
        state=state(one, language),
        gives=of(catalogue.gives, language).strip(),
        publisher=catalogue.publisher,
        licence=_licence(catalogue, language),
        way=translate(language, _WAYS[catalogue.way]),
        snapshot=() if one.meta is None else tuple(kept(one, one.meta, language)),
    )


def _licence(catalogue: Catalogue, language: Language) -> str:
    if catalogue.licence == _NOT_STATED:
        return translate(language, N_("licence not stated"))
    return catalogue.licence


def kept(one: Standing, meta: Meta, language: Language) -> Iterator[str]:
    """Yield what is known of a snapshot: its day and age, its records, what was left out, its checksum."""
    if one.age is not None:
        told = N_("state of {day}, {age} ago") if one.age else N_("state of today, {day}")
        yield translate(language, told, day=day(meta.day, language), age=span(one.age, language))
    elif one.state != "undated":  # which tells it
        yield brought_on(meta, language)
    yield counted(meta.records, N_("{value} record"), N_("{value} records"), language)
    skipped = sum(meta.skipped.values())
    if skipped:
        yield counted(skipped, N_("{value} row left out"), N_("{value} rows left out"), language)
    if meta.persons:
        persons = N_("{value} person left out"), N_("{value} persons left out")
        yield counted(meta.persons, *persons, language)
    if meta.url is None and one.age is not None:
        text = N_("brought by hand on {day}")
        yield translate(language, text, day=day(meta.taken_at.date(), language))
    yield translate(language, N_("checksum {sum}"), sum=meta.checksum[:SHORT])


def list_table(standings: Sequence[Standing], language: Language) -> Table:
    """Return where catalogues stand as one table."""
    named = (
        *(N_("Identifier"), N_("Catalogue"), N_("State")),
        *(N_("Day"), N_("Age in days"), N_("Records")),
    )
    rows = tuple(_cells(one, language) for one in standings)
    headers = tuple(translate(language, name) for name in named)
    return Table("", headers, rows, numbers_from=4, raw=frozenset(range(len(rows))))


def _cells(one: Standing, language: Language) -> tuple[str, ...]:
    said, meta = row(one, language), one.meta
    told = (said.id, said.label, said.state)
    if meta is None:
        return *told, *("–",) * 3
    records = number(meta.records, language)
    if one.age is None:
        return *told, "–", "–", records
    return *told, day(meta.day, language), number(one.age, language), records


def project(hit: Hit, language: Language) -> Found:
    """Return a project in words."""
    counts = []
    if hit.licence:
        counts.append(safe(hit.licence, _LONGEST))
    if hit.users is not None:
        users = N_("{value} organisation declares using it"), N_("{value} organisations declare using it")
        counts.append(counted(hit.users, *users, language))
    if hit.providers is not None:
        providers = N_("{value} organisation provides services"), N_("{value} organisations provide services")
        counts.append(counted(hit.providers, *providers, language))
    if hit.contributors is not None:
        given = N_("{value} organisation contributed to it"), N_("{value} organisations contributed to it")
        counts.append(counted(hit.contributors, *given, language))
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
    return Link(_told(one, text, language), _followed(one.url))


def _told(one: Known | Looked, text: str, language: Language) -> str:
    on = day(one.day, language)
    on = translate(language, BROUGHT, day=on) if one.undated else on
    return translate(language, text, catalogue=of(catalogues()[one.catalogue].within, language), day=on)


def _next_step(hits: Sequence[Found], language: Language) -> tuple[str, str] | None:
    """Return what can be done with what was found, and the command to copy; None without an address."""
    url = next((link.href for one in hits for link in one.addresses if link.href), None)
    if url is None:
        return None
    return translate(language, N_("To observe one of them, give its address:")), (
        f"reperes observe {shlex.quote(url)}"
    )


def _notes(words: str, hits: Sequence[Found], index: Index, language: Language) -> Iterator[str]:
    """Yield what has to be known of the search itself: where it looked, and what that does not tell."""
    if not index.looked:
        yield translate(
            language, N_("No catalogue was taken here: `reperes catalogue update` brings their snapshots.")
        )
    elif not hits:
        text = N_("Nothing bears this name, nor a near one. It may be elsewhere: looked in {names}.")
        if is_address(words):
            text = N_("Nothing is known at this address. It may be under another: looked in {names}.")
        names = (_told(one, N_("{catalogue}, {day}"), language) for one in index.looked)
        yield translate(language, text, names=clauses(names, language))
    for name in index.unread:
        yield translate(language, N_("The snapshot of {name} cannot be read: take it again."), name=name)
    text = N_("Only software is searched, not bodies nor domain names.")
    if index.never and index.looked:
        text = N_(
            "Only software is searched, not bodies nor domain names. Never taken here: {names} "
            "(`reperes catalogue update`)."
        )
    yield translate(language, text, names=", ".join(index.never))


def _printed(width: int) -> tuple[io.StringIO, Printer]:
    file = io.StringIO()
    return file, Printer(Console(file=file, width=min(width, _WIDTH), color_system=None), details=False)


def _list_text(title: str, rows: Sequence[Row], language: Language, width: int) -> str:
    file, printer = _printed(width)
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
    printer.say(translate(language, _MORE))
    return file.getvalue().rstrip("\n")


def _search_text(
    title: str,
    hits: Sequence[Found],
    step: tuple[str, str] | None,
    notes: Sequence[str],
    language: Language,
    *,
    width: int,
) -> str:
    file, printer = _printed(width)
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
            told = _opening(link, language)
            if len(told) + 2 <= width or not link.href:
                printer.copy(told, 2)
            else:
                printer.say(link.text, "  ")
                printer.copy(link.href, 4)
    if step is not None:
        printer.blank()
        printer.say(step[0])
        printer.copy(step[1], 2)
    for note in notes:
        printer.blank()
        printer.say(note)
    return file.getvalue().rstrip("\n")


def _opening(link: Link, language: Language) -> str:
    """Return a record and where it opens, on one line."""
    if not link.href:
        return link.text
    return translate(language, N_("{label}: {figure}"), label=link.text, figure=link.href)


def _search_markdown(
    title: str,
    hits: Sequence[Found],
    step: tuple[str, str] | None,
    notes: Sequence[str],
    language: Language,
) -> str:
    blocks = [f"# {escape(title)}"]
    for one in hits:
        blocks.append(f"## {escape(one.name)}")
        told = [escape(one.closeness), *([escape(one.what)] if one.what else [])]
        told += [f"<{link.href}>" if link.href else escape(link.text) for link in one.addresses]
        told += [escape(text) for text in one.counts]
        told += [
            _opening(Link(escape(link.text), link.href and f"<{link.href}>"), language) for link in one.known
        ]
        blocks.append("\n".join(f"- {text}" for text in told))
    if step is not None:
        blocks.append(f"{escape(step[0])}\n\n    {step[1]}")
    return "\n\n".join([*blocks, *(escape(note) for note in notes)])


def _followed(url: str) -> str:
    """Return an address that a page may lead to, empty for anything else that a record may hold."""
    return url if _ADDRESS.fullmatch(url) else ""


def _page(template: str, title: str, language: Language, **content: object) -> str:
    from reperes.report.html import environment

    page = environment().get_template(template)
    return page.render(title=title, language=language.value, **content)


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
    yield say(N_("Licence")), [_licence(catalogue, language)]
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
