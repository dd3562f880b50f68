from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reperes.indicators import cohorts
from reperes.indicators.windows import last
from support.history import C, history, of_history
from support.indicators import AS_OF, MEASURED, answer

PEOPLE = ["ada", "bob", "cleo", "dan", "eve", "bot-x"]
EARLY = datetime(2020, 1, 1, tzinfo=UTC)


def counted(*rows: tuple[int, int, int]) -> pl.DataFrame:
    """Build what `active` gives from (person, contributions, day of the first one)."""
    return pl.DataFrame(
        [(person, count, 1, EARLY + timedelta(days=day)) for person, count, day in rows],
        schema=["person", "contributions", "days", "first_at"],
        orient="row",
    )


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (counted((1, 6, 0), (2, 3, 0), (3, 2, 0)), {1}),
        (counted((1, 5, 0), (2, 4, 0), (3, 1, 0)), {1}),  # half is reached, not passed
        (counted((1, 4, 0), (2, 4, 1), (3, 1, 2)), {1, 2}),
        # at the border, who came first
        (counted((1, 1, 3), (2, 1, 2), (3, 1, 1), (4, 1, 0)), {3, 4}),
        (counted((1, 2, 9), (2, 1, 1), (3, 1, 0), (4, 1, 2)), {1, 3}),
        # who came together counts together
        (counted((1, 1, 0), (2, 1, 0), (3, 1, 0)), {1, 2, 3}),
        (counted((1, 7, 5)), {1}),
    ],
)
def test_core_is_the_smallest_set_that_reaches_half(people: pl.DataFrame, expected: set[int]) -> None:
    assert cohorts.core(people) == expected
    assert cohorts.core(people.reverse()) == expected


def test_nobody_has_no_core() -> None:
    assert cohorts.core(cohorts.active(of_history(history([])), last(AS_OF, 12))) == set()


@st.composite
def histories(draw: st.DrawFn) -> list[C]:
    people = st.sampled_from(PEOPLE)
    day = st.dates(date(2023, 1, 1), date(2026, 12, 31))
    commit = st.builds(
        C, on=st.none() | day, author=people, co=st.lists(people, max_size=2), parents=st.integers(0, 2)
    )
    return draw(st.lists(commit, max_size=60))


@given(histories())
def test_new_and_returning_are_the_active(commits: list[C]) -> None:
    new, returning, active, occasional = (
        answer(f"{kind}_contributors", commits) for kind in ("new", "returning", "active", "occasional")
    )
    assert new.outcome == returning.outcome == active.outcome == occasional.outcome
    if new.value is not None and returning.value is not None and occasional.value is not None:
        assert new.value + returning.value == active.value
        assert occasional.value <= new.value + returning.value
        assert [point.period for point in new.series] == [point.period for point in returning.series]


@given(histories())
def test_the_three_parts_of_the_former_core_make_a_whole(commits: list[C]) -> None:
    parts = [answer(f"core_{part}", commits) for part in ("retention", "churn", "loss")]
    assert len({part.outcome for part in parts}) == 1
    if parts[0].outcome == MEASURED:
        assert sum(part.value for part in parts if part.value is not None) == pytest.approx(1)
        assert sum(share.count for share in parts[0].breakdown) == parts[0].items
        assert parts[0].breakdown == parts[1].breakdown == parts[2].breakdown


@given(histories(), st.permutations([name for name in PEOPLE if not name.startswith("bot")]))
def test_names_decide_nothing(commits: list[C], others: list[str]) -> None:
    named = dict(zip(sorted(name for name in PEOPLE if not name.startswith("bot")), others, strict=True))

    def other(name: str) -> str:
        return named.get(name, name)

    renamed = [
        C(c.on, other(c.author), co=[other(name) for name in c.co], parents=c.parents)
        for c in reversed(commits)
    ]
    for indicator in ("core_retention", "core_churn", "contributor_retention", "newcomer_survival"):
        assert answer(indicator, commits) == answer(indicator, renamed)
