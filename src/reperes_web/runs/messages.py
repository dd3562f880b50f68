"""Sentences that are kept, to be said later in the language of who reads them."""

from typing import Any

from reperes.errors import Message, ReperesError
from reperes.i18n import Bilingual, Language


def as_data(message: Message) -> dict[str, Any]:
    """Return a sentence as JSON types."""
    return {"msgid": message.msgid, "args": {key: _plain(value) for key, value in message.args.items()}}


def of_data(data: dict[str, Any]) -> Message:
    """Return the sentence that `as_data` wrote."""
    return Message(data["msgid"], {key: _lively(value) for key, value in data["args"].items()})


def failure(error: ReperesError) -> dict[str, Any]:
    """Return what an error says: what happened, why, what to do."""
    return {"what": as_data(error.what), "why": as_data(error.why), "do": as_data(error.do)}


def told(failure: dict[str, Any], language: Language) -> list[str]:
    """Return the three sentences of a failure."""
    return [of_data(failure[key]).text(language) for key in ("what", "why", "do")]


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return as_data(value)
    if isinstance(value, Bilingual):
        return {"bilingual": dict(value)}
    if isinstance(value, int | float | bool) or value is None:
        return value
    return printable(str(value))


def printable(text: str) -> str:
    """Return a stranger’s text without control characters and half characters: no database keeps them."""
    return "".join(one if one.isprintable() else " " for one in text)


def _lively(value: object) -> object:
    if isinstance(value, dict):
        return Bilingual(value["bilingual"]) if "bilingual" in value else of_data(value)
    return value
