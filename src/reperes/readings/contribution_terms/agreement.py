"""What an agreement is: for whom, and whether it lets one party change the terms."""

from reperes.readings.seen import Seen

AGREEMENTS = frozenset({"cla", "dco+cla", "copyright-assignment"})


def cla_kind(seen: Seen, value: str | None) -> str | None:
    """Return individual, corporate, both or unknown; None when no agreement is asked."""
    if value not in AGREEMENTS:
        return None
    persons, organisations = bool(seen.hits("kind_individual")), bool(seen.hits("kind_corporate"))
    if persons and organisations:
        return "both"
    if persons or organisations:
        return "individual" if persons else "corporate"
    return "unknown"


def relicensing(seen: Seen, value: str | None) -> bool | None:
    """Return whether one party may publish under other terms; None when no text says it."""
    if value not in AGREEMENTS:
        return None
    if seen.hits("relicense"):
        return True
    if seen.hits("same_licence"):
        return False
    return True if value == "copyright-assignment" else None
