import pytest

from reperes.i18n import Language
from reperes.sources.documents.lenient.json_text import parse
from reperes.sources.documents.lenient.tree import RefusedError

NUMBER = "A number too large to be true, or that is no number, was set aside."
DEEP = "This file nests its fields more than 40 levels deep; it was not read."
NO_BLOCK = "This file should be a set of fields with their values; it was not read."


@pytest.mark.parametrize(
    ("text", "fields", "problems"),
    [
        ("{}", {}, []),
        ('\ufeff{"a": 1, "b": 1.5, "c": true, "d": null}', {"a": 1, "b": 1.5, "c": True}, []),
        ('{"a": 1, "a": 2}', {"a": 2}, ["`a` is written twice; the last one was kept."]),
        ('{"a": "\\ud800", "b\\u0000": 1}', {"a": "\ufffd", "b\ufffd": 1}, []),
        ('{"a": NaN, "b": -Infinity, "c": 1e999, "d": 7}', {"d": 7}, [NUMBER]),
        ('{"a": %s, "b": 7}' % ("9" * 10_000), {"b": 7}, [NUMBER]),
        (
            '{"ada@example.org": 1, "ada@example.org": 2}',
            {"ada@example.org": 2},
            ["`…` is written twice; the last one was kept."],
        ),
    ],
)
def test_parse(text: str, fields: dict[str, object], problems: list[str]) -> None:
    parsed = parse(text)
    assert parsed.fields == fields
    assert [one.text(Language.EN) for one in parsed.problems] == problems


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This file is not well-formed JSON, line 1; it was not read."),
        ('{\n"a" 1\n}', "This file is not well-formed JSON, line 2; it was not read."),
        ("[1]", NO_BLOCK),
        ("[" * 200_000, DEEP),
        ('{"a":' * 50_000, DEEP),
        ('{"a":' * 60 + "1" + "}" * 60, DEEP),
    ],
)
def test_refusals(text: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse(text)
    assert caught.value.message.text(Language.EN) == sentence
