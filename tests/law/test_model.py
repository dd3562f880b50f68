"""A parameter of law: what its file may hold, and which value a day has."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.law import Parameter, Unit

# DESIGN 4.4, word for word.
CONTRACT = """
# knowledge/law/commande_publique/seuil_dispense_fournitures_services.yaml
label: {fr: …, en: …}
unit: EUR_HT
scope: {bodies: all, objects: [supplies, services]}
values:
  - {from: 2020-01-01, value: 40000, reference: [{title: "CCP, art. R2122-8", journal_officiel: 2019-12-13}]}
  - {from: 2026-04-01, value: 60000, applies_to: "consultations engagées à compter de cette date", reference: [{title: "Décret n° 2025-1386 du 29 décembre 2025", journal_officiel: 2025-12-30}]}
checked_on: 2026-11-23
"""  # noqa: E501 - as the contract writes it


def value(start: str | None, held: object = 1, end: str | None = None) -> dict[str, Any]:
    return {"from": start, "to": end, "value": held, "reference": [{"title": "Un texte"}]}


def fields(*values: dict[str, Any], unit: str = "COUNT", **more: Any) -> dict[str, Any]:
    label = {"fr": "un seuil", "en": "a threshold"}
    return {"label": label, "unit": unit, "values": list(values), "checked_on": "2026-11-23", **more}


def parameter(*values: dict[str, Any], unit: str = "COUNT", **more: Any) -> Parameter:
    return Parameter.model_validate(fields(*values, unit=unit, **more))


def refused(folder: Path, content: dict[str, Any]) -> str:
    """Return what is said of a file that cannot be read, which it names."""
    file = folder / "seuil_refuse.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_strict(Parameter, file)
    assert "seuil_refuse.yaml" in str(error.value)
    return str(error.value)


def test_the_example_of_the_contract_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "seuil.yaml"
    file.write_text(CONTRACT, encoding="utf-8")
    read = load_strict(Parameter, file)
    assert (read.unit, read.checked_on) == (Unit.EUR_HT, date(2026, 11, 23))
    assert (read.scope.bodies, read.scope.objects) == ("all", ("supplies", "services"))
    assert [(one.start, one.end, one.value) for one in read.values] == [
        (date(2020, 1, 1), None, 40000),
        (date(2026, 4, 1), None, 60000),
    ]
    assert read.values[1].applies_to == "consultations engagées à compter de cette date"
    assert [one.seen for one in read.values] == ["secondary", "secondary"]
    assert [one.reference[0].journal_officiel for one in read.values] == [
        date(2019, 12, 13),
        date(2025, 12, 30),
    ]


Change = Callable[[dict[str, Any]], None]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda file: file.update(note="x"), "note"),
        (lambda file: file["label"].update(de="x"), "label.de"),
        (lambda file: file["values"][0].update(until="2026-01-01"), "values.0.until"),
        (lambda file: file["values"][0]["reference"][0].update(page=3), "values.0.reference.0.page"),
        (lambda file: file.update(scope={"bodies": "all", "level": "commune"}), "scope.level"),
        (lambda file: file.update(scope={"bodies": ["village"]}), "village is not a kind of body"),
        (lambda file: file.update(scope={"objects": ["software"]}), "scope.objects.0"),
        (lambda file: file.update(scope={"central_authority": "maybe"}), "scope.central_authority"),
        (lambda file: file.update(unit="FRANCS"), "unit"),
        (lambda file: file["label"].pop("en"), "label.en"),
        (lambda file: file["label"].update(fr=""), "label.fr"),
        (lambda file: file.pop("checked_on"), "checked_on"),
        (lambda file: file.update(values=[]), "values"),
        (lambda file: file["values"][0].pop("from"), "values.0.from"),
        (lambda file: file["values"][0].pop("reference"), "values.0.reference"),
        (lambda file: file["values"][0].update(reference=[]), "values.0.reference"),
        (lambda file: file["values"][0].update(reference=[{"title": ""}]), "values.0.reference.0.title"),
        (lambda file: file["values"][0].update(seen="heard"), "values.0.seen"),
    ],
)
def test_a_file_that_breaks_the_schema_is_refused_and_says_where(
    tmp_path: Path, change: Change, said: str
) -> None:
    content = fields(value("2020-01-01"))
    load_strict(Parameter, written(tmp_path, content))
    change(content)
    assert said in refused(tmp_path, content)


def written(folder: Path, content: dict[str, Any]) -> Path:
    file = folder / "seuil.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([value("2026-01-01"), value("2025-01-01")], "2025-01-01 does not come after 2026-01-01"),
        ([value("2026-01-01"), value("2026-01-01")], "2026-01-01 does not come after 2026-01-01"),
        ([value("2025-01-01", end="2026-01-01"), value("2026-01-01")], "two values hold on the same day"),
        ([value(None, end="2026-06-30"), value("2026-01-01")], "two values hold on the same day"),
        ([value("2025-01-01"), value(None)], "only the first value may have no beginning"),
        ([value("2026-01-01", end="2025-12-31")], "the end comes before the beginning"),
    ],
)
def test_values_are_in_the_order_of_time_and_never_two_at_once(
    tmp_path: Path, values: list[dict[str, Any]], said: str
) -> None:
    assert said in refused(tmp_path, fields(*values))


def test_an_interval_may_be_one_day_and_the_next_begin_on_the_morrow() -> None:
    read = parameter(value("2026-01-01", 1, "2026-01-01"), value("2026-01-02", 2))
    assert [held(read, date(2026, 1, day)) for day in (1, 2)] == [1, 2]


NUMBERS = [
    *("EUR_HT", "EUR", "PERCENT", "DAYS", "WORKING_DAYS", "MONTHS", "YEARS", "INHABITANTS", "COUNT"),
]
RULE = {"fr": "une règle", "en": "a rule"}


@pytest.mark.parametrize(
    ("unit", "right", "wrong"),
    [
        *((unit, 40000, "40000") for unit in NUMBERS),
        *((unit, 0.5, True) for unit in NUMBERS),
        *((unit, 1, ["1"]) for unit in NUMBERS),
        ("LIST", ["commune"], "commune"),
        ("LIST", ["commune"], 1),
        ("MONTH_DAY", "12-15", 1215),
        ("MONTH_DAY", "01-31", "01-32"),
        ("MONTH_DAY", "11-30", "11-31"),
        ("MONTH_DAY", "02-28", "02-29"),
        ("MONTH_DAY", "02-05", "5 février"),
        ("DATE", date(2026, 4, 1), "2026-04-01"),
        ("DATE", date(2026, 4, 1), 2026),
        ("YES_NO", False, "no"),
        ("YES_NO", True, 1),
        ("RULE", RULE, "une règle"),
        ("RULE", RULE, True),
        ("EUR", 1, RULE),
    ],
)
def test_a_value_is_of_the_type_of_its_unit(tmp_path: Path, unit: str, right: object, wrong: object) -> None:
    parameter(value("2020-01-01", right), unit=unit)
    assert f"is not a value in {unit}" in refused(tmp_path, fields(value("2020-01-01", wrong), unit=unit))


# A beginning that is not known, a change on the eve, a gap, an end.
HISTORY = (
    value(None, 10, "2019-12-31"),
    value("2020-01-01", 20),
    value("2024-01-01", 30, "2025-12-31"),
    value("2026-04-01", 40, "2027-12-31"),
)


def held(read: Parameter, day: date) -> object:
    found = read.at(day)
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1985, 1, 1), 10),
        (date(2019, 12, 31), 10),
        (date(2020, 1, 1), 20),
        (date(2023, 12, 31), 20),
        (date(2024, 1, 1), 30),
        (date(2025, 12, 31), 30),
        (date(2026, 1, 1), None),
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), 40),
        (date(2027, 12, 31), 40),
        (date(2028, 1, 1), None),
    ],
)
def test_the_value_of_a_day_is_told_on_the_eve_on_the_day_and_after_the_end(
    day: date, expected: int | None
) -> None:
    assert held(parameter(*HISTORY), day) == expected


def test_nothing_is_known_before_the_first_day() -> None:
    read = parameter(value("2020-01-01"))
    assert (held(read, date(2019, 12, 31)), held(read, date(2020, 1, 1))) == (None, 1)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2019, 12, 31), date(2019, 12, 31)),
        (date(2020, 1, 1), date(2023, 12, 31)),
        (date(2024, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_value_without_end_ends_on_the_eve_of_the_next(day: date, end: date) -> None:
    found = parameter(*HISTORY).at(day)
    assert found is not None
    assert found.end == end


def test_the_last_value_may_have_no_end() -> None:
    found = parameter(value("2020-01-01")).at(date(2900, 1, 1))
    assert found is not None
    assert found.end is None


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2019, 12, 31), None, 20),
        (date(2020, 1, 1), 10, 30),
        (date(2023, 12, 31), 10, 30),
        (date(2024, 1, 1), 20, 40),
        (date(2026, 3, 31), 20, 40),
        (date(2026, 4, 1), 30, None),
        (date(2028, 1, 1), 30, None),
    ],
)
def test_the_values_before_and_after_that_of_a_day(day: date, before: int | None, after: int | None) -> None:
    read = parameter(*HISTORY)
    found = (read.before(day), read.after(day))
    assert tuple(None if one is None else one.value for one in found) == (before, after)


@pytest.mark.parametrize(
    ("scope", "bound", "free"),
    [
        ({}, ("state", "commune", "other-local-authority", "university"), ()),
        ({"bodies": ["commune"]}, ("commune",), ("epci", "region", "other-local-authority", "state")),
        (
            {"bodies": ["local-authority"]},
            ("commune", "epci", "departement", "region", "other-local-authority"),
            ("local-public-body", "state"),
        ),
        ({"bodies": ["other-local-authority"]}, ("other-local-authority",), ("commune", "hospital")),
        ({"bodies": ["state", "hospital"]}, ("state", "hospital"), ("state-operator", "university")),
    ],
)
def test_binds_by_the_kind_or_by_the_level(
    scope: dict[str, Any], bound: tuple[str, ...], free: tuple[str, ...]
) -> None:
    read = parameter(value("2020-01-01"), scope=scope)
    told = {body: read.binds(body, central=None, object_=None) for body in (*bound, *free)}
    assert told == dict.fromkeys(bound, True) | dict.fromkeys(free, False)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, {None: True, "services": True, "supplies": True, "works": True}),
        (
            {"objects": ["supplies", "services"]},
            {None: True, "services": True, "supplies": True, "works": False},
        ),
        ({"objects": ["works"]}, {None: True, "services": False, "supplies": False, "works": True}),
    ],
)
def test_binds_by_the_object(scope: dict[str, Any], expected: dict[str | None, bool]) -> None:
    read = parameter(value("2020-01-01"), scope=scope)
    assert {name: read.binds("commune", central=None, object_=name) for name in expected} == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (None, {None: True, True: True, False: True}),
        (True, {None: True, True: True, False: False}),
        (False, {None: True, True: False, False: True}),
    ],
)
def test_binds_by_being_a_central_authority(*, told: bool | None, expected: dict[bool | None, bool]) -> None:
    read = parameter(value("2020-01-01"), scope={"central_authority": told})
    assert {one: read.binds("state-operator", central=one, object_=None) for one in expected} == expected
