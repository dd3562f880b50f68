import pytest

from reperes.errors import UsageError
from reperes.i18n import Language
from reperes.report.explanation import explain, render


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("truck_factor", "truck_factor"),
        ("truck-factor", "truck-factor"),
        ("Facteur camion", "truck_factor"),
        ("TRUCK FACTOR", "truck_factor"),
        ("mediane", "median"),
        ("  Médiane ", "median"),
        ("rétention", "retention"),
    ],
)
@pytest.mark.parametrize("language", list(Language))
def test_an_identifier_or_a_title_is_enough(typed: str, expected: str, language: Language) -> None:
    assert explain(typed, language).id == expected


def test_the_nearest_are_found_by_their_titles() -> None:
    with pytest.raises(UsageError) as raised:
        explain("facteur camoin", Language.EN)
    assert str(raised.value.do.args["near"]).startswith("truck_factor")


@pytest.mark.parametrize("typed", ["", "???", "zzzzzzzz"])
def test_what_is_like_nothing_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        explain(typed, Language.FR)


@pytest.mark.parametrize(
    ("typed", "format_", "heading"),
    [
        ("licences", "text", "licence (licences)"),
        ("licence", "markdown", "# Licence"),
        ("median", "text", "médiane (median)"),
    ],
)
def test_the_heading_says_the_identifier_when_it_tells_more(typed: str, format_: str, heading: str) -> None:
    assert render(explain(typed, Language.FR), Language.FR, format_).splitlines()[0] == heading
