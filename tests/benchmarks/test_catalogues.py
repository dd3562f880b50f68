"""The benchmark of the search by name: what it makes, what it says, when it fails."""

from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_a_third_of_the_projects_are_in_both_catalogues(tmp_path: Path) -> None:
    import catalogues

    known = catalogues.made(tmp_path, 60)
    assert len(set(known)) == 45
    both = [{one.name for one in catalogues.entries(tmp_path, name)} for name in catalogues.CATALOGUES]
    assert [len(one) for one in (*both, both[0] & both[1])] == [30, 30, 15]


def test_it_prints_a_line_for_each_question_and_fails_when_the_aim_is_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import catalogues

    assert catalogues.main(["--records", "200", "--runs", "2"]) == 0
    assert capsys.readouterr().out.count("aim < 50 ms: met") == len(catalogues.QUESTIONS)
    monkeypatch.setattr(catalogues, "AIM", 0.0)
    assert catalogues.main(["--records", "200", "--runs", "1"]) == 1
