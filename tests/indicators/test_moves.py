from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest

from reperes.indicators.moves import heirs
from support.history import C, history


def moved(living: set[str], *steps: Sequence[str]) -> dict[str, str]:
    """Return where the history of each file went on, for those that it left; one commit a day."""
    built = history(
        [C(date(2020, 1, 1) + timedelta(days=i), "ada", touches) for i, touches in enumerate(steps)]
    )
    paths = built.files.get_column("path")
    there = pl.Series([path in living for path in paths], dtype=pl.Boolean)
    found = zip(paths, paths.gather(heirs(built, there)), strict=True)
    return {old: new for old, new in found if old != new}


@pytest.mark.parametrize(
    ("touches", "expected"),
    [
        (["D a/x.py", "A b/x.py"], {"a/x.py": "b/x.py"}),
        (["D x.py", "A b/c/x.py"], {"x.py": "b/c/x.py"}),
        (["D a/x.py", "A b/y.py"], {}),
        (["M a/x.py", "A b/x.py"], {}),
        (["D a/x.py", "D c/x.py", "A b/x.py"], {}),
        (["D a/x.py", "A b/x.py", "A c/x.py"], {}),
        # in folders of the same name first, then under the same top folder, then anywhere
        (
            ["D a/k/x.py", "D a/l/x.py", "A b/k/x.py", "A b/l/x.py"],
            {"a/k/x.py": "b/k/x.py", "a/l/x.py": "b/l/x.py"},
        ),
        (
            ["D lang/fr.js", "D test/lang/fr.js", "A locale/fr.js", "A test/locale/fr.js"],
            {"lang/fr.js": "locale/fr.js", "test/lang/fr.js": "test/locale/fr.js"},
        ),
    ],
)
def test_one_name_alone_on_both_sides_moved(touches: list[str], expected: dict[str, str]) -> None:
    before = [f"A {touch[2:]}" for touch in touches if touch[0] in "DM"]
    assert moved({touch[2:] for touch in touches if touch[0] == "A"}, before, touches) == expected


def test_only_within_one_commit() -> None:
    assert moved({"b/x.py"}, ["A a/x.py"], ["D a/x.py"], ["A b/x.py"]) == {}


def test_followed_from_move_to_move() -> None:
    steps = [["A a/x.py"], ["D a/x.py", "A b/x.py"], ["D b/x.py", "A c/x.py"], ["D c/x.py", "A d/x.py"]]
    assert moved({"d/x.py"}, *steps) == dict.fromkeys(["a/x.py", "b/x.py", "c/x.py"], "d/x.py")


def test_a_file_that_exists_keeps_its_own_history() -> None:
    steps = [["A a/x.py"], ["D a/x.py", "A b/x.py"], ["A a/x.py"]]
    assert moved({"a/x.py", "b/x.py"}, *steps) == {}


def test_the_last_move_counts() -> None:
    steps = [["A a/x.py"], ["D a/x.py", "A b/x.py"], ["A a/x.py"], ["D a/x.py", "A c/x.py"]]
    assert moved({"b/x.py", "c/x.py"}, *steps) == {"a/x.py": "c/x.py"}


def test_going_in_circles_ends() -> None:
    steps = [["A a/x.py"], ["D a/x.py", "A b/x.py"], ["D b/x.py", "A a/x.py"], ["D a/x.py", "A b/x.py"]]
    assert moved({"b/x.py"}, *steps) == {"a/x.py": "b/x.py"}
    assert set(moved(set(), *steps)) <= {"a/x.py", "b/x.py"}


def test_nothing_to_follow() -> None:
    assert moved(set()) == {}
