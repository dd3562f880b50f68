"""Licence expressions as people write them: read leniently, written as SPDX, judged branch by branch."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, product
from math import prod
from typing import Any

from reperes.licences import facts, knowledge, names
from reperes.licences.model import Copyleft, Expression, Openness

NONE = "NONE"
_LONGEST = 1_000
_MOST_BRANCHES = 64
_STRENGTH: tuple[Copyleft, ...] = ("none", "weak", "strong", "network")
_WITH = re.compile(r"^(?P<licence>.+?)[-_]with[-_](?P<exception>.+?)(?:[-_]exception)?$", re.IGNORECASE)
_PROMISES = re.compile(
    r"^\s*(?:see|voir|cf|custom|other(?!/)|autre|file|none|n/?a|unknown|null)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Leaf:
    licence: str
    exception: str | None = None


@dataclass(frozen=True, slots=True)
class _Node:
    operator: str
    branches: "tuple[_Node | _Leaf, ...]"


_Tree = _Node | _Leaf


def parse(expression: str) -> Expression | None:
    """Return an expression in normal form; None when a part of it names no licence."""
    tree = _read(expression)
    return None if tree is None else Expression(_write(tree), tuple(dict.fromkeys(_ids(tree))))


def combine(expressions: list[str], operator: str) -> str | None:
    """Return expressions joined by `AND` or `OR`, each once; None when none of them can be read."""
    trees = [tree for tree in map(_read, expressions) if tree is not None]
    return _write(_join(operator, tuple(trees))) if trees else None


def openness(expression: str) -> Openness:
    """Return whether an expression is open: one branch of an OR is enough, an AND wants all of them."""
    tree = _read(expression)
    return "unknown" if tree is None else _open(tree)


def branches(expression: str) -> tuple[tuple[str, ...], ...] | None:
    """Return the licences that one may choose between, each with those that hold with it; None if unread.

    An exception stays with its licence: `GPL-2.0-only WITH Classpath-exception-2.0`.

    `MIT OR (Apache-2.0 AND GPL-2.0-only)` gives `(("MIT",), ("Apache-2.0", "GPL-2.0-only"))`. Past
    `_MOST_BRANCHES` choices, it is not read.
    """
    tree = _read(expression)
    found = None if tree is None else _choices(tree)
    return None if found is None or len(found) > _MOST_BRANCHES else found


def _choices(tree: _Tree) -> tuple[tuple[str, ...], ...] | None:
    if isinstance(tree, _Leaf):
        return ((_write(tree),),)
    inside = [_choices(one) for one in tree.branches]
    if any(one is None for one in inside):
        return None
    kept = [one for one in inside if one is not None]
    if tree.operator == "OR":
        return tuple(choice for one in kept for choice in one)
    if prod(len(one) for one in kept) > _MOST_BRANCHES:
        return None
    return tuple(tuple(dict.fromkeys(chain.from_iterable(parts))) for parts in product(*kept))


def copyleft(expression: str) -> Copyleft | None:
    """Return what binds: the weakest branch of an OR, the strongest of an AND; None if unread."""
    tree = _read(expression)
    return None if tree is None else _bound(tree)


def on_state_list(expression: str) -> bool | None:
    """Return whether the French State may publish under it; None when the expression cannot be read."""
    tree = _read(expression)
    return None if tree is None else _listed(tree)


def companions_of(value: str) -> dict[str, Any]:
    """Return what follows from a licence alone; the expression `NONE` says that there is none."""
    if value == NONE:
        return {"openness": "not-open", "state_list": False, "copyleft": None}
    open_ = openness(value)
    return {
        "openness": open_,
        "state_list": on_state_list(value),
        "copyleft": copyleft(value) if open_ != "unknown" else None,
    }


def same(one: str, other: str) -> bool:
    """Return whether two expressions are the same, `-only`, `-or-later` and names without version aside."""
    left, right = _read(one), _read(other)
    if left is None or right is None:
        return False
    return _alike(left, right)


@lru_cache(maxsize=4096)
def _read(expression: str) -> _Tree | None:
    text = " ".join(expression.split()).strip(" \"'`")
    if not text or len(text) > _LONGEST or _PROMISES.match(text):
        return None
    if "::" in text:
        return _classifier(text)
    return _strict(text) or _named(text) or _loose(text)


def _classifier(text: str) -> _Tree | None:
    label = text.rsplit("::", 1)[1].strip()
    listed = knowledge.names().classifiers
    if label in listed:
        found = listed[label]
        return None if found is None else _Leaf(found)
    inside = re.search(r"\(([^()]+)\)\s*$", label)
    return (
        _named(label) or (_named(inside[1]) if inside else None) or _named(re.sub(r"\([^()]*\)", "", label))
    )


def _named(text: str) -> _Tree | None:
    hit = names.whole(text)
    return None if hit is None else _Leaf(hit.licence)


def _loose(text: str) -> _Tree | None:
    """Put identifiers in the place of names, and SPDX's words in the place of others, and read again."""
    hits, out, at = names.find(text, labels=True), "", 0
    for hit in hits:
        out += _connect(text[at : hit.start]) + f" {hit.licence} "
        at = hit.end
    out += _connect(text[at:])
    return _strict(out) if hits else None


