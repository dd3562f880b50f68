"""Which organisations the words around a find name; what a declaration names as a funder or a user.

Shared by the readings of the economic model and of the ecosystem. Only what `knowledge/organisations/` knows
is named from a text: a sentence may name persons.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from reperes.facts.citation import Citation
from reperes.facts.documents import Structured
from reperes.people.organisations import load_registers
from reperes.people.stewards import Steward, load_stewards
from reperes.readings.seen import Seen
from reperes.readings.signals import Folded, Hit

_LINES = 3
_FAR = 260
_END = re.compile(r"[.!?](?=\s)|\n\s*\n|\n(?=\s*(?:[-*+•]|\d+[.)]|#|\|))")
_SECTION = 40
_HEADING = re.compile(r"\n(?=#{1,6} |[^\n]{3,80}\n[=-]{3,})")
_SITE = re.compile(r"https?://[^\s\"'<>()\[\]{}|]{4,200}")
_HOME = re.compile(r"https?://[^/\s]+/?(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?/?|index\.[a-z]+)?[.,;:]?")
"""The address of a whole site: deeper ones are pages, often of a platform where anybody writes."""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation that a document names, and the lines (from 1) where it does."""

    steward: Steward
    hit: Hit
    lines: tuple[int, int]


def written(hit: Hit) -> tuple[str, str]:
    """Return what stands on the line before a find, and what was found, as written."""
    text = "\n".join((hit.document.text or "").split("\n")[hit.lines[0] - 1 : hit.lines[1]])
    start = Folded(text).text.find(hit.match)
    if start < 0:
        return "", hit.match
    return text[:start].rpartition("\n")[2], text[start : start + len(hit.match)]


def after(hit: Hit) -> str:
    """Return the words that follow a find, as written, up to the end of their sentence."""
    text = following(hit, _LINES)
    end = _END.search(text)
    return text[: end.start() if end else _FAR][:_FAR]


def under(hit: Hit) -> str:
    """Return what stands under a heading that was found, up to the next one."""
    text = following(hit, _SECTION)
    end = _HEADING.search(text)
    return text[: end.start()] if end else text


def named_after(seen: Seen, name: str) -> Iterator[Named]:
    """Yield the organisations named just after what a piece of evidence looks for."""
    for hit in seen.hits(name):
        for steward in known_in(after(hit)):
            yield Named(steward, hit, hit.lines)


def named_under(seen: Seen, name: str) -> Iterator[Named]:
    """Yield the organisations named in the sections whose heading a piece of evidence looks for."""
    for hit in seen.hits(name):
        yield from (
            Named(steward, hit, (hit.lines[1] + line - 1, hit.lines[1] + line - 1))
            for steward, line in lines_of(under(hit))
        )


def lines_of(text: str) -> tuple[tuple[Steward, int], ...]:
    """Return the organisations that a text names or links to, with the lines (from 1), each once."""
    found: dict[str, tuple[Steward, int]] = {}
    for steward, line in load_stewards().named(text):
        found.setdefault(steward.id, (steward, line))
    for at, line_text in enumerate(text.split("\n"), start=1):
        for match in _SITE.finditer(line_text[:2000]):
            home = _HOME.fullmatch(match.group())
            held = load_stewards().of_site(match.group()) if home else None
            if held is not None:
                found.setdefault(held.id, (held, at))
    return tuple(found.values())


def known_in(text: str) -> tuple[Steward, ...]:
    """Return the organisations that a text names or links to, each once."""
    return tuple(steward for steward, _ in lines_of(text))


def funders(item: Structured) -> list[tuple[str, Steward | None]]:
    """Return the names that a declaration gives to those who fund, with what is known of each."""
    if item.format == "publiccode.yml":
        blocks = item.fields.get("fundedBy")
        pairs = [
            (str(one["name"]), str(one.get("uri") or ""))
            for one in map(block, listed(blocks))
            if one.get("name")
        ]
    else:
        pairs = [(name, "") for key in ("funder", "sponsor") for name in _texts(item.fields.get(key))]
    return [(name, known(name, site)) for name, site in pairs]


def users(item: Structured) -> list[tuple[str, Steward | None]]:
    """Return the names that a declaration gives to those who use, with what is known of each."""
    return [(name, known(name, name)) for name in _texts(item.fields.get("usedBy"))]


def known(name: str, site: str = "") -> Steward | None:
    """Return what is known of an organisation by its name, else by its site."""
    found = load_stewards().named(name)
    if found:
        return found[0][0]
    address = _SITE.search(site) or _SITE.fullmatch(f"https://{site}")
    return load_stewards().of_site(address.group()) if address and "." in site else None


def name_of(identifier: str) -> str:
    """Return the name of an organisation of the history: its identifier is that of knowledge, or a domain."""
    return _names().get(identifier, identifier)


def opened(seen: Seen, path: str) -> tuple[Citation, ...]:
    """Return the citation of a structured file, else of the listing that holds it."""
    return seen.cite_path(path) or (seen.count(f"files named {path}", 1),)


def block(value: object) -> Mapping[str, object]:
    """Return a part of a structured file when it is one, an empty one otherwise."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[object]:
    """Return a list of a structured file when it is one, an empty one otherwise."""
    return value if isinstance(value, list) else []


def following(hit: Hit, lines: int) -> str:
    """Return what is written after a find, up to so many lines further."""
    text = (hit.document.text or "").split("\n")
    first, last = hit.lines
    held = "\n".join(text[first - 1 : last + lines])
    start = Folded(held).text.find(hit.match)
    return held[start + len(hit.match) :] if start >= 0 else held


def _texts(value: object) -> list[str]:
    return [one for one in listed(value) if isinstance(one, str)]


@cache
def _names() -> Mapping[str, str]:
    return {one.id: one.name for register in load_registers() for one in register.organisations}
