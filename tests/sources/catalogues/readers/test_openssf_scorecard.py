"""The checks of a repository, one by one, never their sum."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reperes.facts.catalogue import Check
from reperes.sources.catalogues.reader import ShapeError
from support.asked import asked, project
from support.web import as_json, serving

PLACE = "github.com/atelier/registre"
HOME = project(origin="https://github.com/Atelier/Registre.git", places=(PLACE,))


def result(**more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "date": "2026-11-16T02:40:11Z",
        "repo": {"name": "github.com/Atelier/Registre", "commit": "a" * 40},
        "scorecard": {"version": "v5.2.1", "commit": "b" * 40},
        "score": 6.4,
        "checks": [
            {
                "name": "Maintained",
                "score": 10,
                "reason": "30 commit(s) and 12 issue activity found in the last 90 days",
                "documentation": {"url": "https://example.org", "short": "Is it maintained?"},
                "details": ["Warn: camille is the only reviewer"],
            },
            {"name": "Signed-Releases", "score": -1, "reason": "no releases found", "details": None},
            {"name": "Fuzzing", "score": 0, "reason": "r" * 300},
        ],
        "metadata": "",
    }
    return known | more


def test_each_check_is_told_and_one_that_does_not_conclude_is_unknown(tmp_path: Path) -> None:
    with serving() as site:
        site.routes["/projects/github.com/Atelier/Registre"] = as_json(result())
        (found,) = asked("openssf-scorecard", site, tmp_path, HOME)
        assert len(site.heard) == 1
    assert (found.rests, found.entry.dated) == ("repository", date(2026, 11, 16))
    assert found.entry.checks == (
        Check("Maintained", 10, "30 commit(s) and 12 issue activity found in the last 90 days"),
        Check("Signed-Releases", None, "no releases found"),
        Check("Fuzzing", 0, f"{'r' * 199}…"),
    )
    assert found.entry.url == "https://scorecard.dev/viewer/?uri=github.com/Atelier/Registre"
    assert "6.4" not in repr(found)
    assert "camille" not in repr(found)


def test_small_letters_are_tried_next(tmp_path: Path) -> None:
    with serving() as site:
        site.routes[f"/projects/{PLACE}"] = as_json(result(repo={"name": PLACE}))
        (found,) = asked("openssf-scorecard", site, tmp_path, HOME)
        assert len(site.heard) == 2
    assert found.entry.repositories == (f"https://{PLACE}",)


@pytest.mark.parametrize("here", ["forge.example.org/a/b", "gitlab.com/a/b/c", "github.com.example.org/a/b"])
def test_other_forges_are_not_asked_about(tmp_path: Path, here: str) -> None:
    with serving() as site:
        about = project(origin=f"https://{here}", places=(here,))
        assert asked("openssf-scorecard", site, tmp_path, about) == ()
        assert site.heard == []


def test_no_result_is_nothing_found(tmp_path: Path) -> None:
    with serving() as site:
        assert asked("openssf-scorecard", site, tmp_path, HOME) == ()


def test_the_result_of_another_repository_is_left_out(tmp_path: Path) -> None:
    with serving() as site:
        site.otherwise = as_json(result(repo={"name": "github.com/autre/autre"}))
        assert asked("openssf-scorecard", site, tmp_path, HOME) == ()


def test_a_check_that_does_not_fit_is_left_out(tmp_path: Path) -> None:
    checks = [{"name": "A", "score": 11}, {"name": "B", "score": 3}, {"name": "C", "score": 3.5}]
    checks += [{"name": "D", "score": 4}]
    with serving() as site:
        site.otherwise = as_json(result(checks=checks, date=None))
        (found,) = asked("openssf-scorecard", site, tmp_path, HOME)
    assert found.entry.checks == (Check("B", 3), Check("D", 4))
    assert found.entry.dated is None


@pytest.mark.parametrize(
    "answer", [[], {"checks": []}, result(repo=None), result(checks=None), result(checks=[{"name": "A"}])]
)
def test_another_shape_is_said(tmp_path: Path, answer: object) -> None:
    with serving() as site:
        site.otherwise = as_json(answer)
        with pytest.raises(ShapeError):
            asked("openssf-scorecard", site, tmp_path, HOME)
