"""The readings that an advice is made from: of an observation, of its file, or stated by hand."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reperes.errors import Message, UsageError
from reperes.i18n import N_
from reperes.licences import companions_of, parse
from reperes.readings import definitions
from reperes.readings.definition import Definition
from reperes.readings.model import Confidence, Question, Reading

NEED_STATES = ("stated", "inferred", "none-seen")
_OBSERVATION = (
    *("schema", "as_of", "generator", "subject", "indicators"),
    *("readings", "absences", "documents", "declarations", "forge", "catalogues", "asked"),
)
_BESIDE = ("subject", "schema")  # what may stand among readings that are not under `readings`
_EVIDENCE = ("support", "against", "questions")  # an observation writes them in each reading, a person none
_BLOCK = ("value", "confidence", "correction")
_LONGEST_LICENCE = 200
_SHOWN = 60
_UNKNOWN = frozenset({"unknown", "inconnu", ""})


@dataclass(frozen=True, slots=True)
class Given:
    """One reading as the advice takes it. `value` is None when unknown.

    `is_bare` when a person stated it in a file with nothing beside it that an observation would have written;
    `is_added` when a person added evidence to it (`modalities/added.py`).
    """

    id: str
    value: Any
    confidence: Confidence
    companions: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    is_corrected: bool = False
    is_bare: bool = False
    is_added: bool = False

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
    value = one.value if _is_told(one.confidence) else None
    if one.correction is not None:
        value = _value(definitions()[one.id], one.correction.value, by_hand=True)
    return Given(one.id, value, one.confidence, one.companions, one.questions, one.correction is not None)


def of_file(fields: Mapping[str, Any]) -> dict[str, Given]:
    """Return the readings of a file: those of an observation, or stated by hand.

    `fields` is contract 4.2's `readings`, or a mapping that holds it. A bare value stands for `{value: …}`
    and is established. UsageError says what is not a reading or a value, and which ones are.
    """
    stated = _lines(fields)
    known = definitions()
    for name in stated:
        if name not in known:
            raise _refused(_no_reading(name, (*known, "readings")), known)
    return {name: _stated(known[name], told) for name, told in stated.items()}


def name_in(fields: Mapping[str, Any]) -> str | None:
    """Return the name of the project that a file tells, None when it tells none."""
    subject = fields.get("subject")
    name = subject.get("name") if isinstance(subject, Mapping) else subject
    return name if isinstance(name, str) else None


def _lines(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return one line for each reading; UsageError for what stands beside them and is not known."""
    if "readings" not in fields:
        return {name: told for name, told in fields.items() if name not in _BESIDE}
    for name in fields:
        if name in definitions():
            text = N_("`{name}` is a reading that stands beside `readings`, not under it.")
            do = Message(N_("Write every reading under `readings`, or none."))
            raise _refused(Message(text, {"name": name}), do=do)
        if name not in _OBSERVATION:
            raise _refused(_no_field(name, _OBSERVATION), _OBSERVATION)
    stated = fields["readings"]
    if not isinstance(stated, Mapping):
        raise _refused(
            Message(N_("`readings` must hold one line for each reading, such as `legal_home: association`."))
        )
    return stated


def _stated(definition: Definition, told: Any) -> Given:
    full = isinstance(told, Mapping) and bool({*_BLOCK, *_EVIDENCE} & told.keys())
    block: Mapping[str, Any] = told if full else {"value": told}
    by_hand = not any(name in block for name in _EVIDENCE)
    if by_hand:
        _check_fields(definition, block)
    corrected = block.get("correction") is not None
    stated = _corrected(definition, block["correction"]) if corrected else block.get("value")
    value = _value(definition, stated, by_hand=by_hand)
    confidence = _confidence(definition, block.get("confidence"), value)
    if not corrected and not _is_told(confidence):
        value = None
    companions = {key: _plain(told) for key, told in block.items() if key not in _BLOCK}
    if definition.id == "licence" and isinstance(value, str):
        companions = _with_what_follows(value, companions, corrected=corrected, by_hand=by_hand)
    return Given(
        definition.id, value, confidence, companions, (), corrected, is_bare=by_hand and not companions
    )


def _with_what_follows(
    licence: str, companions: Mapping[str, Any], *, corrected: bool, by_hand: bool
) -> dict[str, Any]:
    """Return companions with what follows from a licence.

    An observation knows more than the licence (a clause that closes it); a person does not: what is stated by
    hand counts for a licence that we do not know.
    """
    follows = companions_of(licence)
    if corrected:
        return {**companions, **follows}
    known = {key: told for key, told in follows.items() if told not in (None, "unknown")} if by_hand else {}
    return {**follows, **companions, **known}


def _check_fields(definition: Definition, block: Mapping[str, Any]) -> None:
    fields = (*_BLOCK, *definition.companions)
    for name in block:
        if name not in fields:
            raise _refused(_no_field(name, fields, of=definition.id), fields)


