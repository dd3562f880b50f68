from collections.abc import Mapping

import pytest

from reperes.errors import Message
from reperes.facts.documents import DocumentKind, Structured
from reperes.i18n import Language
from reperes.report.declared import address, declarations, presentation
from support.observations import HOSTILE, document, observation


def said(*fields: Mapping[str, object], language: Language = Language.EN) -> list[str]:
    items = [Structured("f", f"{rank}.json", one) for rank, one in enumerate(fields)]
    facts = observation(declarations=items).facts
    return [text for text in [presentation(facts, language)] if text is not None]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"description": "  "}, []),
        ({"description": "A register."}, ["It presents itself so: “A register.” (0.json)."]),
        ({"description": {"en": {"longDescription": "Long."}}}, ["It presents itself so: “Long.” (0.json)."]),
        (
            {"description": {"it": {"shortDescription": "Registro."}}},
            ["It presents itself so: “Registro.” (0.json)."],
        ),
        ({"description": {"en": "text"}}, []),
    ],
)
def test_introductions(fields: Mapping[str, object], expected: list[str]) -> None:
    assert said(fields) == expected


def test_introductions_speak_the_language_asked_for_and_once() -> None:
    both = {"description": {"en": {"shortDescription": "E"}, "fr": {"shortDescription": "F"}}}
    assert said(both, {"description": "X", "license": "MIT"}) == [
        "It presents itself so: “E” (0.json).",
    ]
    assert "F" in said(both, language=Language.FR)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# R\n\n[![ci](https://x/b.svg)](https://x)\n\nA register of the boats of the city.\n",
            "A register of the boats of the city.",
        ),
        (
            "R\n=\n\n- words that are no sentence\n\nUn **registre** des [navires](https://x) de la ville.",
            "Un registre des navires de la ville.",
        ),
        (
            "<p align='center'>\n<img src='x'>\n</p>\n\nWrite to ada@example.org about this register.",
            None,
        ),
        ("# R\n\nShort.\n", None),
        (
            (
                "<!--\nSPDX-License-Identifier: CC0-1.0 of these words.\n-->\n# R\n"
                "The `tide_gauge` &amp; all the boats of a city."
            ),
            "The tide_gauge & all the boats of a city.",
        ),
        ("# R\n\nSite | Wiki | Chat | Guide | Support | Licence | Authors\n\n&nbsp; &nbsp;\n", None),
        (
            (
                "[docs]: https://x/ the words of a reference come after it.\n\n"
                ":a-b: words of an attribute of the page."
            ),
            None,
        ),
        (
            (
                "# R\n\nThis register was begun by Ada Example for her city.\n\n"
                "To install it, a machine is needed first."
            ),
            None,
        ),
        (
            "# R\n\nA register of the boats of the city. It was begun by Ada Example.\n",
            "A register of the boats of the city.",
        ),
        ("# R\n\n## About\n\nA register of the boats of the city.\n", "A register of the boats of the city."),
        ("# R\n\n## Use\n\n## Terms\n\nAll uses of this must be asked for in writing.\n", None),
        ("# R\n\n    $ make\n\nThe folder to be sent is the one called dist.\n", None),
    ],
)
def test_the_first_words_of_the_presentation_are_taken_when_nothing_else_says(
    text: str, expected: str | None
) -> None:
    facts = observation(documents=[document(DocumentKind.README, "README.md", text)]).facts
    shown = presentation(facts, Language.EN)
    assert shown == (None if expected is None else f"It presents itself so: “{expected}” (README.md).")


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
        ("Name", "R"),
        ("Licence", "EUPL-1.2"),
        ("features", "a, b"),
        ("fundedBy.1.name", "City"),
        ("fundedBy.2.name", "State"),
        ("ready", "yes"),
        ("many", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"),
    )
    assert shown.fields.raw == {2, 3, 4, 5, 6}


@pytest.mark.parametrize(("language", "sign"), [(Language.EN, "; "), (Language.FR, " ; ")])
def test_items_that_hold_a_comma_are_told_apart(language: Language, sign: str) -> None:
    item = Structured("codemeta", "codemeta.json", {"x": ["a, b", *"cdefghijkl"]})
    ((shown,), _) = declarations(observation(declarations=[item]).facts, language)
    assert shown.fields.rows[0][1] == sign.join(["a, b", *"cdefghijk", "…"])


def test_files_without_any_field_are_not_shown() -> None:
    items = [
        Structured("package.json", "package.json"),
        Structured("codemeta", "codemeta.json", {}, (Message("No name."),)),
    ]
    shown, _ = declarations(observation(declarations=items).facts, Language.EN)
    assert [one.title for one in shown] == ["codemeta — codemeta.json"]


CODE, PAGE = "https://forge.example.org/a", "https://a.example.org"


@pytest.mark.parametrize(
    ("format_", "path", "fields", "expected"),
    [
        ("publiccode.yml", "publiccode.yml", {"url": CODE, "landingURL": PAGE}, CODE),
        ("codemeta", "codemeta.json", {"url": PAGE, "codeRepository": CODE}, CODE),
        ("codemeta", "codemeta.json", {"url": PAGE}, None),
        ("package.json", "package.json", {"homepage": PAGE, "repository": CODE}, CODE),
        ("package.json", "package.json", {"homepage": PAGE}, PAGE),
        ("package.json", "web/package.json", {"homepage": PAGE}, None),
        ("pyproject.toml", "pyproject.toml", {"urls": {"Homepage": PAGE, "Repository": CODE}}, CODE),
        ("composer.json", "composer.json", {"support": {"source": CODE}}, CODE),
        ("CITATION.cff", "CITATION.cff", {"repository-code": CODE}, CODE),
        ("package.json", "package.json", {"repository": "javascript:x"}, None),
        ("package.json", "package.json", {"repository": 12}, None),
    ],
)
def test_the_address_declared(
    format_: str, path: str, fields: Mapping[str, object], expected: str | None
) -> None:
    facts = observation(declarations=[Structured(format_, path, fields)]).facts
    said_ = f"It declares the address {expected} (not checked)." if expected else None
    assert address(facts, Language.EN) == said_


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
    assert presentation(facts, Language.EN) is None


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
    assert presentation(facts, Language.EN) is None