_CONNECT = (
    (re.compile(r"\bat your (?:option|choice)\b|\+\s*file licen[cs]e\b", re.IGNORECASE), " "),
    (re.compile(r"\b(?:licen[cs]e[ds]?|the|under|dual|either|version)\b", re.IGNORECASE), " "),
    (re.compile(r"\s*(?:\|\|?|/|\bor\b|\bou\b)\s*", re.IGNORECASE), " OR "),
    (re.compile(r"\s*(?:&&?|[,;]|\band\b|\bet\b|(?<=\s)\+(?=\s))\s*", re.IGNORECASE), " AND "),
    (re.compile(r"(?:[\s-]+|^)with[\s-]+(?:the[\s-]+)?", re.IGNORECASE), " WITH "),
)


def _connect(text: str) -> str:
    for pattern, word in _CONNECT:
        text = pattern.sub(word, text)
    if " WITH " in text:
        before, _, after = text.partition(" WITH ")
        exception = _exception(after.strip(" ()"))
        return text if exception is None else f"{before} WITH {exception} "
    return text


def _strict(text: str) -> _Tree | None:
    from license_expression import ExpressionError, ExpressionParseError  # type: ignore[import-untyped]

    try:
        parsed = _licensing().parse(text)
    except (ExpressionError, ExpressionParseError, RecursionError):
        return None
    return None if parsed is None else _resolve(parsed)


@cache
def _licensing() -> Any:
    from license_expression import Licensing

    return Licensing()


def _resolve(parsed: Any) -> _Tree | None:
    licensing = _licensing()
    if isinstance(parsed, licensing.AND | licensing.OR):
        branches = [_resolve(one) for one in parsed.args]
        kept = tuple(one for one in branches if one is not None)
        operator = "AND" if isinstance(parsed, licensing.AND) else "OR"
        return _join(operator, kept) if len(kept) == len(branches) else None
    if hasattr(parsed, "exception_symbol"):
        leaf = _leaf(parsed.license_symbol.key)
        return None if leaf is None else _excepted(leaf, parsed.exception_symbol.key)
    return _leaf(parsed.key)


def _excepted(leaf: _Tree, named: str) -> _Tree | None:
    exception = _exception(named)
    if exception is not None and isinstance(leaf, _Leaf):
        return _Leaf(leaf.licence, exception)
    clause = names.whole(named.replace("-", " "))
    return None if clause is None else _join("AND", (leaf, _Leaf(clause.licence)))


def _exception(named: str) -> str | None:
    exact = facts.exceptions().get(named.lower())
    if exact is not None:
        return exact
    for one in knowledge.names().exceptions:
        for name in one.names:
            if re.fullmatch(rf"(?:{names.spaced(name)})(?:[ -]exceptions?)?", named, re.IGNORECASE):
                return one.id
    return None


