"""Citations, as a reader opens them."""

from reperes.facts.citation import Citation, ContentCitation, QueryCitation, WebCitation, Window
from reperes.i18n import N_, Language, translate
from reperes.report.formats import day, number
from reperes.report.links import archive_link, forge_link, place, web_link
from reperes.report.safe import safe
from reperes.report.view import Evidence, Link

_SOURCES = {"forge.github": "GitHub", "forge.gitlab": "GitLab", "forge.forgejo": "Forgejo"}
_LINES_QUOTED = 12
_LINE = 240


def evidence(citation: Citation, language: Language) -> Evidence:
    """Return a citation in words, with the places where it opens."""
    if isinstance(citation, ContentCitation):
        return _content(citation, language)
    if isinstance(citation, WebCitation):
        text = translate(language, N_("Page read on {day}."), day=day(citation.retrieved_on, language))
        href = web_link(citation.url)
        address = safe(citation.url)
        links = (Link(address, href),) if href else ()
        return Evidence(text, None if href else address, _quoted(citation.quote), links)
    if isinstance(citation, QueryCitation):
        return Evidence(_query(citation, language), safe(citation.filter))
    return Evidence(
        translate(language, N_("Explained by: {command}"), command=f"reperes explain {citation.id}")
    )


def window_text(window: Window | None, language: Language) -> str:
    """Return a window in words."""
    if window is None:
        return translate(language, N_("the whole history"))
    end = day(window.end, language)
    if window.start is None:
        return translate(language, N_("from the first commit to {end}"), end=end)
    return translate(language, N_("from {start} to {end}"), start=day(window.start, language), end=end)


def _content(citation: ContentCitation, language: Language) -> Evidence:
    archive, forge = archive_link(citation.swhid), forge_link(citation.swhid)
    links = []
    if forge is not None:
        links.append(Link(translate(language, N_("The file on its forge, as it was")), forge))
    if archive is not None:
        links.append(Link(translate(language, N_("The file in the Software Heritage archive")), archive))
    return Evidence(safe(place(citation.swhid)), safe(citation.swhid), _quoted(citation.quote), tuple(links))


def _query(citation: QueryCitation, language: Language) -> str:
    return translate(
        language,
        N_("Counted in {source}: {count}, {window}. Filter as it is written in the data:"),
        source=_SOURCES.get(citation.source) or safe(citation.source),
        count=number(citation.count, language),
        window=window_text(citation.window, language),
    )


def _quoted(quote: str | None) -> tuple[str, ...]:
    lines = (quote or "").splitlines()
    shown = [safe(line, limit=_LINE) for line in lines[:_LINES_QUOTED]]
    return (*shown, *(["…"] if len(lines) > _LINES_QUOTED else []))
