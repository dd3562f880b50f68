from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.indicators import definitions
from reperes.indicators.contributions import cite
from reperes.indicators.measure import Measure, Outcome, Point
from reperes.indicators.release_frequency.measure import measure
from reperes.indicators.releases import FILTER, Kind, releases
from support.history import history, of_history
from support.indicators import AS_OF

DAY = date(2026, 5, 1)


def answer(tags: Sequence[tuple[str, date]]) -> Measure:
    return measure(of_history(history([], tags=tags)), AS_OF, definitions()["release_frequency"])


def kind(tag: str) -> str | None:
    found = releases(of_history(history([], tags=[(tag, DAY)]))).get_column("kind").to_list()
    return found[0] if found else None


@pytest.mark.parametrize(
    "tag",
    [
        *("1.2", "v1.2.3", "V1.2", "1.2.3.4", "v0.0.1", "1.2.3+build.5", "1.2.3-1", "v1.2.3.post1"),
        *("release-1.2", "rel/1.2.3", "release-v1.2", "version_1.2", "REL_16_1", "PROJECT_1_2", "r1.2"),
        *("project-1.2.3", "project-1.2.3.Final", "project_v2.0.0", "my-test-tool-1.2", "next-thing@4.2.1"),
        *(
            "@scope/pkg@1.2.3",
            "pkg@1.2.3",
            "pkg/v1.2",
            "cmd/tool/v0.3.1",
            "v3.1.0-@scope/pkg",
            "debian/1.2-3",
        ),
        *("2024.10", "2024-10", "2024-10-03", "20241003", "v20241003", "v2024.10.1", "release-2024-10-03"),
        *("v12", "r123", "release-12", "189", "1.0.2d", "v2.3.0-lts", "1.2.3-hotfix.1"),
    ],
)
def test_releases(tag: str) -> None:
    assert kind(tag) == Kind.RELEASE


@pytest.mark.parametrize(
    "tag",
    [
        *("1.2rc1", "v1.2.3-rc.1", "1.2-RC", "v2.0.0-beta", "v2.0.0beta2", "1.0b2", "1.0a1", "3.0.0M1"),
        *(
            "v1.2.3-alpha.1-tool",
            "4.1.0.CR1",
            "4.1.0.Alpha2",
            "1.2.3-SNAPSHOT",
            "1.2.3.dev4",
            "v2-rc1",
            "v2beta",
        ),
        *("LANG_3_5_RC2", "pkg@1.2.3-next.0", "v1.0-pre", "v1.0.0-preview3", "nightly-2024.10.03", "dev-1.2"),
        *("nightly/v1.2", "2024-10-03-nightly", "proposal.draft-1.2"),
    ],
)
def test_pre_releases(tag: str) -> None:
    assert kind(tag) == Kind.PRE_RELEASE


@pytest.mark.parametrize(
    "tag",
    [
        *("latest", "stable", "nightly", "release", "v", "list", "rc3", "beta-2", "draft-4", "final"),
        *("1.2.x", "v3.x", "archive/1.2.3", "backup-1.2", "1.2-eol", "1.2-branchpoint", "before-1.2"),
        *("backup-20240101", "import_20180412", "4db8fb386", "12345", "v4-design", "project-12", "pr/12"),
        *("", "𝟙.𝟚", "v١.٢"),
    ],
)
def test_not_versions(tag: str) -> None:
    assert kind(tag) is None


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_name_is_read(names: list[str]) -> None:
    built = history([], tags=[(name, DAY) for name in names])
    assert releases(of_history(built)).height <= len(names)


def test_counts_days_of_the_window_and_years_of_the_curve() -> None:
    tags = [
        ("v1.0", date(2024, 3, 1)),
        ("v1.1", date(2025, 11, 22)),  # the day before the window
        ("v1.2", date(2025, 11, 23)),  # its first day
        *(("core@2.0.0", DAY), ("ui@2.0.0", DAY), ("ui@2.0.0-rc.1", DAY), ("latest", DAY)),
        ("v2.1-rc1", date(2026, 6, 1)),
        ("v2.1", AS_OF),
        ("v2.2", date(2026, 11, 24)),  # after the day observed
    ]
    got = answer(tags)
    assert (got.outcome, got.value, got.items) == (Outcome.MEASURED, 3, 4)
    assert got.details == {"pre_releases": 2}
    assert got.series == (Point("2024", 1), Point("2025", 2), Point("2026", 2, complete=False))
    assert got.citations == cite(got.window, 4, FILTER)


@pytest.mark.parametrize(
    ("tags", "outcome", "value", "early"),
    [
        ([("v1.0", date(2020, 1, 1))], Outcome.MEASURED, 0, 0),
        ([("v1.0-rc1", DAY), ("v1.0-rc2", DAY)], Outcome.MEASURED, 0, 1),
        ([("latest", DAY)], Outcome.NOT_MEASURED, None, None),
        ([], Outcome.NOT_MEASURED, None, None),
        ([("v1.0", date(2026, 11, 24))], Outcome.NOT_MEASURED, None, None),
    ],
)
def test_none_in_the_window_is_zero_and_no_version_at_all_is_unknown(
    tags: list[tuple[str, date]], outcome: Outcome, value: int | None, early: int | None
) -> None:
    got = answer(tags)
    assert (got.outcome, got.value, got.details.get("pre_releases")) == (outcome, value, early)
    assert (got.reason is None) == (outcome is Outcome.MEASURED)


def test_a_tag_without_a_plausible_date_is_left_out() -> None:
    built = history([], tags=[("v1.0", DAY), ("v1.1", DAY)])
    dates = built.tags.with_columns(pl.when(pl.col("tag") == "v1.0").then("tagged_at"))
    undated = history([])
    object.__setattr__(undated, "tags", dates)
    assert releases(of_history(undated)).rows() == [(DAY, Kind.RELEASE)]
