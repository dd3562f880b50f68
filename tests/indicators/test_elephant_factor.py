from collections.abc import Sequence
from datetime import date

import pytest

from reperes.indicators import definitions
from reperes.indicators.elephant_factor.measure import measure
from reperes.indicators.measure import Measure, Outcome
from support.history import C, history, of_history
from support.indicators import AS_OF, MEASURED, TOO_LITTLE

KNOWN = {f"org{i}": "company" for i in range(8)}


def answer(counts: Sequence[int], *, unidentified: int = 0, unknown: int = 0) -> Measure:
    """Ask of contributions by organisation: `counts` of known ones, then those that are not."""
    rows = [(f"p{i}@org{i}", n) for i, n in enumerate(counts)]
    rows += [("cleo@shared.example", unidentified), ("dan", unknown)]
    commits = [C(date(2026, 5, 1), author) for author, n in rows for _ in range(n)]
    built = history(commits, organisations={**KNOWN, "shared.example": "unidentified"})
    return measure(of_history(built), AS_OF, definitions()["elephant_factor"])


@pytest.mark.parametrize(
    ("counts", "unidentified", "unknown", "outcome", "value"),
    [
        ([50, 50], 0, 0, MEASURED, 1),  # CHAOSS, Elephant Factor
        ([2] * 8, 0, 0, MEASURED, 4),  # CHAOSS, Elephant Factor: 8 × 12.5 %
        ([5, 3, 2], 0, 0, MEASURED, 1),
        ([4, 1], 2, 3, MEASURED, 2),  # 5 of 10: half is reached with the unknown in the whole
        ([4, 1], 3, 3, Outcome.NOT_MEASURED, None),  # 5 of 11
        ([4], 6, 0, Outcome.NOT_MEASURED, None),  # an organisation that nobody knows is not counted on
        ([], 0, 12, Outcome.NOT_MEASURED, None),
        ([9], 0, 0, TOO_LITTLE, None),
        ([], 0, 0, TOO_LITTLE, None),
    ],
)
def test_organisations_that_reach_half_of_all(
    counts: list[int], unidentified: int, unknown: int, outcome: Outcome, value: int | None
) -> None:
    got = answer(counts, unidentified=unidentified, unknown=unknown)
    assert (got.outcome, got.value) == (outcome, value)
    assert got.items == sum(counts) + unidentified + unknown


def test_without_a_figure_the_known_share_is_said() -> None:
    got = answer([4, 1], unidentified=3, unknown=3)
    assert got.reason is not None
    assert got.reason.args == {"percent": 45}
    assert [(part.key, part.count) for part in got.breakdown] == [
        ("identified", 5),
        ("unidentified", 3),
        ("unknown", 3),
    ]
    assert sum(part.share for part in got.breakdown) == pytest.approx(1)
