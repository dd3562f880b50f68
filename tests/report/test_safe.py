import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.report.safe import encodable, safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GOVERNANCE.md", "GOVERNANCE.md"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\x9b2J", "\\x9b2J"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("two\r\n\tlines ", "two lines"),
        ("\u2028", "\\u2028"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("« été » 12 %", "« été » 12 %"),
        ("a\u00a0:", "a\u00a0:"),
    ],
)
def test_safe(text: str, expected: str) -> None:
    assert safe(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abcdef", "abcdef"), ("abcdefg", "abcde…"), ("abcd efg", "abcd…"), (" " * 30 + "a", "…"), ("", "")],
)
def test_safe_cuts(text: str, expected: str) -> None:
    assert safe(text, limit=6) == expected


def test_a_text_of_any_size_is_cut_at_once() -> None:
    assert safe("\x1b" * 10_000_000, limit=10) == "\\x1b\\x1b\\…"


@given(st.text(alphabet=st.characters()), st.none() | st.integers(min_value=1, max_value=40))
def test_nothing_unfit_is_left(text: str, limit: int | None) -> None:
    shown = safe(text, limit)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not [c for c in shown if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF"}]
    assert not [c for c in shown if unicodedata.bidirectional(c) in {"LRI", "RLI", "FSI", "PDI"}]
    assert limit is None or len(shown) <= limit
    shown.encode()
    assert safe(shown) == shown.strip(" ")


@given(st.text(alphabet=st.characters()))
def test_encodable_changes_only_what_cannot_be_encoded(text: str) -> None:
    written = encodable(text)
    written.encode()
    if not any(unicodedata.category(c) == "Cs" for c in text):
        assert written == text