def _corrected(definition: Definition, correction: Any) -> Any:
    if isinstance(correction, Mapping) and "value" in correction:
        return correction["value"]
    raise _refused(
        Message(N_("The correction of `{name}` has no `value`."), {"name": definition.id}),
        do=Message(
            N_("Write it as {example}; the value may be `unknown`."),
            {"example": "`correction: {value: …, reason: …, by: …, on: …}`"},
        ),
    )


def _value(definition: Definition, value: Any, *, by_hand: bool) -> Any:
    if value in (None, "", [], {}) or (isinstance(value, str) and value.strip().lower() in _UNKNOWN):
        return None
    if definition.id == "needs":
        return _needs(value)
    if definition.listed:
        return [_one(definition, item) for item in (value if isinstance(value, list | tuple) else [value])]
    if definition.id == "licence":
        return _licence(value) if by_hand else str(value)
    if not definition.values:  # vitality, community and ecosystem have no sum
        if not by_hand:
            return None
        raise _refused(
            Message(N_("`{name}`: this reading has no value of its own."), {"name": definition.id}),
            do=Message(
                N_("Take it away; `reperes explain {name}` tells what it is made of."),
                {"name": definition.id},
            ),
        )
    return _one(definition, value)


def _licence(value: Any) -> str:
    if isinstance(value, str):
        text = " ".join(value.split())
        if (len(text) <= _LONGEST_LICENCE and text.isprintable() and "\ufffd" not in text) or parse(text):
            return text
    raise _refused(
        _cannot_be("licence", value),
        do=Message(
            N_("Write one SPDX expression, such as `AGPL-3.0-or-later`, or `NONE` when there is no licence.")
        ),
    )


def _one(definition: Definition, value: Any) -> str:
    if value is False and "none" not in definition.values:
        value = "no"
    if str(value) in definition.values:
        return str(value)
    near = difflib.get_close_matches(str(value)[:_SHOWN], definition.values, n=1, cutoff=0.6)
    raise _refused(_cannot_be(definition.id, value, *near), definition.values)


def _needs(value: Any) -> dict[str, str]:
    from reperes.modalities.vocabulary import NEEDS

    listed = value if isinstance(value, Mapping | list | tuple) else [value]
    for need in listed:
        if need not in NEEDS:
            raise _refused(_cannot_be("needs", need), NEEDS)
    stated = listed if isinstance(listed, Mapping) else dict.fromkeys(listed, "stated")
    for need, state in stated.items():
        if state not in (*NEED_STATES, None, "unknown"):
            raise _refused(_cannot_be(f"needs.{need}", state), NEED_STATES)
    return {need: state for need, state in stated.items() if state in NEED_STATES}


def _confidence(definition: Definition, told: Any, value: Any) -> Confidence:
    if told is None:
        return Confidence.UNKNOWN if value is None else Confidence.ESTABLISHED
    names = tuple(one.value for one in Confidence)
    if told not in names:
        raise _refused(_cannot_be(f"{definition.id}.confidence", told), names)
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


def _shown(value: object) -> str:
    return str(value)[:_SHOWN]


def _cannot_be(name: str, value: object, near: str | None = None) -> Message:
    said = {"name": name, "value": _shown(value)}
    if near is None:
        return Message(N_("`{name}` cannot be `{value}`."), said)
    return Message(N_("`{name}` cannot be `{value}`; near it: `{near}`."), {**said, "near": near})


def _no_reading(name: object, known: Iterable[str]) -> Message:
    near = difflib.get_close_matches(_shown(name), [*known], n=1, cutoff=0.5)
    if not near:
        return Message(N_("`{name}` is not a reading."), {"name": _shown(name)})
    return Message(
        N_("`{name}` is not a reading; near it: `{near}`."), {"name": _shown(name), "near": near[0]}
    )


def _no_field(name: object, known: Iterable[str], of: str | None = None) -> Message:
    near = difflib.get_close_matches(_shown(name), [*known], n=1, cutoff=0.6)
    place = _shown(name) if of is None else f"{of}.{_shown(name)}"
    if not near:
        return Message(N_("`{name}` is not a field of such a file."), {"name": place})
    return Message(
        N_("`{name}` is not a field of such a file; near it: `{near}`."), {"name": place, "near": near[0]}
    )


def _refused(why: Message, choices: Iterable[str] = (), do: Message | None = None) -> UsageError:
    listed = ", ".join(choices)
    if do is None and listed:
        do = Message(N_("It may be: {choices}."), {"choices": listed})
    if do is None:
        do = Message(
            N_("Write the readings as `reperes observe --format json` does, or one bare value for each.")
        )
    return UsageError(what=Message(N_("The readings of this file cannot be used.")), why=why, do=do)
