"""The rules that say which portraits are one person. Each is linear in what it looks at."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import TypeVar

from reperes.people.aliases import Aliases, Rule
from reperes.people.groups import Groups
from reperes.people.names import (
    LEAST_SHARED,
    Words,
    agree,
    akin,
    go_together,
    is_common,
    short_spellings,
    spells,
    whole_spellings,
)
from reperes.people.portrait import Portrait, Weight, vocabulary

_MOST_COMPARED = 8
"""Names looked at on one address or one login: past that, it is nobody's own."""

_MOST_NICKNAMES = 3
_TOO_LONG_FOR_A_GIVEN_NAME = 12

K = TypeVar("K", bound=Hashable)


def find_aliases(portraits: Sequence[Portrait]) -> Aliases:
    """Return the groups of portraits, all of humans, that are one person."""
    found = Aliases(portraits)
    _by_account(found)
    common = list(_by_name(found))
    _by_address(found)
    _by_login(found)
    _by_spelling(found)
    for members, rule in common:
        found.propose(members, rule)
    return found


def find_same_bots(portraits: Sequence[Portrait]) -> Aliases:
    """Return the groups of portraits, all of bots, that are one bot: the same name, or the same address."""
    found = Aliases(portraits)
    for members in _blocks((one.name, member) for member, one in enumerate(portraits) if one.name).values():
        found.propose(members, Rule.NAME)
    for members in _blocks(
        (one.address, member) for member, one in enumerate(portraits) if one.weight is Weight.FIRM
    ).values():
        found.propose(members, Rule.ADDRESS)
    return found


def _blocks(pairs: Iterable[tuple[K, int]]) -> dict[K, list[int]]:
    blocks = defaultdict(list)
    for key, member in pairs:
        blocks[key].append(member)
    return {key: members for key, members in blocks.items() if len(members) > 1}


def _by_account(found: Aliases) -> None:
    accounts = [(member, one.account) for member, one in enumerate(found.portraits) if one.account]
    for members in _blocks(
        ((forge, number), member) for member, (forge, number, _) in accounts if number
    ).values():
        found.propose(members, Rule.ACCOUNT)
    numbers = defaultdict(set)
    for _, (forge, number, login) in accounts:
        numbers[forge, login].add(number)
    for members in _blocks(((forge, login), member) for member, (forge, _, login) in accounts).values():
        forge, _, login = found.portraits[members[0]].account or ("", "", "")
        # A login that was given up may be taken by somebody else, who has another number.
        reused = len(numbers[forge, login] - {""}) > 1
        found.propose(members, Rule.AMBIGUOUS_LOGIN if reused else Rule.ACCOUNT)


def _by_name(found: Aliases) -> Iterator[tuple[list[int], Rule]]:
    """Merge by full name; yield where the name is not enough, to be told if nothing else merges them."""
    frequent = vocabulary().frequent_family_names
    for members in _blocks(
        (key, member) for member, one in enumerate(found.portraits) for key in one.keys
    ).values():
        portraits = [found.portraits[member] for member in members]
        if is_common(portraits[0].words, frequent):
            yield members, Rule.COMMON_NAME
        elif agree([one.initials for one in portraits]):
            found.propose(members, Rule.NAME)
        else:
            for alike in _blocks((found.portraits[member].initials, member) for member in members).values():
                found.propose(alike, Rule.NAME)
            yield members, Rule.INITIALS


def _by_address(found: Aliases) -> None:
    addresses = defaultdict(set)
    for member, one in enumerate(found.portraits):
        if one.weight is Weight.FIRM:
            addresses[found.group(member)].add(one.address)
    elsewhere = [len(addresses[found.group(member)]) > 1 for member in range(len(found.portraits))]
    for members in _blocks(
        (one.address, member)
        for member, one in enumerate(found.portraits)
        if one.weight is not Weight.NONE and one.account is None
    ).values():
        firm = found.portraits[members[0]].weight is Weight.FIRM
        teams, nicknames = _teams(found, members)
        known_apart = all(any(elsewhere[member] for member in team) for team in teams)
        if firm and len(teams) <= 1 and nicknames <= _MOST_NICKNAMES:
            found.propose(members, Rule.ADDRESS)
        elif firm and len(teams) == 2 and not known_apart:
            found.propose(members, Rule.TWO_NAMES)
        else:
            for team in teams:
                found.propose(team, Rule.ADDRESS)
            found.propose(members, Rule.PEOPLE_AT_ADDRESS)


