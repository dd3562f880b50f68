from collections.abc import Sequence
from datetime import date

import pytest

from reperes.facts.factset import FactSet
from reperes.facts.history import KIND_OF_ORGANISATION
from reperes.indicators import definitions
from reperes.indicators.measure import Outcome
from reperes.indicators.organisational_diversity.measure import measure
from reperes.indicators.organisations import KINDS
from support.history import C, history, of_history
from support.indicators import AS_OF, MEASURED, TOO_LITTLE

ORGANISATIONS = {
    "insee": "public-body",
    "uni": "research",
    "acme": "company",
    "globex": "company",
    "fund": "foundation",
    "club": "association",
    "shared.example": "unidentified",
}


def facts(*authors: tuple[int, str], day: date = date(2026, 5, 1)) -> FactSet:
    commits = [C(day, author) for n, author in authors for _ in range(n)]
    return of_history(history(commits, organisations=ORGANISATIONS))


@pytest.mark.parametrize(
    ("authors", "outcome", "value", "items"),
    [
        ([(5, "ada@insee"), (5, "bob@acme"), (1, "cleo@globex"), (1, "dan@acme")], MEASURED, 3, 12),
        ([(9, "ada@insee"), (1, "bob@shared.example")], MEASURED, 1, 10),
        ([(9, "ada@insee")], TOO_LITTLE, None, 9),
        ([(20, "ada"), (5, "bob@shared.example")], Outcome.NOT_MEASURED, None, 25),
        ([], TOO_LITTLE, None, 0),
        ([(10, "ada@insee"), (50, "bot-ci@acme")], MEASURED, 1, 10),
    ],
)
def test_counts_known_organisations(
    authors: Sequence[tuple[int, str]], outcome: Outcome, value: int | None, items: int
) -> None:
    got = measure(facts(*authors), AS_OF, definitions()["organisational_diversity"])
    assert (got.outcome, got.value, got.items) == (outcome, value, items)


def test_every_kind_has_its_share_of_all_and_the_unknown_too() -> None:
    authors = [(8, "ada@insee"), (4, "bob@acme"), (2, "bob@globex"), (1, "cleo@shared.example"), (5, "dan")]
    got = measure(facts(*authors), AS_OF, definitions()["organisational_diversity"])
    assert [(part.key, part.count, part.share) for part in got.breakdown] == [
        ("public-body", 8, 0.4),
        ("research", 0, 0.0),
        ("company", 6, 0.3),
        ("foundation", 0, 0.0),
        ("association", 0, 0.0),
        ("unidentified", 1, 0.05),
        ("unknown", 5, 0.25),
    ]
    assert (got.value, got.items) == (3, 20)


def test_what_nobody_could_be_linked_to_is_still_shown() -> None:
    got = measure(facts((12, "ada")), AS_OF, definitions()["organisational_diversity"])
    assert got.reason is not None
    assert got.reason.args == {"count": 12}
    assert {part.key: part.share for part in got.breakdown} == {**dict.fromkeys(KINDS, 0.0), "unknown": 1.0}


def test_parts_are_the_kinds_of_the_history() -> None:
    assert (*KIND_OF_ORGANISATION.categories, "unknown") == KINDS


def test_the_address_of_the_day_decides_and_co_authors_count() -> None:
    commits = [C(date(2026, 5, 1), "ada@insee", co=["bob@acme"])] * 6 + [C(date(2026, 6, 1), "ada@acme")] * 3
    commits += [C(date(2025, 11, 22), "cleo@uni")] * 9  # the day before the window
    built = of_history(history(commits, organisations=ORGANISATIONS))
    got = measure(built, AS_OF, definitions()["organisational_diversity"])
    assert (got.value, got.items) == (2, 15)
    assert {part.key: part.count for part in got.breakdown if part.count} == {"public-body": 6, "company": 9}
