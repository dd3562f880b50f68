"""What an identity says of somebody, in a normal form that two spellings share."""

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from reperes.knowledge.loader import load_strict
from reperes.people.names import IDEOGRAPHS, Words, full_name

_WRITTEN = re.compile(rb"([^<]*)<?([^>]*)>?([^<]*)<?([^>]*)", re.DOTALL)
_MOJIBAKE = re.compile("[ÂÃÄÅ][\u0080-\u00bf]")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RELAYED = re.compile(r" via \S.*$")
_PAIR = re.compile(r" (?:\+|&|and|et|und) ", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ACCOUNT = re.compile(r"(?:(\d+)\+)?([^+]+)@((?:users\.)?noreply\..+)")
_NUMBERED = re.compile(r"(\d+)-(.+)")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_LEAST_LOGIN = 5
_MOST = 254
"""Characters of a name or an address that are looked at: the most that an address may have (RFC 5321)."""


class Vocabulary(BaseModel):
    """The file, whose comments say what each list is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    generic_words: frozenset[str]
    titles: frozenset[str]
    list_words: frozenset[str]
    placeholder_addresses: frozenset[str]
    shared_local_parts: frozenset[str]
    silent_local_parts: frozenset[str]
    local_hosts: frozenset[str]
    frequent_family_names: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the words of `knowledge/vocabulary/identities.yaml`."""
    return load_strict(Vocabulary, files("reperes.knowledge") / "vocabulary" / "identities.yaml")


class Weight(IntEnum):
    """What an equal address proves: nothing, something if the names go together, or who writes."""

    NONE = 0
    WEAK = 1
    FIRM = 2


@dataclass(frozen=True, slots=True)
class Portrait:
    """An identity in normal form: what is compared, never what is shown.

    name, address
        In small letters, without accents nor double spaces: two identities that agree on both are one.
    words
        The words of the name that have two letters or more, without accents; empty when the name is nobody's.
    initials
        Its lone letters.
    keys
        The same full name as text, words in alphabetical order; a second key spells out German and Nordic
        letters. Empty when the name is not a full one.
    account
        Forge, number ("" when not told) and login of a forge's no-reply address.
    logins
        Login names that the identity shows: local part, account, one-word name.
    """

    name: str = field(repr=False)
    address: str = field(repr=False)
    words: Words = field(repr=False)
    initials: frozenset[str] = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    weight: Weight
    account: tuple[str, str, str] | None = field(repr=False)
    logins: frozenset[str] = field(repr=False)


def halves(written: bytes) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the raw and the mapped (name, address) of an identity; what is cut short gives empty texts."""
    found = _WRITTEN.match(written)
    name, address, mapped_name, mapped_address = map(_text, found.groups() if found else (b"",) * 4)
    return (name, address), (mapped_name, mapped_address)


def draw(name: str, address: str) -> Portrait:
    """Return the portrait of an identity."""
    said, sent = _plain(name), "".join(address.casefold().split())
    if not sent and said.count("@") == 1 and " " not in said:
        sent = said
    pair = _PAIR.search(name) is not None
    own_name = "" if "@" in name or pair else _RELAYED.sub("", name)
    every = _words(own_name)
    words = tuple(word for word in every if _counts(word))
    if vocabulary().generic_words.issuperset(words):
        words = ()
    account = _account(sent)
    weight = Weight.WEAK if account else _weight(sent)
    if pair or _RELAYED.search(name):
        # The address is a relay's, or that of one of the two: it does not tell who this is.
        weight, account = Weight.NONE, None
    local = account[2] if account else sent.rpartition("@")[0] if weight else ""
    shown = (local, words[0] if len(words) == 1 else "", name if "@" in name else "")
    return Portrait(
        name=said,
        address=sent,
        words=words,
        initials=frozenset(word for word in every if len(word) == 1 and word < IDEOGRAPHS),
        keys=_keys(own_name, words),
        weight=weight,
        account=account,
        logins=frozenset(_logins(shown)),
    )


def is_local(host: str) -> bool:
    """Return whether another machine may bear the same name: no dot, a local ending, or numbers only."""
    labels = host.split(".")
    ends = {labels[-1], ".".join(labels[-2:])}
    return len(labels) == 1 or not labels[-1].isalpha() or not ends.isdisjoint(vocabulary().local_hosts)


def _text(written: bytes) -> str:
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError:
        # Latin-1 takes any byte, and is what old commits without an encoding header hold most often.
        text = written.decode("latin-1")
    if _MOJIBAKE.search(text):
        with contextlib.suppress(UnicodeError):
            text = text.encode("latin-1").decode("utf-8")
    return " ".join(text.split())[:_MOST]


def _plain(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    bare = "".join(mark for mark in decomposed if mark >= IDEOGRAPHS or not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare)


def _words(name: str) -> Words:
    r"""Return the words of a name without its asides; a name without a space (`ada_l`, `host\ada`) is one."""
    bare = _ASIDE.sub(" ", name.rpartition("\\")[2].replace("'", "").replace("’", "")).strip()
    words = _WORD.findall(_plain(bare))
    return tuple(words) if " " in bare else ("".join(words),) if words else ()


def _counts(word: str) -> bool:
    return (len(word) > 1 or word >= IDEOGRAPHS) and word not in vocabulary().titles


def _keys(name: str, words: Words) -> tuple[str, ...]:
    key = full_name(words)
    if key is None or name.isascii():
        return () if key is None else (key,)
    spelt = full_name(tuple(filter(_counts, _words(name.casefold().translate(_UMLAUTS)))))
    return (key,) if spelt is None or spelt == key else (key, spelt)


def _account(address: str) -> tuple[str, str, str] | None:
    found = _ACCOUNT.fullmatch(address)
    if found is None:
        return None
    number, login, forge = found.groups()
    numbered = _NUMBERED.fullmatch(login) if number is None and "gitlab" in forge else None
    return (forge, numbered[1], numbered[2]) if numbered else (forge, number or "", login)


def _weight(address: str) -> Weight:
    terms = vocabulary()
    local, _, host = address.rpartition("@")
    if not local or not host or address in terms.placeholder_addresses or local in terms.silent_local_parts:
        return Weight.NONE
    return Weight.WEAK if is_local(host) or local in terms.shared_local_parts else Weight.FIRM


def _logins(shown: tuple[str, ...]) -> Iterator[str]:
    for text in shown:
        login = "".join(_WORD.findall(_plain(text.partition("@")[0].partition("+")[0])))
        if len(login) >= _LEAST_LOGIN and login.rstrip("0123456789") not in vocabulary().shared_local_parts:
            yield login
