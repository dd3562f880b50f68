"""Roles and postures: `knowledge/roles/` and what to avoid with a project, `knowledge/postures.yaml`."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import Field

from reperes.knowledge.loader import KnowledgeError, load_folder, load_strict
from reperes.knowledge.terms import Text
from reperes.modalities.case import Case
from reperes.modalities.definition import Role
from reperes.modalities.model import Posture, Recommendation, Said, Verdict
from reperes.modalities.table import Name, Strict, When, applies, surely_applies
from reperes.modalities.vocabulary import ROLES, shared

_OPEN = frozenset({Verdict.FITS, Verdict.POSSIBLE})


class RoleDefinition(Strict):
    """One role: what it is, what it asks of both sides, what it may become, how to leave it."""

    id: Role
    order: int
    label: Text
    what: Text
    ours: tuple[Text, ...] = Field(min_length=1)
    theirs: tuple[Text, ...] = Field(min_length=1)
    avoid: tuple[Text, ...] = Field(min_length=1)
    may_become: tuple[Role, ...]
    becomes: Text
    leaving: Text
    source: str = Field(min_length=1)


class Rule(Strict):
    """What to avoid, or what leads to a role, when all the inputs have one of these values."""

    id: Name
    when: When = Field(default_factory=dict)
    says: Text


class Suggestion(Rule):
    """A rule that leads to a role, if a modality that asks for it is open; the next is tried otherwise."""

    role: Role


class Postures(Strict):
    """The file `knowledge/postures.yaml`: the first suggestion that applies gives the role."""

    suggestions: tuple[Suggestion, ...] = Field(min_length=1)
    avoid: tuple[Rule, ...] = Field(min_length=1)


@cache
def roles() -> Mapping[str, RoleDefinition]:
    """Return every role, from the lightest to the most binding."""
    found = load_folder(RoleDefinition, files("reperes.knowledge") / "roles")
    if set(found) != set(ROLES):
        raise KnowledgeError(f"roles: {', '.join(ROLES)} are wanted, {', '.join(sorted(found))} are there")
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: item[1].order)))


@cache
def postures() -> Postures:
    """Return the rules of postures; KnowledgeError when one looks at what is no input."""
    found = load_strict(Postures, files("reperes.knowledge") / "postures.yaml")
    known = shared()
    for rule in (*found.suggestions, *found.avoid):
        for name, values in rule.when.items():
            wrong = [one for one in values if one not in known.get(name, ())]
            if wrong:
                raise KnowledgeError(f"postures.yaml: {rule.id}: {name} cannot be {', '.join(wrong)}")
    last = found.suggestions[-1]
    if last.when or last.role != "participant":
        raise KnowledgeError(
            "postures.yaml: the last suggestion must be for everyone, and that of participant"
        )
    return found


def posture(recommendations: Sequence[Recommendation], case: Case) -> Posture:
    """Return the role that suits the case, among those of the modalities that nothing excludes."""
    open_ = {one.role for one in recommendations if one.verdict is not Verdict.EXCLUDED}
    open_.add("participant")
    chosen = next(
        one for one in postures().suggestions if one.role in open_ and applies(one.when, case.shared)
    )
    role = roles()[chosen.role]
    return Posture(
        role=role.id,
        why=(
            _said("suggestions", chosen, case),
            *_through(recommendations, role.id),
        ),
        ours=tuple(Said(f"roles.{role.id}.ours.{at}") for at, _ in enumerate(role.ours)),
        theirs=tuple(Said(f"roles.{role.id}.theirs.{at}") for at, _ in enumerate(role.theirs)),
        avoid=(
            *(_said("avoid", rule, case) for rule in postures().avoid if applies(rule.when, case.shared)),
            *(Said(f"roles.{role.id}.avoid.{at}") for at, _ in enumerate(role.avoid)),
        ),
        may_become=role.may_become,
        leaving=Said(f"roles.{role.id}.leaving"),
    )


def _through(recommendations: Sequence[Recommendation], role: str) -> tuple[Said, ...]:
    """Say by which forms, those that are open before those that are to be verified."""
    found = []
    for name, verdicts in (("role_through", _OPEN), ("role_after_checks", {Verdict.TO_VERIFY})):
        ways = [one.modality for one in recommendations if one.role == role and one.verdict in verdicts]
        if ways:
            found.append(Said(f"advice.{name}", {"ways": [{"message": f"{one}.label"} for one in ways[:3]]}))
    return tuple(found)


def _said(part: str, rule: Rule, case: Case) -> Said:
    """Return the sentence of a rule; weak when it hangs on what is only likely."""
    rests = tuple(dict.fromkeys(rests for name in rule.when for rests in case.shared[name].rests))
    return Said(
        f"postures.{part}.{rule.id}", citations=rests, weak=not surely_applies(rule.when, case.shared)
    )
