"""What every format becomes before a model looks at it: blocks, lists and scalars, within bounds."""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from reperes.errors import Message
from reperes.i18n import N_

MAX_CHARACTERS = 262_144
MAX_DEPTH = 40
MAX_SCALAR = 20_000
MAX_PROBLEMS = 20
_TOO_LARGE = 10**18

_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class RefusedError(ValueError):
    """A file from which nothing can be read; `message` says why."""

    def __init__(self, msgid: str, **args: str | int) -> None:
        self.message = Message(msgid, args)
        super().__init__(msgid)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The fields of a file (JSON types, without empty ones), and what was wrong with it."""

    fields: Mapping[str, object]
    problems: tuple[Message, ...] = ()

    def plus(self, fields: Mapping[str, object]) -> "Parsed":
        """Return the same with more fields."""
        return Parsed({**self.fields, **fields}, self.problems)


def too_deep() -> RefusedError:
    """Return the refusal of what is nested past `MAX_DEPTH`."""
    return RefusedError(
        N_("This file nests its fields more than {limit} levels deep; it was not read."), limit=MAX_DEPTH
    )


_TWICE = N_("`{field}` is written twice; the last one was kept.")


def written_twice(key: str) -> Message:
    """Return the problem of a key met twice in one block, for `without_strange_key` to look at."""
    return Message(_TWICE, {"field": shown(key)})


def without_strange_key(problem: Message, names: Collection[str]) -> Message:
    """Return the problem, without the key met twice when it is none of `names`: it may be a person's name."""
    if problem.msgid != _TWICE or problem.args["field"] in names:
        return problem
    return Message(N_("A field is written twice; the last one was kept."))


def shown(text: str) -> str:
    """Return a stranger's word as it may stand in a sentence: short, on one line, no address of a person."""
    from_one_line = " ".join(without_addresses(_UNSAYABLE.sub("\ufffd", text[:500])).split())
    return from_one_line if len(from_one_line) <= 60 else from_one_line[:59] + "…"


# Stops at what parts a text or a web address, but takes whatever touches the @, save the / of https://…/@name.
_ADDRESS = re.compile(
    r"""[^\s@<>()\[\]{},;:"/\\|=&?]{0,64}[^\s@/]@
    (?:[^\s@<>()\[\]{},;:"/\\|]{1,255}?\.[^\W\d_]{2,}[\w.-]*|localhost\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_DISGUISED_AT = re.compile(r"%(?:25)*40|&#0*64;|&#x0*40;|&commat;", re.IGNORECASE)
_DISGUISED_DOT = re.compile(r"%(?:25)*2e|&#0*46;|&#x0*2e;|&period;", re.IGNORECASE)
# Bounded repeats: a stranger's spaces are not worth a backtracking in their square.
_SPELT = re.compile(
    r"""[\w.+-]{1,64}
    (?:
      \s{0,5}[\[({<]\s{0,5}(?:at|@|arobase)\s{0,5}[\])}>]\s{0,5} [\w.-]{1,255}
      (?:\s{0,5}(?:[\[({<]\s{0,5}(?:dot|point|\.)\s{0,5}[\])}>]|\bdot\b)\s{0,5}[\w-]{1,63}){0,5}
    | \s{1,5}(?:at|arobase)\s{1,5} [\w-]{1,63}
      (?:(?:\.|\s{1,5}(?:dot|point)\s{1,5}|\s{0,5}[\[({<]\s{0,5}(?:dot|point|\.)\s{0,5}[\])}>]\s{0,5})[^\W\d][\w-]{1,62}){1,5}
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def without_addresses(text: str) -> str:
    """Return a text with each e-mail address replaced by an ellipsis, those in disguise too.

    A text that holds one comes back in Unicode's form NFKC; any other comes back as it was.
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    plain = _DISGUISED_DOT.sub(".", _DISGUISED_AT.sub("@", plain))
    cleaned = _SPELT.sub("…", _ADDRESS.sub("…", plain) if "@" in plain else plain)
    return text if cleaned == plain else cleaned


def tidy(root: object, problems: tuple[Message, ...] = ()) -> Parsed:
    """Return the fields of a parsed file; RefusedError when they are no block, or too deep.

    Empty values are taken out; long texts are cut; dates become ISO texts; a number that JSON or a column
    cannot hold, and characters that no page can show, are set aside.
    """
    if not isinstance(root, Mapping):
        raise RefusedError(N_("This file should be a set of fields with their values; it was not read."))
    said: dict[str, Message] = {}
    fields = _tidied(root, said, 1)
    return (
        Parsed(fields, (*problems, *said.values())[:MAX_PROBLEMS]) if isinstance(fields, dict) else Parsed({})
    )


def _tidied(value: object, said: dict[str, Message], depth: int) -> object:
    if depth > MAX_DEPTH:
        raise too_deep()
    if isinstance(value, Mapping):
        pairs = ((_text(str(key), said), _tidied(inner, said, depth + 1)) for key, inner in value.items())
        return {key: inner for key, inner in pairs if not is_empty(inner)}
    if isinstance(value, list | tuple):
        return [inner for item in value if not is_empty(inner := _tidied(item, said, depth + 1))]
    if isinstance(value, str):
        return _text(value, said)
    if isinstance(value, date | time):
        return value.isoformat()
    return _number(value, said) if isinstance(value, int | float) else None


def is_empty(value: object) -> bool:
    """Return whether a value says nothing."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def _text(text: str, said: dict[str, Message]) -> str:
    if len(text) > MAX_SCALAR:
        said["long"] = Message(N_("A text of more than {limit} characters was cut."), {"limit": MAX_SCALAR})
        text = text[:MAX_SCALAR]
    return _UNSAYABLE.sub("\ufffd", text)


def _number(value: float, said: dict[str, Message]) -> float | None:
    if (isinstance(value, float) and math.isnan(value)) or abs(value) >= _TOO_LARGE:
        said["number"] = Message(N_("A number too large to be true, or that is no number, was set aside."))
        return None
    return value


def clean(value: Any) -> Any:
    """Return fields without the e-mail addresses that texts still hold, nor what is empty."""
    if isinstance(value, Mapping):
        pairs = ((without_addresses(key), clean(item)) for key, item in value.items())
        return {key: item for key, item in pairs if not is_empty(item)}
    if isinstance(value, list):
        return [cleaned for item in value if not is_empty(cleaned := clean(item))]
    return without_addresses(value) if isinstance(value, str) else value
