"""Finding the names of licences in a text, with the words of `knowledge/licences/names.yaml`."""

import re
from dataclasses import dataclass
from functools import cache

from reperes.licences import facts, knowledge

_SPACE = r"[\s_\u2010-\u2013-]"
_WORDS = r"(?:public|software|free|(?:lesser |affero )?general public)"
# What may stand between a name and its version: « License, Version », « as published by … version ».
_AS_PUBLISHED = r"(?:[\s,(]{1,3}as\s+published\s+by[^.]{0,120}?)?"
_BETWEEN = r"[\s,;:/()\"'“”’»_\u2010-\u2013-]"
_VERSION = re.compile(
    rf"(?:{_SPACE}+{_WORDS})*(?:{_SPACE}+licen[cs]es?\b)?(?:\s+agreement)?{_AS_PUBLISHED}"
    rf"(?:{_BETWEEN}{{0,4}}(?:either\s+)?(?:in\s+)?(?:the\s+)?(?:versions?|ver|v)(?:\b[.]?|(?=\d)))?"
    rf"{_BETWEEN}{{0,3}}(?P<least>>=\s*)?(?P<number>\d{{1,2}}(?:[.]\d{{1,2}}){{0,2}}[a-c]?)(?![\d%])"
    r"(?P<plus>\+)?(?:[\s-]+(?:International|Unported|Universal|Generic|France|Intergovernmental))?",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?:\s+(?:of\s+(?:the|that)|de\s+la|de\s+cette)\s+(?:GNU\s+[A-Za-z ]{0,30})?licen[cs]e)?"
    rf"{_AS_PUBLISHED}[\s,;:(-]*(?:or|and|ou|et|soit)[\s,(-]+"
    r"(?:\(?(?:at|à)\s+(?:your|votre)\s+(?:option|choice|choix|gré|discr[ée]tion|convenance)\)?[\s,)]*)?"
    r"(?:any\s+version\s+|any\s+|the\s+|version\s+|toute\s+(?:autre\s+)?version\s+)?"
    r"(?:later|newer|higher|above|greater|subsequent|plus récente?|ult[ée]rieure|suivante)",
    re.IGNORECASE,
)
_TAIL = re.compile(rf"(?:{_SPACE}+{_WORDS})*(?:{_SPACE}+licen[cs]es?\b)?(?:\s+agreement)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at `start`:`end` of a text. `assumed`: its version had to be guessed; `vague`: it has none."""

    start: int
    end: int
    licence: str
    assumed: bool = False
    vague: bool = False


def find(text: str, *, labels: bool = False) -> list[Hit]:
    """Return the names in a text, in order; with `labels`, those too that are common words elsewhere."""
    hits: list[Hit] = []
    pattern, entries = _scanner(labels=labels)
    at = 0
    while (found := pattern.search(text, at)) is not None:
        at = max(found.end(), at + 1)
        hit = _hit(text, found, entries[str(found.lastgroup)])
        if hit is None:
            continue
        at = max(hit.end, at)
        if hits and _restates(hits[-1], hit, text):
            hit = Hit(hits[-1].start, hit.end, *_precise(hits[-1], hit))
            hits.pop()
        hits.append(hit)
    return hits


def whole(text: str) -> Hit | None:
    """Return the one name that a label holds, and nothing else; None otherwise."""
    hits = find(text, labels=True)
    if len(hits) != 1:
        return None
    rest = f"{text[: hits[0].start]} {text[hits[0].end :]}"
    return None if _REST.fullmatch(rest) is None else hits[0]


_REST = re.compile(
    r"[\s.,:()\"'-]*+(?>(?:the|la|licen[cs]ed?|under|sous|public|software|agreement|only|style|international"
    r"|unported|other|or|any|later|ou|toute|ult[ée]rieure|version|v(?=\d)|v|\d(?:[.]\d)*)(?:(?<=v)|\b)[\s.,:/()\"'-]*+)*+",
    re.IGNORECASE,
)


def _hit(text: str, found: re.Match[str], entry: knowledge.Name) -> Hit | None:
    start, end = found.span()
    if entry.id is not None:
        tail = _TAIL.match(text, end)
        return Hit(start, tail.end() if tail else end, entry.id, vague=bool(facts.members(entry.id)))
    version = _VERSION.match(text, end)
    licence = None if version is None else entry.versions.get(_plain(version["number"]))
    if version is None or licence is None:
        if entry.bare is None or not _says_licence(text, start, end):
            return None
        tail = _TAIL.match(text, end)
        return Hit(start, tail.end() if tail else end, entry.bare, entry.assumed, vague=not entry.assumed)
    end = version.end()
    if entry.later:
        licence, end = _later(text, end, licence, plus=bool(version["plus"] or version["least"]))
    return Hit(start, end, licence)


def _says_licence(text: str, start: int, end: int) -> bool:
    """Return whether a name without version is surely a licence: an acronym, or beside the word."""
    name = text[start:end]
    acronym = name.isupper() and len(name) > 2
    beside = _BESIDE.search(text[max(0, start - 14) : end + 20]) is not None
    return acronym or beside or len(text) <= _LABEL


_LABEL = 40
_BESIDE = re.compile(r"licen[cs]", re.IGNORECASE)


def _later(text: str, end: int, licence: str, *, plus: bool) -> tuple[str, int]:
    later = _LATER.match(text, end)
    if later is not None:
        end = later.end()
    elif (
        only := re.compile(r"[\s,(-]*(?:only|uniquement|seulement)\b", re.IGNORECASE).match(text, end)
    ) is not None:
        end = only.end()
    return (facts.base(licence) + "-or-later" if plus or later else licence), end


def _plain(number: str) -> str:
    return re.sub(r"(?:[.]0)+$", "", number)


def _restates(before: Hit, after: Hit, text: str) -> bool:
    """Return whether a name says the one before it again: « GNU General Public License (GPLv3) »."""
    gap = text[before.end : after.start]
    if len(gap) > _GAP or _AGAIN.fullmatch(gap) is None:
        return False
    one, two = facts.base(before.licence), facts.base(after.licence)
    return (
        one == two or two in map(facts.base, facts.members(one)) or one in map(facts.base, facts.members(two))
    )


_GAP = 60
_AGAIN = re.compile(
    r"\W*(?:(?:license|licence|version|https?|www|aka|ou|the|v|which is available at|see)\W*){0,4}",
    re.IGNORECASE,
)


def _precise(before: Hit, after: Hit) -> tuple[str, bool, bool]:
    best = min(
        (before, after), key=lambda hit: (hit.vague, hit.assumed, not hit.licence.endswith("-or-later"))
    )
    return best.licence, best.assumed, best.vague


_OPTIONAL = re.compile(r"\(\?:[^()]*\)\?|\(\?[=!][^()]*\)")


@cache
def _scanner(*, labels: bool) -> tuple[re.Pattern[str], dict[str, knowledge.Name]]:
    pairs = [
        (name, entry) for entry in knowledge.names().names if labels or not entry.code for name in entry.names
    ]
    pairs.sort(key=lambda pair: -len(_OPTIONAL.sub("", pair[0])))
    groups = {f"n{i}": entry for i, (_, entry) in enumerate(pairs)}
    # Alternatives are tried one by one: those that begin with another letter are passed over together.
    by_letter: dict[str, list[str]] = {}
    for i, (name, _) in enumerate(pairs):
        by_letter.setdefault(name[0].lower(), []).append(f"(?P<n{i}>{spaced(name)})")
    sides = "|".join(
        f"(?={letter})(?:{'|'.join(some)})" if letter.isalnum() else "|".join(some)
        for letter, some in by_letter.items()
    )
    return re.compile(
        rf"(?<![\w.-])(?:{sides})(?=v?\d|\W|_|$)(?![\s-](?:like|style|type|compatible)\b)", re.IGNORECASE
    ), groups


def spaced(name: str) -> str:
    """Return a pattern of the knowledge with its spaces widened, those between brackets left alone."""
    parts = re.split(r"(\[[^\]]*\])", name)
    return "".join(
        part
        if part.startswith("[")
        else part.replace(" ?", f"{_SPACE}{{0,3}}").replace(" ", f"{_SPACE}{{1,3}}")
        for part in parts
    )
