"""Everything that `knowledge/` and the definitions tell, as a directory: kinds, groups, what leads where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from reperes import readings
from reperes.i18n import N_, Language, translate
from reperes.indicators import definitions
from reperes.knowledge.catalogue import catalogues
from reperes.knowledge.terms import load_terms
from reperes.law import law
from reperes.modalities.evidence import precedents, resources
from reperes.modalities.library import modalities
from reperes.modalities.roles import roles
from reperes.report.advice import words
from reperes.report.conclusions import THEMES
from reperes.report.wording import FAMILIES, of
from reperes.subject.names import folded

KINDS: tuple[str, ...] = (
    *("reading", "indicator", "modality", "role", "parameter"),
    *("precedent", "resource", "catalogue", "term"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that has a page: its kind (of `KINDS`), the group it stands in, what it is in a sentence.

    `group` is empty for the kinds that have none.
    """

    id: str
    kind: str
    title: str
    about: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Where an entry leads: identifiers and titles under one heading."""

    heading: str
    entries: tuple[tuple[str, str], ...]


def entries(language: Language) -> Mapping[str, Entry]:
    """Return every entry by identifier, kind by kind, said in a language."""
    return _entries(language)


def of_kind(kind: str, language: Language) -> list[tuple[str, list[Entry]]]:
    """Return the entries of a kind by group; KeyError when there is no such kind."""
    if kind not in KINDS:
        raise KeyError(kind)
    found = [one for one in _entries(language).values() if one.kind == kind]
    order = {group: rank for rank, group in enumerate(dict.fromkeys(one.group for one in found))}
    found.sort(key=lambda one: order[one.group])
    return [(group, [*members]) for group, members in groupby(found, key=lambda one: one.group)]


def search(typed: str, language: Language) -> list[Entry]:
    """Return the entries whose identifier or title, in either language, holds all the words typed.

    Those whose title begins so come first; no case, no accent. Nothing typed finds nothing.
    """
    wanted = folded(typed).split()
    if not wanted:
        return []
    found = [one for one in _entries(language).values() if all(w in _searched()[one.id] for w in wanted)]
    start = " ".join(wanted)
    return sorted(found, key=lambda one: not folded(one.title).startswith(start))


def related(identifier: str, language: Language) -> list[Related]:
    """Return what an entry rests on, and what rests on it, both ways; nothing for an unknown one."""
    titles = {name: one.title for name, one in _entries(language).items()}
    made: list[Related] = []
    for heading, pairs in _LINKS.items():
        leads = [to for one, to in pairs() if one == identifier and to in titles]
        if leads:
            named = tuple((to, titles[to]) for to in dict.fromkeys(leads))
            made.append(Related(translate(language, heading), named))
    return made


@cache
def _entries(language: Language) -> Mapping[str, Entry]:
    return {one.id: one for one in _all(language)}


@cache
def _searched() -> Mapping[str, str]:
    """Return what a search looks in, by identifier: its names in both languages."""
    french, english = _entries(Language.FR), _entries(Language.EN)
    return {name: folded(f"{name} {one.title} {english[name].title}") for name, one in french.items()}


def _all(language: Language) -> Iterator[Entry]:
    for name, reading in readings.definitions().items():
        about = of(reading.question, language).strip()
        group = translate(language, THEMES[reading.theme])
        yield Entry(name, "reading", of(reading.label, language), about, group)
    for name, indicator in definitions().items():
        about = of(indicator.question, language).strip()
        group = translate(language, FAMILIES[indicator.family])
        yield Entry(name, "indicator", of(indicator.label, language), about, group)
    yield from _of_advice(language)
    for name, term in load_terms().items():
        yield Entry(name, "term", of(term.label, language), of(term.definition, language).strip())


def _of_advice(language: Language) -> Iterator[Entry]:
    for name, modality in modalities().items():
        group = words.label("family", modality.family, language)
        title, about = of(modality.label, language), of(modality.what, language).strip()
        yield Entry(name, "modality", title, about, group)
    for name, role in roles().items():
        yield Entry(f"role-{name}", "role", of(role.label, language), of(role.what, language).strip())
    for name, parameter in law().parameters.items():
        about = "" if parameter.means is None else of(parameter.means, language).strip()
        group = words.label("folder", name.partition("/")[0], language)
        yield Entry(name, "parameter", of(parameter.label, language), about, group)
    for name, precedent in precedents().items():
        about = f"{of(precedent.vehicle, language)} ({precedent.years})"
        yield Entry(name, "precedent", of(precedent.label, language), about)
    for name, resource in resources().items():
        kind = "catalogue" if name in catalogues() else "resource"
        yield Entry(name, kind, of(resource.label, language), of(resource.what, language).strip())


Pairs = Iterator[tuple[str, str]]


def _rests_on(kind: str) -> Pairs:
    """Yield each modality with what it rests on, of one kind."""
    for name, one in modalities().items():
        named = {
            "role": (f"role-{one.role}",),
            "precedent": one.precedents,
            "resource": one.resources,
            "parameter": tuple(each for ids in one.parameters.values() for each in ids),
        }
        yield from ((name, each) for each in named[kind])


def _serving() -> Pairs:
    kinds = ("role", "precedent", "resource", "parameter")
    yield from ((to, name) for kind in kinds for name, to in _rests_on(kind))


def _used_readings() -> Pairs:
    for name, one in readings.definitions().items():
        yield from ((name, before) for before in one.after)


def _using_readings() -> Pairs:
    yield from ((before, name) for name, before in _used_readings())


def _seen() -> Pairs:
    for name, term in load_terms().items():
        yield from ((name, other) for other in term.see)


def _terms_naming() -> Pairs:
    """Yield what terms name; of two that name each other, each page tells it already."""
    both = [*_seen()]
    yield from ((to, name) for name, to in both if (to, name) not in both)


def _becoming() -> Pairs:
    for name, role in roles().items():
        yield from ((f"role-{name}", f"role-{other}") for other in role.may_become)


_LINKS = {
    N_("The role it goes with"): lambda: _rests_on("role"),
    N_("Where it was done"): lambda: _rests_on("precedent"),
    N_("Official pages"): lambda: _rests_on("resource"),
    N_("Forms of cooperation that use it"): _serving,
    N_("Roles it may become"): _becoming,
    N_("Conclusions it uses"): _used_readings,
    N_("Conclusions that use it"): _using_readings,
    N_("Words of the glossary that name it"): _terms_naming,
}
"""What leads where, by heading: only what explanations do not name already."""
