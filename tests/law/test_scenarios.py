"""Scenarios that a jurist can write: a date, an administration, readings → verdicts and reasons."""

import difflib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from reperes.errors import UsageError
from reperes.i18n import Language
from reperes.law import law
from reperes.modalities.advise import advise
from reperes.modalities.case import Case
from reperes.modalities.given import of_file
from reperes.modalities.library import modalities
from reperes.modalities.model import Advice
from reperes.modalities.profile import administration
from reperes.report.advice.json import document
from reperes.sources.documents.lenient.yaml_text import parse

FOLDER = Path(__file__).parent
_LISTS = ("warnings", "steps", "approvals", "checks", "papers")
_KEYS = {
    *("scenario", "as_of", "administration", "readings", "verdicts", "because", "parameters"),
    *("role", "avoid", "questions", "notes", "without", *_LISTS),
}

_ASSERTIONS = _KEYS - {"scenario", "as_of", "administration", "readings"}


def scenarios() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for rank, one in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1):
            yield pytest.param(file.name, one, id=f"{file.stem}-{rank}")


@pytest.mark.parametrize(("file", "scenario"), [*scenarios()])
def test_scenario(file: str, scenario: dict[str, Any]) -> None:
    wrong = list(_wrong(scenario))
    if wrong:
        told = "\n  – ".join(wrong)
        pytest.fail(f"{file} : {scenario['scenario']}\n  – {told}", pytrace=False)


def made(scenario: dict[str, Any]) -> Advice:
    """Return the advice of a scenario, its fields read as those of a file are."""
    fields = parse(
        yaml.safe_dump({key: scenario[key] for key in ("administration", "readings") if key in scenario})
    )
    ours = {"name": "Administration d’exemple", **fields.fields.get("administration", {})}  # type: ignore[dict-item]
    day = date.fromisoformat(str(scenario["as_of"]))
    return advise(Case(administration(ours), of_file(fields.fields.get("readings", {})), day, law()))  # type: ignore[arg-type]


def _wrong(scenario: dict[str, Any]) -> Iterator[str]:
    if not set(scenario) & _ASSERTIONS:
        yield "rien n’est attendu : un scénario dit au moins un verdict, une raison ou un rôle"
    strange = set(scenario) - _KEYS
    if strange:
        yield f"clés inconnues : {', '.join(strange)}"
        return
    try:
        advice = made(scenario)
    except UsageError as error:
        yield " ".join(part.text(Language.FR) for part in (error.what, error.why, error.do))
        return
    written = document(advice, Language.FR)
    by_id = {one["modality"]: one for one in written["recommendations"]}
    yield from _verdicts(scenario, by_id)
    yield from _reasons(scenario, by_id)
    yield from _rest(scenario, by_id, written)


def _reasons(scenario: dict[str, Any], by_id: dict[str, Any]) -> Iterator[str]:
    for name, effects in scenario.get("because", {}).items():
        for effect, wanted in effects.items():
            pool = [one for one in by_id[name]["reasons"] if one["effect"] == effect]
            yield from (
                f"{name}, raisons « {effect} » : {one!r} n’y est pas. {_told(pool)}"
                for one in _missing(wanted, pool)
            )
    for part in _LISTS:
        for name, wanted in scenario.get(part, {}).items():
            yield from (
                f"{name}, {part} : {one!r} n’y est pas." for one in _missing(wanted, by_id[name][part])
            )


def _rest(scenario: dict[str, Any], by_id: dict[str, Any], written: dict[str, Any]) -> Iterator[str]:
    for part, names in scenario.get("without", {}).items():
        for name, unwanted in names.items():
            gone = _missing(unwanted, by_id[name][part])
            kept = [one for one in ([unwanted] if isinstance(unwanted, str) else unwanted) if one not in gone]
            yield from (f"{name}, {part} : {one!r} ne devrait pas y être." for one in kept)
    for name, values in scenario.get("parameters", {}).items():
        held = {one["id"]: one["value"] for one in by_id[name]["parameters"]}
        for identifier, value in values.items():
            if held.get(identifier) != value:
                yield f"{name} : {identifier} vaut {held.get(identifier)}, et non {value}"
    posture = written["posture"]
    if "role" in scenario and posture["role"] != scenario["role"]:
        yield f"rôle : {posture['role']}, et non {scenario['role']}"
    yield from (
        f"à éviter : {one!r} n’y est pas." for one in _missing(scenario.get("avoid", ()), posture["avoid"])
    )
    yield from (
        f"notes : {one!r} n’y est pas." for one in _missing(scenario.get("notes", ()), written["notes"])
    )
    asked = {settled for one in written["questions"] for settled in (*one["settles"], one["id"])}
    yield from (f"questions : rien sur {one}" for one in scenario.get("questions", ()) if one not in asked)


def _verdicts(scenario: dict[str, Any], by_id: dict[str, Any]) -> Iterator[str]:
    for name, verdict in scenario.get("verdicts", {}).items():
        if name not in by_id:
            near = difflib.get_close_matches(name, by_id, n=1)
            yield f"{name} n’est pas une modalité ; proche : {', '.join(near)}"
        elif by_id[name]["verdict"] != verdict:
            yield f"{name} : {by_id[name]['verdict']}, et non {verdict}. {_told(by_id[name]['reasons'])}"


def _told(reasons: list[dict[str, Any]]) -> str:
    signs = {"for": "+", "against": "−", "unknown": "?"}
    return " ".join(f"[{signs[one['effect']]} {one['text']}]" for one in reasons)


def _missing(wanted: Any, pool: list[Any]) -> list[str]:
    """Return what none of the pieces cites (a reading, a parameter, an id) or says (a fragment)."""
    wanted = [wanted] if isinstance(wanted, str) else wanted
    said = [_plain(one) for one in pool]
    return [one for one in wanted if not any(_plain_text(one) in text for text in said)]


def _plain(piece: Any) -> str:
    if isinstance(piece, str):
        return _plain_text(piece)
    cited = " ".join(one["id"] for one in piece.get("citations", ()) if "id" in one)
    told = (
        piece.get("text", ""),
        piece.get("question", ""),
        piece.get("id", ""),
        piece.get("who", ""),
        cited,
    )
    return _plain_text(" ".join(told))


def _plain_text(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split()).casefold()


def test_every_modality_is_seen_in_each_of_its_verdicts() -> None:
    seen: dict[str, set[str]] = {name: set() for name in modalities()}
    for param in scenarios():
        for name, verdict in param.values[1].get("verdicts", {}).items():
            seen[name].add(verdict)
    missing = {name: {"fits", "possible", "to-verify", "excluded"} - found for name, found in seen.items()}
    assert {name: sorted(found) for name, found in missing.items() if found} == {}


def test_every_legal_home_meets_every_kind_of_body() -> None:
    from reperes.knowledge.bodies import KINDS
    from reperes.readings import definitions

    met = {
        (_bare(one.get("readings", {}).get("legal_home")), one["administration"]["kind"])
        for one in (param.values[1] for param in scenarios())
    }
    homes = definitions()["legal_home"].values
    assert [(home, kind) for home in homes for kind in KINDS if (home, kind) not in met] == []


def _bare(value: Any) -> Any:
    return value.get("value") if isinstance(value, dict) else value
