"""Words of the glossary in a text: each opens its definition in place, without JavaScript."""

import re
from functools import cache

from markupsafe import Markup, escape

from reperes.i18n import Language
from reperes.knowledge.terms import Term, load_terms
from reperes_web.language import language

_MARK = Markup(
    '<button type="button" class="term" popovertarget="term-{id}" aria-haspopup="dialog">{word}</button>'
)


def glossed(text: str, seen: set[str] | None = None) -> Markup:
    """Return a text whose words of the glossary open their definition; each word once for one `seen`."""
    done = set() if seen is None else seen
    pattern, by_word = _words(language())
    parts: list[Markup] = []
    last = 0
    for found in pattern.finditer(text):
        term = by_word[found.group().casefold()]
        if term.id in done:
            continue
        done.add(term.id)
        parts += [escape(text[last : found.start()]), _MARK.format(id=term.id, word=found.group())]
        last = found.end()
    return Markup("").join([*parts, escape(text[last:])])


@cache
def _words(spoken: Language) -> tuple[re.Pattern[str], dict[str, Term]]:
    by_word: dict[str, Term] = {}
    for term in load_terms().values():
        label = getattr(term.label, spoken.value)
        for word in (label, label.partition(" (")[0]):
            by_word.setdefault(word.casefold(), term)
    longest = sorted(by_word, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE), by_word
