"""Who the administration is: contract 4.3. All but name and kind may be absent; absent is unknown."""

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.knowledge.bodies import KINDS, LEVELS, bodies_of
from reperes.modalities.vocabulary import GOALS, OBJECTS, RELATIONS, SKILLS

_MOST = 1_000_000_000_000
_YES, _NO = frozenset({"yes", "true", "oui"}), frozenset({"no", "false", "non"})


def _absent(value: Any) -> Any:
    return None if isinstance(value, str) and value.strip().lower() in {"unknown", "inconnu", ""} else value


def _yes_no(value: Any) -> Any:
    told = str(value).strip().lower() if isinstance(value, str | bool) else value
    return True if told in _YES else False if told in _NO else _absent(value)


def _market(value: Any) -> Any:
    return dict.fromkeys(value, True) if isinstance(value, list | tuple) else value


Kind = Literal[
    "state",
    "state-operator",
    "local-authority",
    "local-public-body",
    "hospital",
    "university",
    "other-public",
]
Level = Literal["commune", "epci", "departement", "region", "other"]
Relation = Literal["discovering", "user", "critical-dependency", "publisher"]
YesNo = Annotated[bool | None, BeforeValidator(_yes_no)]
Amount = Annotated[float | None, Field(ge=0, le=_MOST), BeforeValidator(_absent)]


class _Profile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Means(_Profile):
    """What can be given: money (EUR), days of agents, skills. None is unknown."""

    budget_eur: Amount = None
    agent_days: Amount = None
    skills: tuple[Literal[*SKILLS], ...] | None = None  # type: ignore[valid-type]


class Purchase(_Profile):
    """A purchase: the whole need, over its whole duration, before tax; its day is the advice's by default."""

    object: Annotated[Literal["supplies", "services", "works"] | None, BeforeValidator(_absent)] = None
    amount_eur_ht: Amount = None
    duration_months: Annotated[float | None, Field(gt=0, le=1200), BeforeValidator(_absent)] = None
    consultation_on: Annotated[date | None, BeforeValidator(_absent)] = None


class Administration(_Profile):
    """The administration that asks. `answers` are those to the checks of an advice, by `<modality>.<check>`.

    `code_licence` is the licence of code of its own that it would contribute (SPDX).
    """

    name: str = Field(min_length=1, max_length=200)
    kind: Kind
    level: Annotated[Level | None, BeforeValidator(_absent)] = None
    population: Annotated[int | None, Field(ge=0, le=_MOST), BeforeValidator(_absent)] = None
    central_authority: YesNo = None
    market_beneficiary: Annotated[Mapping[str, YesNo], BeforeValidator(_market)] = {}
    means: Means = Means()
    relation: Annotated[Relation | None, BeforeValidator(_absent)] = None
    goals: tuple[Literal[*GOALS], ...] | None = None  # type: ignore[valid-type]
    purchase: Purchase | None = None
    answers: Mapping[str, YesNo] = {}
    code_licence: Annotated[str | None, Field(max_length=200), BeforeValidator(_absent)] = None

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return what it may be, its level being known or not."""
        return bodies_of(self.kind, self.level)


def administration(fields: Mapping[str, Any]) -> Administration:
    """Return the profile that a file holds; UsageError says what is wrong and what may be written."""
    try:
        made = Administration.model_validate(
            {key: value for key, value in fields.items() if value is not None}
        )
    except ValidationError as error:
        raise _refused(error) from error
    if made.level is not None and made.kind != "local-authority":
        raise UsageError(
            what=Message(
                N_("The profile of the administration has a level, but it is not a local authority.")
            ),
            why=Message(
                N_("Only a local authority has one: {levels}."), {"levels": ", ".join(_choices("level"))}
            ),
            do=Message(N_("Take `level` away, or write `kind: local-authority`.")),
        )
    return made


def _choices(field: str) -> tuple[str, ...]:
    return {
        "kind": KINDS,
        "level": (*LEVELS, "other"),
        "relation": RELATIONS,
        "goals": GOALS,
        "skills": SKILLS,
        "object": OBJECTS,
    }.get(field, ())


def _refused(error: ValidationError) -> UsageError:
    first = error.errors(include_url=False, include_context=True)[0]
    path = [str(part) for part in first["loc"]]
    field = next((part for part in reversed(path) if not part.isdecimal()), "")
    place = ".".join(path)
    given = first.get("input")
    if first["type"] == "missing":
        why = Message(N_("`{field}` is missing."), {"field": place})
    elif first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(field, _fields(), n=1, cutoff=0.6)
        why = Message(N_("`{field}` is not a field of a profile."), {"field": place})
        if near:
            why = Message(
                N_("`{field}` is not a field of a profile; near it: `{near}`."),
                {"field": place, "near": near[0]},
            )
    else:
        why = Message(N_("`{field}` cannot be {value}."), {"field": place, "value": repr(given)[:80]})
    choices = _choices(field)
    do = Message(N_("Only `name` and `kind` must be there. An example of each kind of body is in docs/."))
    if choices:
        do = Message(N_("`{field}` may be: {choices}."), {"field": field, "choices": ", ".join(choices)})
    return UsageError(what=Message(N_("The profile of the administration cannot be used.")), why=why, do=do)


def _fields() -> list[str]:
    return [name for model in (Administration, Means, Purchase) for name in model.model_fields]