def _teams(found: Aliases, members: list[int]) -> tuple[list[list[int]], int]:
    """Sort those who share an address into teams whose full names share a word.

    Lesser names join the team they are akin to, when there is one; also return how many others are left.
    """
    groups, index = Groups(len(members)), dict[Hashable, int]()
    portraits = [found.portraits[member] for member in members]
    for place, portrait in enumerate(portraits):
        if portrait.keys:
            group = found.group(members[place])
            for key in (group, *(word for word in portrait.words if len(word) >= LEAST_SHARED)):
                groups.join(index.setdefault(key, place), place)
    teams, left = defaultdict(list), set()
    for place, portrait in enumerate(portraits):
        if portrait.keys:
            teams[groups.of(place)].append(members[place])
    compared = [
        (team, [found.portraits[member].words for member in team[:_MOST_COMPARED]]) for team in teams.values()
    ]
    for place, portrait in enumerate(portraits):
        if not portrait.keys:
            # A generic name on a generic address is nobody's: only a firm address brings it to somebody.
            speaks = bool(portrait.words) or portrait.weight is Weight.FIRM
            fitting = [team for team, names in compared[:_MOST_COMPARED] if _is_akin(portrait, names)]
            if speaks and len(fitting) == 1:
                fitting[0].append(members[place])
            else:
                left.add(portrait.words)
    return list(teams.values()), len(left)


def _is_akin(portrait: Portrait, names: Iterable[Words]) -> bool:
    """Return whether a name that is not full can be short for one of the full `names`."""
    return not portrait.words or any(akin(portrait.words[0], words) for words in names)


def _by_login(found: Aliases) -> None:
    """Merge those who show the same unusual login, when their names go together."""
    full = _full_names(found)
    shown = ((login, member) for member, one in enumerate(found.portraits) for login in sorted(one.logins))
    for login, members in _blocks(shown).items():
        if len({found.group(member) for member in members}) > 1:
            names = sorted({name for member in members for name in full.get(found.group(member), ())})
            lesser = [found.portraits[member] for member in members if found.group(member) not in full]
            sure = len(names) <= _MOST_COMPARED and _is_own(str(login), names, lesser)
            found.propose(members, Rule.LOGIN if sure else Rule.AMBIGUOUS_LOGIN)


def _is_own(login: str, names: Sequence[Words], lesser: Iterable[Portrait]) -> bool:
    """Return whether a login is too unusual for two persons, and nothing in the names contradicts it."""
    if any(login in words for words in names):
        return False
    unusual = (
        len(login) >= _TOO_LONG_FOR_A_GIVEN_NAME
        or (login[-1].isdigit() and not login.isdigit())
        or any(spells(login, words) for words in names)
    )
    together = all(go_together(one, other) for one, other in combinations(names, 2))
    return unusual and together and all(_is_akin(one, names) or _echoes(one, login) for one in lesser)


def _echoes(portrait: Portrait, login: str) -> bool:
    return (
        len(portrait.words) == 1
        and login.startswith(portrait.words[0])
        and len(portrait.words[0]) >= LEAST_SHARED
    )


def _by_spelling(found: Aliases) -> None:
    """Merge who shows only a login with the one person of the history whose full name it spells."""
    full = _full_names(found)
    indexes = (
        (_spellings(full, whole_spellings), Rule.NAME_AS_LOGIN),
        (_spellings(full, short_spellings), Rule.INITIAL_AS_LOGIN),
    )
    for member, one in enumerate(found.portraits):
        if found.group(member) in full:
            continue
        for login, (index, rule) in product(sorted(one.logins), indexes):
            groups = {found.group(group) for group in index.get(login, ())}
            names = [words for group in groups for words in full.get(group, ())]
            sure = len(groups) == 1 and (_is_akin(one, names) or _echoes(one, login))
            found.propose([*groups, member], rule if sure else Rule.AMBIGUOUS_LOGIN)


def _spellings(full: dict[int, set[Words]], spell: Callable[[Words], Iterable[str]]) -> dict[str, set[int]]:
    index = defaultdict(set)
    for group, names in full.items():
        for login in {login for words in names for login in spell(words)}:
            index[login].add(group)
    return index


def _full_names(found: Aliases) -> dict[int, set[Words]]:
    """Return the full names of each group that has some: at most one more than is ever compared."""
    full: dict[int, set[Words]] = defaultdict(set)
    for member, one in enumerate(found.portraits):
        group = found.group(member)
        if one.keys and len(full[group]) <= _MOST_COMPARED:
            full[group].add(one.words)
    return dict(full)
