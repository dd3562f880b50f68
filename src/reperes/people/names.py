"""What two names, or a name and a login, have in common."""

from collections.abc import Iterator, Sequence
from itertools import permutations

LEAST_SHARED = 3
_LEAST_LOGIN = 5
_MOST_WORDS = 4

Words = tuple[str, ...]

IDEOGRAPHS = "\u2e80"
"""From this character on, a name may be written without a space between its words."""


def full_name(words: Words) -> str | None:
    """Return the key of a name of two words, or of three ideographs, or more; None for a lesser one."""
    if len(words) >= 2 or (words and len(words[0]) >= 3 and words[0] >= IDEOGRAPHS):
        return " ".join(sorted(words))
    return None


def is_common(words: Words, frequent: frozenset[str]) -> bool:
    """Return whether a full name is so short, or so frequent, that two persons of one project may bear it.

    That is: six letters in all at most; or two words, one of them a `frequent` family name and the other one
    of five letters at most, or frequent too. Ideographs, of which a full name has three, are not letters.
    """
    if words[0] >= IDEOGRAPHS:
        return False
    if sum(map(len, words)) <= 6:
        return True
    if len(words) != 2:
        return False
    return any(
        family in frequent and (len(given) <= 5 or given in frequent) for family, given in permutations(words)
    )


def go_together(one: Words, other: Words) -> bool:
    """Return whether two full names can be one person's: a word in common, and nothing that contradicts it.

    `Greg Doe` and `Gregory Doe`, `Ada Doe` and `Ada King Doe` can; `Jane Doe` and `John Doe` cannot.
    """
    left, right = (
        tuple(word for word in these if word not in those) for these, those in ((one, other), (other, one))
    )
    if not any(len(word) >= LEAST_SHARED for word in one if word in other):
        return False
    return not left or not right or any(a[:LEAST_SHARED] == b[:LEAST_SHARED] for a in left for b in right)


def agree(initials: Sequence[frozenset[str]]) -> bool:
    """Return whether the lone letters of spellings of a name can be one person's: one has them all."""
    whole = max(initials, key=len)
    return all(letters <= whole for letters in initials)


def spells(login: str, words: Words) -> bool:
    """Return whether a login is made of the beginnings of two words of a name, or of initials and a word.

    `alovelace`, `adalov`, `lovelacea`, `jrhacker2`: five letters at least, digits at the end left out. A word
    of the name alone spells nothing: others bear it.
    """
    bare = login.rstrip("0123456789")
    if len(bare) < _LEAST_LOGIN or bare in words:
        return False
    return any(
        any(one.startswith(bare[:cut]) and other.startswith(bare[cut:]) for cut in range(1, len(bare)))
        for one, other in permutations(words[:_MOST_WORDS], 2)
    ) or any(
        bare[0] == one[0] and bare[1] == two[0] and three.startswith(bare[2:])
        for one, two, three in permutations(words[:_MOST_WORDS], 3)
    )


def akin(word: str, words: Words) -> bool:
    """Return whether a name of one word can be that of somebody whose full name is `words`."""
    return any(
        word == one
        or (min(len(word), len(one)) >= LEAST_SHARED and (one.startswith(word) or word.startswith(one)))
        for one in words
    ) or spells(word, words)


def whole_spellings(words: Words) -> Iterator[str]:
    """Yield the logins that hold a full name entire: `adalovelace`, `lovelaceada`."""
    yield "".join(words)
    yield "".join((words[-1], *words[:-1]))


def short_spellings(words: Words) -> Iterator[str]:
    """Yield the logins of an initial and a family name, of six letters or more: `alovelace`, `lovelacea`."""
    first, last = words[0], words[-1]
    yield from (login for login in (first[0] + last, last + first[0]) if len(login) > _LEAST_LOGIN)
