from datetime import date

import pytest

from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.indicators.release_age.measure import measure
from support.history import history, of_history
from support.indicators import AS_OF, MEASURED

UNKNOWN = Outcome.NOT_MEASURED


@pytest.mark.parametrize(
    ("tags", "outcome", "value", "items", "details"),
    [
        ([("v1.0", AS_OF)], MEASURED, 0, 1, {}),
        ([("v1.0", date(2026, 11, 22))], MEASURED, 1, 1, {}),
        ([("v1.0", date(2025, 11, 23)), ("v0.9", date(2024, 1, 1))], MEASURED, 365, 2, {}),
        ([("v1.0", date(2026, 11, 13)), ("v1.1", date(2026, 11, 24))], MEASURED, 10, 1, {}),
        (
            [("v1.0", date(2026, 11, 3)), ("v2.0-rc1", date(2026, 11, 13))],
            *(MEASURED, 20, 1, {"pre_release_days": 10}),
        ),
        ([("v2.0-rc1", date(2026, 11, 13))], UNKNOWN, None, 0, {"pre_release_days": 10}),
        ([("latest", AS_OF)], UNKNOWN, None, 0, {}),
        ([], UNKNOWN, None, 0, {}),
    ],
)
def test_days_since_the_last_release(
    tags: list[tuple[str, date]], outcome: Outcome, value: int | None, items: int, details: dict[str, int]
) -> None:
    got = measure(of_history(history([], tags=tags)), AS_OF, definitions()["release_age"])
    assert (got.outcome, got.value, got.items, got.details) == (outcome, value, items, details)


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ([], "No dated tag looks like a version number; releases may be published elsewhere."),
        (
            [("v1.0-rc1", AS_OF), ("v1.0-rc2", AS_OF)],
            "Every dated tag that looks like a version number is that of a pre-release ({count} tags).",
        ),
    ],
)
def test_no_release_is_never_said_to_be_no_release(tags: list[tuple[str, date]], said: str) -> None:
    got = measure(of_history(history([], tags=tags)), AS_OF, definitions()["release_age"])
    assert got.reason is not None
    assert got.reason.msgid == said
