from collections.abc import Mapping

import pytest

from reperes.errors import Message
from reperes.facts.documents import Structured
from reperes.i18n import Language
from reperes.report.declared import declarations, licence, presentation
from support.observations import HOSTILE, observation


def said(*fields: Mapping[str, object], language: Language = Language.EN) -> list[str]:
    items = [Structured("f", f"{rank}.json", one) for rank, one in enumerate(fields)]
    facts = observation(declarations=items).facts
    return [text for text in (presentation(facts, language), licence(facts, language)) if text is not None]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"description": "  "}, []),
        ({"description": 12, "license": ["MIT"]}, []),
        ({"description": "A register."}, ["It presents itself so: “A register.” (0.json)."]),
        ({"description": {"en": {"longDescription": "Long."}}}, ["It presents itself so: “Long.” (0.json)."]),
        (
            {"description": {"it": {"shortDescription": "Registro."}}},
            ["It presents itself so: “Registro.” (0.json)."],
        ),
        ({"description": {"en": "text"}}, []),
        ({"license": "MIT"}, ["It declares the licence MIT (0.json)."]),
        ({"legal": {"license": "EUPL-1.2"}}, ["It declares the licence EUPL-1.2 (0.json)."]),
    ],
)
def test_introductions(fields: Mapping[str, object], expected: list[str]) -> None:
    assert said(fields) == expected


def test_introductions_speak_the_language_asked_for_and_once() -> None:
    both = {"description": {"en": {"shortDescription": "E"}, "fr": {"shortDescription": "F"}}}
    assert said(both, {"description": "X", "license": "MIT"}) == [
        "It presents itself so: “E” (0.json).",
        "It declares the licence MIT (1.json).",
    ]
    assert "F" in said(both, language=Language.FR)[0]


def test_fields_are_laid_flat() -> None:
    fields = {
        "name": "R",
        "legal": {"license": "EUPL-1.2", "empty": None},
        "features": ["a", "b"],
        "fundedBy": [{"name": "City"}, {"name": "State"}],
        "ready": True,
        "many": list(range(12)),
        "nothing": [],
        "none": {},
    }
    item = Structured("publiccode.yml", "publiccode.yml", fields, (Message("No date."),))
    ((shown,), _) = declarations(observation(declarations=[item]).facts, Language.EN)
    assert shown.title == "publiccode.yml"
    assert shown.problems == ("No date.",)
    assert shown.more is None
    assert shown.fields.rows == (
        ("name", "R"),
        ("legal.license", "EUPL-1.2"),
        ("features", "a, b"),
        ("fundedBy.1.name", "City"),
        ("fundedBy.2.name", "State"),
        ("ready", "yes"),
        ("many", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"),
    )


def test_many_fields_are_cut_and_said_so() -> None:
    item = Structured("codemeta", "codemeta.json", {f"f{n}": n for n in range(1030)})
    ((shown,), _) = declarations(observation(declarations=[item]).facts, Language.EN)
    assert (shown.title, len(shown.fields.rows)) == ("codemeta — codemeta.json", 24)
    assert shown.more == "Other fields not shown here: 1,006."


def test_files_of_the_whole_project_come_first_and_many_are_cut() -> None:
    paths = ["a/b/package.json", "z.json", "publiccode.yml", *(f"a/{n}.json" for n in range(10))]
    items = [Structured(path.rpartition("/")[2], path, {"description": path}) for path in paths]
    items.append(Structured("ci", ".github/workflows/a.yml", {"system": "github-actions"}))
    facts = observation(declarations=items).facts
    shown, more = declarations(facts, Language.EN)
    assert [one.title for one in shown] == ["publiccode.yml", "z.json", *(f"a/{n}.json" for n in range(6))]
    assert more == "Other structured files, not shown here: 5."
    assert presentation(facts, Language.EN) == "It presents itself so: “publiccode.yml” (publiccode.yml)."


def test_a_part_does_not_present_the_whole() -> None:
    item = Structured("package.json", "web/package.json", {"description": "The site.", "license": "MIT"})
    facts = observation(declarations=[item]).facts
    assert (presentation(facts, Language.EN), licence(facts, Language.EN)) == (None, None)


def test_deep_and_hostile_fields() -> None:
    deep: object = HOSTILE
    for _ in range(500):
        deep = {"a": [deep]}
    item = Structured(HOSTILE, HOSTILE, {HOSTILE: HOSTILE, "deep": deep})
    ((shown,), _) = declarations(observation(declarations=[item]).facts, Language.EN)
    text = "".join(cell for row in shown.fields.rows for cell in row) + shown.title
    assert not set(text) & set("\x1b\x9b\u202e\udce9\n")
    assert [len(row) for row in shown.fields.rows] == [2, 2]


def test_absent_declarations() -> None:
    facts = observation(documents=None).facts
    assert declarations(facts, Language.EN) == ((), None)
    assert (presentation(facts, Language.EN), licence(facts, Language.EN)) == (None, None)
