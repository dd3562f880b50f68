import pytest

from reperes.i18n import Language
from reperes.sources.documents.lenient.tree import MAX_SCALAR, RefusedError
from reperes.sources.documents.lenient.yaml_text import parse

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
)
LONG_BOMB = f"a: &a {'x' * 19_000}\nb: &b [{','.join(['*a'] * 99)}]\nc: [{','.join(['*b'] * 99)}]\n"

DEEP = "This file nests its fields more than 40 levels deep; it was not read."
MANY = "This file holds more than 100000 values; it was not read."
ITSELF = "This file has a YAML alias that stands for itself or for nothing; it was not read."
ALIASES = "This file repeats itself by more than 200 YAML aliases; it was not read."
NO_BLOCK = "This file should be a set of fields with their values; it was not read."


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", {}),
        ("# only a comment", {}),
        (
            "a: 1.10\nb: no\nc: 2017-04-15\nd: 1:20:30",
            {"a": "1.10", "b": "no", "c": "2017-04-15", "d": "1:20:30"},
        ),
        ("a: ~\nb: ''\nc: []\nd: {}\ne: [~, x]", {"e": ["x"]}),
        ("a: 'null'", {"a": "null"}),
        ("a: !!python/object/apply:os.system [ls]", {"a": ["ls"]}),
        ("a: !!int abc\nb: !!timestamp 2001-99-99", {"a": "abc", "b": "2001-99-99"}),
        ("a: &x {b: c}\nd: *x", {"a": {"b": "c"}, "d": {"b": "c"}}),
        ("a: &x one\na2: &x two\nb: *x", {"a": "one", "a2": "two", "b": "two"}),
        ("base: &b {c: d}\na:\n  <<: *b", {"base": {"c": "d"}, "a": {"<<": {"c": "d"}}}),
        ("[a, b]: c\nd: e", {"d": "e"}),
        ("a: b\n---\nc: d", {"a": "b"}),
        ('a: "\\u0001\\x7f"', {"a": "\ufffd\ufffd"}),
    ],
)
def test_parse(text: str, fields: dict[str, object]) -> None:
    parsed = parse(text)
    assert (parsed.fields, parsed.problems) == (fields, ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: b\na:\n\t- c", "This file is not well-formed YAML, line 3; it was not read."),
        ("a: \0", "This file is not well-formed YAML; it was not read."),
        ("- a", NO_BLOCK),
        ("a", NO_BLOCK),
        ("[" * 100_000, DEEP),
        ("- " * 100_000, DEEP),
        ("{a: " * 50_000, DEEP),
        (BOMB, MANY),
        (LONG_BOMB, MANY),
        ("a: [" + "b," * 120_000, MANY),
        ("a: &a [*a]", ITSELF),
        ("a: &a\n  b: *a", ITSELF),
        ("a: *nothing", ITSELF),
        ("a: &a 1\nb: [" + ",".join(["*a"] * 201) + "]", ALIASES),
    ],
)
def test_refusals(text: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse(text)
    assert caught.value.message.text(Language.EN) == sentence


def test_duplicates_and_long_texts_are_told() -> None:
    parsed = parse(f"a: b\na: c\nd: {'x' * (MAX_SCALAR + 1)}")
    assert parsed.fields == {"a": "c", "d": "x" * MAX_SCALAR}
    assert [one.text(Language.EN) for one in parsed.problems] == [
        "`a` is written twice; the last one was kept.",
        "A text of more than 20000 characters was cut.",
    ]
