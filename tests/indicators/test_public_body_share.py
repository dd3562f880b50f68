from collections.abc import Sequence
from datetime import date

import pytest

from reperes.indicators import definitions
from reperes.indicators.measure import Measure, Outcome
from reperes.indicators.public_body_share.measure import measure
from support.history import C, history, of_history
from support.indicators import AS_OF, MEASURED, TOO_LITTLE

ORGANISATIONS = {
    "insee": "public-body",
    "town": "public-body",
    "uni": "research",
    "acme": "company",
    "club": "association",
    "shared.example": "unidentified",
}


def answer(authors: Sequence[tuple[int, str]]) -> Measure:
    commits = [C(date(2026, 5, 1), author) for n, author in authors for _ in range(n)]
    built = history(commits, organisations=ORGANISATIONS)
    return measure(of_history(built), AS_OF, definitions()["public_body_share"])


@pytest.mark.parametrize(
    ("authors", "outcome", "value", "items"),
    [
        ([(3, "ada@insee"), (2, "bob@town"), (5, "cleo@acme"), (10, "dan")], MEASURED, 0.25, 20),
        ([(10, "ada@insee")], MEASURED, 1.0, 10),
        ([(10, "cleo@uni")], MEASURED, 0.0, 10),
        ([(20, "dan")], Outcome.NOT_MEASURED, None, 20),
        ([(9, "ada@insee")], TOO_LITTLE, None, 9),
        ([], TOO_LITTLE, None, 0),
    ],
)
def test_share_of_all_contributions(
    authors: Sequence[tuple[int, str]], outcome: Outcome, value: float | None, items: int
) -> None:
    got = answer(authors)
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_research_is_apart_and_the_unknown_is_shown() -> None:
    authors = [(4, "ada@insee"), (3, "bob@uni"), (2, "cleo@acme"), (1, "cleo@club")]
    got = answer([*authors, (2, "dan@shared.example"), (8, "eve")])
    assert [(part.key, part.count, part.share) for part in got.breakdown] == [
        ("public-body", 4, 0.2),
        ("research", 3, 0.15),
        ("other-organisation", 3, 0.15),
        ("unidentified", 2, 0.1),
        ("unknown", 8, 0.4),
    ]
    assert got.value == 0.2
