"""What is written beside a licence and changes its reach, told by `knowledge/licences/conditions.yaml`."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from reperes.licences import knowledge, names
from reperes.licences.blocks import Sentence, sentences
from reperes.licences.model import Condition

_MOST = 40
_QUOTE = 300
_LONGEST = 1 << 17
_CONTRACT = 900
_IN_CONTRACT = frozenset(
    {"commons-clause", "non-commercial", "no-hosting", "user-limit", "delayed-open", "dual-licence-offer"}
)
# A path: quoted, or with a slash, or before or after the word for a folder.
_FOLDER = r"(?:(?:sub-?)?director(?:y|ies)|(?:sub-?)?folders?|dossiers?|répertoires?)"
_WORD = rf"(?:{_FOLDER}|sub-?trees?|packages?|modules?)"
_OPEN, _CLOSE = r"[`'\"“‘«]", r"[`'\"”’»]"
_QUOTED = rf"{_OPEN} ?([\w@.*/-]{{1,80}}) ?{_CLOSE}"
_MORE = rf"(?:(?:,| and| or| et| ou)? ?{_OPEN}[\w@.*/-]{{1,80}}{_CLOSE}){{0,20}}"
_PATHS = re.compile(
    rf"{_QUOTED}{_MORE}\s+{_WORD}\b|\b{_WORD}\s+(?:named |called )?{_QUOTED}|{_QUOTED}"
    rf"|(?<![\w/:.-])((?:[\w@.*-]+/)+[\w@.*-]*)|\b(?:the|le)\s+([\w.-]{{2,40}})\s+{_FOLDER}\b",
    re.IGNORECASE,
)
_RULED = re.compile(r"licen[cs]|\bunder\b|\bcovered\b|\bgoverned\b|\bsous\b|\bCC0\b|copyright", re.IGNORECASE)
_EXCEPT = re.compile(
    r"\b(?:except(?:ions?)?|excluding|with the exception of)\b(?: for| of)?"
    r"(?::|\s+(?:the|those|all|any|files?|content|certain|some|our|its)\b)(?! extent)"
    r"|^[^.]{0,60}\b(?:licen[cs]e|CC0|MIT)\b[^.]{0,40}(?:does not|doesn.t|do not) (?:apply|cover|extend)"
    r"|\b(?:is|are) not (?:covered|licen[cs]ed)\b|à l.exception d\w+|à l.exclusion d\w+"
    r"|ne (?:s.applique|couvre)|\bsauf\b",
    re.IGNORECASE,
)


def conditions_in(lines: list[str], skip: Collection[int]) -> tuple[Condition, ...]:
    """Return the conditions in lines, those at the indices of `skip` (a recognised licence) left out.

    A long text that nothing explains is a contract of its own: its exceptions are not read as ours.
    """
    found: list[Condition] = []
    contract = sum(len(line.split()) for number, line in enumerate(lines) if number not in skip) > _CONTRACT
    read = 0
    for sentence in sentences(lines, skip=skip, fenced=False):
        read += len(sentence.text)
        found += (one for one in _told(sentence) if not contract or one.kind in _IN_CONTRACT)
        if len(found) >= _MOST or read > _LONGEST:
            break
    return tuple(dict.fromkeys(found))


def _told(sentence: Sentence) -> Iterator[Condition]:
    text, quote = sentence.text, sentence.text[:_QUOTE]
    for kind, says, unless in _rules():
        if says.search(text) and not (unless is not None and unless.search(text)):
            yield Condition(kind, sentence.lines, quote)
    yield from _elsewhere(sentence, quote)


def _elsewhere(sentence: Sentence, quote: str) -> Iterator[Condition]:
    """Yield what a sentence puts under another licence, or under none: a folder, a kind of file."""
    text = sentence.text
    if not _RULED.search(text):
        return
    hits = names.find(text)
    paths = paths_in(text)
    if paths:
        for path, end in paths.items():
            after = [hit for hit in hits if hit.start >= end] or hits
            yield Condition("except-folder", sentence.lines, quote, path, after[0].licence if after else None)
    elif (exception := _EXCEPT.search(text)) is not None and "special exception" not in text.lower():
        later = [hit for hit in hits if hit.start > exception.end()]
        yield Condition("except-folder", sentence.lines, quote, None, later[-1].licence if later else None)


def paths_in(text: str) -> dict[str, int]:
    """Return the folders and files that a sentence names, and where each name ends."""
    if "/" not in text and "*" not in text and re.search(_WORD, text, re.IGNORECASE) is None:
        return {}
    paths = {}
    for found in _PATHS.finditer(text):
        path = next(filter(None, found.groups()))
        if not _is_no_path(path, found[0]):
            paths[path] = found.end()
    return paths


def _is_no_path(path: str, said: str) -> bool:
    if _NO_PATH.search(path) is not None:
        return True
    if re.search(_WORD, said, re.IGNORECASE) is not None or "*" in path:
        return False
    quoted = said.startswith(("`", "'", '"', "“", "‘", "«"))
    return not (path.endswith("/") or (quoted and "/" in path) or re.search(r"/[\w.-]*[.]\w{1,5}$", path))


_NO_PATH = re.compile(
    r"(?:^|/)(?:licen[cs]e|copying|notice|readme|copyright|authors|bsl|rcl|mel)s?[\d.-]*(?:[.-][\w.-]*)?$"
    r"|^https?:|//|^(?:and|or|is|he|client)/|/or$|^(?:www|[\w-]+)[.](?:com|org|io|net|eu|fr)(?:/|$)"
    r"|^(?:director(?:y|ies)|folders?|sub-?director(?:y|ies)|packages?|repository|above|mentioned|this|that|same"
    r"|root|following|current|main|other|top|source|whole|entire|open|software|each|such|any|licen[cs]e)$"
    r"|^(?:MIT|EUPL|GPL|LGPL|BSD|Apache|CC)[\w.]*/|^\d+(?:[./]\d+)*(?:/|$)|^\w/\w$|^\W+$",
    re.IGNORECASE,
)


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (
            rule.kind,
            re.compile("|".join(rule.says), re.IGNORECASE),
            re.compile("|".join(rule.unless), re.IGNORECASE) if rule.unless else None,
        )
        for rule in knowledge.conditions().conditions
    )
