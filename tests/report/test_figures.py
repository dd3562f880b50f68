from collections.abc import Sequence

import pytest

from reperes.i18n import Language
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome, Point, Share
from reperes.report.figures import breakdown_table, charts, series_table, sparkline, tells
from reperes.report.view import Bars, Columns
from support.observations import measured, unmeasured

EN, FR = Language.EN, Language.FR
MONTHS = tuple(Point(f"{2024 + n // 12}-{n % 12 + 1:02}", float(n), complete=n < 26) for n in range(27))


@pytest.mark.parametrize(
    ("values", "expected"),
    [((0, 1, 4, 8), "·▂▅█"), ((0, 0), ""), ((), ""), ((5,), "█"), ((0.001, 100), "▁█")],
)
def test_sparkline(values: Sequence[float], expected: str) -> None:
    assert sparkline(values) == expected


def test_activity() -> None:
    drawn = charts({"commit_frequency": measured("commit_frequency", 13, series=MONTHS)}, definitions(), EN)
    chart = drawn["commit_frequency"]
    assert isinstance(chart, Columns)
    assert chart.description == (
        "Commits each month, from January 2024 to March 2026. The busiest month is March 2026 (26). "
        "March 2026 is not over."
    )
    assert chart.ticks == ((0, "2024"), (12, "2025"), (24, "2026"))
    assert (chart.top, chart.unfinished, len(chart.spark)) == ("26", True, 27)
    assert chart.table.rows[0] == ("January 2024", "0")
    assert chart.table.rows[-1] == ("March 2026 (not over)", "26")


def test_activity_shows_five_years_at_most() -> None:
    series = tuple(Point(f"{2000 + n // 12}-{n % 12 + 1:02}", 1.0) for n in range(100))
    chart = charts({"commit_frequency": measured("commit_frequency", 1, series=series)}, definitions(), EN)
    drawn = chart["commit_frequency"]
    assert isinstance(drawn, Columns)
    assert len(drawn.series[0].values) == len(drawn.table.rows) == 60
    assert not drawn.unfinished


def test_months_without_any_activity_are_not_drawn() -> None:
    before = tuple(Point(f"2019-{n:02}", 5.0) for n in range(1, 13))
    silent = tuple(Point(f"{2020 + n // 12}-{n % 12 + 1:02}", 0.0) for n in range(60))
    measure = measured("commit_frequency", 0, series=(*before, *silent))
    assert charts({"commit_frequency": measure}, definitions(), EN) == {}
    assert (tells(measure.series), tells(before), tells(())) == (False, True, False)


def test_a_few_months_are_named_at_both_ends() -> None:
    chart = charts(
        {"commit_frequency": measured("commit_frequency", 1, series=MONTHS[4:8])}, definitions(), FR
    )["commit_frequency"]
    assert isinstance(chart, Columns)
    assert chart.ticks == ((0, "mai 2024"), (3, "août 2024"))


def test_newcomers() -> None:
    new = tuple(Point(str(year), 2.0, complete=year < 2026) for year in range(2012, 2027))
    back = tuple(Point(str(year), 3.0, complete=year < 2026) for year in range(2012, 2027))
    measures = {
        "new_contributors": measured("new_contributors", 2, series=new),
        "returning_contributors": unmeasured("returning_contributors", Outcome.TOO_LITTLE_DATA, series=back),
    }
    chart = charts(measures, definitions(), EN)["new_contributors"]
    assert isinstance(chart, Columns)
    assert chart.description == (
        "People who contributed each year, from 2017 to 2026. In 2025, new: 2; already there: 3. "
        "2026 is not over."
    )
    assert [label for _, label in chart.ticks] == ["2026", "2024", "2022", "2020", "2018"]
    assert [series.values for series in chart.series] == [(2.0,) * 10, (3.0,) * 10]
    assert chart.top == "5"
    assert chart.table.headers == ("Period", "New that year", "Already there before")
    assert chart.table.rows[-1] == ("2026 (not over)", "2", "3")


def test_series_that_do_not_match_are_not_stacked() -> None:
    measures = {
        "new_contributors": measured("new_contributors", 2, series=(Point("2025", 1), Point("2026", 1))),
        "returning_contributors": measured("returning_contributors", 2, series=(Point("2026", 1),)),
    }
    assert charts(measures, definitions(), EN) == {}


