"""The language of the reader, as the engine names it."""

from django.utils.translation import get_language

from reperes.i18n import Language, choose, translate


def language() -> Language:
    """Return the language of the answer being made."""
    return choose(get_language(), None)


def say(text: str, **args: object) -> str:
    """Say a sentence of the interface in the language of the answer being made."""
    return translate(language(), text, **args)
