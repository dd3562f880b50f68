"""What the addresses of authors say of who holds the project."""

import re
from collections.abc import Iterator

from reperes.readings.judge import Clue
from reperes.readings.listed import of_domain
from reperes.readings.model import Weight
from reperes.readings.named import name_of
from reperes.readings.seen import Seen
from reperes.readings.stewardship import (
    LED,
    Hands,
    authorship,
    is_identified,
    own_names,
    told_by_words,
)

_ROOT = "history"
_SHORT = 2
_BODIES = 2
_NOT_VENDORS = frozenset({"org", "ngo", "edu", "coop", "gov", "int"})


def by_addresses(seen: Seen, *, public: bool) -> Iterator[Clue]:
    """Yield what the organisations of the window say; `public`: something else speaks for a public body.

    One person who writes from a university or an office does not make it the holder of what they write:
    public and research addresses speak when several people have them, or when something else says the same.
    """
    hands, limits = authorship(seen.facts, seen.as_of), seen.definition.thresholds
    if hands is None or hands.count < limits["few"]:
        return
    cited = seen.count("contributions of the window, by organisation", hands.count, hands.window)
    bodies = [one for one in hands.organisations if one.share >= limits["body"]]
    if len(bodies) > _BODIES:
        yield seen.definition.clue(
            "several_bodies", cited, root=_ROOT, count=len(bodies), least=limits["body"]
        )
    for one in [one for one in hands.organisations if is_identified(one)][:1]:
        kind = "public-body" if one.kind == "research" else one.kind
        if kind == "public-body" and one.people < limits["persons"] and not public:
            continue
        said = _weighed(seen, one)
        if said is not None:
            name, share = said
            yield seen.definition.clue(
                name,
                cited,
                *of_domain(seen, one.id),
                root=_ROOT,
                value=LED[kind],
                share=share,
                who=name_of(one.id),
                kind=kind,
            )
    for one in hands.organisations[:1]:
        if not is_identified(one) and one.share >= limits["led"]:
            is_all = one.share >= limits["mostly"] and hands.first < limits["one_hand"]
            yield from _unknown_domain(seen, one, is_all=is_all)


def _weighed(seen: Seen, one: Hands) -> tuple[str, float] | None:
    """Return whether an organisation leads or only stands out among those told, and its share."""
    limits = seen.definition.thresholds
    alone = one.share >= limits["shown"] and one.told >= limits["told_alone"]
    if one.share >= limits["led"] or alone:
        return "domain_leads", one.share
    if one.told >= limits["told"] and one.share >= limits["some"]:
        return "domain_some", one.told
    return None


def _unknown_domain(seen: Seen, one: Hands, *, is_all: bool) -> Iterator[Clue]:
    """Yield what a domain that several authors share says, though knowledge does not know whose it is."""
    hands = authorship(seen.facts, seen.as_of)
    label, _, top = one.id.rpartition(".")
    if hands is None or told_by_words(one.id) in LED or top in _NOT_VENDORS:
        return
    bare = re.sub(r"[^a-z0-9]", "", label.rpartition(".")[2])
    own = [name for name in own_names(seen.origin) if len(name) > _SHORT]
    is_own = any(bare and (bare in name or name in bare) for name in own)
    cited = seen.count("contributions of the window, by domain", round(one.share * hands.count), hands.window)
    name, weight = "own_domain" if is_own else "one_domain", Weight.STRONG if is_all else None
    yield seen.definition.clue(name, cited, root=_ROOT, weight=weight, share=one.share, who=one.id)
