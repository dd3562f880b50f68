"""The benchmark of what forges are asked: what it serves, what it counts, when it fails."""

from dataclasses import replace
from pathlib import Path

import pytest

from support import github
from support.web import READ_AT

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
NAMES = ("GitHub, with a token", "GitHub, without", "GitLab", "Forgejo")


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_a_year_is_before_the_reading_and_its_day_after_changes_one_request_in_fifty_of_both_kinds() -> None:
    import forges

    year = forges.a_year(100)
    assert [one.change for one in year].count(True) == 100
    moments = [at for one in year for at in (one.at, *one.comments, one.review, one.closed) if at is not None]
    assert READ_AT - forges.YEAR < min(moments) <= max(moments) < READ_AT
    changed = [new for old, new in zip(year, forges.a_day_later(year), strict=True) if new != old]
    assert [one.change for one in changed] == [False, True, False, True]


@pytest.mark.parametrize("name", NAMES)
def test_every_forge_is_read_whole_then_again_at_a_lesser_cost(name: str) -> None:
    import forges

    [case] = [case for case in forges.CASES if case.name == name]
    if case.schema is not None:
        github.schema()  # skips where it is not installed
    first, second = forges.measure(case, 50)
    assert first.items == second.items == 100
    assert second.answers == first.answers + 2
    assert second.meter.received < first.meter.received
    assert (first.meter.points > 0) is (case.unit == "points")


def test_the_command_fails_when_an_aim_is_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import forges

    [case] = [case for case in forges.CASES if case.name == "GitLab"]
    monkeypatch.setattr(forges, "CASES", (case,))
    assert forges.main(["--requests", "10"]) == 0
    assert "aim ≤ 60 requests: met" in capsys.readouterr().out
    monkeypatch.setattr(forges, "CASES", (replace(case, aim=3),))
    assert forges.main(["--requests", "10"]) == 1
    assert "aim ≤ 3 requests: missed" in capsys.readouterr().out


def test_an_aim_that_could_not_be_measured_is_not_met(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import forges

    case = replace(forges.CASES[0], schema=tmp_path / "schema.json")
    monkeypatch.setattr(forges, "CASES", (case,))
    assert forges.main([]) == 1
    assert "not measured" in capsys.readouterr().out
