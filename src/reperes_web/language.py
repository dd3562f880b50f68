"""The language of the reader, as the engine names it."""

from django.utils.translation import get_language

from reperes.errors import ReperesError
from reperes.i18n import Language, choose, translate


def language() -> Language:
    """Return the language of the answer being made."""
    return choose(get_language(), None)


def sentences_of(error: ReperesError) -> list[str]:
    """Return the three sentences of an error: what happened, why, what to do."""
    return [part.text(language()) for part in (error.what, error.why, error.do)]


def reason(error: ReperesError) -> str:
    """Return why something is refused and what to do, as a form says it."""
    return " ".join(sentences_of(error)[1:])


def say(text: str, **args: object) -> str:
    """Say a sentence of the interface in the language of the answer being made."""
    return translate(language(), text, **args)
