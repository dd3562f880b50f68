from datetime import date

import pytest

from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.report import formats as f

FR, EN = Language.FR, Language.EN


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0, "0", "0"),
        (2, "2", "2"),
        (1234.5, "1\u202f234,5", "1,234.5"),
        (1234567, "1\u202f234\u202f567", "1,234,567"),
        (12.04, "12", "12"),
        (-25, "−25", "−25"),
        (-0.01, "0", "0"),
        (0.02, "< 0,1", "< 0.1"),
        (0.05, "0,1", "0.1"),
    ],
)
def test_number(value: float, french: str, english: str) -> None:
    assert (f.number(value, FR), f.number(value, EN)) == (french, english)


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [
        (0.12, "12\u00a0%", "12%"),
        (0.125, "12\u00a0%", "12%"),
        (0.0456, "4,6\u00a0%", "4.6%"),
        (0.0001, "< 0,1\u00a0%", "< 0.1%"),
        (0.9999, "> 99\u00a0%", "> 99%"),
        (0, "0\u00a0%", "0%"),
        (1, "100\u00a0%", "100%"),
        (-0.25, "−25\u00a0%", "−25%"),
        (1.5, "150\u00a0%", "150%"),
    ],
)
def test_percent(share: float, french: str, english: str) -> None:
    assert (f.percent(share, FR), f.percent(share, EN)) == (french, english)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1, "people", "1 person"),
        (0, "people", "0 people"),
        (1.5, "days", "1.5 days"),
        (1.04, "days", "1 day"),
        (0.5, "days", "12 hours"),
        (0.97, "days", "23 hours"),
        (0.99, "days", "1 day"),
        (1 / 24, "days", "1 hour"),
        (1.4 / 24, "days", "1 hour"),
        (1.5 / 24, "days", "2 hours"),
        (0.9 / 24, "days", "less than an hour"),
        (0.0001, "days", "less than an hour"),
        (0, "days", "less than a day"),
        (12.4167, "commits/month", "12.4 commits a month"),
        (0.5, "ratio", "50%"),
        (0.5, "change", "+50%"),
        (-0.5, "change", "−50%"),
        (3, "unheard-of", "3 (unheard-of)"),
    ],
)
def test_with_unit(value: float, unit: str, expected: str) -> None:
    assert f.with_unit(value, unit, EN) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "1 jour"),
        (1.5, "1,5 jour"),
        (1.9, "1,9 jour"),
        (1.94, "1,9 jour"),
        (1.98, "2 jours"),
        (2, "2 jours"),
        (2.04, "2 jours"),
    ],
)
def test_french_counts_the_number_as_it_is_written(value: float, expected: str) -> None:
    assert f.with_unit(value, "days", FR) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, "1 day"),
        (60, "60 days"),
        (61, "2 months"),
        (152, "5 months"),
        (730, "24 months"),
        (731, "2 years"),
        (913, "2 years"),
        (914, "3 years"),
        (2176, "6 years"),
        (4000, "11 years"),
    ],
)
def test_span(days: int, expected: str) -> None:
    assert f.span(days, EN) == expected


def test_every_unit_of_the_indicators_has_words() -> None:
    for unit in {definition.unit for definition in definitions().values()}:
        assert f"({unit})" not in f.with_unit(3, unit, EN)
    assert f.unit_name("releases/year", EN) == "releases a year"
    assert f.unit_name("change", EN) == "change, in percent"
    assert f.unit_name("unheard-of", EN) == "unheard-of"


def test_days_and_periods() -> None:
    assert f.day(date(2026, 5, 1), FR) == "1er mai 2026"
    assert f.day(date(2026, 5, 1), EN) == "1 May 2026"
    assert f.period("2026-08", FR) == "août 2026"
    assert f.period("2026", FR) == "2026"
    assert f.period("2026-13", EN) == "2026-13"


def test_typeset() -> None:
    assert f.typeset("« Qui ? » : 12 %") == "«\u00a0Qui\u00a0?\u00a0»\u00a0: 12\u00a0%"
