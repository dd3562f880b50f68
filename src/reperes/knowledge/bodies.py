"""The kinds of public bodies, as the law tells them apart."""

LEVELS = ("commune", "epci", "departement", "region")
KINDS = (
    "state",
    "state-operator",
    "local-authority",
    "local-public-body",
    "hospital",
    "university",
    "other-public",
)
# A local authority is told by its level: the rules of a commune are not those of a region.
BODIES = (
    "state",
    "state-operator",
    *LEVELS,
    "other-local-authority",
    "local-public-body",
    "hospital",
    "university",
    "other-public",
)


def bodies_of(kind: str, level: str | None) -> tuple[str, ...]:
    """Return the bodies that a kind and a level may be: several when the level is not known."""
    if kind != "local-authority":
        return (kind,)
    if level is None:
        return (*LEVELS, "other-local-authority")
    return (level,) if level in LEVELS else ("other-local-authority",)


def kind_of(body: str) -> str:
    """Return the kind that a body is of."""
    return body if body in KINDS else "local-authority"
