"""The readings that an advice is made from: of an observation, of its file, or stated by hand."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.licences import companions_of
from reperes.readings import definitions
from reperes.readings.definition import Definition
from reperes.readings.model import Confidence, Question, Reading

NEED_STATES = ("stated", "inferred", "none-seen")


@dataclass(frozen=True, slots=True)
class Given:
    """One reading as the advice takes it, corrected if it was. `value` is None when unknown."""

    id: str
    value: Any
    confidence: Confidence
    companions: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    is_corrected: bool = False

    @property
    def is_sure(self) -> bool:
        """Return whether the value may be relied on to exclude something."""
        return self.is_corrected or self.confidence is Confidence.ESTABLISHED


def unknown(name: str) -> Given:
    """Return a reading that nobody made."""
    return Given(name, None, Confidence.UNKNOWN)


def of_observation(made: Iterable[Reading]) -> dict[str, Given]:
    """Return the readings of an observation."""
    return {one.id: _of_reading(one) for one in made}


def _of_reading(one: Reading) -> Given:
    value = one.settled if one.correction is not None or _is_told(one.confidence) else None
    return Given(one.id, value, one.confidence, one.companions, one.questions, one.correction is not None)


def of_file(fields: Mapping[str, Any]) -> dict[str, Given]:
    """Return the readings of a file: those of an observation, or stated by hand.

    `fields` is contract 4.2's `readings`, or a mapping that holds it. A bare value stands for `{value: …}`
    and is established. UsageError says what is not a reading or a value, and which ones are.
    """
    stated = fields.get("readings", fields)
    if not isinstance(stated, Mapping):
        raise _refused(
            Message(N_("`readings` must hold one line for each reading, such as `legal_home: association`."))
        )
    known = definitions()
    found = {}
    for name, told in stated.items():
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.5)
            why = Message(N_("`{name}` is not a reading."), {"name": str(name)[:60]})
            if near:
                why = Message(
                    N_("`{name}` is not a reading; near it: `{near}`."),
                    {"name": str(name)[:60], "near": near[0]},
                )
            raise _refused(why, known)
        found[name] = _stated(known[name], told)
    return found


def _stated(definition: Definition, told: Any) -> Given:
    full = isinstance(told, Mapping) and bool({"value", "confidence", "correction"} & told.keys())
    block: Mapping[str, Any] = told if full else {"value": told}
    correction = block.get("correction")
    corrected = isinstance(correction, Mapping) and "value" in correction
    value = _value(
        definition,
        correction["value"] if corrected and isinstance(correction, Mapping) else block.get("value"),
    )
    confidence = _confidence(definition, block.get("confidence"), value)
    if not corrected and not _is_told(confidence):
        value = None
    companions = {
        key: _plain(told) for key, told in block.items() if key not in {"value", "confidence", "correction"}
    }
    if definition.id == "licence" and isinstance(value, str):
        follows = companions_of(value)
        companions = {**follows, **companions} if not corrected else {**companions, **follows}
    return Given(definition.id, value, confidence, companions, (), corrected)


def _value(definition: Definition, value: Any) -> Any:
    if value is None or value == "unknown" or value in ("", [], {}):
        return None
    if definition.id == "needs":
        return _needs(value)
    if definition.listed:
        return [_one(definition, item) for item in (value if isinstance(value, list | tuple) else [value])]
    if definition.id == "licence":
        return str(value)
    if not definition.values:  # vitality, community and ecosystem have no sum
        return None
    return _one(definition, value)


def _one(definition: Definition, value: Any) -> str:
    if value is False and "none" not in definition.values:
        value = "no"
    if str(value) in definition.values:
        return str(value)
    near = difflib.get_close_matches(str(value), definition.values, n=1, cutoff=0.6)
    said = {"name": definition.id, "value": str(value)[:60], "near": near[0] if near else ""}
    text = (
        N_("`{name}` cannot be `{value}`; near it: `{near}`.")
        if near
        else N_("`{name}` cannot be `{value}`.")
    )
    raise _refused(Message(text, said), definition.values)


def _needs(value: Any) -> dict[str, str]:
    from reperes.modalities.vocabulary import NEEDS

    stated = (
        value
        if isinstance(value, Mapping)
        else dict.fromkeys(value if isinstance(value, list) else [value], "stated")
    )
    for need, state in stated.items():
        if need not in NEEDS:
            raise _refused(
                Message(N_("`{name}` cannot be `{value}`."), {"name": "needs", "value": str(need)[:60]}),
                NEEDS,
            )
        if state not in {*NEED_STATES, None, "unknown"}:
            text = Message(
                N_("`{name}` cannot be `{value}`."), {"name": f"needs.{need}", "value": str(state)[:60]}
            )
            raise _refused(text, NEED_STATES)
    return {need: state for need, state in stated.items() if state in NEED_STATES}


def _confidence(definition: Definition, told: Any, value: Any) -> Confidence:
    if told is None:
        return Confidence.UNKNOWN if value is None else Confidence.ESTABLISHED
    if told not in set(Confidence):
        text = Message(
            N_("`{name}` cannot be `{value}`."),
            {"name": f"{definition.id}.confidence", "value": str(told)[:60]},
        )
        raise _refused(text, [one.value for one in Confidence])
    return Confidence(told)


def _plain(value: Any) -> Any:
    """Return a companion with its yes, no and unknown as the readings have them."""
    return (
        {"true": True, "false": False, "yes": True, "no": False, "unknown": "unknown", "null": None}.get(
            value, value
        )
        if isinstance(value, str)
        else value
    )


def _is_told(confidence: Confidence) -> bool:
    return confidence in {Confidence.ESTABLISHED, Confidence.LIKELY}


def _refused(why: Message, choices: Iterable[str] = ()) -> UsageError:
    listed = ", ".join(choices)
    do = Message(N_("It may be: {choices}."), {"choices": listed})
    if not listed:
        do = Message(
            N_("Write the readings as `reperes observe --format json` does, or one bare value for each.")
        )
    return UsageError(what=Message(N_("The readings of this file cannot be used.")), why=why, do=do)
