"""Values of another type than the one wanted count as not told."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.sources.forges.lenient import address, get, instant, number, rows, text, truth


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-01T12:00:00Z", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T14:00:00.250+02:00", datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("yesterday", None),
        (1772366400, None),
        (None, None),
    ],
)
def test_a_moment(written: Any, moment: datetime | None) -> None:
    assert instant(written) == moment


@pytest.mark.parametrize(
    ("told", "found"),
    [(3, 3), ("12", 12), (0, 0), (-1, None), (True, None), (1.5, None), ("", None), ("٣", None)],
)
def test_a_number(told: Any, found: int | None) -> None:
    assert number(told) == found


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (" https://x.example/a ", "https://x.example/a"),
        ("http://x.example", "http://x.example"),
        ("javascript:alert(1)", None),
        ("https://ada:secret@x.example/", None),
        ("https://x.example/@ada", None),
        ("https://x.example/a?to=ada#b", "https://x.example/a"),
        ("https://x.example/a\nb", None),
        ('https://x.example/a"onclick=b', None),
        ("https://x.example/" + "a" * 600, None),
        ("https://é.example", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address(told: Any, found: str | None) -> None:
    assert address(told) == found


def test_the_others() -> None:
    assert (get({"a": {"b": 1}}, "a", "b"), get({"a": 1}, "a", "b"), get(None, "a")) == (1, None, None)
    assert [list(rows(value)) for value in ([{"a": 1}, None, 3], {"a": 1}, None)] == [[{"a": 1}], [], []]
    assert [text(value) for value in (" a ", "", 3)] == ["a", None, None]
    assert [truth(value) for value in (True, False, 1, "true")] == [True, False, None, None]


@given(st.text() | st.integers() | st.none() | st.floats())
def test_nothing_stops_the_reading(value: object) -> None:
    for take in (instant, number, address, text, truth):
        take(value)
