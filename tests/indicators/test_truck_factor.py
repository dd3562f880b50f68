from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.facts.documents import Tree
from reperes.facts.fact import Fact
from reperes.facts.factset import FactSet
from reperes.facts.schema import HISTORY, TREE
from reperes.indicators import definitions
from reperes.indicators.contributions import cite
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.truck_factor.measure import (
    FILTER,
    authors,
    changes,
    degree,
    measure,
    sources,
    truck_factor,
)
from support.history import PROVENANCE, C, history, of_history, tree
from support.indicators import AS_OF, MEASURED, TOO_LITTLE

DEFINITION = definitions()["truck_factor"]
FILES = [f"src/{i}.py" for i in range(10)]


def commits(*steps: tuple[str, Sequence[str]]) -> list[C]:
    """One commit a day, in order: who, and what it touches."""
    return [C(date(2020, 1, 1) + timedelta(days=i), who, touches) for i, (who, touches) in enumerate(steps)]


def add(paths: Sequence[str], status: str = "A") -> list[str]:
    return [f"{status} {path}" for path in paths]


def answer(rows: Sequence[C], *paths: str) -> Measure:
    return measure(of_history(history(rows), *(paths or FILES)), AS_OF, DEFINITION)


@pytest.mark.parametrize(
    ("created", "deliveries", "acceptances", "expected"),
    [
        (True, 1, 0, 4.555),  # Avelino et al. 2016
        (True, 0, 0, 4.391),
        (False, 1, 0, 3.457),
        (False, 1, 1, 3.2345),
        (True, 0, 10, 3.6213),
    ],
)
def test_degree_of_authorship(created: bool, deliveries: int, acceptances: int, expected: float) -> None:  # noqa: FBT001 - one of three parameters of the formula
    frame = pl.DataFrame({"fa": [created], "dl": [deliveries], "ac": [acceptances]})
    got = frame.select(degree(pl.col("fa"), pl.col("dl"), pl.col("ac"))).item()
    assert got == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("steps", "who"),
    [
        ([("ada", ["A f.py"])], {"ada"}),
        ([("ada", ["A f.py"]), ("bob", ["M f.py"])], {"ada", "bob"}),  # 4.168 and 3.457
        ([("ada", ["A f.py"]), ("ada", ["M f.py"]), ("bob", ["M f.py"])], {"ada"}),  # bob: 3.234 < 3.293
        ([("ada", ["A f.py"]), ("ada", ["M f.py"]), *[("bob", ["M f.py"])] * 2], {"ada", "bob"}),
        # bob: 3.956 reaches 3.293, but not three quarters of ada's 6.901
        ([("ada", ["A f.py"]), *[("ada", ["M f.py"])] * 20, *[("bob", ["M f.py"])] * 10], {"ada"}),
        ([("ada", ["A f.py"]), ("bob", ["D f.py"]), ("cleo", ["A f.py"])], {"ada", "cleo"}),
        ([("bot-ci", ["A f.py"]), ("bob", ["M f.py"])], {"bob"}),
        ([("ada", ["A f.py"]), *[(who, ["M f.py"]) for who in "bcdefghijk" * 4]], set()),  # ada: 3.199
    ],
)
def test_authors_of_a_file(steps: list[tuple[str, list[str]]], who: set[str]) -> None:
    built = history(commits(*steps))
    rows = authors(built, changes(built, pl.Series([True])), DEFINITION)
    names = built.people.get_column("pseudonym")
    assert set(names.gather(rows.get_column("person"))) == who


@pytest.mark.parametrize(
    ("steps", "outcome", "value"),
    [
        ([("ada", add(FILES))], MEASURED, 1),
        ([("ada", add(FILES[:6])), ("bob", add(FILES[6:]))], MEASURED, 1),
        # 5 of 10 files keep an author when ada has left: that is half, not less
        ([("ada", add(FILES[:5])), ("bob", add(FILES[5:]))], MEASURED, 2),
        ([(who, add([path])) for who, path in zip("abcdefghij", FILES, strict=True)], MEASURED, 6),
        ([("ada", add(FILES)), ("bob", add(FILES, "M"))], MEASURED, 2),
        ([("ada", add(FILES)), ("bot-ci", add(FILES, "M"))], MEASURED, 1),
        ([("bot-ci", add(FILES))], Outcome.NOT_MEASURED, None),
        ([("ada", add(FILES[:5]))], MEASURED, 1),
        ([("ada", add(FILES[:4]))], Outcome.NOT_MEASURED, None),
        ([], Outcome.NOT_MEASURED, None),
    ],
)
def test_people_who_would_have_to_leave(
    steps: list[tuple[str, list[str]]], outcome: Outcome, value: int | None
) -> None:
    got = answer(commits(*steps))
    assert (got.outcome, got.value, got.items) == (outcome, value, 10)
    assert (got.reason is None) == (outcome is MEASURED)


def test_too_few_files_are_too_little_data() -> None:
    got = answer(commits(("ada", add(FILES))), *FILES[:9], "README.md")
    assert (got.outcome, got.value, got.items) == (TOO_LITTLE, None, 9)


