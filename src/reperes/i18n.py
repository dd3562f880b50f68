"""Which language to speak, and how a sentence is said in it.

Interface sentences are gettext messages whose identifier is the English sentence; `knowledge/` texts carry
both languages themselves. Nothing here reads the environment: the command line does, and passes the answer.
"""

import gettext
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Language(StrEnum):
    """The languages of the interface."""

    FR = "fr"
    EN = "en"


MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.FR: (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
        *("octobre", "novembre", "décembre"),
    ),
    Language.EN: (
        *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
        *("October", "November", "December"),
    ),
}


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own convention, which the extractor looks for
    """Mark a sentence for translation and return it unchanged."""
    return msgid


def choose(wanted: str | None, locale: str | None) -> Language:
    """Return the language asked for, else the locale's when we speak it, else French.

    `locale` is a POSIX locale name such as `fr_FR.UTF-8`. `C` and `POSIX` name no language: French then.
    """
    for candidate in (wanted, locale):
        code = (candidate or "").split("_")[0].split(".")[0].split("-")[0].lower()
        if code in set(Language):
            return Language(code)
    return Language.FR


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    directory = str(files("reperes") / "locale")
    # English is the source, and what is said when the catalogues were not compiled: `doctor` tells.
    return gettext.translation("reperes", directory, [language], fallback=True)


def has_catalogue(language: Language) -> bool:
    """Return whether the sentences of the interface can be said in a language."""
    return language is Language.EN or type(_catalogue(language)) is not gettext.NullTranslations


def translate(language: Language, msgid: str, **args: object) -> str:
    """Say `msgid` in `language`, its `{placeholders}` filled from `args`."""
    text = _catalogue(language).gettext(msgid)
    return text.format(**args) if args else text


def translate_plural(language: Language, singular: str, plural: str, n: int, **args: object) -> str:
    """Say the form of a counted sentence that fits `n`; `{n}` is filled with it."""
    return _catalogue(language).ngettext(singular, plural, n).format(n=n, **args)


def written_day(when: date, language: Language) -> str:
    """Return `1er mai 2026` or `1 May 2026`."""
    first = "1er" if when.day == 1 and language is Language.FR else str(when.day)
    return f"{first} {MONTHS[language][when.month - 1]} {when.year}"


class Bilingual(dict[Language, str]):
    """A text of `knowledge/`, or a day, in every language of the interface."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__({Language(code): text for code, text in texts.items()})

    @classmethod
    def of_day(cls, when: date) -> "Bilingual":
        """Return a day as it is written in every language."""
        return cls({one: written_day(when, one) for one in Language})
