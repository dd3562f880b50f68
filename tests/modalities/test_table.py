"""Decision tables: what makes one whole, and how it is read when things are not known."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from reperes.facts.citation import ReferenceCitation
from reperes.knowledge.loader import KnowledgeError, load_strict
from reperes.modalities.table import Finding, Known, Outcome, Table, applies, may_apply

VOCABULARY = {"home": ("association", "company", "none"), "ready": ("yes", "no"), "open": ("yes", "no")}
BECAUSE = {"fr": "parce que", "en": "because"}


def row(name: str, then: str, when: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"id": name, "when": dict(when or {}), "then": then, "because": dict(BECAUSE), **more}


def fields(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    label, unknown = {"fr": "condition", "en": "condition"}, {"fr": "inconnu", "en": "not known"}
    return {"id": "home", "label": label, "rows": list(rows), "unknown": unknown, **more}


def table(*rows: dict[str, Any], **more: Any) -> Table:
    return Table.model_validate(fields(*rows, **more))


NOBODY = row("nobody", "fails", {"home": "none", "ready": False})
COMPANY = row("company", "fails", {"home": "company"})
CLOSED = row("closed", "fails", {"open": "no"})
REST = row("rest", "holds")


@pytest.mark.parametrize(
    ("rows", "complaints"),
    [
        ([NOBODY, COMPANY, REST], []),
        ([row("yes", "holds", {"open": True}), CLOSED], []),
        ([NOBODY, COMPANY], ["home: no row covers home=association, ready=yes"]),
        ([row("yes", "holds", {"open": "yes"})], ["home: no row covers open=no"]),
        ([row("x", "holds", {"house": "none"}), REST], ["home.x: house is not an input"]),
        ([row("x", "holds", {"home": "club"}), REST], ["home.x: club is not a value of home"]),
        (
            [row("x", "holds", {"home": ["club", "none", "mob"]}), row("y", "fails", {"a": "b"})],
            [
                "home.x: club is not a value of home",
                "home.x: mob is not a value of home",
                "home.y: a is not an input",
            ],
        ),
        (
            [COMPANY, row("again", "holds", {"home": "company", "open": "yes"}), REST],
            ["home.again: never reached"],
        ),
        ([REST, COMPANY], ["home.company: never reached"]),
        ([CLOSED, row("yes", "holds", {"open": "yes"}), REST], ["home.rest: never reached"]),
    ],
)
def test_what_is_wrong_with_a_table_is_told(rows: list[dict[str, Any]], complaints: list[str]) -> None:
    assert table(*rows).complaints(VOCABULARY) == complaints


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (fields(REST, row("rest", "fails")), "table home: two rows have the same id"),
        (fields(), "rows"),
        (fields({**REST, "because": {"fr": "parce que"}}), "rows.0.because.en"),
        (fields(COMPANY, {**REST, "because": {"fr": "", "en": "because"}}), "rows.1.because.fr"),
        (fields({**REST, "then": "maybe"}), "rows.0.then"),
        (fields({**REST, "note": "x"}), "rows.0.note"),
        (fields({**REST, "id": "Rest"}), "rows.0.id"),
        (fields(row("x", "holds", {"home": []}), REST), "rows.0.when.home"),
        ({key: value for key, value in fields(REST).items() if key != "unknown"}, "unknown"),
        (fields(REST, note="x"), "note"),
    ],
)
def test_a_table_that_breaks_its_schema_is_refused_and_says_where(
    tmp_path: Path, content: dict[str, Any], said: str
) -> None:
    file = tmp_path / "table.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_strict(Table, file)
    assert said in str(error.value)
    assert "table.yaml" in str(error.value)


def test_a_bare_yes_is_a_word() -> None:
    read = table(row("x", "holds", {"ready": True, "open": [False], "home": "none"}), REST)
    assert read.rows[0].when == {"ready": ("yes",), "open": ("no",), "home": ("none",)}


def test_the_inputs_are_those_of_the_rows_in_their_order() -> None:
    assert table(NOBODY, CLOSED, COMPANY, REST).inputs == ("home", "ready", "open")


def established(value: str) -> Known:
    return Known((value,), (value,))


def likely(name: str, value: str) -> Known:
    return Known((value,), VOCABULARY[name])


def inputs(**known: Known) -> dict[str, Known]:
    return {name: known.get(name, Known(values, values)) for name, values in VOCABULARY.items()}


def told(finding: Finding) -> tuple[str, bool, list[str], tuple[str, ...]]:
    return finding.outcome.value, finding.sure, [one.id for one in finding.rows], finding.missing


HOME = table(NOBODY, COMPANY, REST)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        # Everything established: one row, nothing to ask.
        (
            {"home": established("none"), "ready": established("no")},
            ("fails", True, ["nobody"], ()),
        ),
        (
            {"home": established("none"), "ready": established("yes")},
            ("holds", True, ["rest"], ()),
        ),
        # One input settles it, whatever the other is: the other is not asked for.
        ({"home": established("company")}, ("fails", True, ["company"], ())),
        ({"home": established("association")}, ("holds", True, ["rest"], ())),
        ({"ready": established("yes")}, ("unknown", True, ["company", "rest"], ("home",))),
        # Likely: the answer is told, but nothing established says so.
        ({"home": likely("home", "company")}, ("fails", False, ["company"], ())),
        ({"home": likely("home", "association")}, ("holds", False, ["rest"], ())),
        (
            {"home": established("none"), "ready": likely("ready", "no")},
            ("fails", False, ["nobody"], ()),
        ),
        # Not known: what the answer hangs on is asked for.
        ({"home": established("none")}, ("unknown", True, ["nobody", "rest"], ("ready",))),
        ({"home": likely("home", "none")}, ("unknown", True, ["nobody", "rest"], ("ready",))),
        ({}, ("unknown", True, ["nobody", "company", "rest"], ("home", "ready"))),
        ({"ready": established("no")}, ("unknown", True, ["nobody", "company", "rest"], ("home",))),
    ],
)
def test_a_table_is_read_in_three_values(
    known: dict[str, Known], expected: tuple[str, bool, list[str], tuple[str, ...]]
) -> None:
    assert told(HOME.read(inputs(**known))) == expected


def test_an_input_may_be_one_of_a_few() -> None:
    few = Known(("association", "none"), ("association", "none"))
    assert told(HOME.read(inputs(home=few))) == ("unknown", True, ["nobody", "rest"], ("home", "ready"))
    assert told(HOME.read(inputs(home=few, ready=established("yes")))) == ("holds", True, ["rest"], ())


def test_rows_that_agree_answer_though_which_of_them_applies_is_not_known() -> None:
    both = table(row("closed", "fails", {"open": "no"}), row("company", "fails", {"home": "company"}), REST)
    found = both.read(inputs(home=established("company")))
    assert told(found) == ("fails", True, ["closed", "company"], ("open",))
    assert not found.is_plain
    assert both.read(inputs(open=established("no"))).is_plain


def test_what_cannot_change_the_row_is_not_asked_for() -> None:
    read = table(row("closed", "fails", {"open": "no"}), NOBODY, REST)
    assert read.read(inputs(open=established("no"))).missing == ()
    assert read.read(inputs(home=established("association"))).missing == ("open",)
    assert read.read(inputs(home=established("association"), open=established("yes"))).missing == ()
    assert read.read(inputs(open=established("yes"))).missing == ("home", "ready")


def test_a_table_without_input_always_answers_the_same() -> None:
    assert told(table(REST).read({})) == ("holds", True, ["rest"], ())


def test_what_is_known_of_an_input_is_open_when_it_may_have_several_values() -> None:
    rests = (ReferenceCitation("reading", "legal_home"),)
    assert Known(("yes", "no"), ("yes", "no"), rests).is_open
    assert not Known(("yes",), ("yes", "no"), rests).is_open


@pytest.mark.parametrize(
    ("when", "known", "may", "does"),
    [
        ({}, {}, True, True),
        ({"home": ("none",)}, {}, True, False),
        ({"home": ("none",)}, {"home": established("none")}, True, True),
        ({"home": ("none",)}, {"home": likely("home", "none")}, True, True),
        ({"home": ("none",)}, {"home": established("company")}, False, False),
        ({"home": ("none", "company", "association")}, {}, True, True),
        ({"home": ("none",), "ready": ("yes",)}, {"home": established("none")}, True, False),
        ({"home": ("none",), "ready": ("yes",)}, {"ready": established("no")}, False, False),
    ],
)
def test_a_line_may_concern_a_case_or_does(
    when: dict[str, tuple[str, ...]], known: dict[str, Known], *, may: bool, does: bool
) -> None:
    assert (may_apply(when, inputs(**known)), applies(when, inputs(**known))) == (may, does)


def test_an_outcome_is_one_of_three() -> None:
    assert [one.value for one in Outcome] == ["holds", "fails", "unknown"]


def test_a_table_of_too_many_cases_is_to_be_split() -> None:
    made = table(*(row(f"r{n}", "fails", {f"i{n}": "a"}) for n in range(4)), REST)
    wide = {f"i{n}": tuple("abcdefghijkl") for n in range(4)}
    assert made.complaints(wide) == ["home: 20736 cases, more than 20000: split the table"]