def test_organisations_show_the_unknown_share() -> None:
    parts = (Share("public-body", 1200, 0.48), Share("unidentified", 50, 0.02), Share("unknown", 1250, 0.5))
    measures = {"organisational_diversity": measured("organisational_diversity", 3, breakdown=parts)}
    chart = charts(measures, definitions(), EN)["organisational_diversity"]
    assert isinstance(chart, Bars)
    assert chart.description == (
        "The share of each kind; the organisation is unknown for 50% of the contributions."
    )
    assert [(bar.label, bar.text, bar.unknown) for bar in chart.bars] == [
        ("Public bodies", "48% (1,200)", False),
        ("Organisations not identified", "2% (50)", True),
        ("Organisation unknown", "50% (1,250)", True),
    ]
    french = charts(measures, definitions(), FR)["organisational_diversity"]
    assert isinstance(french, Bars)
    assert french.bars[0].text == "48\u00a0% (1\u202f200)"


def test_requests_by_the_time_until_their_answer() -> None:
    keys = ("day", "week", "month", "later", "unanswered", "withdrawn", "ended_unknown", "unread")
    counts = (6, 3, 1, 0, 6, 1, 1, 2)
    parts = tuple(Share(key, count, count / 20) for key, count in zip(keys, counts, strict=True))
    name = "time_to_first_response"
    # What is drawn does not hang on a median that half of the requests reach.
    for measure in (
        measured(name, 7, breakdown=parts),
        unmeasured(name, Outcome.NOT_MEASURED, breakdown=parts),
    ):
        chart = charts({name: measure}, definitions(), EN)[name]
        assert isinstance(chart, Bars)
        assert (chart.id, chart.title) == ("responses", "Requests by the time until their first answer")
        assert chart.description == (
            "The share of the requests answered within each time; 30% have had no answer so far."
        )
        assert [(bar.label, bar.share, bar.text, bar.unknown) for bar in chart.bars] == [
            ("Answered within a day", 0.3, "30% (6)", False),
            ("Answered in 2 to 7 days", 0.15, "15% (3)", False),
            ("Answered in 8 to 30 days", 0.05, "5% (1)", False),
            ("Answered later", 0, "0% (0)", False),
            ("Open, no answer so far", 0.3, "30% (6)", True),
            ("Ended by its author, no answer", 0.05, "5% (1)", True),
            (
                *("Ended by nobody known, no answer seen", 0.05),
                *("5% (1)", True),
            ),
            ("Answers read in part only", 0.1, "10% (2)", True),
        ]
        assert chart.table.caption == "Requests by the time until their first answer: the parts"
        assert chart.table.rows[0] == ("Answered within a day", "6", "30%")


def test_first_proposals_by_what_became_of_them() -> None:
    keys = ("merged", "declined", "waiting_answered", "waiting_unanswered")
    parts = tuple(Share(key, count, count / 8) for key, count in zip(keys, (4, 1, 1, 2), strict=True))
    name = "first_timer_outcomes"
    chart = charts({name: measured(name, 0.5, breakdown=parts)}, definitions(), EN)[name]
    assert isinstance(chart, Bars)
    assert chart.description == "The share of each outcome; 25% wait without any answer."
    assert [(bar.label, bar.text, bar.unknown) for bar in chart.bars] == [
        ("Merged", "50% (4)", False),
        ("Closed without being merged", "12% (1)", False),
        ("Waiting, after an answer", "12% (1)", False),
        ("Waiting, without any answer", "25% (2)", True),
    ]


def test_the_charts_of_a_page_have_each_a_name() -> None:
    shares = (Share("unknown", 1, 1.0),)
    names = ("organisational_diversity", "time_to_first_response", "first_timer_outcomes")
    drawn = charts({name: measured(name, 1, breakdown=shares) for name in names}, definitions(), EN)
    assert list(drawn) == list(names)
    assert len({chart.id for chart in drawn.values()}) == 3


def test_no_chart_without_data() -> None:
    assert charts({}, definitions(), EN) == {}
    nothing = {
        "commit_frequency": measured("commit_frequency", 0),
        "organisational_diversity": unmeasured(
            "organisational_diversity", Outcome.TOO_LITTLE_DATA, breakdown=(Share("unknown", 0, 0),)
        ),
    }
    assert charts(nothing, definitions(), EN) == {}


def test_tables() -> None:
    trend = definitions()["commit_trend"]
    measure = measured(
        "commit_trend", 0, series=(Point("2025", 12.345),), breakdown=(Share("other", 1, 1.0),)
    )
    assert series_table(measure, trend, EN).rows == (("2025", "12.35"),)
    assert breakdown_table(measure, trend, EN).rows == (("other", "1", "100%"),)
