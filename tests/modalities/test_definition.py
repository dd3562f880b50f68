"""A file of a modality: one fault, and it is refused with the place of the fault."""

import copy
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.modalities.definition import Modality

Fields = dict[str, Any]
NEW_ROW: Fields = {"id": "new", "then": "fails", "because": {"fr": "parce que", "en": "because"}}
LINE: Fields = {"text": {"fr": "une étape", "en": "a step"}}


@cache
def _whole() -> Fields:
    file = files("reperes.knowledge") / "modalities" / "visibilite.yaml"
    loaded: Fields = yaml.safe_load(file.read_text("utf-8"))
    return loaded


def refused(folder: Path, change: Callable[[Fields], object]) -> str:
    content = copy.deepcopy(_whole())
    change(content)
    file = folder / "visibilite.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_strict(Modality, file)
    assert "visibilite.yaml" in str(error.value)
    return str(error.value)


def test_the_file_is_read_when_nothing_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "visibilite.yaml"
    file.write_text(yaml.safe_dump(_whole(), allow_unicode=True), encoding="utf-8")
    read = load_strict(Modality, file)
    assert (read.id, read.role, [table.id for table in read.tables]) == (
        "visibilite",
        "participant",
        ["licence", "project", "means"],
    )
    assert read.table("means").id == "means"
    with pytest.raises(KeyError):
        read.table("nothing")


def licence(content: Fields) -> Fields:
    found: Fields = content["conditions"][0]
    return found


def check(content: Fields, **more: Any) -> Fields:
    content["checks"] = {"ready": {"question": {"fr": "Prêt ?", "en": "Ready?"}, **more}}
    return content


def use_check(content: Fields) -> Fields:
    licence(content)["rows"].insert(0, {**NEW_ROW, "when": {"answer.ready": False}})
    return content


@pytest.mark.parametrize(
    ("change", "said"),
    [
        # Tables.
        (lambda one: licence(one)["rows"].pop(), "licence: no row covers openness=not-open"),
        (
            lambda one: licence(one)["rows"].append({**NEW_ROW, "when": {"openess": "open"}}),
            "licence.new: openess is not an input",
        ),
        (
            lambda one: licence(one)["rows"].append({**NEW_ROW, "when": {"openness": "ajar"}}),
            "licence.new: ajar is not a value of openness",
        ),
        (lambda one: licence(one)["rows"].append(NEW_ROW), "licence.new: never reached"),
        (lambda one: licence(one)["rows"][1]["because"].pop("en"), "conditions.0.rows.1.because.en"),
        (lambda one: licence(one)["unknown"].pop("fr"), "conditions.0.unknown.fr"),
        (lambda one: licence(one).update(parameters=["loi"]), "licence: loi is not in parameters"),
        (lambda one: one["match"][0].update(id="licence"), "two tables are called licence"),
        (
            lambda one: one["conditions"].append({**one["match"][1], "id": "used", "parameters": []}),
            "used: rests on no reading and on no parameter",
        ),
        (lambda one: one.update(conditions=[]), "conditions"),
        (lambda one: one.update(match=[]), "match"),
        # Lines.
        (
            lambda one: one["steps"].append({**LINE, "when": {"bodies": "state"}}),
            "bodies is not an input",
        ),
        (
            lambda one: one["steps"].append({**LINE, "when": {"body": "village"}}),
            "village is not a value of body",
        ),
        (
            lambda one: one["commitments"]["ours"].append({**LINE, "when": {"needs.tests": "wanted"}}),
            "wanted is not a value of needs.tests",
        ),
        (lambda one: one["approvals"][0].update(who="mayor"), "approvals.0.who"),
        (lambda one: one["commitments"].update(theirs=[]), "commitments.theirs"),
        # Checks.
        (check, "the check ready is in no table"),
        (
            lambda one: use_check(check(one, parameter="loi")),
            "check ready: loi is not in parameters",
        ),
        (use_check, "licence.new: answer.ready is not an input"),
        # Names.
        (lambda one: one.update(serves=["fame"]), "serves: fame is not known"),
        (lambda one: one.update(goals=["glory"]), "goals: glory is not known"),
        (lambda one: one.update(skills=["magic"]), "skills: magic is not known"),
        (lambda one: one.update(calendar={"ends": ["loi"]}), "calendar.ends: loi is not known"),
        # Texts.
        (
            lambda one: one["what"].update(en="It gives {licence}."),
            "the two languages do not have the same placeholders: It gives {licence}.",
        ),
        (
            lambda one: one.update(delay={"fr": "{jours} jours", "en": "{jours} days"}),
            "{jours} is no placeholder: {jours} days",
        ),
        (lambda one: one["label"].pop("en"), "label.en"),
        # Fields.
        (lambda one: one.update(role="boss"), "role"),
        (lambda one: one.update(effort="hours"), "effort"),
        (lambda one: one.update(id="Visibilité"), "id"),
        (lambda one: one.update(score=3), "score"),
        (lambda one: one.pop("sources"), "sources"),
        (lambda one: one["parameters"].update(vide=[]), "parameters.vide"),
    ],
)
def test_a_fault_is_refused_and_told(tmp_path: Path, change: Callable[[Fields], object], said: str) -> None:
    assert said in refused(tmp_path, change)


def test_a_check_that_a_table_uses_is_accepted(tmp_path: Path) -> None:
    content = copy.deepcopy(_whole())
    check(content, parameter="encouragement")
    use_check(content)
    file = tmp_path / "visibilite.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    read = load_strict(Modality, file)
    assert read.vocabulary["answer.ready"] == ("yes", "no")
    assert read.table("licence").inputs == ("answer.ready", "openness")


def test_a_parameter_is_one_or_several() -> None:
    content = copy.deepcopy(_whole())
    content["parameters"]["deux"] = ["agents/dco", "agents/cla"]
    read = Modality.model_validate(content)
    assert read.parameters["deux"] == ("agents/dco", "agents/cla")
    assert read.parameters["encouragement"] == ("agents/encouragement_logiciel_libre",)
    assert {"under.deux", "over.deux", "in_force.deux"} < set(read.vocabulary)
