"""What readers share: strangers' values are read, or counted; nothing of them is guessed, nor crashes."""

import contextlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.catalogue import Entry
from reperes.sources.catalogues.reader import (
    Row,
    ShapeError,
    Taken,
    address,
    addresses,
    body_name,
    day,
    parsed,
    said,
    sentence,
    siren,
    text,
    under,
)
from support.catalogues import SIREN


class Inner(Row):
    count: int


class Line(Row):
    name: str
    inner: dict[str, Inner] = {}  # noqa: RUF012 - pydantic copies it


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def test_rows_that_do_not_fit_are_counted_by_where_and_why() -> None:
    taken = Taken()
    rows = [{"name": "a", "more": 1}, {"name": " b "}, {"name": 3}, {}, {"name": "c"}, {"name": "d"}]
    found = [one.name for one in taken.each(rows, Line, "line")]
    assert found == ["a", "b", "c", "d"]
    assert taken.rows == 6
    assert dict(taken.skipped) == {"line.name: string_type": 1, "line.name: missing": 1}


def test_half_of_the_rows_must_fit() -> None:
    half = [{"name": "a"}, {}]
    assert len(list(Taken().each(half, Line, "line"))) == 1
    taken = Taken()
    with pytest.raises(ShapeError) as raised:
        list(taken.each([*half, {}], Line, "line"))
    assert raised.value.detail == "line.name: missing"


@pytest.mark.parametrize("rows", [None, {}, "rows", 3])
def test_rows_are_a_list(rows: object) -> None:
    with pytest.raises(ShapeError, match="line: no list"):
        list(Taken().each(rows, Line, "line"))


def test_no_key_of_a_mapping_is_told_since_it_may_be_anybody() -> None:
    taken = Taken()
    rows = [{"name": "a", "inner": {"ada@exemple.fr": {"count": "1"}}}, {"name": "b"}]
    assert len(list(taken.each(rows, Line, "line"))) == 1
    assert dict(taken.skipped) == {"line.inner.*.count: int_type": 1}


def test_parts_that_do_not_fit_leave_their_row_whole() -> None:
    taken = Taken()
    assert [one.name for one in taken.parts([{"name": "a"}, {}, None, 3], Line, "part")] == ["a"]
    assert dict(taken.skipped) == {"part.name: missing": 1, "part: model_type": 2}
    assert (list(taken.parts(None, Line, "part")), taken.skipped.total()) == ([], 3)
    assert list(taken.parts({}, Line, "part")) == []
    assert taken.skipped["part: no list"] == 1
    assert taken.rows == 0


def test_pages_add_up() -> None:
    first = Taken([Entry("1", "a", "https://a.example.org")], persons=2, rows=3)
    other = Taken([Entry("2", "b", "https://b.example.org")], persons=1, rows=4, dated=date(2026, 1, 2))
    other.skipped["line"] += 1
    first.add(other)
    assert ([one.id for one in first.entries], first.persons, first.rows) == (["1", "2"], 3, 7)
    assert (dict(first.skipped), first.dated) == ({"line": 1}, date(2026, 1, 2))


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"[{", "JSONDecodeError"),
        (b"", "JSONDecodeError"),
        (b"\xff\xfe", "UnicodeDecodeError"),
        (b"[" * 100_000, "RecursionError"),
        (b"1" * 5000, "ValueError"),
    ],
)
def test_what_is_no_json_is_another_shape(body: bytes, detail: str) -> None:
    with pytest.raises(ShapeError) as raised:
        parsed(body)
    assert raised.value.detail == detail


def test_json_may_begin_with_a_mark() -> None:
    assert parsed("\ufeff[1]".encode()) == [1]


@given(st.binary(max_size=64))
def test_any_bytes_are_data_or_another_shape(body: bytes) -> None:
    with contextlib.suppress(ShapeError):
        parsed(body)


