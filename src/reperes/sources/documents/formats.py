"""The structured formats: one module each in `structured/`, found there without a list to register it in."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from reperes.errors import Message
from reperes.facts.documents import DocumentKind, Structured
from reperes.i18n import N_
from reperes.sources.documents import structured
from reperes.sources.documents.lenient.tree import MAX_CHARACTERS, Parsed, RefusedError, clean


@dataclass(frozen=True, slots=True)
class Format:
    """A standard. `names` are patterns of file names in small letters; `read` takes the text and the path.

    `read` raises RefusedError when nothing can be read. `needs_text` is False when the path says it all.
    """

    name: str
    kind: DocumentKind
    names: tuple[str, ...]
    read: Callable[[str, str], Parsed]
    needs_text: bool = True


@cache
def formats() -> tuple[Format, ...]:
    """Return the `FORMATS` of every module of `structured/`."""
    names = sorted(module.name for module in iter_modules(structured.__path__))
    modules = (import_module(f"{structured.__name__}.{name}") for name in names)
    return tuple(one for module in modules for one in module.FORMATS)


def format_of(kind: DocumentKind, path: str) -> Format | None:
    """Return the format of a document, None when it has no structure that we read."""
    name = path.rpartition("/")[2].lower()
    for one in formats():
        if one.kind is kind and any(fnmatchcase(name, pattern) for pattern in one.names):
            return one
    return None


def declared(kind: DocumentKind, path: str, text: str | None) -> Structured | None:
    """Return what a document declares, None when it has no structure; a text of None could not be read."""
    one = format_of(kind, path)
    if one is None:
        return None
    if one.needs_text and text is None:
        return Structured(one.name, path, {}, (Message(N_("The content of this file could not be read.")),))
    if one.needs_text and len(text or "") > MAX_CHARACTERS:
        message = Message(
            N_("This file is too large to be read field by field: {size} characters, more than {limit}."),
            {"size": len(text or ""), "limit": MAX_CHARACTERS},
        )
        return Structured(one.name, path, {}, (message,))
    try:
        parsed = one.read(text or "", path)
    except RefusedError as refusal:
        return Structured(one.name, path, {}, (refusal.message,))
    return Structured(one.name, path, clean(parsed.fields), parsed.problems)
