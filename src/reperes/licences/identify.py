"""What a licence file holds: whole texts, statements, conditions, and what nothing explains."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from reperes.licences import expressions, facts, knowledge, names
from reperes.licences.conditions import conditions_in
from reperes.licences.model import Identified, Lines, Match
from reperes.licences.notices import in_licence_file

if TYPE_CHECKING:
    from reperes.licences.similar import Found

_LONGEST = 1 << 20
_LONGEST_PHRASES = 5_000
_LONGEST_TITLES = 1 << 18
_HEAD = 4_000  # where the title of a contract must be
_SURE = 0.95
_FEWEST_WORDS = 6
_TITLE_WORDS = 9
_TITLE_LINES = 12


def identify(text: str) -> Identified:
    """Return what a licence file holds; beyond 1 MiB it is not read."""
    from reperes.licences.similar import similar

    text = text[:_LONGEST]
    lines = text.split("\n")
    found = similar(text)
    claimed = {n for one in found if one.similarity >= _SURE for n in _own(one)}
    told = list(_phrases(lines, claimed))
    matches: list[Match] = []
    taken: set[int] = set()
    for one in found:
        twin = next((match for match in told if _overlap(match.lines, one.lines)), None)
        match = _weighed(lines, one, twin)
        if match is None:
            continue
        if twin is not None and match.method == "phrase":
            told.remove(twin)
        matches.append(match)
        taken |= _own(one)
    for one_told in told:
        matches += _beyond(_until(one_told, taken, len(lines)), matches)
    if len(matches) > 1:
        matches = [match for match in matches if not _generic(match)] or matches[:1]
    for match in matches:
        if match.method == "phrase":
            taken |= set(range(match.lines[0] - 1, match.lines[1]))
        taken |= set(_appendix(lines, match.lines[1], matches))
    return _beside(lines, matches, taken)


def _own(found: "Found") -> set[int]:
    return {n for n in range(found.lines[0], found.lines[1] + 1) if n not in found.foreign}


def _weighed(lines: list[str], found: "Found", twin: Match | None) -> Match | None:
    """Return a text found; where it is not sure, a title confirms it, or takes its place (then None)."""
    match = Match(found.licence, found.similarity, (found.lines[0] + 1, found.lines[1] + 1), "text")
    if found.similarity >= _SURE:
        return match
    if twin is not None:
        return replace(match, method="phrase") if expressions.same(twin.licence, found.licence) else None
    confirmed = not found.foreign and _titled(lines, found.lines[0], found.licence)
    return replace(match, method="phrase") if confirmed else match


def _generic(match: Match) -> bool:
    return any(rule.generic and rule.id == match.licence for rule in knowledge.texts().texts)


_APPENDIX = re.compile(r"\W*(?:END OF (?:THE )?TERMS|APPENDIX|How to Apply|Exhibit [AB]\b)", re.IGNORECASE)


def _appendix(lines: list[str], after: int, matches: list[Match]) -> range:
    """Return the indices of the advice that follows a licence: its model of notice is not a notice."""
    until = min([one.lines[0] - 1 for one in matches if one.lines[0] > after], default=len(lines))
    start = next((n for n in range(after, min(until, after + 8)) if _APPENDIX.match(lines[n])), until)
    return range(start, min(until, start + 80))


def _beyond(told: Match, matches: list[Match]) -> list[Match]:
    """Return a title and what follows, unless they only lead to the text itself, which then begins there."""
    for index, one in enumerate(matches):
        if one.licence == told.licence and told.lines[0] <= one.lines[1]:
            first = min(told.lines[0], one.lines[0])
            matches[index] = replace(one, lines=(first, one.lines[1]))
            return []
    return [told]


def _beside(lines: list[str], matches: list[Match], taken: set[int]) -> Identified:
    matches, notices = _headed(lines, matches, in_licence_file(lines, taken))
    conditions = conditions_in(lines, taken)
    whole = [one.licence for one in notices if one.about in {"", "code"}]
    later = {facts.base(one) for one in whole if one.endswith("-or-later")}
    matches = [
        replace(one, licence=f"{facts.base(one.licence)}-or-later")
        if one.licence.endswith("-only") and facts.base(one.licence) in later
        else one
        for one in sorted(matches, key=lambda one: one.lines)
    ]
    said = taken | {one.lines[0] - 1 for one in matches}
    for first, last in [one.lines for one in notices] + [one.lines for one in conditions]:
        said |= set(range(first - 1, last))
    return Identified(tuple(matches), notices, conditions, tuple(_extra(lines, said)))


def _headed(
    lines: list[str], matches: list[Match], notices: tuple[Match, ...]
) -> tuple[list[Match], tuple[Match, ...]]:
    """Give its own title back to each text: a name alone just above a text is not a statement."""
    kept, matches = [], list(matches)
    for one in notices:
        alone = one.lines[0] == one.lines[1] and len(lines[one.lines[0] - 1].split()) <= _TITLE_WORDS
        below = [
            n
            for n, match in enumerate(matches)
            if alone and 0 < match.lines[0] - one.lines[0] <= _TITLE_LINES
        ]
        own = next((n for n in below if expressions.same(matches[n].licence, one.licence)), None)
        if own is None:
            kept.append(one)
        else:
            matches[own] = replace(matches[own], lines=(one.lines[0], matches[own].lines[1]))
    return matches, tuple(kept)


def _overlap(told: Lines, found: Lines) -> bool:
    """Return whether a title (from 1) is just above, or inside, a stretch (from 0)."""
    return found[0] - 12 <= told[0] - 1 <= found[1]


def _titled(lines: list[str], start: int, licence: str) -> bool:
    """Return whether the lines around the start of a text name its licence."""
    above = " ".join(lines[max(0, start - 6) : start + 3])[:1000]
    return any(expressions.same(hit.licence, licence) for hit in names.find(above))


def _phrases(lines: list[str], claimed: set[int]) -> Iterator[Match]:
    """Yield the licences whose title begins a line, and whose other phrases are in the rest of the text."""
    kept = ["" if number in claimed else " ".join(line.split()) for number, line in enumerate(lines)]
    starts, at = [], 0
    for line in kept[:_LONGEST_PHRASES]:
        starts.append(at)
        at += len(line) + 1
    flat = " ".join(kept[:_LONGEST_PHRASES])[:_LONGEST_TITLES]
    seen: set[str] = set()
    for rule, title, needs in _rules():
        for found in title.finditer(flat, 0, _HEAD if rule.generic else len(flat)):
            number = bisect_right(starts, found.start()) - 1
            before = flat[starts[number] : found.start()]
            far = len(before) > 40 or len(re.findall(r"\w+", before)) > 3
            if rule.id in seen or (far and not before.lower().startswith("copyright")):
                continue
            if all(need.search(flat) for need in needs):
                seen.add(rule.id)
                yield Match(rule.id, 1.0, (number + 1, number + 1), "phrase")
            break  # what the rest needs does not depend on where the title stands


@cache
def _rules() -> tuple[tuple[knowledge.Text, re.Pattern[str], tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (
            rule,
            re.compile(rule.title, re.IGNORECASE),
            tuple(re.compile(one, re.IGNORECASE) for one in rule.needs),
        )
        for rule in knowledge.texts().texts
    )


def _until(match: Match, taken: set[int], count: int) -> Match:
    """Stretch a title down to the next text, or the end."""
    last = next((n for n in range(match.lines[0], count) if n in taken), count)
    return replace(match, lines=(match.lines[0], max(match.lines[0], last)))


_IDLE = re.compile(
    r"\W*(?:copyright\b|©|\(c\)|all rights reserved|tous droits réservés|https?://)", re.IGNORECASE
)
# What every notice goes on with.
_BOILERPLATE = re.compile(
    r"without any warranty|hope that it will be useful|should have received a copy|may obtain a copy of"
    r"|may not use this file except|as is.{0,3} basis|unless required by applicable law"
    r"|limitations under the licen|public licen[cs]es is dedicated"
    r"|devriez avoir reçu une copie|sans aucune garantie",
    re.IGNORECASE,
)


def _extra(lines: list[str], said: set[int]) -> Iterator[Lines]:
    run: list[int] = []
    words = 0
    for number, line in enumerate([*lines, None]):
        if line is not None and number not in said:
            if line.strip() and not _IDLE.match(line):
                run.append(number)
                words += len(line.split())
            continue
        if words >= _FEWEST_WORDS:
            yield from _unexplained(lines, run)
        run, words = [], 0


def _unexplained(lines: list[str], run: list[int]) -> Iterator[Lines]:
    """Yield a run of lines, the paragraphs that every notice ends with left out."""
    paragraphs: list[list[int]] = [[]]
    for number in run:
        if paragraphs[-1] and number - paragraphs[-1][-1] > 1:
            paragraphs.append([])
        paragraphs[-1].append(number)
    kept = [
        one
        for one in paragraphs
        if one and not _BOILERPLATE.search(" ".join(" ".join(lines[n] for n in one).split()))
    ]
    if sum(len(lines[n].split()) for one in kept for n in one) >= _FEWEST_WORDS:
        yield kept[0][0] + 1, kept[-1][-1] + 1