def test_what_is_under_keys() -> None:
    assert under({"a": {"b": 3}}, "a", "b") == 3
    with pytest.raises(ShapeError, match="b: missing"):
        under({"a": [3]}, "a", "b")


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (" Ville\n d’Exemple\t", "Ville d’Exemple"),
        ("a\u202eb\u00a0c\ud800d", "a b c d"),
        ("\u200b\n", None),
        ("", None),
        (None, None),
        (3, None),
        ("é" * 500, "é" * 500),
        ("é" * 501, "é" * 499 + "…"),
    ],
)
def test_a_text_holds_on_one_line(value: object, line: str | None) -> None:
    assert text(value) == line


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"en": "Cloud", "fr": "Nuage"}, "Nuage"),
        ({"en": "Cloud", "fr": " "}, "Cloud"),
        ({"de": "Wolke", "bg": None}, "Wolke"),
        ({}, None),
        ("Nuage", "Nuage"),
        ([], None),
    ],
)
def test_what_is_said_in_several_languages(value: object, line: str | None) -> None:
    assert said(value) == line


def test_an_e_mail_address_is_neither_a_body_nor_in_a_sentence() -> None:
    assert (body_name("ada@exemple.fr"), body_name("Ada <ada.l@mail.exemple.fr>")) == (None, None)
    assert (body_name("ada@localhost"), body_name("Ville @ Exemple")) == (None, "Ville @ Exemple")
    assert (sentence("Écrire à ada@exemple.fr."), sentence({"fr": "Tient"})) == (None, "Tient")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (SIREN, SIREN),
        (" 732 829\u00a0320 ", SIREN),
        ("356000000", "356000000"),
        ("732829321", None),
        ("000000000", None),
        ("73282932", None),
        ("7328293200", None),
        ("٧٣٢٨٢٩٣٢٠", None),
        (732829320, None),
        (None, None),
    ],
)
def test_a_siren_has_nine_digits_and_a_right_key(value: object, number: str | None) -> None:
    assert siren(value) == number


@given(st.integers(0, 10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_makes_no_siren(head: int, rank: int, more: int) -> None:
    [right] = [one for key in range(10) if (one := siren(f"{head:08}{key}")) or head == key == 0][:1] or [
        None
    ]
    if right is None:
        assert head == 0
        return
    wrong = right[:rank] + str((int(right[rank]) + more) % 10) + right[rank + 1 :]
    assert siren(wrong) is None


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://a.example.org/x?y=1", "https://a.example.org/x?y=1"),
        (" http://a.example.org ", "http://a.example.org"),
        ("a.example.org", None),
        ("ftp://a.example.org", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://ada:secret@a.example.org", None),
        ("https://a.example.org/a b", None),
        ("https://a.example.org/\u200bb", None),
        ("https://[::1", None),
        ("https://a.example.org/" + "x" * 500, None),
        (None, None),
    ],
)
def test_an_address_can_be_shown(value: object, url: str | None) -> None:
    assert address(value) == url


def test_addresses_are_told_once() -> None:
    values = ["https://a.example.org", None, "https://b.example.org", "https://a.example.org"]
    assert addresses(values) == ("https://a.example.org", "https://b.example.org")


@pytest.mark.parametrize(
    ("value", "on"),
    [
        ("2026-06-18T14:51:26Z", date(2026, 6, 18)),
        (" 2026-06-18", date(2026, 6, 18)),
        ("2026-02-30", None),
        ("18/06/2026", None),
        ("", None),
        (20260618, None),
    ],
)
def test_a_day_begins_a_text(value: object, on: date | None) -> None:
    assert day(value) == on


@given(ANYTHING)
def test_no_value_of_a_stranger_is_too_much(value: object) -> None:
    for read in (text, said, sentence, body_name, address, siren, day):
        read(value)
    taken = Taken()
    kept = list(taken.parts([value], Line, "part"))
    assert len(kept) + taken.skipped.total() == 1
    line = said(value)
    if line is not None:
        assert json.loads(json.dumps(line).encode()) == line.encode().decode()
