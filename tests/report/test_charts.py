from xml.etree import ElementTree as ET

import pytest

from reperes.report.charts import svg
from reperes.report.view import Bar, Bars, Chart, Columns, Series, Table

TABLE = Table("t", ("a", "b"), ())


def columns(*series: tuple[float, ...], unfinished: bool = False, top: str | None = "4") -> Columns:
    return Columns(
        id="c",
        title="A <title> & more",
        description="d",
        series=tuple(Series(f"s{rank}", values) for rank, values in enumerate(series)),
        ticks=((0, "2024"), (1, "2025"), (3, "<2027>")),
        top=top,
        unfinished=unfinished,
        spark="",
        table=TABLE,
    )


def bars(*parts: Bar) -> Bars:
    return Bars("b", "t", "d", parts, TABLE)


def drawn(chart: Chart) -> ET.Element:
    return ET.fromstring(svg(chart))  # noqa: S314 - our own drawing


def rectangles(root: ET.Element) -> list[dict[str, str]]:
    return [dict(one.attrib) for one in root.findall("rect")]


def texts(root: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in root.findall("text")]


def test_the_name_and_description_are_bound() -> None:
    root = drawn(columns((1, 2, 0, 4)))
    assert root.get("role") == "img"
    names = (root.get("aria-labelledby") or "").split()
    assert [(one.tag, one.get("id"), one.text) for one in root[:2]] == [
        ("title", names[0], "A <title> & more"),
        ("desc", names[1], "d"),
    ]


def test_columns_are_in_proportion_and_zero_has_none() -> None:
    found = rectangles(drawn(columns((1, 2, 0, 4))))
    assert [(one["x"], one["width"], one["y"], one["height"]) for one in found] == [
        ("2.500%", "20.000%", "134.5", "37.5"),
        ("27.500%", "20.000%", "97.0", "75.0"),
        ("77.500%", "20.000%", "22.0", "150.0"),
    ]


def test_series_are_stacked_told_by_hatching_and_named() -> None:
    root = drawn(columns((1, 2, 0, 1), (1, 0, 0, 3)))
    legend, stacked = rectangles(root)[:2], rectangles(root)[2:]
    assert texts(root)[:2] == ["s0", "s1"]
    assert [one["fill"] for one in legend] == ["#1f5f99", "url(#c-hatch)"]
    last = stacked[-2:]
    assert [one["fill"] for one in last] == ["#1f5f99", "url(#c-hatch)"]
    assert float(last[1]["y"]) + float(last[1]["height"]) == float(last[0]["y"])


def test_the_last_period_is_pale_when_it_is_not_over() -> None:
    found = rectangles(drawn(columns((1, 2, 3, 4), unfinished=True)))
    assert [one.get("fill-opacity") for one in found] == [None, None, None, "0.45"]


def test_labels_near_an_edge_are_not_cut() -> None:
    chart = columns((1.0,) * 40)
    ticks = [one for one in drawn(chart).findall("text") if one.text in {"2024", "2025", "<2027>"}]
    assert [(one.get("x"), one.get("text-anchor")) for one in ticks] == [
        ("0.000%", "start"),
        ("0.000%", "start"),
        ("8.750%", "middle"),
    ]


@pytest.mark.parametrize("series", [((0.0, 0.0),), ((0.0,),)])
def test_nothing_to_draw(series: tuple[tuple[float, ...], ...]) -> None:
    assert rectangles(drawn(columns(*series, top=None))) == []


def test_bars_are_in_proportion_and_the_unknown_is_hatched() -> None:
    root = drawn(
        bars(Bar("Companies", 0.25, "25% (1)", unknown=False), Bar("<?>", 0.75, "75% (3)", unknown=True))
    )
    assert texts(root) == ["Companies", "25% (1)", "<?>", "75% (3)"]
    found = rectangles(root)
    assert [(one["width"], one["fill"]) for one in found] == [
        ("60%", "none"),
        ("15.00%", "#1f5f99"),
        ("60%", "none"),
        ("45.00%", "url(#b-hatch)"),
    ]


def test_text_is_never_smaller_than_twelve_pixels_nor_scaled() -> None:
    root = drawn(columns((1, 2, 0, 4)))
    assert (root.get("font-size"), root.get("viewBox"), root.get("width")) == ("14", None, "100%")
