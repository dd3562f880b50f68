"""Who the administration is: contract 4.3. All but name and kind may be absent; absent is unknown."""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.knowledge.bodies import KINDS, LEVELS, bodies_of
from reperes.modalities.definition import MARKETS
from reperes.modalities.vocabulary import GOALS, OBJECTS, RELATIONS, SKILLS

CENTRAL = ("state", "state-operator", "university", "other-public")
_MOST = 1_000_000_000_000
_FIRST_YEAR, _LAST_YEAR = 1985, 2999
_EXACT_DIGITS = 15
_YES, _NO = frozenset({"yes", "true", "oui"}), frozenset({"no", "false", "non"})
_NUMBER = re.compile(
    r"(?P<whole>-?(?:[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+|[0-9]+))(?:[.,](?P<decimals>[0-9]+))?"
)
_CURRENCY = re.compile(r"\s*(?:€|euros?|eur)$", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _absent(value: Any) -> Any:
    return None if isinstance(value, str) and value.strip().lower() in {"unknown", "inconnu", ""} else value


def _yes_no(value: Any) -> Any:
    if not isinstance(value, str | bool):
        return value
    told = str(value).strip().lower()
    return True if told in _YES else False if told in _NO else _absent(value)


def _number(value: Any) -> Any:
    """Return a number, that a text may write as the French do; `45,000` and `45.000` say two things."""
    if isinstance(value, bool):
        raise ValueError("yes or no is no number")
    if not isinstance(value, str) or _absent(value) is None:
        return _absent(value)
    written = _NUMBER.fullmatch(_CURRENCY.sub("", value.strip()))
    if written is None:
        raise ValueError("not a number")
    whole, decimals = re.sub(r"\s", "", written["whole"]), written["decimals"] or ""
    if len(decimals) == 3:
        raise PydanticCustomError("two_numbers", "thousands, or decimals")
    if decimals.strip("0") or len(whole) > _EXACT_DIGITS:
        return float(f"{whole}.{decimals or 0}")
    return int(whole)


def _day(value: Any) -> Any:
    # Left to itself, the model takes 20261201 for seconds.
    if isinstance(value, str) and (value := _absent(value.strip())) is not None and not _DAY.fullmatch(value):
        raise ValueError("not a day")
    if isinstance(value, int | float):
        raise ValueError("not a day")
    return value


def _near_us(value: date | None) -> date | None:
    if value is not None and not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError("not a day of our time")
    return value


def _market(value: Any) -> Any:
    if isinstance(value, str):
        value = [] if _absent(value) is None else [value]
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        value = dict.fromkeys(value, True)
    if isinstance(value, Mapping) and any(name not in MARKETS for name in value):
        raise PydanticCustomError("market", "not a market")
    return value


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
YesNo = Annotated[
    bool | None,
    BeforeValidator(_yes_no),
    WithJsonSchema({"enum": [True, False, None, "yes", "no", "unknown"]}),
]
_Markets = Annotated[
    Mapping[str, YesNo],
    BeforeValidator(_market),
    WithJsonSchema(
        {
            "anyOf": [
                {
                    "type": "object",
                    "propertyNames": {"enum": list(MARKETS)},
                    "additionalProperties": {"enum": [True, False, None, "yes", "no", "unknown"]},
                },
                {"type": "array", "items": {"enum": list(MARKETS)}},
            ]
        }
    ),
]
Amount = Annotated[float | None, Field(ge=0, le=_MOST, allow_inf_nan=False), BeforeValidator(_number)]


class _Profile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Means(_Profile):
    """What can be given: money (EUR), days of agents, skills. None is unknown."""

    budget_eur: Amount = None
    agent_days: Amount = None
    skills: Annotated[tuple[Literal[*SKILLS], ...] | None, BeforeValidator(_absent)] = None  # type: ignore[valid-type]


class Purchase(_Profile):
    """A purchase: the whole need, over its whole duration, before tax; its day is the advice's by default."""

    object: Annotated[Literal["supplies", "services", "works"] | None, BeforeValidator(_absent)] = None
    amount_eur_ht: Amount = None
    duration_months: Annotated[
        float | None,
        Field(
            gt=0,
            le=1200,
            allow_inf_nan=False,
            description="Kept as a reminder: nothing is computed from it.",
        ),
        BeforeValidator(_number),
    ] = None
    consultation_on: Annotated[date | None, BeforeValidator(_day), AfterValidator(_near_us)] = None


class Administration(_Profile):
    """The administration that asks. `answers` are those to the checks of an advice, by `<modality>.<check>`.

    `code_licence` is the licence of code of its own that it would contribute (SPDX).
    """

    name: str = Field(min_length=1, max_length=200)
    kind: Kind
    level: Annotated[Level | None, BeforeValidator(_absent)] = None
    population: Annotated[int | None, Field(ge=0, le=_MOST), BeforeValidator(_number)] = None
    central_authority: YesNo = None
    market_beneficiary: _Markets = {}
    means: Means = Means()
    relation: Annotated[Relation | None, BeforeValidator(_absent)] = None
    goals: Annotated[tuple[Literal[*GOALS], ...] | None, BeforeValidator(_absent)] = None  # type: ignore[valid-type]
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
    if made.central_authority and made.kind not in CENTRAL:
        raise UsageError(
            what=Message(
                N_("The profile says `central_authority: yes`, but this body cannot be a central authority.")
            ),
            why=Message(N_("Only these kinds of bodies may be one: {kinds}."), {"kinds": ", ".join(CENTRAL)}),
            do=Message(N_("Take `central_authority` away, or write the right `kind`.")),
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
        "market_beneficiary": MARKETS,
    }.get(field, ())


_AMOUNT = N_("Write a number without its unit, from 0 to a thousand billion: `45000`, `45 000`, `45 000,50`.")
_YES_OR_NO = N_("Write `yes`, `no` or `unknown`.")
_FORMS = {
    "name": N_("Write from 1 to 200 characters."),
    "population": N_("Write a whole number, 0 or more: `12000`, `12 000`."),
    "budget_eur": _AMOUNT,
    "agent_days": _AMOUNT,
    "amount_eur_ht": _AMOUNT,
    "duration_months": N_("Write a number of months, more than 0 and at most 1200: `24`."),
    "consultation_on": N_("Write a day as YYYY-MM-DD: `2026-12-01`."),
    "central_authority": _YES_OR_NO,
    "answers": _YES_OR_NO,
    "code_licence": N_("Write an SPDX expression of at most 200 characters: `EUPL-1.2`."),
}
"""How to write what is no word of a list."""


def _refused(error: ValidationError) -> UsageError:
    first = error.errors(include_url=False, include_context=True)[0]
    path = [str(part) for part in first["loc"]]
    field = next((part for part in reversed(path) if not part.isdecimal()), "")
    return UsageError(
        what=Message(N_("The profile of the administration cannot be used.")),
        why=_why(first["type"], ".".join(path), field, first.get("input")),
        do=_do(first["type"], path, field),
    )


def _why(kind: str, place: str, field: str, given: object) -> Message:
    shown = repr(given)[:80]
    if kind == "missing":
        return Message(N_("`{field}` is missing."), {"field": place})
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(field, _fields(), n=1, cutoff=0.6)
        if near:
            return Message(
                N_("`{field}` is not a field of a profile; near it: `{near}`."),
                {"field": place, "near": near[0]},
            )
        return Message(N_("`{field}` is not a field of a profile."), {"field": place})
    if kind == "two_numbers":
        return Message(
            N_("`{field}` cannot be {value}: it may mean thousands as well as decimals."),
            {"field": place, "value": shown},
        )
    if kind == "market" and isinstance(given, Mapping | list | tuple):
        shown = repr(next(name for name in given if name not in MARKETS))[:80]
    return Message(N_("`{field}` cannot be {value}."), {"field": place, "value": shown})


def _do(kind: str, path: list[str], field: str) -> Message:
    root = path[0] if path else ""
    choices = _choices(field)
    if choices:
        return Message(N_("`{field}` may be: {choices}."), {"field": field, "choices": ", ".join(choices)})
    form = (
        _YES_OR_NO if root == "market_beneficiary" else _FORMS.get("answers" if root == "answers" else field)
    )
    if form is not None and kind not in {"missing", "extra_forbidden"}:
        return Message(form)
    return Message(N_("Only `name` and `kind` must be there. An example of each kind of body is in docs/."))


def _fields() -> list[str]:
    return [name for model in (Administration, Means, Purchase) for name in model.model_fields]
