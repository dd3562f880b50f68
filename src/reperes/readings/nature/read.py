"""The licence gate, then the four tests of a commons, then what parts free software from open source."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from reperes.indicators.contributions import per_person, within_window
from reperes.indicators.organisations import by_organisation
from reperes.indicators.windows import last
from reperes.readings.judge import Clue, conclude
from reperes.readings.model import Confidence, Piece, Reading, Weight, unknown
from reperes.readings.seen import Seen

YES, NO, UNKNOWN = "yes", "no", "unknown"
_COMMONS, _FREE, _OPEN, _NOT_OPEN = "digital-commons", "free-software", "open-source", "not-open"
_SHARED = frozenset({"foundation-hosted", "association-led", "consortium", "community-led"})
_OWN_RULES = frozenset({"foundation-hosted", "association-led", "consortium"})
_CAPTURING = ("open-core", "dual-licence", "delayed-open")
_CIRCULATING = frozenset({"donations", "membership-fees", "foundation-funded", "pooled-by-users"})
_MONTHS = 24


def read(seen: Seen) -> Reading:
    """Pass the licence gate, then tell the commons from free software and open source."""
    licence = seen.readings.get("licence")
    openness = None if licence is None else licence.companions.get("openness")
    companions = _companions(seen)
    if licence is None or openness not in {"open", "not-open"}:
        return unknown(seen.definition.id, companions=companions | {"commons_tests": _tests(seen, {})})
    if openness == "not-open":
        return _not_open(seen, licence, companions)
    tests = dict(_commons(seen))
    held = {name: [clue for clue in clues if clue.value == _COMMONS] for name, clues in tests.items()}
    states = {name: _state(clues) for name, clues in tests.items()}
    companions["commons_tests"] = _tests(seen, states)
    if set(states.values()) == {YES}:
        return _as_commons(seen, licence, tests, companions)
    found = conclude([*_culture(seen, licence)], (_FREE, _OPEN))
    value = found.value or _OPEN
    against = [clue.piece for clues in held.values() for clue in clues]
    questions = [seen.definition.ask("commons_rules")] if states["shared_governance_rules"] == UNKNOWN else []
    if list(states.values()).count(YES) > 1 and states["positioned_as_commons"] != YES:
        questions.append(seen.definition.ask("commons_claim"))
    return Reading(
        seen.definition.id,
        value,
        Confidence.LIKELY,
        (_gate(seen, licence), *found.support),
        (*found.against, *against),
        tuple(questions),
        companions,
    )


def _not_open(seen: Seen, licence: Reading, companions: dict[str, Any]) -> Reading:
    companions["commons_tests"] = _tests(seen, {}) | {"open_licence": NO}
    none = licence.settled == "NONE"
    name = "no_licence" if none else "licence_not_open"
    piece = seen.definition.piece(name, seen.reading("licence"), licence=str(licence.settled))
    confidence = Confidence.ESTABLISHED if licence.is_established else licence.confidence
    return Reading(seen.definition.id, _NOT_OPEN, confidence, (piece,), companions=companions)


def _as_commons(
    seen: Seen, licence: Reading, tests: dict[str, list[Clue]], companions: dict[str, Any]
) -> Reading:
    clues = [clue for group in tests.values() for clue in group]
    support = [clue.piece for clue in clues if clue.value == _COMMONS]
    against = [clue.piece for clue in clues if clue.denies == _COMMONS]
    governance = seen.readings.get("governance")
    sure = (
        licence.is_established
        and governance is not None
        and governance.is_established
        and not against
        and not any(clue.piece.message == "nature.rules_elsewhere" for clue in clues)
        and all(any(clue.piece.weight is not Weight.WEAK for clue in group) for group in tests.values())
    )
    confidence = Confidence.ESTABLISHED if sure else Confidence.LIKELY
    return Reading(
        seen.definition.id,
        _COMMONS,
        confidence,
        (_gate(seen, licence), *support),
        tuple(against),
        (),
        companions,
    )


def _gate(seen: Seen, licence: Reading) -> Piece:
    return seen.definition.piece("open_licence", seen.reading("licence"), licence=str(licence.settled))


def _tests(seen: Seen, states: dict[str, str]) -> dict[str, str]:
    licence = seen.readings.get("licence")
    openness = None if licence is None else licence.companions.get("openness")
    gate = {"open": YES, "not-open": NO}.get(str(openness), UNKNOWN)
    names = ("collective_production", "shared_governance_rules", "positioned_as_commons")
    return {"open_licence": gate, **{name: states.get(name, UNKNOWN) for name in names}}


def _state(clues: list[Clue]) -> str:
    if any(clue.denies == _COMMONS and clue.piece.weight is not Weight.WEAK for clue in clues):
        return NO
    strong = any(clue.value == _COMMONS and clue.piece.weight is not Weight.WEAK for clue in clues)
    return YES if strong else UNKNOWN


def _commons(seen: Seen) -> Iterator[tuple[str, list[Clue]]]:
    rules = list(_rules(seen))
    yield "collective_production", list(_collective(seen))
    yield "shared_governance_rules", rules
    yield "positioned_as_commons", list(_positioned(seen, rules))


def _collective(seen: Seen) -> Iterator[Clue]:
    """Look at the shares of the most active person and organisation; a small project tells little."""
    definition = seen.definition
    if seen.history is None:
        return
    window = last(seen.as_of, _MONTHS)
    rows = within_window(seen.facts, window)
    if rows.height < definition.thresholds["few_commits"]:
        return
    nearly = definition.thresholds["nearly_everything"]
    person = per_person(rows)[0] / rows.height
    cited = seen.count("contributions of two years, by person", rows.height, window)
    if person >= nearly:
        yield definition.clue("not_collective", cited, root="history", share=person)
        return
    if person > definition.thresholds["most"]:
        yield definition.clue("hardly_collective", cited, root="history", share=person)
        return
    known = by_organisation(seen.facts, window).filter(
        pl.col("kind").is_in(["public-body", "company"]), pl.col("affiliation").is_not_null()
    )
    share = max(known.get_column("contributions").to_list(), default=0) / rows.height
    if share >= nearly:
        yield definition.clue("one_organisation", cited, root="history", share=share)
    else:
        yield definition.clue("collective", cited, root="history", share=person)


def _rules(seen: Seen) -> Iterator[Clue]:
    governance = seen.readings.get("governance")
    if governance is None or governance.settled is None:
        return
    model, definition = str(governance.settled), seen.definition
    documented = governance.companions.get("documented")
    cited = seen.reading("governance")
    written = documented == "yes" or (documented == "partial" and bool(governance.companions.get("decides")))
    if model in _SHARED and written:
        yield definition.clue("shared_rules", cited, root="governance", model=model)
    elif model in _OWN_RULES:
        yield definition.clue("rules_elsewhere", cited, root="governance", model=model)
    elif model in _SHARED:
        yield definition.clue("body_without_rules", cited, root="governance", model=model)
    elif documented == "no":
        yield definition.clue("no_shared_rules", cited, root="governance", model=model)
    elif not governance.companions.get("decides"):
        yield definition.clue("own_rules", cited, root="governance", model=model)


def _positioned(seen: Seen, rules: list[Clue]) -> Iterator[Clue]:
    yield from seen.clues("says_commons", most=2)
    shared = any(clue.value == _COMMONS and clue.piece.weight is not Weight.WEAK for clue in rules)
    resource = seen.settled("resource")
    if shared and resource in {"specification", "data"}:
        clue = seen.definition.clue(
            "shared_resource", seen.reading("resource"), root="resource", resource=str(resource)
        )
        # A shared specification or data set run by several is a commons by its very position.
        yield clue.weighing(Weight.STRONG)


def _culture(seen: Seen, licence: Reading) -> Iterator[Clue]:
    """What parts free software from open source: what it says, its licence, its steward."""
    definition, name = seen.definition, str(licence.settled)
    free, open_ = seen.clues("says_free", most=1), seen.clues("says_open", most=1)
    governance = seen.settled("governance")
    if seen.settled("resource") in {"data", "documentation", "specification"}:
        yield definition.clue("open_content", seen.reading("licence"), root="resource")
        return
    copyleft = licence.companions.get("copyleft")
    selling = governance == "company-led"
    if free and not open_:
        yield from free
    elif open_ and not free:
        yield from (clue.weighing(Weight.WEAK) for clue in open_)
    if copyleft in {"weak", "strong", "network"} and not selling:
        yield definition.clue("copyleft", seen.reading("licence"), root="licence", licence=name)
    elif not (free and not open_):
        if copyleft == "none":
            yield definition.clue("permissive", seen.reading("licence"), root="licence", licence=name)
        if selling:
            yield definition.clue("vendor", seen.reading("governance"), root="governance")


def _companions(seen: Seen) -> dict[str, Any]:
    models = seen.settled("economic_model")
    models = models if isinstance(models, list | tuple) else []
    terms = seen.readings.get("contribution_terms")
    relicensing = terms is not None and terms.companions.get("relicensing") is True
    points = list(_capture(seen, [str(one) for one in models], relicensing=relicensing))
    captured = relicensing or any(model in _CAPTURING for model in models)
    captured = captured or ("hosting-saas" in models and seen.settled("governance") == "company-led")
    shared = any(model in _CIRCULATING for model in models)
    economy = "captured" if captured else "shared" if shared else UNKNOWN
    return {"governance_openness": _openness(seen), "economy": economy, "capture_points": points}


def _openness(seen: Seen) -> str:
    governance = seen.readings.get("governance")
    if governance is None or governance.settled is None:
        return UNKNOWN
    written = governance.companions.get("documented") in {"yes", "partial"}
    if governance.settled in _SHARED and (written or governance.settled in _OWN_RULES):
        return "open"
    if governance.companions.get("joins") and written:
        return "open"
    unwritten = governance.companions.get("documented") == "no"
    return "closed" if unwritten and governance.settled in {"company-led", "individual-led"} else UNKNOWN


def _capture(seen: Seen, models: list[str], *, relicensing: bool) -> Iterator[Piece]:
    definition, licence = seen.definition, seen.readings.get("licence")
    if licence is not None and licence.companions.get("openness") == "not-open" and licence.settled != "NONE":
        yield definition.piece("capture_licence", seen.reading("licence"), licence=str(licence.settled))
    for model in models:
        if model in _CAPTURING:
            yield definition.piece("capture_features", seen.reading("economic_model"), model=model)
    if "hosting-saas" in models and seen.settled("governance") == "company-led":
        yield definition.piece("capture_saas", seen.reading("economic_model"))
    if relicensing:
        yield definition.piece("capture_cla", seen.reading("contribution_terms"))
    yield from (clue.piece for clue in seen.clues("capture_trademark", most=1)[:2])
