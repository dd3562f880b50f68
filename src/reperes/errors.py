"""Errors that an agent can act on: what happened, why, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reperes.i18n import Bilingual, Language, translate


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be said in the reader's language: a gettext msgid and the values of its placeholders.

    A value that is itself a `Message`, or a `Bilingual` text, is said in the same language.
    """

    msgid: str
    args: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """Return the sentence in `language`."""
        said = {key: _said(value, language) for key, value in self.args.items()}
        return translate(language, self.msgid, **said)


def _said(value: object, language: Language) -> object:
    if isinstance(value, Message):
        return value.text(language)
    return value[language] if isinstance(value, Bilingual) else value


class ReperesError(Exception):
    """Anything we stop for. `exit_code` is the one of the command line (DESIGN 4.1)."""

    exit_code = 1

    def __init__(self, *, what: Message, why: Message, do: Message) -> None:
        super().__init__(" ".join(part.text(Language.EN) for part in (what, why, do)))
        self.what = what
        self.why = why
        self.do = do


class UsageError(ReperesError):
    """What was asked cannot be understood."""

    exit_code = 2


class UnreachableError(ReperesError):
    """The subject cannot be reached or read."""

    exit_code = 3
