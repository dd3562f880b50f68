import pytest

from reperes.i18n import Language
from reperes.sources.documents.lenient.toml_text import parse
from reperes.sources.documents.lenient.tree import RefusedError

DEEP = "This file nests its fields more than 40 levels deep; it was not read."
WRONG = "This file is not well-formed TOML; it was not read."
DOTS = "a." * 50_000 + "a=1"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", {}),
        ('a = "b"\n[c]\nd = [1, 2.5, true]', {"a": "b", "c": {"d": [1, 2.5, True]}}),
        (
            "a = 2026-11-23\nb = 2026-11-23T10:00:00Z\nc = 10:00:00",
            {"a": "2026-11-23", "b": "2026-11-23T10:00:00+00:00", "c": "10:00:00"},
        ),
        ('a = "' + "b." * 500 + '" # ' + "c." * 500, {"a": "b." * 500}),
    ],
)
def test_parse(text: str, fields: dict[str, object]) -> None:
    parsed = parse(text)
    assert (parsed.fields, parsed.problems) == (fields, ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a", WRONG),
        ("a = 1\na = 2", WRONG),
        ("a = 2026-99-99", WRONG),
        ("a = " + "9" * 10_000, WRONG),
        ("a = " + "[" * 200_000, DEEP),
        ("a = " + "{a = " * 50_000, DEEP),
        (DOTS, DEEP),
        ('"a" . ' * 50_000 + "a = 1", DEEP),
        (f'x = {{k = """a"b""", {DOTS}, z = """c"""}}', DEEP),
        (f'x = {{k = """a"""", {DOTS}, z = "b"}}', DEEP),
        (f"x = {{k = '''a\"''', {DOTS}, z = \"b\"}}", DEEP),
        ('"""\\"' * 50_000, WRONG),
        ('\\"""x\n' * 40_000, WRONG),
        ("a" * 250_000, WRONG),
    ],
)
def test_refusals(text: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse(text)
    assert caught.value.message.text(Language.EN) == sentence
