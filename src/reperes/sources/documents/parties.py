"""Telling an organisation from a person: names of persons never pass, they are counted."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from reperes.sources.documents.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_LISTED = re.compile(r"[,;&\n]|\band\b|\bet\b")


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.replace("’", " ").replace("'", " "))
    return "".join(c for c in bare if not unicodedata.combining(c)).lower()


def is_organisation(name: str, known: Iterable[str] = ()) -> bool:
    """Return whether a name is told to be no person's: by one of the vocabulary's words, or as a known one.

    False where it cannot be told: a name without such a word counts as a person's.
    """
    plain = _plain(name)
    if "@" in name:
        return False
    if plain.strip() in {_plain(one).strip() for one in known}:
        return True
    return not vocabulary().organisation_words.isdisjoint(_WORD.findall(plain))


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
        if isinstance(name, str) and _is_typed(agent, name):
            names.append(name)
        else:
            persons += 1
    return names, persons


def _types(agent: Mapping[str, object]) -> set[str]:
    written = agent.get("@type", agent.get("type"))
    types = written if isinstance(written, list) else [written]
    return {one.lower().rpartition("/")[2] for one in types if isinstance(one, str)}


def _is_typed(agent: object, name: str) -> bool:
    types = _types(agent) if isinstance(agent, Mapping) else set()
    if any("person" in one for one in types):
        return False
    if any("organization" in one or "organisation" in one for one in types):
        return "@" not in name
    return is_organisation(name)


def without_account(address: str) -> str:
    """Return a web address, cut to its host where the rest names an account that may be a person's."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    whole = f"{host}{parts.path}"
    for one in vocabulary().account_hosts:
        if whole == one or whole.startswith(f"{one}/"):
            return f"{parts.scheme}://{one}"
    return address
