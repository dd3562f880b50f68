"""Several licence texts at the root: one offer, a choice, or nothing that says how they go together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reperes.licences import combine, parse
from reperes.licences.facts import base
from reperes.readings.licence.claims import Claim, key

_PLAIN = re.compile(r"(licen[cs]e|copying|unlicense)(\.(txt|md|rst|adoc|html?|org))?", re.IGNORECASE)
_NAMED = re.compile(r"(?:licen[cs]e|copying)[-_.](.+?)(?:\.(?:txt|md|rst|adoc|html?|org))?", re.IGNORECASE)


def together(
    texts: Sequence[Claim], others: Sequence[Claim], present: frozenset[str] = frozenset()
) -> list[Claim]:
    """Return the claims of several files as one, when they are the terms of one offer.

    `present` are all the licences whose text is at the root. A choice or a sum that a declaration states is
    taken from it; a licence that something else names too is the project's; the GNU lesser licence comes with
    the text that it completes; files named after licences (LICENSE-MIT, LICENSE-APACHE) are a choice. Else
    nothing says how they go together: all of them, as hints.
    """
    told = [claim for claim in texts if claim.kind != "unrecognised"] or list(texts)
    whole = present.union(*(_parts(claim.expression) for claim in told))
    for other in (*others, *told):
        if len(_parts(other.expression)) > 1 and _parts(other.expression) <= whole:
            return [_joined(claim, other.expression) for claim in told]
    if len({key(claim.expression) for claim in told}) < 2:
        return told
    return _backed(told, others) or _lesser(told) or _alone(told, others) or _named(told) or _beside(told)


def _backed(told: Sequence[Claim], others: Sequence[Claim]) -> list[Claim]:
    """Return the texts that something else names, under the name that it gives them."""
    count = len({key(claim.expression) for claim in told})
    for other in others:
        among = [claim for claim in told if _parts(claim.expression) <= _parts(other.expression)]
        if among and len({key(claim.expression) for claim in among}) < count:
            return [_joined(claim, other.expression) for claim in among]
    return []


def _lesser(told: Sequence[Claim]) -> list[Claim]:
    keys = {key(claim.expression) for claim in told}
    if all(one.startswith(("LGPL-3", "GPL-3")) for one in keys):
        return [claim for claim in told if key(claim.expression).startswith("LGPL-3")]
    return []


def _alone(told: Sequence[Claim], others: Sequence[Claim]) -> list[Claim]:
    """Return the one file that bears no other name than that of a licence, if nothing contradicts it."""
    plain = [claim for claim in told if _PLAIN.fullmatch(claim.path)]
    if len({key(claim.expression) for claim in plain}) != 1:
        return []
    named = {key(other.expression) for other in others}
    return plain if not named or key(plain[0].expression) in named else []


def _named(told: Sequence[Claim]) -> list[Claim]:
    """Return a choice between files that are named after the licences they hold."""
    names = [_NAMED.fullmatch(claim.path.rpartition("/")[2]) for claim in told]
    if not all(name is not None and parse(name[1].replace("_", "-")) is not None for name in names):
        return []
    joined = combine([claim.expression for claim in told], "OR")
    return [_joined(claim, joined) for claim in told] if joined else []


def _beside(told: Sequence[Claim]) -> list[Claim]:
    joined = combine([claim.expression for claim in told], "AND")
    return [replace(_joined(claim, joined), kind="beside") for claim in told] if joined else list(told)


def _joined(claim: Claim, expression: str) -> Claim:
    return replace(claim, expression=expression, own=claim.expression)


def _parts(expression: str) -> frozenset[str]:
    parsed = parse(expression)
    return frozenset({expression}) if parsed is None else frozenset(base(one) for one in parsed.ids)
