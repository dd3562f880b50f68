"""Telling an organisation from a person: names of persons never pass, they are counted."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from reperes.sources.documents.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[,;/|()\[\]\n–—]|\s-\s|:\s")
_LISTED = re.compile(r"[,;&\n]|\band\b|\bet\b")


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.replace("’", " ").replace("'", " "))
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


def is_organisation(name: str, known: Iterable[str] = ()) -> bool:
    """Return whether a name is told to be no person's: by one of the vocabulary's words, or as a known one.

    False where it cannot be told: a name without such a word counts as a person's.
    """
    return organisation(name, known) is not None


def organisation(text: str, known: Iterable[str] = ()) -> str | None:
    """Return the name of the organisation in a text, without the parts beside it; None where none is told.

    “Person, Organisation” is in use: of the parts of a text, those without a word of the vocabulary are not
    kept. A known name is kept whole, save such parts.
    """
    if "@" in text:
        return None
    words = vocabulary().organisation_words
    parts = [part.strip() for part in _PARTS.split(text)]
    told = [part for part in parts if not words.isdisjoint(_WORD.findall(_plain(part)))]
    if told:
        return ", ".join(told)
    is_known = _plain(text).strip() in {_plain(one).strip() for one in known}
    return text.strip() if is_known else None


def count(value: object) -> int:
    """Return how many persons a field names: the items of a list, those of a text with commas, else one."""
    if isinstance(value, str):
        return len([one for one in _LISTED.split(value) if one.strip()])
    if isinstance(value, list):
        return sum(1 for one in value if one)
    return 1 if value else 0


def split(value: object) -> tuple[list[str], int]:
    """Return the names of the organisations in schema.org agents, and how many persons are beside them.

    An agent without a type is an organisation only when its name tells it.
    """
    agents = value if isinstance(value, list) else [value] if value else []
    names: list[str] = []
    persons = 0
    for agent in agents:
        name = agent.get("name") if isinstance(agent, Mapping) else agent
        if isinstance(agent, Mapping) and _types(agent) & {"role", "schema:role"}:
            continue
        named = _named(agent, name) if isinstance(name, str) else None
        if named:
            names.append(named)
        else:
            persons += 1
    return names, persons


def _types(agent: Mapping[str, object]) -> set[str]:
    written = agent.get("@type", agent.get("type"))
    types = written if isinstance(written, list) else [written]
    return {one.lower().rpartition("/")[2] for one in types if isinstance(one, str)}


def _named(agent: object, name: str) -> str | None:
    types = _types(agent) if isinstance(agent, Mapping) else set()
    if any("person" in one for one in types):
        return None
    is_typed = any("organization" in one or "organisation" in one for one in types)
    return organisation(name, [name] if is_typed else ())


def without_account(address: str) -> str:
    """Return a web address, cut to its host where the rest names an account that may be a person's."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    whole = f"{host}{parts.path}"
    for one in vocabulary().account_hosts:
        if whole == one or whole.startswith(f"{one}/"):
            return f"{parts.scheme}://{one}"
    return address
