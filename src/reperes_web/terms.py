"""Words of the glossary in a text: each opens its definition in place, without JavaScript."""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup, escape

from reperes.i18n import Language
from reperes.knowledge.terms import Term, load_terms
from reperes.report.formats import typeset
from reperes.report.wording import of
from reperes_web.language import language

_MARK = Markup(
    '<button type="button" class="term" popovertarget="term-{id}" aria-haspopup="dialog">{word}</button>'
)
_SEEN: ContextVar[set[str] | None] = ContextVar("seen", default=None)
_BESIDE = re.compile(r"(?P<before>[^()]+?) \((?P<within>[^()]+)\)")


@dataclass(frozen=True, slots=True)
class Defined:
    """A term as its popover shows it."""

    id: str
    label: str
    definition: str
    source: str


def begin() -> set[str]:
    """Begin a page: return the set that gathers the terms marked in it."""
    seen: set[str] = set()
    _SEEN.set(seen)
    return seen


def glossed(text: str, seen: set[str] | None = None) -> Markup:
    """Return a text whose words of the glossary open their definition; each word once for one `seen`.

    `seen` gathers the identifiers of the terms marked, whose popovers the page has to hold; without it, those
    of the page being made are (`begin`).
    """
    done = _SEEN.get() if seen is None else seen
    if done is None:
        done = set()
    written = typeset(text)
    parts: list[Markup] = []
    last = 0
    for start, end, term in _found(written, language()):
        if term in done:
            continue
        done.add(term)
        parts += [escape(written[last:start]), _MARK.format(id=term, word=written[start:end])]
        last = end
    return Markup("").join([*parts, escape(written[last:])])


def defined(seen: Iterable[str]) -> list[Defined]:
    """Return the terms marked in a page, in the order of the glossary, said in the language of the answer."""
    spoken, marked = language(), set(seen)
    return [
        Defined(one.id, of(one.label, spoken), of(one.definition, spoken), one.source)
        for one in load_terms().values()
        if one.id in marked
    ]


@lru_cache(maxsize=4096)  # the sentences of knowledge come again from page to page
def _found(written: str, spoken: Language) -> tuple[tuple[int, int, str], ...]:
    """Return where words of the glossary are in a text, and the term of each."""
    pattern, by_group = _words(spoken)
    return tuple((*one.span(), by_group[one.lastgroup or ""]) for one in pattern.finditer(written))


@cache
def _words(spoken: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds the words, the longest first, and the term by the name of its group."""
    named: list[tuple[str, str, str]] = []
    for term in load_terms().values():
        if term.in_place:
            named += [(name, of_name, term.id) for name, of_name in _names(term, spoken)]
    named.sort(key=lambda one: len(one[0]), reverse=True)
    groups = {f"t{rank}": term for rank, (_, _, term) in enumerate(named)}
    choices = "|".join(f"(?P<t{rank}>{pattern})" for rank, (_, pattern, _) in enumerate(named))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)"), groups


def _names(term: Term, spoken: Language) -> list[tuple[str, str]]:
    """Return the names of a term, each with its pattern.

    What stands in brackets is a name if it is an acronym, then as it is written: « issue » is a French word.
    """
    label = of(term.label, spoken)
    beside = _BESIDE.fullmatch(label)
    if beside is None:
        return [(label, _pattern(label))]
    before, within = beside["before"], beside["within"]
    acronyms = [one for one in (before, within) if one.isupper()]
    plain = [one for one in (label, before) if one not in acronyms]
    return [(one, _pattern(one)) for one in plain] + [(one, re.escape(one)) for one in acronyms]


def _pattern(name: str) -> str:
    """Return what finds a name, in the plural too, in any case."""
    words = r"\s".join(_inflected(one) for one in name.split())
    return f"(?i:{words})"


def _inflected(word: str) -> str:
    if not word[-1].isalpha():
        return re.escape(word)
    if word.endswith("y"):
        return f"{re.escape(word[:-1])}(?:y|ies)"
    return f"{re.escape(word)}(?:s|x|es)?"
