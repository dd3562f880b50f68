"""The closed vocabularies that decision tables may look at."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from reperes.knowledge.bodies import BODIES
from reperes.readings import definitions

YES_NO = ("yes", "no")
RELATIONS = ("discovering", "user", "critical-dependency", "publisher")
GOALS = ("durability", "a-feature", "a-fix", "influence", "visibility", "security")
SKILLS = (
    *("development", "security", "accessibility", "translation", "documentation"),
    *("design", "legal", "testing", "hosting", "communication"),
)
OBJECTS = ("supplies", "services", "works")
NEEDS = (
    *("documentation", "tests", "maintenance", "review", "funding", "governance"),
    *("security", "translation", "accessibility", "hosting", "visibility"),
)
NEED_STATES = ("stated", "inferred", "none-seen")
ROLES = ("participant", "supporter", "facilitator", "contributor", "partner")
# Readings that are one word out of a list.
WORDS = (
    *("resource", "nature", "governance", "legal_home", "lifecycle", "trajectory", "contribution_terms"),
)


@cache
def shared() -> Mapping[str, tuple[str, ...]]:
    """Return the values of every input that does not depend on a modality.

    `found.sill` is always known: whether a record of the project was found there.
    """
    known = definitions()
    found: dict[str, tuple[str, ...]] = {name: tuple(known[name].values) for name in WORDS}
    found |= {f"economy.{value}": YES_NO for value in known["economic_model"].values}
    found |= {f"needs.{need}": NEED_STATES for need in NEEDS}
    found |= {f"goals.{goal}": YES_NO for goal in GOALS}
    found |= {f"skills.{skill}": YES_NO for skill in SKILLS}
    found |= {
        "openness": ("open", "not-open"),
        "copyleft": ("none", "weak", "strong", "network"),
        "state_list": YES_NO,
        "relicensing": YES_NO,
        "cla_kind": ("none", "individual", "corporate", "both"),
        "own_code": ("none", "compatible", "incompatible"),
        "found.sill": YES_NO,
        "body": BODIES,
        "central_authority": YES_NO,
        "relation": RELATIONS,
        "object": OBJECTS,
        "money": YES_NO,
        "time": YES_NO,
        "budget_covers": YES_NO,
    }
    return MappingProxyType(found)


def vocabularies(
    *,
    checks: Iterable[str] = (),
    parameters: Iterable[str] = (),
    markets: Iterable[str] = (),
) -> Mapping[str, tuple[str, ...]]:
    """Return the values of every input that the tables of one modality may look at.

    Besides those of `shared`: `answer.<check>`, and `denied.<check>`, always known: whether we answered no;
    of each parameter, `under.<parameter>` (the purchase is under that amount), `over.<parameter>` (the
    population is over it) and `in_force.<parameter>`; `beneficiary.<market>`; and over what the modality
    serves, `need`, `goal` and `skill`.
    """
    found = dict(shared())
    found |= {f"{how}.{check}": YES_NO for check in checks for how in ("answer", "denied")}
    found |= {f"{how}.{name}": YES_NO for name in parameters for how in ("under", "over", "in_force")}
    found |= {f"beneficiary.{market}": YES_NO for market in markets}
    return found | {"need": NEED_STATES, "goal": YES_NO, "skill": YES_NO}