def test_what_is_known_of_the_files_is_shown() -> None:
    crowd = [(f"p{i}", add(FILES[7:9], "M")) for i in range(40)]  # each: 3.457 − 0.321 ln 40 < 3.293
    got = answer(commits(("ada", add(FILES[:7])), ("bot-ci", add(FILES[7:9])), *crowd))
    assert [(part.key, part.count, part.share) for part in got.breakdown] == [
        ("with-author", 7, 0.7),
        ("without-author", 2, 0.2),
        ("unseen", 1, 0.1),
    ]
    assert got.value == 1
    assert got.citations == cite(got.window, 7 + 80, FILTER)


def test_too_many_hands_leave_no_number() -> None:
    got = answer(commits(("bot-ci", add(FILES)), *[(f"p{i}", add(FILES, "M")) for i in range(40)]))
    assert got.outcome is Outcome.NOT_MEASURED
    assert got.reason is not None
    assert got.reason.args == {"found": 0, "files": 10}


def test_co_authors_are_authors_and_dates_do_not_matter() -> None:
    got = answer([C(None, "ada", add(FILES), co=["bob", "bot-ci"])])
    assert (got.outcome, got.value) == (MEASURED, 2)


def test_a_file_moved_and_changed_keeps_its_authors() -> None:
    moved = [path.replace("src", "lib") for path in FILES]
    got = answer(commits(("ada", add(FILES)), ("bob", [*add(FILES, "D"), *add(moved)])), *moved)
    assert got.value == 2
    assert got.citations == cite(got.window, 20, FILTER)


OTHERS = [f"data/{i}.csv" for i in range(91)]


@pytest.mark.parametrize(
    ("paths", "outcome"),
    [
        ([*FILES, *OTHERS[:90]], MEASURED),  # 10 of 100
        ([*FILES, *OTHERS], Outcome.NOT_APPLICABLE),  # 10 of 101
        ([*FILES, *OTHERS[:90], "vendor/a.js", "package-lock.json"], MEASURED),
        (["a.py", *OTHERS], Outcome.NOT_APPLICABLE),
        (OTHERS, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_repository_that_holds_mostly_something_else(paths: list[str], outcome: Outcome) -> None:
    got = answer(commits(("ada", add(FILES))), *paths)
    assert got.outcome is outcome
    own = sum(path.endswith(".py") for path in paths)
    assert got.reason is None or got.reason.args == {"files": own, "all": len(paths)}


@pytest.mark.parametrize(
    ("later", "active"),
    [
        ([], 0),
        ([C(date(2026, 5, 1), "ada")], 1),
        ([C(date(2025, 11, 23), "ada", co=["bob"])], 2),
        ([C(date(2025, 11, 22), "ada"), C(date(2026, 11, 24), "bob"), C(AS_OF, "cleo")], 0),
    ],
)
def test_how_many_of_those_counted_are_still_there(later: list[C], active: int) -> None:
    past = commits(("ada", add(FILES[:5])), ("bob", add(FILES[5:])), ("cleo", ["A data.csv"]))
    got = answer(past + later)
    assert (got.value, got.details) == (2, {"active": active})


def test_links_and_submodules_are_no_files() -> None:
    modes = ["100644"] * 9 + ["100755", "120000", "160000"]
    paths = [*FILES, "src/link.py", "src/module.py"]
    entries = tree(*paths).entries.with_columns(pl.Series("mode", modes))
    built = history(commits(("ada", add(paths))))
    facts: list[Fact[Any]] = [
        Fact(HISTORY.name, built, PROVENANCE),
        Fact(TREE.name, Tree("0" * 40, entries), PROVENANCE),
    ]
    assert measure(FactSet(facts), AS_OF, DEFINITION).items == 10


def test_source_files() -> None:
    kept = ["src/a.py", "a.c", "tests/test_a.py", "web/page.html", "web/style.SCSS", "app/views/a.html.erb"]
    aside = ["README.md", "docs/conf.py", "vendor/a.js", "a.min.js", "examples/a.py", "demo/a.js", "logo.svg"]
    aside += ["data.json", "package-lock.json", "src/logo.png", "Samples/a.cs"]
    assert sources(pl.Series(kept + aside)).to_list() == [True] * len(kept) + [False] * len(aside)


def removed_one_by_one(pairs: list[tuple[int, int]], files: int) -> int:
    """The published loop, as it is told."""
    present = {file: {who for f, who in pairs if f == file} for file, _ in pairs}
    size = {who: sum(who in people for people in present.values()) for _, who in pairs}
    left = 0
    for who in sorted(size, key=lambda person: (-size[person], person)):
        if 2 * sum(bool(people) for people in present.values()) < files:
            break
        present = {file: people - {who} for file, people in present.items()}
        left += 1
    return left


@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 6))), st.integers(0, 4))
def test_same_as_the_published_loop(pairs: set[tuple[int, int]], without_author: int) -> None:
    rows = sorted(pairs)
    files = len({file for file, _ in rows}) + without_author
    frame = pl.DataFrame(rows, schema={"file": pl.UInt32, "person": pl.UInt32}, orient="row")
    assert truck_factor(frame, files) == (removed_one_by_one(rows, files) if rows else 0)
