"""Statements of licence: « licensed under … », « License: … », badges, SPDX tags, in French and in English.

A statement is believed when its words say that the thing itself is under the licence; a sentence on a
dependency, a compatibility or a choice that others may make is not one. What is missed is not invented.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from urllib.parse import unquote

from reperes.licences import expressions, knowledge, names
from reperes.licences.blocks import Sentence, sentences
from reperes.licences.conditions import paths_in
from reperes.licences.model import About, Lines, Match

_LONGEST_TEXT = 1 << 17
_LONGEST_DOCUMENT = 1 << 18
_MOST = 60
_CLAUSE = 30
_SHORT = 200
_ASSUMED = 0.9
_HINT = re.compile(
    r"licen[cs]|under|sous|copyleft|public domain|domaine public|badge|\bfree software\b|logiciel libre"
    r"|^\W*(?:data|données|dataset|code|docs?|documentation|content|contenus?)\s*[:=]",
    re.IGNORECASE,
)
_TAG = re.compile(r"SPDX-License-Identifier:[ \t]*([^\n]{1,300}?)[ \t]*(?:\*/|-->|\*\)|#\}|$)", re.MULTILINE)
_BADGE = re.compile(
    r"/badge/[\w%.]{0,30}?licen[cs]es?[\w%.]{0,20}?-((?:[^-\s)\"'>]|--){1,80})-[\w%.]", re.IGNORECASE
)
_STATIC = re.compile(
    r"img[.]shields[.]io/static/v1\?[^)\s\"']{0,100}label=licen[cs]e[^)\s\"']{0,100}message=([^&)\s\"']{1,80})",
    re.IGNORECASE,
)
_ALT = re.compile(
    r"(?:!\[|alt=[\"'])((?:[^\]\"'\n]{0,40}\b)?licen[cs]es?\b[^\]\"'\n]{0,60})[\]\"']", re.IGNORECASE
)
_LINK = re.compile(
    r"\W{0,6}\[([^\]\n]{2,60})\]\((?!https?:)[^)\s]{0,80}licen[cs]e[^)\s]{0,40}\)[^\w]*(?:\w+\W+){0,3}",
    re.IGNORECASE,
)
# Possessive throughout: what a stranger wrote is tried once.
_JOINS = re.compile(
    r"[\s,;/&|\"'“”()\[\]`*:-]*+(?>(?:https?://[^\s)]{1,200}|[\w./-]*(?:LICEN[CS]E|COPYING)[\w.-]*"
    r"|(?:[ivx]{1,4}|[a-h]|[1-9])(?=\))|v\d(?:\.\d)?\b"  # (i)… (ii)…; the version after a name
    r"|(?:or|and|and/or|ou|et|the|la|les?|l|of|terms|under|sous|an?|version|either|also|both|de|du"
    r"|as well(?: as)?|at your (?:option|choice)|(?:which (?:is|are) )?available at|found at"
    r"|(?:which )?accompanies this distribution)\b)[\s,;/&|\"'“”()\[\]`*:-]*+)*+",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"[\s,\"'“”()]*(?:with|avec)\s+(?:the\s+|an?\s+|l.)?([\w .-]{2,60}?)\s+exceptions?\b", re.IGNORECASE
)
_LICENSED = re.compile(
    r"[\s-]*licen[cs]ed\b(?! (?:to|source|code|files?|software|components?|parts?|versions?|under)\b)",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"\b(?:outside|except|excluding|unless|other than|hors|sauf)\b", re.IGNORECASE)
_FILLING = re.compile(
    r"\W*+(?>(?:this|the|is|it|an?|project|software|code|opensource|package|repository|les?|la|ces?|projet|logiciel"
    r"|est|under|sous|released|open|source|licen[cs]ed?|et|and|all|files?|in|dépôt|of|see|terms)\b\W*+)*+",
    re.IGNORECASE,
)


def notice_in(text: str) -> tuple[Match, ...]:
    """Return the statements of licence in any document, in the order of their lines."""
    text = text[:_LONGEST_DOCUMENT]
    lines = text.split("\n")
    found = [*_tags(text), *_marks(lines), *statements(lines, own=False)]
    told = {number for one in found for number in range(one.lines[0], one.lines[1] + 1)}
    return _once([*found, *(one for one in _links(lines) if one.lines[0] not in told)])


def in_licence_file(lines: list[str], skip: Collection[int]) -> tuple[Match, ...]:
    """Return the statements in a file that is about licences, outside the lines at the indices of `skip`."""
    kept = ["" if number in skip else line for number, line in enumerate(lines)]
    return _once([*_tags("\n".join(kept)), *statements(kept, own=True)])


def statements(lines: list[str], *, own: bool) -> Iterator[Match]:
    """Yield the statements in sentences; `own`: the document is about the licence of the thing itself."""
    count, read = 0, 0
    pending: list[Match] = []
    for sentence in sentences(lines, fenced=not own):
        read += len(sentence.text)
        if not (sentence.section or own or _HINT.search(sentence.text)):
            continue
        told = list(_stated(sentence, own=own))
        if _OPENS_LIST.search(sentence.text) and not told:
            pending = [Match("", 1.0, sentence.lines, "notice")]
        elif (
            pending
            and len(told) == 1
            and told[0].about in {"", "code"}
            and told[0].lines[0] <= pending[-1].lines[1] + 3
        ):
            pending.append(told[0])
        else:
            yield from _alternatives(pending)
            pending = []
            yield from told
        count += len(told)
        if count >= _MOST or read > _LONGEST_TEXT:
            break
    yield from _alternatives(pending)


_OPENS_LIST = re.compile(
    r"\b(?:either|one) of\b[^.]{0,60}[:,]?$|\bdual[ -]licen[cs]ed\b[^.]{0,60}:$"
    r"|\bat your (?:option|choice)\b[^.]{0,30}:$",
    re.IGNORECASE,
)


def _alternatives(pending: list[Match]) -> Iterator[Match]:
    """Yield one statement for « under either of: » and the items of its list."""
    items = pending[1:]
    joined = expressions.combine([one.licence for one in items], "OR") if len(items) > 1 else None
    if joined is None:
        yield from items
    else:
        lines = (pending[0].lines[0], items[-1].lines[1])
        yield Match(joined, min(one.similarity for one in items), lines, "notice", items[0].about)


def _stated(sentence: Sentence, *, own: bool) -> Iterator[Match]:
    text = sentence.text
    hits = [hit for hit in names.find(text) if not _compared(text, hit)]
    if not hits or _any("never").search(text):
        return
    chain: list[names.Hit] = []
    about: About = ""
    end = 0
    for hit in hits:
        before, end = text[end : hit.start], hit.end
        if chain and len(before) < _SHORT and _JOINS.fullmatch(before):
            chain.append(hit)
            continue
        if chain:
            yield _match(sentence, chain, about)
        foreign = _any("others").search(before + text[hit.start : end + _CLAUSE]) is not None
        said = (own or not foreign) and _said(sentence, hit, before, own=own)
        chain, about = ([hit] if said else []), _about(sentence, hit, before, foreign=foreign)
    if chain:
        yield _match(sentence, chain, about)


def _said(sentence: Sentence, hit: names.Hit, before: str, *, own: bool) -> bool:
    """Return whether words, a label or a place tell that the name is a licence given."""
    text = sentence.text
    return (
        _triggers().search(before) is not None
        or _labels().fullmatch(text[: hit.start]) is not None
        or _LICENSED.match(text, hit.end) is not None
        or _placed(sentence, hit, own=own)
    )


def _about(sentence: Sentence, hit: names.Hit, before: str, *, foreign: bool) -> About:
    about = _topic(before, sentence.text[hit.end :], sentence)
    part = foreign or _within(sentence.text[: hit.start])
    return "part" if part and about in {"", "code"} else about


def _compared(text: str, hit: names.Hit) -> bool:
    """Return whether a name is only compared with: « compatible with the GPL », « GPL-compatible »."""
    before, after = text[max(0, hit.start - 40) : hit.start], text[hit.end : hit.end + 14]
    return (
        _COMPATIBLE.search(before) is not None
        or re.match(r"[\s-]*compatib", after, re.IGNORECASE) is not None
    )


_COMPATIBLE = re.compile(
    r"\bcompatib\w*(?: \w+)? (?:with|avec|to|under) (?:(?:the|la|le|both) )?$", re.IGNORECASE
)


def _placed(sentence: Sentence, hit: names.Hit, *, own: bool) -> bool:
    """Return whether the name stands where a licence is told: first under its heading, or alone."""
    opening = _FILLING.fullmatch(sentence.text[: hit.start]) is not None
    if sentence.section and sentence.heading and opening:
        return True
    rest = (sentence.text[: hit.start] + sentence.text[hit.end :]).split()
    lonely = sentence.alone and opening and len(rest) <= 4
    return lonely and (own or re.search(r"licen[cs]e", sentence.text, re.IGNORECASE) is not None)


def _within(before: str) -> bool:
    """Return whether the words before a name tell of a folder: « files in `ee/` are licensed under … »."""
    return _OUTSIDE.search(before) is None and bool(paths_in(before))


def _topic(before: str, after: str, sentence: Sentence) -> About:
    """Return what is spoken of: before the name, after « for », or in the heading; both is neither."""
    following = _FOR.match(after)
    places = (
        _URL.sub(" ", before),
        following[1] if following else "",
        sentence.heading if sentence.section else "",
    )
    for place in places:
        told: dict[About, int] = {}
        for topic in knowledge.statements().topics:
            for found in _topic_words(topic.about).finditer(place):
                told[topic.about] = max(told.get(topic.about, -1), found.start())
        if told:
            return (
                ""
                if "code" in told and len(told) > 1 and _BOTH.search(place)
                else max(told, key=lambda one: told[one])
            )
    return ""


_URL = re.compile(r"(?:https?://|www[.])[^\s)]*")
_FOR = re.compile(
    r"\s*(?:\([^)]{0,200}\)\s*)?(?:for|pour) ((?:(?:the|le|la|les|all|its|our|source) )*[\w’' -]{2,40})",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:and|et|&)\b", re.IGNORECASE)


def _match(sentence: Sentence, chain: list[names.Hit], about: About) -> Match:
    text, said = sentence.text, []
    for hit in chain:
        exception = _WITH.match(text, hit.end)
        named = None if exception is None else expressions.parse(f"{hit.licence} WITH {exception[1].strip()}")
        said.append(hit.licence if named is None else named.text)
    choice = len(chain) > 1 and _any("choice").search(text[: chain[-1].end + 60]) is not None
    joined = expressions.combine(said, "OR" if choice else "AND")
    similarity = _ASSUMED if any(hit.assumed or hit.vague for hit in chain) else 1.0
    return Match(joined or chain[0].licence, similarity, sentence.lines, "notice", about)


def _tags(text: str) -> Iterator[Match]:
    for found in _TAG.finditer(text):
        expression = expressions.parse(found[1])
        if expression is not None:
            line = text.count("\n", 0, found.start()) + 1
            yield Match(expression.text, 1.0, (line, line), "notice")


def _marks(lines: list[str]) -> Iterator[Match]:
    for number, line in enumerate(lines, 1):
        if "/badge" not in line and "alt=" not in line and "![" not in line:
            continue
        told = [unquote(one).replace("--", "-").replace("_", " ") for one in _BADGE.findall(line)]
        told += [unquote(one) for one in _STATIC.findall(line)] + _ALT.findall(line)
        for label in told:
            hit = names.whole(label)
            if hit is not None and not hit.licence.startswith("LicenseRef-Proprietary"):
                yield Match(
                    hit.licence, _ASSUMED if hit.assumed or hit.vague else 1.0, (number, number), "notice"
                )


def _links(lines: list[str]) -> Iterator[Match]:
    """Yield a name that is all of its line and leads to the licence file: « [MIT](LICENSE) »."""
    for number, line in enumerate(lines, 1):
        link = _LINK.fullmatch(line.strip() + " ") if "](" in line and len(line) < _SHORT else None
        hit = None if link is None else names.whole(link[1])
        if hit is not None:
            yield Match(
                hit.licence, _ASSUMED if hit.assumed or hit.vague else 1.0, (number, number), "notice"
            )


def _once(found: list[Match]) -> tuple[Match, ...]:
    kept: dict[tuple[str, Lines, str], Match] = {}
    for one in sorted(found, key=lambda one: one.lines):
        kept.setdefault((one.licence, one.lines, one.about), one)
    return tuple(kept.values())


@cache
def _any(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(getattr(knowledge.statements(), kind)), re.IGNORECASE)


@cache
def _triggers() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in knowledge.statements().triggers), re.IGNORECASE)


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:{'|'.join(knowledge.statements().labels)})\W{{0,4}}(?:[:=|]|[-–—]\s|\s-)\W{{0,6}}(?:(?:the|la)\s+)?[\"'“`]?",
        re.IGNORECASE,
    )


@cache
def _topic_words(about: str) -> re.Pattern[str]:
    words = [word for topic in knowledge.statements().topics if topic.about == about for word in topic.words]
    return re.compile("|".join(words), re.IGNORECASE)
