"""The languages of the documents: told by the names of files, and by the small words of the texts."""

import re
from collections import Counter
from collections.abc import Iterator

from reperes.facts.documents import Document, DocumentKind
from reperes.readings.definition import Definition
from reperes.readings.seen import Seen

_READ = (DocumentKind.README, DocumentKind.CONTRIBUTING, DocumentKind.SUPPORT, DocumentKind.CODE_OF_CONDUCT)
_NAMES = {"lisezmoi": "fr", "leame": "es", "leiame": "pt", "liesmich": "de", "leggimi": "it", "leesmij": "nl"}
_ALIASES = {"cn": "zh", "tw": "zh", "jp": "ja", "kr": "ko", "ua": "uk", "gr": "el", "cz": "cs"}
_SUFFIX = re.compile(r"^(?P<stem>[a-z]+)[-_.](?P<code>[a-z]{2})(?:[-_][a-z]{2,4})?\.[a-z]+$", re.IGNORECASE)
_FOLDER = (
    r"(?i)(?:^|/)(?:docs?|i18n|documentation|translations|content|pages|lang|locales?)/(?P<code>[a-z]{2})"
    r"(?:[-_][a-zA-Z]{2,4})?/.*\.(?:md|mdx|rst|adoc|html)$"
)
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)
_SCRIPT_SHARE = 0.2
_SAMPLE = 20_000
_CODE = re.compile(r"```.*?```|`[^`\n]*`|<[^>\n]*>|https?://\S+", re.DOTALL)


def languages_of(seen: Seen) -> list[str]:
    """Return the codes (ISO 639-1) of the languages, that of the presentation first, then by the alphabet."""
    told = [
        code for document in seen.of(*_READ) if _near(document) for code in _of(document, seen.definition)
    ]
    others = {*told, *_folders(seen)}
    return [*told[:1], *sorted(others - set(told[:1]))]


def language(text: str, definition: Definition) -> str | None:
    """Return the language of a text, None when its words do not tell."""
    sample = _CODE.sub(" ", text[:_SAMPLE]).lower()
    letters = sum(map(str.isalpha, sample))
    for code, script in _SCRIPTS:
        if letters and len(script.findall(sample)) >= _SCRIPT_SHARE * letters:
            return code
    words = re.findall(r"[^\W\d_]+", sample)
    count = Counter(words)
    at = definition.thresholds
    scores = {
        code: sum(count[word] for word in definition.lists[f"{code}_words"])
        for code in definition.lists["codes"]
        if f"{code}_words" in definition.lists
    }
    best = max(scores, key=lambda code: scores[code])
    if scores[best] < at["words"] or scores[best] < at["share"] * len(words):
        return None
    return best


def _of(document: Document, definition: Definition) -> Iterator[str]:
    name = document.path.rpartition("/")[2].lower()
    stem = name.partition(".")[0]
    named = _SUFFIX.match(name)
    code = _code(named["code"], definition) if named else _NAMES.get(stem)
    if code is not None:
        yield code
        return
    told = None if document.text is None else language(document.text, definition)
    if told is not None:
        yield told


def _code(written: str, definition: Definition, among: str = "codes") -> str | None:
    code = _ALIASES.get(written.lower(), written.lower())
    return code if code in definition.lists[among] else None


def _near(document: Document) -> bool:
    return document.path.count("/") <= 1


def _folders(seen: Seen) -> set[str]:
    """Return the languages that have a folder of documentation: two at least, for one may be anything."""
    if seen.tree is None:
        return set()
    paths = seen.tree.entries.get_column("path")
    codes = paths.str.extract(_FOLDER, 1).drop_nulls().unique()
    told = (_code(written, seen.definition, "folder_codes") for written in codes)
    found = {code for code in told if code is not None}
    return found if len(found) > 1 else set()
