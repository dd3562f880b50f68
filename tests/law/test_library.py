"""The law that comes with the program, and how it is read."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from reperes.knowledge.loader import KnowledgeError
from reperes.law import Parameter, law
from reperes.law.library import read

TODAY = date(2026, 11, 25)
ONE = """
label: {{fr: un seuil, en: a threshold}}
unit: COUNT
values: [{{from: 2020-01-01, value: 1, reference: [{{title: Un texte}}]}}]
checked_on: {checked}
"""


def written(folder: Path, path: str, checked: str = "2026-11-23", more: str = "") -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(ONE.format(checked=checked) + more, encoding="utf-8")
    return file


def test_a_parameter_is_named_by_its_path(tmp_path: Path) -> None:
    written(tmp_path, "b/seuil.yaml")
    written(tmp_path, "a/c/delai.yaml")
    written(tmp_path, "a/seuil.yaml")
    (tmp_path / "a" / "notes.txt").write_text("x", encoding="utf-8")
    found = read(tmp_path)
    assert [*found.parameters] == ["a/c/delai", "a/seuil", "b/seuil"]
    assert [one.id for one in found.parameters.values()] == [*found.parameters]
    assert found["a/seuil"].values[0].value == 1


def test_there_is_no_parameter_of_another_name(tmp_path: Path) -> None:
    written(tmp_path, "a/seuil.yaml")
    with pytest.raises(KeyError):
        read(tmp_path)["seuil"]


@pytest.mark.parametrize("more", ["id: a/seuil", "unit: COUNT", "note: x", "values: ["])
def test_a_bad_file_is_named(tmp_path: Path, more: str) -> None:
    written(tmp_path, "a/bon.yaml")
    written(tmp_path, "a/mauvais.yaml", more=more)
    with pytest.raises(KnowledgeError) as error:
        read(tmp_path)
    assert "a/mauvais.yaml" in str(error.value)
    assert "bon.yaml" not in str(error.value)


def test_what_was_not_checked_for_180_days_is_stale_and_the_oldest_comes_first(tmp_path: Path) -> None:
    for name, days in (("c", 181), ("b", 180), ("a", 181), ("d", 400), ("e", 0)):
        written(tmp_path, f"{name}.yaml", checked=str(TODAY - timedelta(days=days)))
    found = read(tmp_path)
    assert [one.id for one in found.stale(TODAY)] == ["d", "a", "c"]
    assert [one.id for one in found.stale(TODAY + timedelta(days=1))] == ["d", "a", "c", "b"]
    assert [one.id for one in found.stale(TODAY - timedelta(days=1))] == ["d"]


PARAMETERS = pytest.mark.parametrize("parameter", law().parameters.values(), ids=[*law().parameters])


def test_every_folder_of_law_has_a_name_in_both_languages() -> None:
    from reperes.modalities.texts import sentences

    assert {name.partition("/")[0] for name in law().parameters} == set(sentences().words["folder"])


@PARAMETERS
def test_a_parameter_is_said_in_both_languages(parameter: Parameter) -> None:
    rules = [one.value for one in parameter.values if hasattr(one.value, "fr")]
    texts = [text for text in (parameter.label, parameter.means, *rules) if text is not None]
    told = [text.strip() for one in texts for text in (one.fr, one.en)]  # type: ignore[union-attr]
    assert "" not in told
    assert [one.fr for one in texts if one.fr == one.en] == []  # type: ignore[union-attr]


@PARAMETERS
def test_a_parameter_was_checked_and_not_in_the_future(parameter: Parameter) -> None:
    assert date(2026, 1, 1) <= parameter.checked_on <= TODAY


@PARAMETERS
def test_it_is_told_where_each_value_was_seen(parameter: Parameter) -> None:
    assert [one.start for one in parameter.values if "seen" not in one.model_fields_set] == []


@PARAMETERS
def test_no_text_of_law_was_published_after_it_was_checked(parameter: Parameter) -> None:
    published = [
        each.journal_officiel
        for one in parameter.values
        for each in one.reference
        if each.journal_officiel is not None
    ]
    assert [one for one in published if one > parameter.checked_on] == []
