"""The bodies that a kind and a level may be: what is not known is several, never none."""

import pytest

from reperes.knowledge.bodies import BODIES, KINDS, LEVELS, bodies_of, kind_of

LOCAL = ("commune", "epci", "departement", "region", "other-local-authority")


@pytest.mark.parametrize(
    ("kind", "level", "expected"),
    [
        ("state", None, ("state",)),
        ("state-operator", None, ("state-operator",)),
        ("local-public-body", None, ("local-public-body",)),
        ("hospital", None, ("hospital",)),
        ("university", None, ("university",)),
        ("other-public", None, ("other-public",)),
        ("local-authority", "commune", ("commune",)),
        ("local-authority", "epci", ("epci",)),
        ("local-authority", "departement", ("departement",)),
        ("local-authority", "region", ("region",)),
        ("local-authority", "other", ("other-local-authority",)),
        ("local-authority", None, LOCAL),
    ],
)
def test_a_kind_and_a_level_are_one_body_or_all_that_it_may_be(
    kind: str, level: str | None, expected: tuple[str, ...]
) -> None:
    assert bodies_of(kind, level) == expected


@pytest.mark.parametrize("body", BODIES)
def test_every_body_is_of_a_kind(body: str) -> None:
    assert kind_of(body) == ("local-authority" if body in LOCAL else body)


def test_every_kind_has_a_body_and_every_body_a_kind() -> None:
    assert {one for kind in KINDS for one in bodies_of(kind, None)} == set(BODIES)
    assert {kind_of(body) for body in BODIES} == set(KINDS)
    assert set(LEVELS) < set(BODIES)