@lru_cache(maxsize=4096)
def _leaf(key: str) -> _Tree | None:
    exact = facts.canonical(key)
    if exact is None and key.endswith("+"):
        exact = facts.canonical(key[:-1])
    if exact is None:
        if (foreign := _named(key.removeprefix("LicenseRef-scancode-").replace("-", " "))) is not None:
            return foreign
        if re.fullmatch(r"(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+", key):
            return _Leaf(key)
        return None
    if key.endswith("+") and facts.canonical(facts.base(exact) + "-or-later"):
        return _Leaf(facts.base(exact) + "-or-later")
    licence = facts.known(exact)
    if licence is not None and licence.deprecated:
        return _modern(exact)
    return _Leaf(exact)


def _modern(deprecated: str) -> _Tree:
    parted = _WITH.match(deprecated)
    if parted is not None:
        leaf, exception = _leaf(parted["licence"]), _exception(parted["exception"])
        if isinstance(leaf, _Leaf) and exception is not None:
            return _Leaf(leaf.licence, exception)
    for now in (f"{deprecated}-only", deprecated.replace("-FreeBSD", "").replace("-NetBSD", "")):
        if facts.canonical(now) == now:
            return _Leaf(now)
    return _Leaf(deprecated)


def _join(operator: str, branches: tuple[_Tree, ...]) -> _Tree:
    flat: list[_Tree] = []
    for one in branches:
        flat += one.branches if isinstance(one, _Node) and one.operator == operator else (one,)
    once = tuple(dict.fromkeys(flat))
    return once[0] if len(once) == 1 else _Node(operator, once)


def _write(tree: _Tree, outer: str = "") -> str:
    if isinstance(tree, _Leaf):
        return tree.licence if tree.exception is None else f"{tree.licence} WITH {tree.exception}"
    inside = f" {tree.operator} ".join(_write(one, tree.operator) for one in tree.branches)
    return f"({inside})" if outer == "AND" and tree.operator == "OR" else inside


def _ids(tree: _Tree) -> Iterator[str]:
    if isinstance(tree, _Leaf):
        yield tree.licence
    else:
        for one in tree.branches:
            yield from _ids(one)


def _open(tree: _Tree) -> Openness:
    if isinstance(tree, _Leaf):
        licence = facts.known(tree.licence)
        return "unknown" if licence is None else licence.openness
    found = {_open(one) for one in tree.branches}
    decides: Openness = "open" if tree.operator == "OR" else "not-open"
    if decides in found:
        return decides
    return "unknown" if "unknown" in found else found.pop()


def _bound(tree: _Tree) -> Copyleft | None:
    if isinstance(tree, _Leaf):
        licence = facts.known(tree.licence)
        return None if licence is None else licence.copyleft
    found = [_bound(one) for one in tree.branches]
    told = [one for one in found if one is not None]
    if len(told) < len(found):
        return None
    choose: Callable[..., Copyleft] = min if tree.operator == "OR" else max
    return choose(told, key=_STRENGTH.index)


def _listed(tree: _Tree) -> bool | None:
    if isinstance(tree, _Leaf):
        licence = facts.known(tree.licence)
        return None if licence is None else licence.state_list
    found = {_listed(one) for one in tree.branches}
    decides = tree.operator == "OR"
    if decides in found:
        return decides
    return None if None in found else not decides


def _alike(one: _Tree, other: _Tree) -> bool:
    if isinstance(one, _Leaf) and isinstance(other, _Leaf):
        left, right = facts.base(one.licence), facts.base(other.licence)
        return one.exception == other.exception and (
            left == right
            or right in map(facts.base, facts.members(one.licence))
            or left in map(facts.base, facts.members(other.licence))
        )
    if isinstance(one, _Leaf) or isinstance(other, _Leaf) or one.operator != other.operator:
        return False
    if len(one.branches) != len(other.branches):
        return False
    rest = list(other.branches)
    for branch in one.branches:
        twin = next((two for two in rest if _alike(branch, two)), None)
        if twin is None:
            return False
        rest.remove(twin)
    return True
